//! How arguments split into words: at blanks, or at blanks outside quotes. Quotes and escapes stay in the words; they
//! go when the words are expanded.

use std::ops::Range;

use super::Escape;

/// Whether BuildKit's blank pattern takes it: these separate keyword, flags and plain words.
pub(super) fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\u{b}' | '\u{c}' | '\r')
}

/// The ranges of the words of a text that is split at blanks alone.
pub(super) fn plain_words(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|character| !is_blank(character)) {
        let start = at + start;
        at = text[start..].find(is_blank).map_or(text.len(), |length| start + length);
        words.push(start..at);
    }
    words
}

/// The ranges of the words of a text in which quotes and escapes protect blanks (ENV, LABEL, ARG). An escape
/// character at the very end belongs to no word.
pub(super) fn quoted_words(text: &str, escape: Escape) -> Vec<Range<usize>> {
    let escape = escape.character();
    let mut words = Vec::new();
    let mut start = None;
    let mut quote = None;
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        if start.is_none() && !character.is_whitespace() {
            start = Some(at);
        }
        match quote {
            None if character.is_whitespace() => words.extend(start.take().map(|start| start..at)),
            None if matches!(character, '\'' | '"') => quote = Some(character),
            Some(open) if open == character => quote = None,
            // In single quotes nothing is escaped.
            _ if character == escape && quote != Some('\'') && characters.next().is_none() => {
                words.extend(start.take().filter(|start| *start < at).map(|start| start..at));
            }
            _ => {}
        }
    }
    words.extend(start.map(|start| start..text.len()));
    words
}
