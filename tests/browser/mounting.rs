//! The page mounts where it is told to.

use drydock::ui::courier::Page;
use gloo_timers::future::TimeoutFuture;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::courier::page_props;

#[wasm_bindgen_test]
async fn the_page_has_one_heading() {
    let document = web_sys::window().unwrap().document().unwrap();
    let root = document.create_element("div").unwrap();
    document.body().unwrap().append_child(&root).unwrap();
    let app = yew::Renderer::<Page>::with_root_and_props(root.clone(), page_props()).render();
    TimeoutFuture::new(50).await;
    assert_eq!(root.query_selector_all("h1").unwrap().length(), 1);
    app.destroy();
    root.remove();
}
