//! Keeps the answer of a question up to date while the question changes. What an answer is of stands in it: a view that
//! needs the very text of a Dockerfile compares.

use std::rc::Rc;

use yew::prelude::*;

use super::courier::{News, Post};
use crate::sight::{Question, read_answer};
use crate::state::Action;
use crate::state::asking::{Asking, Errand};
use crate::state::desk::Trouble;

pub use crate::state::asking::Answered;

/// The newest answer: of this question, or, until it comes, of an earlier one. None before the first.
#[hook]
pub fn use_answer<Q: Question>(question: Option<&Q>) -> Option<Rc<Answered<Q>>> {
    let post = use_post();
    let asking = use_mut_ref(Asking::<Q>::default);
    // What the effect below is to send. It stands here, for a drawing that is followed at once by another has no effect.
    let outgoing = use_mut_ref(|| None::<(Errand<Q>, Vec<u8>)>);
    let redraw = use_force_update();
    if question.is_none() {
        outgoing.take();
    }
    let errand = asking.borrow_mut().next(question, post.edition);
    if let Some(errand) = errand {
        let bytes = errand.question.ask().to_bytes();
        match post.courier.known(&bytes).and_then(|answer| read_answer(&answer).ok()) {
            Some(answer) => drop(asking.borrow_mut().receive(errand, Ok(answer))),
            None => drop(outgoing.replace(Some((errand, bytes)))),
        }
    }
    let newest = asking.borrow().newest();
    use_effect(move || {
        if let Some((errand, bytes)) = outgoing.take() {
            post.courier.ask(
                bytes,
                Box::new(move |reply| {
                    // What cannot be read comes from a core of another version: it is as good as none.
                    let answer = reply.and_then(|bytes| read_answer(&bytes).map_err(|_| Trouble::Died));
                    if asking.borrow_mut().receive(errand, answer) {
                        redraw.force_update();
                    }
                }),
            );
        }
    });
    newest
}

/// Fetches the package tables once a Dockerfile wants them.
#[hook]
pub fn use_packages(wanted: bool) {
    let post = use_post();
    use_effect_with(wanted, move |wanted| {
        if *wanted {
            post.courier.want_packages();
        }
    });
}

/// Tells the person of trouble with the core, and takes it back when it is over.
#[hook]
pub fn use_trouble(act: &Callback<Action>) {
    let post = use_post();
    let act = act.clone();
    use_effect_with((), move |()| {
        post.courier.listen(Callback::from(move |news| match news {
            News::Trouble(trouble) => act.emit(Action::Trouble(Some(trouble))),
            News::Recovered => act.emit(Action::Trouble(None)),
            News::Learnt => {}
        }));
    });
}

#[hook]
fn use_post() -> Post {
    use_context::<Post>().expect("every view stands inside Page, which provides it")
}
