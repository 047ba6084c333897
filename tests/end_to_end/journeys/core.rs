//! The core comes when it is needed, is replaced when it breaks down, and where it cannot be had the page says so and
//! keeps what was typed.

use drydock_end_to_end::{Page, Site};

const BEFORE: &str = "[data-testid=editor-before]";
const TOTAL: &str = "[data-testid=total-before]";
const NOTICE: &str = "[data-testid=notice] .problem";

/// The files that the page itself has fetched.
const FETCHED: &str =
    "return performance.getEntriesByType('resource').map(entry => entry.name.split('/').pop()).join(' ')";

#[tokio::test]
async fn a_first_visitor_fetches_no_core_until_the_first_touch() {
    let page = Page::open().await;
    page.wait_for("[data-testid=rebuild-count-after]").await;
    // Long enough for whatever would follow by itself.
    page.evaluate("return new Promise(done => setTimeout(done, 500))").await;
    let fetched = page.evaluate(FETCHED).await.as_str().expect("names").to_string();
    assert!(fetched.contains("first-sight-"), "{fetched}");
    for late in ["worker", "drydock-core", "debian"] {
        assert!(!fetched.contains(late), "{late} was fetched too early: {fetched}");
    }
    page.click("h1").await;
    page.wait_until("performance.getEntriesByType('resource').some(entry => entry.name.includes('/worker-'))").await;
    page.assert_no_errors().await;
}

#[tokio::test]
async fn the_first_sight_is_what_the_core_says() {
    let page = Page::open().await;
    let bare = Page::open_with(|site| site.refuse("first-sight")).await;
    for part in ["total-before", "total-after", "saving", "layers-before", "layers-after", "rebuild"] {
        let part = format!("[data-testid={part}]");
        let first = page.evaluate(&format!("return document.querySelector('{part}').innerText")).await;
        bare.wait_until(&format!("document.querySelector('{part}')?.innerText === {first}")).await;
    }
}

#[tokio::test]
async fn where_the_core_cannot_be_had_the_page_says_so_and_tries_again_with_the_next_change() {
    let page = Page::open_with(|site| site.refuse("drydock-core")).await;
    let first = page.text(TOTAL).await;
    page.fill(BEFORE, "FROM scratch\nCOPY one /\n").await;
    assert!(page.text(NOTICE).await.contains("could not be loaded"));
    assert_eq!(page.text(TOTAL).await, first);
    assert_eq!(page.wait_for(BEFORE).await.prop("value").await.unwrap().unwrap(), "FROM scratch\nCOPY one /\n");
    page.site.restore();
    page.fill(BEFORE, "FROM scratch\nCOPY two /\n").await;
    page.wait_for_other_text(TOTAL, &first).await;
    page.wait_until("!document.querySelector('[data-testid=notice] .problem')").await;
}

#[tokio::test]
async fn a_core_that_breaks_down_is_replaced_and_not_asked_the_same_again() {
    let (name, script) = Site::built("worker-", ".js");
    let deadly = "postMessage(deadly(data) ?? answer(data))";
    let script = script.replace("postMessage(answer(data))", deadly)
        + "function deadly(data) {
             if (new TextDecoder().decode(data).includes('DEADLY')) throw new Error('broken on purpose');
           }";
    assert!(script.contains(deadly), "{script}");
    let page = Page::open_with(|site| site.put(&name, &script)).await;
    let first = page.text(TOTAL).await;
    page.fill(BEFORE, "FROM scratch AS DEADLY\n").await;
    assert!(page.text(NOTICE).await.contains("broke down"));
    page.fill(BEFORE, "FROM alpine:3.20\n").await;
    page.wait_for_other_text(TOTAL, &first).await;
    page.wait_until("document.querySelector('[data-testid=layers-before]').innerText.includes('alpine')").await;
}

#[tokio::test]
async fn without_workers_the_core_answers_on_the_pages_own_thread() {
    let page = Page::open_with(|site| site.refuse("worker")).await;
    let first = page.text(TOTAL).await;
    page.fill(BEFORE, "FROM alpine:3.20\n").await;
    page.wait_for_other_text(TOTAL, &first).await;
    page.wait_until("performance.getEntriesByType('resource').some(entry => entry.name.includes('drydock-core'))")
        .await;
}

#[tokio::test]
async fn the_page_answers_while_the_core_works_on_ten_thousand_stages() {
    let page = Page::open().await;
    page.click("h1").await;
    let theme = page.text("[data-testid=theme-toggle]").await;
    let script = "const done = arguments[arguments.length - 1];
        const area = document.querySelector('[data-testid=editor-before]');
        const total = () => document.querySelector('[data-testid=total-before]').textContent;
        const before = total();
        area.value = Array.from({length: 10000}, (_, at) => `FROM alpine:3.20 AS s${at}\\nRUN apk add git\\n`).join('');
        area.dispatchEvent(new InputEvent('input', {bubbles: true}));
        document.querySelector('[data-testid=theme-toggle]').click();
        return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(
            [document.querySelector('[data-testid=theme-toggle]').innerText, total() === before]))))";
    let seen = page.evaluate(script).await;
    assert_ne!(seen[0], theme.as_str(), "the click had no effect");
    assert_eq!(seen[1], true, "the page was held up until the answer came");
    page.wait_until("document.querySelector('#side-before .side-title').innerText.includes('10000 stages')").await;
    page.assert_no_errors().await;
}

/// As a page that embeds ours may sandbox it: no origin, hence no storage, no address of its own to start a worker by.
#[tokio::test]
async fn a_sandboxed_frame_works_too() {
    let page = Page::open().await;
    page.site.put("frame", "<!doctype html><iframe sandbox='allow-scripts' src='./' width=1400 height=900></iframe>");
    page.driver().goto(page.site.address("frame.html")).await.expect("it opens");
    page.driver().enter_frame(0).await.expect("a frame");
    let first = page.text(TOTAL).await;
    page.fill(BEFORE, "FROM alpine:3.20\n").await;
    page.wait_for_other_text(TOTAL, &first).await;
    let fetched = page.evaluate(FETCHED).await.as_str().expect("names").to_string();
    assert!(!fetched.contains("drydock-core"), "the core works in a worker here too: {fetched}");
}
