//! A text put together from several places of the source, and the way back from it to the source.

use std::ops::Range;

use crate::text::Span;

/// A text put together from several places of the source, which remembers where each part came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Joined {
    pub text: String,
    /// Pairs of (offset in `text`, offset in the source), ascending; a part runs to the next pair.
    pub segments: Vec<(usize, usize)>,
}

impl Joined {
    /// Adds a part that stands at `source` in the source. An empty part only says where a text begins.
    pub fn push(&mut self, part: &str, source: usize) {
        if !part.is_empty() || self.segments.is_empty() {
            self.segments.push((self.text.len(), source));
            self.text.push_str(part);
        }
    }

    /// The place in the source of an offset into `text`.
    pub fn source_offset(&self, offset: usize) -> usize {
        let next = self.segments.partition_point(|(joined, _)| *joined <= offset);
        match next.checked_sub(1).and_then(|index| self.segments.get(index)) {
            Some((joined, source)) => source + (offset - joined),
            None => self.segments.first().map_or(0, |(_, source)| *source),
        }
    }

    /// Where a part of `text` stands in the source, everything between its first and last byte included.
    pub fn span(&self, range: Range<usize>) -> Span {
        if range.is_empty() {
            // An empty part at a seam belongs to what stands before it.
            let at =
                range.start.checked_sub(1).map_or_else(|| self.source_offset(0), |last| self.source_offset(last) + 1);
            return Span::new(at, at);
        }
        Span::new(self.source_offset(range.start), self.source_offset(range.end - 1) + 1)
    }

    /// A part of it as a text of its own.
    pub fn slice(&self, range: Range<usize>) -> Self {
        let mut segments = vec![(0, self.span(range.start..range.start.max(range.end)).start)];
        segments.extend(
            self.segments
                .iter()
                .filter(|(joined, _)| range.contains(joined) && *joined > range.start)
                .map(|(joined, source)| (joined - range.start, *source)),
        );
        Self { text: self.text.get(range).unwrap_or("").to_owned(), segments }
    }
}
