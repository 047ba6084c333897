//! The browser suite: components mounted in a real browser, one module per topic.
#![cfg(target_arch = "wasm32")]

mod keeping;
mod mounting;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
