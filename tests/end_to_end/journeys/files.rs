//! What a stage holds: looked at, looked into and walked by mouse and by key, as a treemap and as a tree.

use drydock_end_to_end::Page;
use thirtyfour::Key;

const WORDS: &str = "[data-testid=files-words-before]";
const SUMMARY: &str = "[data-testid=files-summary-after]";
const FOCUSED: &str = "document.activeElement.dataset.path";

/// The page with the files before one's eyes.
async fn files(width: u32) -> Page {
    let page = Page::open().await;
    page.browser.resize(width, 900).await;
    page.evaluate("document.querySelector('[data-testid=files]').scrollIntoView()").await;
    page.wait_for("[data-testid=treemap-before] [data-testid=tile]").await;
    page
}

fn tile(path: &str) -> String {
    format!("[data-testid=treemap-before] [data-path='{path}']")
}

#[tokio::test]
async fn a_tile_tells_its_line_and_a_folder_takes_all_the_room() {
    let page = files(1440).await;
    page.point_at(&tile("/telescope/node_modules/jest")).await;
    page.wait_until(&format!("document.querySelector('{WORDS}').textContent.includes('line 12, RUN npm')")).await;
    page.wait_for("[data-testid=layers-before] [data-testid=layer-row][data-line='12'].lit").await;
    page.click(&format!("{} .tile-name", tile("/telescope/node_modules"))).await;
    page.wait_until("document.querySelectorAll('[data-testid=files-before] [data-testid=files-crumb]').length === 3")
        .await;
    page.click("[data-testid=files-before] [data-testid=files-crumb]").await;
    page.wait_for(&tile("/telescope/node_modules")).await;
    page.assert_no_errors().await;
}

#[tokio::test]
async fn a_stage_that_does_not_ship_tells_what_is_taken_and_what_is_left_behind() {
    let page = files(1440).await;
    let choose = "const menu = document.querySelector('[data-testid=files-stage-after]'); menu.value = '2'; \
                  menu.dispatchEvent(new Event('change', {bubbles: true}));";
    let target = page.text(SUMMARY).await;
    assert!(page.text("[data-testid=files-after]").await.contains("dependencies does not ship: "));
    page.click("[data-testid=files-giver]").await;
    let told = page.wait_for_other_text(SUMMARY, &target).await;
    assert!(told.contains("Taken: ") && told.contains("Left behind: ") && told.contains("(release)"), "{told}");
    page.wait_for("[data-testid=treemap-after] .tile.taken.shipped").await;
    page.wait_for("[data-testid=treemap-after] .tile.discarded:not(.taken)").await;
    page.evaluate(choose).await;
    assert_eq!(page.wait_for_other_text(SUMMARY, &told).await, target);
    // A stage that is picked in the graph is looked into here, too.
    let pick = "document.querySelectorAll('[data-testid=stage-graph-after] .stage-graph-stage')[1] \
                .dispatchEvent(new MouseEvent('click', {bubbles: true}))";
    page.evaluate(pick).await;
    assert_eq!(page.wait_for_other_text(SUMMARY, &target).await, told);
    page.click("[data-testid=files-tree]").await;
    page.wait_until("document.querySelector('[data-testid=files-tree-after]').textContent.includes('partly taken')")
        .await;
    page.assert_no_errors().await;
}

#[tokio::test]
async fn arrows_walk_enter_looks_in_and_escape_goes_out() {
    let page = files(1440).await;
    page.wait_for("[data-testid=treemap-before] [tabindex='0']").await.focus().await.expect("it takes the focus");
    let first = page.evaluate(&format!("return {FOCUSED}")).await;
    page.press(Key::Right).await;
    page.wait_until(&format!("{FOCUSED} !== {first}")).await;
    assert_eq!(page.count("[data-testid=treemap-before] [tabindex='0']").await, 1, "Tab stops once");
    page.wait_for(&tile("/telescope")).await.focus().await.expect("it takes the focus");
    page.press(Key::Enter).await;
    page.wait_until("document.querySelectorAll('[data-testid=files-before] [data-testid=files-crumb]').length === 2")
        .await;
    page.wait_until(&format!("{FOCUSED}?.startsWith('/telescope/')")).await;
    page.press(Key::Escape).await;
    page.wait_until(&format!("{FOCUSED} === '/telescope'")).await;
    page.assert_no_errors().await;
}

#[tokio::test]
async fn what_is_removed_later_is_marked_as_wasted_on_a_phone_too() {
    let page = files(390).await;
    page.fill(
        "[data-testid=editor-before]",
        "FROM scratch\nRUN truncate -s 40M /srv/big\nRUN truncate -s 60M /srv/kept\nRUN rm /srv/big\n",
    )
    .await;
    page.wait_until(
        "document.querySelector('[data-testid=files-summary-before]').textContent.includes('42 MB of it wasted')",
    )
    .await;
    let label = page.evaluate(&format!("return document.querySelector(\"{}\").ariaLabel", tile("/srv/big"))).await;
    assert!(label.as_str().is_some_and(|label| label.contains("Wasted: line 4 removes it")), "{label}");
    page.click("[data-testid=files-tree]").await;
    let tree = page.text("[data-testid=files-tree-before]").await;
    assert!(tree.contains("removed, wasted") && tree.contains("line 2, hidden by line 4"), "{tree}");
    assert_eq!(page.evaluate("return document.documentElement.scrollWidth > innerWidth").await, false);
    page.assert_no_errors().await;
}

#[tokio::test]
async fn an_embed_shows_files_alone() {
    let page = Page::open_at("?embed&view=files").await;
    page.wait_for("[data-testid=treemap-before] [data-testid=tile]").await;
    page.wait_for("[data-testid=view-files][aria-pressed=true]").await;
    page.assert_no_errors().await;
}
