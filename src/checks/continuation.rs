//! NoEmptyContinuation: a blank line inside a continued instruction.

use super::Subject;
use super::report::{Phase, Report};

pub(super) fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    for (at, instruction) in subject.dockerfile.instructions.iter().enumerate() {
        if instruction.has_empty_continuation {
            // The last line of the instruction proper, without the heredocs that follow.
            let line = match instruction.heredocs.first() {
                Some(heredoc) => subject.dockerfile.lines.line(heredoc.body.start) - 1,
                None => instruction.end_line,
            };
            let message = "Empty continuation line".to_string();
            report.add(Phase::Lines, at, "NoEmptyContinuation", line, instruction.span, message);
        }
    }
}
