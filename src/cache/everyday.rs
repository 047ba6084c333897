//! The changes people make every day, on files that this context really has.

use super::build::{Build, EntryKind};
use super::change::Change;
use super::pick::Pick;
use crate::stages::{Base, BuildGraph};

/// Titles and changes to offer, the most frequent first.
pub fn everyday(build: &Build, graph: &BuildGraph) -> Vec<(String, Change)> {
    let picks = [Pick::Source, Pick::Dependency, Pick::Base, Pick::Nothing];
    picks.iter().filter_map(|pick| picked(pick, build, graph)).collect()
}

/// The pick in words and as a change to this project; `None` where there is no such thing in it.
pub fn picked(pick: &Pick, build: &Build, graph: &BuildGraph) -> Option<(String, Change)> {
    Some(match pick {
        Pick::Source => {
            let path = source(build);
            (format!("I edit {path}"), Change::EditFile { path, content: None })
        }
        Pick::Dependency => {
            let manifests = manifests(build);
            let title = format!("I add a dependency ({})", manifests.first()?);
            let edits = manifests.into_iter().map(|path| Change::EditFile { path, content: None });
            (title, Change::All(edits.collect()))
        }
        Pick::Base => {
            let (written, image) = base(graph)?;
            (format!("{written} moves"), Change::BaseMoves { image, mark: None })
        }
        Pick::Nothing => ("Nothing changes".to_string(), Change::Nothing),
        Pick::File(path) => (format!("I edit {path}"), Change::EditFile { path: path.clone(), content: None }),
        Pick::Line { line, .. } => (format!("I edit line {line}"), Change::EditLine { line: *line }),
    })
}

/// Names of dependency manifests, each followed by the lock file that changes with it.
const MANIFESTS: [&[&str]; 12] = [
    &["package.json", "package-lock.json", "yarn.lock", "pnpm-lock.yaml"],
    &["requirements.txt"],
    &["pyproject.toml", "poetry.lock", "uv.lock"],
    &["Pipfile", "Pipfile.lock"],
    &["go.mod", "go.sum"],
    &["Cargo.toml", "Cargo.lock"],
    &["pom.xml"],
    &["build.gradle", "build.gradle.kts"],
    &["Gemfile", "Gemfile.lock"],
    &["composer.json", "composer.lock"],
    &["mix.exs", "mix.lock"],
    &["Package.swift", "Package.resolved"],
];

/// File name endings of source code.
const SOURCES: [&str; 22] = [
    ".js", ".ts", ".tsx", ".jsx", ".mjs", ".vue", ".svelte", ".py", ".go", ".rs", ".java", ".kt", ".scala", ".rb",
    ".php", ".cs", ".c", ".cpp", ".swift", ".ex", ".html", ".css",
];
/// Folders that usually hold source code.
const FOLDERS: [&str; 8] = ["src", "app", "lib", "cmd", "internal", "pkg", "server", "public"];

/// Folders that hold anything but source code.
const OTHERS: [&str; 8] = ["docs", "doc", "test", "tests", "node_modules", "vendor", ".git", "assets"];

/// A source file of the context; a likely one where none is known.
fn source(build: &Build) -> String {
    let is_source = |path: &&String| SOURCES.iter().any(|ending| path.ends_with(ending));
    let files =
        || build.files.iter().filter(|(_, entry)| matches!(entry.kind, EntryKind::File(_))).map(|(path, _)| path);
    let in_folder = |path: &&String| FOLDERS.iter().any(|folder| path.starts_with(&format!("{folder}/")));
    if let Some(path) = files().filter(is_source).find(in_folder).or_else(|| files().find(is_source)) {
        return path.clone();
    }
    let folders =
        || build.files.iter().filter(|(_, entry)| matches!(entry.kind, EntryKind::Folder { .. })).map(|(path, _)| path);
    let holds_sources = |path: &&String| FOLDERS.contains(&path.split('/').next().unwrap_or(path));
    let holds_others = |path: &&String| OTHERS.iter().any(|other| path.split('/').any(|name| name == *other));
    let folder = folders().find(holds_sources).or_else(|| folders().find(|path| !holds_others(path)));
    let folder = folder.map_or("src", String::as_str);
    let ending = match manifests(build).first().map(|path| path.rsplit('/').next().unwrap_or(path)) {
        Some("requirements.txt" | "pyproject.toml" | "Pipfile") => "main.py",
        Some("go.mod") => "main.go",
        Some("Cargo.toml") => "main.rs",
        Some("pom.xml" | "build.gradle" | "build.gradle.kts") => "Main.java",
        Some("Gemfile") => "main.rb",
        _ => "index.js",
    };
    format!("{folder}/{ending}")
}

/// The manifest of the first kind there is, with its lock files: known, or named in the Dockerfile.
fn manifests(build: &Build) -> Vec<String> {
    let named = |path: &str| {
        let words =
            build.scenario.dockerfile.split(|character: char| character.is_whitespace() || "\"',".contains(character));
        words.filter(|word| !word.starts_with('-')).any(|word| word.trim_start_matches("./") == path)
    };
    for names in MANIFESTS {
        let mut found: Vec<String> = Vec::new();
        let is_name =
            |path: &str, name: &str| path == name || path.strip_suffix(name).is_some_and(|rest| rest.ends_with('/'));
        for name in names {
            let known = build.files.keys().find(|path| is_name(path, name));
            found.extend(known.cloned().or_else(|| named(name).then(|| name.to_string())));
        }
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// The image the build begins with: that of the first stage the target needs.
fn base(graph: &BuildGraph) -> Option<(String, String)> {
    graph.stages.iter().filter(|stage| stage.reachable).find_map(|stage| match &stage.base {
        Base::Image { written, normalized } => Some((written.clone(), normalized.clone())),
        _ => None,
    })
}
