//! The build graph as a picture: stages as boxes, what they take from each other as wires. Places come from `layout`,
//! colours and strokes from `stage_graph.css`; the table of stages says the same in words.

pub mod layout;
mod order;

use yew::prelude::*;

use super::analyses::Analyzed;
use super::figure::{percent, total};
use super::role::{Role, roles, stage_name};
use super::store::{Dispatch, lighting, on, use_dispatch};
use crate::bytes::{Estimate, Range, format};
use crate::size::StageSize;
use crate::stages::{Base, EdgeKind, Giver};
use crate::state::{Action, Measure, Place, Side};
use layout::{Flow, Placed, Wire};

/// In per cent.
const LEAST_SCALE: i32 = 85;

#[derive(Clone, PartialEq, Properties)]
pub struct StageGraphProps {
    pub side: Side,
    pub analyzed: Analyzed,
    pub measure: Measure,
    pub marked: Option<Place>,
    pub flow: Flow,
    /// The bytes that fill a box's bar; the same for both sides.
    pub scale: u64,
}

#[component]
pub fn StageGraph(props: &StageGraphProps) -> Html {
    let dispatch = use_dispatch();
    let analysis = &props.analyzed.analysis;
    let placed = use_memo((props.analyzed.clone(), props.flow), |(analyzed, flow)| {
        layout::layout(&analyzed.analysis.graph, *flow)
    });
    let name = props.side.name();
    let Some(placed) = &*placed else {
        return html! {
            <p class="quiet stage-graph-none">
                { match analysis.graph.stages.len() {
                    0 => "There is no stage yet: a stage begins with FROM.".to_owned(),
                    count => format!("{count} stages are too many for a picture; the table lists them."),
                } }
            </p>
        };
    };
    let roles = roles(&analysis.graph);
    let (width, height) = (placed.width, placed.height);

    html! {
        <div class="stage-graph" data-testid={format!("stage-graph-{}", name.to_ascii_lowercase())}>
            // It shrinks to fit as far as its words stay legible; beyond that it scrolls.
            <svg style={format!("max-width:{width}px;min-width:{}px", width * LEAST_SCALE / 100)}
                viewBox={format!("0 0 {width} {height}")} role="group"
                aria-label={format!("Stage graph of {name}")}>
                <defs>
                    <marker id={format!("arrow-{name}")} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8"
                        markerUnits="userSpaceOnUse" orient="auto">
                        <path class="stage-graph-arrow" d="M0 0.5 L7.5 4 L0 7.5 Z" />
                    </marker>
                </defs>
                { for placed.wires.iter().map(|wire| drawn_wire(props, wire, &roles)) }
                { for placed.boxes.iter().map(|placed| match &placed.what {
                    Giver::Stage(stage) => drawn_stage(props, &dispatch, placed, *stage, roles[*stage]),
                    Giver::Image(image) => drawn_image(placed, image),
                }) }
            </svg>
        </div>
    }
}

fn drawn_wire(props: &StageGraphProps, wire: &Wire, roles: &[Role]) -> Html {
    let carried = wire.edges.iter().filter_map(|edge| props.analyzed.analysis.sizes.edges.get(*edge));
    let sum = Range::sum(carried.map(|estimate| estimate.range)).likely;
    let (class, copies) = match wire.kind {
        EdgeKind::From => ("from", None),
        EdgeKind::Copy => ("copy", Some(format::rough(sum))),
        EdgeKind::Mount => ("mount", Some("mount".to_owned())),
    };
    let dim = (roles[wire.taker] == Role::Never).then_some("dim");
    let lit = props.marked.is_some_and(|place| {
        wire.taker == place.stage
            && wire
                .edges
                .iter()
                .any(|edge| place.step.is_some() && props.analyzed.analysis.graph.edges[*edge].step == place.step)
    });
    let (x, y) = wire.label;
    html! {
        <g class={classes!("stage-graph-wire", class, dim, lit.then_some("lit"))}>
            <path d={wire.path.clone()} marker-end={format!("url(#arrow-{})", props.side.name())} />
            if let Some(text) = copies {
                <text x={x.to_string()} y={y.to_string()} dy="0.32em">{ text }</text>
            }
        </g>
    }
}

fn drawn_stage(props: &StageGraphProps, dispatch: &Dispatch, placed: &Placed, stage: usize, role: Role) -> Html {
    let analysis = &props.analyzed.analysis;
    let graph = &analysis.graph;
    let place = Place { side: props.side, stage, step: None };
    let name = stage_name(graph, stage);
    let base = base_words(graph, stage);
    let size = analysis.sizes.stages.get(stage);
    let figure = size.map(|size| total(props.measure.of(&size.total))).unwrap_or_default();
    let target = graph.target == Some(stage);
    let words = if target { "target, ships" } else { role.words() };
    let short = match role {
        _ if target => "target",
        Role::Discarded => "not shipped",
        _ => words,
    };
    let light = lighting(dispatch, place);
    let select = on(dispatch, move |_: MouseEvent| Action::Select(Some(place)));
    let press = {
        let dispatch = dispatch.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter" || event.key() == " " {
                event.prevent_default();
                dispatch.dispatch(Action::Select(Some(place)));
            }
        })
    };
    let lit = props.marked.is_some_and(|marked| marked.stage == stage);
    html! {
        <g class={classes!("stage-graph-stage", role.class(), target.then_some("target"), lit.then_some("lit"))}
            transform={format!("translate({} {})", placed.x, placed.y)}
            tabindex="0" role="button"
            onclick={select} onkeydown={press} onmouseenter={light.enter} onmouseleave={light.leave}
            onfocus={light.focus} onblur={light.blur}>
            // Blanks between the texts keep them apart when they are read aloud as the button's name.
            <rect class="stage-graph-box" width={placed.width.to_string()} height={placed.height.to_string()} rx="6" />
            <text class="stage-graph-name" x="12" y="22">{ shortened(&name, 17) }</text>
            { " " }
            <text class="stage-graph-base" x="12" y="39">{ shortened(&base, 23) }</text>
            { " " }
            <text class="stage-graph-figure" x="12" y="62">{ figure }</text>
            { " " }
            <text class="stage-graph-role" x={(placed.width - 12).to_string()} y="62">{ short }</text>
            { size.map(|size| drawn_share(props, size, placed, role)) }
        </g>
    }
}

/// The foot of a box: what the stage brings from below and what it adds, on the scale of all boxes.
fn drawn_share(props: &StageGraphProps, size: &StageSize, placed: &Placed, role: Role) -> Html {
    let likely = |estimate: &Estimate| estimate.range.likely;
    let base = likely(props.measure.of(&size.base));
    let whole = likely(props.measure.of(&size.total)).max(base);
    html! {
        <svg x="12" y="74" width={(placed.width - 24).to_string()} height="6" class="stage-graph-share">
            <rect class="track" width="100%" height="6" />
            <rect class="base" width={percent(base, props.scale)} height="6" />
            <rect class={role.class()} x={percent(base, props.scale)} width={percent(whole - base, props.scale)} height="6" />
        </svg>
    }
}

fn drawn_image(placed: &Placed, image: &str) -> Html {
    let short = image.strip_prefix("docker.io/library/").unwrap_or(image);
    html! {
        <g class="stage-graph-image" transform={format!("translate({} {})", placed.x, placed.y)}>
            <title>{ image }</title>
            <rect class="stage-graph-box" width={placed.width.to_string()} height={placed.height.to_string()} rx="26" />
            <text class="stage-graph-name" x={(placed.width / 2).to_string()} y="23">{ shortened(short, 20) }</text>
            <text class="stage-graph-base" x={(placed.width / 2).to_string()} y="39">{ "external image" }</text>
        </g>
    }
}

fn base_words(graph: &crate::stages::BuildGraph, stage: usize) -> String {
    match &graph.stages[stage].base {
        Base::Scratch => "on scratch".to_owned(),
        Base::Image { written, .. } => format!("on {written}"),
        Base::Stage(base) => format!("on {}", stage_name(graph, *base)),
        Base::Unknown(written) => format!("on {written}?"),
    }
}

/// Keeps the end, where names and tags differ.
fn shortened(text: &str, most: usize) -> String {
    let count = text.chars().count();
    if count <= most {
        return text.to_owned();
    }
    let end: String = text.chars().skip(count + 1 - most).collect();
    format!("…{end}")
}
