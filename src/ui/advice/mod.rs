//! What could be better: what one click makes of the whole Dockerfile, and a card for each piece of advice with what it
//! saves. What is applied is undone here, too.

mod card;
mod diff;
mod saving;
mod whole_file;

use std::rc::Rc;

use yew::prelude::*;

use super::answers::{Answered, use_answer};
use super::browser;
use super::editor::{EditorHandle, place_of};
use super::looked::Looked;
use super::section::section;
use super::store::{Dispatch, use_dispatch};
use crate::sight::{AdviceQuestion, RewritesQuestion};
use crate::state::{Action, Place, Side, Undo, View};
use card::AdviceCard;
use whole_file::whole_file;

#[derive(Clone, PartialEq, Properties)]
pub struct AdviceProps {
    /// None before they are looked at, which comes first.
    pub before: Option<Looked>,
    pub after: Option<Looked>,
    /// Where a click on a line leads; none where nothing can be changed.
    pub editors: Option<[EditorHandle; 2]>,
    pub marked: Option<Place>,
    /// What was applied, the last at the end.
    pub undo: Rc<Vec<Undo>>,
}

/// Advice for one Dockerfile. Comparing two costs nothing.
#[derive(Clone)]
struct Advised {
    side: Side,
    answered: Rc<Answered<AdviceQuestion>>,
}

impl PartialEq for Advised {
    fn eq(&self, other: &Self) -> bool {
        self.side == other.side && Rc::ptr_eq(&self.answered, &other.answered)
    }
}

#[component]
pub fn Advice(props: &AdviceProps) -> Html {
    let dispatch = use_dispatch();
    let place = use_node_ref();
    let near = browser::use_near(&place);
    let before = use_advice(props.before.as_ref().filter(|_| near));
    let after = use_advice(props.after.as_ref().filter(|_| near));
    let sides = [(Side::Before, &props.before, before), (Side::After, &props.after, after)];
    let alone = props.after.is_none();
    let columns = sides.into_iter().filter_map(|(side, looked, (advice, rewrites))| {
        let name = side.name();
        let advised = advice.map(|answered| Advised { side, answered });
        Some(html! {
            <div class="advice-side" data-testid={format!("advice-{}", name.to_ascii_lowercase())}>
                <h3 class={alone.then_some("visually-hidden")}>{ if alone { "Dockerfile" } else { name } }</h3>
                if let Some(rewrites) = rewrites {
                    { whole_file(side, &rewrites, props.editors.is_none(), &dispatch) }
                }
                { cards(props, looked.as_ref()?, advised, side) }
            </div>
        })
    });
    let content = html! { <div class="two">{ for columns }</div> };
    section(View::Advice, View::Advice.title(), &place, undoing(&props.undo, &dispatch), content)
}

/// What was done last, and the way back.
fn undoing(undo: &[Undo], dispatch: &Dispatch) -> Html {
    let Some(last) = undo.last() else { return Html::default() };
    html! {
        <p class="advice-done">
            <span>{ &last.done }</span>
            <button type="button" data-testid="advice-undo" onclick={staying(dispatch, || Some(Action::Undo))}>{ "Undo" }</button>
        </p>
    }
}

/// Does what takes its own button away, and keeps the focus in this view: from there Tab goes on.
fn staying(dispatch: &Dispatch, action: impl Fn() -> Option<Action> + 'static) -> Callback<MouseEvent> {
    let dispatch = dispatch.clone();
    Callback::from(move |_| {
        if let Some(action) = action() {
            dispatch.dispatch(action);
            browser::stay_in(View::Advice);
        }
    })
}

type Answers = (Option<Rc<Answered<AdviceQuestion>>>, Option<Rc<Answered<RewritesQuestion>>>);

/// The newest advice for a Dockerfile, and what becomes of the whole of it.
#[hook]
fn use_advice(looked: Option<&Looked>) -> Answers {
    let questions = use_memo(looked.cloned(), |looked| {
        let scenario = looked.as_ref()?.scenario().clone();
        Some((AdviceQuestion { scenario: scenario.clone() }, RewritesQuestion { scenario }))
    });
    let questions = questions.as_ref().as_ref();
    (use_answer(questions.map(|both| &both.0)), use_answer(questions.map(|both| &both.1)))
}

fn cards(props: &AdviceProps, looked: &Looked, advised: Option<Advised>, side: Side) -> Html {
    let Some(advised) = advised else {
        return html! { <p class="quiet advice-waiting">{ "Looking for advice …" }</p> };
    };
    let sight = &advised.answered.answer;
    if sight.cards.is_empty() {
        return html! { <p class="quiet" data-testid="no-advice">{ nothing(looked) }</p> };
    }
    let more = sight.card_count - sight.cards.len();
    let at = usize::from(side == Side::After);
    html! {
        <>
            <ul class="advice-cards">
                { for sight.cards.iter().enumerate().map(|(index, card)| {
                    let place = place_of(looked.sight(), side, card.line);
                    let rule = card.choices.first().map_or("", |choice| &choice.rule);
                    html! {
                        <AdviceCard key={format!("{}:{rule}", card.span.start)} advised={advised.clone()} {index} {place}
                            lit={place.is_some() && place == props.marked}
                            editor={props.editors.as_ref().map(|editors| editors[at].clone())} />
                    }
                }) }
            </ul>
            if more > 0 { <p class="quiet">{ format!("… and {more} more.") }</p> }
        </>
    }
}

fn nothing(looked: &Looked) -> &'static str {
    if looked.text().trim().is_empty() {
        "Advice appears here once there is a Dockerfile."
    } else if looked.sight().problems.error_count > 0 {
        "No advice while the Dockerfile has errors."
    } else {
        "Nothing to advise: none of the rules here found anything that is worth a change."
    }
}
