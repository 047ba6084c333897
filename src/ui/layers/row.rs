//! One row of a stage's layers: the base, a layer, or an instruction that makes none.

use yew::prelude::*;

use super::detail::detail;
use crate::bytes::{Source, format};
use crate::size::{Layer, Weight};
use crate::stages::Base;
use crate::state::{Action, Measure, Place};
use crate::ui::analyses::Analyzed;
use crate::ui::figure::{breakable, percent, source_words};
use crate::ui::role::{Role, stage_name};
use crate::ui::store::{lighting, on, use_dispatch};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    Base,
    Layer,
    NoLayer,
}

#[derive(Clone, PartialEq, Properties)]
pub struct LayerRowProps {
    pub place: Place,
    pub kind: RowKind,
    pub role: Role,
    pub analyzed: Analyzed,
    pub measure: Measure,
    pub lit: bool,
    pub open: bool,
    pub scale: u64,
}

#[component]
pub fn LayerRow(props: &LayerRowProps) -> Html {
    let dispatch = use_dispatch();
    let Some(row) = row(props) else { return Html::default() };
    let place = props.place;
    let light = lighting(&dispatch, place);
    let toggle = {
        let open = props.open;
        on(&dispatch, move |_: MouseEvent| Action::Select((!open).then_some(place)))
    };
    let class = classes!(
        "layer-row",
        props.lit.then_some("lit"),
        props.open.then_some("open"),
        (props.kind == RowKind::NoLayer).then_some("no-layer")
    );
    let line = html! { <span class="layer-line">{ row.line }</span> };
    let Some(weight) = row.weight else {
        return html! {
            <tr {class} data-testid="layer-row" data-line={row.line.to_string()}
                onmouseenter={light.enter} onmouseleave={light.leave}>
                <th scope="row" class="layer-instruction">{ line }<code title={row.text.clone()}>{ row.text }</code></th>
                <td colspan="4" class="quiet layer-none">{ "makes no layer" }</td>
            </tr>
        };
    };
    let shown = props.measure.of(weight);
    let number = |measure: Measure| {
        html! {
            <td class={classes!("number", (measure == props.measure).then_some("chosen"))}>
                { breakable(&format::estimate(measure.of(weight))) }
            </td>
        }
    };
    html! {
        <>
            <tr {class} data-testid="layer-row" data-line={row.line.to_string()}
                onmouseenter={light.enter} onmouseleave={light.leave} onfocusin={light.focus} onfocusout={light.blur}>
                <th scope="row" class="layer-instruction">
                    <button type="button" aria-expanded={props.open.to_string()} onclick={toggle}>
                        { line }
                        <span class="layer-words">
                            <code title={row.text.clone()}>{ row.text }</code>
                            <span class="layer-reason">{ shown.reason.clone() }</span>
                        </span>
                    </button>
                </th>
                <td class="layer-share">{ share(props, shown.range.likely, row.layer) }</td>
                { number(Measure::Disk) }
                { number(Measure::Pull) }
                <td class="layer-source">{ source(shown.source) }</td>
            </tr>
            if props.open {
                <tr class="layer-detail">
                    <td colspan="5">{ detail(place, &props.analyzed, &dispatch) }</td>
                </tr>
            }
        </>
    }
}

struct Row<'a> {
    line: usize,
    text: String,
    weight: Option<&'a Weight>,
    layer: Option<&'a Layer>,
}

fn row(props: &LayerRowProps) -> Option<Row<'_>> {
    let analysis = &props.analyzed.analysis;
    let stage = analysis.graph.stages.get(props.place.stage)?;
    let size = analysis.sizes.stages.get(props.place.stage)?;
    let Some(step) = props.place.step else {
        let base = match &stage.base {
            Base::Scratch => "scratch".to_owned(),
            Base::Image { written, .. } | Base::Unknown(written) => written.clone(),
            Base::Stage(base) => format!("stage {}", stage_name(&analysis.graph, *base)),
        };
        return Some(Row {
            line: stage.from_line,
            text: format!("FROM {base}"),
            weight: Some(&size.base),
            layer: None,
        });
    };
    let (layer, step) = (size.layers.get(step)?.as_ref(), stage.steps.get(step)?);
    let written = step.span.of(&props.analyzed.scenario.dockerfile);
    Some(Row { line: step.line, text: one_line(written), weight: layer.map(|layer| &layer.weight), layer })
}

fn share(props: &LayerRowProps, bytes: u64, layer: Option<&Layer>) -> Html {
    let class = if props.kind == RowKind::Base { "base" } else { props.role.class() };
    let wasted = layer.map_or(0, |layer| layer.wasted.range.likely.min(bytes));
    let (start, width) = (percent(bytes.saturating_sub(wasted), props.scale), percent(wasted, props.scale));
    html! {
        <svg width="100%" height="10" aria-hidden="true">
            <rect class="track" width="100%" height="10" />
            <rect {class} width={percent(bytes, props.scale)} height="10" />
            if wasted > 0 {
                <rect class="wasted" x={start} {width} height="10" />
            }
        </svg>
    }
}

fn source(source: Source) -> Html {
    html! { <span class={classes!("source", source.name())} title={source_words(source)}>{ source.name() }</span> }
}

/// An instruction on one line, as far as anyone would read it there.
fn one_line(written: &str) -> String {
    const MOST: usize = 160;
    let mut text = String::new();
    for line in written.lines() {
        let line = line.trim();
        let line = line.strip_suffix(['\\', '`']).unwrap_or(line).trim_end();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if !text.is_empty() {
            text.push(' ');
        }
        text.extend(line.chars().take(MOST));
        if text.len() > MOST {
            text = text.chars().take(MOST).collect();
            text.push('…');
            break;
        }
    }
    text
}
