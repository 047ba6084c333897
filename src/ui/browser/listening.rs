//! Events of an element that Yew does not know, or that are to be stopped before the browser acts.

use gloo_events::EventListenerOptions;
use web_sys::{Event, EventTarget};

pub use gloo_events::EventListener as Listener;

/// Calls with every event of this name, for as long as what it returns is kept. The call may prevent what would follow.
pub fn listen(target: &EventTarget, name: &'static str, call: impl Fn(&Event) + 'static) -> Listener {
    let active = EventListenerOptions::enable_prevent_default();
    Listener::new_with_options(target, name, active, call)
}
