//! One text to the likely secrets in it, in one pass: every byte is looked at a bounded number of times.

use std::ops::Range;

use super::placeholder::is_placeholder;
use super::{Hit, assigned, known};

/// All of them in order, none inside another.
pub(super) fn hits(text: &str) -> Vec<Hit> {
    let bytes = text.as_bytes();
    let mut hits: Vec<Hit> = Vec::new();
    let mut line = Line::default();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &text[at..];
        let (hit, next) = if rest.starts_with(BLOCK_BEGIN) {
            (private_key(text, at), at + BLOCK_BEGIN.len())
        } else if rest.starts_with("://") {
            (credentials(text, at + 3), at + 3)
        } else if is_name(bytes[at]) {
            let end = at + name_length(rest);
            (word(text, at..end, &mut line), end)
        } else {
            if bytes[at] == b'\n' {
                line = Line::default();
            }
            (None, at + rest.chars().next().map_or(1, char::len_utf8))
        };
        at = hit.as_ref().map_or(next, |hit| hit.span.end);
        hits.extend(hit);
    }
    hits
}

const BLOCK_BEGIN: &str = "-----BEGIN ";
const BLOCK_END: &str = "-----END ";
/// Longest headline of a block, in characters: `ENCRYPTED PRIVATE KEY-----`.
const HEADLINE: usize = 60;

/// What came before on the same line.
#[derive(Default)]
struct Line {
    words: usize,
    /// It is an ENV, in whose form without `=` the second word names the variable.
    is_env: bool,
    /// Where the last value without quotes ended: those that begin inside it end there, too.
    value_end: usize,
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_-.".contains(&byte)
}

/// In JSON, a block may follow the `n` of a written line break.
fn name_length(text: &str) -> usize {
    let length = text.bytes().take_while(|byte| is_name(*byte)).count();
    let before_block = text[..length].strip_suffix(BLOCK_BEGIN.trim_end()).map_or(0, str::len);
    if before_block > 0 { before_block } else { length }
}

/// A word that is a token, or else the value of one that is a secret's name.
fn word(text: &str, span: Range<usize>, line: &mut Line) -> Option<Hit> {
    let word = &text[span.clone()];
    line.words += 1;
    if line.words == 1 {
        line.is_env = word.eq_ignore_ascii_case("ENV");
    }
    if let Some((length, what)) = known::token(word) {
        return Some(Hit { span: span.start..span.start + length, what });
    }
    if word.eq_ignore_ascii_case("bearer") {
        return bearer(text, span.end);
    }
    let name = word.trim_matches('-');
    if !assigned::is_name(name) {
        return None;
    }
    // `--password value` and `ENV PASSWORD value` have a blank where others have `=`.
    let spaced = word.starts_with("--") || line.is_env && line.words == 2;
    let (span, prose) = value(text, span.end, spaced, line)?;
    let value = &text[span.clone()];
    // A name may stand before a token that says itself what it is.
    let what = known::token(value).map_or_else(|| assigned::what(name), |(_, what)| what);
    assigned::is_value_of(name, value, prose).then_some(Hit { span, what })
}

/// The value given to a name that ends at `from`, without its quotes, and whether it may as well be a word of prose.
fn value(text: &str, from: usize, spaced: bool, line: &mut Line) -> Option<(Range<usize>, bool)> {
    let rest = &text[from..];
    // The name's own closing quote, as in JSON.
    let after_name = rest.strip_prefix("\\\"").or_else(|| rest.strip_prefix(['"', '\''])).unwrap_or(rest);
    let after_blanks = after_name.trim_start_matches([' ', '\t']);
    let assigned = match after_blanks.strip_prefix(['=', ':']) {
        Some(assigned) => assigned.trim_start_matches([' ', '\t']),
        None if spaced && after_blanks.len() < after_name.len() => after_blanks,
        None => return None,
    };
    let unescaped = assigned.strip_prefix('\\').unwrap_or(assigned);
    let quote = unescaped.chars().next().filter(|first| ['"', '\''].contains(first));
    let opened = if quote.is_some() { &unescaped[1..] } else { assigned };
    let start = text.len() - opened.len();
    let end = match quote {
        Some(quote) => opened.find([quote, '\\', '\n']).map(|at| start + at),
        None if line.value_end > start => Some(line.value_end),
        None => opened.find(|c: char| c.is_whitespace() || "\"'\\;,&|)}]>`".contains(c)).map(|at| start + at),
    };
    let end = end.unwrap_or(text.len());
    if quote.is_none() {
        line.value_end = end;
    }
    (end > start).then_some((start..end, quote.is_none() && after_blanks.starts_with(':')))
}

/// `Authorization: Bearer …`
fn bearer(text: &str, from: usize) -> Option<Hit> {
    const SHORTEST: usize = 20;
    let token = text[from..].strip_prefix(' ')?;
    let start = from + 1;
    let length = token.bytes().take_while(|byte| is_name(*byte) || b"+/=~".contains(byte)).count();
    let secret = length >= SHORTEST && !is_placeholder(&token[..length]);
    secret.then_some(Hit { span: start..start + length, what: "an access token" })
}

/// `user:password@` after `://`.
fn credentials(text: &str, from: usize) -> Option<Hit> {
    let length = text[from..].find(|c: char| c.is_whitespace() || "/?#\"'\\<>`@".contains(c))?;
    let (authority, rest) = text[from..].split_at(length);
    let (user, password) = authority.split_once(':').filter(|_| rest.starts_with('@'))?;
    // Some services take a token as the user's name, with any word for a password.
    if let Some((_, what)) = user.split(|c: char| !c.is_ascii() || !is_name(c as u8)).find_map(known::token) {
        return Some(Hit { span: from..from + length, what });
    }
    let what = known::token(password).map_or("a password in an address", |(_, what)| what);
    (!is_placeholder(password)).then_some(Hit { span: from + user.len() + 1..from + length, what })
}

/// A block of a private key, to its end or that of the text.
fn private_key(text: &str, from: usize) -> Option<Hit> {
    let headline: String = text[from + BLOCK_BEGIN.len()..].chars().take(HEADLINE).collect();
    let name = headline.split("-----").next()?;
    let is_plain = name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == ' ');
    if !is_plain || !name.contains("PRIVATE KEY") {
        return None;
    }
    let end = text[from..].find(BLOCK_END).map_or(text.len(), |at| {
        let name = from + at + BLOCK_END.len();
        let closing: usize = text[name..].chars().take(HEADLINE).map(char::len_utf8).sum();
        text[name..name + closing].find("-----").map_or(name, |at| name + at + "-----".len())
    });
    Some(Hit { span: from..end, what: "a private key" })
}
