//! What programs have in common when they ship: the files they read beside themselves, and a user of their own.

use super::before::{Before, Piece};
use super::image::Image;
use super::packages;
use super::plan::{Line, Plan};
use super::role::{Role, role};
use super::script::Unit;
use super::workshop::{Workshop, kept, within};
use crate::path;
use crate::syntax::Keyword;

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
pub(super) fn sources(before: &Before<'_>, workshop: &Workshop<'_>) -> Vec<Line> {
    let all: Vec<&Piece<'_>> =
        before.pieces.iter().filter(|piece| piece.copy().is_some() && !workshop.is_beside(before, piece)).collect();
    let whole = all.iter().find(|piece| piece.copies_everything()).and_then(|piece| piece.copy());
    // What the whole context brings along needs no copy of its own.
    let is_doubled = |piece: &Piece<'_>| {
        whole.zip(piece.copy()).is_some_and(|(whole, copy)| {
            let folder = path::absolute("/", &whole.destination);
            let to = path::absolute("/", &copy.destination);
            !piece.copies_everything() && (within(&to, &folder) || folder == "/") && copy.chmod.is_none()
        })
    };
    all.into_iter().filter(|piece| !is_doubled(piece)).map(kept).collect()
}

/// An image with root certificates, time zones and an ordinary user, and nothing else.
pub(super) fn distroless(before: &Before<'_>) -> Image {
    Image {
        // A program for one platform does not run on another.
        flags: before.image.flags.clone(),
        written: "gcr.io/distroless/static-debian12:nonroot".into(),
        name: "gcr.io/distroless/static-debian12".into(),
        ..Image::default()
    }
}

pub(super) fn note_nonroot(before: &Before<'_>, plan: &mut Plan) {
    if before.last(Keyword::User).is_none() {
        plan.note("It runs as nonroot (65532) instead of root: folders it writes to must belong to that user.");
    }
}

/// Whether the image that ships must have a shell or packages: users and folders are made, something is checked or called.
pub(super) fn needs_system(before: &Before<'_>, stack: &dyn Fn(&Unit) -> Option<Role>) -> bool {
    let of_shell = |unit: &Unit| {
        matches!(role(unit, stack), Role::Runtime) && !matches!(unit.program(), "mkdir" | "chmod" | "chown")
    };
    let user = before.last(Keyword::User).is_some_and(|piece| !piece.text.ends_with(|at: char| at.is_ascii_digit()));
    let check = before
        .last(Keyword::Healthcheck)
        .is_some_and(|piece| !piece.text.contains('[') && !piece.text.to_ascii_uppercase().ends_with("NONE"));
    let packages = before.units().any(|unit| match role(unit, stack) {
        Role::Packages(packages) => {
            let runtime = packages::runtime(&[packages], &before.image, "", false);
            runtime.names.iter().any(|name| !matches!(name.as_str(), "ca-certificates" | "tzdata"))
        }
        _ => false,
    });
    let folders = before.units().any(|unit| {
        matches!(unit.program(), "mkdir" | "chown")
            && unit
                .operands()
                .iter()
                .any(|path| path.starts_with('/') && !within(path, before.workdir()) && !within(before.workdir(), path))
    });
    before.units().any(of_shell) || user || check || packages || folders
}
