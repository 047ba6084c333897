//! The state survives where a browser keeps things: in the address and in the storage.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use drydock::scenario::{Comparison, Scenario};
use drydock::state::permalink::{Shared, decode, encode};
use drydock::state::{Action, State, Theme, Total, Totals, update};
use drydock::ui::browser::{first_state, use_window};
use gloo_timers::future::TimeoutFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Event, Storage};
use yew::prelude::*;

const TABLES: &str = "2026-11-23";
const DRAFT: &str = "drydock.draft";

#[derive(PartialEq, Properties)]
struct HarnessProps {
    first: State,
    /// Everything the page was told to do, the last state, and a way to act.
    log: Rc<Log>,
}

#[derive(Default)]
struct Log {
    actions: RefCell<Vec<Action>>,
    act: RefCell<Option<Callback<Action>>>,
    /// What the next drawing shows.
    totals: Cell<Option<Totals>>,
}

impl PartialEq for Log {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

#[component]
fn Harness(props: &HarnessProps) -> Html {
    let state = use_state(|| props.first.clone());
    let act = {
        let (state, log, latest) = (state.clone(), props.log.clone(), use_mut_ref(|| props.first.clone()));
        Callback::from(move |action: Action| {
            log.actions.borrow_mut().push(action.clone());
            let next = update(&latest.borrow(), action);
            latest.replace(next.clone());
            state.set(next);
        })
    };
    props.log.act.replace(Some(act.clone()));
    use_window(&state, &act, TABLES, props.log.totals.get());
    Html::default()
}

struct Page {
    log: Rc<Log>,
    handle: yew::AppHandle<Harness>,
}

impl Page {
    async fn open(first: State) -> Self {
        let log = Rc::<Log>::default();
        let root = web_sys::window().unwrap().document().unwrap().create_element("div").unwrap();
        let props = HarnessProps { first, log: log.clone() };
        let handle = yew::Renderer::<Harness>::with_root_and_props(root, props).render();
        TimeoutFuture::new(20).await;
        Self { log, handle }
    }

    async fn act(&self, action: Action) {
        self.log.act.borrow().as_ref().unwrap().emit(action);
        TimeoutFuture::new(20).await;
    }

    fn opened_links(&self) -> usize {
        self.log.actions.borrow().iter().filter(|action| matches!(action, Action::OpenLink(_))).count()
    }
}

fn storage() -> Storage {
    web_sys::window().unwrap().local_storage().unwrap().unwrap()
}

fn fragment() -> String {
    web_sys::window().unwrap().location().hash().unwrap()
}

fn clear() {
    storage().clear().unwrap();
    let history = web_sys::window().unwrap().history().unwrap();
    history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some("?")).unwrap();
}

fn state(dockerfile: &str) -> State {
    let before = Scenario { dockerfile: dockerfile.into(), ..Scenario::default() };
    State { comparison: Comparison { before, after: None }, ..State::default() }
}

fn edit(dockerfile: &str) -> Action {
    Action::EditDockerfile(drydock::state::Side::Before, dockerfile.into())
}

#[wasm_bindgen_test]
async fn what_is_typed_reaches_the_address_and_the_draft_after_a_pause() {
    clear();
    let entries = web_sys::window().unwrap().history().unwrap().length().unwrap();
    let page = Page::open(state("FROM a")).await;
    TimeoutFuture::new(600).await;
    assert_eq!((fragment(), storage().get_item(DRAFT).unwrap()), (String::new(), None), "nothing has changed yet");

    page.act(edit("FROM ab")).await;
    page.act(edit("FROM abc")).await;
    assert_eq!(fragment(), "", "not with every key");
    TimeoutFuture::new(600).await;
    let kept = decode(&fragment()).unwrap();
    assert_eq!(kept.comparison, state("FROM abc").comparison);
    assert_eq!(kept.tables.as_deref(), Some(TABLES));
    assert_eq!(storage().get_item(DRAFT).unwrap().unwrap(), fragment()[1..]);
    assert_eq!(page.opened_links(), 0, "its own change of the address is no link");
    assert_eq!(web_sys::window().unwrap().history().unwrap().length().unwrap(), entries);
    assert_eq!(first_state().comparison, state("FROM abc").comparison, "as after a reload");
    page.handle.destroy();
    clear();
}

#[wasm_bindgen_test]
async fn sizes_are_kept_with_the_texts_that_they_are_of_and_change_nothing_alone() {
    clear();
    let totals = Totals { before: Total::new(7_000_000, 3_000_000), after: None };
    let page = Page::open(state("FROM a")).await;
    page.log.totals.set(Some(totals));
    page.act(Action::Light(None)).await;
    page.act(Action::Theme(Theme::Dark)).await;
    TimeoutFuture::new(600).await;
    assert_eq!(fragment(), "", "the page was not changed");
    page.act(edit("FROM ab")).await;
    TimeoutFuture::new(600).await;
    assert_eq!(decode(&fragment()).unwrap().totals, Some(totals));
    page.act(Action::Theme(Theme::Auto)).await;
    page.handle.destroy();
    clear();
}

#[wasm_bindgen_test]
async fn what_waits_is_kept_when_the_page_goes() {
    clear();
    let page = Page::open(state("FROM a")).await;
    page.act(edit("FROM quick")).await;
    web_sys::window().unwrap().dispatch_event(&Event::new("pagehide").unwrap()).unwrap();
    assert_eq!(decode(&fragment()).unwrap().comparison, state("FROM quick").comparison);
    page.handle.destroy();
    clear();
}

#[wasm_bindgen_test]
async fn a_link_opened_in_the_same_tab_becomes_an_action() {
    clear();
    let page = Page::open(state("FROM a")).await;
    let link = encode(&Shared::of(&state("FROM link"), None, None)).unwrap();
    let location = web_sys::window().unwrap().location();
    location.set_hash("layers").unwrap();
    TimeoutFuture::new(50).await;
    assert_eq!(page.opened_links(), 0, "a place on the page is no link");
    location.set_hash(&link).unwrap();
    TimeoutFuture::new(50).await;
    assert_eq!(page.log.actions.borrow().last(), Some(&Action::OpenLink(format!("#{link}"))));
    page.handle.destroy();
    clear();
}

#[wasm_bindgen_test]
async fn the_chosen_colours_are_shown_and_remembered() {
    clear();
    let chosen =
        || web_sys::window().unwrap().document().unwrap().document_element().unwrap().get_attribute("data-theme");
    let page = Page::open(state("FROM a")).await;
    assert_eq!(chosen(), None);
    page.act(Action::Theme(Theme::Dark)).await;
    assert_eq!(chosen().as_deref(), Some("dark"));
    assert_eq!(first_state().theme, Theme::Dark);
    page.act(Action::Theme(Theme::Auto)).await;
    assert_eq!((chosen(), first_state().theme), (None, Theme::Auto));
    page.handle.destroy();
    clear();
}
