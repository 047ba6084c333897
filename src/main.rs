//! Mounts the page where a document asks for it, by an element `data-drydock` whose attributes say where the page's
//! files are. Everything it shows lives in `drydock::ui`.

use drydock::ui::browser;
use drydock::ui::courier::{Page, PageProps};

fn main() {
    if let Some(place) = browser::page_place() {
        wasm_bindgen_futures::spawn_local(async move {
            if !browser::is_embed() {
                browser::keep_offline(&place);
            }
            let courier = browser::courier(&place).await;
            yew::Renderer::<Page>::with_root_and_props(place, PageProps { courier }).render();
        });
    }
}
