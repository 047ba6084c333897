//! Editing: much text at once is taken in parts, bytes of a file are not taken, and nothing that stood there is lost.

use drydock_end_to_end::Page;
use thirtyfour::prelude::*;

const EDITOR: &str = "[data-testid=editor-before]";
const NOTICE: &str = "[data-testid=notice]";

/// Puts a text, given as an expression, in the place of the whole Dockerfile as a person does: by the clipboard.
async fn paste(page: &Page, text: &str) {
    page.browser.allow_clipboard().await;
    page.evaluate(&format!("return navigator.clipboard.writeText({text}).then(() => true)")).await;
    press(page, "a").await;
    press(page, "v").await;
}

async fn press(page: &Page, letter: &str) {
    page.evaluate(&format!("document.querySelector('{EDITOR}').focus()")).await;
    let keys = page.driver().action_chain().key_down(Key::Control).send_keys(letter).key_up(Key::Control);
    keys.perform().await.expect("the keys are pressed");
}

async fn value(page: &Page) -> String {
    page.evaluate(&format!("return document.querySelector('{EDITOR}').value")).await.as_str().unwrap_or("").to_owned()
}

#[tokio::test]
async fn bytes_of_a_file_leave_the_text_as_it_was() {
    let page = Page::open().await;
    let own = value(&page).await;
    paste(&page, "'\\x01\\x02\\xfe\\x7f'.repeat(250000)").await;
    page.wait_until(&format!("document.querySelector('{NOTICE}').textContent.includes('no text')")).await;
    assert_eq!(value(&page).await, own);
    page.assert_no_errors().await;
}

#[tokio::test]
async fn a_long_text_is_edited_in_parts_and_kept_whole() {
    let page = Page::open().await;
    let own = value(&page).await;
    paste(&page, "'FROM alpine:3.20\\n' + 'RUN echo one\\n'.repeat(9998) + 'RUN echo last'").await;
    page.wait_until("document.querySelector('[data-testid=part-before]')?.textContent.includes('of 10000')").await;
    assert!(value(&page).await.len() < 100_000);
    assert!(page.text(NOTICE).await.contains("long text"));

    // To the last line, and one letter more there.
    page.fill("[data-testid=part-line-before]", "10000").await;
    page.press(Key::Enter).await;
    page.wait_until(&format!("document.querySelector('{EDITOR}').value.endsWith('last')")).await;
    page.evaluate(&format!(
        "const area = document.querySelector('{EDITOR}'); area.focus(); area.setSelectionRange(1e9, 1e9)"
    ))
    .await;
    page.driver().action_chain().send_keys("er").perform().await.expect("it is typed");
    page.click("[data-testid=part-earlier-before]").await;
    page.click("[data-testid=part-later-before]").await;
    page.wait_until(&format!("document.querySelector('{EDITOR}').value.endsWith('laster')")).await;

    // All of it is what is selected, copied and undone.
    press(&page, "a").await;
    press(&page, "c").await;
    let copied = "return navigator.clipboard.readText().then(text => text.split('\\n').length + text.slice(-6))";
    page.wait_until(&format!("document.hasFocus() && '{EDITOR}'")).await;
    assert_eq!(page.evaluate(copied).await, "10000laster");
    press(&page, "a").await;
    page.press(Key::Delete).await;
    page.wait_until(&format!("document.querySelector('{EDITOR}').value === ''")).await;
    page.click("[data-testid=restore]").await;
    page.wait_until("document.querySelector('[data-testid=part-before]')?.textContent.includes('of 10000')").await;

    // Typing over all of it goes on behind the first letter.
    page.fill(EDITOR, "FROM scratch").await;
    page.wait_until(&format!("document.querySelector('{EDITOR}').value === 'FROM scratch'")).await;

    // A short text is shown whole again, and the browser's own undo works on it.
    paste(&page, "'FROM scratch\\n'").await;
    page.wait_until("!document.querySelector('[data-testid=part-before]')").await;
    page.driver().action_chain().send_keys("ADD").perform().await.expect("it is typed");
    press(&page, "z").await;
    page.wait_until(&format!("!document.querySelector('{EDITOR}').value.includes('ADD')")).await;
    assert_ne!(own, "");
    page.assert_no_errors().await;
}

#[tokio::test]
async fn the_browsers_undo_goes_over_what_was_applied() {
    let page = Page::open().await;
    page.click("[data-testid=second-dockerfile]").await;
    page.wait_until("!document.querySelector('[data-testid=editor-after]')").await;
    page.fill(EDITOR, "").await;
    page.evaluate(&format!("document.querySelector('{EDITOR}').focus()")).await;
    let typed = "FROM node:22\nWORKDIR /app\nCOPY package.json ./\nRUN npm install\n";
    page.driver().action_chain().send_keys(typed).perform().await.expect("it is typed");
    page.evaluate("document.querySelector('[data-testid=advice]').scrollIntoView({behavior: 'instant'})").await;
    let card = "[data-testid=advice-card][data-rule=npm-cache]";
    page.wait_for(card).await;
    page.evaluate(&format!(
        "document.querySelector('{card}').scrollIntoView({{behavior: 'instant', block: 'center'}})"
    ))
    .await;
    let top = page.evaluate("return scrollY").await.as_f64().expect("where the page is");
    page.click(&format!("{card} [data-testid=apply]")).await;
    page.wait_until(&format!("document.querySelector('{EDITOR}').value.includes('npm cache clean')")).await;
    let now = page.evaluate("return scrollY").await.as_f64().expect("where the page is");
    assert!((now - top).abs() < 200.0, "the page jumped from {top} to {now}");
    assert_ne!(
        page.evaluate(&format!("return document.activeElement === document.querySelector('{EDITOR}')")).await,
        true
    );
    let applied = value(&page).await;

    press(&page, "z").await;
    page.wait_until(&format!("!document.querySelector('{EDITOR}').value.includes('npm cache clean')")).await;
    assert_eq!(value(&page).await, typed);
    page.wait_until("!document.querySelector('[data-testid=advice-undo]')").await;
    press(&page, "y").await;
    page.wait_until(&format!("document.querySelector('{EDITOR}').value.includes('npm cache clean')")).await;
    assert_eq!(value(&page).await, applied);
    page.assert_no_errors().await;
}
