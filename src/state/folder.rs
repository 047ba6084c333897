//! A project folder as a browser lists it: which of its files are counted, which are read, and what they tell of the
//! project. Reads nothing itself.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::action::on;
use super::facts::keep;
use super::{Side, State};
use crate::order;

/// How far the reading of a folder is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// So many files were seen.
    Counting(usize),
    Read(Rc<Folder>),
    Failed(&'static str),
}

/// What is known of a folder once it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folder {
    pub name: String,
    /// Paths from the folder with their bytes, those that end in `/` folders counted as a whole.
    pub files: Rc<Vec<(String, u64)>>,
    pub file_count: usize,
    /// Of files whose text counts, by their paths.
    pub dockerfiles: Vec<(String, String)>,
    pub manifests: BTreeMap<String, String>,
    pub dockerignore: Option<String>,
    /// What was left out, in sentences.
    pub notes: Vec<String>,
}

/// What a folder tells of the project around a Dockerfile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProjectFacts {
    pub name: String,
    pub context: BTreeMap<String, u64>,
    pub manifests: BTreeMap<String, String>,
    pub dockerignore: Option<String>,
}

/// Files that are looked at; a browser takes seconds for more. Those in folders that are counted as a whole have a bound
/// of their own, so that they leave room for the project's.
const MOST_FILES: usize = 100_000;
const MOST_IN_WHOLES: usize = 40_000;
/// Folders that nobody copies in parts.
const WHOLES: [&str; 2] = [".git", "node_modules"];

/// Texts that travel in every link: so many bytes each, so many files, so many bytes together.
const LONGEST_TEXT: u64 = 300_000;
const MOST_TEXTS: usize = 24;
const LONGEST_TOGETHER: u64 = 900_000;

/// The manifests that estimates read, by name.
const MANIFESTS: [&str; 26] = [
    "package.json",
    "package-lock.json",
    "npm-shrinkwrap.json",
    "yarn.lock",
    "pnpm-lock.yaml",
    "pnpm-workspace.yaml",
    ".yarnrc.yml",
    "requirements.txt",
    "pyproject.toml",
    "poetry.lock",
    "uv.lock",
    "pdm.lock",
    "Pipfile",
    "Pipfile.lock",
    "go.mod",
    "go.sum",
    "Cargo.toml",
    "Cargo.lock",
    "pom.xml",
    "build.gradle",
    "build.gradle.kts",
    "Gemfile",
    "Gemfile.lock",
    "composer.json",
    "composer.lock",
    "constraints.txt",
];

/// The files of a folder while they are being listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    files: Vec<(String, u64)>,
    wholes: BTreeMap<String, u64>,
    in_wholes: usize,
    seen: usize,
}

/// Why a file's text counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Ignore,
    Dockerfile,
    Manifest,
}

impl Listing {
    pub fn add(&mut self, path: &str, bytes: u64) {
        if !self.wants(path) {
            return;
        }
        self.seen += 1;
        match whole(path) {
            Some(folder) => {
                self.in_wholes += 1;
                let total = self.wholes.entry(folder.to_owned()).or_default();
                *total = total.saturating_add(bytes);
            }
            None => self.files.push((path.to_owned(), bytes)),
        }
    }

    /// Whether a file at that path would still be counted, or those in the folder of that path, which ends in `/`.
    pub fn wants(&self, path: &str) -> bool {
        match whole(path) {
            Some(_) => self.in_wholes < MOST_IN_WHOLES,
            None => self.files.len() < MOST_FILES,
        }
    }

    /// Whether the text of a file of that name may be read.
    pub fn may_tell(path: &str) -> bool {
        kind(path).is_some() && whole(path).is_none()
    }

    pub fn seen(&self) -> usize {
        self.seen
    }

    /// The paths whose texts are to be read, those nearest to the root first.
    pub fn texts(&self) -> Vec<String> {
        let mut wanted: Vec<(Kind, usize, &(String, u64))> = self
            .files
            .iter()
            .filter(|(_, bytes)| *bytes <= LONGEST_TEXT)
            .filter_map(|file| Some((kind(&file.0)?, file.0.matches('/').count(), file)))
            .collect();
        order::sort(&mut wanted);
        let mut left = LONGEST_TOGETHER;
        wanted.retain(|(_, _, (_, bytes))| {
            let fits = *bytes <= left;
            left -= if fits { *bytes } else { 0 };
            fits
        });
        wanted.into_iter().take(MOST_TEXTS).map(|(_, _, (path, _))| path.clone()).collect()
    }

    /// The folder, with the texts that could be read.
    pub fn folder(self, name: &str, texts: Vec<(String, String)>) -> Folder {
        let mut folder = Folder { name: name.to_owned(), file_count: self.seen, ..Folder::default() };
        if self.files.len() >= MOST_FILES {
            folder.notes.push(format!("Only the first {} files were counted.", grouped(MOST_FILES)));
        }
        if self.in_wholes >= MOST_IN_WHOLES {
            let most = grouped(MOST_IN_WHOLES);
            folder.notes.push(format!("Of node_modules and .git only {most} files were counted: they are larger."));
        }
        let unread = self.files.iter().filter(|(path, _)| kind(path) == Some(Kind::Manifest)).count();
        let mut files = self.files;
        files.extend(self.wholes);
        order::sort(&mut files);
        folder.files = Rc::new(files);
        for (path, text) in texts {
            match kind(&path) {
                Some(Kind::Manifest) => drop(folder.manifests.insert(path, text)),
                Some(Kind::Dockerfile) => folder.dockerfiles.push((path, text)),
                // The one that belongs to the Dockerfile goes before the one for all.
                Some(Kind::Ignore) if folder.dockerignore.is_none() || path != ".dockerignore" => {
                    folder.dockerignore = Some(text);
                }
                _ => {}
            }
        }
        let unread = unread - folder.manifests.len().min(unread);
        if unread > 0 {
            let which = if unread == 1 { "1 manifest was".to_owned() } else { format!("{unread} manifests were") };
            folder
                .notes
                .push(format!("{which} too long, or one too many, to be taken over: links would not carry them."));
        }
        folder
    }
}

/// Puts what a folder tells in the place of what was known of the project.
pub(super) fn use_project(state: &mut State, side: Side, facts: &ProjectFacts) {
    let before = state.comparison.clone();
    let both = state.one_project;
    for side in [Some(side), both.then(|| side.other())].into_iter().flatten() {
        on(state, side, |scenario| {
            scenario.context.clone_from(&facts.context);
            scenario.manifests.clone_from(&facts.manifests);
            scenario.dockerignore.clone_from(&facts.dockerignore);
        });
    }
    keep(state, before, &format!("The project is {} now.", facts.name), "Bring the former back");
}

/// Puts a Dockerfile of a folder on a side, which begins as a copy of the other where it is not there yet.
pub(super) fn use_dockerfile(state: &mut State, side: Side, text: &str) {
    let before = state.comparison.clone();
    if side == Side::After {
        state.comparison.after.get_or_insert_with(|| before.before.clone());
    }
    on(state, side, |scenario| scenario.dockerfile = text.to_owned());
    keep(state, before, "The Dockerfile of the folder took the place of yours.", "Bring mine back");
}

/// A path below the folder that was chosen, whose name stands before it.
pub fn below(relative: &str) -> Option<(&str, &str)> {
    relative.trim_start_matches('/').split_once('/').filter(|(_, path)| !path.is_empty())
}

/// What is said while a folder is read.
pub fn counting(seen: usize) -> String {
    format!("Read {} files …", grouped(seen))
}

/// `12,400`
pub fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// The outermost folder of a path that is counted as a whole, with its `/`.
fn whole(path: &str) -> Option<&str> {
    let mut start = 0;
    while let Some(length) = path[start..].find('/') {
        let end = start + length;
        if WHOLES.contains(&&path[start..end]) {
            return Some(&path[..=end]);
        }
        start = end + 1;
    }
    None
}

fn kind(path: &str) -> Option<Kind> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_requirements = name.starts_with("requirements") && name.ends_with(".txt");
    if path == ".dockerignore" || path == "Dockerfile.dockerignore" {
        Some(Kind::Ignore)
    } else if name.ends_with(".dockerignore") {
        None
    } else if name == "Dockerfile"
        || name == "Containerfile"
        || name.starts_with("Dockerfile.")
        || name.ends_with(".Dockerfile")
    {
        Some(Kind::Dockerfile)
    } else {
        (is_requirements || MANIFESTS.contains(&name)).then_some(Kind::Manifest)
    }
}
