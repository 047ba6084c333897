//! How much of a graph its frame shows. What fits is shown whole, or a little smaller; only what is larger gets buttons.

use yew::prelude::*;

use crate::sight::Flow;
use crate::ui::browser::{keep_point, middle, use_panning, use_width};

/// In per cent: as small as words stay legible.
const LEAST_LEGIBLE: i32 = 85;
const SMALLEST: i32 = 8;
const LARGEST: i32 = 200;
/// The most pixels downwards of a frame whose graph is larger, as in `stage_graph.css`. A graph that flows downwards and
/// is only long goes on with the page.
const HIGHEST: i32 = 560;

pub(super) struct Zoom {
    pub frame: NodeRef,
    /// Whether the graph is larger than its frame.
    pub larger: bool,
    pub style: String,
    pub keys: Callback<KeyboardEvent>,
    change: Callback<Change>,
}

#[derive(Clone, Copy)]
enum Change {
    Nearer,
    Farther,
    Whole,
}

#[hook]
pub(super) fn use_zoom(size: (i32, i32), flow: Flow) -> Zoom {
    let (width, height) = size;
    let frame = use_node_ref();
    let chosen = use_state_eq(|| None::<i32>);
    // The point of the frame that stays where it is, and the scale before.
    let anchor = use_mut_ref(|| ((0, 0), 0));
    let room = use_width(&frame);
    let fitting = room * 100 / width.max(1);
    let too_high = flow == Flow::Rightwards && height * fitting.min(100) / 100 > HIGHEST;
    let larger = room > 0 && (fitting < LEAST_LEGIBLE || too_high);
    let scale = chosen.filter(|_| larger).unwrap_or(fitting.clamp(LEAST_LEGIBLE, 100));
    let whole = fitting.min(HIGHEST * 100 / height.max(1)).clamp(SMALLEST, 100);
    let zoom = {
        let (chosen, anchor) = (chosen.setter(), anchor.clone());
        move |change: Change, point: (i32, i32)| {
            let next = match change {
                Change::Nearer => (scale * 5 / 4).max(scale + 1),
                Change::Farther => scale * 4 / 5,
                Change::Whole => whole,
            };
            anchor.replace((point, scale));
            chosen.set(Some(next.clamp(SMALLEST, LARGEST)));
        }
    };
    use_effect_with(scale, {
        let frame = frame.clone();
        move |scale| {
            let (point, before) = anchor.take();
            keep_point(&frame, point, before, *scale);
        }
    });
    let by_wheel = {
        let zoom = zoom.clone();
        use_callback((scale, whole), move |(nearer, point): (bool, (i32, i32)), _| {
            zoom(if nearer { Change::Nearer } else { Change::Farther }, point);
        })
    };
    use_panning(&frame, larger, &by_wheel);
    let change = {
        let frame = frame.clone();
        Callback::from(move |change: Change| zoom(change, middle(&frame)))
    };
    let keys = {
        let change = change.clone();
        Callback::from(move |event: KeyboardEvent| {
            let asked = match event.key().as_str() {
                _ if !larger || event.ctrl_key() || event.meta_key() || event.alt_key() => return,
                "+" | "=" => Change::Nearer,
                "-" => Change::Farther,
                "0" => Change::Whole,
                _ => return,
            };
            event.prevent_default();
            change.emit(asked);
        })
    };
    let style = if larger {
        format!("width:{}px", width * scale / 100)
    } else {
        format!("max-width:{width}px;min-width:{}px", width * LEAST_LEGIBLE / 100)
    };
    Zoom { frame, larger, style, keys, change }
}

impl Zoom {
    /// The buttons, where there is something to move.
    pub fn tools(&self, identity: &str, name: &str) -> Html {
        if !self.larger {
            return Html::default();
        }
        let button = |change: Change, sign: &'static str, test: &str, words: &str| {
            html! {
                <button type="button" onclick={self.change.reform(move |_: MouseEvent| change)}
                    aria-label={format!("{words} {name}")} data-testid={format!("graph-{test}-{identity}")}>{ sign }</button>
            }
        };
        html! {
            <div class="stage-graph-tools">
                { button(Change::Farther, "−", "farther", "Smaller: stage graph of") }
                { button(Change::Nearer, "+", "nearer", "Larger: stage graph of") }
                { button(Change::Whole, "Fit", "whole", "Fit: stage graph of") }
                <span class="quiet">{ "Drag to move, Ctrl and wheel to zoom." }</span>
            </div>
        }
    }
}
