//! Everything can be reached and used without a mouse, and one sees where one is.

use std::collections::BTreeSet;

use drydock_end_to_end::Page;
use thirtyfour::Key;

const MOST_STOPS: usize = 200;
/// Where the focus is, and whether the place looks otherwise without it.
const FOCUSED: &str = "const element = document.activeElement;
    if (element === document.body) return ['', true];
    const places = [element, element.nextElementSibling, ...element.children];
    for (let above = element.parentElement, step = 0; above && step < 8; above = above.parentElement, step++)
        places.push(above);
    const look = () => places.filter(Boolean).map(place => {
        const style = getComputedStyle(place);
        return [style.outline, style.boxShadow, style.borderColor, style.stroke, style.strokeWidth, style.insetBlockStart];
    }).join();
    const focused = look();
    element.blur();
    const shown = look() !== focused;
    element.focus({focusVisible: true, preventScroll: true});
    const row = element.closest('[data-testid=layer-row]');
    return [element.dataset.testid || (row && 'layer-row') || element.outerHTML.slice(0, 120), shown]";

#[tokio::test]
async fn tab_reaches_everything_and_shows_where_it_is() {
    let page = Page::open().await;
    let mut reached = BTreeSet::new();
    for _ in 0..MOST_STOPS {
        page.press(Key::Tab).await;
        let focused = page.evaluate(FOCUSED).await;
        let name = focused[0].as_str().expect("a name").to_string();
        if name.is_empty() {
            break;
        }
        assert_eq!(focused[1], true, "the focus on {name} cannot be seen");
        reached.insert(name);
    }
    let wanted = ["gallery", "theme-toggle", "copy-link", "measure-disk", "editor-before", "editor-after", "layer-row"];
    for name in wanted {
        assert!(reached.contains(name), "Tab does not reach {name}: {reached:?}");
    }
    page.assert_no_errors().await;
}

#[tokio::test]
async fn a_layer_opens_and_closes_by_key() {
    let page = Page::open().await;
    let button = "[data-testid=layers-before] [data-testid=layer-row][data-line='12'] button";
    page.wait_for(button).await.focus().await.expect("it takes the focus");
    page.press(Key::Enter).await;
    page.wait_for(&format!("{button}[aria-expanded=true]")).await;
    page.wait_for("[data-testid=override-input]").await;
    page.press(Key::Enter).await;
    page.wait_for(&format!("{button}[aria-expanded=false]")).await;
    page.assert_no_errors().await;
}
