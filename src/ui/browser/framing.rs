//! Tells the page around an embed how high it is, whenever that changes, and, where it asks, how it looks on paper.

use gloo_events::EventListener;
use web_sys::js_sys::{JSON, Object, Reflect};
use web_sys::wasm_bindgen::prelude::Closure;
use web_sys::wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, ResizeObserver, Window};
use yew::prelude::*;

use super::address;
use crate::state::height_messages;

#[hook]
pub fn use_height_told() {
    use_effect_with((), |()| {
        let watch = watch();
        move || {
            if let Some((observer, call)) = watch {
                observer.disconnect();
                drop(call);
            }
        }
    });
}

/// What the page around an embed asks by, and what it is answered by.
const PICTURE: &str = "drydock-picture";

/// Whether the page around this one has asked for a picture of it, to print in its place.
#[hook]
pub fn use_picture_asked() -> bool {
    let asked = use_state_eq(|| false);
    use_effect_with((), {
        let asked = asked.setter();
        move |()| {
            let listener = web_sys::window().map(|window| {
                let around = window.parent().ok().flatten();
                EventListener::new(&window, "message", move |event| {
                    let Some(event) = event.dyn_ref::<MessageEvent>() else { return };
                    let own = around.as_ref().is_some_and(|around| event.source().as_deref() == Some(around.as_ref()));
                    if own && field(&event.data(), "type").as_deref() == Some(PICTURE) {
                        asked.set(true);
                    }
                })
            });
            move || drop(listener)
        }
    });
    *asked
}

/// Gives the page around this one the picture that it asked for.
pub fn tell_picture(svg: &str) {
    let Some(around) = web_sys::window().and_then(|window| window.parent().ok().flatten()) else { return };
    let message = Object::new();
    for (name, value) in [("type", PICTURE), ("svg", svg)] {
        // A new object takes any field.
        let _ = Reflect::set(&message, &name.into(), &value.into());
    }
    // It is refused only where there is nobody.
    let _ = around.post_message(&message, "*");
}

fn field(object: &JsValue, name: &str) -> Option<String> {
    Reflect::get(object, &name.into()).ok()?.as_string()
}

type Watch = (ResizeObserver, Closure<dyn FnMut()>);

fn watch() -> Option<Watch> {
    let window = web_sys::window()?;
    let body = window.document()?.body()?;
    // The fragment may be gone later; WordPress puts its secret there at first.
    let fragment = address::fragment();
    let call = Closure::<dyn FnMut()>::new({
        let body = body.clone();
        move || tell(&window, body.get_bounding_client_rect().height().ceil() as u32, &fragment)
    });
    let observer = ResizeObserver::new(call.as_ref().unchecked_ref()).ok()?;
    observer.observe(&body);
    Some((observer, call))
}

/// To whoever is around: a height is no secret. What the page around makes of it is its own affair.
fn tell(window: &Window, height: u32, fragment: &str) {
    let Ok(Some(around)) = window.parent() else { return };
    for message in height_messages(height, fragment) {
        if let Ok(message) = JSON::parse(&message) {
            // It is refused only where there is nobody.
            let _ = around.post_message(&message, "*");
        }
    }
}
