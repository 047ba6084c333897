//! COPY and ADD from the build context: files and folders of known size at their places, unseen ones by their names,
//! archives unpacked, addresses fetched.

use std::collections::BTreeMap;

use super::content::Content;
use super::estimate::{Built, Sizing};
use super::filesystem::Filesystem;
use super::ledger::{LayerId, Ledger, Written};
use super::rules::{archives, downloads};
use super::stage::StageState;
use super::transfer::{Transfer, keep_manifest, shown};
use super::{path, unknown_paths};
use crate::bytes::{Range, Source};
use crate::context::{Selection, Sources, Taken};

/// A context source: an address, an archive that ADD unpacks, files and folders known or guessed.
pub(super) fn from_context(transfer: &Transfer<'_>, built: &mut Built, state: &mut StageState, source: &str) {
    let Transfer { sizing, action, destination, into_folder, .. } = transfer;
    // Image histories write `COPY file:HASH in /place`: the middle word is no source.
    if source == "in" && action.sources.first().is_some_and(|first| is_recorded(first)) {
        return;
    }
    if action.add && is_remote(source) {
        return from_address(transfer, built, state, source);
    }
    let paths = [source.to_owned()];
    let sources = Sources { paths: &paths, excludes: &action.excludes, parents: action.parents };
    let selection = sizing.context.select(sources);
    let unpacks = action.add && action.unpack != Some(false) && is_archive(source);
    if selection.taken.is_empty() {
        if is_whole(source) || !path::is_pattern(source) || sizing.scenario.context.is_empty() {
            guess_context(transfer, built, state, source, unpacks);
        }
        return;
    }
    for (taken, text) in selection.taken.iter().filter_map(|taken| Some((taken, manifest(sizing, &taken.path)?))) {
        let target = if taken.placed.is_empty() || (!*into_folder && taken.placed == taken.path) {
            path::absolute(destination, if *into_folder { &taken.placed } else { "" })
        } else {
            file_place(taken, source, destination, *into_folder)
        };
        keep_manifest(state, &target, text);
    }
    let place = Place { layer: transfer.layer, source, destination, into_folder: *into_folder, unpacks };
    place_taken(&mut built.ledger, &mut state.tree, &selection, &place);
    // Manifests alone say nothing of what a copy of everything brings beside them.
    if is_whole(source) && sizing.scenario.context.is_empty() {
        guess_context(transfer, built, state, source, false);
    }
}

/// Puts what is known of a part of the context at a place of a tree: for bind mounts.
pub fn place_context(
    sizing: &Sizing<'_>,
    ledger: &mut Ledger,
    tree: &mut Filesystem,
    layer: LayerId,
    source: &str,
    destination: &str,
) {
    let paths = [source.to_owned()];
    let selection = sizing.context.select(Sources { paths: &paths, excludes: &[], parents: false });
    let place = Place { layer, source, destination, into_folder: false, unpacks: false };
    place_taken(ledger, tree, &selection, &place);
}

fn manifest<'a>(sizing: &Sizing<'a>, path: &str) -> Option<&'a str> {
    let manifests = &sizing.scenario.manifests;
    let found = manifests.get(path).or_else(|| {
        manifests.iter().find(|(key, _)| self::path::absolute("/", key)[1..] == *path).map(|(_, text)| text)
    });
    found.map(String::as_str)
}

/// Where a selected file comes to lie.
fn file_place(taken: &Taken, source: &str, destination: &str, into_folder: bool) -> String {
    let single = !path::is_pattern(source) && path::absolute("/", source) == path::absolute("/", &taken.path);
    if single && !into_folder { destination.to_owned() } else { path::absolute(destination, &taken.placed) }
}

/// Where and how a selection is put.
struct Place<'a> {
    layer: LayerId,
    source: &'a str,
    destination: &'a str,
    into_folder: bool,
    unpacks: bool,
}

fn place_taken(ledger: &mut Ledger, tree: &mut Filesystem, selection: &Selection, place: &Place<'_>) {
    let Place { layer, source, destination, into_folder, unpacks } = *place;
    // Of very many files only the folders are kept apart.
    if selection.taken.len() > FILES && !unpacks {
        return place_folders(ledger, tree, layer, selection, destination);
    }
    for taken in &selection.taken {
        let target = file_place(taken, source, destination, into_folder);
        let bytes = Range::exact(taken.bytes);
        if unpacks && !taken.is_folder {
            let label = format!("{}, unpacked", shown(&taken.path));
            let range =
                if taken.path.ends_with(".tar") { Range::within(taken.bytes, 0.04) } else { archives::grown(bytes) };
            tree.add(ledger, layer, destination, Written::new(label, range, Content::UnpackedArchive, Source::Typical));
        } else if taken.is_folder {
            let (_, content) = unknown_paths::by_name(path::file_name(&taken.path));
            let label = format!("{}/ of the build context", shown(&taken.path));
            tree.add(ledger, layer, &target, Written::new(label, bytes, content, Source::Given));
        } else {
            let label = match taken.path.split_once('/') {
                Some((folder, _)) => format!("{folder}/ of the build context"),
                None => format!("{} of the build context", shown(&taken.path)),
            };
            let content = Content::of_file(&taken.path);
            if is_there(ledger, tree, &target, bytes) {
                continue;
            }
            tree.write_file(ledger, layer, &target, Written::new(label, bytes, content, Source::Given));
        }
    }
}

/// More files than this of one copy are placed by their folders.
const FILES: usize = 100;

fn place_folders(ledger: &mut Ledger, tree: &mut Filesystem, layer: LayerId, selection: &Selection, destination: &str) {
    let mut folders: BTreeMap<(String, Content), u64> = BTreeMap::new();
    for taken in &selection.taken {
        let above = taken.placed.rsplit_once('/').map_or("", |(above, _)| above);
        let folder: Vec<&str> = path::names(above).take(3).collect();
        let content = Content::of_file(&taken.path);
        let bytes = folders.entry((folder.join("/"), content)).or_default();
        *bytes = bytes.saturating_add(taken.bytes);
    }
    for ((folder, content), bytes) in folders {
        let label = match folder.split('/').next().unwrap_or("") {
            "" => "files of the build context".to_owned(),
            first => format!("{first}/ of the build context"),
        };
        let place = path::absolute(destination, &folder);
        tree.add(ledger, layer, &place, Written::new(label, Range::exact(bytes), content, Source::Given));
    }
}

/// Whether an earlier copy put the same file there: writing it again changes nothing, and the layer leaves it out.
fn is_there(ledger: &Ledger, tree: &Filesystem, target: &str, bytes: Range) -> bool {
    let Some(entry) = tree.entry(target).filter(|entry| entry.file && entry.held.len() == 1) else { return false };
    let piece = ledger.piece(entry.held[0]);
    piece.source == Source::Given && piece.range == bytes && *piece.path == *target
}

/// A part of the context nobody described. Everything of it (`COPY . .`) is what public repositories weigh.
fn guess_context(transfer: &Transfer<'_>, built: &mut Built, state: &mut StageState, source: &str, unpacks: bool) {
    let Transfer { sizing, layer, destination, into_folder, .. } = transfer;
    let layer = *layer;
    let ledger = &mut built.ledger;
    if is_whole(source) {
        let all = typical("copy-all", WORK_TREE);
        let written = Written::new("the build context, unseen", all, Content::SourceTree, Source::Guess);
        state.tree.add(ledger, layer, destination, written);
        let ignore = &sizing.context.ignore;
        if !ignore.excludes(".git") && !ignore.excludes(".git/objects") {
            let git = typical("copy-git", HISTORY);
            let written = Written::new(".git, which .dockerignore does not name", git, Content::Archive, Source::Guess);
            state.tree.add(ledger, layer, &path::join(destination, ".git"), written.perhaps(true));
        }
        return;
    }
    if sizing.context.ignore.excludes(&path::absolute("/", source)[1..]) {
        return;
    }
    let telling = telling_name(source, destination, *into_folder);
    // On the empty image nothing but a program could use a file.
    let alone = state.image.name == "scratch" && action_is_file(source) && !path::file_name(destination).contains('.');
    let (range, content) = match alone {
        true => unknown_paths::guess("/bin/program"),
        false => unknown_paths::by_name(telling),
    };
    let label = format!("{} of the build context, unseen", shown(source));
    if unpacks {
        let written = Written::new(label, archives::grown(range), Content::UnpackedArchive, Source::Guess);
        state.tree.add(ledger, layer, destination, written);
        return;
    }
    let name = path::file_name(source);
    let is_file =
        name.trim_start_matches('.').contains('.') || matches!(content, Content::Text | Content::NativeBinary);
    let written = Written::new(label, range, content, Source::Guess);
    if is_file && !path::is_pattern(source) {
        let target = if *into_folder { path::join(destination, name) } else { destination.clone() };
        state.tree.write_file(ledger, layer, &target, written);
    } else {
        state.tree.add(ledger, layer, destination, written);
    }
}

/// Whether a source is one file as far as its name tells.
fn action_is_file(source: &str) -> bool {
    !source.ends_with('/') && !path::is_pattern(source) && !source.starts_with("dir:") && !source.contains('.')
}

/// The name that says most of what a source is: its own, or that of where it goes where the source is a hash of an image
/// history or a program's name without an ending. What goes into a folder of programs is mostly a script.
fn telling_name<'a>(source: &'a str, destination: &'a str, into_folder: bool) -> &'a str {
    let name = path::file_name(source);
    let folder = if into_folder { destination } else { path::parent(destination) };
    let for_programs = matches!(path::file_name(folder), "bin" | "sbin");
    if source.starts_with("file:") {
        let target = path::file_name(destination);
        return match into_folder {
            true if for_programs => "script-in-bin",
            true => name,
            false if for_programs && !target.contains('.') => "script-in-bin",
            false => target,
        };
    }
    if for_programs && !name.contains(['.', ':']) { "script-in-bin" } else { name }
}

/// Work tree and packed history of public repositories: 91 of them, weighed as they were in 2026.
const WORK_TREE: Range = Range { low: 50_000, likely: 1_200_000, high: 22_000_000 };
const HISTORY: Range = Range { low: 600_000, likely: 4_600_000, high: 131_000_000 };

fn typical(key: &str, fallback: Range) -> Range {
    super::packages::typical::typical(key).map_or(fallback, |estimate| estimate.range)
}

/// ADD of an address: a download, which is not unpacked unless asked to be, or a clone.
fn from_address(transfer: &Transfer<'_>, built: &mut Built, state: &mut StageState, address: &str) {
    let Transfer { sizing, action, layer, destination, into_folder } = transfer;
    let layer = *layer;
    let name = path::file_name(address.split(['?', '#']).next().unwrap_or(address));
    if is_git(address) {
        let label = format!("work tree of {}", shown(name));
        let written = Written::new(label, typical("copy-all", WORK_TREE), Content::SourceTree, Source::Guess);
        state.tree.add(&mut built.ledger, layer, destination, written);
        if action.keep_git_dir {
            let history = typical("copy-git", HISTORY);
            let written = Written::new("its history", history, Content::Archive, Source::Guess);
            state.tree.add(&mut built.ledger, layer, &path::join(destination, ".git"), written);
        }
        return;
    }
    let stream = downloads::remote(sizing.catalog, address);
    if action.unpack == Some(true) && is_archive(address) {
        let range = stream.unpacked.unwrap_or_else(|| archives::grown(stream.range));
        let written = Written::new(stream.label, range, Content::UnpackedArchive, stream.source);
        state.tree.add(&mut built.ledger, layer, destination, written);
        return;
    }
    let target = if *into_folder { path::join(destination, name) } else { destination.clone() };
    state.tree.write_file(&mut built.ledger, layer, &target, stream.written());
    state.keep_archive(target, stream);
}

/// A source as image histories record it, by the hash of its content.
fn is_recorded(source: &str) -> bool {
    ["file:", "multi:", "dir:"].iter().any(|kind| source.starts_with(kind))
}

fn is_whole(source: &str) -> bool {
    matches!(source.trim_end_matches('/'), "." | "" | "./." | "*" | "./*")
}

fn is_remote(source: &str) -> bool {
    source.starts_with("http://") || source.starts_with("https://") || is_git(source)
}

fn is_git(source: &str) -> bool {
    let address = source.split(['#', '?']).next().unwrap_or(source);
    let hosted = address.starts_with("https://github.com/") && address.matches('/').count() == 4;
    source.starts_with("git@")
        || source.starts_with("git://")
        || source.starts_with("ssh://")
        || ((address.ends_with(".git") || hosted) && address.starts_with("http"))
}

/// What ADD unpacks, by its ending.
fn is_archive(source: &str) -> bool {
    const ENDINGS: [&str; 11] =
        [".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.bz2", ".tbz2", ".tar.zst", ".tzst", ".tar.Z", ".tbz"];
    ENDINGS.iter().any(|ending| source.ends_with(ending))
}
