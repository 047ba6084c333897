//! Takes pictures of the built page into `target/screenshots`, for people to look at.

use std::fs;
use std::path::Path;

use drydock_end_to_end::Page;

/// File name, path in the site, width, height, colour scheme.
const SHOTS: [(&str, &str, u32, u32, &str); 8] = [
    ("desktop-light", "", 1440, 900, "light"),
    ("desktop-dark", "", 1440, 900, "dark"),
    ("phone-light", "", 390, 844, "light"),
    ("phone-dark", "", 390, 844, "dark"),
    ("narrow-light", "", 320, 700, "light"),
    ("embed-light", "?embed", 600, 500, "light"),
    ("embed-dark", "?embed&view=rebuild", 600, 500, "dark"),
    ("embed-narrow", "?embed&view=dockerfile", 320, 500, "light"),
];

#[tokio::main]
async fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/screenshots");
    fs::create_dir_all(&folder).expect("a folder for the pictures");
    let page = Page::open().await;
    for (name, path, width, height, scheme) in SHOTS {
        page.browser.resize(width, height).await;
        page.browser.prefer("prefers-color-scheme", scheme).await;
        page.goto(path).await;
        let whole = page.evaluate("return document.documentElement.scrollHeight").await;
        page.browser.resize(width, whole.as_u64().and_then(|whole| u32::try_from(whole).ok()).unwrap_or(height)).await;
        let file = folder.join(name).with_extension("png");
        fs::write(&file, page.browser.picture().await).expect("a picture");
        println!("{}", file.display());
    }
    for (name, width, scheme) in [("share-light", 1440, "light"), ("share-dark", 390, "dark")] {
        page.browser.resize(width, 900).await;
        page.browser.prefer("prefers-color-scheme", scheme).await;
        page.goto("").await;
        page.click("[data-testid=share-menu]").await;
        let file = folder.join(name).with_extension("png");
        fs::write(&file, page.browser.picture().await).expect("a picture");
        println!("{}", file.display());
    }
}
