//! What colours and strokes mean: beside each picture, and only what occurs in it.

use yew::prelude::*;

use crate::sight::{EdgeKind, LayerSight, Picture, Role, Sight};

/// The strokes and boxes of a stage graph.
pub fn stages_legend(sight: &Sight, picture: Option<&Picture>) -> Html {
    let stroke = |kind: EdgeKind, class: &'static str, words: &'static str| {
        let drawn = picture.is_some_and(|picture| picture.wires.iter().any(|wire| wire.kind == kind));
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
            if occurs(sight, Role::Discarded) { { item("discarded", "not shipped") } }
            if occurs(sight, Role::Never) { { item("never", "never built") } }
        </ul>
    }
}

/// The bars of the layers.
pub fn layers_legend(sight: &Sight) -> Html {
    // What is too little to be seen in a bar needs no legend.
    let visible = |layer: &LayerSight| layer.wasted.range.likely > sight.image.weight.disk.range.likely / 200;
    let layers = sight.stages.iter().flat_map(|stage| &stage.steps).filter_map(|step| step.layer.as_ref());
    let wasted = layers.into_iter().any(visible);
    html! {
        <ul class="legend" aria-label="Legend of the layers">
            { item("base", "from below") }
            { item("shipped", "added, ships") }
            if occurs(sight, Role::Discarded) { { item("discarded", "added, not shipped") } }
            if wasted { { item("wasted", "hidden by a later layer") } }
        </ul>
    }
}

pub fn item(class: &'static str, words: &'static str) -> Html {
    html! { <li key={class}><i class={classes!("swatch", class)}></i>{ words }</li> }
}

fn occurs(sight: &Sight, role: Role) -> bool {
    sight.stages.iter().any(|stage| stage.role == role)
}
