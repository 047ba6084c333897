//! A project folder: chosen on the page, read there, and its sizes in the place of guesses.

use std::fs;
use std::path::{Path, PathBuf};

use drydock_end_to_end::Page;

/// A folder of this test alone, taken away at its end.
struct Folder(PathBuf);

impl Folder {
    fn new(files: &[(&str, usize)]) -> Self {
        let root = std::env::temp_dir().join(format!("drydock-folder-{}", std::process::id())).join("shop");
        for (path, bytes) in files {
            Self::write(&root, path, &"x".repeat(*bytes));
        }
        Self(root)
    }

    fn write(root: &Path, path: &str, text: &str) {
        let file = root.join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder is made");
        fs::write(file, text).expect("a file is written");
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(self.0.parent().expect("its own folder"));
    }
}

const FOUND: &str = "[data-testid=folder]";

#[tokio::test]
async fn a_chosen_folder_tells_the_context_the_manifests_and_its_dockerfiles() {
    let folder = Folder::new(&[
        ("src/app.js", 2_000_000),
        ("src/debug.log", 500_000),
        ("assets/big.bin", 40_000_000),
        ("node_modules/a/index.js", 3_000_000),
    ]);
    Folder::write(&folder.0, ".dockerignore", "node_modules\n**/*.log\n");
    Folder::write(&folder.0, "package.json", r#"{"dependencies": {"express": "4"}}"#);
    Folder::write(&folder.0, "Dockerfile", "FROM scratch\nCOPY . /app\n");
    Folder::write(&folder.0, "deploy/Dockerfile.assets", "FROM scratch\nCOPY assets /assets\n");

    let page = Page::open().await;
    page.click("[data-testid=second-dockerfile]").await;
    let input = page.wait_for("[data-testid=folder-input]").await;
    input.send_keys(folder.0.to_str().expect("a path")).await.expect("a folder is chosen");
    page.wait_for("[data-testid=folder-use-before]").await;
    let found = page.text(FOUND).await;
    for said in ["shop: 8 files.", "sent 42.0 MB", "keeps 3.50 MB out", "package.json", "deploy/Dockerfile.assets"] {
        assert!(found.contains(said), "{said}: {found}");
    }

    page.click("[data-testid=folder-use-before]").await;
    page.wait_for("[aria-label='Size of assets/']").await;
    page.wait_for("[aria-label='Text of package.json']").await;
    let ignored = "document.querySelector('[data-testid=dockerignore-before]').value.startsWith('node_modules')";
    page.wait_until(ignored).await;
    let weighs =
        |total: &str| format!("document.querySelector('[data-testid=total-before]').textContent === '{total}'");
    page.click("[aria-label='Load into Before: Dockerfile']").await;
    page.wait_until(&weighs("42.0 MB")).await;
    page.click("[aria-label='Load into Before: deploy/Dockerfile.assets']").await;
    page.wait_until(&weighs("40.0 MB")).await;
    page.click("[data-testid=restore]").await;
    page.wait_until(&weighs("42.0 MB")).await;
    page.assert_no_errors().await;
}
