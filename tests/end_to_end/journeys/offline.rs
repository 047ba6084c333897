//! Once opened and touched, the page needs no network any more.

use drydock_end_to_end::Page;

#[tokio::test]
async fn a_reload_without_a_network_shows_and_answers() {
    let page = Page::open().await;
    page.wait_until("(navigator.serviceWorker.ready.then(() => window.ready = true), window.ready)").await;
    page.click("h1").await;
    page.wait_until(
        "(caches.keys().then((names) => caches.open(names[0])).then((kept) => kept.keys())
           .then((kept) => window.kept = kept.some((request) => request.url.includes('drydock-core_bg'))), window.kept)",
    )
    .await;
    page.site.stop();
    page.reload().await;
    let total = page.text("[data-testid=total-before]").await;
    page.fill("[data-testid=editor-before]", "FROM alpine:3.20\n").await;
    page.wait_for_other_text("[data-testid=total-before]", &total).await;
}
