//! The build graph as a picture: stages as boxes, what they take from each other as wires. Places come with the
//! sight, colours and strokes from `stage_graph.css`; the table of stages says the same in words. What is pointed at shows
//! all that it is made of; keys walk along the wires; what is larger than its frame can be moved and zoomed.

mod drawn;
mod zoom;

use std::rc::Rc;

use web_sys::wasm_bindgen::JsCast;
use web_sys::{Element, SvgElement};
use yew::prelude::*;

use super::looked::Looked;
use super::store::{Dispatch, use_dispatch};
use crate::sight::{Flow, Giver, Picture, Sight, Way};
use crate::state::{Measure, Place, Side};
use drawn::{drawn_image, drawn_stage, drawn_wire};
use zoom::use_zoom;

#[derive(Clone, PartialEq, Properties)]
pub struct StageGraphProps {
    pub side: Side,
    pub looked: Looked,
    pub measure: Measure,
    pub marked: Option<Place>,
    pub flow: Flow,
    /// The bytes that fill a box's bar; the same for both sides.
    pub scale: u64,
}

/// What the pointer or the focus is on.
#[derive(Clone, Copy, PartialEq)]
enum Pointed {
    Stage(usize),
    /// By its number in the picture.
    Wire(usize),
}

/// What drawing a part of the graph takes.
struct Canvas<'a> {
    props: &'a StageGraphProps,
    picture: &'a Rc<Picture>,
    dispatch: Dispatch,
    pointed: UseStateHandle<Option<Pointed>>,
}

#[component]
pub fn StageGraph(props: &StageGraphProps) -> Html {
    let dispatch = use_dispatch();
    let pointed = use_state_eq(|| None::<Pointed>);
    let sight = props.looked.sight();
    let name = props.side.name();
    let identity = name.to_ascii_lowercase();
    let picture = picture(sight, props.flow);
    let zoom = use_zoom(picture.map_or((0, 0), |picture| (picture.width, picture.height)), props.flow);
    let Some(picture) = picture else {
        return html! {
            <p class="quiet stage-graph-none">
                { match sight.stage_count {
                    0 => "There is no stage yet: a stage begins with FROM.".to_owned(),
                    count => format!("{count} stages are too many for a picture; the table lists them."),
                } }
            </p>
        };
    };
    let canvas = Canvas { props, picture, dispatch, pointed };
    let (boxes, wires) = canvas.lit();
    let titles: Vec<String> = picture.boxes.iter().map(|placed| title(sight, &placed.what)).collect();

    html! {
        <div class={classes!("stage-graph", zoom.larger.then_some("larger"))} data-testid={format!("stage-graph-{identity}")}>
            <div class="stage-graph-frame" ref={zoom.frame.clone()} onkeydown={zoom.keys.clone()}>
                <svg style={zoom.style.clone()} class={classes!("stage-graph-picture", canvas.pointed.is_some().then_some("tracing"))}
                    viewBox={format!("0 0 {} {}", picture.width, picture.height)} role="group"
                    aria-label={format!("Stage graph of {name}")} aria-describedby={format!("stage-graph-keys-{identity}")}>
                    <defs>
                        <marker id={format!("arrow-{name}")} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8"
                            markerUnits="userSpaceOnUse" orient="auto">
                            <path class="stage-graph-arrow" d="M0 0.5 L7.5 4 L0 7.5 Z" />
                        </marker>
                    </defs>
                    <g>{ for picture.wires.iter().enumerate().map(|(at, wire)| drawn_wire(&canvas, at, wire, wires[at])) }</g>
                    // A stage keeps its element while it keeps its name, so that it can be seen where it goes.
                    <g>{ for picture.boxes.iter().enumerate().map(|(at, placed)| {
                        let key = key(&titles, at);
                        match &placed.what {
                            Giver::Stage(index) => drawn_stage(&canvas, key, placed, *index, boxes[at]),
                            Giver::Image(image) => drawn_image(key, placed, image, boxes[at]),
                        }
                    }) }</g>
                </svg>
            </div>
            <p class="visually-hidden" id={format!("stage-graph-keys-{identity}")}>
                { "Arrow keys lead along the wires and to neighbours. Enter opens the stage." }
            </p>
            { zoom.tools(&identity, name) }
        </div>
    }
}

/// The picture for one way the build flows.
pub fn picture(sight: &Sight, flow: Flow) -> Option<&Rc<Picture>> {
    match flow {
        Flow::Rightwards => sight.rightwards.as_ref(),
        Flow::Downwards => sight.downwards.as_ref(),
    }
}

impl Canvas<'_> {
    /// Which boxes and which wires belong to what is pointed at.
    fn lit(&self) -> (Vec<bool>, Vec<bool>) {
        let Picture { boxes, wires, .. } = &**self.picture;
        match *self.pointed {
            Some(Pointed::Stage(stage)) => self.picture.origins(stage),
            Some(Pointed::Wire(at)) => {
                let ends = wires.get(at).map(|wire| [wire.giver.clone(), Giver::Stage(wire.taker)]);
                let is_end = |what: &Giver| ends.as_ref().is_some_and(|ends| ends.contains(what));
                (
                    boxes.iter().map(|placed| is_end(&placed.what)).collect(),
                    (0..wires.len()).map(|other| other == at).collect(),
                )
            }
            None => (vec![false; boxes.len()], vec![false; wires.len()]),
        }
    }

    /// Where a key leads from a stage, as the picture shows it.
    fn next(&self, stage: usize, key: &str) -> Option<usize> {
        let way = match (key, self.props.flow) {
            ("ArrowRight", Flow::Rightwards) | ("ArrowDown", Flow::Downwards) => Way::On,
            ("ArrowLeft", Flow::Rightwards) | ("ArrowUp", Flow::Downwards) => Way::Back,
            ("ArrowUp", Flow::Rightwards) | ("ArrowLeft", Flow::Downwards) => Way::Former,
            ("ArrowDown", Flow::Rightwards) | ("ArrowRight", Flow::Downwards) => Way::Latter,
            _ => return None,
        };
        self.picture.next(stage, way, self.props.flow)
    }
}

/// Puts the focus on a stage of the picture that an event came from.
fn focus_stage(event: &KeyboardEvent, stage: usize) {
    let picture =
        event.target_dyn_into::<Element>().and_then(|from| from.closest(".stage-graph-picture").ok().flatten());
    let found = picture.and_then(|picture| picture.query_selector(&format!("[data-stage='{stage}']")).ok().flatten());
    if let Some(found) = found.and_then(|found| found.dyn_into::<SvgElement>().ok()) {
        // It fails only where the element is gone already.
        let _ = found.focus();
    }
}

fn title(sight: &Sight, what: &Giver) -> String {
    match what {
        Giver::Stage(index) => sight.stages.get(*index).map_or_else(String::new, |stage| stage.title.clone()),
        // No stage has a name with a blank.
        Giver::Image(image) => format!("image {image}"),
    }
}

/// A box's title, with a number where an earlier one has the same.
fn key(titles: &[String], at: usize) -> String {
    let same = titles[..at].iter().filter(|title| **title == titles[at]).count();
    if same == 0 { titles[at].clone() } else { format!("{} {same}", titles[at]) }
}
