//! Users, owners and modes: which commands make the image's users, whom the program's folder belongs to, and what is done
//! to files that are copied.

use super::before::{Before, Piece};
use super::script::Unit;
use super::start::called;
use super::workshop::within;
use crate::path;

/// Whether it makes users and groups and nothing else that ships: that depends on nothing else, and hardly ever changes.
pub(super) fn makes_users(before: &Before<'_>, piece: &Piece<'_>) -> bool {
    let makes = |unit: &Unit| matches!(unit.program(), "useradd" | "adduser" | "groupadd" | "addgroup" | "usermod");
    let comes_along = |unit: &Unit| without_program(before, unit).is_none();
    piece.units.iter().any(makes) && piece.units.iter().all(|unit| makes(unit) || comes_along(unit))
}

/// Whether a word of a command is the working directory, or a folder above it.
fn covers(before: &Before<'_>, path: &str) -> bool {
    within(before.workdir(), &path::absolute(before.workdir(), path))
}

fn gives_all(unit: &Unit) -> bool {
    unit.program() == "chown" && (unit.has("-R") || unit.has("--recursive"))
}

/// What is left of a `chown -R` once the program's folder gets its owner as it is copied; `None` where nothing is.
pub(super) fn without_program(before: &Before<'_>, unit: &Unit) -> Option<Unit> {
    let operands = unit.operands();
    if !gives_all(unit) || !operands.iter().skip(1).any(|path| covers(before, path)) {
        return Some(unit.clone());
    }
    let others = operands.iter().skip(1).any(|path| !covers(before, path));
    let is_other = |word: &&str| {
        word.starts_with('-') || operands.first() == Some(word) || *word == "chown" || !covers(before, word)
    };
    let text: Vec<&str> = unit.text.split(' ').filter(is_other).collect();
    others.then(|| Unit { text: text.join(" "), ..unit.clone() })
}

/// Whether a RUN does something to what is copied.
pub(super) fn needs_program(before: &Before<'_>, piece: &Piece<'_>) -> bool {
    let touches = |unit: &Unit| {
        let is_own = |path: &&str| within(&path::absolute(&piece.step.state.workdir, path), before.workdir());
        matches!(unit.program(), "chmod" | "chown" | "chgrp" | "mkdir" | "touch" | "ln" | "cp" | "mv")
            && unit.operands().iter().skip(1).any(is_own)
    };
    piece.units.iter().any(touches)
}

/// Whether the command makes a script executable that is started.
pub(super) fn is_started(before: &Before<'_>, unit: &Unit) -> bool {
    let called = called(before, None).text;
    let is_called = |path: &str| {
        let path = path.trim_start_matches("./");
        called.match_indices(path).any(|(at, _)| !called[at + path.len()..].starts_with(['/', '.', '-', '_']))
    };
    unit.program() == "chmod" && unit.operands().into_iter().skip(1).any(|path| path.len() > 1 && is_called(path))
}

/// Whom the author gives the working directory to.
pub(super) fn owner(before: &Before<'_>) -> Option<String> {
    let gives = |unit: &&Unit| gives_all(unit) && unit.operands().iter().skip(1).any(|path| covers(before, path));
    before.units().find(gives).map(|unit| unit.operands()[0].to_owned())
}

/// Whether the author makes folders that whoever runs it may have to own.
pub(super) fn makes_folders(before: &Before<'_>) -> bool {
    let makes = |unit: &Unit| {
        matches!(unit.program(), "mkdir" | "chown")
            && unit.operands().iter().any(|path| path.starts_with('/') && !within(before.workdir(), path))
    };
    before.units().any(makes)
}
