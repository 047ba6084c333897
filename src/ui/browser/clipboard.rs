//! Texts to the clipboard.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::js_sys::Reflect;
use web_sys::wasm_bindgen::JsValue;

use crate::state::{Action, Notice};

/// Copies a text and tells the person. What cannot be copied is shown for the person to copy.
pub fn copy(text: &'static str, act: impl Fn(Action) + 'static) {
    spawn_local(async move {
        act(Action::Tell(match write(text).await {
            Some(()) => Notice::information("Copied."),
            None => {
                let said = "This browser does not let the page copy. Copy it from here.";
                Notice { copy: Some(text.to_owned()), ..Notice::information(said) }
            }
        }));
    });
}

/// It fails where the page is not secure or its frame has no permission.
pub(super) async fn write(text: &str) -> Option<()> {
    let navigator = web_sys::window()?.navigator();
    // The generated binding believes that every browser has a clipboard, and throws where there is none.
    let present = Reflect::get(&navigator, &JsValue::from_str("clipboard")).ok()?;
    if present.is_undefined() || present.is_null() {
        return None;
    }
    JsFuture::from(navigator.clipboard().write_text(text)).await.ok().map(drop)
}
