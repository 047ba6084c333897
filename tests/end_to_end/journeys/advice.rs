//! Advice: read, applied, undone, and the multi-stage version that one click writes.

use drydock_end_to_end::Page;
use thirtyfour::Key;

const EDITOR: &str = "[data-testid=editor-before]";
const TOTAL: &str = "[data-testid=total-before]";
const ADVICE: &str = "[data-testid=advice-before]";
const CACHE: &str = "[data-testid=advice-before] [data-testid=advice-card][data-rule=npm-cache][data-line='4']";
const SINGLE: &str = "FROM node:22\nWORKDIR /app\nCOPY package.json ./\nRUN npm install\nADD tools.txt /app/\n\
                      COPY . .\nRUN npm run build\nCMD [\"npm\", \"start\"]\n";

/// A page with this Dockerfile alone, scrolled to its advice.
async fn page_with(dockerfile: &str) -> Page {
    let page = Page::open().await;
    page.click("[data-testid=second-dockerfile]").await;
    page.wait_until("!document.querySelector('[data-testid=editor-after]')").await;
    page.fill(EDITOR, dockerfile).await;
    page.evaluate("document.querySelector('[data-testid=advice]').scrollIntoView({behavior: 'instant'})").await;
    page
}

async fn text(page: &Page, editor: &str) -> String {
    let value = page.evaluate(&format!("return document.querySelector('{editor}').value")).await;
    value.as_str().expect("its text").to_owned()
}

#[tokio::test]
async fn a_first_visitor_reads_advice_without_the_core() {
    let page = Page::open_with(|site| site.refuse("drydock-core")).await;
    page.evaluate("document.querySelector('[data-testid=advice]').scrollIntoView({behavior: 'instant'})").await;
    page.wait_for(&format!("{ADVICE} [data-testid=advice-card][data-rule=toolchain-shipped]")).await;
    page.wait_for("[data-testid=advice-after] [data-testid=advice-card]").await;
    page.wait_for("[data-testid=write-stages]").await;
}

#[tokio::test]
async fn a_fix_is_read_applied_and_undone() {
    let page = page_with(SINGLE).await;
    let card = page.wait_for(CACHE).await.text().await.expect("its text");
    assert!(card.contains("line 4") && card.contains("on disk") && card.contains("to pull"), "{card}");
    assert!(card.contains("npm cache clean") && card.contains("or"), "{card}");
    let before = page.text(TOTAL).await;
    page.click(&format!("{CACHE} [data-testid=apply]")).await;
    page.wait_until(&format!("!document.querySelector(`{CACHE}`)")).await;
    assert!(text(&page, EDITOR).await.contains("RUN npm install && npm cache clean --force\n"));
    let notice = page.text("[data-testid=notice]").await;
    assert!(notice.contains("Applied"), "{notice}");
    let after = page.wait_for_other_text(TOTAL, &before).await;
    page.click("[data-testid=advice-undo]").await;
    page.wait_for(CACHE).await;
    assert_eq!(text(&page, EDITOR).await, SINGLE);
    assert_eq!(page.wait_for_other_text(TOTAL, &after).await, before);
    assert_eq!(page.count("[data-testid=advice-undo]").await, 0);
    page.assert_no_errors().await;
}

#[tokio::test]
async fn the_line_of_a_card_leads_into_the_editor() {
    let page = page_with(SINGLE).await;
    page.click(&format!("{CACHE} [data-testid=advice-line]")).await;
    let selected = "(() => { const area = document.querySelector('[data-testid=editor-before]');
        return document.activeElement === area && area.value.slice(area.selectionStart, area.selectionEnd).includes('npm install'); })()";
    page.wait_until(selected).await;
    page.point_at(CACHE).await;
    page.wait_for(&format!("{CACHE}.lit")).await;
    page.assert_no_errors().await;
}

#[tokio::test]
async fn all_safe_fixes_and_then_the_multi_stage_version_take_a_click_each() {
    let page = page_with(SINGLE).await;
    let first = page.text(TOTAL).await;
    let offer = page.text("[data-testid=apply-all]").await;
    assert!(offer.contains("Apply all safe (2)"), "{offer}");
    page.click("[data-testid=apply-all]").await;
    let fixed = page.wait_for_other_text(TOTAL, &first).await;
    page.wait_until("!document.querySelector('[data-testid=apply-all]')").await;
    page.click("[data-testid=write-stages]").await;
    page.wait_for("[data-testid=total-after]").await;
    assert_eq!(page.text(TOTAL).await, fixed);
    let saving = page.text("[data-testid=saving]").await;
    assert!(saving.contains("smaller"), "{saving}");
    let written = text(&page, "[data-testid=editor-after]").await;
    assert!(written.matches("FROM ").count() > 1, "{written}");
    // Each is taken back by itself.
    page.click("[data-testid=advice-undo]").await;
    page.wait_until("!document.querySelector('[data-testid=editor-after]')").await;
    page.click("[data-testid=advice-undo]").await;
    page.wait_for_other_text(TOTAL, &fixed).await;
    assert_eq!(text(&page, EDITOR).await, SINGLE);
    page.assert_no_errors().await;
}

#[tokio::test]
async fn stages_are_flattened_to_show_what_they_save() {
    let page = page_with("FROM golang:1.23 AS build\nCOPY . /src\nRUN cd /src && go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\n").await;
    let present = text(&page, EDITOR).await;
    page.click("[data-testid=join-stages]").await;
    page.wait_for("[data-testid=total-after]").await;
    assert_eq!(text(&page, "[data-testid=editor-after]").await, present);
    assert_eq!(text(&page, EDITOR).await.matches("FROM ").count(), 1);
    page.assert_no_errors().await;
}

#[tokio::test]
async fn a_keyboard_alone_applies_and_undoes() {
    let page = page_with(SINGLE).await;
    let button = page.wait_for(&format!("{CACHE} [data-testid=apply]")).await;
    button.focus().await.expect("it takes the focus");
    page.press(Key::Enter).await;
    page.wait_until(&format!("!document.querySelector(`{CACHE}`)")).await;
    // The focus stays in the view, and its next stop is the way back.
    page.press(Key::Tab).await;
    page.wait_until("document.activeElement.dataset.testid === 'advice-undo'").await;
    page.press(Key::Enter).await;
    page.wait_for(CACHE).await;
    assert_eq!(text(&page, EDITOR).await, SINGLE);
    page.assert_no_errors().await;
}

#[tokio::test]
async fn an_embed_shows_advice_to_read() {
    let page = Page::open_at("?embed&view=advice").await;
    page.wait_for(&format!("{ADVICE} [data-testid=advice-card]")).await;
    assert_eq!(page.count("[data-testid=apply], [data-testid=apply-all], [data-testid=write-stages]").await, 0);
    page.assert_no_errors().await;
}
