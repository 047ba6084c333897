//! The changes people make every day, on files that this context really has.

use super::build::{Build, EntryKind};
use super::change::Change;
use super::tree::Content;
use crate::stages::{Base, BuildGraph};

/// Titles and changes to offer, the most frequent first.
pub fn everyday(build: &Build, graph: &BuildGraph) -> Vec<(String, Change)> {
    let mut changes = Vec::new();
    let source = source(build);
    changes.push((format!("I edit {source}"), Change::EditFile { path: source, content: None }));
    let manifests = manifests(build);
    if let Some(first) = manifests.first() {
        let edits = manifests.iter().map(|path| Change::EditFile { path: path.clone(), content: None });
        changes.push((format!("I add a dependency ({first})"), Change::All(edits.collect())));
    }
    if let Some((written, normalized)) = base(graph) {
        changes.push((format!("{written} moves"), Change::BaseMoves { image: normalized, mark: None }));
    }
    changes.push(("Nothing changed".to_string(), Change::Nothing));
    changes
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

/// A source file of the context; a likely one where none is known.
fn source(build: &Build) -> String {
    let is_source = |path: &&String| SOURCES.iter().any(|ending| path.ends_with(ending));
    let files =
        || build.files.iter().filter(|(_, entry)| matches!(entry.kind, EntryKind::File(_))).map(|(path, _)| path);
    let in_folder = |path: &&String| FOLDERS.iter().any(|folder| path.starts_with(&format!("{folder}/")));
    if let Some(path) = files().filter(is_source).find(in_folder).or_else(|| files().find(is_source)) {
        return path.clone();
    }
    let folder = FOLDERS.iter().find(|folder| build.files.contains_key(**folder)).unwrap_or(&"src");
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

impl Change {
    /// An edit of a file to a text.
    pub fn edit(path: &str, text: &str) -> Self {
        Self::EditFile { path: path.to_string(), content: Some(Content::of_text(text.to_string())) }
    }
}
