//! Answers follow their questions: one at a time, the newest last, and none for what is gone.

use std::cell::RefCell;
use std::rc::Rc;

use drydock::scenario::Scenario;
use drydock::sight::{Core, Look};
use drydock::size::Catalog;
use drydock::ui::answers::use_answer;
use drydock::ui::courier::{Courier, News, Post, Reply, Trouble};
use gloo_timers::future::TimeoutFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use yew::prelude::*;

/// A question and who waits for its answer.
type Waiting = (Vec<u8>, Box<dyn FnOnce(Reply)>);
/// Asks another question, as of another edition.
type Control = Callback<(Option<String>, u32)>;

/// Keeps questions until the test answers them.
#[derive(Default)]
struct ByHand {
    waiting: RefCell<Vec<Waiting>>,
}

impl Courier for ByHand {
    fn known(&self, _question: &[u8]) -> Option<Vec<u8>> {
        None
    }
    fn ask(&self, question: Vec<u8>, reply: Box<dyn FnOnce(Reply)>) {
        self.waiting.borrow_mut().push((question, reply));
    }
    fn wake(&self) {}
    fn want_packages(&self) {}
    fn listen(&self, _listener: Callback<News>) {}
}

#[derive(Clone, Properties)]
struct WatchProps {
    courier: Rc<ByHand>,
    /// What the component drew last: the text that its answer is of.
    seen: Rc<RefCell<Option<String>>>,
    control: Rc<RefCell<Option<Control>>>,
}

impl PartialEq for WatchProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.courier, &other.courier)
    }
}

#[component]
fn Outer(props: &WatchProps) -> Html {
    let now = use_state(|| (None::<String>, 0_u32));
    props.control.replace(Some({
        let now = now.setter();
        Callback::from(move |next| now.set(next))
    }));
    let post = Post { courier: props.courier.clone(), edition: now.1 };
    html! {
        <ContextProvider<Post> context={post}>
            <Inner seen={props.seen.clone()} text={now.0.clone()} />
        </ContextProvider<Post>>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct InnerProps {
    seen: Rc<RefCell<Option<String>>>,
    text: Option<String>,
}

#[component]
fn Inner(props: &InnerProps) -> Html {
    let question =
        props.text.clone().map(|dockerfile| Look { scenario: Scenario { dockerfile, ..Scenario::default() } });
    let answered = use_answer(question.as_ref());
    props.seen.replace(answered.map(|answered| answered.question.scenario.dockerfile.clone()));
    Html::default()
}

struct Watch(WatchProps, yew::AppHandle<Outer>);

impl Watch {
    fn open() -> Self {
        let props = WatchProps { courier: Rc::default(), seen: Rc::default(), control: Rc::default() };
        let root = web_sys::window().unwrap().document().unwrap().create_element("div").unwrap();
        let handle = yew::Renderer::<Outer>::with_root_and_props(root, props.clone()).render();
        Self(props, handle)
    }

    async fn ask(&self, text: Option<&str>, edition: u32) {
        TimeoutFuture::new(5).await;
        self.0.control.borrow().as_ref().unwrap().emit((text.map(str::to_owned), edition));
        TimeoutFuture::new(5).await;
    }

    fn waiting(&self) -> usize {
        self.0.courier.waiting.borrow().len()
    }

    /// Answers the question that waits longest, or refuses it.
    async fn answer(&self, trouble: Option<Trouble>) {
        let (question, reply) = self.0.courier.waiting.borrow_mut().remove(0);
        reply(match trouble {
            None => Ok(Core::new(Catalog::shipped()).answer(&question)),
            Some(trouble) => Err(trouble),
        });
        TimeoutFuture::new(5).await;
    }

    fn seen(&self) -> Option<String> {
        self.0.seen.borrow().clone()
    }
}

#[wasm_bindgen_test]
async fn one_question_is_under_way_and_the_newest_is_the_next() {
    let watch = Watch::open();
    for text in ["FROM a", "FROM ab", "FROM abc"] {
        watch.ask(Some(text), 0).await;
    }
    assert_eq!((watch.waiting(), watch.seen()), (1, None));
    watch.answer(None).await;
    assert_eq!((watch.waiting(), watch.seen().as_deref()), (1, Some("FROM a")));
    watch.answer(None).await;
    assert_eq!((watch.waiting(), watch.seen().as_deref()), (0, Some("FROM abc")));
    watch.1.destroy();
}

#[wasm_bindgen_test]
async fn an_answer_that_comes_after_its_question_is_gone_is_dropped() {
    let watch = Watch::open();
    watch.ask(Some("FROM a"), 0).await;
    watch.ask(None, 0).await;
    watch.answer(None).await;
    assert_eq!(watch.seen(), None);
    watch.ask(Some("FROM b"), 0).await;
    watch.answer(None).await;
    assert_eq!(watch.seen().as_deref(), Some("FROM b"));
    watch.ask(None, 0).await;
    assert_eq!(watch.seen(), None);
    watch.1.destroy();
}

#[wasm_bindgen_test]
async fn what_the_core_learns_renews_answers_without_taking_the_old_ones_away() {
    let watch = Watch::open();
    watch.ask(Some("FROM a"), 0).await;
    watch.answer(None).await;
    watch.ask(Some("FROM a"), 1).await;
    assert_eq!((watch.waiting(), watch.seen().as_deref()), (1, Some("FROM a")));
    watch.answer(None).await;
    watch.ask(Some("FROM a"), 1).await;
    assert_eq!(watch.waiting(), 0);
    watch.1.destroy();
}

#[wasm_bindgen_test]
async fn a_question_that_failed_is_asked_again_when_it_changes() {
    let watch = Watch::open();
    watch.ask(Some("FROM a"), 0).await;
    watch.answer(None).await;
    watch.ask(Some("FROM deadly"), 0).await;
    watch.answer(Some(Trouble::Died)).await;
    watch.ask(Some("FROM deadly"), 1).await;
    assert_eq!((watch.waiting(), watch.seen().as_deref()), (0, Some("FROM a")));
    watch.ask(Some("FROM well"), 1).await;
    watch.answer(None).await;
    assert_eq!(watch.seen().as_deref(), Some("FROM well"));
    watch.1.destroy();
}
