//! Words with quotes, escapes and `$VARIABLES` to their values, by BuildKit's rules. Which instruction expands what,
//! and with which variables, is decided by `stages`.

mod lexer;
mod words;
mod pattern;

use std::borrow::Cow;

use self::lexer::{Lexer, Lexing};
use super::Escape;
use super::quote::quoted;

/// Where variables get their values from.
pub trait Variables {
    /// The value of a variable, `None` when it is not set.
    fn get(&self, name: &str) -> Option<Cow<'_, str>>;
}

impl<F: Fn(&str) -> Option<String>> Variables for F {
    fn get(&self, name: &str) -> Option<Cow<'_, str>> {
        self(name).map(Cow::Owned)
    }
}

/// A word after expansion.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expanded {
    pub text: String,
    /// Names that were looked up and are not set, each once, in the order of appearance.
    pub unmatched: Vec<String>,
}

/// Words after expansion.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExpandedWords {
    pub words: Vec<String>,
    /// As in [`Expanded`].
    pub unmatched: Vec<String>,
}

/// The value of a word. The error is BuildKit's.
pub fn expand(word: &str, escape: Escape, variables: &dyn Variables) -> Result<Expanded, String> {
    let lexed = lex(word, Lexing::new(escape), variables)?;
    Ok(Expanded { text: lexed.text, unmatched: lexed.unmatched })
}

/// The value of a word split at blanks that are neither quoted nor escaped, those from variables included (EXPOSE).
pub fn expand_words(word: &str, escape: Escape, variables: &dyn Variables) -> Result<ExpandedWords, String> {
    let lexed = lex(word, Lexing::new(escape), variables)?;
    Ok(ExpandedWords { words: lexed.words, unmatched: lexed.unmatched })
}

/// A heredoc body with its variables replaced and its quotes kept. The escape character is `\` whatever the directive.
pub fn expand_heredoc(body: &str, variables: &dyn Variables) -> Result<Expanded, String> {
    let lexed = lex(body, Lexing { keep_quoting: true, ..Lexing::new(Escape::Backslash) }, variables)?;
    Ok(Expanded { text: lexed.text, unmatched: lexed.unmatched })
}

/// The words among which a heredoc's marker is looked for: quotes, escapes and variables stand as written. `None` for
/// a line that cannot be lexed, which BuildKit takes to have no heredoc.
pub(super) fn raw_words(line: &str) -> Option<Vec<String>> {
    let lexing = Lexing { raw_quotes: true, raw_escapes: true, keep_unset: true, ..Lexing::new(Escape::Backslash) };
    lex(line, lexing, &nothing).ok().map(|lexed| lexed.words)
}

/// The words of a heredoc's delimiter, with quotes removed or kept.
pub(super) fn delimiter_words(word: &str, raw_quotes: bool) -> Result<Vec<String>, String> {
    let lexing = Lexing { raw_quotes, keep_unset: true, ..Lexing::new(Escape::Backslash) };
    lex(word, lexing, &nothing).map(|lexed| lexed.words)
}

fn lex(word: &str, lexing: Lexing, variables: &dyn Variables) -> Result<lexer::Lexed, String> {
    // Most words hold nothing to expand, quote or split.
    if !word.is_empty() && word.bytes().all(|byte| matches!(byte, b'!'..=b'~') && !is_special(byte)) {
        return Ok(lexer::Lexed { text: word.to_owned(), words: vec![word.to_owned()], unmatched: Vec::new() });
    }
    Lexer::new(word, lexing, variables).lex().map_err(|reason| format!("failed to process {}: {reason}", quoted(word)))
}

fn is_special(byte: u8) -> bool {
    matches!(byte, b'$' | b'\'' | b'"' | b'\\' | b'`' | b'<')
}

fn nothing(_: &str) -> Option<String> {
    None
}
