//! The page's address and its fragment.

use gloo_events::EventListener;
use web_sys::wasm_bindgen::JsValue;

use crate::state::lesson::asked;

/// Some browsers cut the address that they show, or refuse it, far above this.
const LONGEST_FRAGMENT: usize = 60_000;

pub(super) fn fragment() -> String {
    web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

pub(super) fn query() -> String {
    web_sys::window().and_then(|window| window.location().search().ok()).unwrap_or_default()
}

/// The address of the page itself, out of an embed, with a payload.
pub fn whole_page(payload: &str) -> String {
    let embedded = link_address(payload);
    let page = embedded.split(['?', '#']).next().unwrap_or("");
    format!("{page}#{payload}")
}

/// The address of this page with another fragment.
pub(super) fn link_address(fragment: &str) -> String {
    let whole = web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    let page = whole.split('#').next().unwrap_or("");
    format!("{page}#{fragment}")
}

/// Replaces the fragment without an entry in the history and without a `hashchange`. One that is too long is left
/// out, for an address must not speak of another state than the page shows.
pub(super) fn replace_fragment(fragment: &str) {
    let fragment = if fragment.len() > LONGEST_FRAGMENT { "" } else { fragment };
    let address = link_address(fragment);
    let address = if fragment.is_empty() { address.trim_end_matches('#') } else { &address };
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        // Refused when called too often; the next pause tries again.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(address));
    }
}

/// Names a lesson's step in the address: a new entry of the history for another lesson, the same one for a step of it.
pub(super) fn go_to_lesson(fragment: &str) {
    let name = |fragment: &str| asked(fragment).map(|asked| asked.name);
    if name(&self::fragment()) == name(fragment) {
        replace_fragment(fragment);
    } else if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        // Refused when called too often: then the address stays behind.
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&link_address(fragment)));
    }
}

/// Calls with the new fragment whenever the person (not `replace_fragment`) changes it.
pub(super) fn on_fragment(call: impl Fn(String) + 'static) -> Option<EventListener> {
    let window = web_sys::window()?;
    Some(EventListener::new(&window, "hashchange", move |_| call(fragment())))
}
