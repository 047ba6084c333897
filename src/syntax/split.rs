//! A logical line to keyword, flags and arguments.

use std::ops::Range;

use super::words::is_blank;
use super::{Escape, Flag, Joined};

/// The parts of a line, as ranges of its joined text.
pub(super) struct Split {
    pub(super) keyword: Range<usize>,
    pub(super) flags: Vec<Flag>,
    pub(super) arguments: Range<usize>,
}

pub(super) fn split(joined: &Joined, within: Range<usize>, escape: Escape) -> Split {
    let line = trimmed(&joined.text, within);
    let text = &joined.text[line.clone()];
    let length = text.find(is_blank).unwrap_or(text.len());
    let keyword = line.start..line.start + length;
    let rest = text[length..].find(|character| !is_blank(character)).map_or(line.end, |skip| keyword.end + skip);
    let (flags, arguments) = flags(joined, rest..line.end, escape);
    Split { keyword, flags, arguments: trimmed(&joined.text, arguments..line.end) }
}

/// The part of a range without the blanks around it.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    start..start + part.trim().len()
}

/// The leading words that start with `--`, and where the rest begins.
///
/// BuildKit goes through them byte by byte and takes each byte for a character, so a flag's text beyond ASCII comes out
/// mangled, and two bytes that are parts of other characters count as blanks. What is mangled there is mangled here.
fn flags(joined: &Joined, within: Range<usize>, escape: Escape) -> (Vec<Flag>, usize) {
    let bytes = joined.text.as_bytes();
    let mut found = Vec::new();
    let mut at = within.start;
    loop {
        while at < within.end && is_space_byte(bytes[at]) {
            at += 1;
        }
        if !joined.text.as_bytes()[at..within.end].starts_with(b"--") {
            return (found, boundary(&joined.text, at));
        }
        let (word, end) = flag(&bytes[..within.end], at, escape);
        if word == "--" {
            return (found, boundary(&joined.text, end));
        }
        let (name, value) = match word.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (word.as_str(), None),
        };
        let span = joined.span(at..boundary(&joined.text, end));
        // Escapes and quotes may hide the dashes that made it a flag.
        let name = name.strip_prefix("--").unwrap_or(name).to_owned();
        found.push(Flag { name, value, span });
        at = end;
    }
}

/// One word without its quotes and escapes, and where it ends.
fn flag(bytes: &[u8], start: usize, escape: Escape) -> (String, usize) {
    let escape = escape.character();
    let mut word = String::new();
    let mut quote = None;
    let mut at = start;
    while let Some(byte) = bytes.get(at).copied() {
        let mut character = char::from(byte);
        match quote {
            None if is_space_byte(byte) => break,
            None if matches!(byte, b'\'' | b'"') => {
                quote = Some(byte);
                at += 1;
                continue;
            }
            Some(open) if open == byte => {
                quote = None;
                at += 1;
                continue;
            }
            _ => {}
        }
        if character == escape {
            at += 1;
            let Some(escaped) = bytes.get(at) else { break };
            character = char::from(*escaped);
        }
        word.push(character);
        at += 1;
    }
    (word, at)
}

/// What Go calls a space among the first 256 characters.
fn is_space_byte(byte: u8) -> bool {
    matches!(byte, b'\t'..=b'\r' | b' ' | 0x85 | 0xa0)
}

/// The next place that is not inside a character.
fn boundary(text: &str, at: usize) -> usize {
    (at..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}
