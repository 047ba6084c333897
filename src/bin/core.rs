//! The core as a module that scripts load when they need it: our page's worker, and any other page. It knows nothing of
//! documents, so that it runs wherever scripts do.

use std::cell::RefCell;

use drydock::report::json::Report;
use drydock::scenario::Scenario;
use drydock::sight::Core;
use drydock::size::Catalog;
use js_sys::JSON;
use wasm_bindgen::prelude::*;

thread_local! {
    /// The shipped tables are read once, and may grow.
    static CORE: RefCell<Core> = RefCell::new(Core::new(Catalog::shipped()));
}

fn main() {}

/// The answer to a question of our page, both as bytes that only a page of the same build reads.
#[wasm_bindgen]
pub fn answer(question: &[u8]) -> Vec<u8> {
    CORE.with_borrow_mut(|core| core.answer(question))
}

/// The Analysis of a Scenario, both as objects with the names of the JSON that the command line reads and writes.
/// The Scenario may also be its JSON text. Throws when it is neither.
#[wasm_bindgen]
pub fn analyze(scenario: &JsValue) -> Result<JsValue, JsError> {
    let text = scenario.as_string().or_else(|| JSON::stringify(scenario).ok()?.as_string());
    let text = text.ok_or_else(|| JsError::new("a scenario is an object or its JSON text"))?;
    let scenario: Scenario =
        serde_json::from_str(&text).map_err(|error| JsError::new(&format!("this is no scenario: {error}")))?;
    let (analysis, advice) = CORE.with_borrow_mut(|core| (core.analysis(&scenario), core.advice(&scenario)));
    let report = Report::new("Dockerfile", &scenario.dockerfile, &analysis).with_advice(&advice);
    let report = serde_json::to_string(&report)?;
    JSON::parse(&report).map_err(|_| JsError::new("the analysis is no JSON"))
}

/// Adds the bytes of a package table (`debian.txt` lies beside the page), by which later analyses weigh what apt
/// installs. Throws when they are none.
#[wasm_bindgen(js_name = addPackages)]
pub fn add_packages(table: &[u8]) -> Result<(), JsError> {
    CORE.with_borrow_mut(|core| core.add_packages(table)).map_err(|bad| JsError::new(&bad))
}
