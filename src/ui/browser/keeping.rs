//! Keeps the state where it survives: in the address and as a draft, after a pause in typing and when the page goes.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::EventListener;
use yew::prelude::*;

use super::{Timeout, address, after, dropping, storage, theme};
use crate::state::examples::asked;
use crate::state::permalink::{self, Shared, is_link};
use crate::state::{Action, State, Totals, lesson};

/// Long enough that a browser which allows 100 changes of the address in 30 seconds never refuses one.
const PAUSE_MILLISECONDS: u32 = 400;

/// What waits to be kept, and the pause it waits for. A pause that is over stays here until the next one begins, for
/// it must not be dropped by its own callback.
#[derive(Default)]
struct Waiting {
    shared: Option<Shared>,
    pause: Option<Timeout>,
}

/// Joins the state to the window for as long as the page lives: the address and the draft follow what the person
/// does, links opened in the same tab become actions, and the colours follow the theme. Nothing is written before
/// the first change, so that opening a link leaves an older draft where it is. `totals` are the sizes shown, once they
/// are known; they come after the texts that they are of, and are kept with them then.
#[hook]
pub fn use_window(state: &State, act: &Callback<Action>, tables: &'static str, totals: Option<Totals>) {
    let waiting = use_mut_ref(Waiting::default);
    let first = use_mut_ref(|| None::<Shared>);
    let changed = use_mut_ref(|| false);
    let embedded = state.embed.is_some();
    let (lesson, asks) = (lesson::address_of(state), state.asked.is_some());
    // What a lesson puts on the page is nobody's draft.
    let own = (lesson.is_none() && !asks).then(|| Shared::of(state, Some(tables), None));
    use_effect_with((own, totals, lesson, asks), {
        let waiting = Rc::clone(&waiting);
        move |(own, totals, lesson, asks)| {
            if embedded {
                return;
            }
            let (mut first, mut changed) = (first.borrow_mut(), changed.borrow_mut());
            // The example that an address names is not kept, as no link is that was opened and not touched.
            if *asks {
                (*first, *changed) = (None, false);
            }
            if let Some(shared) = own {
                *changed |= first.get_or_insert_with(|| shared.clone()) != shared;
                if *changed {
                    wait(&waiting, Shared { totals: *totals, ..shared.clone() });
                }
            }
            if let Some(lesson) = lesson {
                keep_now(&waiting);
                address::go_to_lesson(lesson);
                // Once it is left, the address is to speak of one's own again.
                *changed = true;
            }
        }
    });
    use_effect_with((), {
        let (waiting, act) = (Rc::clone(&waiting), act.clone());
        move |()| {
            let dropped = dropping::on_drop(act.clone());
            let opened = address::on_fragment(move |fragment| {
                if let Some(asked) = lesson::asked(&fragment) {
                    act.emit(Action::Lesson(lesson::Move::Ask(asked)));
                } else if is_link(&fragment) || asked(&fragment).is_some() {
                    act.emit(Action::OpenLink(fragment));
                } else if fragment.is_empty() {
                    act.emit(Action::Lesson(lesson::Move::Leave));
                }
            });
            let left = web_sys::window().map(|window| {
                let waiting = Rc::clone(&waiting);
                EventListener::new(&window, "pagehide", move |_| keep_now(&waiting))
            });
            // A page that is taken out of its document must not write later over what another one keeps.
            move || {
                drop((opened, dropped, left));
                *waiting.borrow_mut() = Waiting::default();
            }
        }
    });
    use_effect_with(state.theme, move |theme| theme::show(*theme, !embedded));
}

/// Starts the pause anew.
fn wait(waiting: &Rc<RefCell<Waiting>>, shared: Shared) {
    let pause = after(PAUSE_MILLISECONDS, {
        let waiting = Rc::clone(waiting);
        move || keep_now(&waiting)
    });
    let mut waiting = waiting.borrow_mut();
    waiting.shared = Some(shared);
    // Dropping the pause before, if it still lasts, ends it.
    drop(waiting.pause.replace(pause));
}

/// Keeps what waits, if anything does.
fn keep_now(waiting: &RefCell<Waiting>) {
    let shared = waiting.borrow_mut().shared.take();
    // What is too large for a link is not kept: an older draft is worth more than half a new one.
    if let Some(Ok(fragment)) = shared.as_ref().map(permalink::encode) {
        storage::write(storage::DRAFT, &fragment);
        address::replace_fragment(&fragment);
    }
}
