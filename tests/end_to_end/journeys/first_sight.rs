//! The page as a first visitor finds it, before touching anything: the example already tells the story.

use drydock_end_to_end::Page;

#[tokio::test]
async fn the_unpressed_page_tells_what_the_change_saves() {
    let page = Page::open().await;
    assert_eq!(page.text("h1").await, "Drydock");
    assert!(page.text("[data-testid=saving]").await.contains("% smaller"));
    assert!(page.text("[data-testid=total-before]").await.contains("GB"));
    assert!(page.text("[data-testid=total-after]").await.contains("MB"));
    page.assert_no_errors().await;
}

#[tokio::test]
async fn both_stage_graphs_and_all_layers_are_there() {
    let page = Page::open().await;
    for stage in ["build", "dependencies", "release"] {
        assert!(page.text("[data-testid=stage-graph-after]").await.contains(stage), "{stage}");
    }
    assert_eq!(page.count("[data-testid=layers-before] [data-testid=layer-row]").await, 9);
    assert_eq!(page.count("[data-testid=layers-after] [data-testid=layer-row]").await, 15);
    page.assert_no_errors().await;
}

#[tokio::test]
async fn nothing_is_asked_of_any_other_site() {
    let page = Page::open().await;
    let foreign = "return performance.getEntriesByType('resource').map(entry => entry.name)
        .filter(name => !name.startsWith(location.origin) && !name.startsWith('data:'))";
    assert_eq!(page.evaluate(foreign).await.as_array().map(Vec::len), Some(0));
    let upload = "return fetch('https://example.com/').then(() => 'sent', () => 'refused')";
    assert_eq!(page.evaluate(upload).await, "refused");
}
