//! WorkdirRelativePath: the first WORKDIR of a chain of stages is relative, and so depends on the base image.

use super::report::Report;
use super::{Place, Subject};
use crate::syntax::{Payload, quoted};

pub(super) fn check(subject: &Subject<'_>, report: &mut Report<'_>, place: &Place<'_>) {
    let Payload::Workdir(word) = &place.instruction.payload else { return };
    let state = &place.step.state;
    if state.workdir_set {
        return;
    }
    let Ok(path) = subject.expander.word(&word.text, &state.variables) else { return };
    if !is_absolute(&path.text, &place.stage.platform.os) {
        let reason = "can have unexpected results if the base image changes";
        place.report(report, "WorkdirRelativePath", format!("Relative workdir {} {reason}", quoted(&path.text)));
    }
}

fn is_absolute(path: &str, system: &str) -> bool {
    let on_drive = || {
        let mut bytes = path.bytes();
        bytes.next().is_some_and(|letter| letter.is_ascii_alphabetic())
            && bytes.next() == Some(b':')
            && bytes.next().is_some_and(|slash| matches!(slash, b'/' | b'\\'))
    };
    path.starts_with('/') || system == "windows" && (path.starts_with('\\') || on_drive())
}
