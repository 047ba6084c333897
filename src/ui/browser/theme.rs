//! The colours a person chose, remembered and told to the stylesheets as `<html data-theme>`. Without a choice the
//! attribute is absent and `prefers-color-scheme` decides.

use super::storage;
use crate::state::Theme;

const ATTRIBUTE: &str = "data-theme";

pub(super) fn saved() -> Theme {
    match storage::read(storage::THEME).as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::Auto,
    }
}

/// An embed shows what its address asks for and saves nothing.
pub(super) fn show(theme: Theme, saving: bool) {
    let name = match theme {
        Theme::Auto => None,
        Theme::Light => Some("light"),
        Theme::Dark => Some("dark"),
    };
    let root = web_sys::window().and_then(|window| window.document()).and_then(|document| document.document_element());
    match (name, root) {
        (Some(name), Some(root)) => {
            // It fails only for names that are no attributes.
            let _ = root.set_attribute(ATTRIBUTE, name);
        }
        (None, Some(root)) => {
            let _ = root.remove_attribute(ATTRIBUTE);
        }
        (_, None) => {}
    }
    if !saving {
        return;
    }
    match name {
        Some(name) => storage::write(storage::THEME, name),
        None => storage::forget(storage::THEME),
    }
}
