//! The stage graph in words: a table with all that the picture shows.

use std::rc::Rc;

use yew::prelude::*;

use super::looked::Looked;
use crate::bytes::format;
use crate::sight::{BaseSight, EdgeKind, StageSight, Taken};
use crate::state::{Measure, Side};

#[derive(Clone, PartialEq, Properties)]
pub struct StagesTableProps {
    pub side: Side,
    pub looked: Looked,
    pub measure: Measure,
}

/// Longer tables would only slow the page down.
const MOST_ROWS: usize = 200;

#[component]
pub fn StagesTable(props: &StagesTableProps) -> Html {
    let sight = props.looked.sight();
    let count = sight.stage_count;
    if count == 0 {
        return Html::default();
    }
    html! {
        <details class="stages-table" data-testid={format!("stages-table-{}", props.side.name().to_ascii_lowercase())}>
            <summary>{ "The same as a table" }</summary>
            <div class="scrolling" tabindex="0" role="region" aria-label={format!("Stages of {}", props.side.name())}>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{ "Stage" }</th>
                            <th scope="col">{ "Base" }</th>
                            <th scope="col" class="number">{ format!("Size {}", props.measure.words()) }</th>
                            <th scope="col">{ "In the build" }</th>
                            <th scope="col">{ "Takes" }</th>
                        </tr>
                    </thead>
                    <tbody>
                        { for sight.stages.iter().enumerate().take(MOST_ROWS).map(|(index, stage)| html! {
                            <Row key={index} stage={stage.clone()} measure={props.measure} target={sight.target == Some(index)} />
                        }) }
                    </tbody>
                </table>
            </div>
            if count > MOST_ROWS {
                <p class="quiet">{ format!("The first {MOST_ROWS} of {count} stages.") }</p>
            }
        </details>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct RowProps {
    stage: Rc<StageSight>,
    measure: Measure,
    target: bool,
}

/// A component of its own, so that an edit of one stage draws no other anew.
#[component]
fn Row(props: &RowProps) -> Html {
    let stage = &props.stage;
    html! {
        <tr>
            <th scope="row">{ &stage.title }</th>
            <td>{ base(&stage.base) }</td>
            <td class="number">{ format::total(props.measure.of(&stage.total)) }</td>
            <td>{ if props.target { "target, ships" } else { stage.role.words() } }</td>
            <td>{ takes(stage) }</td>
        </tr>
    }
}

fn base(base: &BaseSight) -> &str {
    match base {
        BaseSight::Scratch => "scratch",
        BaseSight::Image(written) | BaseSight::Unknown(written) => written,
        BaseSight::Stage(title) => title,
    }
}

fn takes(stage: &StageSight) -> String {
    let words = |taken: &Taken| {
        let verb = if taken.kind == EdgeKind::Mount { "mounts" } else { "copies" };
        let bytes = format::figure(taken.bytes, taken.source);
        format!("{verb} {bytes} from {} (line {})", taken.from, taken.line)
    };
    let mut all: Vec<String> = stage.takes.iter().map(words).collect();
    let more = stage.take_count - stage.takes.len().min(stage.take_count);
    if more > 0 {
        all.push(format!("and {more} more"));
    }
    all.join("; ")
}
