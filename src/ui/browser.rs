//! The page's window. Only this module names the window, the document, the address, storage and the clipboard;
//! whatever a browser refuses (a sandboxed frame refuses most of it) is treated as if it were empty.

mod address;
mod clipboard;
mod core;
mod dropping;
mod fetching;
mod folders;
mod framing;
mod going;
mod keeping;
mod listening;
mod media;
mod nearing;
mod offline;
mod panning;
mod storage;
mod taking;
mod theme;
mod touch;
mod writing;

pub use address::whole_page;
pub use clipboard::copy;
pub use core::courier;
pub use fetching::fetch_beside;
pub use folders::read_chosen;
pub use framing::{tell_picture, use_height_told, use_picture_asked};
pub use gloo_timers::callback::Timeout;
pub use going::go_to;
pub use keeping::use_window;
pub use listening::{Listener, listen};
pub use media::{is_dark, use_media};
pub use nearing::{begin_reading, element, jump_to, show_beside, stay_in, use_near, use_read_view};
pub use offline::keep_offline;
pub use panning::{keep_point, middle, use_panning, use_width};
pub use taking::take;
pub use touch::on_first_touch;
pub use writing::{write, write_from_afar};

use web_sys::Element;

use crate::state::lesson::Progress;
use crate::state::{State, embed, start, start_embed};

/// The state a page begins with: what its address, its storage and its first example say.
pub fn first_state() -> State {
    if let Some(embed) = embed(&address::query(), &address::fragment()) {
        return start_embed(&address::fragment(), embed);
    }
    let mut state = start(&address::fragment(), storage::read(storage::DRAFT).as_deref(), theme::saved());
    state.lesson.progress = Progress::of_text(&storage::read(storage::LESSONS).unwrap_or_default());
    state
}

/// Remembers how far the person came in the lessons.
pub fn keep_progress(text: &str) {
    storage::write(storage::LESSONS, text);
}

/// Whether the page stands inside another one.
pub fn is_embed() -> bool {
    embed(&address::query(), &address::fragment()).is_some()
}

/// The element marked `data-drydock`, where a document wants the page.
pub fn page_place() -> Option<Element> {
    web_sys::window()?.document()?.query_selector("[data-drydock]").ok()?
}

/// Calls back once, unless what it returns is dropped before.
pub fn after(milliseconds: u32, call: impl FnOnce() + 'static) -> Timeout {
    Timeout::new(milliseconds, call)
}

/// Milliseconds by the clock that a page measures itself with.
pub fn now() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now())
}
