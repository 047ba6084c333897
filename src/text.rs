//! Places in a text: spans, lines and columns, edits, and messages that point at them.

use serde::{Deserialize, Serialize};

use crate::order;

/// A half-open range of byte offsets into the text as the person wrote it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    pub const fn contains(self, offset: usize) -> bool {
        self.start <= offset && offset < self.end
    }

    /// The part of `text` this span names; empty when it does not lie inside it on character boundaries.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }
}

/// Bytes of a text to be replaced by others; an empty span is a place to insert at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    pub span: Span,
    pub text: String,
}

impl Edit {
    pub fn replace(span: Span, text: impl Into<String>) -> Self {
        Self { span, text: text.into() }
    }

    pub fn insert(at: usize, text: impl Into<String>) -> Self {
        Self { span: Span::new(at, at), text: text.into() }
    }

    pub fn delete(span: Span) -> Self {
        Self { span, text: String::new() }
    }
}

/// The text with its edits made. Of edits that overlap the one that starts first is made; what does not lie in the text
/// on character boundaries is left out. Insertions at one place come in the order given.
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let lies_in = |edit: &&Edit| text.get(edit.span.start..edit.span.end).is_some();
    let mut sorted: Vec<&Edit> = edits.iter().filter(lies_in).collect();
    order::sort_by_key(&mut sorted, |edit| edit.span);
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    for edit in sorted {
        if edit.span.start >= at {
            result.push_str(&text[at..edit.span.start]);
            result.push_str(&edit.text);
            at = edit.span.end;
        }
    }
    result.push_str(&text[at..]);
    result
}

/// The lower case of a word that is worth anything only if that is ASCII, such as the name of a stage: of the letters
/// beyond ASCII, these two become one of ASCII. The tables of all others would weigh much for words that fail anyway.
pub fn lowercase(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.replace('\u{130}', "i").replace('\u{212a}', "k").to_ascii_lowercase()
}

/// A place as editors show it: both count from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// Where each line of a text starts, so that offsets become lines in logarithmic time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    pub fn new(text: &str) -> Self {
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self { starts: std::iter::once(0).chain(newlines.map(|(at, _)| at + 1)).collect() }
    }

    /// How many lines there are; a text that ends in a newline has an empty last one.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The line of an offset, from 1.
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).max(1)
    }

    /// Where a line (from 1) starts; the end of the text's last line start when there is no such line.
    pub fn start(&self, line: usize) -> usize {
        let index = line.max(1) - 1;
        self.starts.get(index).or(self.starts.last()).copied().unwrap_or(0)
    }

    /// Line and column of an offset into `text`, the text this index was made from.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let line = self.line(offset);
        let before = text.get(self.start(line)..offset).unwrap_or("");
        Position { line, column: before.chars().count() + 1 }
    }
}

/// Something wrong at a place: what it is, and what to write instead where that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub span: Span,
    pub message: String,
    pub hint: Option<String>,
}

/// In bytes.
const LONGEST_MESSAGE: usize = 1_000;

impl Diagnostic {
    /// A message that quotes much of the text is cut: nobody reads more, and a page should not carry it.
    pub fn new(span: Span, message: impl Into<String>) -> Self {
        let mut message = message.into();
        if message.len() > LONGEST_MESSAGE {
            message.truncate(message.floor_char_boundary(LONGEST_MESSAGE));
            message.push('…');
        }
        Self { span, message, hint: None }
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_made_in_order_and_of_overlapping_ones_the_first() {
        let edits = [
            Edit::replace(Span::new(4, 7), "two"),
            Edit::delete(Span::new(6, 9)),
            Edit::insert(0, "a"),
            Edit::insert(0, "b"),
            Edit::insert(11, "within a letter"),
            Edit::insert(12, "!"),
            Edit::insert(13, "beyond"),
            Edit::delete(Span::new(9, 8)),
        ];
        assert_eq!(apply("1 - 2 2 - ö", &edits), "ab1 - two - ö!");
        assert_eq!(apply("ö", &[Edit::insert(1, "x")]), "ö");
    }
}
