//! `regex` as far as `dockerfile-parser` uses it: its two patterns, each matched by hand. An engine that can read any
//! pattern, even a small one, would weigh more than the rest of that crate.

use std::ops::Range;

/// One of the patterns that are known here.
#[derive(Debug)]
pub enum Regex {
    /// `[0-9a-fA-F]+`
    HexDigits,
    /// `\$(?:([A-Za-z0-9_]+)|\{([A-Za-z0-9_]+)\})`
    Variable,
}

/// The pattern is none of those that are known here.
#[derive(Debug)]
pub struct Error;

impl Regex {
    pub fn new(pattern: &str) -> Result<Self, Error> {
        match pattern {
            r"[0-9a-fA-F]+" => Ok(Self::HexDigits),
            r"\$(?:([A-Za-z0-9_]+)|\{([A-Za-z0-9_]+)\})" => Ok(Self::Variable),
            _ => Err(Error),
        }
    }

    pub fn is_match(&self, text: &str) -> bool {
        self.captures_at(text, 0).is_some()
    }

    /// What matches from left to right, none overlapping another.
    pub fn captures_iter<'t>(&self, text: &'t str) -> impl Iterator<Item = Captures<'t>> {
        let mut at = 0;
        std::iter::from_fn(move || {
            let found = self.captures_at(text, at)?;
            at = found.groups[0].as_ref()?.end;
            Some(found)
        })
    }

    fn captures_at<'t>(&self, text: &'t str, from: usize) -> Option<Captures<'t>> {
        let groups = match self {
            Self::HexDigits => [Some(run(text, from, |byte| byte.is_ascii_hexdigit())?), None, None],
            Self::Variable => (from..text.len()).find_map(|at| variable(text, at))?,
        };
        Some(Captures { text, groups })
    }
}

/// The first bytes in a row that are all of a kind.
fn run(text: &str, from: usize, is_one: impl Fn(u8) -> bool) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let start = (from..bytes.len()).find(|at| is_one(bytes[*at]))?;
    let end = (start..bytes.len()).find(|at| !is_one(bytes[*at])).unwrap_or(bytes.len());
    Some(start..end)
}

/// The reference to a variable that starts here: all of it, its name without braces, its name within braces.
fn variable(text: &str, at: usize) -> Option<[Option<Range<usize>>; 3]> {
    let bytes = text.as_bytes();
    let name = |start| {
        run(text, start, |byte| byte.is_ascii_alphanumeric() || byte == b'_').filter(|name| name.start == start)
    };
    if bytes.get(at) != Some(&b'$') {
        return None;
    }
    if bytes.get(at + 1) != Some(&b'{') {
        let name = name(at + 1)?;
        return Some([Some(at..name.end), Some(name), None]);
    }
    let name = name(at + 2)?;
    (bytes.get(name.end) == Some(&b'}')).then(|| [Some(at..name.end + 1), None, Some(name)])
}

/// One match and its groups.
#[derive(Debug)]
pub struct Captures<'t> {
    text: &'t str,
    groups: [Option<Range<usize>>; 3],
}

impl<'t> Captures<'t> {
    /// A group by its number; 0 is the whole match.
    pub fn get(&self, group: usize) -> Option<Match<'t>> {
        self.groups.get(group)?.clone().map(|range| Match { text: self.text, range })
    }
}

#[derive(Debug)]
pub struct Match<'t> {
    text: &'t str,
    range: Range<usize>,
}

impl<'t> Match<'t> {
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    pub fn as_str(&self) -> &'t str {
        &self.text[self.range.clone()]
    }
}
