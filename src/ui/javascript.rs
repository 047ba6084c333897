//! What the scripts of a page can call: the core without the interface.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;
use web_sys::js_sys::JSON;

use crate::analysis;
use crate::report::json::Report;
use crate::scenario::Scenario;
use crate::size::Catalog;

thread_local! {
    /// The shipped tables are read once, and may grow.
    static CATALOG: RefCell<Catalog> = RefCell::new(Catalog::shipped());
}

/// The Analysis of a Scenario, both as objects with the names of the JSON that the command line reads and writes.
/// The Scenario may also be its JSON text. Throws when it is neither.
#[wasm_bindgen]
pub fn analyze(scenario: &JsValue) -> Result<JsValue, JsError> {
    let text = scenario.as_string().or_else(|| JSON::stringify(scenario).ok()?.as_string());
    let text = text.ok_or_else(|| JsError::new("a scenario is an object or its JSON text"))?;
    let scenario: Scenario =
        serde_json::from_str(&text).map_err(|error| JsError::new(&format!("this is no scenario: {error}")))?;
    let report = CATALOG.with_borrow(|catalog| {
        let analysis = analysis::analyze(&scenario, catalog);
        serde_json::to_string(&Report::new("Dockerfile", &scenario.dockerfile, &analysis))
    })?;
    JSON::parse(&report).map_err(|_| JsError::new("the analysis is no JSON"))
}

/// Adds the bytes of a package table (`debian.txt` lies beside the page), by which later analyses weigh what apt
/// installs. Throws when they are none.
#[wasm_bindgen(js_name = addPackages)]
pub fn add_packages(table: &[u8]) -> Result<(), JsError> {
    CATALOG.with_borrow_mut(|catalog| catalog.packages.add(table)).map_err(|bad| JsError::new(&bad.to_string()))
}
