//! A long text to the part of it that an editor holds: browsers lay out all that stands in a text area at once, which
//! takes seconds for a megabyte. Cuts at lines where it can, and within those that are too long themselves.

/// A part of a text: its bytes, and the line (from 1) it begins in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part {
    pub start: usize,
    pub end: usize,
    pub first_line: usize,
}

/// What stays in the editor as a whole: some 2,000 ordinary lines, several times the longest Dockerfiles that people write.
const LONGEST_WHOLE: usize = 120_000;
/// What a part of a longer text weighs: some 700 ordinary lines.
const PART: usize = 40_000;

/// Whether the text is too much for one text area.
pub fn is_long(text: &str) -> bool {
    is_over(text, LONGEST_WHOLE)
}

/// Whether a part has grown so much that it is to be cut anew.
pub fn is_overgrown(text: &str) -> bool {
    is_over(text, LONGEST_WHOLE / 2)
}

pub fn whole(text: &str) -> Part {
    Part { start: 0, end: text.len(), first_line: 1 }
}

/// The part with `offset` in its midst.
pub fn around(text: &str, offset: usize) -> Part {
    let offset = text.floor_char_boundary(offset);
    from(text, back(text, offset, PART / 2))
}

/// The part that begins at `start`.
pub fn from(text: &str, start: usize) -> Part {
    let start = text.floor_char_boundary(start);
    let mut weight = 0;
    let mut newline = None;
    let mut end = text.len();
    for (at, byte) in text.as_bytes().iter().enumerate().skip(start) {
        weight += self::weight(*byte);
        if *byte == b'\n' {
            newline = Some(at);
        }
        if weight > PART {
            // Half a part of whole lines is better than a line cut in two.
            let lines = newline.filter(|newline| newline - start > (at - start) / 2);
            end = lines.unwrap_or_else(|| text.ceil_char_boundary(at + 1));
            break;
        }
    }
    Part { start, end, first_line: 1 + newlines(&text[..start]) }
}

/// What stands before a part, as far as one holds it.
pub fn earlier(text: &str, part: Part) -> Option<Part> {
    (part.start > 0).then(|| from(text, back(text, part.start - 1, PART)))
}

pub fn later(text: &str, part: Part) -> Option<Part> {
    let rest = text.get(part.end..).filter(|rest| !rest.is_empty())?;
    Some(from(text, part.end + usize::from(rest.starts_with('\n'))))
}

/// Where the line (from 1) begins; the last one for numbers beyond it.
pub fn line_start(text: &str, line: usize) -> usize {
    let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
    newlines.take(line.saturating_sub(1)).last().map_or(0, |(at, _)| at + 1)
}

/// The text with another one in the place of a part.
pub fn spliced(text: &str, part: Part, new: &str) -> String {
    [&text[..part.start], new, &text[part.end..]].concat()
}

/// How many lines a text has.
pub fn lines(text: &str) -> usize {
    1 + newlines(text)
}

impl Part {
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// Whether it begins and ends with whole lines.
    pub fn is_whole_lines(self, text: &str) -> bool {
        let starts = self.start == 0 || text.as_bytes().get(self.start - 1) == Some(&b'\n');
        starts && text.as_bytes().get(self.end).is_none_or(|byte| *byte == b'\n')
    }
}

/// Where a line begins that is at most so much before `offset`; in a line longer than that, any place.
fn back(text: &str, offset: usize, most: usize) -> usize {
    let mut weight = 0;
    let mut line = (offset == 0).then_some(0);
    for at in (0..offset).rev() {
        let byte = text.as_bytes()[at];
        if byte == b'\n' {
            line = Some(at + 1);
        }
        weight += self::weight(byte);
        if weight > most {
            return line.unwrap_or_else(|| text.floor_char_boundary(at));
        }
    }
    0
}

fn is_over(text: &str, most: usize) -> bool {
    let mut weight = 0;
    text.len() > most / DEAREST
        && text.bytes().any(|byte| {
            weight += self::weight(byte);
            weight > most
        })
}

const DEAREST: usize = 50;

/// How long a browser takes to lay a byte out, in plain letters: as measured in Chromium 2026-11 with a megabyte of each.
fn weight(byte: u8) -> usize {
    match byte {
        b'\n' => 25,
        b'\t' | b'\r' | 0x20..=0x7E => 1,
        // What goes on a character costs nothing more.
        0x80..=0xBF => 0,
        0xC0..=0xDF => 2,
        0xE0.. => 10,
        _ => DEAREST,
    }
}

fn newlines(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}
