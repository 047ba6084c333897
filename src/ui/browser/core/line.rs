//! One loaded core and the line to it: a worker, or, where a browser or a sandboxed frame has none, the core on the
//! page's own thread.

use std::cell::OnceCell;
use std::rc::Rc;

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use web_sys::wasm_bindgen::prelude::*;
use web_sys::{Blob, BlobPropertyBag, MessageEvent, Url, Worker, WorkerOptions, WorkerType};

use super::Addresses;

/// What is heard on a line.
pub(super) enum Heard {
    /// The core is loaded.
    Came,
    Answer(Vec<u8>),
    /// It could not be loaded, or it broke down; nothing more is heard.
    Broken,
}

/// The ways to a core, the best first.
#[derive(Clone, Copy)]
pub(super) enum Way {
    Worker,
    /// A frame that may not start a worker by its address, since it is of no origin, may by a text that names it.
    WorkerByText,
    SameThread,
}

pub(super) const WAYS: [Way; 3] = [Way::Worker, Way::WorkerByText, Way::SameThread];

/// An open line; dropping it ends the worker.
pub(super) enum Line {
    Worker { worker: Worker, _listeners: [EventListener; 3] },
    SameThread { answer: Rc<OnceCell<Function>>, hear: Hear },
}

pub(super) type Hear = Rc<dyn Fn(Heard)>;

#[wasm_bindgen]
extern "C" {
    /// The language's own way to load a module when it is needed.
    #[wasm_bindgen(js_name = "import")]
    fn import(address: &str) -> Promise;
}

/// Begins to load a core. None where that is refused at once.
pub(super) fn open(way: Way, addresses: &Addresses, attempt: u32, hear: Hear) -> Option<Line> {
    match way {
        Way::Worker => worker(&addresses.worker, WorkerType::Module, hear),
        Way::WorkerByText => worker(&text_address(&addresses.worker)?, WorkerType::Classic, hear),
        Way::SameThread => Some(same_thread(&addresses.core, attempt, hear)),
    }
}

impl Line {
    pub(super) fn post(&self, question: &[u8]) {
        match self {
            Self::Worker { worker, .. } => {
                // Bytes can always be copied.
                let _ = worker.post_message(&Uint8Array::from(question));
            }
            Self::SameThread { answer, hear } => {
                let Some(answer) = answer.get().cloned() else { return };
                let (question, hear) = (Uint8Array::from(question), Rc::clone(hear));
                // The page draws first.
                Timeout::new(0, move || {
                    let answer = answer.call1(&JsValue::UNDEFINED, &question);
                    let bytes = answer.ok().and_then(|answer| answer.dyn_into::<Uint8Array>().ok());
                    hear(bytes.map_or(Heard::Broken, |bytes| Heard::Answer(bytes.to_vec())));
                })
                .forget();
            }
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if let Self::Worker { worker, .. } = self {
            worker.terminate();
        }
    }
}

fn worker(address: &str, kind: WorkerType, hear: Hear) -> Option<Line> {
    let options = WorkerOptions::new();
    options.set_type(kind);
    let worker = Worker::new_with_options(address, &options).ok()?;
    let on_message = EventListener::new(&worker, "message", {
        let hear = Rc::clone(&hear);
        move |event| {
            let data = event.unchecked_ref::<MessageEvent>().data();
            hear(data.dyn_into::<Uint8Array>().map_or(Heard::Came, |bytes| Heard::Answer(bytes.to_vec())));
        }
    });
    let broken = |event: &'static str| {
        let hear = Rc::clone(&hear);
        EventListener::new(&worker, event, move |_| hear(Heard::Broken))
    };
    let listeners = [on_message, broken("error"), broken("messageerror")];
    Some(Line::Worker { worker, _listeners: listeners })
}

/// The address of a text that only imports the worker's script. It is no module itself: of a module that is a text,
/// browsers ask an origin.
fn text_address(worker: &str) -> Option<String> {
    let kind = BlobPropertyBag::new();
    kind.set_type("text/javascript");
    let text = Array::of1(&format!("import(\"{worker}\").catch(reportError)").into());
    Url::create_object_url_with_blob(&Blob::new_with_str_sequence_and_options(&text, &kind).ok()?).ok()
}

fn same_thread(core: &str, attempt: u32, hear: Hear) -> Line {
    // A module is loaded once for each address, and stays as broken as it is.
    let address = if attempt == 0 { core.to_owned() } else { format!("{core}?{attempt}") };
    let answer = Rc::new(OnceCell::new());
    spawn_local({
        let (answer, hear) = (Rc::clone(&answer), Rc::clone(&hear));
        async move {
            let function = started(&address).await;
            let is_there = function.is_ok_and(|function| answer.set(function).is_ok());
            hear(if is_there { Heard::Came } else { Heard::Broken });
        }
    });
    Line::SameThread { answer, hear }
}

/// Loads the core's module, starts it, and gives its function `answer`.
async fn started(address: &str) -> Result<Function, JsValue> {
    let module = JsFuture::from(import(address)).await?;
    let function = |name: &str| Reflect::get(&module, &name.into())?.dyn_into::<Function>();
    let start: Promise = function("default")?.call0(&JsValue::UNDEFINED)?.dyn_into()?;
    JsFuture::from(start).await?;
    function("answer")
}
