//! One Dockerfile with all that follows from it: editor, problems, stage graph, layers.

use std::rc::Rc;

use yew::prelude::*;

use super::build_options::BuildOptions;
use super::editor::{Editor, EditorHandle};
use super::layers::{Layers, opened};
use super::legend::{layers_legend, stages_legend};
use super::looked::Looked;
use super::problems::Problems;
use super::stage_graph::{StageGraph, picture};
use super::stages_table::StagesTable;
use crate::sight::{Flow, Look};
use crate::state::{Measure, Place, Side};

#[derive(Clone, PartialEq, Properties)]
pub struct SideColumnProps {
    pub side: Side,
    /// What stands in the editor now.
    pub look: Rc<Look>,
    /// What was last looked at, perhaps what stood there a moment ago; nothing before the first answer.
    pub looked: Option<Looked>,
    /// Where problems and advice send the person.
    pub editor: EditorHandle,
    pub measure: Measure,
    pub marked: Option<Place>,
    pub selected: Option<Place>,
    pub flow: Flow,
    /// The bytes that fill a bar, in graph boxes and in layer rows.
    pub scale: u64,
    /// Whether a narrow screen shows this side.
    pub shown: bool,
    /// Whether there is no other side.
    pub alone: bool,
    /// How many steps of what was applied can be undone.
    pub applied: usize,
}

#[component]
pub fn SideColumn(props: &SideColumnProps) -> Html {
    let SideColumnProps { side, look, looked, editor, marked, shown, alone, .. } = props.clone();
    let name = side.name();
    let identity = name.to_ascii_lowercase();
    let count = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    let counts = looked.as_ref().map(|looked| {
        let sight = looked.sight();
        format!("{}, ships {}", count(sight.stage_count, "stage"), count(sight.image.layers, "layer"))
    });
    html! {
        <section class={classes!("side", shown.then_some("shown"))} id={format!("side-{identity}")}
            aria-labelledby={format!("title-{identity}")}>
            <h2 class="side-title" id={format!("title-{identity}")}>
                { if alone { "Dockerfile" } else { name } }
                <span class="quiet">{ counts }</span>
            </h2>
            <div class="side-view" data-view="dockerfile">
                <Editor {side} {look} looked={looked.clone()} {marked} handle={editor.clone()} applied={props.applied} />
            </div>
            if let Some(looked) = looked {
                <Problems {side} looked={looked.clone()} editor={editor.clone()} />
                { views(props, &looked) }
            } else {
                { waiting() }
            }
        </section>
    }
}

/// The places of the views before there is anything to show, as large as they usually get.
fn waiting() -> Html {
    html! {
        <>
            <div class="problems"><p class="problems-summary quiet">{ "Reading the Dockerfile …" }</p></div>
            <div class="side-view waiting-stages"><div class="side-head"><h3>{ "Stages" }</h3></div></div>
            <div class="side-view waiting-layers"><div class="side-head"><h3>{ "Layers" }</h3></div></div>
        </>
    }
}

fn views(props: &SideColumnProps, looked: &Looked) -> Html {
    let SideColumnProps { side, look, measure, marked, selected, flow, scale, .. } = props.clone();
    let (sight, open) = (looked.sight(), opened(looked, &look.scenario, selected));
    html! {
        <>
            <div class="side-view" data-view="stages">
                <div class="side-head">
                    <h3>{ "Stages" }</h3>
                    { stages_legend(sight, picture(sight, flow).map(|picture| &**picture)) }
                </div>
                <StageGraph {side} looked={looked.clone()} {measure} {marked} {flow} {scale} />
                <StagesTable {side} looked={looked.clone()} {measure} />
                <BuildOptions {side} {look} looked={looked.clone()} />
            </div>
            <div class="side-view" data-view="layers">
                <div class="side-head"><h3>{ "Layers" }</h3>{ layers_legend(sight) }</div>
                <Layers {side} looked={looked.clone()} {measure} {marked} {open} {scale} />
            </div>
        </>
    }
}
