//! Every view at the widths of a phone, a tablet and a desktop: nothing sticks out, and the bar leads to each, by mouse and
//! by key.

use drydock_end_to_end::Page;
use thirtyfour::Key;

const WIDTHS: [u32; 3] = [320, 768, 1440];
const VIEWS: [&str; 8] = ["dockerfile", "stages", "layers", "advice", "changes", "files", "rebuild", "project"];

#[tokio::test]
async fn no_view_sticks_out() {
    let page = Page::open().await;
    for width in WIDTHS {
        page.browser.resize(width, 800).await;
        show_everything(&page).await;
        assert_fits(&page, &format!("{width} px")).await;
        for (open, shown) in [
            ("[data-testid=files-tree]", ".files-tree"),
            ("[data-testid=layers-before] [data-testid=layer-row]:not(.opened) button", ".layer-detail"),
            ("[data-testid=change-row] button", ".waterfall-detail"),
        ] {
            page.evaluate(&format!("document.querySelector('{shown}') || document.querySelector('{open}').click()"))
                .await;
            page.wait_for(shown).await;
            assert_fits(&page, &format!("{shown} at {width} px")).await;
        }
    }
    page.assert_no_errors().await;
}

#[tokio::test]
async fn the_bar_leads_to_each_view_by_mouse() {
    let page = Page::open().await;
    for width in WIDTHS {
        page.browser.resize(width, 800).await;
        show_everything(&page).await;
        for view in VIEWS {
            page.wait_for(&format!("[data-testid=view-{view}]")).await.click().await.expect("it can be clicked");
            page.wait_until(&is_read(view)).await;
        }
    }
    page.assert_no_errors().await;
}

#[tokio::test]
async fn the_bar_leads_to_each_view_by_key() {
    let page = Page::open().await;
    for width in WIDTHS {
        page.browser.resize(width, 800).await;
        show_everything(&page).await;
        for (at, view) in VIEWS.into_iter().enumerate() {
            // From the control before it, as somebody who tabs along the bar.
            let last = "[...document.querySelectorAll('main :is(a[href], button, input, select, textarea)')]
                .filter(control => control.checkVisibility() && !control.disabled && control.tabIndex >= 0
                    && control.compareDocumentPosition(document.querySelector('nav.views')) & Node.DOCUMENT_POSITION_FOLLOWING)
                .at(-1)";
            let from = match at {
                0 => last.to_owned(),
                at => format!("document.querySelector('[data-testid=view-{}]')", VIEWS[at - 1]),
            };
            page.evaluate(&format!("{from}.focus()")).await;
            page.press(Key::Tab).await;
            let focused = page.evaluate("return document.activeElement.dataset.testid").await;
            assert_eq!(focused.as_str(), Some(format!("view-{view}").as_str()), "{width} px");
            page.press(Key::Enter).await;
            page.wait_until(&is_read(view)).await;
        }
    }
    page.assert_no_errors().await;
}

/// Passes by every view, so that each has worked out what it shows.
async fn show_everything(page: &Page) {
    for (view, sign) in [
        ("advice", "[data-testid=advice-card]"),
        ("changes", "[data-testid=change-row]"),
        ("files", ":is([data-testid=tile], .files-tree summary)"),
        ("rebuild", "[data-testid=rebuild-row]"),
        ("project", "[data-testid=folder-input]"),
    ] {
        page.evaluate(&format!(
            "document.querySelector('[data-testid={view}]').scrollIntoView({{behavior: 'instant'}})"
        ))
        .await;
        page.wait_for(sign).await;
    }
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})").await;
}

/// Whether the focus is at the beginning of a view, and that before the reader's eyes.
fn is_read(view: &str) -> String {
    format!(
        "(() => {{ const focused = document.activeElement, top = focused.getBoundingClientRect().top;
            return focused.dataset.view === '{view}' && top >= -1 && top < innerHeight; }})()"
    )
}

async fn assert_fits(page: &Page, what: &str) {
    // What sticks out, without what scrolls in a box of its own.
    let wide = "const scrolls = element => element && (/auto|scroll|hidden|clip/.test(getComputedStyle(element).overflowX)
            || scrolls(element.parentElement));
        return document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')]
            .filter(element => element.getBoundingClientRect().right > innerWidth + 1 && !scrolls(element.parentElement))
            .map(element => `${element.tagName}.${element.getAttribute('class')}`)";
    let too_much = page.evaluate("return document.documentElement.scrollWidth - innerWidth").await;
    assert!(too_much.as_i64() <= Some(0), "{what}: {too_much} too much, by {}", page.evaluate(wide).await);
}
