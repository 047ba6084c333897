//! Mounts the page where a document asks for it. Everything it shows lives in `drydock::ui`; a document without such
//! a place, or a worker, gets the functions of `drydock::ui::javascript` alone.

use drydock::ui::{App, browser};

fn main() {
    if let Some(place) = browser::page_place() {
        yew::Renderer::<App>::with_root(place).render();
    }
}
