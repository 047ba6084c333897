//! Whether what is about to be put into an editor is text at all, and what the person is told of it.

use super::Notice;

/// One such character in so many bytes: texts have none but by accident.
const RARE: usize = 500;

/// Whether these are the bytes of a program, an archive or a picture rather than a text. Colours of a terminal are let pass.
pub fn is_binary(text: &str) -> bool {
    let odd = text.chars().filter(|character| match character {
        '\t' | '\n' | '\r' | '\x0c' | '\x1b' => false,
        '\u{FFFD}' => true,
        other => other.is_control(),
    });
    odd.count() > text.len() / RARE + 3
}

/// What is said of it. Nothing has changed.
pub fn binary_notice() -> Notice {
    Notice::problem(
        "That is no text but the bytes of some file, so it was not put into the editor. What stood there is still there.",
    )
}

/// What is said when much text comes at once.
pub const LONG_SAID: &str = "This is a long text: the editor shows one part of it at a time. All of it is kept.";
