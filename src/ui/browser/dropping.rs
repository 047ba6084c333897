//! Files dropped onto the page that carry a comparison: they open it. Folders are read as a project.

use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::js_sys::Uint8Array;
use web_sys::wasm_bindgen::JsCast;
use web_sys::{DragEvent, File};
use yew::Callback;

use super::folders::{dropped as dropped_folder, read_dropped};
use super::go_to;
use crate::state::folder::Reading;
use crate::state::picture::carried;
use crate::state::{Action, Notice};

/// Larger files are no pictures of ours.
const LARGEST: f64 = 20_000_000.0;

/// Listens for as long as what it returns is kept. Dropped texts go where they always go.
pub(super) fn on_drop(act: Callback<Action>) -> Option<[EventListener; 2]> {
    let window = web_sys::window()?;
    let active = EventListenerOptions::enable_prevent_default();
    let over = EventListener::new_with_options(&window, "dragover", active, |event| {
        if file(event).is_some() || has_files(event) {
            event.prevent_default();
        }
    });
    let dropped = EventListener::new_with_options(&window, "drop", active, move |event| {
        let folder = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer).as_ref().and_then(dropped_folder);
        if let Some(folder) = folder {
            event.prevent_default();
            act.emit(Action::Folder(Some(Reading::Counting(0))));
            go_to("#folder");
            return spawn_local(read_dropped(folder, act.clone()));
        }
        let Some(file) = file(event) else { return };
        event.prevent_default();
        let act = act.clone();
        spawn_local(async move {
            let link = bytes(&file).await.and_then(|bytes| carried(&bytes));
            act.emit(match link {
                Some(link) => Action::OpenLink(link),
                None => Action::Tell(Notice::problem("This file carries no comparison. Pictures saved here do.")),
            });
        });
    });
    Some([over, dropped])
}

/// While a file is dragged its content is not yet told.
fn has_files(event: &web_sys::Event) -> bool {
    let types = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer).map(|data| data.types());
    types.is_some_and(|types| types.iter().any(|kind| kind.as_string().as_deref() == Some("Files")))
}

fn file(event: &web_sys::Event) -> Option<File> {
    event.dyn_ref::<DragEvent>()?.data_transfer()?.files()?.get(0)
}

async fn bytes(file: &File) -> Option<Vec<u8>> {
    if file.size() > LARGEST {
        return None;
    }
    let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}
