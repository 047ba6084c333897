//! Files that lie beside the page and are fetched only when they are needed.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Response;
use web_sys::js_sys::Uint8Array;
use web_sys::wasm_bindgen::JsCast;

use super::page_place;

/// Calls with the file that the page's place names in an attribute; with nothing, where it cannot be had.
pub fn fetch_beside(attribute: &'static str, call: impl FnOnce(Option<Vec<u8>>) + 'static) {
    // One routine for all that call it.
    fetch_boxed(attribute, Box::new(call));
}

fn fetch_boxed(attribute: &'static str, call: Box<dyn FnOnce(Option<Vec<u8>>)>) {
    spawn_local(async move {
        let name = page_place().and_then(|place| place.get_attribute(attribute));
        call(match name {
            Some(name) => bytes_of(&name).await,
            None => None,
        });
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
