//! One Dockerfile with all that follows from it: editor, problems, stage graph, layers.

use std::rc::Rc;

use yew::prelude::*;

use super::analyses::Analyzed;
use super::build_options::BuildOptions;
use super::editor::{Editor, EditorHandle};
use super::layers::Layers;
use super::legend::{layers_legend, stages_legend};
use super::problems::Problems;
use super::stage_graph::StageGraph;
use super::stage_graph::layout::Flow;
use super::stages_table::StagesTable;
use crate::state::{Measure, Place, Side};

#[derive(Clone, PartialEq, Properties)]
pub struct SideColumnProps {
    pub side: Side,
    pub text: Rc<str>,
    pub analyzed: Analyzed,
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
}

#[component]
pub fn SideColumn(props: &SideColumnProps) -> Html {
    let editor = use_memo((), |()| EditorHandle::default());
    let SideColumnProps { side, text, analyzed, measure, marked, selected, flow, scale, shown, alone } = props.clone();
    let name = side.name();
    let identity = name.to_ascii_lowercase();
    let image = &analyzed.analysis.sizes.image;
    let count = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    let stages = analyzed.analysis.graph.stages.len();
    html! {
        <section class={classes!("side", shown.then_some("shown"))} id={format!("side-{identity}")}
            aria-labelledby={format!("title-{identity}")}>
            <h2 class="side-title" id={format!("title-{identity}")}>
                { if alone { "Dockerfile" } else { name } }
                <span class="quiet">{ format!("{}, ships {}", count(stages, "stage"), count(image.layers, "layer")) }</span>
            </h2>
            <Editor {side} {text} analyzed={analyzed.clone()} {marked} handle={(*editor).clone()} />
            <Problems {side} analyzed={analyzed.clone()} editor={(*editor).clone()} />
            <div class="side-view">
                <div class="side-head"><h3>{ "Stages" }</h3>{ stages_legend(&analyzed.analysis.graph) }</div>
                <StageGraph {side} analyzed={analyzed.clone()} {measure} {marked} {flow} {scale} />
                <StagesTable {side} analyzed={analyzed.clone()} {measure} />
                <BuildOptions {side} analyzed={analyzed.clone()} />
            </div>
            <div class="side-view">
                <div class="side-head"><h3>{ "Layers" }</h3>{ layers_legend(&analyzed.analysis) }</div>
                <Layers {side} {analyzed} {measure} {marked} {selected} {scale} />
            </div>
        </section>
    }
}
