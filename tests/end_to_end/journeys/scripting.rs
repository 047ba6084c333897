//! Other scripts can use the core on its own.

use drydock_end_to_end::Page;

#[tokio::test]
async fn a_script_gets_an_analysis_as_an_object() {
    let page = Page::open().await;
    page.wait_until("window.wasmBindings").await;
    let kind = page
        .evaluate(
            "const analysis = wasmBindings.analyze({dockerfile: 'FROM scratch AS a\\nFROM a\\nCOPY . /\\n', context: {'x': 7}});
             return [analysis.ok, analysis.stages.length, analysis.image.disk.likely, analysis.edges[0].kind].join()",
        )
        .await;
    assert_eq!(kind, "true,2,7,from");
    let thrown = page
        .evaluate("try { wasmBindings.analyze('FROM scratch') } catch (error) { return error instanceof Error }")
        .await;
    assert_eq!(thrown, true);
    page.assert_no_errors().await;
}
