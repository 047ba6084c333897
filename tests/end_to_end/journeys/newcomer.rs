//! A first visit, from the example to a link to share: what a person does, counted and timed. Nine actions are the most it
//! may take, and none of them may lead nowhere.

use std::time::Instant;

use drydock_end_to_end::Page;

const OWN: &str = "\
FROM node:22
WORKDIR /app
RUN apt-get update && apt-get install -y build-essential
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
CMD [\"node\", \"server.js\"]
";
const MOST_ACTIONS: usize = 9;

/// What was done so far.
struct Visit {
    page: Page,
    actions: usize,
    since: Instant,
}

impl Visit {
    /// Tells how long a step took, with so many actions of the person's.
    fn told(&mut self, step: &str, actions: usize) {
        self.actions += actions;
        println!("{:>6} ms, {actions} actions: {step}", self.since.elapsed().as_millis());
        self.since = Instant::now();
    }

    async fn number(&self, css: &str) -> String {
        self.page.text(css).await
    }
}

#[tokio::test]
async fn a_first_visit_takes_nine_actions_at_most() {
    let page = Page::open().await;
    page.browser.allow_clipboard().await;
    let mut visit = Visit { page, actions: 0, since: Instant::now() };

    let page = &visit.page;
    assert!(page.text("[data-testid=saving]").await.contains("smaller on disk"));
    let example = page.text("[data-testid=total-before]").await;
    visit.told("open, and read what the example saves", 1);

    // One action to select all in the editor, one to paste.
    visit.page.fill("[data-testid=editor-before]", OWN).await;
    let first = visit.page.wait_for_other_text("[data-testid=total-before]", &example).await;
    visit.page.wait_until("!document.querySelector('[data-testid=editor-after]')").await;
    visit.told("paste an own Dockerfile, which stands alone", 2);

    visit.page.click("[data-testid=view-layers]").await;
    let largest = "(() => { const rows = [...document.querySelectorAll('[data-testid=layer-row]')];
        const bar = row => parseFloat(row.querySelector('.layer-share rect:not(.track)')?.getAttribute('width') ?? 0);
        return rows.slice(1).sort((one, other) => bar(other) - bar(one))[0].dataset.line; })()";
    let line = visit.page.evaluate(&format!("return {largest}")).await;
    assert_eq!(line.as_str(), Some("5"), "the modules weigh most of what was added");
    visit.told("jump to the layers, and see which is the largest", 1);

    visit.page.click("[data-testid=layer-row][data-line='5'] button").await;
    let why = visit.number(".layer-detail").await;
    assert!(why.contains("node_modules"), "{why}");
    visit.told("open it, and read what it is made of", 1);

    visit.page.click("[data-testid=view-advice]").await;
    let card = "[data-testid=advice-card]:has([data-testid=apply])";
    let words = visit.number(card).await;
    assert!(words.contains("on disk"), "{words}");
    visit.told("jump to the advice, and read what it saves", 1);

    visit.page.click(&format!("{card} [data-testid=apply]")).await;
    visit.page.wait_for_other_text("[data-testid=total-before]", &first).await;
    visit.told("apply it, and see the total fall", 1);

    visit.page.click("[data-testid=copy-link]").await;
    visit.page.wait_until("document.querySelector('[data-testid=notice]')?.textContent.includes('copied')").await;
    visit.told("copy the link", 1);
    let lighter = visit.number("[data-testid=total-before]").await;

    let link = visit.page.evaluate("return navigator.clipboard.readText()").await;
    let link = link.as_str().expect("a link").to_owned();
    visit.page.assert_no_errors().await;
    let fragment = link.split_once('#').expect("a state in the link").1;
    let other = Page::open_at(&format!("#{fragment}")).await;
    other
        .wait_until(&format!("document.querySelector('[data-testid=total-before]')?.textContent === '{lighter}'"))
        .await;
    println!("{} actions", visit.actions);
    assert!(visit.actions <= MOST_ACTIONS, "{} actions", visit.actions);
}
