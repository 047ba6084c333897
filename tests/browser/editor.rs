//! The editor shows exactly what is typed, marks what is wrong, and stays small however long the text.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::Page;

/// Everything our syntax tree colours, and characters of every width.
const COLOURFUL: &str = "# syntax=docker/dockerfile:1\n\n# é 漢 🐳\nFROM --platform=$BUILDPLATFORM golang:1.22 AS build\n\
    RUN echo \"a $HOME ${X:-b} \\\" c\" && \\\n  # inside\n  echo 'd $E'\nRUN <<EOF\n# body\n\techo $F\nEOF\n\
    COPY --from=build /a /b\nFROM scratch\nLABEL a=\"b\n";

#[wasm_bindgen_test]
async fn the_colours_lie_on_the_very_text() {
    let page = Page::open().await;
    for end in COLOURFUL.char_indices().map(|(at, _)| at).step_by(37).chain([COLOURFUL.len()]) {
        let text = &COLOURFUL[..end];
        page.write("before", text).await;
        let drawn = page.find("#side-before .editor-ink").text_content().unwrap();
        assert_eq!(drawn.trim_end_matches('\n'), text.trim_end_matches('\n'));
    }
    let inks: Vec<String> =
        page.all("#side-before .ink-keyword").iter().map(|ink| ink.text_content().unwrap()).collect();
    assert_eq!(inks, ["FROM", "AS", "RUN", "RUN", "COPY", "FROM", "LABEL"]);
}

#[wasm_bindgen_test]
async fn all_errors_stand_in_order_with_their_places() {
    let page = Page::open().await;
    page.write("before", "FROM scratch\nRUNN x\nCOPY a\nNOPE\n").await;
    let places: Vec<String> = page
        .all("[data-testid=problems-before] .problem-error button")
        .iter()
        .map(|place| place.text_content().unwrap())
        .collect();
    assert_eq!(places.len(), 3, "{places:?}");
    assert!(places.is_sorted(), "{places:?}");
    assert!(places[0].starts_with("2:"), "{places:?}");
    assert_eq!(page.all("#side-before .editor-wrong").len(), 3);
    // What can be known is still shown.
    assert_eq!(page.all("[data-testid=stage-graph-before] .stage-graph-stage").len(), 1);
}

#[wasm_bindgen_test]
async fn an_error_leads_to_its_place() {
    let page = Page::open().await;
    page.write("before", "FROM scratch\n# 🐳\nNOPE a\n").await;
    page.click(&page.find("[data-testid=problems-before] .problem-error button")).await;
    let editor = page.editor("before");
    let caret = editor.selection_start().unwrap().unwrap() as usize;
    let units: Vec<u16> = editor.value().encode_utf16().collect();
    assert!(String::from_utf16_lossy(&units[caret..]).starts_with("NOPE"));
}

#[wasm_bindgen_test]
async fn a_long_text_draws_few_lines() {
    let page = Page::open().await;
    let long = format!("FROM scratch\n{}", "RUN echo one \"two\" $THREE\n".repeat(10_000));
    page.write("before", &long).await;
    assert!(page.all("#side-before .editor-ink span").len() < 2_000);
    assert!(page.all("[data-testid=layers-before] tr").len() < 1_000);
    // Nor does the text area hold more than a part of it.
    let held = page.editor("before").value();
    assert!(long.starts_with(&held) && held.len() < long.len() / 2, "{}", held.len());
}

#[wasm_bindgen_test]
async fn markup_stays_text() {
    let page = Page::open().await;
    let hostile = "FROM <img/src=x/onerror=alert(1)> AS a\nRUN </pre><script>alert(1)</script>\n<b>\n";
    page.write("before", hostile).await;
    for element in ["img", "script"] {
        assert!(page.all(element).is_empty(), "<{element}> reached the page");
    }
}
