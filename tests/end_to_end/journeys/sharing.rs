//! What is taken from the page: texts, files, pictures that open again; secrets stay when they should, and no text runs.

use drydock_end_to_end::Page;
use serde_json::json;
use thirtyfour::Key;

const BEFORE: &str = "[data-testid=editor-before]";

async fn open() -> Page {
    let page = Page::open().await;
    page.browser.allow_clipboard().await;
    page
}

/// What is in the clipboard after an entry of the menu was chosen.
async fn taken(page: &Page, entry: &str) -> String {
    page.evaluate("document.querySelector('.share-more').open = true").await;
    page.evaluate("return navigator.clipboard.writeText('nothing yet')").await;
    page.click(&format!("[data-testid={entry}]")).await;
    let mut copied = String::new();
    for _ in 0..200 {
        copied = page.evaluate("return navigator.clipboard.readText()").await.as_str().unwrap_or("").to_string();
        if copied != "nothing yet" {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    copied
}

#[tokio::test]
async fn each_form_is_copied() {
    let page = open().await;
    let summary = taken(&page, "share-summary").await;
    assert!(summary.starts_with("**1.9 GB → ") && summary.contains("[Open in Drydock](<http://"), "{summary}");
    let graphs = taken(&page, "share-mermaid").await;
    assert!(graphs.starts_with("flowchart LR"), "{graphs}");
    let link = taken(&page, "share-markdown-link").await;
    assert!(link.starts_with('[') && link.contains("#v1."), "{link}");
    let frame = taken(&page, "share-frame").await;
    assert!(frame.starts_with("<iframe src=\"http://") && frame.contains("?embed#v1."), "{frame}");
    let element = taken(&page, "share-element").await;
    assert!(element.contains("/embed.js\" defer") && element.contains("<drydock-playground"), "{element}");
    page.assert_no_errors().await;
}

#[tokio::test]
async fn the_menu_closes_by_escape_and_when_something_is_chosen() {
    let page = open().await;
    let is_open = "document.querySelector('.share-more').open";
    page.click("[data-testid=share-menu]").await;
    page.wait_until(is_open).await;
    page.press(Key::Escape).await;
    page.wait_until(&format!("!{is_open} && document.activeElement.dataset.testid === 'share-menu'")).await;
    page.press(Key::Enter).await;
    page.click("[data-testid=share-element]").await;
    page.wait_until(&format!("!{is_open}")).await;
    page.click("[data-testid=share-menu]").await;
    page.click("[data-testid=saving]").await;
    page.wait_until(&format!("!{is_open}")).await;
    page.assert_no_errors().await;
}

#[tokio::test]
async fn a_picture_dropped_onto_the_page_opens_again() {
    let page = open().await;
    let svg = "<svg data-drydock=\"v1.CAlj1QXnP0i-A7YrjIxwldGgopQLAA\"/>";
    page.evaluate(&format!(
        "const data = new DataTransfer(); data.items.add(new File([{}], 'drydock.svg'));
         window.dispatchEvent(new DragEvent('drop', {{dataTransfer: data, cancelable: true}}))",
        json!(svg)
    ))
    .await;
    page.wait_until("document.querySelector('[data-testid=editor-before]').value.includes('apk add --no-cache curl')")
        .await;
    page.assert_no_errors().await;
}

#[tokio::test]
async fn a_saved_png_carries_the_comparison() {
    let page = open().await;
    page.evaluate(
        "const make = URL.createObjectURL; URL.createObjectURL = (blob) => { if (blob.type === 'image/png') window.saved = blob; return make(blob); };
         document.querySelector('.share-more').open = true",
    )
    .await;
    page.click("[data-testid=share-png]").await;
    page.wait_until("window.saved && window.saved.size > 5000").await;
    page.fill(BEFORE, "FROM scratch\n").await;
    page.evaluate(
        "const data = new DataTransfer(); data.items.add(new File([window.saved], 'drydock.png'));
         window.dispatchEvent(new DragEvent('drop', {dataTransfer: data, cancelable: true}))",
    )
    .await;
    page.wait_until("document.querySelector('[data-testid=editor-before]').value.includes('FROM node:lts')").await;
    page.assert_no_errors().await;
}

#[tokio::test]
async fn a_secret_is_asked_about_before_it_leaves() {
    let page = open().await;
    page.fill(BEFORE, "FROM alpine\nENV DB_PASSWORD=hunter22\n").await;
    page.evaluate("return navigator.clipboard.writeText('nothing yet')").await;
    page.click("[data-testid=copy-link]").await;
    assert!(page.text("[data-testid=secrets]").await.contains("line 2"));
    page.click("[data-testid=secrets-cancel]").await;
    assert_eq!(page.evaluate("return navigator.clipboard.readText()").await, "nothing yet");
    page.click("[data-testid=copy-link]").await;
    page.click("[data-testid=secrets-remove]").await;
    page.wait_for("[data-testid=notice] p").await;
    let link = page.evaluate("return navigator.clipboard.readText()").await;
    let fragment = link.as_str().and_then(|link| link.split_once('#')).expect("a link").1.to_string();
    let elsewhere = Page::open_at(&format!("#{fragment}")).await;
    let text = elsewhere.wait_for(BEFORE).await.prop("value").await.expect("its text").expect("a text field");
    assert_eq!(text, "FROM alpine\nENV DB_PASSWORD=<removed>\n");
    elsewhere.assert_no_errors().await;
}
