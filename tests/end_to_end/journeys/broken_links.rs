//! Links that were cut, and links made to break the page: each gives its message, and what was on the page stays.

use drydock_end_to_end::Page;
use drydock_end_to_end::link::{Link, bomb, tag};
use serde_json::json;

const DOCKERFILE: u8 = tag::DOCKERFILE | tag::BEFORE;

/// The page, which from now on notes when it hears of another address: browsers take their time to say so of long ones.
async fn open() -> Page {
    let page = Page::open().await;
    let listener = json!({"source": "addEventListener('hashchange', () => window.heard = performance.now())"});
    let devtools = page.driver().cdp();
    devtools.send_raw("Page.addScriptToEvaluateOnNewDocument", listener).await.expect("the browser takes it");
    page.reload().await;
    page
}

/// What the page says once the address is another one, and how many milliseconds after it heard of that.
async fn said(page: &Page, fragment: &str) -> (String, f64) {
    let told = page
        .evaluate(&format!(
            "const notice = () => document.querySelector('[data-testid=notice] .problem');
             return new Promise((resolve) => {{
               const watch = new MutationObserver(() => {{
                 if (!notice()) return;
                 watch.disconnect();
                 resolve([notice().textContent, performance.now() - window.heard]);
               }});
               watch.observe(document.body, {{ subtree: true, childList: true, characterData: true }});
               location.hash = {};
             }})",
            json!(fragment)
        ))
        .await;
    page.click("[data-testid=notice] button:last-of-type").await;
    page.wait_until("!document.querySelector('[data-testid=notice] p')").await;
    (told[0].as_str().expect("a message").to_string(), told[1].as_f64().expect("a number"))
}

#[tokio::test]
async fn a_link_cut_anywhere_gives_the_message() {
    let page = open().await;
    let whole = page.evaluate("return document.querySelector('[data-testid=editor-before]').value.repeat(5)").await;
    // Not packed, so that cuts fall into texts, lengths and tags.
    let link = Link::default().with(DOCKERFILE, whole.as_str().expect("a text").as_bytes()).fragment();
    let mut slowest = 0_f64;
    let cuts = (50..link.len()).step_by(50);
    let count = cuts.clone().count();
    for end in cuts {
        let (message, milliseconds) = said(&page, &link[..end]).await;
        assert!(message.contains("could not be opened") && message.contains("cut short"), "{end}: {message}");
        slowest = slowest.max(milliseconds);
    }
    println!("{count} cut links: the slowest message came after {slowest:.0} ms");
    assert!(page.text("[data-testid=saving]").await.contains("smaller"), "the page is as it was");
    page.assert_no_errors().await;
}

#[tokio::test]
async fn bombs_give_the_message() {
    let page = open().await;
    let many = (0..30_000).fold(Link::default(), |link, _| link.with(DOCKERFILE, b"x")).fragment();
    let endless = Link::default().with(DOCKERFILE, b"FROM a").with_named(tag::CONTEXT | tag::BEFORE, "a", &[255; 9]);
    for (name, link, message) in [
        ("100 kB that inflate to 16 MB", bomb(100_000), "larger than Drydock takes"),
        ("1.4 MB that inflate to 220 MB", bomb(1_400_000), "larger than Drydock takes"),
        ("30,000 records", many, "larger than Drydock takes"),
        ("a number without an end", endless.fragment(), "not a Dockerfile comparison"),
        ("more letters than any link has", format!("v1.{}", "A".repeat(2_000_001)), "longer than any link"),
        ("another program's version", "v9.abc".to_string(), "later version"),
    ] {
        let (told, milliseconds) = said(&page, &link).await;
        assert!(told.contains(message), "{name}: {told}");
        println!("{name}: the message came after {milliseconds:.0} ms");
    }
    page.assert_no_errors().await;
}

#[tokio::test]
async fn nested_texts_open_and_leave_the_page_alive() {
    let deep =
        format!("FROM alpine\nARG A={}b{}\nRUN {}\n", "${A:-".repeat(50_000), "}".repeat(50_000), "(".repeat(50_000));
    let link = Link::default().with(DOCKERFILE, deep.as_bytes()).fragment();
    let page = Page::open_at(&format!("#{link}")).await;
    page.wait_for("[data-testid=total-before]").await;
    page.fill("[data-testid=editor-before]", "FROM alpine:3.22\nRUN apk add --no-cache curl\n").await;
    page.wait_until("document.querySelectorAll('[data-testid=layers-before] [data-testid=layer-row]').length === 2")
        .await;
    page.assert_no_errors().await;
}
