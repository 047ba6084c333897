//! What a change runs again: picked by hand or by key, told step by step, carried by the link.

use drydock_end_to_end::Page;
use thirtyfour::Key;

const BEFORE: &str = "[data-testid=rebuild-count-before]";
const AFTER: &str = "[data-testid=rebuild-count-after]";
const MODULES: &str = "[data-testid=rebuild-after] [data-testid=rebuild-row][data-line='25']";

#[tokio::test]
async fn a_change_is_one_click_and_both_sides_tell_what_it_runs_again() {
    let page = Page::open().await;
    let (before, after) = (page.text(BEFORE).await, page.text(AFTER).await);
    assert!(before.contains("3 of 6 steps"), "{before}");
    assert!(after.contains("5 of 9 steps"), "{after}");
    assert!(page.text(MODULES).await.contains("reused"));
    page.click("[data-testid=change-dependency]").await;
    page.wait_for_other_text(AFTER, &after).await;
    page.wait_for(&format!("{MODULES}[data-outcome=again]")).await;
    page.click("[data-testid=change-nothing]").await;
    page.wait_until("document.querySelector('[data-testid=rebuild-count-before]').textContent.includes('0 of 6')")
        .await;
    page.assert_no_errors().await;
}

#[tokio::test]
async fn manifests_first_keep_the_installed_modules_and_one_line_says_what_that_saves() {
    let page = Page::open_at("#example=telescope-manifests").await;
    page.wait_until("document.querySelector('[data-testid=rebuild-count-before]').textContent.includes('5 of 9')")
        .await;
    let install = |side: &str, line: usize, outcome: &str| {
        format!("[data-testid=rebuild-{side}] [data-line='{line}'][data-outcome={outcome}]")
    };
    page.wait_for(&install("before", 19, "again")).await;
    page.wait_for(&install("after", 20, "reused")).await;
    let summary = page.text("[data-testid=rebuild-summary]").await;
    assert!(summary.contains("instead of 5 of 9") && summary.contains("pushed; about"), "{summary}");
    for side in ["before", "after"] {
        assert!(page.text(&format!("[data-testid=rebuild-time-{side}]")).await.contains("building"));
    }
    page.assert_no_errors().await;
}

#[tokio::test]
async fn any_file_can_be_typed_and_the_link_carries_it() {
    let page = Page::open().await;
    let untouched = page.evaluate("return location.hash").await;
    page.fill("[data-testid=change-file]", ".npmrc").await;
    page.press(Key::Enter).await;
    page.wait_until("document.querySelector('[data-testid=rebuild-before]').textContent.includes('.npmrc')").await;
    // The address follows after a pause.
    page.wait_until(&format!("location.hash && location.hash !== {untouched}")).await;
    let told = page.text(BEFORE).await;
    // The address follows after a pause.
    page.wait_until("location.hash.length > 1").await;
    let fragment = page.evaluate("return location.hash").await;
    let elsewhere = Page::open_at(fragment.as_str().expect("a fragment")).await;
    assert_eq!(elsewhere.text(BEFORE).await, told);
    page.assert_no_errors().await;
}

#[tokio::test]
async fn a_builder_without_a_cache_runs_everything() {
    let page = Page::open().await;
    page.evaluate("document.querySelector('[data-testid=cache-warm]').focus()").await;
    page.press(Key::Right).await;
    page.wait_until("document.querySelector('[data-testid=rebuild-count-before]').textContent.includes('6 of 6')")
        .await;
    page.assert_no_errors().await;
}
