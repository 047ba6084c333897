//! MultipleInstructionsDisallowed and JSONArgsRecommended: CMD, ENTRYPOINT and HEALTHCHECK.

use super::report::{Phase, Report};
use super::{Place, Subject};
use crate::syntax::{CommandLine, Keyword, Payload};
use crate::text::Span;

/// Where a stage had a CMD, an ENTRYPOINT or a HEALTHCHECK before: line and span.
#[derive(Default)]
pub(super) struct Earlier {
    found: Vec<(Keyword, usize, Span)>,
}

impl Earlier {
    pub(super) fn check(&mut self, subject: &Subject<'_>, report: &mut Report<'_>, place: &Place<'_>) {
        let written = place.instruction.keyword_span.of(subject.text);
        let keyword = place.instruction.keyword;
        let command = match &place.instruction.payload {
            Payload::Cmd(command) | Payload::Entrypoint(command) => Some(command),
            Payload::Healthcheck(_) => None,
            _ => return,
        };
        let (at, line) = place.position();
        if let Some((_, line, span)) = self.found.iter().find(|(earlier, ..)| *earlier == keyword) {
            let reason = "should not be used in the same stage because only the last one will be used";
            let message = format!("Multiple {written} instructions {reason}");
            // It is the earlier one that has no effect, so that is where it is reported.
            report.add(Phase::Steps, at, "MultipleInstructionsDisallowed", *line, *span, message);
        }
        self.found.retain(|(earlier, ..)| *earlier != keyword);
        self.found.push((keyword, line, place.step.span));
        if matches!(command, Some(CommandLine::Shell(_))) && !place.step.state.shell_set {
            let reason = "to prevent unintended behavior related to OS signals";
            place.report(report, "JSONArgsRecommended", format!("JSON arguments recommended for {written} {reason}"));
        }
    }
}
