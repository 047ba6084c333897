//! The stage graph under the pointer and the keys: what a stage is made of, ways along the wires, large graphs.

use drydock_end_to_end::Page;
use drydock_end_to_end::link::{Link, tag};
use thirtyfour::{By, Key};

const GRAPH: &str = "[data-testid=stage-graph-before]";
/// Two bases, a build on one that takes from the other, and what ships.
const FOUR: &str = "FROM alpine:3.22 AS base\nRUN touch /a\nFROM node:22 AS tools\nRUN touch /b\nFROM base AS build\n\
    COPY --from=tools /b /b\nFROM scratch\nCOPY --from=build /b /b\n";

async fn open(dockerfile: &str, width: u32) -> Page {
    let link = Link::default().with(tag::DOCKERFILE | tag::BEFORE, dockerfile.as_bytes()).fragment();
    let page = Page::open_at(&format!("#{link}")).await;
    page.browser.resize(width, 900).await;
    page.wait_for(&format!("{GRAPH} [data-stage='3']")).await;
    page
}

/// The names of the stages that stand out.
async fn standing_out(page: &Page) -> String {
    let script = format!(
        "return [...document.querySelectorAll('{GRAPH} .tracing .on .stage-graph-name')].map((name) => name.textContent).join()"
    );
    page.evaluate(&script).await.as_str().expect("names").to_string()
}

/// The name of the stage that has the focus.
async fn focused(page: &Page) -> String {
    let script = "return document.activeElement.querySelector('.stage-graph-name')?.textContent ?? ''";
    page.evaluate(script).await.as_str().expect("a name").to_string()
}

async fn type_key(page: &Page, key: &str) {
    page.driver().action_chain().send_keys(key).perform().await.expect("the key is pressed");
}

#[tokio::test]
async fn pointing_at_a_stage_shows_all_it_is_made_of() {
    for width in [1440, 768, 320] {
        let page = open(FOUR, width).await;
        page.point_at(&format!("{GRAPH} [data-stage='2'] .stage-graph-name")).await;
        page.wait_for(&format!("{GRAPH} .tracing")).await;
        assert_eq!(standing_out(&page).await, "base,tools,build", "{width}");
        page.point_at("h1").await;
        page.wait_until(&format!("!document.querySelector('{GRAPH} .tracing')")).await;
        page.assert_no_errors().await;
    }
}

#[tokio::test]
async fn pointing_at_a_wire_lights_its_line() {
    let page = open(FOUR, 1440).await;
    // Its label lies on it.
    page.point_at(&format!("{GRAPH} .stage-graph-wire.copy:last-of-type text")).await;
    page.wait_for("#side-before .editor-lit").await;
    page.wait_for("[data-testid=layers-before] [data-testid=layer-row][data-line='8'].lit").await;
    assert_eq!(standing_out(&page).await.split(',').count(), 2);
    page.assert_no_errors().await;
}

#[tokio::test]
async fn keys_walk_along_the_wires() {
    for (width, keys) in [
        (1440, [Key::Right, Key::Right, Key::Left, Key::Left, Key::Down]),
        (320, [Key::Down, Key::Down, Key::Up, Key::Up, Key::Right]),
    ] {
        let page = open(FOUR, width).await;
        let first = page.wait_for(&format!("{GRAPH} [data-stage='0']")).await;
        first.focus().await.expect("it takes the focus");
        let mut way = Vec::new();
        for key in keys {
            page.press(key).await;
            way.push(focused(&page).await);
        }
        assert_eq!(way[0], "build", "{width}");
        assert_eq!(way[2], "build", "{width}");
        assert_eq!((way[3].as_str(), way[4].as_str()), ("base", "tools"), "{width}: {way:?}");
        page.wait_until(&format!("document.querySelector('{GRAPH} .tracing [data-stage=\"1\"].on')")).await;
        page.press(Key::Enter).await;
        page.wait_for(&format!("{GRAPH} [data-stage='1'].lit")).await;
        page.assert_no_errors().await;
    }
}

#[tokio::test]
async fn a_stage_stays_its_element_while_others_are_written() {
    let page = open(FOUR, 1440).await;
    page.evaluate(&format!("window.kept = [...document.querySelectorAll('{GRAPH} .stage-graph-stage')].slice(0, 3)"))
        .await;
    let more = FOUR.replace("FROM base AS build", "FROM alpine AS between\nFROM base AS build");
    // At once, for a Dockerfile that is typed anew is empty in between.
    page.evaluate(&format!(
        "const area = document.querySelector('[data-testid=editor-before]');
         Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set.call(area, {});
         area.dispatchEvent(new InputEvent('input', {{bubbles: true}}))",
        serde_json::json!(more)
    ))
    .await;
    page.wait_until(&format!("document.querySelectorAll('{GRAPH} .stage-graph-stage').length === 5")).await;
    let names =
        "return window.kept.map((own) => own.isConnected && own.querySelector('.stage-graph-name').textContent).join()";
    assert_eq!(page.evaluate(names).await, "base,tools,build");
    page.assert_no_errors().await;
}

#[tokio::test]
async fn a_small_graph_has_no_buttons() {
    let page = open(FOUR, 1440).await;
    assert_eq!(page.count("[data-testid=graph-whole-before]").await, 0);
}

#[tokio::test]
async fn fifty_stages_are_read_moved_and_seen_whole() {
    let mut dockerfile = "FROM alpine:3.22 AS s0\n".to_string();
    for stage in 1..50 {
        let from = if stage % 7 == 0 { 0 } else { stage - 1 };
        dockerfile += &format!("FROM s{from} AS s{stage}\nCOPY --from=s{} /a /a\n", stage / 2);
    }
    let page = open(&dockerfile, 1440).await;
    let picture = format!("document.querySelector('{GRAPH} .stage-graph-picture').getBoundingClientRect().width");
    let frame = format!("document.querySelector('{GRAPH} .stage-graph-frame')");
    page.wait_for("[data-testid=graph-nearer-before]").await;
    // Words are as large as in any graph, or nearly.
    let letters = format!("document.querySelector('{GRAPH} .stage-graph-name').getBoundingClientRect().height");
    page.wait_until(&format!("{letters} > 12")).await;
    page.click("[data-testid=graph-whole-before]").await;
    page.wait_until(&format!("{picture} <= {frame}.clientWidth + 1")).await;
    page.click("[data-testid=graph-nearer-before]").await;
    page.wait_until(&format!("{picture} > {frame}.clientWidth * 1.1")).await;
    // By keys, with a stage in focus.
    page.wait_for(&format!("{GRAPH} [data-stage='0']")).await.focus().await.expect("it takes the focus");
    type_key(&page, "0").await;
    page.wait_until(&format!("{picture} <= {frame}.clientWidth + 1")).await;
    for _ in 0..4 {
        type_key(&page, "+").await;
    }
    page.wait_until(&format!("{picture} > {frame}.clientWidth * 1.5")).await;
    // By the mouse.
    page.evaluate(&format!("{frame}.scrollTo(0, 0); {frame}.scrollIntoView({{block: 'center'}})")).await;
    let own = page.driver().find(By::Css(&format!("{GRAPH} .stage-graph-frame"))).await.expect("the frame");
    let drag = page.driver().action_chain().move_to_element_center(&own).click_and_hold();
    drag.move_by_offset(-60, 0).move_by_offset(-60, 0).release().perform().await.expect("it is dragged");
    page.wait_until(&format!("{frame}.scrollLeft >= 100")).await;
    // The wheel alone scrolls the page, with Control it zooms.
    page.evaluate(&format!("window.was = {picture}; {frame}.dispatchEvent(new WheelEvent('wheel', {{deltaY: -100, bubbles: true, cancelable: true}}))")).await;
    assert_eq!(page.evaluate(&format!("return window.was === {picture}")).await, true);
    page.evaluate(&format!("{frame}.dispatchEvent(new WheelEvent('wheel', {{deltaY: -100, ctrlKey: true, bubbles: true, cancelable: true}}))")).await;
    page.wait_until(&format!("{picture} > window.was * 1.1")).await;
    page.assert_no_errors().await;
}
