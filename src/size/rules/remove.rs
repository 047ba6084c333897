//! `rm` and `find … -delete`. Bytes of the same layer are freed; those of lower layers stay in the image, hidden.

use super::{Command, Stream};
use crate::size::path;
use crate::size::run::{Chance, Run};

pub fn remove(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    for word in command.operands() {
        remove_word(run, word);
    }
    Stream::silent()
}

/// Removes what one word names; what was never placed (a part of a folder known only as a whole) takes its share along.
pub fn remove_word(run: &mut Run<'_>, word: &str) {
    let whole = run.absolute(word);
    if whole.starts_with("/etc/apt/apt.conf.d/") && path::matches(path::file_name(&whole), "docker-clean") {
        run.stage.keeps_archives = true;
    }
    if path::is_pattern(word) {
        for found in run.disk.glob(&whole) {
            run.remove(&found);
        }
        // `/var/lib/apt/lists/*` empties the folder, of what nobody placed too.
        if matches!(path::file_name(&whole), "*" | "**" | "?*" | "*.*") {
            empty(run, path::parent(&whole));
        }
        return;
    }
    if word.contains('$') {
        return;
    }
    let content_only = word.ends_with("/.");
    if content_only {
        empty(run, &whole);
    } else if !run.remove(&whole)
        && let Some(folder) = run.disk.opaque_above(&whole)
    {
        let share = share_of(&folder, &whole);
        if share > 0.0 && run.is_certain() {
            run.disk.remove_share(&folder, share);
        }
    }
}

/// Everything a folder itself holds goes; the folder stays.
fn empty(run: &mut Run<'_>, folder: &str) {
    if path::is_pattern(folder) {
        return;
    }
    if run.chance >= Chance::Likely && run.disk.exists(folder) && !run.disk.is_file(folder) {
        run.disk.remove_share(folder, 1.0);
    }
}

/// The share of a folder known only as a whole that one of its parts is likely to be. Judgement: documentation, tests and
/// translations are a small part of installed packages, caches and sources a larger one of what a build leaves.
fn share_of(folder: &str, part: &str) -> f32 {
    let shallow = path::names(folder).count() <= 1;
    match path::file_name(part) {
        "doc" | "man" | "info" | "locale" | "docs" => 0.02,
        "test" | "tests" | "__pycache__" => 0.1,
        "src" | "target" | "build" | ".git" | "node_modules" if !shallow => 0.3,
        _ => 0.0,
    }
}

/// Questions of `find` that keep most of what it meets.
const FILTERS: [&str; 12] = [
    "-newer",
    "-size",
    "-perm",
    "-not",
    "!",
    "-regex",
    "-path",
    "-wholename",
    "-empty",
    "-mtime",
    "-xtype",
    "-executable",
];

/// `find DIR … -delete` and `-exec rm … {} +`, by folder and name pattern.
pub fn find(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let deletes = command.words.iter().any(|word| word == "-delete")
        || command
            .words
            .windows(2)
            .any(|pair| pair[0].starts_with("-exec") && (pair[1] == "rm" || pair[1].ends_with("/rm")));
    if !deletes {
        return Stream::some_lines();
    }
    let folders: Vec<&String> =
        command.words.iter().take_while(|word| !word.starts_with(['-', '(', '!', '\\'])).collect();
    let names: Vec<&str> = command
        .words
        .windows(2)
        .filter(|pair| pair[0] == "-name" || pair[0] == "-iname")
        .map(|pair| pair[1].as_str())
        .collect();
    for folder in folders {
        let folder = run.absolute(folder);
        let unfiltered = names.is_empty() && !command.words.iter().any(|word| FILTERS.contains(&word.as_str()));
        if unfiltered {
            empty(run, &folder);
            for child in run.disk.list(&folder) {
                run.remove(&path::join(&folder, &child));
            }
            continue;
        }
        let below: Vec<String> = {
            let (tree, behind) = run.disk.behind(&folder);
            let entries = tree.entries(&behind).into_iter().filter(|entry| !entry.path.is_empty());
            entries.map(|entry| entry.path).collect()
        };
        for relative in below {
            let name = path::file_name(&relative);
            if names.iter().any(|pattern| path::matches(pattern, name)) {
                run.remove(&path::join(&folder, &relative));
            }
        }
        // Byte code is a quarter of what Python installs weigh (measured: 27 % in the median).
        if names.iter().any(|pattern| pattern.contains("pyc") || *pattern == "__pycache__") && run.is_certain() {
            run.shrink_byte_code(&folder);
        }
    }
    Stream::silent()
}
