//! What axe-core finds wrong with the page for people who do not see it or do not use a mouse.

use std::{env, fs};

use drydock_end_to_end::Page;

#[tokio::test]
#[ignore = "needs axe-core, named by AXE_SCRIPT"]
async fn axe_finds_no_fault() {
    let file = env::var_os("AXE_SCRIPT").expect("AXE_SCRIPT names axe.min.js");
    let axe = fs::read_to_string(file).expect("axe-core's script");
    let page = Page::open().await;
    let once = |css: &str| {
        format!("return new Promise(shown => setInterval(() => document.querySelector('{css}') && shown(), 100));")
    };
    let answered = format!(
        "setInterval(() => document.querySelector('.lesson-choice:nth-of-type(1):not([aria-pressed=true])')?.click(), 100); {}",
        once(".lesson-choice.right")
    );
    for (path, before) in [
        ("", ""),
        ("?open", "document.querySelector('.share-more').open = true;"),
        (
            "?facts",
            "const field = document.querySelector('[data-testid=real-build-paste-before]');
             field.value = '<missing>   2 hours ago   RUN /bin/sh -c npm run build # buildkit   31.5MB';
             field.dispatchEvent(new InputEvent('input', {bubbles: true}));
             return new Promise(shown => setInterval(
                 () => document.querySelector('[data-testid=real-build-use-before]') && shown(), 100));",
        ),
        ("?gallery", "document.querySelector('[data-testid=gallery]').click();"),
        (
            "?advice",
            "document.querySelector('[data-testid=advice]').scrollIntoView({behavior: 'instant'});
             return new Promise(shown => setInterval(
                 () => document.querySelector('[data-testid=advice-after] [data-testid=advice-card]') && shown(), 100));",
        ),
        (
            "?changes",
            "document.querySelector('[data-testid=changes]').scrollIntoView({behavior: 'instant'});
             return new Promise(shown => setInterval(
                 () => document.querySelector('[data-testid=change-row]') && shown(), 100));",
        ),
        ("?embed", ""),
        ("?embed&view=advice", ""),
        ("?embed&view=layers", ""),
        (
            "?embed&view=files",
            "return new Promise(shown => setInterval(() => document.querySelector('[data-testid=tile]') && shown(), 100));",
        ),
        (
            "?files",
            "document.querySelector('[data-testid=files]').scrollIntoView();
             document.querySelector('[data-testid=files-tree]').click();
             return new Promise(shown => setInterval(() => document.querySelector('.files-tree summary') && shown(), 100));",
        ),
        ("?embed&view=dockerfile", ""),
        ("?lessons", &format!("document.querySelector('[data-testid=lessons]').click(); {}", once(".lesson-card"))),
        ("?a#lesson=splitting-into-stages", &once(".lesson-figure")),
        ("?b#lesson=splitting-into-stages&step=2", &answered),
        ("?c#lesson=splitting-into-stages&step=7", &once(".lesson-goals .reached")),
        ("?embed&a#lesson=splitting-into-stages&step=5", &once("#lesson-guess")),
    ] {
        page.goto(path).await;
        page.wait_for("[data-testid=total-before]").await;
        page.evaluate(before).await;
        for scheme in ["light", "dark"] {
            page.browser.prefer("prefers-color-scheme", scheme).await;
            page.evaluate(&axe).await;
            let faults = page
                .evaluate(
                    "return axe.run().then(result => result.violations.map(
                        fault => [fault.id, fault.help, ...fault.nodes.map(node => node.target.join(' '))].join(' | ')))",
                )
                .await;
            assert_eq!(faults.as_array().map(Vec::as_slice), Some([].as_slice()), "{path} {scheme}: {faults:#}");
        }
    }
}
