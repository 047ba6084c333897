//! What one build is given: the Scenario, the files of the context with their contents where they are known, moved
//! base images, secrets and cache options.

use std::collections::{BTreeMap, BTreeSet};

use super::digest::{Digest, digest};
use super::path;
use super::tree::{Content, File, Node, Tree};
use crate::context::Ignore;
use crate::scenario::Scenario;

/// One build's inputs.
#[derive(Clone, Debug, Default)]
pub struct Build {
    pub scenario: Scenario,
    /// By path from the context's root. Boxed, since trees of values of one size share their code.
    pub files: BTreeMap<String, Box<Entry>>,
    /// `files` is all there is. Otherwise any other path may exist too.
    pub complete: bool,
    /// Base images, by normalised name, that moved since.
    pub moved: BTreeMap<String, Box<Moved>>,
    pub secrets: BTreeMap<String, String>,
    pub no_cache: NoCache,
    /// Lines of instructions that say something else than the Scenario's Dockerfile.
    pub edited: BTreeSet<usize>,
}

/// How an image differs from what it first was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Moved {
    /// How often all of its files may have changed.
    pub times: u64,
    /// Something that makes it another image with the same files.
    pub mark: Option<String>,
}

/// A file, folder or link of the context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub kind: EntryKind,
    pub mode: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryKind {
    File(Content),
    /// Empty, or one of which only the size is known: then any file may be in it.
    Folder {
        listed: bool,
    },
    Link(String),
}

/// `--no-cache` and `--no-cache-filter`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum NoCache {
    #[default]
    Unset,
    Everything,
    Stages(Vec<String>),
}

impl Build {
    /// A build of which only what a Scenario says is known: sizes of files, texts of manifests. What is not known
    /// counts as something that stays the same until it is changed.
    pub fn of(scenario: &Scenario) -> Self {
        let mut files = BTreeMap::new();
        for (path, bytes) in &scenario.context {
            let kind = match path.ends_with('/') {
                true => EntryKind::Folder { listed: false },
                false => EntryKind::File(Content::Unseen(digest("context", (path, bytes)))),
            };
            files.insert(inside(path), Box::new(Entry { kind, mode: None }));
        }
        for (path, text) in &scenario.manifests {
            files.insert(inside(path), Box::new(Entry::text(text)));
        }
        if files.contains_key("Dockerfile") {
            files.insert("Dockerfile".into(), Box::new(Entry::text(&scenario.dockerfile)));
        }
        files.remove("");
        Self { scenario: scenario.clone(), files, ..Self::default() }
    }

    /// The files that reach the builder.
    pub(super) fn context(&self) -> Tree {
        let mut tree = Tree::of_context((!self.complete).then_some(1));
        let text = self.scenario.dockerignore.as_deref();
        let (ignore, _) = Ignore::parse(text.unwrap_or(""));
        if let Some(text) = text.filter(|_| !ignore.excludes(".dockerignore")) {
            tree.put("/.dockerignore", Node::text(text));
        }
        let mut modes = Vec::new();
        for (path, entry) in &self.files {
            if ignore.excludes(path) {
                keep_folders(&mut tree, path, &ignore);
                continue;
            }
            let mode = entry.mode.unwrap_or(0o644);
            let place = format!("/{path}");
            match &entry.kind {
                EntryKind::File(content) => {
                    tree.put(&place, Node::File(File { content: content.clone(), mode, owner: 0 }));
                }
                EntryKind::Link(target) => tree.put(&place, Node::Link(target.as_str().into())),
                EntryKind::Folder { listed } => {
                    if let Some(folder) = tree.folder_mut(&place) {
                        folder.others = (!listed).then(|| digest("context", path)).or(folder.others);
                    }
                    modes.extend(entry.mode.map(|mode| (place, mode)));
                }
            }
        }
        for (place, mode) in modes {
            if let Some(folder) = tree.folder_mut(&place) {
                folder.mode = mode;
            }
        }
        tree
    }

    pub(super) fn ignores(&self, stage: Option<&str>) -> bool {
        match &self.no_cache {
            NoCache::Unset => false,
            NoCache::Everything => true,
            NoCache::Stages(names) => {
                stage.is_some_and(|stage| names.iter().any(|name| name.eq_ignore_ascii_case(stage)))
            }
        }
    }

    /// What tells this image apart from others, and from itself before it moved.
    pub(super) fn image(&self, normalized: &str) -> Digest {
        digest("image", (normalized, self.moved.get(normalized)))
    }

    /// What tells its files apart.
    pub(super) fn image_files(&self, normalized: &str) -> Digest {
        digest("files of", (normalized, self.moved.get(normalized).map_or(0, |moved| moved.times)))
    }
}

impl Entry {
    pub fn text(text: &str) -> Self {
        Self { kind: EntryKind::File(Content::of_text(text.to_string())), mode: None }
    }
}

/// A path as the context's table has it: from the root, without slashes at either end.
pub(super) fn inside(path: &str) -> String {
    path::absolute("/", path)[1..].to_string()
}

/// The folders of an ignored file reach the builder, empty, unless they are ignored themselves.
fn keep_folders(tree: &mut Tree, path: &str, ignore: &Ignore) {
    let mut end = 0;
    while let Some(length) = path[end..].find('/') {
        let folder = &path[..end + length];
        if ignore.excludes(folder) {
            return;
        }
        tree.folder_mut(folder);
        end += length + 1;
    }
}
