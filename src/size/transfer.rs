//! COPY and ADD: from the build context, from stages and images, and files the Dockerfile spells out.

use super::content::Content;
use super::context_copy::from_context;
use super::disk::{Disk, exact_text};
use super::estimate::{Built, Sizing, source_tree};
use super::filesystem::{Entry, Filesystem};
use super::ledger::{LayerId, Ledger, Written};
use super::stage::StageState;
use super::{path, unknown_paths};
use crate::bytes::{Range, Source};
use crate::stages::{CopyAction, CopySource, Step};

/// One COPY or ADD and where it goes.
pub(super) struct Transfer<'a> {
    pub sizing: &'a Sizing<'a>,
    pub action: &'a CopyAction,
    pub layer: LayerId,
    pub destination: String,
    /// Sources keep their names below the destination.
    pub into_folder: bool,
}

pub fn copy(
    sizing: &Sizing<'_>,
    built: &mut Built,
    state: &mut StageState,
    step: &Step,
    action: &CopyAction,
    layer: LayerId,
) {
    let uncommented = without_comment(action);
    let action = uncommented.as_ref().unwrap_or(action);
    let destination = path::absolute(&step.state.workdir, &action.destination);
    let several = action.sources.len() + action.inline_files.len() > 1;
    let into_folder = several
        || action.destination.ends_with('/')
        || matches!(action.destination.as_str(), "." | "..")
        || (state.tree.exists(&destination) && !state.tree.is_file(&destination));
    let transfer = Transfer { sizing, action, layer, destination, into_folder };
    for (name, content) in &action.inline_files {
        let target = transfer.target(name, true);
        keep_manifest(state, &target, content);
        let written = exact_text("a file the Dockerfile spells out", content.len());
        state.tree.write_file(&mut built.ledger, layer, &target, written);
    }
    if action.from == CopySource::Context {
        state.copied_context = true;
        for source in &action.sources {
            from_context(&transfer, built, state, source);
        }
        return;
    }
    let Some(tree) = source_tree(sizing, built, &action.from) else { return };
    let giver = match &action.from {
        CopySource::Stage(stage) => sizing.graph.stages.get(*stage).map_or(String::new(), |stage| stage.display_name()),
        CopySource::Image { written, .. } => written.clone(),
        CopySource::Context => String::new(),
    };
    if let CopySource::Stage(stage) = action.from {
        carry_manifests(&transfer, built, state, stage);
    }
    for source in &action.sources {
        from_tree(&transfer, built, state, &tree, &giver, source);
    }
}

fn from_tree(
    transfer: &Transfer<'_>,
    built: &mut Built,
    state: &mut StageState,
    tree: &Filesystem,
    giver: &str,
    source: &str,
) {
    let pattern = path::absolute("/", source);
    let found = found(tree, transfer.action, &pattern);
    for (from, entries) in &found {
        let target = transfer.target(from, tree.is_file(from));
        let mut disk =
            Disk { tree: &mut state.tree, ledger: &mut built.ledger, layer: transfer.layer, mounts: Vec::new() };
        disk.place_entries(entries, &target, None);
    }
    if !found.is_empty() || is_known(tree, &pattern) {
        return;
    }
    let (range, content) = unfollowed(tree, &built.ledger, &pattern);
    let label = format!("{} of {giver}, not followed to its origin", shown(source));
    let is_file = path::file_name(&pattern).contains('.') || content == Content::NativeBinary;
    let target = transfer.target(&pattern.replace('*', "app"), is_file);
    state.tree.add(&mut built.ledger, transfer.layer, &target, Written::new(label, range, content, Source::Guess));
}

/// What a copy takes of a tree by one of its sources: each path with everything below it.
pub(super) fn found(tree: &Filesystem, action: &CopyAction, pattern: &str) -> Vec<(String, Vec<Entry>)> {
    let paths = if path::is_pattern(pattern) { tree.glob(pattern) } else { vec![pattern.to_owned()] };
    let entries = paths.into_iter().map(|from| {
        let entries = kept(tree.entries(&from), action);
        (from, entries)
    });
    let gives = |(_, entries): &(String, Vec<Entry>)| {
        entries.len() > 1 || entries.iter().any(|entry| !entry.held.is_empty() || entry.path.is_empty() && entry.file)
    };
    entries.filter(gives).collect()
}

/// Whether a path exists and holds all that is there: an empty folder may hold what was never placed.
pub(super) fn is_known(tree: &Filesystem, path: &str) -> bool {
    tree.exists(path) && (tree.entries(path).len() > 1 || tree.is_file(path))
}

/// Nothing is known to be there, yet the build expects it: a guess by its name, no more than what could hold it.
pub(super) fn unfollowed(tree: &Filesystem, ledger: &Ledger, pattern: &str) -> (Range, Content) {
    let (range, content) = unknown_paths::guess(pattern);
    let Some((_, held)) = tree.opaque_above(pattern) else { return (range, content) };
    let whole = Range::sum(held.iter().map(|held| ledger.range(*held)));
    (Range::new(range.low.min(whole.high), range.likely.min(whole.high), range.high.min(whole.high)), content)
}

impl Transfer<'_> {
    /// Where a source ends up: folders give their contents, files keep their name in a folder.
    fn target(&self, from: &str, is_file: bool) -> String {
        if self.action.parents {
            return path::absolute(&self.destination, from.trim_start_matches('/'));
        }
        match is_file && self.into_folder {
            true => path::join(&self.destination, path::file_name(from)),
            false => self.destination.clone(),
        }
    }
}

fn kept(entries: Vec<Entry>, action: &CopyAction) -> Vec<Entry> {
    if action.excludes.is_empty() {
        return entries;
    }
    let excluded = |entry: &Entry| {
        let name = path::file_name(&entry.path);
        action.excludes.iter().any(|pattern| {
            let pattern = pattern.trim_matches('/');
            path::is_within(&entry.path, pattern)
                || pattern.strip_prefix("**/").is_some_and(|rest| path::matches(rest, name))
                || (!pattern.contains('/') && !entry.path.contains('/') && path::matches(pattern, &entry.path))
        })
    };
    entries.into_iter().filter(|entry| entry.path.is_empty() || !excluded(entry)).collect()
}

fn carry_manifests(transfer: &Transfer<'_>, built: &Built, state: &mut StageState, stage: usize) {
    let Some(giver) = built.stages.get(stage) else { return };
    let mut carried = Vec::new();
    for source in &transfer.action.sources {
        let from = path::absolute("/", source);
        for (key, text) in giver.manifests.iter().filter(|(key, _)| path::is_within(key, &from)) {
            let to = transfer.target(&from, *key == from.as_str());
            let below = key[from.len()..].trim_start_matches('/');
            carried.push((path::absolute(&to, below), text.clone()));
        }
    }
    state.keep_manifests(carried);
}

/// Image histories end each line in `# buildkit`, which is no comment where it is pasted after COPY's paths.
fn without_comment(action: &CopyAction) -> Option<CopyAction> {
    let [.., last, mark] = action.sources.as_slice() else { return None };
    let ends = mark == "#" && path::file_name(&action.destination) == "buildkit";
    ends.then(|| {
        let sources = action.sources[..action.sources.len() - 2].to_vec();
        CopyAction { destination: last.clone(), sources, ..action.clone() }
    })
}

/// Remembers the text of a manifest at its place.
pub(super) fn keep_manifest(state: &mut StageState, path: &str, text: &str) {
    state.keep_manifests([(path.to_owned(), text.into())]);
}

/// A name short enough to show.
pub(super) fn shown(source: &str) -> String {
    source.chars().take(60).collect()
}
