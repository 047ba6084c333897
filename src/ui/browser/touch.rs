//! The first sign that somebody means to use the page.

use gloo_events::EventListener;

/// What people do first: with a finger or a mouse, with a key, by Tab or a screen reader, by dictation.
const SIGNS: [&str; 4] = ["pointerdown", "keydown", "focusin", "input"];

/// Calls at the first of each kind of sign, until what it returns is dropped.
pub fn on_first_touch(call: impl Fn() + Clone + 'static) -> Vec<EventListener> {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return Vec::new() };
    let listen = |sign: &'static str| {
        let call = call.clone();
        EventListener::once(&document, sign, move |_| call())
    };
    SIGNS.into_iter().map(listen).collect()
}
