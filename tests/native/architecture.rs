//! The house rules as tests: which way imports point, which file alone may name what, how long a file may be, and
//! that every path the documents name exists.

use std::fs;
use std::path::{Path, PathBuf};

/// The modules in data-flow order: each may use only those before it.
const FLOW: [&str; 18] = [
    "order", "path", "text", "bytes", "scenario", "syntax", "context", "stages", "checks", "size", "cache", "advice",
    "analysis", "truth", "report", "sight", "state", "ui",
];

/// Words that only the named places may contain, and why they are walled in.
const WALLS: [(&str, &[&str], &str); 9] = [
    ("dockerfile_parser", &["src/syntax/parser.rs"], "the parser crate is deprecated: it must stay a one-file change"),
    ("yew::", &["src/ui", "src/main.rs"], "the core and the native command line build without the page"),
    ("web_sys", &["src/ui"], "the core and the native command line build without the page"),
    ("wasm_bindgen", &["src/ui", "src/main.rs", "src/bin/core.rs"], "the core knows nothing of JavaScript"),
    (
        "Core::new(",
        &["src/sight", "src/bin"],
        "the page asks a core that runs elsewhere and is loaded when it is needed",
    ),
    ("gloo_", &["src/ui/browser"], ONE_PLACE),
    ("window()", &["src/ui/browser"], ONE_PLACE),
    ("Storage", &["src/ui/browser"], ONE_PLACE),
    ("clipboard()", &["src/ui/browser"], ONE_PLACE),
];

const ONE_PLACE: &str = "only one place talks to the browser, so that the rest can be tested without one";

/// What the page is made of besides itself. The rest is the core, which is another program there: whatever the page
/// named of it would be downloaded twice.
const PAGE: [&str; 8] = ["order", "text", "bytes", "scenario", "cache", "sight", "state", "ui"];
/// All that the page may name of `cache`.
const PLAIN: &str = "crate::cache::{Cache, Pick};";

/// Places that may read the tables and examples of `data/`.
const READERS: [&str; 4] =
    ["src/advice/synthesize", "src/size", "src/state/examples", "src/state/permalink/dictionary"];

const LONGEST: usize = 400;
const DEEPEST: usize = 3;

#[test]
fn imports_point_only_to_modules_earlier_in_the_flow() {
    let mut wrong = Vec::new();
    for file in rust_files("src") {
        let Some(own) = rank(&file) else { continue };
        for used in crate_modules(&code(&file)) {
            if FLOW.iter().position(|module| *module == used).is_some_and(|used| used > own) {
                wrong.push(format!("{}: {} must not use {used}", file.display(), FLOW[own]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_page_names_nothing_of_the_core_but_plain_data() {
    let mut wrong = Vec::new();
    for file in rust_files("src/ui").into_iter().chain(rust_files("src/state")) {
        let text = code(&file);
        for used in crate_modules(&text).iter().filter(|used| !PAGE.contains(&used.as_str())) {
            wrong.push(format!("{} names {used}", file.display()));
        }
        if text.matches("crate::cache").count() != text.matches(PLAIN).count() {
            wrong.push(format!("{} names more of cache than {PLAIN}", file.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn lib_lists_the_modules_in_data_flow_order() {
    let lib = code(Path::new("src/lib.rs"));
    let listed: Vec<&str> = lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let expected: Vec<&str> = FLOW.iter().copied().filter(|module| listed.contains(module)).collect();
    assert_eq!(listed, expected);
}

#[test]
fn walled_names_stay_behind_their_walls() {
    let mut wrong = Vec::new();
    for file in rust_files("src") {
        let text = code(&file);
        for (name, places, why) in WALLS {
            let allowed = places.iter().any(|place| file.to_string_lossy().starts_with(place));
            if !allowed && text.contains(name) {
                wrong.push(format!("{} names {name}: {why}", file.display()));
            }
        }
        let reads = text.contains("include_str!") || text.contains("include_bytes!");
        if reads && !READERS.iter().any(|reader| file.to_string_lossy().starts_with(reader)) {
            wrong.push(format!("{} reads a table: only {READERS:?} may", file.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_stay_short_and_folders_shallow() {
    let mut wrong = Vec::new();
    for file in rust_files("src").into_iter().chain(rust_files("xtask/src")) {
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        if lines > LONGEST {
            wrong.push(format!("{}: {lines} lines", file.display()));
        }
        if file.components().count() > DEEPEST + 2 {
            wrong.push(format!("{}: too deep", file.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_module_says_what_it_is_for() {
    let silent: Vec<PathBuf> =
        rust_files("src").into_iter().filter(|file| !fs::read_to_string(file).unwrap().starts_with("//!")).collect();
    assert!(silent.is_empty(), "no module comment: {silent:?}");
}

#[test]
fn every_path_named_in_the_documents_exists() {
    let mut missing = Vec::new();
    for document in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "data/README.md"] {
        let text = fs::read_to_string(document).unwrap();
        for quoted in text.split('`').skip(1).step_by(2) {
            let is_path = ["src/", "data/", "tests/", "static/", "xtask/", "tools/", "patches/", ".ci/", ".github/"]
                .iter()
                .any(|root| quoted.starts_with(root));
            if is_path && !quoted.contains(['*', '<', ' ', '…', '{']) && !Path::new(quoted).exists() {
                missing.push(format!("{document}: {quoted}"));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// Where a file's module stands in the flow; none for `lib.rs`, `main.rs` and the binaries, which use everything.
fn rank(file: &Path) -> Option<usize> {
    let top = file.components().nth(1)?.as_os_str().to_string_lossy().into_owned();
    let module = top.strip_suffix(".rs").unwrap_or(&top);
    FLOW.iter().position(|known| *known == module)
}

/// The top modules named after `crate::`, one by one or in braces.
fn crate_modules(text: &str) -> Vec<String> {
    let mut modules = Vec::new();
    for after in text.split("crate::").skip(1) {
        let list =
            after.strip_prefix('{').map_or(after, |braced| braced.split_once("};").map_or(braced, |(list, _)| list));
        let words = if list.len() < after.len() { top_level_words(list) } else { vec![first_word(after)] };
        modules.extend(words);
    }
    modules
}

fn top_level_words(list: &str) -> Vec<String> {
    let mut depth = 0;
    let flat: String = list
        .chars()
        .filter(|character| {
            depth += i32::from(*character == '{') - i32::from(*character == '}');
            depth == 0
        })
        .collect();
    flat.split(',').map(|item| first_word(item.trim())).collect()
}

fn first_word(text: &str) -> String {
    text.chars().take_while(|character| character.is_alphanumeric() || *character == '_').collect()
}

/// A file without its comments.
fn code(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn rust_files(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
