//! Path patterns: Go's `path.Match`, and the dialect of `.dockerignore`, which adds `**`. Both are run as a set of
//! states over the path, so no pattern takes more than its length times the path's.

/// A compiled pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glob {
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Exact(String),
    Prefix(String),
    Suffix(String),
    Tokens(Vec<Token>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Character(char),
    /// `?`: anything but a slash.
    One,
    /// `*`: any number of anything but slashes.
    Star,
    /// `**` or `**/` before more: nothing, or anything that ends in a slash.
    Folders,
    /// `**` at the end: anything.
    Rest,
    Class {
        negated: bool,
        ranges: Vec<(char, char)>,
    },
    /// A `^`, which the regular expressions of `.dockerignore` take for the start.
    Start,
}

/// Why a pattern is none, in Go's words.
pub const BAD_PATTERN: &str = "syntax error in pattern";

impl Glob {
    /// A pattern as COPY reads its sources: `*`, `?`, `[…]`, `\`.
    pub fn path(pattern: &str) -> Result<Self, &'static str> {
        tokens(pattern, false).map(|(tokens, _)| Self { kind: Kind::Tokens(tokens) })
    }

    /// A pattern as `.dockerignore` reads it, already cleaned.
    pub fn ignore(pattern: &str) -> Result<Self, &'static str> {
        tokens(pattern, false)?;
        let (tokens, shape) = tokens(pattern, true)?;
        let kind = match shape {
            Shape::Exact => Kind::Exact(pattern.into()),
            Shape::Prefix => Kind::Prefix(pattern.get(..pattern.len() - 2).unwrap_or("").into()),
            Shape::Suffix => Kind::Suffix(pattern.get(2..).unwrap_or("").into()),
            Shape::Tokens => Kind::Tokens(tokens),
        };
        Ok(Self { kind })
    }

    /// Whether a path matches, whole.
    pub fn matches(&self, path: &str) -> bool {
        match &self.kind {
            Kind::Exact(text) => path == text,
            Kind::Prefix(prefix) => path.starts_with(prefix.as_str()),
            Kind::Suffix(suffix) => path.ends_with(suffix.as_str()) || suffix.strip_prefix('/') == Some(path),
            Kind::Tokens(tokens) => run(tokens, path),
        }
    }
}

/// How a `.dockerignore` pattern is matched; the simple ones need no tokens.
#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Exact,
    Prefix,
    Suffix,
    Tokens,
}

fn tokens(pattern: &str, folders: bool) -> Result<(Vec<Token>, Shape), &'static str> {
    let mut found = Vec::new();
    let mut shape = Shape::Exact;
    let mut rest = pattern.chars().peekable();
    let mut is_first = true;
    while let Some(character) = rest.next() {
        let mut special = true;
        found.push(match character {
            '*' if folders && rest.peek() == Some(&'*') => {
                rest.next();
                rest.next_if_eq(&'/');
                let at_end = rest.peek().is_none();
                shape = match shape {
                    _ if is_first => Shape::Suffix,
                    Shape::Exact if at_end => Shape::Prefix,
                    _ => Shape::Tokens,
                };
                special = false;
                if at_end { Token::Rest } else { Token::Folders }
            }
            '*' => Token::Star,
            '?' => Token::One,
            '[' => class(&mut rest)?,
            '\\' => Token::Character(rest.next().ok_or(BAD_PATTERN)?),
            '^' if folders => {
                special = false;
                Token::Start
            }
            other => {
                special = other == ']';
                Token::Character(other)
            }
        });
        if special {
            shape = Shape::Tokens;
        }
        is_first = false;
    }
    Ok((found, shape))
}

fn class(rest: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Result<Token, &'static str> {
    let negated = rest.next_if_eq(&'^').is_some();
    let mut ranges = Vec::new();
    loop {
        if !ranges.is_empty() && rest.next_if_eq(&']').is_some() {
            return Ok(Token::Class { negated, ranges });
        }
        let low = member(rest)?;
        let high = if rest.next_if_eq(&'-').is_some() { member(rest)? } else { low };
        ranges.push((low, high));
        rest.peek().ok_or(BAD_PATTERN)?;
    }
}

fn member(rest: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Result<char, &'static str> {
    match rest.next().ok_or(BAD_PATTERN)? {
        '-' | ']' => Err(BAD_PATTERN),
        '\\' => rest.next().ok_or(BAD_PATTERN),
        other => Ok(other),
    }
}

/// Keeps the set of tokens the match may stand before. For `Folders` a second set holds those it may stand inside of.
fn run(tokens: &[Token], path: &str) -> bool {
    let end = tokens.len();
    let mut before = vec![false; end + 1];
    let mut inside = vec![false; end + 1];
    before[0] = true;
    skip(tokens, &mut before, true);
    for character in path.chars() {
        let mut next = vec![false; end + 1];
        let mut still = vec![false; end + 1];
        let mut alive = false;
        for (at, token) in tokens.iter().enumerate() {
            if !before[at] && !inside[at] {
                continue;
            }
            alive = true;
            match token {
                Token::Character(expected) => next[at + 1] |= character == *expected,
                Token::One => next[at + 1] |= character != '/',
                Token::Star => next[at] |= character != '/',
                Token::Rest => next[at] = true,
                Token::Folders => {
                    still[at] = true;
                    next[at + 1] |= character == '/';
                }
                Token::Class { negated, ranges } => {
                    let found = ranges.iter().any(|(low, high)| (*low..=*high).contains(&character));
                    next[at + 1] |= found != *negated;
                }
                Token::Start => {}
            }
        }
        if !alive {
            return false;
        }
        skip(tokens, &mut next, false);
        (before, inside) = (next, still);
    }
    before[end]
}

/// Also stands behind whatever may match nothing.
fn skip(tokens: &[Token], before: &mut [bool], at_start: bool) {
    for (at, token) in tokens.iter().enumerate() {
        let optional = match token {
            Token::Star | Token::Folders | Token::Rest => true,
            Token::Start => at_start,
            _ => false,
        };
        before[at + 1] |= before[at] && optional;
    }
}
