//! Parser directives: the `# key=value` lines at the very top of a file.

use super::{Directive, Escape};
use crate::text::{Diagnostic, Span};

/// A line as a directive; `None` ends the section for good.
pub(super) fn directive(line: &str, start: usize, comment: &str) -> Option<Directive> {
    let rest = line.strip_prefix(comment)?.trim_start();
    let length = rest.find(|character: char| !character.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let (name, rest) = rest.split_at(length);
    if !name.starts_with(|character: char| character.is_ascii_alphabetic()) {
        return None;
    }
    let rest = rest.trim_start_matches(is_space).strip_prefix('=')?;
    // A value of blanks alone is its last blank: the pattern BuildKit reads it with wants one character.
    let value = match rest.trim_matches(is_space) {
        "" => rest.char_indices().next_back().map(|(at, _)| &rest[at..])?,
        value => value,
    };
    let name = name.to_ascii_lowercase();
    let known = matches!(name.as_str(), "syntax" | "escape" | "check");
    let span = Span::new(start, start + line.trim_end_matches(is_space).len());
    known.then(|| Directive { name, value: value.to_owned(), span })
}

/// The directives that BuildKit looks for by name before it reads the file: `check`, and `syntax`, which may also stand
/// behind `//`. A `#!` line above them is skipped.
pub(super) fn named_directives(text: &str) -> Vec<Directive> {
    let mut start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    if text[start..].starts_with("#!") {
        start += text[start..].find('\n').map_or(text.len() - start, |length| length + 1);
    }
    let section = |comment| {
        let mut at = start;
        let mut found: Vec<Directive> = Vec::new();
        for line in text[start..].split_inclusive('\n') {
            match directive(line.trim_end_matches('\n').trim_end_matches('\r'), at, comment) {
                Some(directive) if found.iter().all(|other| other.name != directive.name) => found.push(directive),
                _ => break,
            }
            at += line.len();
        }
        found
    };
    let mut found = section("#");
    if found.iter().all(|directive| directive.name != "syntax") {
        found.extend(section("//").into_iter().filter(|directive| directive.name == "syntax"));
    }
    found.retain(|directive| directive.name != "escape");
    // What follows the first word is taken for a remark.
    for directive in &mut found {
        directive.value = directive.value.split(' ').next().unwrap_or("").to_owned();
    }
    found
}

/// The escape character a directive sets.
pub(super) fn escape(directive: &Directive) -> Result<Escape, Diagnostic> {
    match directive.value.as_str() {
        "\\" => Ok(Escape::Backslash),
        "`" => Ok(Escape::Backtick),
        other => {
            let message = format!("invalid escape token '{other}' does not match ` or \\");
            Err(Diagnostic::new(directive.span, message).hint("Write `# escape=\\` or `` # escape=` ``."))
        }
    }
}

/// What is wrong with a `check` directive.
pub(super) fn check_errors(directive: &Directive) -> Option<Diagnostic> {
    let wrong = |message: String| {
        let hint = "Write for example `# check=skip=StageNameCasing,FromAsCasing;error=true`, or `skip=all`.";
        Some(Diagnostic::new(directive.span, message).hint(hint))
    };
    if directive.value.trim().is_empty() {
        return None;
    }
    for part in directive.value.trim().splitn(3, ';') {
        let Some((key, value)) = part.split_once('=') else {
            return wrong(format!("invalid check option {}", super::quote::quoted(part)));
        };
        match key.trim() {
            "skip" | "experimental" => {}
            "error" if boolean(value.trim()).is_some() => {}
            "error" => return wrong(format!("failed to parse check option {}", super::quote::quoted(part))),
            other => return wrong(format!("invalid check option {}", super::quote::quoted(other))),
        }
    }
    None
}

/// What Go's `ParseBool` takes.
pub fn boolean(text: &str) -> Option<bool> {
    match text {
        "1" | "t" | "T" | "TRUE" | "true" | "True" => Some(true),
        "0" | "f" | "F" | "FALSE" | "false" | "False" => Some(false),
        _ => None,
    }
}

fn is_space(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\u{c}' | '\r' | ' ')
}
