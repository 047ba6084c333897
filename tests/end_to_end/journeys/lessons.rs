//! Lessons: guess, see, try, by mouse and by keyboard alone; one's own Dockerfiles wait until they are left.

use drydock_end_to_end::Page;
use thirtyfour::Key;

const EDITOR: &str = "[data-testid=editor-before]";
const OWN: &str = "FROM alpine:3.20\nRUN apk add curl\n";

async fn editor_has(page: &Page, text: &str) {
    page.wait_until(&format!("document.querySelector('{EDITOR}').value.includes({text:?})")).await;
}

async fn step(page: &Page, title: &str) {
    page.wait_until(&format!("document.querySelector('[data-testid=lesson-step]')?.textContent.startsWith({title:?})"))
        .await;
}

async fn is_shown(page: &Page, css: &str) -> bool {
    let script = format!("return document.querySelector('{css}')?.getClientRects().length > 0");
    page.evaluate(&script).await == true
}

#[tokio::test]
async fn a_lesson_is_walked_by_mouse_and_gives_the_own_draft_back() {
    let page = Page::open().await;
    page.fill(EDITOR, OWN).await;
    // The first load carries no lesson.
    let fetched = "performance.getEntriesByType('resource').some((entry) => entry.name.includes('lessons'))";
    assert_eq!(page.evaluate(&format!("return {fetched}")).await, false);
    page.click("[data-testid=lessons]").await;
    page.wait_for("[data-testid=lesson-what-a-layer-is]").await;
    assert_eq!(page.count(".lesson-card").await, 8);
    page.click("[data-testid=lesson-what-a-layer-is]").await;
    step(&page, "A recipe, and a stack").await;
    editor_has(&page, "nginx").await;
    page.wait_until("/^\\d.* MB$/.test(document.querySelector('.lesson-figure').textContent)").await;
    assert_eq!(page.evaluate("return location.hash").await, "#lesson=what-a-layer-is");

    // A question shows the text alone; the answer shows the rest.
    page.click("[data-testid=lesson-next]").await;
    step(&page, "Which line weighs most?").await;
    assert!(!is_shown(&page, "[data-testid=layers-before]").await);
    page.click("[data-testid=lesson-choice]:nth-of-type(1)").await;
    page.wait_until("document.querySelector('[data-testid=lesson-answer]').textContent.includes('Not this one')").await;
    page.click("[data-testid=lesson-choice]:nth-of-type(2)").await;
    page.wait_until("document.querySelector('[data-testid=lesson-answer]').textContent.includes('That is right')")
        .await;
    page.wait_until("document.querySelector('[data-testid=layers-before]').getClientRects().length > 0").await;
    assert_eq!(page.evaluate("return location.hash").await, "#lesson=what-a-layer-is&step=2");

    // The last step is to be done.
    page.click(".lesson-dots li:last-child button").await;
    step(&page, "Make the largest layer smaller").await;
    assert!(page.text("[data-testid=lesson-next]").await.contains("Finish"));
    page.click("[data-testid=lesson-hint]").await;
    page.wait_for(".lesson-hint").await;
    page.wait_until("document.querySelectorAll('.lesson-goals .reached').length === 2").await;
    page.click("[data-testid=lesson-show]").await;
    page.wait_until("document.querySelectorAll('.lesson-goals .reached').length === 3").await;
    page.click("[data-testid=lesson-next]").await;
    page.wait_until("document.querySelector('[data-testid=lesson-what-a-layer-is]').textContent.includes('done')")
        .await;
    editor_has(&page, OWN).await;
    page.wait_until("location.hash.startsWith('#v1.')").await;
    page.reload().await;
    editor_has(&page, OWN).await;
    page.assert_no_errors().await;
}

#[tokio::test]
async fn a_lesson_is_walked_by_keyboard_alone() {
    let page = Page::open().await;
    page.wait_for("[data-testid=lessons]").await.focus().await.expect("it takes the focus");
    page.press(Key::Enter).await;
    page.wait_until("document.activeElement?.id === 'lessons-title'").await;
    // Close, then the first lesson.
    page.press(Key::Tab).await;
    page.press(Key::Tab).await;
    page.press(Key::Enter).await;
    page.wait_until("document.activeElement?.dataset.testid === 'lesson-step'").await;
    for (title, choice) in [("Which line weighs most?", 2), ("How many layers?", 2)] {
        next_by_key(&page).await;
        step(&page, title).await;
        page.wait_until("document.activeElement?.dataset.testid === 'lesson-step'").await;
        for _ in 0..choice {
            page.press(Key::Tab).await;
        }
        page.press(Key::Space).await;
        page.wait_until("document.querySelector('[data-testid=lesson-answer]').textContent.includes('That is right')")
            .await;
    }
    page.wait_for("[data-testid=lesson-leave]").await.focus().await.expect("it takes the focus");
    page.press(Key::Enter).await;
    page.wait_until("!document.querySelector('[data-testid=lesson]')").await;
    // The focus is not lost: it is back where the lessons begin.
    page.wait_until("document.activeElement?.dataset.testid === 'lessons'").await;
    editor_has(&page, "telescope").await;
    page.assert_no_errors().await;
}

async fn next_by_key(page: &Page) {
    for _ in 0..30 {
        page.press(Key::Tab).await;
        if page.evaluate("return document.activeElement?.dataset.testid").await == "lesson-next" {
            return page.press(Key::Enter).await;
        }
    }
    panic!("Tab does not reach the next step");
}

#[tokio::test]
async fn a_link_opens_a_step_and_the_browser_goes_from_lesson_to_lesson() {
    let page = Page::open_at("#lesson=deleting-later&step=3").await;
    step(&page, "Wasted bytes").await;
    editor_has(&page, "autoremove").await;
    page.click("[data-testid=lessons]").await;
    page.click("[data-testid=lesson-cache-order]").await;
    step(&page, "What a build remembers").await;
    page.click("[data-testid=lesson-next]").await;
    page.click("[data-testid=lesson-next]").await;
    step(&page, "The dominoes fall downwards").await;
    page.driver().back().await.expect("there is a page before");
    step(&page, "Wasted bytes").await;
    page.driver().forward().await.expect("there is a page behind");
    page.wait_until("location.hash.startsWith('#lesson=cache-order')").await;
    editor_has(&page, "npm run build").await;
    page.click("[data-testid=lesson-leave]").await;
    editor_has(&page, "telescope").await;
    page.assert_no_errors().await;
}

#[tokio::test]
async fn an_unknown_lesson_is_said_and_costs_no_draft() {
    let page = Page::open().await;
    page.fill(EDITOR, OWN).await;
    page.wait_until("location.hash.startsWith('#v1.')").await;
    page.evaluate("location.hash = '#lesson=how-to-fly'").await;
    page.wait_until("document.querySelector('[data-testid=notice]').textContent.includes('how-to-fly')").await;
    page.wait_for("[data-testid=lesson-list]").await;
    editor_has(&page, OWN).await;
    page.assert_no_errors().await;
}

#[tokio::test]
async fn a_lesson_stands_in_other_pages() {
    let page = Page::open_at("?embed#lesson=what-a-layer-is&step=2").await;
    page.browser.resize(320, 900).await;
    step(&page, "Which line weighs most?").await;
    assert_eq!(
        page.evaluate("return document.activeElement === document.body").await,
        true,
        "the focus stays around it"
    );
    assert_eq!(page.count("[data-testid=lesson-leave]").await, 0);
    assert!(!is_shown(&page, "[data-testid=total-before]").await);
    page.click("[data-testid=lesson-choice]:nth-of-type(2)").await;
    page.wait_for("[data-testid=layers-before] [data-testid=layer-row]").await;
    assert_eq!(page.evaluate("return document.documentElement.scrollWidth <= innerWidth").await, true);
    let whole = page.evaluate("return document.querySelector('[data-testid=open-whole]').href").await;
    assert!(whole.as_str().is_some_and(|address| address.ends_with("/#lesson=what-a-layer-is&step=2")), "{whole}");
    // What is to be tried can be tried here, too.
    page.click(".lesson-dots li:last-child button").await;
    step(&page, "Make the largest layer smaller").await;
    page.wait_for(EDITOR).await;
    assert_eq!(page.evaluate(&format!("return document.querySelector('{EDITOR}').readOnly")).await, false);
    page.click("[data-testid=lesson-show]").await;
    page.wait_until("document.querySelectorAll('.lesson-goals .reached').length === 3").await;
    assert_eq!(page.evaluate("return localStorage.length").await, 0);
    page.assert_no_errors().await;
}
