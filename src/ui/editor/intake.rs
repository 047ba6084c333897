//! What is put into a text area at once, before the browser lays it out: bytes of a file are refused, and much text is
//! taken by the page itself, which shows a part of it.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use web_sys::wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, Event, HtmlTextAreaElement, InputEvent};
use yew::TargetCast;

use super::held::Held;
use super::window;
use crate::state::part;
use crate::state::pasted::{LONG_SAID, binary_notice, is_binary};
use crate::state::{Action, Side};
use crate::ui::browser::{self, Listener};
use crate::ui::store::Dispatch;

/// Anything shorter the browser puts in itself, whatever it is.
const SHORT: usize = 64;

/// The listeners of one text area, for as long as they are kept.
pub fn listen(area: &HtmlTextAreaElement, side: Side, held: &Rc<RefCell<Held>>, dispatch: &Dispatch) -> [Listener; 3] {
    let before = {
        let (held, dispatch) = (Rc::clone(held), dispatch.clone());
        browser::listen(area, "beforeinput", move |event| {
            if let Some(event) = event.dyn_ref::<InputEvent>() {
                before_input(event, side, &mut held.borrow_mut(), &dispatch);
            }
        })
    };
    let take = |name: &'static str| {
        let (held, dispatch) = (Rc::clone(held), dispatch.clone());
        browser::listen(area, name, move |event| {
            if let Some(event) = event.dyn_ref::<ClipboardEvent>() {
                take_all(event, side, &mut held.borrow_mut(), &dispatch);
            }
        })
    };
    [before, take("copy"), take("cut")]
}

/// What was typed, as an action on the whole text.
pub fn typed(event: &Event, side: Side, held: &mut Held) -> Action {
    let area: HtmlTextAreaElement = event.target_unchecked_into();
    let value = area.value();
    // Not every way into a text area can be listened to beforehand.
    if value.len() > held.shown().len() + SHORT && is_binary(&value) && !is_binary(held.shown()) {
        area.set_value(held.shown());
        return Action::Tell(binary_notice());
    }
    // A script that puts a value into the area speaks of the whole text, for it knows of no parts.
    if event.dyn_ref::<InputEvent>().is_none_or(|event| event.input_type().is_empty()) {
        held.replace(value, 0);
        held.awaited = None;
    } else {
        held.typed(&value, selection(&area, &value).end);
    }
    if held.is_long() && area.value() != held.shown() {
        area.set_value(held.shown());
    }
    Action::EditDockerfile(side, held.text().to_owned())
}

fn before_input(event: &InputEvent, side: Side, held: &mut Held, dispatch: &Dispatch) {
    let data = event.data().unwrap_or_default();
    if data.len() < SHORT && !held.is_long() || event.input_type().starts_with("history") {
        return;
    }
    let area: HtmlTextAreaElement = event.target_unchecked_into();
    let value = area.value();
    let selected = selection(&area, &value);
    let is_whole = held.is_long() && selected == (0..value.len());
    let action = if data.len() >= SHORT && is_binary(&data) {
        Action::Tell(binary_notice())
    } else if is_whole {
        let said = if data.is_empty() { "The whole text was deleted." } else { "The whole text was replaced." };
        let text = plain(&data);
        // Whoever types goes on typing behind it; whoever pastes much reads it from its start.
        let caret = if part::is_long(&text) { 0 } else { text.len() };
        held.replace(text, caret);
        Action::ReplaceDockerfile(side, held.text().to_owned(), said)
    } else if data.len() < SHORT {
        return;
    } else {
        let shown = [&value[..selected.start], &plain(&data), &value[selected.end..]].concat();
        let text = part::spliced(held.text(), held.part(), &shown);
        let fits = if held.is_long() { !part::is_overgrown(&shown) } else { !part::is_long(&text) };
        if fits {
            return;
        }
        let is_all = selected == (0..value.len());
        let caret = if is_all { 0 } else { held.part().start + selected.start + data.len() };
        held.replace(text, caret);
        Action::ReplaceDockerfile(side, held.text().to_owned(), LONG_SAID)
    };
    event.prevent_default();
    // At once, for the next letter may come before the next drawing.
    if matches!(action, Action::ReplaceDockerfile(..)) {
        area.set_value(held.shown());
        let awaited = held.awaited.clone();
        if let Some((start, end)) = held.selection() {
            let _ = area.set_selection_range(start, end);
        }
        // The drawing scrolls there, unless somebody typed by then.
        held.awaited = awaited;
    }
    dispatch.dispatch(action);
}

/// Who has all of a part selected means all of the text.
fn take_all(event: &ClipboardEvent, side: Side, held: &mut Held, dispatch: &Dispatch) {
    let area: HtmlTextAreaElement = event.target_unchecked_into();
    let value = area.value();
    let Some(clipboard) = event.clipboard_data() else { return };
    if !held.is_long() || selection(&area, &value) != (0..value.len()) {
        return;
    }
    if clipboard.set_data("text/plain", held.text()).is_ok() {
        event.prevent_default();
        if event.type_() == "cut" && !area.read_only() {
            held.replace(String::new(), 0);
            dispatch.dispatch(Action::ReplaceDockerfile(side, String::new(), "The whole text was cut."));
        }
    }
}

/// What is selected, in bytes of the area's value.
fn selection(area: &HtmlTextAreaElement, value: &str) -> Range<usize> {
    let own = |at: Result<Option<u32>, _>| at.ok().flatten().map_or(0, |at| window::byte_offset(value, at));
    own(area.selection_start())..own(area.selection_end())
}

/// Line ends as text areas make them.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}
