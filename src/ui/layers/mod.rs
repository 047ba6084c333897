//! The layers of every stage as tables whose bars are the sizes, all on one scale: first what ships, then what is
//! left behind. Each row opens its reason.

mod detail;
mod row;

use yew::prelude::*;

use super::analyses::Analyzed;
use super::figure::total;
use super::role::{Role, roles, stage_name};
use crate::state::{Measure, Place, Side};
use row::{LayerRow, RowKind};

#[derive(Clone, PartialEq, Properties)]
pub struct LayersProps {
    pub side: Side,
    pub analyzed: Analyzed,
    pub measure: Measure,
    pub marked: Option<Place>,
    pub selected: Option<Place>,
    /// The bytes that fill a row's bar; the same for both sides.
    pub scale: u64,
}

/// Rows of one side; more would only slow the page down.
const MOST_ROWS: usize = 400;

#[component]
pub fn Layers(props: &LayersProps) -> Html {
    let graph = &props.analyzed.analysis.graph;
    let roles = roles(graph);
    let mut room = MOST_ROWS;
    let mut shown = Vec::new();
    for stage in &graph.stages {
        if room == 0 {
            break;
        }
        let steps = stage.steps.len().min(room.saturating_sub(1));
        room -= steps + 1;
        shown.push((stage, steps));
    }
    let hidden: usize = graph.stages.iter().map(|stage| stage.steps.len() + 1).sum::<usize>() + room - MOST_ROWS;
    html! {
        <div class="layers" data-testid={format!("layers-{}", props.side.name().to_ascii_lowercase())}>
            { for shown.into_iter().map(|(stage, steps)| html! {
                <StageLayers key={stage.index} side={props.side} {steps} stage={stage.index} role={roles[stage.index]}
                    analyzed={props.analyzed.clone()} measure={props.measure} scale={props.scale}
                    marked={props.marked.filter(|place| place.stage == stage.index)}
                    selected={props.selected.filter(|place| place.stage == stage.index)} />
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
    stage: usize,
    role: Role,
    /// How many of the stage's steps are shown.
    steps: usize,
    analyzed: Analyzed,
    measure: Measure,
    marked: Option<Place>,
    selected: Option<Place>,
    scale: u64,
}

/// A component of its own, so that light on one stage draws no other anew.
#[component]
fn StageLayers(props: &StageLayersProps) -> Html {
    let analysis = &props.analyzed.analysis;
    let (stage, role) = (props.stage, props.role);
    let Some(size) = analysis.sizes.stages.get(stage) else { return Html::default() };
    let target = analysis.graph.target == Some(stage);
    let name = stage_name(&analysis.graph, stage);
    let row = |step: Option<usize>, kind: RowKind| {
        let place = Place { side: props.side, stage, step };
        html! {
            <LayerRow key={step.map_or(0, |step| step + 1)} {place} {kind} {role} analyzed={props.analyzed.clone()}
                measure={props.measure} lit={props.marked == Some(place)} open={props.selected == Some(place)}
                scale={props.scale} />
        }
    };
    html! {
        <section class={classes!("layers-stage", role.class())}>
            <table>
                <caption class="visually-hidden">{ format!("Layers of {name}") }</caption>
                <colgroup>
                    <col /><col class="col-share" /><col class="col-disk" /><col class="col-pull" /><col class="col-source" />
                </colgroup>
                <thead>
                    <tr>
                        <th scope="col">
                            <b>{ name }</b>
                            <span class={classes!("tag", role.class())}>{ if target { "target, ships" } else { role.words() } }</span>
                        </th>
                        <td></td>
                        <th scope="col" class="number">{ Measure::Disk.words() }</th>
                        <th scope="col" class="number">{ Measure::Pull.words() }</th>
                        <th scope="col" class="layer-source">{ "source" }</th>
                    </tr>
                </thead>
                <tbody>
                    { row(None, RowKind::Base) }
                    { for (0..props.steps).map(|step| {
                        let layer = size.layers.get(step).is_some_and(Option::is_some);
                        row(Some(step), if layer { RowKind::Layer } else { RowKind::NoLayer })
                    }) }
                </tbody>
                <tfoot>
                    <tr>
                        <th scope="row">{ "together" }</th>
                        <td></td>
                        { for [Measure::Disk, Measure::Pull].map(|measure| html! {
                            <td class={classes!("number", (measure == props.measure).then_some("chosen"))}>
                                { total(measure.of(&size.total)) }
                            </td>
                        }) }
                        <td></td>
                    </tr>
                </tfoot>
            </table>
        </section>
    }
}
