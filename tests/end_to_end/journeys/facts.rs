//! A person tells what is known: the sizes of a real build, and what would make the estimate surer.

use drydock_end_to_end::Page;

/// As `docker history` prints it for the first Dockerfile of the example.
const HISTORY: &str = r#"IMAGE          CREATED        CREATED BY                                      SIZE      COMMENT
3f1c2a9d7b55   2 hours ago    CMD ["/bin/sh" "-c" "npm run ${script}"]        0B        buildkit.dockerfile.v0
<missing>      2 hours ago    RUN /bin/sh -c npm run build # buildkit         31.5MB    buildkit.dockerfile.v0
<missing>      2 hours ago    RUN /bin/sh -c npm install --no-package-lock…   777MB     buildkit.dockerfile.v0
<missing>      2 hours ago    COPY . . # buildkit                             6.02MB    buildkit.dockerfile.v0
"#;
const RANGE: &str = ".comparison-row .comparison-total .quiet";

/// Puts a text into a field at once, as pasting does.
async fn paste(page: &Page, name: &str, text: &str) {
    page.wait_for(&format!("[data-testid={name}]")).await;
    let text = text.replace('\\', "\\\\").replace('`', "\\`").replace("${", "\\${");
    page.evaluate(&format!(
        "const field = document.querySelector('[data-testid={name}]'); field.value = `{text}`;
         field.dispatchEvent(new InputEvent('input', {{bubbles: true}}));"
    ))
    .await;
}

#[tokio::test]
async fn the_history_of_a_real_build_takes_the_place_of_the_estimates() {
    let page = Page::open().await;
    let estimated = page.text("[data-testid=total-before]").await;
    paste(&page, "real-build-paste-before", "FROM debian").await;
    page.wait_until("document.querySelector('[data-testid=real-build-before]').textContent.includes('Expected is the output of docker history')").await;
    paste(&page, "real-build-paste-before", HISTORY).await;
    page.wait_for("[data-testid=real-build-use-before]").await;
    let preview = page.text("[data-testid=real-build-before]").await;
    assert!(preview.contains("Read as docker history") && preview.contains("777 MB on disk"), "{preview}");
    assert_eq!(page.text("[data-testid=total-before]").await, estimated, "a preview changes nothing");

    page.click("[data-testid=real-build-use-before]").await;
    page.wait_for_other_text("[data-testid=total-before]", &estimated).await;
    let given = "[...document.querySelectorAll('[data-testid=layers-before] [data-testid=layer-row]')]
        .filter(row => row.querySelector('.layer-source')?.textContent === 'given').length";
    let count = page.evaluate(&format!("return {given}")).await.as_u64().expect("a number");
    assert!(count >= 3, "{count}");
    assert!(page.text("[data-testid=notice]").await.contains("docker history"));
    page.click("[data-testid=restore]").await;
    page.wait_until(&format!("document.querySelector('[data-testid=total-before]').textContent === '{estimated}'"))
        .await;
    let kept = "document.querySelector('[data-testid=real-build-paste-before]').value.includes('777MB')";
    page.wait_until(kept).await;

    page.click("[data-testid=real-build-use-before]").await;
    page.click("[data-testid=real-build-clear-before]").await;
    page.wait_until(&format!("document.querySelector('[data-testid=total-before]').textContent === '{estimated}'"))
        .await;
    page.assert_no_errors().await;
}

#[tokio::test]
async fn what_the_estimate_leans_on_leads_to_the_field_and_narrows_the_range() {
    let page = Page::open().await;
    page.click("[data-testid=second-dockerfile]").await;
    let own = "FROM python:3.12-slim\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n";
    page.fill("[data-testid=editor-before]", own).await;
    page.wait_until(
        "document.querySelector('[data-testid=why-wide] button')?.textContent === 'Paste requirements.txt'",
    )
    .await;
    let wide = page.text(RANGE).await;
    page.click("[data-testid=why-wide] button").await;
    page.wait_until("document.activeElement.ariaLabel === 'Text of requirements.txt'").await;
    assert_eq!(page.text(RANGE).await, wide, "an empty manifest is none yet");
    let field = page.driver().active_element().await.expect("the field");
    field.send_keys("flask==3.0.0\ngunicorn\n").await.expect("it takes text");
    // So narrow a range that it is not said any more.
    page.wait_until(&format!("!document.querySelector('{RANGE}')")).await;
    page.wait_until(
        "!document.querySelector('[data-testid=leans-before]').textContent.includes('Paste requirements.txt')",
    )
    .await;
    let typed = page.evaluate("return document.activeElement.value").await;
    assert_eq!(typed, "flask==3.0.0\ngunicorn\n", "the field keeps the focus while it is filled");
    page.assert_no_errors().await;
}

#[tokio::test]
async fn a_layer_that_is_asked_for_opens_at_its_field() {
    let page = Page::open().await;
    page.fill("[data-testid=editor-before]", "FROM alpine:3.22\nRUN wget -O x https://x.example/y\n").await;
    let lean = "[...document.querySelectorAll('[data-testid=leans-before] [data-testid=lean]')]
        .find(lean => lean.textContent.includes('the layer of line 2'))";
    page.wait_until(lean).await;
    page.evaluate(&format!("{lean}.click()")).await;
    page.wait_until("document.activeElement.dataset.testid === 'override-input'").await;
    page.assert_no_errors().await;
}
