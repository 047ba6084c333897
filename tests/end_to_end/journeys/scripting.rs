//! Scripts of other pages can use the core on its own.

use drydock_end_to_end::{Page, Site};

/// A page of somebody else that loads our core, with what its script comes to as the page's title.
async fn foreign_page(script: &str) -> (Page, String) {
    let page = Page::open().await;
    let (core, _) = Site::built("drydock-core-", ".js");
    page.site.put(
        "foreign.html",
        &format!(
            "<!doctype html><link rel=icon href='data:,'><script type=module>
                import init, {{ analyze, addPackages }} from './{core}';
                await init();
                const field = (value, path) => path.split('.').reduce((value, name) => value[name], value);
                const thrown = (call) => {{ try {{ call(); return 'nothing' }} catch (error) {{ return error.constructor.name }} }};
                document.title = await (async () => {{ {script} }})();
            </script>"
        ),
    );
    page.driver().goto(page.site.address("foreign.html")).await.expect("it opens");
    page.wait_until("document.title").await;
    let title = page.driver().title().await.expect("a title");
    (page, title)
}

const SCENARIO: &str =
    "{dockerfile: 'FROM corp/base AS one\\nCOPY . /app\\nFROM scratch\\nCOPY --from=one /app /app\\n',
    context: {'src/': 5000000}, images: {'corp/base': {disk: 40000000}}}";

#[tokio::test]
async fn an_object_and_its_json_text_give_the_same_analysis() {
    let (page, told) = foreign_page(&format!(
        "const scenario = {SCENARIO};
         const [object, text] = [analyze(scenario), analyze(JSON.stringify(scenario))];
         const paths = ['ok', 'image.disk.likely', 'stages.0.base.disk.likely', 'edges.1.kind'];
         return [JSON.stringify(object) === JSON.stringify(text), ...paths.map(path => field(object, path))].join();"
    ))
    .await;
    assert_eq!(told, "true,true,5000000,40000000,copy");
    page.assert_no_errors().await;
}

#[tokio::test]
async fn errors_of_the_dockerfile_are_part_of_the_analysis_and_what_is_no_scenario_throws() {
    let (page, told) = foreign_page(
        "const analysis = analyze({dockerfile: 'FROM a\\nRUNN b\\n'});
         const wrong = [undefined, 3, 'FROM a', '[]]'].map(wrong => thrown(() => analyze(wrong)));
         return [analysis.ok, analysis.errors[0].line, ...wrong, thrown(() => addPackages(new Uint8Array([255, 254])))].join();",
    )
    .await;
    assert_eq!(told, "false,2,Error,Error,Error,Error,Error");
    page.assert_no_errors().await;
}

#[tokio::test]
async fn package_tables_make_installs_better_known() {
    let (page, told) = foreign_page(
        "const scenario = {dockerfile: 'FROM debian:12\\nRUN apt-get update && apt-get install -y git\\n'};
         const width = () => { const {low, high} = analyze(scenario).image.disk; return high / low };
         const before = width();
         const table = await fetch('debian.txt').then(response => response.arrayBuffer());
         addPackages(new Uint8Array(table));
         return String(width() < before);",
    )
    .await;
    assert_eq!(told, "true");
    page.assert_no_errors().await;
}
