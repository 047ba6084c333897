//! Text to the clipboard.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::js_sys::Reflect;
use web_sys::wasm_bindgen::JsValue;

/// Copies a text and tells whether that went well. It does not where the page is not secure or the frame has no
/// permission; then the text must be shown for the person to copy.
pub fn copy(text: String, done: impl FnOnce(bool) + 'static) {
    spawn_local(async move { done(write(&text).await.is_some()) });
}

async fn write(text: &str) -> Option<()> {
    let navigator = web_sys::window()?.navigator();
    // The generated binding believes that every browser has a clipboard, and throws where there is none.
    let present = Reflect::get(&navigator, &JsValue::from_str("clipboard")).ok()?;
    if present.is_undefined() || present.is_null() {
        return None;
    }
    JsFuture::from(navigator.clipboard().write_text(text)).await.ok().map(drop)
}
