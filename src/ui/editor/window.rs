//! Which lines of a text are worth drawing, and how large the sheet is that they stand on: so that a keystroke in a
//! text of ten thousand lines costs no more than one in a hundred.

use std::ops::Range;

/// Lines are drawn by whole blocks around those in sight, so that scrolling seldom draws anew.
pub const BLOCK: usize = 64;
/// A window with more bytes than this (one line of a megabyte, say) is shown without colours.
pub const MOST_COLOURED_BYTES: usize = 48_000;
const TAB: usize = 4;

/// Lines and columns of a text, the columns counted generously: a character beyond ASCII as two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sheet {
    pub lines: usize,
    pub columns: usize,
}

pub fn sheet(text: &str) -> Sheet {
    let (mut lines, mut columns) = (0, 0);
    for line in text.split('\n') {
        lines += 1;
        let mut width = 0;
        for byte in line.bytes() {
            width += match byte {
                b'\t' => TAB - width % TAB,
                // The first byte of a longer character; those that follow count nothing.
                0xC0.. => 2,
                0x80..=0xBF => 0,
                _ => 1,
            };
        }
        columns = columns.max(width);
    }
    Sheet { lines, columns }
}

/// The lines (from 1) to draw when the block `block` is the first in sight.
pub fn drawn(block: usize, lines: usize) -> Range<usize> {
    let first = block.saturating_sub(1) * BLOCK + 1;
    let past = (block + 2) * BLOCK + 1;
    first.min(lines)..past.min(lines + 1)
}

/// The text as the browser counts it: UTF-16 units before a byte offset.
pub fn browser_offset(text: &str, offset: usize) -> u32 {
    text.get(..offset).unwrap_or(text).encode_utf16().count() as u32
}

/// The reverse: bytes before so many UTF-16 units.
pub fn byte_offset(text: &str, browser_offset: u32) -> usize {
    let mut left = i64::from(browser_offset);
    for (at, character) in text.char_indices() {
        if left <= 0 {
            return at;
        }
        left -= character.len_utf16() as i64;
    }
    text.len()
}

/// The line (from 1) of an offset in UTF-16 units.
pub fn line_at(text: &str, browser_offset: u32) -> usize {
    let mut left = i64::from(browser_offset);
    let mut line = 1;
    for character in text.chars() {
        if left <= 0 {
            break;
        }
        left -= character.len_utf16() as i64;
        line += usize::from(character == '\n');
    }
    line
}
