//! Tells the page around an embed how high it is, whenever that changes.

use web_sys::js_sys::JSON;
use web_sys::wasm_bindgen::JsCast;
use web_sys::wasm_bindgen::prelude::Closure;
use web_sys::{ResizeObserver, Window};
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
