//! The small page inside another one: the answer, one view at a time, and the way to the whole page.

use std::rc::Rc;

use yew::prelude::*;

use super::advice::Advice;
use super::browser;
use super::changes::changes;
use super::courier::{Post, Reply};
use super::editor::{Editor, EditorHandle};
use super::files::Files;
use super::layers::{Layers, opened};
use super::looked::Looked;
use super::rebuild::Rebuild;
use super::stage_graph::StageGraph;
use super::stages_table::StagesTable;
use super::store::{Dispatch, on};
use crate::bytes::TABLES;
use crate::sight::{Flow, Look, Question, read_answer};
use crate::state::parcel::Parcel;
use crate::state::permalink::{Shared, encode};
use crate::state::{Action, Place, Side, State, View};

/// One Dockerfile of the embed.
pub struct EmbedSide {
    pub side: Side,
    pub look: Rc<Look>,
    pub looked: Option<Looked>,
}

/// Everything below the answer.
pub fn embed_views(state: &State, sides: &[EmbedSide], flow: Flow, scale: u64, dispatch: &Dispatch) -> Html {
    let mut named = vec![View::Stages, View::Layers, View::Advice, View::Files, View::Rebuild, View::Dockerfile];
    if state.differs() {
        named.insert(3, View::Changes);
    }
    // Others are of the whole page alone.
    let shown = if state.view == View::Sizes || named.contains(&state.view) { state.view } else { View::Stages };
    let looked = |at: usize| sides.get(at).and_then(|side| side.looked.clone());
    html! {
        if state.view != View::Sizes {
            <div class="embed-views" role="group" aria-label="What is shown">
                { for named.into_iter().map(|view| html! {
                    <button type="button" aria-pressed={(view == shown).to_string()} data-testid={format!("view-{}", view.name())}
                        onclick={on(dispatch, move |_: MouseEvent| Action::View(view))}>{ view.title() }</button>
                }) }
            </div>
            if state.view == View::Advice {
                <Advice before={looked(0)} after={looked(1)} editors={None::<[EditorHandle; 2]>}
                    marked={state.marked_anywhere()} undo={state.undo.clone()} />
            } else if state.view == View::Rebuild {
                <Rebuild before={looked(0)} after={looked(1)} two={sides.len() == 2} change={state.change.clone()}
                    cache={state.cache} marked={state.marked_anywhere()} />
            } else if shown == View::Changes {
                { changes(looked(0).as_ref(), looked(1).as_ref(), state.measure, state.marked_anywhere()) }
            } else if state.view == View::Files {
                <Files before={looked(0)} after={looked(1)} two={sides.len() == 2} marked={state.marked_anywhere()}
                    selected={state.selected} />
            } else {
                <div class="embed-sides">
                    { for sides.iter().map(|side| one_side(state, side, sides.len() == 1, flow, scale)) }
                </div>
            }
        }
    }
}

fn one_side(state: &State, own: &EmbedSide, alone: bool, flow: Flow, scale: u64) -> Html {
    let EmbedSide { side, look, looked } = own;
    let (side, measure, marked) = (*side, state.measure, state.marked(*side));
    let selected = state.selected.filter(|place| place.side == side);
    let view = match looked {
        _ if state.view == View::Dockerfile => html! {
            <Editor {side} {look} looked={looked.clone()} {marked} handle={EditorHandle::default()} readonly={state.is_readonly()} />
        },
        Some(looked) if state.view == View::Layers => html! {
            <Layers {side} looked={looked.clone()} {measure} {marked} open={opened(looked, &look.scenario, selected)} {scale} />
        },
        Some(looked) => html! {
            <>
                <StageGraph {side} looked={looked.clone()} {measure} {marked} {flow} {scale} />
                <StagesTable {side} looked={looked.clone()} {measure} />
            </>
        },
        None => html! { <p class="quiet">{ "Reading the Dockerfile …" }</p> },
    };
    html! {
        <section class="embed-side" aria-label={side.name()}>
            if !alone { <h2>{ side.name() }</h2> }
            { view }
        </section>
    }
}

#[derive(Clone, PartialEq, Properties)]
pub struct EmbedFootProps {
    pub shared: Shared,
    /// The address of the lesson that is open.
    pub lesson: Option<String>,
}

/// Where the sizes come from, and the whole page with everything as it stands here. A page around it that asks is given
/// a picture to print: always of what its own address said, for what a reader types is no concern of it.
#[component]
pub fn EmbedFoot(props: &EmbedFootProps) -> Html {
    let asked = browser::use_picture_asked();
    let first = use_memo((), |()| props.shared.comparison.clone());
    let post = use_context::<Post>().expect("the page stands inside Page, which provides it");
    use_effect_with((asked, post), move |(asked, post)| {
        let export = Parcel::Pixels.export(&first, None, false).filter(|_| *asked);
        if let Some(export) = export {
            let told = |reply: Reply| {
                if let Some(svg) = reply.ok().and_then(|bytes| read_answer::<String>(&bytes).ok()) {
                    browser::tell_picture(&svg);
                }
            };
            post.courier.ask(export.ask().to_bytes(), Box::new(told));
        }
    });
    let link = props.lesson.clone().or_else(|| encode(&props.shared).ok()).unwrap_or_default();
    html! {
        <footer class="embed-foot">
            <span class="quiet">{ format!("Estimated, nothing was built · size tables of {TABLES}") }</span>
            <a href={browser::whole_page(&link)} target="_blank" rel="noopener" data-testid="open-whole">{ "Open in Drydock" }</a>
        </footer>
    }
}

/// The place that an embed's address asks for by its line.
pub fn asked_place(state: &State, sides: &[EmbedSide]) -> Option<Place> {
    let (side, line) = state.embed.as_ref()?.step?;
    let looked = sides.iter().find(|own| own.side == side)?.looked.as_ref()?;
    super::editor::place_of(looked.sight(), side, line)
}
