//! All files of a project to the few sizes that a Scenario says of its build context: what COPY instructions name is kept
//! apart, the rest is told by folders, and what `.dockerignore` keeps out is left out of their sizes.

use std::collections::{BTreeMap, BTreeSet};

use super::Ignore;
use super::path::{inside, with_parents};
use crate::order;

/// The sizes, as `Scenario::context` has them, and what became of the bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Condensed {
    pub sizes: Vec<(String, u64)>,
    pub sent: u64,
    pub kept_out: u64,
}

/// Sizes of a context: so few that a link carries them, and enough for every COPY of an ordinary project.
const MOST: usize = 200;
/// A folder that is kept out is told of from this size on, so that a change of `.dockerignore` shows.
const LEAST_KEPT_OUT: u64 = 100_000;
/// Folders of the second level that are this large are told apart, for what is in them compresses differently.
const LEAST_WITHIN: u64 = 1_000_000;
/// Files times patterns that are matched; more files than that are taken to be sent.
const MATCHES: usize = 20_000_000;

/// What is below a folder.
#[derive(Clone, Copy, Default)]
struct Folder {
    sent: u64,
    sent_files: usize,
    kept_out: u64,
    /// `.dockerignore` keeps the folder itself out, whatever it lets back in of its files.
    excluded: bool,
}

/// How much depends on a size being there: what is named, then the first level, then the rest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    Named,
    First,
    Within,
}

/// `files` are paths from the context's root with their bytes, those that end in `/` whole folders. `named` is what
/// COPY instructions take.
pub fn condense(files: &[(String, u64)], ignore: &Ignore, named: &[String]) -> Condensed {
    let affordable = MATCHES / ignore.patterns().count().max(1);
    let mut condensed = Condensed::default();
    let mut folders: BTreeMap<&str, Folder> = BTreeMap::new();
    let mut sent_files: BTreeMap<&str, u64> = BTreeMap::new();
    for (at, (path, bytes)) in files.iter().enumerate() {
        let plain = path.trim_matches('/');
        let kept_out = at < affordable && ignore.excludes(plain);
        let total = if kept_out { &mut condensed.kept_out } else { &mut condensed.sent };
        *total = total.saturating_add(*bytes);
        let is_folder = path.ends_with('/');
        if !is_folder && !kept_out {
            sent_files.insert(plain, *bytes);
        }
        for folder in with_parents(plain).filter(|folder| is_folder || folder.len() < plain.len()) {
            let known = folders.entry(folder).or_default();
            let total = if kept_out { &mut known.kept_out } else { &mut known.sent };
            *total = total.saturating_add(*bytes);
            known.sent_files += usize::from(!kept_out);
        }
    }
    for (path, folder) in &mut folders {
        folder.excluded = ignore.excludes(path);
    }
    let chosen = choose(&folders, &sent_files, &Named::new(named));
    condensed.sizes = sizes(&condensed, chosen, &folders, &sent_files);
    condensed
}

/// What COPY instructions take, from the context's root.
struct Named {
    paths: BTreeSet<String>,
    /// Folders in which a wildcard picks.
    searched: BTreeSet<String>,
}

impl Named {
    fn new(sources: &[String]) -> Self {
        let mut named = Self { paths: BTreeSet::new(), searched: BTreeSet::new() };
        for source in sources {
            let path = inside(source);
            match path.find(['*', '?', '[']) {
                Some(wildcard) => {
                    let folder = path[..wildcard].rsplit_once('/').map_or("", |(folder, _)| folder);
                    named.searched.insert(folder.to_owned());
                }
                None => drop(named.paths.insert(path)),
            }
        }
        named
    }

    fn has(&self, path: &str) -> bool {
        self.paths.contains(path) || self.searched.contains(parent(path))
    }
}

/// The paths that deserve a size of their own, the most needed first; folders with `/` at their end.
fn choose(folders: &BTreeMap<&str, Folder>, files: &BTreeMap<&str, u64>, named: &Named) -> Vec<String> {
    let is_excluded = |path: &str| folders.get(path).is_some_and(|folder| folder.excluded);
    let depth = |path: &str| path.matches('/').count();
    let mut found: Vec<(Weight, u64, String)> = Vec::new();
    for (path, bytes) in files {
        // A folder that is kept out cannot stand for the files that are let back in.
        if named.has(path) || is_excluded(parent(path)) {
            found.push((Weight::Named, *bytes, (*path).to_owned()));
        } else if depth(path) == 0 {
            found.push((Weight::First, *bytes, (*path).to_owned()));
        }
    }
    for (path, folder) in folders {
        let above = parent(path);
        let above_is_told = above.is_empty() || !is_excluded(above) || folders[above].sent_files > 0;
        let weight = match () {
            () if folder.excluded && folder.sent_files > 0 => continue,
            // What is above it stands for it.
            () if folder.excluded && (!above_is_told || folder.kept_out < LEAST_KEPT_OUT) => continue,
            () if folder.excluded => Weight::Within,
            () if named.has(path) || is_excluded(above) => Weight::Named,
            () if depth(path) == 0 => Weight::First,
            () if depth(path) == 1 && folder.sent >= LEAST_WITHIN => Weight::Within,
            () => continue,
        };
        found.push((weight, folder.sent.max(folder.kept_out), format!("{path}/")));
    }
    order::sort_by(&mut found, |(weight, bytes, path), (other, others, second)| {
        weight.cmp(other).then(others.cmp(bytes)).then(path.cmp(second))
    });
    found.into_iter().map(|(_, _, path)| path).collect()
}

/// The sizes of the first of them. Where some of the first level are left out, the context as a whole stands for them.
fn sizes(
    condensed: &Condensed,
    mut chosen: Vec<String>,
    folders: &BTreeMap<&str, Folder>,
    files: &BTreeMap<&str, u64>,
) -> Vec<(String, u64)> {
    let is_cut = chosen.len() > MOST;
    chosen.truncate(if is_cut { MOST - 1 } else { MOST });
    let of = |path: &str| folders.get(path.trim_end_matches('/')).copied().unwrap_or_default();
    // A folder's size holds those that are told apart within it, kept out or not.
    let told_kept_out: Vec<(String, u64)> = chosen
        .iter()
        .filter(|path| path.ends_with('/') && of(path).excluded)
        .map(|path| (path.clone(), of(path).kept_out))
        .collect();
    let within = |folder: &str| {
        let own = told_kept_out.iter().filter(|(path, _)| path.len() > folder.len() && path.starts_with(folder));
        own.fold(0u64, |sum, (_, bytes)| sum.saturating_add(*bytes))
    };
    let size = |path: &String| match files.get(path.as_str()) {
        Some(bytes) => *bytes,
        None if of(path).excluded => of(path).kept_out,
        None => of(path).sent.saturating_add(within(path)),
    };
    let mut sizes: Vec<(String, u64)> = chosen.iter().map(|path| (path.clone(), size(path))).collect();
    if is_cut {
        sizes.push(("./".to_owned(), condensed.sent.saturating_add(within(""))));
    }
    order::sort(&mut sizes);
    sizes
}

fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(above, _)| above)
}
