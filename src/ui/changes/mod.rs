//! What changed between the two Dockerfiles: a waterfall from the one image's size to the other's, each change with what
//! it saves, and below it both texts with their differences.

mod diff;
mod waterfall;

use std::rc::Rc;

use yew::prelude::*;

use super::answers::{Answered, use_answer};
use super::browser;
use super::looked::Looked;
use super::section::section;
use super::store::use_dispatch;
use crate::bytes::format;
use crate::sight::{ChangeSight, ChangesQuestion, ChangesSight, EffectSight};
use crate::state::{Measure, Place, Side, View};

#[derive(Clone, PartialEq, Properties)]
pub struct ChangesProps {
    pub before: Looked,
    pub after: Looked,
    pub measure: Measure,
    pub marked: Option<Place>,
}

/// The answer with what the person opened in it.
struct Shown<'a> {
    answered: &'a Answered<ChangesQuestion>,
    measure: Measure,
    /// The change that what is marked belongs to.
    lit: Option<usize>,
    /// Rows of the waterfall, and folds of the diff, that are open.
    open: &'a UseStateHandle<Option<usize>>,
    unfolded: &'a UseStateHandle<Vec<usize>>,
}

#[component]
pub fn Changes(props: &ChangesProps) -> Html {
    let dispatch = use_dispatch();
    let place = use_node_ref();
    let near = browser::use_near(&place);
    let question = use_memo((props.before.clone(), props.after.clone(), near), |(before, after, near)| {
        let (before, after) = (before.scenario().clone(), after.scenario().clone());
        near.then_some(ChangesQuestion { before, after })
    });
    let answered = use_answer((*question).as_ref());
    let (open, unfolded) = (use_state_eq(|| None), use_state_eq(Vec::new));
    let content = match &answered {
        Some(answered) => {
            let lit = props.marked.and_then(|place| change_of(&answered.answer, place));
            let shown = Shown { answered, measure: props.measure, lit, open: &open, unfolded: &unfolded };
            html! { <>{ waterfall::waterfall(&shown, &dispatch) }{ diff::diff(&shown) }</> }
        }
        None => html! { <p class="quiet changes-waiting">{ "Comparing the two …" }</p> },
    };
    section(View::Changes, "What changed", &place, Html::default(), content)
}

/// The section, where there are two Dockerfiles that differ.
pub fn changes(before: Option<&Looked>, after: Option<&Looked>, measure: Measure, marked: Option<Place>) -> Html {
    match (before, after) {
        (Some(before), Some(after)) if before.scenario() != after.scenario() => html! {
            <Changes before={before.clone()} after={after.clone()} {measure} {marked} />
        },
        _ => Html::default(),
    }
}

impl EffectSight {
    /// `−828 MB`.
    fn figure(&self) -> String {
        format::difference(self.before.likely, self.after.likely)
    }
}

fn effect(change: &ChangeSight, measure: Measure) -> &EffectSight {
    match measure {
        Measure::Disk => &change.disk,
        Measure::Pull => &change.pull,
    }
}

fn change_of(sight: &ChangesSight, place: Place) -> Option<usize> {
    sight.changes.iter().position(|change| {
        let spots = if place.side == Side::Before { &change.before } else { &change.after };
        spots.iter().any(|spot| (spot.stage, spot.step) == (place.stage, place.step))
    })
}

/// A sentence whose instructions and names stand between grave accents.
fn sentence(text: &str) -> Html {
    let part = |(at, part): (usize, &str)| {
        if at % 2 == 1 {
            html! { <code>{ part }</code> }
        } else {
            html! { { part } }
        }
    };
    html! { { for text.split('`').enumerate().map(part) } }
}

/// The lines of a text, as the core counts them.
fn lines(text: &str) -> Rc<[&str]> {
    text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).collect()
}
