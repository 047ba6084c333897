//! One row of a stage's layers: the base, a layer, or an instruction that makes none.

use std::rc::Rc;

use yew::prelude::*;

use super::detail::{Given, detail};
use crate::bytes::{Source, Weight, format};
use crate::sight::{BaseSight, LayerSight, Role, StageSight, StepSight};
use crate::state::{Action, Measure, Place};
use crate::ui::figure::{breakable, percent, source_words};
use crate::ui::store::{lighting, on, use_dispatch};

/// What a row tells of.
#[derive(Clone, PartialEq)]
pub enum Row {
    Base { line: usize, text: String, weight: Weight },
    Step(Rc<StepSight>),
}

#[derive(Clone, PartialEq, Properties)]
pub struct LayerRowProps {
    pub place: Place,
    pub row: Row,
    pub role: Role,
    pub measure: Measure,
    pub lit: bool,
    /// What the person gave, where the row is open.
    pub open: Option<Given>,
    pub scale: u64,
}

#[component]
pub fn LayerRow(props: &LayerRowProps) -> Html {
    let dispatch = use_dispatch();
    let (at, text, weight, layer) = match &props.row {
        Row::Base { line, text, weight } => (*line, text, Some(weight), None),
        Row::Step(step) => {
            let layer = step.layer.as_ref();
            (step.lines.start, &step.text, layer.map(|layer| &layer.weight), layer)
        }
    };
    let text: AttrValue = text.clone().into();
    let is_open = props.open.is_some();
    let place = props.place;
    let light = lighting(&dispatch, place);
    let toggle = { on(&dispatch, move |_: MouseEvent| Action::Select((!is_open).then_some(place))) };
    let class = classes!(
        "layer-row",
        props.lit.then_some("lit"),
        is_open.then_some("open"),
        weight.is_none().then_some("no-layer")
    );
    let line = html! { <span class="layer-line">{ at }</span> };
    let Some(weight) = weight else {
        return html! {
            <tr {class} data-testid="layer-row" data-line={at.to_string()}
                onmouseenter={light.enter} onmouseleave={light.leave}>
                <th scope="row" class="layer-instruction">{ line }<code title={text.clone()}>{ text }</code></th>
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
            <tr {class} data-testid="layer-row" data-line={at.to_string()}
                onmouseenter={light.enter} onmouseleave={light.leave} onfocusin={light.focus} onfocusout={light.blur}>
                <th scope="row" class="layer-instruction">
                    <button type="button" aria-expanded={is_open.to_string()} onclick={toggle}>
                        { line }
                        <span class="layer-words">
                            <code title={text.clone()}>{ text }</code>
                            <span class="layer-reason">{ shown.reason.clone() }</span>
                        </span>
                    </button>
                </th>
                <td class="layer-share">{ share(props, shown.range.likely, layer) }</td>
                { number(Measure::Disk) }
                { number(Measure::Pull) }
                <td class="layer-source">{ source(shown.source) }</td>
            </tr>
            if let Some(given) = &props.open {
                <tr class="layer-detail">
                    <td colspan="5">{ detail(place.side, weight, layer, given, &dispatch) }</td>
                </tr>
            }
        </>
    }
}

impl Row {
    pub fn of_base(stage: &StageSight) -> Self {
        let base = match &stage.base {
            BaseSight::Scratch => "scratch".to_owned(),
            BaseSight::Image(written) | BaseSight::Unknown(written) => written.clone(),
            BaseSight::Stage(title) => format!("stage {title}"),
        };
        Self::Base { line: stage.lines.start, text: format!("FROM {base}"), weight: stage.base_weight.clone() }
    }
}

fn share(props: &LayerRowProps, bytes: u64, layer: Option<&LayerSight>) -> Html {
    let class = if layer.is_none() { "base" } else { props.role.class() };
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
