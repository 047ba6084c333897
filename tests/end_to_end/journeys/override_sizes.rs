//! A person who knows a size says so in place, and the sums follow.

use drydock_end_to_end::Page;
use thirtyfour::Key;

const TOTAL: &str = "[data-testid=total-before]";

#[tokio::test]
async fn a_layer_takes_the_size_that_the_person_knows() {
    let page = Page::open().await;
    let estimated = page.text(TOTAL).await;
    page.click("[data-testid=layers-before] [data-testid=layer-row][data-line='12'] button").await;
    page.fill("[data-testid=override-input]", "3.5 GB").await;
    page.press(Key::Enter).await;
    let known = page.wait_for_other_text(TOTAL, &estimated).await;
    assert!(known.contains("GB"), "{known}");
    let row = page.text("[data-testid=layers-before] [data-testid=layer-row][data-line='12']").await;
    assert!(row.contains("3.50 GB"), "{row}");
    page.click("[data-testid=override-input-clear]").await;
    assert_eq!(page.wait_for_other_text(TOTAL, &known).await, estimated);
    page.assert_no_errors().await;
}

#[tokio::test]
async fn a_base_image_takes_the_size_that_the_person_knows() {
    let page = Page::open().await;
    let estimated = page.text(TOTAL).await;
    page.click("[data-testid=layers-before] [data-testid=layer-row][data-line='2'] button").await;
    page.fill("[data-testid=base-override]", "5 GB").await;
    page.press(Key::Enter).await;
    page.wait_for_other_text(TOTAL, &estimated).await;
    page.assert_no_errors().await;
}

#[tokio::test]
async fn a_size_that_cannot_be_read_is_refused_with_a_reason() {
    let page = Page::open().await;
    let estimated = page.text(TOTAL).await;
    page.click("[data-testid=layers-before] [data-testid=layer-row][data-line='12'] button").await;
    page.fill("[data-testid=override-input]", "quite large").await;
    page.press(Key::Enter).await;
    page.wait_for("[data-testid=override-input][aria-invalid=true]").await;
    assert_ne!(page.text("[role=alert]").await, "");
    assert_eq!(page.text(TOTAL).await, estimated);
    page.assert_no_errors().await;
}
