//! The parts of a stage graph: wires, boxes of stages, boxes of images.

use yew::prelude::*;

use super::{Canvas, Pointed, StageGraphProps, focus_stage};
use crate::bytes::{Estimate, format};
use crate::sight::{BaseSight, EdgeKind, Placed, Role, StageSight, Wire};
use crate::state::{Action, Place};
use crate::ui::figure::percent;
use crate::ui::store::on;

const ARROWS: [&str; 4] = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];

/// `lit` says whether it belongs to what is pointed at.
pub(super) fn drawn_wire(canvas: &Canvas, at: usize, wire: &Wire, lit: bool) -> Html {
    let props = canvas.props;
    let (class, copies) = match wire.kind {
        EdgeKind::From => ("from", None),
        EdgeKind::Copy => ("copy", Some(format::rough(wire.bytes))),
        EdgeKind::Mount => ("mount", Some("mount".to_owned())),
    };
    let taker = props.looked.sight().stages.get(wire.taker);
    let dim = taker.is_some_and(|taker| taker.role == Role::Never).then_some("dim");
    let marked = props
        .marked
        .is_some_and(|place| wire.taker == place.stage && place.step.is_some_and(|step| wire.steps.contains(&step)));
    let (x, y) = wire.label;
    let place = Place { side: props.side, stage: wire.taker, step: wire.steps.first().copied() };
    let (dispatch, pointed) = (canvas.dispatch.clone(), canvas.pointed.clone());
    let point = move |on: bool| {
        let (dispatch, pointed) = (dispatch.clone(), pointed.clone());
        Callback::from(move |_: MouseEvent| {
            pointed.set(on.then_some(Pointed::Wire(at)));
            dispatch.dispatch(Action::Light(on.then_some(place)));
        })
    };
    html! {
        <g class={classes!("stage-graph-wire", class, weight(wire.bytes), dim, marked.then_some("lit"), lit.then_some("on"))}
            onmouseenter={point(true)} onmouseleave={point(false)}>
            <path class="stage-graph-reach" d={wire.path.clone()} />
            <path d={wire.path.clone()} marker-end={format!("url(#arrow-{})", props.side.name())} />
            if let Some(text) = copies {
                <text x={x.to_string()} y={y.to_string()} dy="0.32em">{ text }</text>
            }
        </g>
    }
}

/// One step thicker for each tenfold of bytes.
const fn weight(bytes: u64) -> &'static str {
    match bytes {
        ..1_000_000 => "thin",
        ..10_000_000 => "slight",
        ..100_000_000 => "middling",
        ..1_000_000_000 => "strong",
        _ => "thick",
    }
}

pub(super) fn drawn_stage(canvas: &Canvas, key: String, placed: &Placed, index: usize, lit: bool) -> Html {
    let (props, dispatch) = (canvas.props, &canvas.dispatch);
    let Some(stage) = props.looked.sight().stages.get(index) else { return html! { <g {key} /> } };
    let (role, place) = (stage.role, Place { side: props.side, stage: index, step: None });
    let figure = format::total(props.measure.of(&stage.total));
    let target = props.looked.sight().target == Some(index);
    let words = if target { "target, ships" } else { role.words() };
    let short = match role {
        _ if target => "target",
        Role::Discarded => "not shipped",
        _ => words,
    };
    let select = on(dispatch, move |_: MouseEvent| Action::Select(Some(place)));
    let press = {
        let dispatch = dispatch.clone();
        let leads: Vec<(&'static str, usize)> =
            ARROWS.into_iter().filter_map(|arrow| Some((arrow, canvas.next(index, arrow)?))).collect();
        Callback::from(move |event: KeyboardEvent| {
            let key = event.key();
            if key == "Enter" || key == " " {
                event.prevent_default();
                dispatch.dispatch(Action::Select(Some(place)));
            } else if ARROWS.contains(&key.as_str()) {
                // At the end of a way the page does not scroll either.
                event.prevent_default();
                if let Some((_, next)) = leads.iter().find(|(arrow, _)| *arrow == key) {
                    focus_stage(&event, *next);
                }
            }
        })
    };
    let (light, pointed) = (canvas.dispatch.clone(), canvas.pointed.clone());
    let point = move |on: bool| {
        pointed.set(on.then_some(Pointed::Stage(index)));
        light.dispatch(Action::Light(on.then_some(place)));
    };
    let by_mouse = |on: bool| {
        let point = point.clone();
        Callback::from(move |_: MouseEvent| point(on))
    };
    let by_focus = |on: bool| {
        let point = point.clone();
        Callback::from(move |_: FocusEvent| point(on))
    };
    let marked = props.marked.is_some_and(|marked| marked.stage == index);
    html! {
        <g class={classes!("stage-graph-stage", role.class(), target.then_some("target"), marked.then_some("lit"), lit.then_some("on"))}
            {key} style={at(placed)} data-stage={index.to_string()} tabindex="0" role="button"
            onclick={select} onkeydown={press} onmouseenter={by_mouse(true)} onmouseleave={by_mouse(false)}
            onfocus={by_focus(true)} onblur={by_focus(false)}>
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

pub(super) fn drawn_image(key: String, placed: &Placed, image: &str, lit: bool) -> Html {
    let short = image.strip_prefix("docker.io/library/").unwrap_or(image);
    html! {
        <g class={classes!("stage-graph-image", lit.then_some("on"))} {key} style={at(placed)}>
            <title>{ image }</title>
            <rect class="stage-graph-box" width={placed.width.to_string()} height={placed.height.to_string()} rx="26" />
            <text class="stage-graph-name" x={(placed.width / 2).to_string()} y="23">{ shortened(short, 20) }</text>
            <text class="stage-graph-base" x={(placed.width / 2).to_string()} y="39">{ "external image" }</text>
        </g>
    }
}

/// As a style, so that moves can be shown.
fn at(placed: &Placed) -> String {
    format!("transform:translate({}px,{}px)", placed.x, placed.y)
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
