//! The whole page in a real browser, and hands to use it with.

use drydock::ui::courier;
use gloo_timers::future::TimeoutFuture;
use web_sys::wasm_bindgen::JsCast;
use web_sys::{Element, Event, EventInit, HtmlElement, HtmlInputElement, HtmlTextAreaElement};

use crate::courier::{is_busy, page_props};

pub struct Page {
    root: Element,
    app: Option<yew::AppHandle<courier::Page>>,
}

impl Page {
    /// As a first visitor finds it.
    pub async fn open() -> Self {
        // The page of the test before is taken away in steps, and keeps its draft in the last.
        TimeoutFuture::new(50).await;
        let window = web_sys::window().unwrap();
        window.local_storage().unwrap().unwrap().clear().unwrap();
        window.history().unwrap().replace_state_with_url(&"".into(), "", Some("#")).unwrap();
        let document = window.document().unwrap();
        let root = document.create_element("div").unwrap();
        document.body().unwrap().append_child(&root).unwrap();
        let app = yew::Renderer::<courier::Page>::with_root_and_props(root.clone(), page_props()).render();
        let page = Self { root, app: Some(app) };
        page.settle().await;
        page
    }

    /// Lets the page draw, ask, and draw again what came back, until it has been at rest for a while: Yew lets the
    /// browser breathe between its own steps.
    pub async fn settle(&self) {
        let mut rested = 0;
        while rested < 6 {
            TimeoutFuture::new(20).await;
            rested = if is_busy() { 0 } else { rested + 1 };
        }
    }

    pub fn all(&self, selector: &str) -> Vec<Element> {
        let found = self.root.query_selector_all(selector).unwrap();
        (0..found.length()).map(|at| found.item(at).unwrap().unchecked_into()).collect()
    }

    pub fn find(&self, selector: &str) -> Element {
        self.root.query_selector(selector).unwrap().unwrap_or_else(|| panic!("no {selector} on the page"))
    }

    /// What has this `data-testid`.
    pub fn named(&self, name: &str) -> Element {
        self.find(&format!("[data-testid={name}]"))
    }

    pub fn text(&self, name: &str) -> String {
        self.named(name).text_content().unwrap()
    }

    pub fn editor(&self, side: &str) -> HtmlTextAreaElement {
        self.named(&format!("editor-{side}")).unchecked_into()
    }

    pub async fn write(&self, side: &str, text: &str) {
        let editor = self.editor(side);
        editor.set_value(text);
        fire(&editor, "input");
        self.settle().await;
    }

    pub async fn fill(&self, name: &str, text: &str) {
        let input: HtmlInputElement = self.named(name).unchecked_into();
        input.set_value(text);
        fire(&input, "input");
        self.settle().await;
    }

    pub async fn click(&self, element: &Element) {
        element.unchecked_ref::<HtmlElement>().click();
        self.settle().await;
    }

    pub fn fire_at_once(&self, element: &Element, event: &str) {
        fire(element, event);
    }

    pub async fn fire(&self, element: &Element, event: &str) {
        fire(element, event);
        self.settle().await;
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        if let Some(app) = self.app.take() {
            app.destroy();
        }
        self.root.remove();
    }
}

fn fire(element: &Element, event: &str) {
    let options = EventInit::new();
    options.set_bubbles(true);
    element.dispatch_event(&Event::new_with_event_init_dict(event, &options).unwrap()).unwrap();
}
