//! What the person tells besides the Dockerfiles: build options and what is known of the project.

use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

use crate::page::Page;

const STAGES: &str =
    "ARG BASE=scratch\nARG TARGETARCH\nFROM ${BASE} AS first\nCOPY a /\nFROM first\nARG VERSION\nCOPY b /\n";

async fn choose(page: &Page, name: &str, value: &str) {
    let menu: HtmlSelectElement = page.named(name).unchecked_into();
    menu.set_value(value);
    page.fire(&menu, "change").await;
}

fn options(page: &Page, name: &str) -> Vec<String> {
    let options = page.all(&format!("[data-testid={name}] option"));
    options.iter().map(|option| option.text_content().unwrap()).collect()
}

/// Types a path and a size into the row that adds them, and sends it.
async fn add_size(page: &Page, path: &str, size: &str) {
    page.fill("context-path-before", path).await;
    page.fill("context-size-before", size).await;
    page.fire(&form_of(&page.named("context-path-before")), "submit").await;
}

fn form_of(field: &Element) -> Element {
    field.closest("form").unwrap().unwrap()
}

#[wasm_bindgen_test]
async fn the_target_is_picked_among_the_stages() {
    let page = Page::open().await;
    page.write("before", STAGES).await;
    assert_eq!(options(&page, "target-before"), ["the last stage", "first", "stage 1"]);
    choose(&page, "target-before", "first").await;
    assert!(page.text("build-options-before").contains("target first"));
    page.write("before", "FROM scratch AS other\n").await;
    assert_eq!(options(&page, "target-before").last().unwrap(), "first (no such stage)");
}

#[wasm_bindgen_test]
async fn arguments_that_are_declared_are_offered() {
    let page = Page::open().await;
    page.write("before", STAGES).await;
    let names = page.all("[data-testid=build-options-before] .build-arguments code");
    let names: Vec<String> = names.iter().map(|name| name.text_content().unwrap()).collect();
    assert_eq!(names, ["BASE", "VERSION"], "the platform sets TARGETARCH");
    page.fill("build-arg-BASE-before", "alpine:3.22").await;
    assert!(page.text("layers-before").contains("alpine:3.22"));
    page.fill("build-arg-BASE-before", "").await;
    assert!(!page.text("layers-before").contains("alpine:3.22"));
}

#[wasm_bindgen_test]
async fn a_field_keeps_what_is_typed_while_the_core_still_answers() {
    let page = Page::open().await;
    page.write("before", STAGES).await;
    let field: HtmlInputElement = page.named("build-arg-VERSION-before").unchecked_into();
    for typed in ["1", "1.", "1.2"] {
        field.set_value(typed);
        page.fire_at_once(&field, "input");
    }
    assert_eq!(field.value(), "1.2");
    page.settle().await;
    assert_eq!(field.value(), "1.2");
    assert!(page.text("build-options-before").contains("1 build argument"));
}

#[wasm_bindgen_test]
async fn sizes_of_the_context_reach_the_totals() {
    let page = Page::open().await;
    page.write("before", "FROM scratch\nCOPY big/ /\n").await;
    add_size(&page, "big/", "plenty").await;
    assert!(page.text("project").contains("“plenty” is not a size"));
    add_size(&page, "big/", "3 GB").await;
    assert_eq!(page.text("total-before"), "3.00 GB");

    let row = "[data-testid=project] .project-context li:has([aria-label='Size of big/'])";
    let size: HtmlInputElement = page.find(&format!("{row} input")).unchecked_into();
    size.set_value("1 GB");
    page.fire(&size, "change").await;
    assert_eq!(page.text("total-before"), "1.00 GB");
    page.click(&page.find(&format!("{row} button"))).await;
    assert_ne!(page.text("total-before"), "1.00 GB");
}

#[wasm_bindgen_test]
async fn a_project_is_told_once_until_the_sides_differ() {
    let page = Page::open().await;
    let rows = || page.all("[data-testid=project] .project-context li").len();
    let once = rows();
    page.click(&page.named("one-project")).await;
    assert_eq!(rows(), 2 * once);
    add_size(&page, "big/", "3 GB").await;
    assert_eq!(rows(), 2 * once + 1);
    page.click(&page.named("one-project")).await;
    assert_eq!(rows(), once + 1);
}

#[wasm_bindgen_test]
async fn a_manifest_is_named_and_then_pasted() {
    let page = Page::open().await;
    page.fill("manifest-path-before", "requirements.txt").await;
    page.fire(&form_of(&page.named("manifest-path-before")), "submit").await;
    let text: HtmlTextAreaElement = page.find("[aria-label='Text of requirements.txt']").unchecked_into();
    let details = text.closest("details").unwrap().unwrap();
    assert!(details.has_attribute("open"));
    text.set_value("flask\n");
    page.fire(&text, "input").await;
    assert!(details.has_attribute("open"), "it stays open while it is filled");
    assert!(details.text_content().unwrap().contains("6 B"));
}
