//! The build graph as a picture: stages as boxes, what they take from each other as wires. Places come with the
//! sight, colours and strokes from `stage_graph.css`; the table of stages says the same in words.

use std::rc::Rc;

use yew::prelude::*;

use super::figure::percent;
use super::looked::Looked;
use super::store::{Dispatch, lighting, on, use_dispatch};
use crate::bytes::{Estimate, format};
use crate::sight::{BaseSight, EdgeKind, Flow, Giver, Picture, Placed, Role, Sight, StageSight, Wire};
use crate::state::{Action, Measure, Place, Side};

/// In per cent.
const LEAST_SCALE: i32 = 85;

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

#[component]
pub fn StageGraph(props: &StageGraphProps) -> Html {
    let dispatch = use_dispatch();
    let sight = props.looked.sight();
    let name = props.side.name();
    let Some(picture) = picture(sight, props.flow) else {
        return html! {
            <p class="quiet stage-graph-none">
                { match sight.stage_count {
                    0 => "There is no stage yet: a stage begins with FROM.".to_owned(),
                    count => format!("{count} stages are too many for a picture; the table lists them."),
                } }
            </p>
        };
    };
    let (width, height) = (picture.width, picture.height);

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
                { for picture.wires.iter().map(|wire| drawn_wire(props, wire)) }
                { for picture.boxes.iter().map(|placed| match &placed.what {
                    Giver::Stage(index) => sight.stages.get(*index).map_or_else(Html::default, |stage| {
                        drawn_stage(props, &dispatch, placed, *index, stage)
                    }),
                    Giver::Image(image) => drawn_image(placed, image),
                }) }
            </svg>
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

fn drawn_wire(props: &StageGraphProps, wire: &Wire) -> Html {
    let (class, copies) = match wire.kind {
        EdgeKind::From => ("from", None),
        EdgeKind::Copy => ("copy", Some(format::rough(wire.bytes))),
        EdgeKind::Mount => ("mount", Some("mount".to_owned())),
    };
    let taker = props.looked.sight().stages.get(wire.taker);
    let dim = taker.is_some_and(|taker| taker.role == Role::Never).then_some("dim");
    let lit = props
        .marked
        .is_some_and(|place| wire.taker == place.stage && place.step.is_some_and(|step| wire.steps.contains(&step)));
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

fn drawn_stage(
    props: &StageGraphProps,
    dispatch: &Dispatch,
    placed: &Placed,
    index: usize,
    stage: &StageSight,
) -> Html {
    let (role, place) = (stage.role, Place { side: props.side, stage: index, step: None });
    let figure = format::total(props.measure.of(&stage.total));
    let target = props.looked.sight().target == Some(index);
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
    let lit = props.marked.is_some_and(|marked| marked.stage == index);
    html! {
        <g class={classes!("stage-graph-stage", role.class(), target.then_some("target"), lit.then_some("lit"))}
            transform={format!("translate({} {})", placed.x, placed.y)}
            tabindex="0" role="button"
            onclick={select} onkeydown={press} onmouseenter={light.enter} onmouseleave={light.leave}
            onfocus={light.focus} onblur={light.blur}>
            // Blanks between the texts keep them apart when they are read aloud as the button's name.
            <rect class="stage-graph-box" width={placed.width.to_string()} height={placed.height.to_string()} rx="6" />
            <text class="stage-graph-name" x="12" y="22">{ shortened(&stage.title, 17) }</text>
            { " " }
            <text class="stage-graph-base" x="12" y="39">{ shortened(&base_words(&stage.base), 23) }</text>
            { " " }
            <text class="stage-graph-figure" x="12" y="62">{ figure }</text>
            { " " }
            <text class="stage-graph-role" x={(placed.width - 12).to_string()} y="62">{ short }</text>
            { drawn_share(props, stage, placed, role) }
        </g>
    }
}

/// The foot of a box: what the stage brings from below and what it adds, on the scale of all boxes.
fn drawn_share(props: &StageGraphProps, stage: &StageSight, placed: &Placed, role: Role) -> Html {
    let likely = |estimate: &Estimate| estimate.range.likely;
    let base = likely(props.measure.of(&stage.base_weight));
    let whole = likely(props.measure.of(&stage.total)).max(base);
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

fn base_words(base: &BaseSight) -> String {
    match base {
        BaseSight::Scratch => "on scratch".to_owned(),
        BaseSight::Image(base) | BaseSight::Stage(base) => format!("on {base}"),
        BaseSight::Unknown(written) => format!("on {written}?"),
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
