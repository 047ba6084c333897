//! The heredocs of a line: which words open one, by what name, and the bodies that follow.

use super::Heredoc;
use super::expand::{delimiter_words, raw_words};
use super::lines::{Lines, LogicalLine};
use crate::text::{Diagnostic, Span};

/// What opens a heredoc.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Marker {
    pub(super) name: String,
    pub(super) expands: bool,
    pub(super) strips_tabs: bool,
}

/// A word as a heredoc marker, `[digits]<<[-]NAME`. The error is the lexer's, for a name with unbalanced quotes.
pub(super) fn marker(word: &str) -> Result<Option<Marker>, String> {
    let Some(rest) = word.trim_start_matches(|character: char| character.is_ascii_digit()).strip_prefix("<<") else {
        return Ok(None);
    };
    let (strips_tabs, rest) = match rest.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let rest = rest.trim_start_matches(['\t', '\n', '\u{c}', '\r', ' ']);
    if rest.is_empty() || rest.contains('<') {
        return Ok(None);
    }
    let words = delimiter_words(rest, false)?;
    let [name] = words.as_slice() else { return Ok(None) };
    // A quote that only the raw reading has was a quote and not an escaped character, so the name is quoted.
    let raw = delimiter_words(rest, true)?;
    let quotes = |text: &str| text.matches(['\'', '"']).count();
    let expands = raw.first().is_some_and(|raw| quotes(raw) == quotes(name));
    Ok(Some(Marker { name: name.clone(), expands, strips_tabs }))
}

/// The heredocs of a line that may have some, their bodies taken from the lines that follow. The first body without
/// terminator ends them.
pub(super) fn heredocs(text: &str, line: &LogicalLine, lines: &mut Lines) -> Result<Vec<Heredoc>, Diagnostic> {
    if !line.joined.text.contains("<<") {
        return Ok(Vec::new());
    }
    let span = line.joined.span(0..line.joined.text.len());
    let words = raw_words(&line.joined.text).unwrap_or_default();
    let mut found = Vec::new();
    for word in words {
        let Some(marker) = marker(&word).map_err(|message| unnamed(span, message))? else { continue };
        match lines.heredoc_body(&marker.name, marker.strips_tabs) {
            Some(body) => found.push(heredoc(marker, body, text)),
            None => {
                let error = unterminated(&marker, line, span);
                let is_name = |character: char| character.is_alphanumeric() || matches!(character, '_' | '-' | '.');
                // `$((1 << 2))` opens no body; a name that looks like one most likely does.
                if marker.name.chars().all(is_name) {
                    lines.skip_unterminated();
                }
                return Err(error);
            }
        }
    }
    Ok(found)
}

fn heredoc(marker: Marker, body: Span, text: &str) -> Heredoc {
    let content = body.of(text);
    let content = if marker.strips_tabs {
        content.split_inclusive('\n').map(|line| line.trim_start_matches('\t')).collect()
    } else {
        content.to_owned()
    };
    Heredoc { name: marker.name, expands: marker.expands, strips_tabs: marker.strips_tabs, content, body }
}

fn unnamed(span: Span, message: String) -> Diagnostic {
    Diagnostic::new(span, message).hint("Write the name after `<<` without quotes, or with both of a pair: `<<'EOF'`.")
}

fn unterminated(marker: &Marker, line: &LogicalLine, span: Span) -> Diagnostic {
    let error = Diagnostic::new(span, "unterminated heredoc");
    let name = &marker.name;
    if line.joined.text.contains("$((") {
        let shift = "BuildKit takes `<<` in `$((…))` for a heredoc. Put the arithmetic in quotes: `\"$((1 << 2))\"`.";
        return error.hint(shift);
    }
    let ending = if marker.strips_tabs { "with nothing but tabs before it" } else { "with nothing before it" };
    error
        .hint(format!("End it with a line that is only `{name}`, {ending}. Put `<<` in quotes if no heredoc is meant."))
}
