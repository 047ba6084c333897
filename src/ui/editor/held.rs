//! What the text area holds of the whole text, between two drawings: all of it, or a part of a long one. Turns what
//! was typed into that part into the whole text.

use std::ops::Range;

use super::window;
use crate::state::part::{self, Part};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// The whole text.
    text: String,
    part: Part,
    is_long: bool,
    /// Where the selection is to be after the next drawing, in bytes of the whole text.
    pub awaited: Option<Range<usize>>,
}

impl Held {
    /// Takes over a text, which may be what was typed last or another one altogether.
    pub fn follow(&mut self, text: &str) {
        if self.text == text && self.part.first_line > 0 {
            return;
        }
        let line_start = |at: usize| text[..text.floor_char_boundary(at)].rfind('\n').map_or(0, |newline| newline + 1);
        let start = line_start(self.part.start.min(text.len()));
        text.clone_into(&mut self.text);
        self.is_long = part::is_long(text);
        self.part = if self.is_long { part::from(text, start) } else { part::whole(text) };
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn part(&self) -> Part {
        self.part
    }

    pub fn shown(&self) -> &str {
        self.part.of(&self.text)
    }

    pub fn is_long(&self) -> bool {
        self.is_long
    }

    /// Shows another part.
    pub fn turn(&mut self, part: Part) {
        self.part = part;
    }

    /// Shows the part that a place is in; whether it is another one.
    pub fn reach(&mut self, place: Range<usize>) -> bool {
        let is_here = self.part.start <= place.start && place.start <= self.part.end;
        if !is_here {
            self.part = part::around(&self.text, place.start);
        }
        self.awaited = Some(place);
        !is_here
    }

    /// The whole text after `shown` was changed to this, with the caret at `caret` (in bytes of it).
    pub fn typed(&mut self, shown: &str, caret: usize) {
        self.awaited = None;
        let text = part::spliced(&self.text, self.part, shown);
        let was_long = std::mem::replace(&mut self.is_long, part::is_long(&text));
        let caret = self.part.start + caret;
        self.part = match (was_long, self.is_long) {
            (_, false) => part::whole(&text),
            (true, true) if !part::is_overgrown(shown) => Part { end: self.part.start + shown.len(), ..self.part },
            (_, true) => part::around(&text, caret),
        };
        if self.is_long != was_long || self.part.of(&text) != shown {
            self.awaited = Some(caret..caret);
        }
        self.text = text;
    }

    /// Another whole text, begun to be shown at `caret`.
    pub fn replace(&mut self, text: String, caret: usize) {
        self.is_long = part::is_long(&text);
        self.part = if self.is_long { part::around(&text, caret) } else { part::whole(&text) };
        self.awaited = Some(caret..caret);
        self.text = text;
    }

    /// The awaited selection as the text area counts, once.
    pub fn selection(&mut self) -> Option<(u32, u32)> {
        let awaited = self.awaited.take()?;
        let own = |at: usize| {
            let at = at.clamp(self.part.start, self.part.end) - self.part.start;
            window::browser_offset(self.shown(), at)
        };
        Some((own(awaited.start), own(awaited.end.max(awaited.start))))
    }
}
