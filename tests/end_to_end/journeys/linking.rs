//! A layer, its source line, its stage and its table row light up together, whichever is pointed at or focused.

use drydock_end_to_end::Page;

const ROW: &str = "[data-testid=layers-before] [data-testid=layer-row][data-line='12']";

#[tokio::test]
async fn pointing_at_a_layer_lights_its_line() {
    let page = Page::open().await;
    page.point_at(ROW).await;
    page.wait_for("#side-before .editor-lit").await;
    page.wait_for("[data-testid=stage-graph-before] .lit").await;
    assert_eq!(page.count("#side-after .editor-lit").await, 0);
    page.point_at("h1").await;
    page.wait_until("!document.querySelector('.editor-lit')").await;
    page.assert_no_errors().await;
}

#[tokio::test]
async fn focusing_a_layer_lights_its_line() {
    let page = Page::open().await;
    page.wait_for(&format!("{ROW} button")).await.focus().await.expect("it takes the focus");
    page.wait_for("#side-before .editor-lit").await;
    page.assert_no_errors().await;
}

#[tokio::test]
async fn the_caret_in_a_line_lights_its_layer() {
    let page = Page::open().await;
    page.wait_for(ROW).await;
    page.evaluate(
        "const area = document.querySelector('[data-testid=editor-before]');
         const at = area.value.indexOf('RUN npm install');
         area.focus(); area.setSelectionRange(at, at); area.dispatchEvent(new MouseEvent('click', {bubbles: true}));",
    )
    .await;
    page.wait_for(&format!("{ROW}.lit")).await;
    page.assert_no_errors().await;
}
