//! The layers of every stage as tables whose bars are the sizes, all on one scale: first what ships, then what is
//! left behind. Each row opens its reason.

mod detail;
mod row;
mod stack;

use std::rc::Rc;

use yew::prelude::*;

use super::looked::Looked;
use super::store::use_dispatch;
use crate::bytes::format;
use crate::scenario::Scenario;
use crate::sight::StageSight;
use crate::state::{Measure, Place, Side};
use detail::{Given, given};
use row::{LayerRow, Row};
use stack::{Stack, stack};

#[derive(Clone, PartialEq, Properties)]
pub struct LayersProps {
    pub side: Side,
    pub looked: Looked,
    pub measure: Measure,
    pub marked: Option<Place>,
    /// The row that is open, with what the person gave for it.
    pub open: Option<(Place, Given)>,
    /// The bytes that fill a row's bar; the same for both sides.
    pub scale: u64,
}

/// The selected place, if it is a row here, with what a scenario gives for it.
pub fn opened(looked: &Looked, scenario: &Scenario, selected: Option<Place>) -> Option<(Place, Given)> {
    let place = selected?;
    let stage = looked.sight().stages.get(place.stage)?;
    Some((place, given(scenario, stage, place)))
}

#[component]
pub fn Layers(props: &LayersProps) -> Html {
    let sight = props.looked.sight();
    let shown: usize = sight.stages.iter().map(|stage| stage.steps.len() + 1).sum();
    let hidden = sight.row_count.saturating_sub(shown);
    html! {
        <div class="layers" data-testid={format!("layers-{}", props.side.name().to_ascii_lowercase())}>
            { for sight.stages.iter().enumerate().map(|(index, stage)| html! {
                <StageLayers key={index} side={props.side} {index} stage={stage.clone()}
                    target={sight.target == Some(index)} measure={props.measure} scale={props.scale}
                    marked={props.marked.filter(|place| place.stage == index)}
                    open={props.open.clone().filter(|(place, _)| place.stage == index)} />
            }) }
            if hidden > 0 {
                <p class="quiet">{ format!("… and {hidden} more rows, which are counted but not shown.") }</p>
            }
        </div>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct StageLayersProps {
    side: Side,
    index: usize,
    stage: Rc<StageSight>,
    target: bool,
    measure: Measure,
    marked: Option<Place>,
    open: Option<(Place, Given)>,
    scale: u64,
}

/// A component of its own, so that light on one stage draws no other anew, nor does an edit of it.
#[component]
fn StageLayers(props: &StageLayersProps) -> Html {
    let dispatch = use_dispatch();
    let StageLayersProps { side, index, measure, marked, scale, .. } = *props;
    let stage = &props.stage;
    let role = stage.role;
    let drawn = Stack { side, index, stage, measure, marked, scale };
    let row = |step: Option<usize>, row: Row| {
        let place = Place { side: props.side, stage: props.index, step };
        let open = props.open.clone().filter(|(open, _)| *open == place).map(|(_, given)| given);
        html! {
            <LayerRow key={step.map_or(0, |step| step + 1)} {place} {row} {role} measure={props.measure}
                lit={props.marked == Some(place)} {open} scale={props.scale} />
        }
    };
    html! {
        <section class={classes!("layers-stage", role.class())}>
            { stack(drawn, &dispatch) }
            <table>
                <caption class="visually-hidden">{ format!("Layers of {}", stage.title) }</caption>
                <colgroup>
                    <col /><col class="col-share" /><col class="col-disk" /><col class="col-pull" /><col class="col-source" />
                </colgroup>
                <thead>
                    <tr>
                        <th scope="col">
                            <b>{ &stage.title }</b>
                            <span class={classes!("tag", role.class())}>{ if props.target { "target, ships" } else { role.words() } }</span>
                        </th>
                        <td></td>
                        <th scope="col" class="number">{ Measure::Disk.words() }</th>
                        <th scope="col" class="number">{ Measure::Pull.words() }</th>
                        <th scope="col" class="layer-source">{ "source" }</th>
                    </tr>
                </thead>
                <tbody>
                    { row(None, Row::of_base(stage)) }
                    { for stage.steps.iter().enumerate().map(|(index, step)| row(Some(index), Row::Step(step.clone()))) }
                </tbody>
                <tfoot>
                    <tr>
                        <th scope="row">{ "together" }</th>
                        <td></td>
                        { for [Measure::Disk, Measure::Pull].map(|measure| html! {
                            <td class={classes!("number", (measure == props.measure).then_some("chosen"))}>
                                { format::total(measure.of(&stage.total)) }
                            </td>
                        }) }
                        <td></td>
                    </tr>
                </tfoot>
            </table>
        </section>
    }
}
