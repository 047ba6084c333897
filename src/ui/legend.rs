//! What colours and strokes mean: beside each picture, and only what occurs in it.

use yew::prelude::*;

use super::role::{Role, roles};
use crate::analysis::Analysis;
use crate::size::Layer;
use crate::stages::{BuildGraph, Edge, EdgeKind, Giver};

/// The strokes and boxes of a stage graph.
pub fn stages_legend(graph: &BuildGraph) -> Html {
    let roles = roles(graph);
    let stroke = |kind: EdgeKind, class: &'static str, words: &'static str| {
        let drawn = graph.edges.iter().any(|edge| edge.kind == kind && (kind != EdgeKind::From || is_wire(edge)));
        drawn.then(|| {
            html! {
                <li>
                    <svg width="28" height="8" aria-hidden="true" class={classes!("stage-graph-wire", class)}>
                        <path d="M0 4 L28 4" />
                    </svg>
                    { words }
                </li>
            }
        })
    };
    html! {
        <ul class="legend" aria-label="Legend of the stage graph">
            { stroke(EdgeKind::From, "from", "FROM") }
            { stroke(EdgeKind::Copy, "copy", "COPY --from") }
            { stroke(EdgeKind::Mount, "mount", "RUN --mount") }
            if roles.contains(&Role::Discarded) { { item("discarded", "not shipped") } }
            if roles.contains(&Role::Never) { { item("never", "never built") } }
        </ul>
    }
}

/// The bars of the layers.
pub fn layers_legend(analysis: &Analysis) -> Html {
    let roles = roles(&analysis.graph);
    // What is too little to be seen in a bar needs no legend.
    let visible = |layer: &Layer| layer.wasted.range.likely > analysis.sizes.image.weight.disk.range.likely / 200;
    let wasted = analysis.sizes.stages.iter().any(|stage| stage.layers.iter().flatten().any(visible));
    html! {
        <ul class="legend" aria-label="Legend of the layers">
            { item("base", "from below") }
            { item("shipped", "added, ships") }
            if roles.contains(&Role::Discarded) { { item("discarded", "added, not shipped") } }
            if wasted { { item("wasted", "hidden by a later layer") } }
        </ul>
    }
}

pub fn item(class: &'static str, words: &'static str) -> Html {
    html! { <li key={class}><i class={classes!("swatch", class)}></i>{ words }</li> }
}

fn is_wire(edge: &Edge) -> bool {
    matches!(edge.giver, Giver::Stage(_))
}
