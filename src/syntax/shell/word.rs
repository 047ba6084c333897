//! A word of a script: its parts, and the fields they become under what is known.

use std::borrow::Cow;
use std::ops::Range;

use super::super::{Escape, expand};

#[derive(Clone, Debug, Default)]
pub(super) struct Word {
    pub(super) parts: Vec<Part>,
    pub(super) span: Range<usize>,
}

#[derive(Clone, Debug)]
pub(super) enum Part {
    Text {
        text: String,
        quoted: bool,
    },
    /// `$NAME` or `${…}`.
    Parameter {
        raw: String,
        quoted: bool,
    },
    /// `$(…)` or backticks.
    Substitution {
        script: String,
        raw: String,
        quoted: bool,
    },
    /// `$((…))` or `<(…)`: never known.
    Opaque {
        raw: String,
        quoted: bool,
    },
}

/// What a word becomes.
#[derive(Default)]
pub(super) struct Fields {
    pub(super) fields: Vec<String>,
    /// Nothing in them stands for something unknown.
    pub(super) known: bool,
}

/// The longest text one word may become. Scripts that double a variable again and again would grow without bound.
const LENGTH: usize = 1 << 14;

/// The longest value that patterns are matched against.
pub(super) const MATCHED: usize = 512;

impl Word {
    /// The text with quotes removed and nothing expanded.
    pub(super) fn unquoted(&self) -> String {
        self.parts.iter().map(Part::raw).collect()
    }

    pub(super) fn is_quoted(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Text { quoted: true, .. }))
    }

    /// The word as a bare keyword or name: plain text, no quotes.
    pub(super) fn literal(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [Part::Text { text, quoted: false }] => Some(text),
            _ => None,
        }
    }

    /// `NAME=…` as the name and the word of the value.
    pub(super) fn assignment(&self) -> Option<(&str, Self)> {
        let Some(Part::Text { text, quoted: false }) = self.parts.first() else { return None };
        let (name, value) = text.split_once('=')?;
        let name = name.strip_suffix('+').unwrap_or(name);
        if !is_name(name) {
            return None;
        }
        let mut parts = vec![Part::Text { text: value.to_owned(), quoted: false }];
        parts.extend_from_slice(&self.parts[1..]);
        Some((name, Self { parts, span: self.span.clone() }))
    }

    /// The fields of the word. `variable` gives known values; `substitute` what a command prints.
    pub(super) fn fields(
        &self,
        variable: &dyn Fn(&str) -> Option<String>,
        substitute: &mut dyn FnMut(&str) -> Option<String>,
    ) -> Fields {
        if let [Part::Text { text, quoted: false }] = self.parts.as_slice() {
            let fields = if text.is_empty() { Vec::new() } else { vec![text.clone()] };
            return Fields { fields, known: true };
        }
        let mut fields = Fields { fields: Vec::new(), known: true };
        let mut current: Option<String> = None;
        for part in &self.parts {
            let (value, quoted) = match part {
                Part::Text { text, quoted } => {
                    if *quoted || !text.is_empty() {
                        current.get_or_insert_default().push_str(text);
                    }
                    continue;
                }
                Part::Parameter { raw, quoted } => (parameter(raw, variable).map(Cow::Owned), *quoted),
                Part::Substitution { script, quoted, .. } => (substitute(script).map(Cow::Owned), *quoted),
                Part::Opaque { quoted, .. } => (None::<Cow<str>>, *quoted),
            };
            let length: usize =
                fields.fields.iter().map(String::len).sum::<usize>() + current.as_ref().map_or(0, String::len);
            let Some(value) = value.filter(|value| length + value.len() < LENGTH) else {
                fields.known = false;
                current.get_or_insert_default().push_str(part.raw());
                continue;
            };
            if quoted {
                current.get_or_insert_default().push_str(&value);
                continue;
            }
            // An unquoted value splits at its blanks.
            let mut pieces = value.split([' ', '\t', '\n']);
            let first = pieces.next().unwrap_or("");
            if !first.is_empty() {
                current.get_or_insert_default().push_str(first);
            }
            for piece in pieces {
                fields.fields.extend(current.take());
                current = (!piece.is_empty()).then(|| piece.to_owned());
            }
        }
        fields.fields.extend(current);
        fields
    }

    /// The value of the word where it is not split: in assignments, redirections, `case`.
    pub(super) fn value(
        &self,
        variable: &dyn Fn(&str) -> Option<String>,
        substitute: &mut dyn FnMut(&str) -> Option<String>,
    ) -> (String, bool) {
        let mut known = true;
        let mut text = String::new();
        for part in &self.parts {
            let value = match part {
                Part::Text { text, .. } => Some(text.clone()),
                Part::Parameter { raw, .. } => parameter(raw, variable),
                Part::Substitution { script, .. } => substitute(script),
                Part::Opaque { .. } => None,
            };
            known &= value.is_some();
            text.push_str(value.as_deref().unwrap_or(part.raw()));
            if text.len() > LENGTH {
                return (self.unquoted(), false);
            }
        }
        (text, known)
    }
}

impl Part {
    fn raw(&self) -> &str {
        match self {
            Self::Text { text, .. } => text,
            Self::Parameter { raw, .. } | Self::Substitution { raw, .. } | Self::Opaque { raw, .. } => raw,
        }
    }
}

/// The value of `$NAME` or `${…}`. A Dockerfile's modifiers are the shell's, so the same expander serves; where it finds
/// an error or a variable it does not know, the value is unknown.
fn parameter(raw: &str, variable: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let name = raw.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')).or_else(|| raw.strip_prefix('$'));
    if let Some(name) = name.filter(|name| is_name(name)) {
        return variable(name);
    }
    // Long values are not matched with patterns, so that hostile scripts cannot make it slow.
    let has_pattern = raw.contains(['#', '%', '/']);
    let variable = |name: &str| variable(name).filter(|value| !has_pattern || value.len() <= MATCHED);
    let expanded = expand(raw, Escape::Backslash, &variable).ok()?;
    // A default or alternative says what an unset variable gives; but whether it is unset is not known.
    expanded.unmatched.is_empty().then_some(expanded.text)
}

fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
