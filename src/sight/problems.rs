//! What is wrong with a Dockerfile, in words for the first problems and as places for many.

use super::seen::{Note, Problem, Problems};
use crate::analysis::Analysis;
use crate::order;
use crate::text::Span;

/// More than this nobody reads.
const MOST_SHOWN: usize = 50;
/// More than this no editor needs to mark: only a text that is no Dockerfile has so many errors.
const MOST_MARKED: usize = 2_000;

/// Errors come before the remarks of the build checks, which take the room that errors leave.
pub(super) fn problems(text: &str, analysis: &Analysis) -> Problems {
    let mut errors: Vec<_> = analysis.errors().collect();
    order::sort_by_key(&mut errors, |error| error.span.start);
    let lines = &analysis.dockerfile.lines;
    let spans: Vec<Span> = errors.iter().take(MOST_MARKED).map(|error| error.span).collect();
    let mut marked: Vec<usize> = spans.iter().map(|span| lines.line(span.start)).collect();
    marked.dedup();
    let shown = errors.iter().take(MOST_SHOWN).map(|error| {
        let place = lines.position(text, error.span.start);
        let (message, hint) = (error.message.clone(), error.hint.clone());
        Problem { span: error.span, line: place.line, column: place.column, message, hint }
    });
    let room = MOST_SHOWN.saturating_sub(errors.len());
    let notes = analysis.findings.iter().take(room).map(|finding| {
        let place = lines.position(text, finding.span.start);
        let rule = finding.rule;
        Note {
            span: finding.span,
            line: place.line,
            column: place.column,
            message: finding.message.clone(),
            rule: rule.name.to_owned(),
            url: rule.url(),
        }
    });
    Problems {
        errors: shown.collect(),
        error_count: errors.len(),
        notes: notes.collect(),
        note_count: analysis.findings.len(),
        spans,
        lines: marked,
    }
}
