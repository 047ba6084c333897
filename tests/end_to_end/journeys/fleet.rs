//! Several services on one base: what each node holds of them.

use drydock_end_to_end::Page;
use thirtyfour::Key;

#[tokio::test]
async fn several_services_share_their_base() {
    let page = Page::open().await;
    page.fill("[data-testid=services]", "7").await;
    page.press(Key::Enter).await;
    page.wait_until("document.querySelector('[data-testid=fleet]').textContent.startsWith('7 services: ')").await;
    let disk = page.text("[data-testid=fleet]").await;
    assert!(disk.contains('→') && disk.contains("on the disk of each node"), "{disk}");
    page.evaluate("document.querySelector('[data-testid=measure-pull]').click()").await;
    page.wait_for_other_text("[data-testid=fleet]", &disk).await;
    page.wait_until("location.hash.startsWith('#v1.')").await;
    page.reload().await;
    assert!(page.text("[data-testid=fleet]").await.contains("7 services"));
    page.assert_no_errors().await;
}
