//! What programs have in common when they ship: the files they read beside themselves, and a user of their own.

use super::before::{Before, Piece};
use super::image::Image;
use super::plan::{Line, Plan};
use super::workshop::{kept, within};
use crate::path;

/// Folders that programs read when they run.
const READ: [&str; 14] = [
    "templates/",
    "static/",
    "public/",
    "views/",
    "web/",
    "assets/",
    "migrations/",
    "config/",
    "configs/",
    "conf/",
    "locales/",
    "i18n/",
    "resources/",
    "data/",
];

/// The copy of the program, and of what it reads when it runs as far as the context is known; else a comment says that
/// something may be missing.
pub(super) fn shipped(before: &Before<'_>, plan: &mut Plan, from: &str, to: &str) -> Vec<Line> {
    let mut lines = vec![Line::new(format!("COPY --from=build {from} {to}"))];
    let Some(place) = before.pieces.iter().find(|piece| piece.copies_everything()).and_then(|piece| piece.copy())
    else {
        return lines;
    };
    if before.knows_context() {
        let found = before.top().into_iter().filter(|name| READ.contains(name));
        let folder = path::absolute("/", &place.destination);
        lines.extend(found.map(|name| Line::new(format!("COPY {name} {}/", path::absolute(&folder, name)))));
    } else {
        lines[0].comments.push(
            "The program alone: copy here what else it reads when it runs, such as templates or migrations.".into(),
        );
        plan.note("Only the program is copied from the build. If it reads templates, migrations or settings when it runs, copy them, too.");
    }
    lines
}

/// A user for the program, and the command that makes it.
pub(super) fn user(image: &Image) -> (&'static str, Option<&'static str>) {
    if image.is_alpine() {
        ("app", Some("adduser -S -D -H app"))
    } else {
        ("app", Some("useradd --system --no-create-home app"))
    }
}

/// What the author copies into the working directory, as written; the whole context alone where that is copied.
pub(super) fn sources(before: &Before<'_>) -> Vec<Line> {
    let copies = |piece: &&Piece<'_>| {
        piece.copy().is_some_and(|copy| {
            within(copy.destination.trim_end_matches('/'), before.workdir()) || piece.copies_everything()
        })
    };
    let all: Vec<&Piece<'_>> = before.pieces.iter().filter(copies).collect();
    match all.iter().find(|piece| piece.copies_everything()) {
        Some(whole) => vec![kept(whole)],
        None => all.into_iter().map(kept).collect(),
    }
}
