//! Some lines of a text to coloured pieces, by the colours of what was last looked at. Where that is an older text,
//! what is still the same keeps its colours and what was typed takes those around it, until the next look.

use std::ops::Range;

use crate::sight::{Ink, Sight};
use crate::text::Span;

/// A run of text in one colour; `problem` where an error points at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub ink: Ink,
    pub problem: bool,
    pub text: String,
}

/// The colours of one window of the text, byte by byte.
struct Canvas {
    /// Where the window begins.
    start: usize,
    inks: Vec<(Ink, bool)>,
}

/// The pieces of each line (from 1) in `lines`. `seen` is a text with its sight: this one or an older one.
pub fn pieces(text: &str, seen: Option<(&str, &Sight)>, lines: Range<usize>) -> Vec<Vec<Piece>> {
    let window = window(text, lines);
    let mut canvas = Canvas { start: window.start, inks: vec![(Ink::Plain, false); window.len()] };
    if let Some((old, sight)) = seen {
        let (head, tail) = unchanged(old, text);
        let typed = head..text.len() - tail;
        canvas.paint(sight, clip(&window, &(0..head)), 0);
        canvas.paint(sight, clip(&window, &(typed.end..text.len())), old.len() as isize - text.len() as isize);
        if typed.start < typed.end && window.start <= typed.start {
            canvas.guess(text, clip(&window, &typed));
        }
    }
    canvas.cut(&text[window])
}

impl Canvas {
    /// Colours a part of the text like that part of the older one which stands so many bytes further on.
    fn paint(&mut self, sight: &Sight, part: Range<usize>, shift: isize) {
        if part.is_empty() {
            return;
        }
        let old = part.start.saturating_add_signed(shift)..part.end.saturating_add_signed(shift);
        let here = |at: usize| at.saturating_add_signed(-shift) - self.start;
        let mut at = 0;
        for run in &sight.inks {
            let own = clip(&old, &(at..at + run.length()));
            at += run.length();
            if !own.is_empty() {
                self.inks[here(own.start)..here(own.end)].fill((run.ink(), false));
            }
            if at >= old.end {
                break;
            }
        }
        for Span { start, end } in &sight.problems.spans {
            let own = clip(&old, &(*start..(*end).max(start + 1)));
            for (_, problem) in &mut self.inks[here(own.start)..here(own.end)] {
                *problem = true;
            }
        }
    }

    /// What was just typed goes on in the colour before it: a word to its end, a text or comment to that of its line.
    fn guess(&mut self, text: &str, typed: Range<usize>) {
        let before = typed.start.checked_sub(self.start + 1).and_then(|at| self.inks.get(at));
        let mut ink = before.map_or(Ink::Plain, |(ink, _)| *ink);
        if text.as_bytes()[..typed.start].last() == Some(&b'\n') {
            ink = Ink::Plain;
        }
        for (at, byte) in text.as_bytes()[typed.clone()].iter().enumerate() {
            let is_word = matches!(ink, Ink::Keyword | Ink::Flag | Ink::Variable | Ink::Name);
            if *byte == b'\n' || (is_word && byte.is_ascii_whitespace()) {
                ink = Ink::Plain;
            }
            self.inks[typed.start + at - self.start].0 = ink;
        }
    }

    fn cut(self, window: &str) -> Vec<Vec<Piece>> {
        let mut lines = Vec::new();
        let mut at = 0;
        for line in window.split('\n') {
            let mut pieces: Vec<Piece> = Vec::new();
            for (offset, character) in line.trim_end_matches('\r').char_indices() {
                let (ink, problem) = self.inks[at + offset];
                match pieces.last_mut() {
                    Some(last) if last.ink == ink && last.problem == problem => last.text.push(character),
                    _ => pieces.push(Piece { ink, problem, text: character.to_string() }),
                }
            }
            lines.push(pieces);
            at += line.len() + 1;
        }
        lines
    }
}

/// From the first byte of the first line to the last one of the last, without its newline.
fn window(text: &str, lines: Range<usize>) -> Range<usize> {
    let mut at = 0;
    let (mut start, mut end) = (text.len(), text.len());
    for (line, own) in (1..).zip(text.split('\n')) {
        if line == lines.start {
            start = at;
        }
        if line >= lines.start && line < lines.end {
            end = at + own.len();
        }
        if line + 1 >= lines.end {
            break;
        }
        at += own.len() + 1;
    }
    start..end.max(start)
}

fn clip(window: &Range<usize>, part: &Range<usize>) -> Range<usize> {
    let start = part.start.clamp(window.start, window.end);
    start..part.end.clamp(start, window.end)
}

/// What was put where to make `new` of an older text: bytes of that one, and the words.
pub fn changed<'a>(old: &str, new: &'a str) -> (Range<usize>, &'a str) {
    let (head, tail) = unchanged(old, new);
    let start = old.floor_char_boundary(head).min(new.floor_char_boundary(head));
    // Equal bytes at the end may begin within characters that differ.
    let tail =
        (0..=tail).rev().find(|tail| new.is_char_boundary(new.len() - tail) && old.is_char_boundary(old.len() - tail));
    let tail = tail.unwrap_or(0);
    (start..old.len() - tail, &new[start..new.len() - tail])
}

/// How many bytes at the start and at the end of `new` are those of an older text.
fn unchanged(old: &str, new: &str) -> (usize, usize) {
    if old == new {
        return (new.len(), 0);
    }
    let (old, new) = (old.as_bytes(), new.as_bytes());
    let start = old.iter().zip(new).take_while(|(one, other)| one == other).count();
    let rest = old.len().min(new.len()) - start;
    let ends = old.iter().rev().zip(new.iter().rev());
    (start, ends.take(rest).take_while(|(one, other)| one == other).count())
}
