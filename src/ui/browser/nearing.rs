//! What the person has before their eyes: whether an element came near, and which view is being read. Elements of a view
//! are marked `data-view`.

use web_sys::js_sys::Array;
use web_sys::wasm_bindgen::JsCast;
use web_sys::wasm_bindgen::prelude::Closure;
use web_sys::{
    Document, Element, HtmlElement, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit,
};
use yew::prelude::*;

use super::media::matches;
use crate::state::View;

/// So far below the screen that an answer is there before the person is.
const NEAR: &str = "600px";
/// Where a lesson stands beside the page and not above it, as its stylesheet has it.
const BESIDE: &str = "(min-width: 1200px)";
/// The band of the screen in which the view that is read begins or goes on: the upper third, below the bar.
const READ: &str = "-15% 0px -65% 0px";

/// Whether an element has come near the screen; it stays so.
#[hook]
pub fn use_near(place: &NodeRef) -> bool {
    let near = use_state_eq(|| false);
    use_effect_with(place.clone(), {
        let near = near.clone();
        move |place| {
            let element = place.cast::<Element>();
            let watch = Watch::new(NEAR, element, move |entries| {
                if entries.iter().any(IntersectionObserverEntry::is_intersecting) {
                    near.set(true);
                }
            });
            move || drop(watch)
        }
    });
    *near
}

/// The view that is read; watched anew when `views` changes, since then there are others.
#[hook]
pub fn use_read_view<Views: PartialEq + 'static>(views: Views) -> Option<View> {
    let read = use_state_eq(|| None);
    use_effect_with(views, {
        let read = read.clone();
        move |_| {
            let watch = Watch::new(READ, document().into_iter().flat_map(|page| marked(&page, "[data-view]")), {
                move |entries| {
                    let seen = entries.iter().rfind(|entry| entry.is_intersecting());
                    let name = seen.and_then(|entry| entry.target().get_attribute("data-view"));
                    if let Some(view) = name.and_then(|name| View::of_name(&name)) {
                        read.set(Some(view));
                    }
                }
            });
            move || drop(watch)
        }
    });
    *read
}

/// Scrolls to a view and puts the focus at its beginning, from where the next Tab goes on.
pub fn jump_to(view: View) {
    if let Some(place) = place_of(view) {
        place.scroll_into_view();
        place.set_tab_index(-1);
        focus(&place);
    }
}

/// Puts the focus at the beginning of a view and leaves the page where it is scrolled to: for buttons that do away with
/// themselves.
pub fn stay_in(view: View) {
    if let Some(place) = place_of(view) {
        place.set_tab_index(-1);
        focus(&place);
    }
}

/// Scrolls to a view, or to the top for what has no place of its own, where the open lesson stands beside it and stays in
/// sight. The focus stays.
pub fn show_beside(view: View) {
    let Some(window) = web_sys::window().filter(|_| matches(BESIDE)) else { return };
    match place_of(view) {
        Some(place) => place.scroll_into_view(),
        None => window.scroll_to_with_x_and_y(0.0, 0.0),
    }
}

/// Puts the focus on the heading of what is to be read next, and the heading before the eyes.
pub fn begin_reading(heading: Option<HtmlElement>) {
    if let Some(heading) = heading {
        focus(&heading);
        if !matches(BESIDE) {
            heading.scroll_into_view();
        }
    }
}

/// The element of that id.
pub fn element(identity: &str) -> Option<HtmlElement> {
    document()?.get_element_by_id(identity)?.dyn_into().ok()
}

fn focus(place: &HtmlElement) {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    // It fails only where the element is gone already.
    let _ = place.focus_with_options(&options);
}

/// Where a view begins.
fn place_of(view: View) -> Option<HtmlElement> {
    let places = marked(&document()?, &format!("[data-view={}]", view.name()));
    // Of two columns a narrow screen shows one.
    places.into_iter().find(|place| place.get_client_rects().length() > 0)?.dyn_into().ok()
}

/// An observer that ends with its owner.
struct Watch {
    observer: Option<IntersectionObserver>,
    // Called for as long as the observer is there.
    _call: Closure<dyn FnMut(Array)>,
}

impl Watch {
    fn new(
        margin: &str,
        elements: impl IntoIterator<Item = Element>,
        mut seen: impl FnMut(&[IntersectionObserverEntry]) + 'static,
    ) -> Self {
        let call = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
            let entries: Vec<IntersectionObserverEntry> = entries.iter().map(JsCast::unchecked_into).collect();
            seen(&entries);
        });
        let options = IntersectionObserverInit::new();
        options.set_root_margin(margin);
        let observer = IntersectionObserver::new_with_options(call.as_ref().unchecked_ref(), &options).ok();
        for element in elements {
            if let Some(observer) = &observer {
                observer.observe(&element);
            }
        }
        Self { observer, _call: call }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}

fn marked(page: &Document, selector: &str) -> Vec<Element> {
    let Ok(found) = page.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.get(at)?.dyn_into().ok()).collect()
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}
