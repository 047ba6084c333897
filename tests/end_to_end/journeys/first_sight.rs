//! The page as a first visitor finds it, before touching anything.

use drydock_end_to_end::Page;

#[tokio::test]
async fn the_page_introduces_itself() {
    let page = Page::open().await;
    assert_eq!(page.text("h1").await, "Drydock");
    page.assert_no_errors().await;
}
