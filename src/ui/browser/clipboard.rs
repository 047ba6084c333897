//! Texts to the clipboard.

use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::Reflect;
use web_sys::wasm_bindgen::JsValue;

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
