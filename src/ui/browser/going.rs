//! Takes the person to a field that the next drawing brings.

use web_sys::HtmlElement;
use web_sys::wasm_bindgen::JsCast;

/// How long the field may take to be there: milliseconds between two looks, and how many looks.
const PAUSE: u32 = 50;
const LOOKS: u32 = 20;

/// Scrolls to the first element that matches and puts the focus there, as soon as there is one.
pub fn go_to(selector: &'static str) {
    look(selector, LOOKS);
}

fn look(selector: &'static str, left: u32) {
    super::after(PAUSE, move || match find(selector) {
        Some(field) => {
            field.scroll_into_view();
            // It fails only where the element is gone already.
            let _ = field.focus();
        }
        None if left > 0 => look(selector, left - 1),
        None => {}
    })
    .forget();
}

fn find(selector: &str) -> Option<HtmlElement> {
    web_sys::window()?.document()?.query_selector(selector).ok()??.dyn_into().ok()
}
