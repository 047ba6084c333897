//! The page in a browser, spoken of as a person would: what is shown, typed, pressed. Parts are found by `data-testid`.

use std::time::{Duration, Instant};

use serde_json::Value;
use thirtyfour::prelude::*;

use crate::{Browser, Site};

const PATIENCE: Duration = Duration::from_secs(15);
const PAUSE: Duration = Duration::from_millis(30);

/// One open page.
pub struct Page {
    pub browser: Browser,
    pub site: Site,
}

impl Page {
    /// The page as a first visitor gets it.
    pub async fn open() -> Self {
        Self::open_at("").await
    }

    /// The page at `path`, which may carry a query and a fragment, in a fresh profile.
    pub async fn open_at(path: &str) -> Self {
        let page = Self { browser: Browser::start().await, site: Site::of_the_built_page() };
        page.browser.resize(1440, 900).await;
        page.goto(path).await;
        page
    }

    /// The page as a first visitor gets it from a site with something changed.
    pub async fn open_with(change: impl FnOnce(&Site)) -> Self {
        let page = Self { browser: Browser::start().await, site: Site::of_the_built_page() };
        change(&page.site);
        page.browser.resize(1440, 900).await;
        page.goto("").await;
        page
    }

    /// Opens `path` in the same profile.
    pub async fn goto(&self, path: &str) {
        self.open_address(&self.site.address(path)).await;
    }

    /// Opens a whole address of the page, as a link does.
    pub async fn open_address(&self, address: &str) {
        self.driver().goto(address).await.expect("the page opens");
        self.wait_for("[data-testid=app]").await;
    }

    pub async fn reload(&self) {
        self.driver().refresh().await.expect("the page reloads");
        self.wait_for("[data-testid=app]").await;
    }

    /// The first element that matches, as soon as there is one.
    pub async fn wait_for(&self, css: &str) -> WebElement {
        self.until(css, async || self.driver().find(By::Css(css)).await.ok()).await
    }

    /// The text of the first element that matches.
    pub async fn text(&self, css: &str) -> String {
        self.wait_for(css).await.text().await.expect("its text")
    }

    pub async fn count(&self, css: &str) -> usize {
        self.driver().find_all(By::Css(css)).await.expect("a valid selector").len()
    }

    pub async fn click(&self, css: &str) {
        let element = self.wait_for(css).await;
        // The driver clicks where an element was before the page has scrolled smoothly.
        let still = "arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})";
        let argument = element.to_json().expect("a reference");
        self.driver().execute(still, vec![argument]).await.expect("it can be scrolled to");
        element.click().await.expect("it can be clicked");
    }

    /// Replaces the content of a text field, as a person does: selects all, and types or deletes.
    pub async fn fill(&self, css: &str, text: &str) {
        let field = self.wait_for(css).await;
        field.send_keys(Key::Control + "a").await.expect("it can be selected");
        let typed = if text.is_empty() { char::from(Key::Delete).to_string() } else { text.to_string() };
        field.send_keys(typed).await.expect("it takes text");
    }

    /// Presses a key, wherever the focus is.
    pub async fn press(&self, key: Key) {
        self.driver().action_chain().send_keys(key).perform().await.expect("the key is pressed");
    }

    /// Moves the pointer onto the first element that matches.
    pub async fn point_at(&self, css: &str) {
        let element = self.wait_for(css).await;
        element.scroll_into_view().await.expect("it can be scrolled to");
        self.driver().action_chain().move_to_element_center(&element).perform().await.expect("the pointer moves");
    }

    /// What `script`, the body of a function, returns.
    pub async fn evaluate(&self, script: &str) -> Value {
        self.driver().execute(script, Vec::new()).await.expect("the script runs").json().clone()
    }

    /// The same for a script that is given a text, as `arguments[0]`.
    pub async fn evaluate_with(&self, script: &str, given: &str) -> Value {
        self.driver().execute(script, vec![given.into()]).await.expect("the script runs").json().clone()
    }

    /// Waits until the text of the first element that matches is another than `text`; the new one.
    pub async fn wait_for_other_text(&self, css: &str, text: &str) -> String {
        self.until(css, async || {
            let now = self.driver().find(By::Css(css)).await.ok()?.text().await.ok()?;
            (now != text).then_some(now)
        })
        .await
    }

    /// Waits until `script`, an expression, is true.
    pub async fn wait_until(&self, script: &str) {
        self.until(script, async || {
            let result = self.driver().execute(format!("return Boolean({script})"), Vec::new()).await.ok()?;
            result.json().as_bool().filter(|holds| *holds)
        })
        .await;
    }

    /// Fails if the browser has reported an error of any kind since the last time.
    pub async fn assert_no_errors(&self) {
        let log = self.driver().browser_log().await.expect("the browser's log");
        let errors: Vec<_> = log.iter().filter(|entry| entry.level == "SEVERE").collect();
        assert!(errors.is_empty(), "the browser reported errors: {errors:#?}");
    }

    pub fn driver(&self) -> &WebDriver {
        self.browser.driver()
    }

    async fn until<T>(&self, what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
        let started = Instant::now();
        loop {
            if let Some(found) = look().await {
                return found;
            }
            assert!(started.elapsed() < PATIENCE, "waited {PATIENCE:?} in vain for {what}");
            tokio::time::sleep(PAUSE).await;
        }
    }
}
