//! The views tell one story: graph, layers and comparison agree, light each other, and take sizes in place.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::Page;

const THREE_STAGES: &str = "FROM alpine AS build\nRUN make\nFROM alpine AS unused\nRUN x\n\
    FROM scratch AS release\nCOPY --from=build /a /a\nRUN --mount=from=busybox,target=/b x\n";

#[wasm_bindgen_test]
async fn first_sight_tells_the_saving() {
    let page = Page::open().await;
    assert!(page.text("saving").contains("% smaller"), "{}", page.text("saving"));
    for side in ["before", "after"] {
        assert!(page.text(&format!("total-{side}")).ends_with('B'));
        assert!(!page.all(&format!("[data-testid=stage-graph-{side}] .target")).is_empty());
    }
}

#[wasm_bindgen_test]
async fn the_graph_says_what_ships_and_what_is_never_built() {
    let page = Page::open().await;
    page.write("before", THREE_STAGES).await;
    let boxes = page.all("[data-testid=stage-graph-before] .stage-graph-stage");
    let words: Vec<String> = boxes.iter().map(|stage| stage.text_content().unwrap()).collect();
    assert!(words[0].ends_with("not shipped"), "{words:?}");
    assert!(words[1].ends_with("never built"), "{words:?}");
    assert!(words[2].ends_with("target"), "{words:?}");
    for kind in ["copy", "mount"] {
        assert_eq!(page.all(&format!("[data-testid=stage-graph-before] .stage-graph-wire.{kind}")).len(), 1);
    }
    assert_eq!(page.all("[data-testid=stage-graph-before] .stage-graph-image").len(), 1);
    let table = page.text("stages-table-before");
    assert!(table.contains("from build (line 6)"), "{table}");
}

#[wasm_bindgen_test]
async fn no_box_of_a_graph_lies_on_another() {
    let page = Page::open().await;
    let mut text = String::new();
    for stage in 0..40 {
        text += &format!("FROM scratch AS s{stage}\n");
        for giver in (0..stage).filter(|giver| (giver * 7 + stage * 3) % 11 == 0) {
            text += &format!("COPY --from=s{giver} /a /a{giver}\n");
        }
    }
    page.write("before", &text).await;
    let boxes: Vec<[f64; 4]> = page
        .all("[data-testid=stage-graph-before] .stage-graph-box")
        .iter()
        .map(|placed| placed.get_bounding_client_rect())
        .map(|place| [place.left(), place.top(), place.right(), place.bottom()])
        .collect();
    assert_eq!(boxes.len(), 40);
    for (at, one) in boxes.iter().enumerate() {
        for other in &boxes[at + 1..] {
            let apart = one[2] <= other[0] || other[2] <= one[0] || one[3] <= other[1] || other[3] <= one[1];
            assert!(apart, "{one:?} {other:?}");
        }
    }
}

#[wasm_bindgen_test]
async fn a_row_lights_its_lines() {
    let page = Page::open().await;
    page.write("before", THREE_STAGES).await;
    assert!(page.all("#side-before .editor-lit").is_empty());
    let row = page.find("[data-testid=layers-before] [data-line='6'] button");
    page.fire(&row, "focusin").await;
    let lit = page.find("#side-before .editor-lit").get_attribute("style").unwrap();
    assert_eq!(lit, "--line:5;--count:1");
    assert_eq!(page.all("[data-testid=stage-graph-before] .stage-graph-stage.lit").len(), 1);
    page.fire(&row, "focusout").await;
    assert!(page.all("#side-before .editor-lit").is_empty());
}

#[wasm_bindgen_test]
async fn a_layer_takes_the_size_that_the_person_knows() {
    let page = Page::open().await;
    page.write("before", "FROM scratch\nRUN make\n").await;
    page.click(&page.find("[data-testid=layers-before] [data-line='2'] button")).await;
    page.fill("override-input", "many").await;
    page.fire(&page.find(".size-override"), "submit").await;
    assert!(page.find(".size-override-error").text_content().unwrap().contains("many"));
    page.fill("override-input", "1.2GB").await;
    page.fire(&page.find(".size-override"), "submit").await;
    assert_eq!(page.text("total-before"), "1.20 GB");
    page.click(&page.named("override-input-clear")).await;
    assert_ne!(page.text("total-before"), "1.20 GB");
}

#[wasm_bindgen_test]
async fn a_base_takes_the_size_that_the_person_knows() {
    let page = Page::open().await;
    page.write("before", "FROM registry.example/base:1\n").await;
    page.click(&page.find("[data-testid=layers-before] [data-line='1'] button")).await;
    page.fill("base-override", "412 MB").await;
    page.fire(&page.find(".size-override"), "submit").await;
    assert_eq!(page.text("total-before"), "412 MB");
}
