//! The link carries everything, a broken one costs nothing, and a draft outlives the page.

use drydock_end_to_end::Page;
use serde_json::json;
use thirtyfour::Key;

const BEFORE: &str = "[data-testid=editor-before]";
const NOTICE: &str = "[data-testid=notice]";
const DRAFT: &str = "FROM alpine:3.20\nRUN apk add --no-cache git\n";

#[tokio::test]
async fn a_copied_link_opens_as_the_same_analysis_elsewhere() {
    let page = Page::open().await;
    page.browser.allow_clipboard().await;
    write_draft(&page).await;
    page.click("[data-testid=layers-before] [data-testid=layer-row][data-line='2'] button").await;
    page.fill("[data-testid=override-input]", "777 MB").await;
    page.press(Key::Enter).await;
    page.wait_until("document.querySelector('[data-testid=total-before]').textContent.includes('78')").await;
    page.click("[data-testid=copy-link]").await;
    page.wait_for("[data-testid=notice] p").await;
    let link = page.evaluate("return navigator.clipboard.readText()").await;
    let link = link.as_str().expect("a copied link");

    let fragment = link.split_once('#').expect("the state is in the fragment").1;
    let elsewhere = Page::open_at(&format!("#{fragment}")).await;
    assert_eq!(content(&elsewhere).await, DRAFT);
    for part in ["total-before", "total-after", "saving", "layers-before", "layers-after"] {
        let part = format!("[data-testid={part}]");
        assert_eq!(elsewhere.text(&part).await, page.text(&part).await, "{part}");
    }
    page.assert_no_errors().await;
    elsewhere.assert_no_errors().await;
}

#[tokio::test]
async fn broken_links_say_so_and_keep_the_draft() {
    let page = Page::open().await;
    write_draft(&page).await;
    let whole = page.evaluate("return location.hash").await;
    let whole = whole.as_str().expect("a fragment").to_string();
    let cut = &whole[..whole.len() / 2];
    for broken in [cut, &format!("{cut}%3Cscript%3E"), &format!("{whole}!{}", &whole["#v1.".len()..])] {
        page.evaluate(&format!("location.hash = {}", json!(broken))).await;
        page.wait_for("[data-testid=notice] .problem").await;
        assert_ne!(page.text(NOTICE).await, "");
        assert_eq!(content(&page).await, DRAFT);
        page.click("[data-testid=notice] button:last-of-type").await;
        page.wait_until("!document.querySelector('[data-testid=notice] p')").await;
    }
    page.assert_no_errors().await;
}

#[tokio::test]
async fn a_draft_survives_a_reload() {
    let page = Page::open().await;
    write_draft(&page).await;
    page.reload().await;
    assert_eq!(content(&page).await, DRAFT);
    // Also where the address was lost, as when the page is opened anew.
    page.goto("?again").await;
    assert_eq!(content(&page).await, DRAFT);
    page.assert_no_errors().await;
}

#[tokio::test]
async fn a_link_of_older_tables_shows_then_and_now() {
    // A Dockerfile, tables of 2020-01-01, 123 MB then.
    let page = Page::open_at("#v1.KfgBJQDa_wURRlJPTSBhbHBpbmU6My4yMAoUCjIwMjAtMDEtMDEgBOsv0Co").await;
    let said = page.text("[data-testid=then-and-now]").await;
    assert!(said.contains("size tables of 2020-01-01, by which it was 123 MB. By those of "), "{said}");
    page.assert_no_errors().await;
}

/// Types the draft and waits until the page has put it away.
async fn write_draft(page: &Page) {
    let untouched = page.evaluate("return location.hash").await;
    page.fill(BEFORE, DRAFT).await;
    page.click("[data-testid=second-dockerfile]").await;
    page.wait_until(&format!("location.hash && location.hash !== {untouched}")).await;
    page.wait_until("Object.values(localStorage).length > 0").await;
}

async fn content(page: &Page) -> String {
    page.wait_for(BEFORE).await.prop("value").await.expect("its text").expect("a text field")
}
