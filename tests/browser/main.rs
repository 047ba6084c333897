//! The browser suite: components mounted in a real browser, one module per topic.
#![cfg(target_arch = "wasm32")]

mod answers;
mod courier;
mod editor;
mod facts;
mod keeping;
mod mounting;
mod page;
mod views;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
