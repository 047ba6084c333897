//! The courier of the built page: loads the core when it is needed, keeps a line to it, and replaces a core that broke
//! down or does not answer. First sights are answered from the file made for them, without the core.

mod line;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Url};
use yew::Callback;

use super::{Timeout, after, fetching};
use crate::sight::{AddPackages, Ask};
use crate::state::desk::{Desk, Recipient, Task, Trouble};
use crate::state::first_sight::FirstSight;
use crate::ui::courier::{Courier, News, Reply};
use line::{Hear, Heard, Line, WAYS};

/// Ten thousand stages take a phone a few seconds; what takes this long will not end.
const PATIENCE_MILLISECONDS: u32 = 20_000;

/// Where the files are that belong to the page, each as an attribute of the page's place names it.
struct Addresses {
    /// `data-core`: the core as a module.
    core: String,
    /// `data-worker`: the script of the worker that runs it.
    worker: String,
    /// `data-packages`: the package tables.
    packages: String,
}

/// Who waits for a reply.
type Waiting = Box<dyn FnOnce(Reply)>;

struct Core {
    addresses: Addresses,
    first_sight: FirstSight,
    desk: RefCell<Desk<Waiting>>,
    line: RefCell<Option<Line>>,
    /// Which of the ways to a core is taken; the one that worked is taken again.
    way: Cell<usize>,
    /// Counts the lines, so that nobody listens to one that was given up.
    lines: Cell<u32>,
    has_come: Cell<bool>,
    is_unreachable: Cell<bool>,
    has_fetched_packages: Cell<bool>,
    patience: RefCell<Option<Timeout>>,
    listeners: RefCell<Vec<Callback<News>>>,
}

struct CoreCourier(Rc<Core>);

/// A courier for the page at this place, once the file of first sights is there or is known not to be.
pub async fn courier(place: &Element) -> Rc<dyn Courier> {
    let named = |attribute: &str| address(place, attribute).unwrap_or_default();
    let addresses =
        Addresses { core: named("data-core"), worker: named("data-worker"), packages: named("data-packages") };
    let file = match address(place, "data-first-sight") {
        Some(address) => fetching::bytes_of(&address).await,
        None => None,
    };
    Rc::new(CoreCourier(Rc::new(Core {
        addresses,
        first_sight: file.and_then(|file| FirstSight::unpack(&file)).unwrap_or_default(),
        desk: RefCell::default(),
        line: RefCell::default(),
        way: Cell::default(),
        lines: Cell::default(),
        has_come: Cell::default(),
        is_unreachable: Cell::default(),
        has_fetched_packages: Cell::default(),
        patience: RefCell::default(),
        listeners: RefCell::default(),
    })))
}

/// The whole address that an attribute names relative to the document.
fn address(place: &Element, attribute: &str) -> Option<String> {
    let base = place.base_uri().ok()??;
    Some(Url::new_with_base(&place.get_attribute(attribute)?, &base).ok()?.href())
}

impl Courier for CoreCourier {
    fn known(&self, question: &[u8]) -> Option<Vec<u8>> {
        self.0.first_sight.answer(question).map(<[u8]>::to_vec)
    }

    fn ask(&self, question: Vec<u8>, reply: Box<dyn FnOnce(Reply)>) {
        self.0.desk.borrow_mut().ask(question, reply);
        let core = Rc::clone(&self.0);
        spawn_local(async move { work(&core) });
    }

    fn wake(&self) {
        self.0.desk.borrow_mut().wake();
        work(&self.0);
    }

    fn want_packages(&self) {
        if self.0.has_fetched_packages.replace(true) {
            return;
        }
        let core = Rc::clone(&self.0);
        spawn_local(async move {
            // Without them sizes stay wide and say so.
            if let Some(table) = fetching::bytes_of(&core.addresses.packages).await {
                core.desk.borrow_mut().add_tables(Ask::AddPackages(AddPackages { table }).to_bytes());
                work(&core);
            }
        });
    }

    fn listen(&self, listener: Callback<News>) {
        self.0.listeners.borrow_mut().push(listener);
    }
}

/// Does what there is to do.
fn work(core: &Rc<Core>) {
    loop {
        let task = core.desk.borrow_mut().task();
        match task {
            Some(Task::Load) => load(core),
            Some(Task::Post(question)) => post(core, &question),
            None => return,
        }
    }
}

/// Loads a core by the first of the ways left that is not refused.
fn load(core: &Rc<Core>) {
    while let Some(way) = WAYS.get(core.way.get()) {
        let own = core.lines.get();
        let hear: Hear = Rc::new({
            let core = Rc::downgrade(core);
            move |heard| {
                if let Some(core) = core.upgrade().filter(|core| core.lines.get() == own) {
                    hear(&core, heard);
                }
            }
        });
        if let Some(line) = line::open(*way, &core.addresses, own, hear) {
            core.line.replace(Some(line));
            return;
        }
        core.way.set(core.way.get() + 1);
    }
    core.way.set(0);
    lose(core, Trouble::Unreachable);
}

fn post(core: &Rc<Core>, question: &[u8]) {
    let patience = after(PATIENCE_MILLISECONDS, {
        let core = Rc::clone(core);
        move || {
            hang_up(&core);
            lose(&core, Trouble::Silent);
            work(&core);
        }
    });
    give_up(core.patience.replace(Some(patience)));
    if let Some(line) = &*core.line.borrow() {
        line.post(question);
    }
}

fn hear(core: &Rc<Core>, heard: Heard) {
    match heard {
        Heard::Came => {
            core.has_come.set(true);
            core.desk.borrow_mut().came();
            if core.is_unreachable.replace(false) {
                tell(core, News::Recovered);
            }
        }
        Heard::Answer(answer) => {
            give_up(core.patience.take());
            let recipient = core.desk.borrow_mut().answered();
            match recipient {
                Some(Recipient::Asker(reply)) => reply(Ok(answer)),
                Some(Recipient::Tables) => tell(core, News::Learnt),
                Some(Recipient::Nobody) | None => {}
            }
        }
        Heard::Broken => {
            let has_come = core.has_come.get();
            hang_up(core);
            if has_come {
                lose(core, Trouble::Died);
            } else {
                core.way.set(core.way.get() + 1);
                load(core);
            }
        }
    }
    work(core);
}

/// Ends the line; nobody listens to it any more.
fn hang_up(core: &Rc<Core>) {
    core.lines.set(core.lines.get().wrapping_add(1));
    core.has_come.set(false);
    give_up(core.patience.take());
    give_up(core.line.take());
}

fn lose(core: &Rc<Core>, trouble: Trouble) {
    let replies = core.desk.borrow_mut().lost(trouble);
    let is_unreachable = trouble == Trouble::Unreachable;
    core.is_unreachable.set(is_unreachable);
    // That the core cannot be had yet troubles nobody as long as nobody asks.
    if !is_unreachable || !replies.is_empty() {
        tell(core, News::Trouble(trouble));
    }
    for reply in replies {
        reply(Err(trouble));
    }
}

fn tell(core: &Core, news: News) {
    let listeners = core.listeners.borrow().clone();
    for listener in listeners {
        listener.emit(news);
    }
}

/// Drops later what may be running now: no callback outlives its own end.
fn give_up<T: 'static>(what: Option<T>) {
    if what.is_some() {
        spawn_local(async move { drop(what) });
    }
}
