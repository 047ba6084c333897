//! Typing: the numbers follow, errors say where, and hostile text stays text.

use drydock_end_to_end::Page;

const BEFORE: &str = "[data-testid=editor-before]";
const TOTAL: &str = "[data-testid=total-before]";
const PROBLEMS: &str = "[data-testid=problems-before]";

#[tokio::test]
async fn the_numbers_follow_the_text() {
    let page = Page::open().await;
    let first = page.text(TOTAL).await;
    page.fill(BEFORE, "FROM alpine:3.20\nRUN apk add --no-cache curl\n").await;
    let second = page.wait_for_other_text(TOTAL, &first).await;
    page.fill(BEFORE, "FROM node:22\nRUN apt-get update && apt-get install -y git\n").await;
    page.wait_for_other_text(TOTAL, &second).await;
    page.wait_until("document.querySelectorAll('[data-testid=layers-before] [data-testid=layer-row]').length === 2")
        .await;
    page.assert_no_errors().await;
}

#[tokio::test]
async fn errors_name_their_place_and_the_rest_stays() {
    let page = Page::open().await;
    page.fill("[data-testid=editor-after]", "FROM alpine:3.20\nRUNN make\nRUN make\nCOPY one\n").await;
    page.wait_until("document.querySelectorAll('[data-testid=problems-after] [data-testid=message]').length >= 2")
        .await;
    let problems = page.text("[data-testid=problems-after]").await;
    assert!(problems.contains("2:1") && problems.contains("RUNN"), "{problems}");
    assert!(problems.contains("4:"), "{problems}");
    assert!(page.count("[data-testid=layers-after] [data-testid=layer-row]").await >= 2);
    assert!(page.text("[data-testid=layers-before]").await.contains("npm install"));
    page.assert_no_errors().await;
}

#[tokio::test]
async fn hostile_text_stays_text() {
    let page = Page::open().await;
    let text = "FROM alpine\nRUN echo '<script>document.title=1</script>'\nFROM <img/src=x/onerror=document.title=2>\n";
    page.fill(BEFORE, text).await;
    page.wait_until("document.querySelector('[data-testid=layers-before]').textContent.includes('<script>')").await;
    assert_eq!(page.count("img, main script").await, 0);
    assert_eq!(page.evaluate("return document.title").await, "Drydock: a dry run for Dockerfiles");
    page.assert_no_errors().await;
}

#[tokio::test]
async fn no_text_at_all_is_no_error() {
    let page = Page::open().await;
    page.fill(BEFORE, "").await;
    page.wait_until("document.querySelectorAll('[data-testid=layers-before] [data-testid=layer-row]').length === 0")
        .await;
    assert_ne!(page.text(PROBLEMS).await, "");
    page.assert_no_errors().await;
}

#[tokio::test]
async fn large_and_binary_pastes_neither_break_nor_freeze_the_page() {
    let page = Page::open().await;
    for paste in [
        "'RUN a b c\\n'.repeat(20000)",
        "String.fromCharCode(...Array.from({length: 9000}, (_, at) => at * 7 % 65536))",
    ] {
        let script = format!(
            "const area = document.querySelector('[data-testid=editor-before]');
             area.focus(); area.select(); area.value = {paste};
             area.dispatchEvent(new InputEvent('input', {{bubbles: true}}));"
        );
        page.evaluate(&script).await;
        page.wait_until("document.querySelector('[data-testid=problems-before]').textContent.includes('error')").await;
    }
    page.fill(BEFORE, "FROM alpine:3.20\n").await;
    page.wait_until("document.querySelectorAll('[data-testid=layers-before] [data-testid=layer-row]').length === 1")
        .await;
    page.assert_no_errors().await;
}
