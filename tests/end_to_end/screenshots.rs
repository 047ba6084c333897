//! Takes pictures of every view of the built page into `screenshots/`, light, dark, on a phone and embedded, and writes
//! the page that shows them. Whole pages go into `target/screenshots`, for people to look at while they work.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use drydock_end_to_end::Page;

/// In the order of the page, with the words of the gallery.
const VIEWS: [(&str, &str); 8] = [
    ("dockerfile", "Dockerfile"),
    ("stages", "Stages"),
    ("layers", "Layers"),
    ("advice", "Advice"),
    ("changes", "Changes"),
    ("files", "Files"),
    ("rebuild", "What runs again"),
    ("project", "The project"),
];

/// Name, width, colours.
const SCREENS: [(&str, u32, &str); 3] = [("light", 1280, "light"), ("dark", 1280, "dark"), ("phone", 390, "light")];
const EMBED: (u32, &str) = (640, "light");
/// Of what is higher than this the beginning tells enough.
const HIGHEST: f64 = 1000.0;
/// Room around a view, in pixels.
const ROOM: f64 = 16.0;

/// The place of all that is marked as the view, with some room around it.
const PLACE: &str = "
    const boxes = [...document.querySelectorAll(`[data-view=${arguments[0]}]`)].map(part => part.getBoundingClientRect()).filter(box => box.width);
    const least = side => Math.min(...boxes.map(box => box[side])), most = side => Math.max(...boxes.map(box => box[side]));
    return [least('left') + scrollX, least('top') + scrollY, most('right') - least('left'), most('bottom') - least('top')];";

#[tokio::main]
async fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let [kept, whole] = ["screenshots", "target/screenshots"].map(|folder| root.join(folder));
    for folder in [&kept, &whole] {
        fs::create_dir_all(folder).expect("a folder for the pictures");
    }
    let page = Page::open().await;
    for (screen, width, scheme) in SCREENS {
        let height = if width < 600 { 844 } else { 800 };
        page.browser.resize(width, height).await;
        page.browser.prefer("prefers-color-scheme", scheme).await;
        page.goto("").await;
        settle(&page).await;
        let first = [0.0, 0.0, f64::from(width), f64::from(height)];
        save(&kept, &format!("first-sight-{screen}"), page.browser.clip(first).await);
        for (view, _) in VIEWS {
            let place = page.evaluate_with(PLACE, view).await;
            let place: Vec<f64> = place.as_array().into_iter().flatten().filter_map(|side| side.as_f64()).collect();
            let [left, top, across, down] = place[..] else { panic!("there is no view {view}") };
            let clip = [left - ROOM, top - ROOM, across + 2.0 * ROOM, down.min(HIGHEST) + 2.0 * ROOM];
            save(&kept, &format!("{view}-{screen}"), page.browser.clip(clip).await);
        }
        fs::write(whole.join(screen).with_extension("png"), page.browser.picture().await).expect("a picture");
    }
    let (width, scheme) = EMBED;
    page.browser.prefer("prefers-color-scheme", scheme).await;
    for (view, _) in VIEWS.iter().filter(|(view, _)| *view != "project") {
        page.browser.resize(width, 400).await;
        page.goto(&format!("?embed&view={view}")).await;
        settle(&page).await;
        let down = page.evaluate("return document.documentElement.scrollHeight").await.as_f64().unwrap_or(HIGHEST);
        let clip = [0.0, 0.0, f64::from(width), down.min(HIGHEST)];
        save(&kept, &format!("{view}-embed"), page.browser.clip(clip).await);
    }
    fs::write(kept.join("README.md"), gallery()).expect("the page of the pictures");
    println!("{}", kept.display());
}

/// Makes the screen as high as the page, so that every view comes near and asks for what it shows, and waits for it.
async fn settle(page: &Page) {
    page.wait_for("[data-testid=total-before]").await;
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)").await;
    let whole = page.evaluate("return document.documentElement.scrollHeight").await.as_u64().unwrap_or(0);
    let width = page.evaluate("return innerWidth").await.as_u64().unwrap_or(0);
    page.browser.resize(width as u32, whole.min(20_000) as u32).await;
    page.wait_until("!document.querySelector('[aria-busy=true]')").await;
    // Transitions and what follows an answer.
    tokio::time::sleep(std::time::Duration::from_millis(1500)).await;
    page.evaluate("scrollTo(0, 0)").await;
}

fn save(folder: &Path, name: &str, picture: Vec<u8>) {
    let file: PathBuf = folder.join(name).with_extension("webp");
    fs::write(&file, picture).expect("a picture");
    println!("{}", file.display());
}

fn gallery() -> String {
    let mut text = String::from("# Every view\n\nTaken by `cargo xtask screenshots`.\n");
    for (view, title) in [("first-sight", "First sight")].iter().chain(&VIEWS) {
        let _ = write!(text, "\n## {title}\n\n");
        let screens = SCREENS.iter().map(|(screen, ..)| *screen).chain(["embed"]);
        let has = |screen: &str| screen != "embed" || !matches!(*view, "first-sight" | "project");
        for screen in screens.filter(|screen| has(screen)) {
            let width = if matches!(screen, "phone" | "embed") { " width=\"320\"" } else { " width=\"640\"" };
            let _ = writeln!(text, "<img src=\"{view}-{screen}.webp\" alt=\"{title}, {screen}\"{width}>");
        }
    }
    text
}
