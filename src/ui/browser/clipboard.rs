//! The link to the clipboard.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::js_sys::Reflect;
use web_sys::wasm_bindgen::JsValue;
use yew::Callback;

use super::address::link_address;
use crate::state::permalink::{self, Shared};
use crate::state::{Action, State, link_notice};

/// Copies the link of a state and tells the person. Copying fails where the page is not secure or its frame has no
/// permission; then the link is shown for the person to copy.
pub fn copy_link(state: &State, act: Callback<Action>, tables: &str) {
    let link = permalink::encode(&Shared::of(state, Some(tables), None)).map(|fragment| link_address(&fragment));
    spawn_local(async move {
        let copied = match &link {
            Ok(link) => write(link).await.is_some(),
            Err(_) => false,
        };
        act.emit(Action::Tell(link_notice(link, copied)));
    });
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
