//! What COPY and ADD take from the context: sources with wildcards, folders by their contents, `--exclude` and
//! `--parents`.

use std::collections::BTreeMap;

use super::glob::Glob;
use super::path::{clean, inside, with_parents};
use super::{Context, Ignore};

/// What a COPY or ADD asks of the context, its words expanded.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a> {
    pub paths: &'a [String],
    /// `--exclude`.
    pub excludes: &'a [String],
    /// `--parents`.
    pub parents: bool,
}

/// What the sources of a COPY select among what is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    pub taken: Vec<Taken>,
    /// Sources of which nothing is known.
    pub unknown: Vec<String>,
}

/// A file, or what is known of a folder beyond its single files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// In the context.
    pub path: String,
    /// Where it comes to lie, below the destination; empty when it becomes the destination itself (a whole folder).
    pub placed: String,
    pub bytes: u64,
    /// The bytes are of files below `path` whose names are not known.
    pub is_folder: bool,
}

impl Selection {
    pub fn bytes(&self) -> u64 {
        self.taken.iter().fold(0, |sum, taken| sum.saturating_add(taken.bytes))
    }
}

impl Context {
    /// What a copy from the context takes of what is known.
    pub fn select(&self, sources: Sources<'_>) -> Selection {
        let mut selection = Selection::default();
        let excludes = Ignore::of_patterns(sources.excludes.iter().map(String::as_str));
        for written in sources.paths {
            let source = Source::new(written, sources.parents, &excludes);
            let before = selection.taken.len();
            for (path, bytes) in source.range(&self.files) {
                if let Some(placed) = source.place(path).filter(|_| !self.ignore.excludes(path)) {
                    selection.taken.push(Taken { path: path.clone(), placed, bytes: *bytes, is_folder: false });
                }
            }
            self.folders(&source, &mut selection);
            if selection.taken.len() == before {
                selection.unknown.push(written.clone());
            }
        }
        selection
    }

    /// Whether a copy from the context takes a path, known or not.
    pub fn takes(&self, sources: Sources<'_>, path: &str) -> bool {
        let path = inside(path);
        let excludes = Ignore::of_patterns(sources.excludes.iter().map(String::as_str));
        let takes = |written: &String| Source::new(written, sources.parents, &excludes).place(&path).is_some();
        !self.ignore.excludes(&path) && sources.paths.iter().any(takes)
    }

    /// The bytes of folders that are given as a whole, without those of their parts that are given too.
    fn folders(&self, source: &Source<'_>, selection: &mut Selection) {
        for (folder, total) in source.range(&self.folders) {
            if !folder.is_empty() && self.ignore.excludes(folder) {
                continue;
            }
            let Some(placed) = source.place_folder(folder) else { continue };
            let bytes = total.saturating_sub(self.known_below(folder));
            selection.taken.push(Taken { path: folder.clone(), placed, bytes, is_folder: true });
        }
    }

    /// The bytes of files and of the outermost folders given below a folder.
    fn known_below(&self, folder: &str) -> u64 {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let mut sum = 0_u64;
        let mut outermost: Option<String> = None;
        let below = |path: &&String| path.starts_with(&prefix) && **path != *folder;
        let covered = |outer: &Option<String>, path: &str| outer.as_ref().is_some_and(|outer| path.starts_with(outer));
        for (path, bytes) in self.folders.range(prefix.clone()..).take_while(|(path, _)| path.starts_with(&prefix)) {
            if below(&path) && !covered(&outermost, path) {
                sum = sum.saturating_add(*bytes);
                outermost = Some(format!("{path}/"));
            }
        }
        for (path, bytes) in self.files.range(prefix.clone()..).take_while(|(path, _)| path.starts_with(&prefix)) {
            let in_given_folder =
                with_parents(path).any(|parent| parent.starts_with(&prefix) && self.folders.contains_key(parent));
            if !in_given_folder {
                sum = sum.saturating_add(*bytes);
            }
        }
        sum
    }
}

/// One source of a copy.
struct Source<'a> {
    /// The folder under which the pattern starts; with `--parents` what stands before `/./`.
    root: String,
    pattern: String,
    /// How many parts of a path the pattern spans.
    parts: usize,
    /// None where the pattern is malformed: such a source takes nothing.
    glob: Option<Glob>,
    parents: bool,
    excludes: &'a Ignore,
}

impl<'a> Source<'a> {
    fn new(written: &str, parents: bool, excludes: &'a Ignore) -> Self {
        if !parents {
            let pattern = inside(written);
            let parts = if pattern.is_empty() { 0 } else { pattern.split('/').count() };
            let glob = Glob::path(&pattern).ok();
            return Self { root: String::new(), pattern, parts, glob, parents: false, excludes };
        }
        let (root, pattern) = written.split_once("/./").unwrap_or(("", written));
        let pattern = inside(pattern);
        let glob = Glob::ignore(&pattern).ok();
        Self { root: inside(root), pattern, parts: 0, glob, parents: true, excludes }
    }

    /// The part of a sorted table that may match: what begins like the pattern up to its first wildcard.
    fn range<'t>(&self, table: &'t BTreeMap<String, u64>) -> impl Iterator<Item = (&'t String, &'t u64)> {
        let literal = self.pattern.split(['*', '?', '[', '\\']).next().unwrap_or("");
        let prefix = match self.root.as_str() {
            "" => literal.to_string(),
            root => format!("{root}/{literal}"),
        };
        table.range(prefix.clone()..).take_while(move |(path, _)| path.starts_with(&prefix))
    }

    /// Where a file comes to lie below the destination; none when the source does not take it.
    fn place(&self, path: &str) -> Option<String> {
        let placed = if self.parents { self.below_root(path)? } else { self.below_match(path)? };
        (!self.excludes.excludes(&placed)).then_some(placed)
    }

    fn below_root(&self, path: &str) -> Option<String> {
        let rest = match self.root.as_str() {
            "" => path,
            root => path.strip_prefix(root)?.strip_prefix('/')?,
        };
        let glob = self.glob.as_ref()?;
        (self.pattern.is_empty() || with_parents(rest).any(|part| glob.matches(part))).then(|| rest.to_string())
    }

    fn below_match(&self, path: &str) -> Option<String> {
        if self.parts == 0 {
            return Some(path.to_string());
        }
        let matched = with_parents(path).nth(self.parts - 1)?;
        if !self.glob.as_ref()?.matches(matched) {
            return None;
        }
        let rest = path[matched.len()..].trim_start_matches('/');
        // A file that is named itself keeps its own name; one below a folder its path in there.
        Some(if rest.is_empty() { matched.rsplit('/').next().unwrap_or(matched) } else { rest }.to_string())
    }

    /// Where a folder of known total comes to lie. It counts where the source takes it whole; the root of the context
    /// also stands for a source of which nothing else is known only if the source is the root.
    fn place_folder(&self, folder: &str) -> Option<String> {
        if self.parents {
            return if folder.is_empty() { self.pattern.is_empty().then(String::new) } else { self.place(folder) };
        }
        if folder.is_empty() {
            return (self.parts == 0).then(String::new);
        }
        let placed = self.place(folder)?;
        // A folder that is named itself is copied by its contents.
        let named = folder.split('/').count() == self.parts;
        Some(if named { String::new() } else { clean(&placed) })
    }
}
