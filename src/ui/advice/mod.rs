//! What could be better: a card for each piece of advice with what it saves, and what one click makes of the whole
//! Dockerfile. What is applied is undone here, too.

mod card;
mod diff;
mod saving;
mod whole_file;

use std::rc::Rc;

use yew::prelude::*;

use super::answers::{Answered, use_answer};
use super::browser;
use super::editor::EditorHandle;
use super::looked::Looked;
use super::section::section;
use super::store::{Dispatch, on, use_dispatch};
use crate::sight::{AdviceQuestion, RewritesQuestion};
use crate::state::{Action, Place, Side, Undo, View};

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

/// One Dockerfile with its advice.
struct Advised<'a> {
    side: Side,
    looked: &'a Looked,
    advice: Option<Rc<Answered<AdviceQuestion>>>,
    rewrites: Option<Rc<Answered<RewritesQuestion>>>,
    editor: Option<&'a EditorHandle>,
    marked: Option<Place>,
    dispatch: &'a Dispatch,
}

#[component]
pub fn Advice(props: &AdviceProps) -> Html {
    let dispatch = use_dispatch();
    let place = use_node_ref();
    let near = browser::use_near(&place);
    let before = use_advice(props.before.as_ref().filter(|_| near));
    let after = use_advice(props.after.as_ref().filter(|_| near));
    let sides = [(Side::Before, &props.before, before), (Side::After, &props.after, after)];
    let two = props.after.is_some();
    let columns = sides.into_iter().enumerate().filter_map(|(at, (side, looked, (advice, rewrites)))| {
        let editor = props.editors.as_ref().map(|editors| &editors[at]);
        let marked = props.marked.filter(|place| place.side == side);
        let own = Advised { side, looked: looked.as_ref()?, advice, rewrites, editor, marked, dispatch: &dispatch };
        Some(column(&own, two))
    });
    let content = html! { <div class="two">{ for columns }</div> };
    section(View::Advice, "Advice", &place, undoing(&props.undo, &dispatch), content)
}

/// What was done last, and the way back.
fn undoing(undo: &[Undo], dispatch: &Dispatch) -> Html {
    let Some(last) = undo.last() else { return Html::default() };
    html! {
        <p class="advice-done">
            <span>{ &last.done }</span>
            <button type="button" data-testid="advice-undo" onclick={on(dispatch, |_: MouseEvent| Action::Undo)}>{ "Undo" }</button>
        </p>
    }
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

fn column(own: &Advised<'_>, two: bool) -> Html {
    let name = own.side.name();
    let identity = name.to_ascii_lowercase();
    html! {
        <div class="advice-side" data-testid={format!("advice-{identity}")}>
            if two { <h3>{ name }</h3> }
            { cards(own) }
            { whole_file::whole_file(own) }
        </div>
    }
}

fn cards(own: &Advised<'_>) -> Html {
    let Some(answered) = &own.advice else {
        return html! { <p class="quiet advice-waiting">{ "Looking for advice …" }</p> };
    };
    let sight = &answered.answer;
    let more = sight.card_count - sight.cards.len();
    if sight.cards.is_empty() {
        return html! { <p class="quiet" data-testid="no-advice">{ nothing(own) }</p> };
    }
    html! {
        <>
            <ul class="advice-cards">
                { for (0..sight.cards.len()).map(|at| card::card(own, answered, at)) }
            </ul>
            if more > 0 { <p class="quiet">{ format!("… and {more} more.") }</p> }
        </>
    }
}

fn nothing(own: &Advised<'_>) -> &'static str {
    if own.looked.text().trim().is_empty() {
        "Advice appears here once there is a Dockerfile."
    } else if own.looked.sight().problems.error_count > 0 {
        "No advice yet: it needs a Dockerfile without errors."
    } else {
        "Nothing to advise here: no rule of this page found anything worth a change."
    }
}
