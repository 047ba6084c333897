//! The core in the page's own thread, so that components can be tested without the files of a built page.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use drydock::sight::Core;
use drydock::size::Catalog;
use drydock::ui::courier::{Courier, News, PageProps, Reply};
use gloo_timers::callback::Timeout;
use yew::Callback;

pub struct InThread(Rc<RefCell<Core>>);

thread_local! {
    static UNDER_WAY: Cell<usize> = const { Cell::new(0) };
}

/// Whether some question has no answer yet.
pub fn is_busy() -> bool {
    UNDER_WAY.get() > 0
}

/// What the whole page is mounted with.
pub fn page_props() -> PageProps {
    PageProps { courier: Rc::new(InThread(Rc::new(RefCell::new(Core::new(Catalog::shipped()))))) }
}

impl Courier for InThread {
    fn known(&self, _question: &[u8]) -> Option<Vec<u8>> {
        None
    }

    fn ask(&self, question: Vec<u8>, reply: Box<dyn FnOnce(Reply)>) {
        let core = Rc::clone(&self.0);
        UNDER_WAY.set(UNDER_WAY.get() + 1);
        Timeout::new(0, move || {
            let answer = core.borrow_mut().answer(&question);
            UNDER_WAY.set(UNDER_WAY.get() - 1);
            reply(Ok(answer));
        })
        .forget();
    }

    fn wake(&self) {}

    fn want_packages(&self) {}

    fn listen(&self, _listener: Callback<News>) {}
}
