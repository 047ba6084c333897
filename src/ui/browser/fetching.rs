//! Files that lie beside the page and are fetched only when they are needed.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Response;
use web_sys::js_sys::Uint8Array;
use web_sys::wasm_bindgen::JsCast;

/// Calls with the bytes of a file of this site; never, where it cannot be had.
pub fn fetch(name: &'static str, call: impl FnOnce(Vec<u8>) + 'static) {
    spawn_local(async move {
        if let Some(bytes) = bytes_of(name).await {
            call(bytes);
        }
    });
}

/// The bytes of a file of this site; nothing, where it cannot be had.
pub(super) async fn bytes_of(name: &str) -> Option<Vec<u8>> {
    let response: Response = JsFuture::from(web_sys::window()?.fetch_with_str(name)).await.ok()?.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    let buffer = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}
