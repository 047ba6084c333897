//! Asks the browser to keep the page's files, so that it opens without a network. Where a browser refuses, as in a frame, the page
//! works as before.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::js_sys::Reflect;
use web_sys::wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, ServiceWorkerContainer, ServiceWorkerRegistration};

use super::{after, on_first_touch};

/// The page is at rest by then, and nothing that it needs waits for what is kept.
const PAUSE_MILLISECONDS: u32 = 1_500;

/// Keeps what a first visit loads, and at the first touch everything; for as long as the page lives.
pub fn keep_offline(place: &Element) {
    let Some(script) = place.get_attribute("data-offline") else { return };
    after(PAUSE_MILLISECONDS, move || {
        spawn_local(async move {
            let Some(container) = container() else { return };
            if JsFuture::from(container.register(&script)).await.is_err() {
                return;
            }
            for listener in on_first_touch(move || keep_all(&container)) {
                listener.forget();
            }
        });
    })
    .forget();
}

fn keep_all(container: &ServiceWorkerContainer) {
    let Ok(ready) = container.ready() else { return };
    spawn_local(async move {
        let registration =
            JsFuture::from(ready).await.ok().and_then(|it| it.dyn_into::<ServiceWorkerRegistration>().ok());
        if let Some(worker) = registration.and_then(|registration| registration.active()) {
            // A worker that is gone by now is asked again the next time.
            let _ = worker.post_message(&JsValue::from_str("keep all"));
        }
    });
}

/// The generated binding believes that every page has one; those in sandboxed frames throw.
fn container() -> Option<ServiceWorkerContainer> {
    let navigator = web_sys::window()?.navigator();
    Reflect::get(&navigator, &JsValue::from_str("serviceWorker")).ok()?.dyn_into().ok()
}
