//! Texts meant to become markup, in every field that a Dockerfile or a link has: they leave no element and no request,
//! neither on the page nor in what is taken from it.

use drydock_end_to_end::Page;
use drydock_end_to_end::link::{Link, tag};
use serde_json::json;

/// What it would run or load asks the site for something that nothing else asks for.
const MARKUP: &str = "\"'></textarea></style></title></svg><img src=hostile-image onerror=fetch('hostile-handler')>\
    <svg onload=fetch('hostile-svg')></svg><script>fetch('hostile-script')</script><iframe src=hostile-frame></iframe>\
    <a href=javascript:fetch('hostile-link')>a</a>]]>--><!--";

/// Elements that only markup in a text could have made. The page draws with SVG and links to places, never with these.
const FOREIGN: &str = "img, iframe, object, embed, script:not([type=module]):not([src]), [onload], [onerror], \
    [src*=hostile], [href^='javascript' i], foreignObject, image";

#[tokio::test]
async fn hostile_fields_of_a_link_leave_nothing_behind() {
    let link = hostile().fragment();
    let page = Page::open_at(&format!("#{link}")).await;
    page.wait_for("[data-testid=total-before]").await;
    walk_through(&page).await;
    assert!(page.evaluate("return document.body.textContent.includes('hostile-image')").await == true, "it is shown");
    nothing_is_left(&page, "the page").await;
    for view in ["stages", "layers", "rebuild", "dockerfile", "advice", "changes", "files", "project"] {
        page.goto(&format!("?embed&view={view}&theme={view}#{link}")).await;
        page.wait_for("[data-testid=total-before]").await;
        walk_through(&page).await;
        nothing_is_left(&page, view).await;
    }
    // Where the same names break every rule there is.
    page.goto(&format!("?again#{}", broken().fragment())).await;
    page.wait_for("[data-testid=problems-before] [data-testid=message]").await;
    walk_through(&page).await;
    nothing_is_left(&page, "a page of errors").await;
    page.assert_no_errors().await;
}

#[tokio::test]
async fn hostile_names_leave_nothing_behind_in_what_is_taken() {
    let page = Page::open_at(&format!("#{}", hostile().fragment())).await;
    page.browser.allow_clipboard().await;
    page.wait_for("[data-testid=total-before]").await;
    page.evaluate(
        "window.taken = {};
         navigator.clipboard.writeText = async (text) => { window.taken.last = text };
         const make = URL.createObjectURL;
         URL.createObjectURL = (blob) => { if (blob.type === 'image/svg+xml') blob.text().then((text) => window.taken.last = text); return make(blob) };",
    )
    .await;
    let mut forms = Vec::new();
    for (entry, file) in [
        ("share-svg", "hostile.svg"),
        ("share-summary", "summary.html"),
        ("share-mermaid", "mermaid.html"),
        ("share-markdown-link", "markdown.html"),
        ("share-frame", "frame.html"),
        ("share-element", "element.html"),
    ] {
        page.evaluate("window.taken.last = ''; document.querySelector('.share-more').open = true").await;
        page.click(&format!("[data-testid={entry}]")).await;
        page.wait_until("window.taken.last").await;
        let text = page.evaluate("return window.taken.last").await;
        forms.push((file, text.as_str().expect("a text").to_string()));
    }
    // No policy protects these: each is opened as a document of its own, Markdown as one that lets all markup through.
    for (file, text) in &forms {
        page.site.put(&format!("taken/{file}"), text);
        page.driver().goto(page.site.address(&format!("taken/{file}"))).await.expect("it opens");
        page.wait_until("document.readyState === 'complete'").await;
        let made = page
            .evaluate(&format!(
                "return [...document.querySelectorAll({})].filter((one) => !one.matches({})).map((one) => one.outerHTML.slice(0, 80)).join()",
                json!(FOREIGN),
                // Our own frame, and the element's own script.
                json!("iframe[src*='/?embed#v1.'], script[src$='/embed.js']")
            ))
            .await;
        assert_eq!(made, "", "{file}: {text}");
        assert_eq!(page.evaluate("return document.querySelectorAll('parsererror').length").await, 0, "{file}");
    }
    let asked = hostile_requests(&page);
    assert!(asked.is_empty(), "{asked:?}");
}

/// Opens every part of the page, so that all of it is drawn.
async fn walk_through(page: &Page) {
    page.evaluate(
        "return (async () => {
           for (const details of document.querySelectorAll('details')) details.open = true;
           for (let y = 0; y < document.documentElement.scrollHeight; y += 600) {
             scrollTo(0, y);
             await new Promise((resolve) => setTimeout(resolve, 60));
           }
           for (const button of document.querySelectorAll('[data-testid=layer-row] button')) button.click();
           await new Promise((resolve) => setTimeout(resolve, 400));
         })()",
    )
    .await;
}

async fn nothing_is_left(page: &Page, place: &str) {
    let made = format!(
        "return [...document.querySelectorAll({})].map((one) => one.outerHTML.slice(0, 120)).join()",
        json!(FOREIGN)
    );
    assert_eq!(page.evaluate(&made).await, "", "{place}");
    let elsewhere = page
        .evaluate(
            "return performance.getEntriesByType('resource').map((entry) => entry.name)
               .filter((name) => !name.startsWith(location.origin) && !name.startsWith('blob:') && !name.startsWith('data:')).join()",
        )
        .await;
    assert_eq!(elsewhere, "", "{place}");
    let asked = hostile_requests(page);
    assert!(asked.is_empty(), "{place}: {asked:?}");
}

fn hostile_requests(page: &Page) -> Vec<String> {
    page.site.asked().into_iter().filter(|path| path.contains("hostile-")).collect()
}

/// A link whose Dockerfiles can be analysed, with markup wherever a text may stand.
fn hostile() -> Link {
    let name = MARKUP.replace(' ', "/");
    let dockerfile = format!(
        "# {MARKUP}\nARG WHO=\"{name}\"\nFROM \"node:22\" AS build\nLABEL a=\"{0}\"\nENV B='{1}'\nWORKDIR \"/{1}\"\n\
         COPY [\"{0}\", \"/{1}/\"]\nCOPY <<\"{1}\" /heredoc\n{MARKUP}\n{1}\nRUN echo \"{0}\" > '/{1}'\n\
         FROM alpine:3.22\nCOPY --from=build \"/{1}\" /\nCOPY --from=\"evil.example/{1}:1\" / /\nCMD [\"{0}\"]\n",
        MARKUP.replace('"', "\\\""),
        name.replace(['"', '\''], ""),
    );
    let both = tag::BEFORE | tag::AFTER;
    let size = [0xc0, 0x96, 0xb1, 0x02];
    Link::default()
        .with(tag::DOCKERFILE | both, dockerfile.as_bytes())
        .with(tag::DOCKERIGNORE | both, MARKUP.as_bytes())
        .with_named(tag::CONTEXT | both, MARKUP, &size)
        .with_named(tag::CONTEXT | both, &format!("{name}/"), &size)
        .with_named(
            tag::MANIFEST | both,
            "package.json",
            format!("{{\"dependencies\":{{\"{name}\":\"1\"}}}}").as_bytes(),
        )
        .with_named(tag::MANIFEST | both, MARKUP, MARKUP.as_bytes())
        .with_named(tag::BUILD_ARG | both, MARKUP, MARKUP.as_bytes())
        .with_named(tag::BUILD_ARG | tag::BEFORE, "WHO", MARKUP.as_bytes())
        .with_named(tag::IMAGE | both, MARKUP, &[1, 100])
        .with_named(tag::OVERRIDE | both, MARKUP, &size)
        .with_named(tag::PULL_OVERRIDE | both, MARKUP, &size)
        .with(tag::TABLES, MARKUP.as_bytes())
        .with(tag::CHANGE, format!("f{MARKUP}").as_bytes())
        .with(tag::VIEW, MARKUP.as_bytes())
}

/// A link that nothing can be built from.
fn broken() -> Link {
    let dockerfile = format!(
        "FROM {MARKUP} AS {MARKUP}\nFROM a AS <b>\n{MARKUP}\nCOPY --{MARKUP} a b\nRUN --mount=type={MARKUP} x\n"
    );
    Link::default()
        .with(tag::DOCKERFILE | tag::BEFORE, dockerfile.as_bytes())
        .with(tag::TARGET | tag::BEFORE, MARKUP.as_bytes())
        .with(tag::PLATFORM | tag::BEFORE, MARKUP.as_bytes())
}
