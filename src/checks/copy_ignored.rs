//! CopyIgnoredFile: a source that `.dockerignore` keeps out of the build.

use super::report::Report;
use super::{Place, Subject};
use crate::context::clean;
use crate::stages::{Action, CopySource};
use crate::syntax::quoted;

pub(super) fn check(subject: &Subject<'_>, report: &mut Report<'_>, place: &Place<'_>) {
    let ignore = &subject.context.ignore;
    let Action::Copy(copy) = &place.step.action else { return };
    // With exceptions it is too hard to say what remains, so BuildKit does not try.
    if copy.from != CopySource::Context || ignore.is_empty() || ignore.has_exceptions() {
        return;
    }
    for source in copy.sources.iter().filter(|source| !copy.is_remote(source)) {
        let path = clean(source);
        let is_root = path == "." || path == "/";
        if is_root && !ignore.patterns().any(|pattern| matches!(pattern, "*" | "**" | "**/*")) {
            continue;
        }
        if ignore.excludes(&path) {
            let keyword = if copy.add { "Add" } else { "Copy" };
            let file = quoted(&path);
            let message = format!("Attempting to {keyword} file {file} that is excluded by .dockerignore");
            place.report(report, "CopyIgnoredFile", message);
        }
    }
}
