//! The gallery: opened by mouse or by key, a pair loaded from it, from its own link and within an embed, and what the
//! person wrote is not lost.

use drydock_end_to_end::Page;
use thirtyfour::Key;

const BUTTON: &str = "[data-testid=gallery]";
const RUST: &str = "[data-testid=gallery-card][data-name=rust-cli]";
/// What stands in an editor, and whether the dialog is open.
const RUST_IS_THERE: &str = "document.querySelector('[data-testid=editor-before]').value.includes('FROM rust:') \
                             && !document.querySelector('[data-testid=gallery-dialog]').open";

#[tokio::test]
async fn a_card_loads_its_pair_and_what_was_written_can_be_brought_back() {
    let page = Page::open().await;
    page.fill("[data-testid=editor-before]", "FROM scratch AS mine").await;
    page.click(BUTTON).await;
    page.wait_for(RUST).await;
    assert!(page.count("[data-testid=gallery-card]").await >= 10);
    let card = page.text(RUST).await;
    assert!(card.contains("Rust") && card.contains("Built for real: 897 MB → 74.5 MB"), "{card}");
    page.click(RUST).await;
    page.wait_until(RUST_IS_THERE).await;
    assert_eq!(page.evaluate("return location.hash").await, "#example=rust-cli");
    // What was built stands beside what is estimated.
    page.wait_until("document.querySelector('.comparison').textContent.includes('Built for real: 897 MB before')")
        .await;
    page.click("[data-testid=restore]").await;
    page.wait_until("document.querySelector('[data-testid=editor-before]').value.endsWith('AS mine')").await;
    page.assert_no_errors().await;
}

#[tokio::test]
async fn the_gallery_is_used_by_key_alone() {
    let page = Page::open().await;
    page.wait_for(BUTTON).await.focus().await.expect("it takes the focus");
    page.press(Key::Enter).await;
    page.wait_for(RUST).await;
    page.press(Key::Escape).await;
    page.wait_until("!document.querySelector('[data-testid=gallery-dialog]').open").await;
    let focused = "return document.activeElement.dataset.testid";
    assert_eq!(page.evaluate(focused).await, "gallery", "the focus goes back");
    page.press(Key::Enter).await;
    for _ in 0..40 {
        page.press(Key::Tab).await;
        if page.evaluate("return document.activeElement.dataset.name || ''").await == "rust-cli" {
            break;
        }
    }
    page.press(Key::Enter).await;
    page.wait_until(RUST_IS_THERE).await;
    page.assert_no_errors().await;
}

#[tokio::test]
async fn one_starts_empty_from_the_gallery() {
    let page = Page::open().await;
    page.click(BUTTON).await;
    page.click("[data-testid=start-empty]").await;
    page.wait_until("document.querySelector('[data-testid=editor-before]').value === ''").await;
    page.assert_no_errors().await;
}

#[tokio::test]
async fn a_link_to_an_example_opens_it_and_leaves_the_draft() {
    let page = Page::open_at("#example=go-service").await;
    let is_go = "document.querySelector('[data-testid=editor-before]').value.includes('FROM golang:')";
    page.wait_until(is_go).await;
    // Longer than the pause after which a change is kept.
    tokio::time::sleep(std::time::Duration::from_millis(900)).await;
    assert_eq!(page.evaluate("return location.hash").await, "#example=go-service");
    assert_eq!(page.evaluate("return localStorage.length").await, 0);
    page.goto("?embed#example=rust-cli&view=layers").await;
    page.wait_until("document.querySelector('[data-testid=total-before]')?.textContent.includes('900')").await;
    page.goto("?again#example=no-such-example").await;
    let notice = page.wait_for("[data-testid=notice]").await.text().await.expect("a notice");
    assert!(notice.contains("no example called no-such-example"), "{notice}");
    page.fill("[data-testid=editor-before]", "FROM scratch AS mine").await;
    page.wait_until("location.hash.startsWith('#v1.')").await;
    page.assert_no_errors().await;
}
