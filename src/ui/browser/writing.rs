//! Writes into a text area as if it were typed, so that the browser's own undo and redo go over it.

use web_sys::wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlDocument, HtmlElement, HtmlTextAreaElement, ScrollBehavior, ScrollToOptions};

/// Puts `words` in the place of what stands from `start` to `end` (both in UTF-16 units), with the caret behind them.
/// Whether the browser did so.
pub fn write(area: &HtmlTextAreaElement, (start, end): (u32, u32), words: &str) -> bool {
    let Some(document) = document() else { return false };
    if focus(area).is_none() || area.set_selection_range(start, end).is_err() {
        return false;
    }
    // Deprecated, but the one command that undo knows of in all browsers; nothing is to take its place.
    let command = if words.is_empty() { "delete" } else { "insertText" };
    document.exec_command_with_show_ui_and_value(command, false, words).unwrap_or(false)
}

/// The same from elsewhere: the focus stays where it is, and so does the page.
pub fn write_from_afar(area: &HtmlTextAreaElement, place: (u32, u32), words: &str) -> bool {
    let Some((document, window)) = document().zip(web_sys::window()) else { return false };
    let held = document.active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok());
    let (left, top) = (window.scroll_x().unwrap_or(0.0), window.scroll_y().unwrap_or(0.0));
    let written = write(area, place, words);
    match held {
        Some(held) if held.is_same_node(Some(area)) => {}
        Some(held) if focus(&held).is_some() && document.active_element().as_deref() == Some(&held) => {}
        _ => drop(area.blur()),
    }
    let back = ScrollToOptions::new();
    back.set_left(left);
    back.set_top(top);
    back.set_behavior(ScrollBehavior::Instant);
    window.scroll_to_with_scroll_to_options(&back);
    written
}

fn focus(element: &HtmlElement) -> Option<()> {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    element.focus_with_options(&options).ok()
}

fn document() -> Option<HtmlDocument> {
    web_sys::window()?.document()?.dyn_into().ok()
}
