//! Light and dark, and every width from a small phone to a desktop.

use drydock_end_to_end::Page;

const BACKGROUND: &str = "return getComputedStyle(document.body).backgroundColor";

#[tokio::test]
async fn no_width_scrolls_sideways() {
    let page = Page::open().await;
    for width in [320, 390, 600, 768, 1024, 1440] {
        page.browser.resize(width, 800).await;
        // What sticks out, without what scrolls in a box of its own.
        let wide = "const scrolls = element => element && (/auto|scroll|hidden|clip/.test(getComputedStyle(element).overflowX)
                || scrolls(element.parentElement));
            return document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')]
                .filter(element => element.getBoundingClientRect().right > innerWidth + 1 && !scrolls(element.parentElement))
                .map(element => `${element.tagName}.${element.getAttribute('class')}`)";
        let scrolls = page.evaluate("return document.documentElement.scrollWidth - innerWidth").await;
        assert!(scrolls.as_i64() <= Some(0), "{width} px wide: {scrolls} too much, by {}", page.evaluate(wide).await);
    }
    page.assert_no_errors().await;
}

#[tokio::test]
async fn a_phone_shows_one_dockerfile_at_a_time() {
    let page = Page::open().await;
    page.browser.resize(390, 844).await;
    page.click("[data-testid=show-after]").await;
    page.wait_until("document.querySelector('[data-testid=editor-after]').checkVisibility()").await;
    page.wait_until("!document.querySelector('[data-testid=editor-before]').checkVisibility()").await;
    page.click("[data-testid=show-before]").await;
    page.wait_until("document.querySelector('[data-testid=editor-before]').checkVisibility()").await;
    page.assert_no_errors().await;
}

#[tokio::test]
async fn the_page_follows_the_system_into_the_dark() {
    let page = Page::open().await;
    page.browser.prefer("prefers-color-scheme", "light").await;
    let light = page.evaluate(BACKGROUND).await;
    page.browser.prefer("prefers-color-scheme", "dark").await;
    assert_ne!(page.evaluate(BACKGROUND).await, light);
    page.assert_no_errors().await;
}

#[tokio::test]
async fn a_chosen_theme_outlives_the_page() {
    let page = Page::open().await;
    page.browser.prefer("prefers-color-scheme", "light").await;
    let light = page.evaluate(BACKGROUND).await;
    let toggle = "[data-testid=theme-toggle]";
    // From automatic over light to dark.
    let automatic = page.text(toggle).await;
    page.click(toggle).await;
    let always_light = page.wait_for_other_text(toggle, &automatic).await;
    page.click(toggle).await;
    page.wait_for_other_text(toggle, &always_light).await;
    let dark = page.evaluate(BACKGROUND).await;
    assert_ne!(dark, light);
    page.reload().await;
    assert_eq!(page.evaluate(BACKGROUND).await, dark);
    page.assert_no_errors().await;
}

#[tokio::test]
async fn paper_shows_both_dockerfiles_in_light_colours_and_nothing_to_press() {
    let page = Page::open().await;
    page.browser.resize(390, 844).await;
    page.browser.prefer("prefers-color-scheme", "dark").await;
    page.evaluate("document.documentElement.dataset.theme = 'dark'").await;
    page.browser.show_as_on("print").await;
    let seen = "return ['[data-testid=editor-before]', '[data-testid=editor-after]', '[data-testid=stage-graph-after]', '[data-testid=layers-before]',
        '[data-testid=copy-link]', '[data-testid=show-after]', '[data-testid=measure-pull]'].map((one) => document.querySelector(one).checkVisibility()).join()";
    assert_eq!(page.evaluate(seen).await, "true,true,true,true,false,false,false");
    // Ink is dark, whatever the screen's theme.
    assert_eq!(page.evaluate("return getComputedStyle(document.body).color").await, "rgb(28, 33, 38)");
    // A text is printed whole.
    let whole = "return [...document.querySelectorAll('.editor-shell')].every((shell) => shell.scrollHeight <= shell.clientHeight + 1)";
    assert_eq!(page.evaluate(whole).await, true);
    page.assert_no_errors().await;
}
