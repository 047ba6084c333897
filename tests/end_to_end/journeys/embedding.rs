//! Drydock inside other pages: the page of examples as a blog's author writes it, frames without rights, no other address.

use drydock_end_to_end::Page;

/// The frame of one playground, as a script sees it.
const FRAME: &str =
    "const frame = (at) => document.querySelectorAll('drydock-playground')[at].shadowRoot.querySelector('iframe');";

async fn examples() -> Page {
    let page = Page::open().await;
    page.driver().goto(page.site.address("docs/embedding.html")).await.expect("the page opens");
    page
}

#[tokio::test]
async fn code_blocks_and_elements_become_playgrounds_as_high_as_they_need() {
    let page = examples().await;
    page.wait_until("document.querySelectorAll('drydock-playground').length === 3").await;
    for at in 0..2 {
        page.evaluate(&format!("document.querySelectorAll('drydock-playground')[{at}].scrollIntoView()")).await;
        page.wait_until(&format!("document.querySelectorAll('drydock-playground')[{at}].hasAttribute('ready')")).await;
        page.wait_until(&format!(
            "(() => {{ {FRAME} const own = frame({at}); const high = own.contentDocument.body.getBoundingClientRect().height;
               return own.contentDocument.querySelector('[data-testid=total-before]') && Math.abs(own.offsetHeight - high) < 2; }})()"
        ))
        .await;
    }
    // The block stays for paper and gives way on the screen; the pair shares one frame.
    assert_eq!(page.evaluate("return document.querySelector('drydock-playground pre').offsetHeight").await, 0);
    let two = format!("{FRAME} return Boolean(frame(1).contentDocument.querySelector('[data-testid=total-after]'))");
    assert_eq!(page.evaluate(&two).await, true);
    // Another view is of another height, and the frame follows.
    page.evaluate(&format!("{FRAME} window.high = frame(1).offsetHeight; frame(1).contentDocument.querySelector('[data-testid=view-layers]').click()")).await;
    page.wait_until(&format!("(() => {{ {FRAME} return frame(1).offsetHeight !== window.high }})()")).await;
    // The third waits for a click.
    assert_eq!(page.evaluate(&format!("{FRAME} return frame(2)")).await, serde_json::Value::Null);
    page.evaluate("document.querySelectorAll('drydock-playground')[2].shadowRoot.querySelector('button').click()")
        .await;
    page.wait_until("document.querySelectorAll('drydock-playground')[2].hasAttribute('ready')").await;
    // What was written by hand elsewhere stays.
    assert_ne!(page.evaluate("return document.getElementById('python').offsetHeight").await, 0);
    let elsewhere = page
        .evaluate(&format!(
            "{FRAME} return [window, ...[0, 1, 2].map((at) => frame(at).contentWindow)]
               .flatMap((one) => one.performance.getEntriesByType('resource').map((entry) => entry.name))
               .filter((name) => !name.startsWith(location.origin) && !name.startsWith('data:') && !name.startsWith('blob:')).join()"
        ))
        .await;
    assert_eq!(elsewhere, "");
    page.assert_no_errors().await;
}

#[tokio::test]
async fn a_sandboxed_frame_works_and_tells_its_height() {
    let page = Page::open().await;
    // Around it stands a page with no policy of its own.
    page.site.put("around.html", "<!doctype html><body>");
    page.driver().goto(page.site.address("around.html")).await.expect("the page opens");
    page.evaluate(
        "window.told = {};
         const frame = document.createElement('iframe');
         addEventListener('message', ({source, data}) => source === frame.contentWindow && Object.assign(window.told, data));
         frame.id = 'inside'; frame.sandbox = 'allow-scripts'; frame.src = './?EMBED&View=Layers&nobody=knows';
         frame.style = 'width: 320px; height: 600px';
         document.body.prepend(frame);",
    )
    .await;
    page.wait_until("window.told.height > 700 && window.told['datawrapper-height']").await;
    let frame = page.wait_for("#inside").await;
    frame.enter_frame().await.expect("the frame can be entered");
    page.wait_for("[data-testid=layers-before] [data-testid=layer-row]").await;
    assert_eq!(page.count("textarea").await, 0);
}

#[tokio::test]
async fn an_embed_is_read_only_and_opens_as_it_stands() {
    let page = Page::open_at("?embed&view=dockerfile&theme=dark&step=after:2").await;
    let field = page.wait_for("[data-testid=editor-before]").await;
    assert!(field.prop("readOnly").await.expect("a property").is_some_and(|value| value == "true"));
    assert_eq!(page.evaluate("return document.documentElement.dataset.theme").await, "dark");
    assert_eq!(page.evaluate("return document.documentElement.scrollWidth <= innerWidth").await, true);
    let before = page.evaluate("return document.querySelector('[data-testid=open-whole]').href").await;
    page.click("[data-testid=measure-pull]").await;
    page.wait_until(&format!("document.querySelector('[data-testid=open-whole]').href !== {before}")).await;
    assert_eq!(page.evaluate("return localStorage.length").await, 0);
    let address = page.evaluate("return document.querySelector('[data-testid=open-whole]').href").await;
    let address = address.as_str().expect("an address").to_string();
    assert!(!address.contains('?'), "{address}");
    let whole = Page::open_at(&format!("#{}", address.split_once('#').expect("a link").1)).await;
    whole.wait_until("document.querySelector('[data-testid=measure-pull]').checked").await;
    page.assert_no_errors().await;
}

#[tokio::test]
async fn on_paper_stands_a_picture_instead_of_the_frame_and_the_code() {
    let page = examples().await;
    page.wait_until("document.querySelectorAll('drydock-playground').length === 3").await;
    for at in 0..2 {
        page.evaluate(&format!("document.querySelectorAll('drydock-playground')[{at}].scrollIntoView()")).await;
        page.wait_until(&format!("document.querySelectorAll('drydock-playground')[{at}].hasAttribute('pictured')"))
            .await;
    }
    // For each playground: the heights of its picture, its frame and its code, and whether the picture is whole.
    let shown = "return [0, 1].map((at) => {
        const own = document.querySelectorAll('drydock-playground')[at];
        const image = own.shadowRoot.querySelector('img');
        const [picture, frame, code] = [image, own.shadowRoot.querySelector('iframe'), own.querySelector('pre')].map((one) => one.getBoundingClientRect());
        const whole = image.naturalWidth === 760 && Math.abs(picture.width / picture.height - image.naturalWidth / image.naturalHeight) < 0.01;
        return [picture.height > 200 && picture.width > 500 && whole, frame.height > 0, code.height > 0].join();
    }).join(' ')";
    assert_eq!(page.evaluate(shown).await, "false,true,false false,true,false");
    page.browser.show_as_on("print").await;
    assert_eq!(page.evaluate(shown).await, "true,false,false true,false,false");
    page.browser.show_as_on("screen").await;
    // A picture comes from our own frame alone.
    page.evaluate("window.own = document.querySelector('drydock-playground').shadowRoot.querySelector('img').src; postMessage({type: 'drydock-picture', svg: '<svg/>'})").await;
    page.evaluate("return new Promise((resolve) => setTimeout(resolve, 50))").await;
    assert_eq!(
        page.evaluate(
            "return document.querySelector('drydock-playground').shadowRoot.querySelector('img').src === window.own"
        )
        .await,
        true
    );
    page.assert_no_errors().await;
}

#[tokio::test]
async fn the_page_around_hears_nothing_of_what_a_reader_types() {
    let page = Page::open().await;
    page.site.put("around.html", "<!doctype html><body>");
    page.driver().goto(page.site.address("around.html")).await.expect("the page opens");
    page.evaluate(
        "window.pictures = [];
         const frame = document.createElement('iframe');
         addEventListener('message', ({source, data}) => source === frame.contentWindow && data.svg && window.pictures.push(data.svg));
         frame.id = 'inside'; frame.src = './?embed&view=dockerfile&readonly=no';
         frame.style = 'width: 800px; height: 600px';
         document.body.prepend(frame);",
    )
    .await;
    let inside = page.wait_for("#inside").await;
    inside.enter_frame().await.expect("the frame can be entered");
    page.fill("[data-testid=editor-before]", "FROM alpine AS my-own-secret\n").await;
    page.wait_until("document.querySelector('[data-testid=editor-before]').value.includes('secret')").await;
    page.driver().enter_parent_frame().await.expect("the page around it");
    page.evaluate("document.getElementById('inside').contentWindow.postMessage({type: 'drydock-picture'}, '*')").await;
    page.wait_until("window.pictures.length").await;
    assert_eq!(page.evaluate("return window.pictures[0].includes('my-own-secret')").await, false);
    assert_eq!(page.evaluate("return window.pictures[0].includes('node:lts')").await, true);
}
