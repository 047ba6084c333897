//! Edits of a text as the lines that change: what stands there, and what will.

use crate::text::{Edit, LineIndex, Span, apply};

/// Lines that follow each other and change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedLines {
    /// Where they are, from 1; for lines that only come, the one they come before.
    pub line: usize,
    pub old: Vec<String>,
    pub new: Vec<String>,
}

/// The lines that edits change, from the top. The edits are in order and do not overlap.
pub fn changed_lines(text: &str, edits: &[Edit]) -> Vec<ChangedLines> {
    let lines = LineIndex::new(text);
    let start = |line: usize| if line > lines.count() { text.len() } else { lines.start(line) };
    let mut groups: Vec<(usize, usize, Vec<Edit>)> = Vec::new();
    for edit in edits {
        let first = lines.line(edit.span.start);
        let last = lines.line(edit.span.end);
        let whole = start(first) == edit.span.start
            && start(last) == edit.span.end
            && (edit.text.is_empty() || edit.text.ends_with('\n'));
        let end = if whole { last } else { last + 1 };
        match groups.last_mut() {
            Some((_, to, own)) if first < *to => {
                *to = end.max(*to);
                own.push(edit.clone());
            }
            _ => groups.push((first, end, vec![edit.clone()])),
        }
    }
    let changed = groups.into_iter().filter_map(|(first, end, mut edits)| {
        let from = start(first);
        for edit in &mut edits {
            edit.span = Span::new(edit.span.start.saturating_sub(from), edit.span.end.saturating_sub(from));
        }
        let old = text.get(from..start(end)).unwrap_or("");
        between(first, old, &apply(old, &edits))
    });
    changed.collect()
}

/// What lies between the equal lines at both ends of two texts, the first of which begins at a line.
pub fn between(line: usize, old: &str, new: &str) -> Option<ChangedLines> {
    let (mut old, mut new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    while old.last().is_some_and(|last| new.last() == Some(last)) {
        old.pop();
        new.pop();
    }
    let same = old.iter().zip(&new).take_while(|(one, other)| one == other).count();
    let owned = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect();
    let changed = ChangedLines { line: line + same, old: owned(&old[same..]), new: owned(&new[same..]) };
    (!changed.old.is_empty() || !changed.new.is_empty()).then_some(changed)
}
