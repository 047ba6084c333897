//! The stage graph in words: a table with all that the picture shows.

use yew::prelude::*;

use super::analyses::Analyzed;
use super::figure::total;
use super::role::{roles, stage_name};
use crate::bytes::format;
use crate::stages::{Base, BuildGraph, EdgeKind, Giver};
use crate::state::{Measure, Side};

#[derive(Clone, PartialEq, Properties)]
pub struct StagesTableProps {
    pub side: Side,
    pub analyzed: Analyzed,
    pub measure: Measure,
}

/// Longer tables would only slow the page down.
const MOST_ROWS: usize = 200;

#[component]
pub fn StagesTable(props: &StagesTableProps) -> Html {
    let analysis = &props.analyzed.analysis;
    let (graph, count) = (&analysis.graph, analysis.graph.stages.len());
    let roles = roles(graph);
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
                        { for (0..count.min(MOST_ROWS)).map(|stage| html! {
                            <tr key={stage}>
                                <th scope="row">{ stage_name(graph, stage) }</th>
                                <td>{ base(graph, stage) }</td>
                                <td class="number">
                                    { analysis.sizes.stages.get(stage).map(|size| total(props.measure.of(&size.total))) }
                                </td>
                                <td>{ if graph.target == Some(stage) { "target, ships" } else { roles[stage].words() } }</td>
                                <td>{ takes(props, stage) }</td>
                            </tr>
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

fn base(graph: &BuildGraph, stage: usize) -> String {
    match &graph.stages[stage].base {
        Base::Scratch => "scratch".to_owned(),
        Base::Image { written, .. } | Base::Unknown(written) => written.clone(),
        Base::Stage(base) => stage_name(graph, *base),
    }
}

fn takes(props: &StagesTableProps, stage: usize) -> String {
    let analysis = &props.analyzed.analysis;
    let mut taken = Vec::new();
    for (at, edge) in analysis.graph.edges.iter().enumerate().filter(|(_, edge)| edge.taker == stage) {
        let verb = match edge.kind {
            EdgeKind::From => continue,
            EdgeKind::Copy => "copies",
            EdgeKind::Mount => "mounts",
        };
        let from = match &edge.giver {
            Giver::Stage(giver) => stage_name(&analysis.graph, *giver),
            Giver::Image(image) => image.clone(),
        };
        let bytes = analysis.sizes.edges.get(at).map(format::estimate).unwrap_or_default();
        taken.push(format!("{verb} {bytes} from {from} (line {})", edge.line));
    }
    taken.join("; ")
}
