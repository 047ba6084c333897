//! Where the saving comes from: seen before anything is touched, opened by hand or by key, lit in both texts.

use drydock_end_to_end::Page;
use thirtyfour::Key;

const ROW: &str = "[data-testid=change-row]:nth-of-type(3)";

async fn open() -> Page {
    let page = Page::open().await;
    page.evaluate("document.querySelector('[data-testid=changes]').scrollIntoView({behavior: 'instant'})").await;
    page.wait_for("[data-testid=change-row]").await;
    page
}

#[tokio::test]
async fn a_first_visitor_reads_where_the_gigabytes_went() {
    let page = open().await;
    assert!(page.text("[data-testid=changes-answer]").await.contains("1.7 GB"));
    let told = page.text("[data-testid=waterfall]").await;
    assert!(told.contains("node:lts") && told.contains("−828 MB"), "{told}");
    page.click("[data-testid=measure-pull]").await;
    page.wait_until("document.querySelector('[data-testid=waterfall]').textContent.includes('−298 MB')").await;
    page.assert_no_errors().await;
}

#[tokio::test]
async fn a_change_opens_by_key_and_lights_its_lines() {
    let page = open().await;
    page.evaluate(&format!("document.querySelector('{ROW} button').focus()")).await;
    page.wait_for("[data-testid=diff] .removed .lit").await;
    page.wait_for("[data-testid=diff] .added .lit").await;
    page.press(Key::Enter).await;
    page.wait_for(".waterfall-detail").await;
    assert!(page.text(".waterfall-detail").await.contains("--only=production"));
    page.assert_no_errors().await;
}
