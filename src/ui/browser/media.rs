//! What the screen is like, as stylesheets ask for it.

use gloo_events::EventListener;
use yew::prelude::*;

/// Whether a media query holds, now and after every change.
#[hook]
pub fn use_media(query: &'static str) -> bool {
    let holds = use_state_eq(|| asked(query).is_some_and(|list| list.matches()));
    use_effect_with((), {
        let holds = holds.clone();
        move |()| {
            let listener = asked(query).map(|list| {
                let seen = list.clone();
                EventListener::new(&list, "change", move |_| holds.set(seen.matches()))
            });
            move || drop(listener)
        }
    });
    *holds
}

/// Whether the system asks for dark colours.
pub fn is_dark() -> bool {
    matches("(prefers-color-scheme: dark)")
}

/// Whether a media query holds now.
pub(super) fn matches(query: &str) -> bool {
    asked(query).is_some_and(|list| list.matches())
}

fn asked(query: &str) -> Option<web_sys::MediaQueryList> {
    web_sys::window()?.match_media(query).ok()?
}
