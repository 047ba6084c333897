//! How questions reach the core and answers come back: given to the page from outside, so that the core may be in a
//! worker, in the same thread, or in a test.

use std::cell::Cell;
use std::rc::Rc;

use yew::prelude::*;

use super::{App, browser};
pub use crate::state::desk::Trouble;

/// What becomes of a question.
pub type Reply = Result<Vec<u8>, Trouble>;

/// What the page may hear of the core without having asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// It has learnt something: equal questions get other answers now.
    Learnt,
    /// A question had no answer.
    Trouble(Trouble),
    /// It could not be loaded, and now it is there.
    Recovered,
}

pub trait Courier {
    /// The answer, where it is at hand without the core.
    fn known(&self, question: &[u8]) -> Option<Vec<u8>>;

    /// Sends a question. The reply never comes before this returns.
    fn ask(&self, question: Vec<u8>, reply: Box<dyn FnOnce(Reply)>);

    /// The core will be needed soon.
    fn wake(&self);

    /// Sizes would be better known with the package tables: fetches them, once.
    fn want_packages(&self);

    /// Calls with all news, for as long as the courier lives.
    fn listen(&self, listener: Callback<News>);
}

/// A courier that views share, and how often its core has learnt something.
#[derive(Clone)]
pub struct Post {
    pub courier: Rc<dyn Courier>,
    pub edition: u32,
}

impl PartialEq for Post {
    fn eq(&self, other: &Self) -> bool {
        self.edition == other.edition && Rc::ptr_eq(&self.courier, &other.courier)
    }
}

#[derive(Clone, Properties)]
pub struct PageProps {
    pub courier: Rc<dyn Courier>,
}

impl PartialEq for PageProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.courier, &other.courier)
    }
}

/// The whole page, served by a courier.
#[component]
pub fn Page(props: &PageProps) -> Html {
    let edition = use_state(|| 0_u32);
    use_effect_with((), {
        let (courier, edition) = (props.courier.clone(), edition.setter());
        move |()| {
            let count = Cell::new(0_u32);
            courier.listen(Callback::from(move |news| {
                if matches!(news, News::Learnt | News::Recovered) {
                    count.set(count.get().wrapping_add(1));
                    edition.set(count.get());
                }
            }));
            let listeners = browser::on_first_touch(move || courier.wake());
            move || drop(listeners)
        }
    });
    let post = Post { courier: props.courier.clone(), edition: *edition };
    html! { <ContextProvider<Post> context={post}><App /></ContextProvider<Post>> }
}
