//! Texts kept from one visit to the next, where the browser allows it.

use web_sys::Storage;

pub(super) const DRAFT: &str = "drydock.draft";
pub(super) const THEME: &str = "drydock.theme";

/// How far the person came in the lessons.
pub(super) const LESSONS: &str = "drydock.lessons";

pub(super) fn read(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Full storage keeps what it had.
pub(super) fn write(key: &str, text: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(key, text);
    }
}

pub(super) fn forget(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

/// Asking alone throws in a sandboxed frame.
fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}
