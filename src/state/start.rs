//! What the page begins with: a link before a draft before the first example. A draft that a link displaces stays
//! restorable, and a broken link costs nothing.

use std::rc::Rc;

use super::action::{adopt, update};
use super::{Action, Embed, State, Theme, examples, lesson, permalink};

/// The first state, from the address's fragment, the saved draft (a link's payload too) and the saved theme.
pub fn start(fragment: &str, draft: Option<&str>, theme: Theme) -> State {
    let mut state = State { theme, ..State::default() };
    // A draft that cannot be read was written by nobody we know: it is passed over without a word.
    match draft.and_then(|draft| permalink::decode(draft).ok()) {
        Some(shared) => adopt(&mut state, shared),
        None => state = update(&state, Action::LoadExample(Rc::new(examples::first().clone()))),
    }
    state.lesson.asked = lesson::asked(fragment);
    if permalink::is_link(fragment) || examples::asked(fragment).is_some() {
        update(&state, Action::OpenLink(fragment.to_owned()))
    } else {
        state
    }
}

/// The first state inside another page: what the link says, and then the address. Drafts are left alone.
pub fn start_embed(fragment: &str, embed: Embed) -> State {
    let mut state = start(fragment, None, embed.theme);
    state.view = embed.view.unwrap_or(state.view);
    // The steps of a lesson are its own, and trying is the point of it.
    let is_lesson = state.lesson.asked.is_some();
    let step = embed.step.filter(|_| !is_lesson);
    state.embed = Some(Embed { step, readonly: embed.readonly && !is_lesson, ..embed });
    state
}
