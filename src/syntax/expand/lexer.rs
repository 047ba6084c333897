//! One pass over a word: quotes, escapes, variables and their modifiers, and how it splits into words.

use std::collections::HashSet;
use std::str::Chars;

use super::super::Escape;
use super::words::Words;
use super::{Variables, pattern};

/// What the lexer leaves as written.
#[derive(Clone, Copy)]
pub(super) struct Lexing {
    pub(super) escape: char,
    /// Quotes are not special at all.
    pub(super) keep_quoting: bool,
    /// Quotes work but stay in the result.
    pub(super) raw_quotes: bool,
    /// Escapes work but stay in the result.
    pub(super) raw_escapes: bool,
    /// Variables without a value stay as written.
    pub(super) keep_unset: bool,
}

impl Lexing {
    pub(super) fn new(escape: Escape) -> Self {
        let escape = escape.character();
        Self { escape, keep_quoting: false, raw_quotes: false, raw_escapes: false, keep_unset: false }
    }
}

#[derive(Default)]
pub(super) struct Lexed {
    pub(super) text: String,
    pub(super) words: Vec<String>,
    pub(super) unmatched: Vec<String>,
}

/// How deep `${a:-${b:-…}}` may nest. BuildKit has no limit; the stack of a web page has.
const DEPTH: usize = 64;

/// How many bytes longer than the word itself its value may be. It keeps `ENV A=$A$A`, repeated, from growing without
/// bound; values that are set in a Dockerfile and used in it are paths, versions and lists far below this.
const GROWTH: usize = 16 * 1024;

pub(super) struct Lexer<'a> {
    rest: Chars<'a>,
    lexing: Lexing,
    variables: &'a dyn Variables,
    unmatched: Vec<String>,
    /// The names in `unmatched`.
    seen: HashSet<String>,
    depth: usize,
    /// The longest value allowed.
    limit: usize,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(word: &'a str, lexing: Lexing, variables: &'a dyn Variables) -> Self {
        // Go's scanner, which BuildKit reads words with, drops a byte-order mark at the start.
        let word = word.strip_prefix('\u{feff}').unwrap_or(word);
        // Without values nothing grows.
        let limit = if lexing.keep_unset { usize::MAX } else { word.len() + GROWTH };
        Self { rest: word.chars(), lexing, variables, unmatched: Vec::new(), seen: HashSet::new(), depth: 0, limit }
    }

    pub(super) fn lex(mut self) -> Result<Lexed, String> {
        let (text, words) = self.until(None, self.lexing.raw_escapes)?;
        Ok(Lexed { text, words, unmatched: self.unmatched })
    }

    fn peek(&self) -> Option<char> {
        self.rest.clone().next()
    }

    /// Up to `stop`, which is taken too, or to the end.
    fn until(&mut self, stop: Option<char>, raw_escapes: bool) -> Result<(String, Vec<String>), String> {
        let outside = std::mem::replace(&mut self.lexing.raw_escapes, raw_escapes);
        let result = self.run_until(stop);
        self.lexing.raw_escapes = outside;
        result
    }

    fn run_until(&mut self, stop: Option<char>) -> Result<(String, Vec<String>), String> {
        let mut text = String::new();
        let mut words = Words::default();
        while let Some(next) = self.peek() {
            self.afford(text.len())?;
            if Some(next) == stop {
                self.rest.next();
                return Ok((text, words.finish()));
            }
            match next {
                '$' => {
                    let value = self.dollar()?;
                    text.push_str(&value);
                    value.chars().for_each(|character| words.push(character));
                }
                '\'' | '"' if !self.lexing.keep_quoting => {
                    let value = if next == '"' { self.double_quoted()? } else { self.single_quoted()? };
                    text.push_str(&value);
                    words.push_raw(&value);
                }
                '<' => {
                    let value = self.possible_heredoc();
                    text.push_str(&value);
                    words.push_raw(&value);
                }
                _ => {
                    self.rest.next();
                    if next == self.lexing.escape {
                        if self.lexing.raw_escapes {
                            text.push(next);
                            words.push_raw(next.encode_utf8(&mut [0; 4]));
                        }
                        let Some(escaped) = self.rest.next() else { break };
                        text.push(escaped);
                        words.push_raw(escaped.encode_utf8(&mut [0; 4]));
                    } else {
                        text.push(next);
                        words.push(next);
                    }
                }
            }
        }
        match stop {
            Some(stop) => Err(format!("unexpected end of statement while looking for matching {stop}")),
            None => Ok((text, words.finish())),
        }
    }

    fn single_quoted(&mut self) -> Result<String, String> {
        let mut value = String::new();
        self.take_quote(&mut value);
        loop {
            match self.peek() {
                None => return Err("unexpected end of statement while looking for matching single-quote".into()),
                Some('\'') => {
                    self.take_quote(&mut value);
                    return Ok(value);
                }
                Some(other) => {
                    self.rest.next();
                    value.push(other);
                }
            }
        }
    }

    fn double_quoted(&mut self) -> Result<String, String> {
        let mut value = String::new();
        self.take_quote(&mut value);
        loop {
            self.afford(value.len())?;
            match self.peek() {
                None => return Err("unexpected end of statement while looking for matching double-quote".into()),
                Some('"') => {
                    self.take_quote(&mut value);
                    return Ok(value);
                }
                Some('$') => value.push_str(&self.dollar()?),
                Some(other) => {
                    self.rest.next();
                    if other != self.lexing.escape {
                        value.push(other);
                        continue;
                    }
                    if self.lexing.raw_escapes {
                        value.push(other);
                    }
                    match self.peek() {
                        None => {}
                        Some(escaped) if matches!(escaped, '"' | '$') || escaped == self.lexing.escape => {
                            self.rest.next();
                            value.push(escaped);
                        }
                        Some(_) => value.push(other),
                    }
                }
            }
        }
    }

    fn take_quote(&mut self, value: &mut String) {
        if let Some(quote) = self.rest.next().filter(|_| self.lexing.raw_quotes) {
            value.push(quote);
        }
    }

    /// `<`, or `<<` with the blanks after it, which belong to the same word so that `<< EOF` is one.
    fn possible_heredoc(&mut self) -> String {
        let mut value: String = self.rest.next().into_iter().collect();
        if self.peek() == Some('<') {
            value.extend(self.rest.next());
            while let Some(blank) = self.peek().filter(|next| matches!(next, ' ' | '\t' | '\r' | '\n')) {
                value.push(blank);
                self.rest.next();
            }
        }
        value
    }

    fn dollar(&mut self) -> Result<String, String> {
        self.rest.next();
        if self.peek() != Some('{') {
            let name = self.name();
            if name.is_empty() {
                return Ok("$".into());
            }
            return Ok(match self.value(&name)? {
                None if self.lexing.keep_unset => format!("${name}"),
                value => value.unwrap_or_default(),
            });
        }
        self.rest.next();
        match self.peek() {
            None => return Err("syntax error: missing '}'".into()),
            Some('{' | '}' | ':') => return Err("syntax error: bad substitution".into()),
            Some(_) => {}
        }
        if self.depth == DEPTH {
            return Err(format!("variables nest deeper than {DEPTH} levels"));
        }
        self.depth += 1;
        let value = self.braced();
        self.depth -= 1;
        value
    }

    /// What follows `${`.
    fn braced(&mut self) -> Result<String, String> {
        let name = self.name();
        let mut modifier = String::new();
        let mut operator = self.modifier(&mut modifier);
        match operator {
            '}' => {
                return Ok(match self.value(&name)? {
                    None if self.lexing.keep_unset => format!("${{{name}}}"),
                    value => value.unwrap_or_default(),
                });
            }
            '/' => return self.replaced(&name),
            ':' => operator = self.modifier(&mut modifier),
            '+' | '-' | '?' | '#' | '%' => {}
            _ => return Err(format!("unsupported modifier ({modifier}) in substitution")),
        }
        let empty_is_unset = modifier.starts_with(':');
        let word = self.part('}', matches!(operator, '#' | '%'), "syntax error: missing '}'")?;
        let value = self.value(&name)?;
        let missing = match &value {
            None => true,
            Some(value) => empty_is_unset && value.is_empty(),
        };
        match operator {
            _ if value.is_none() && self.lexing.keep_unset => Ok(format!("${{{name}{modifier}{word}}}")),
            '-' if missing => Ok(word),
            '+' => Ok(if missing { String::new() } else { word }),
            '?' if missing && word.is_empty() => {
                let state = if value.is_none() { "unset" } else { "empty" };
                Err(format!("{name}: is not allowed to be {state}"))
            }
            '?' if missing => Err(format!("{name}: {word}")),
            '-' | '?' => Ok(value.unwrap_or_default()),
            '#' | '%' if !empty_is_unset => {
                let (longest, word) = match word.strip_prefix(operator) {
                    Some(rest) => (true, rest),
                    None => (false, word.as_str()),
                };
                pattern::without(&value.unwrap_or_default(), word, operator == '%', longest)
            }
            _ => Err(format!("unsupported modifier ({modifier}) in substitution")),
        }
    }

    /// `/pattern/replacement}` and `//pattern/replacement}`, the first slash already taken.
    fn replaced(&mut self, name: &str) -> Result<String, String> {
        let all = self.peek() == Some('/');
        if all {
            self.rest.next();
        }
        let pattern = self.part('/', true, "syntax error: missing '/' in ${}")?;
        let replacement = self.part('}', true, "syntax error: missing '}'")?;
        match self.value(name)? {
            None if self.lexing.keep_unset => Ok(format!("${{{name}/{pattern}/{replacement}}}")),
            value => pattern::replace(&value.unwrap_or_default(), &pattern, &replacement, all),
        }
    }

    /// The text up to `stop`; at the end of the word the error is `missing`.
    fn part(&mut self, stop: char, raw_escapes: bool, missing: &str) -> Result<String, String> {
        match self.until(Some(stop), raw_escapes) {
            Ok((text, _)) => Ok(text),
            Err(_) if self.peek().is_none() => Err(missing.into()),
            Err(reason) => Err(reason),
        }
    }

    /// One more character of a modifier; the replacement character stands for the end, as in BuildKit's message.
    fn modifier(&mut self, modifier: &mut String) -> char {
        let next = self.rest.next().unwrap_or(char::REPLACEMENT_CHARACTER);
        modifier.push(next);
        next
    }

    /// A name: letters, digits and `_`; digits alone; or one of the shell's special parameters.
    fn name(&mut self) -> String {
        let rest = self.rest.as_str();
        let is_name = |character: char| character.is_alphanumeric() || character == '_';
        let length = match self.peek() {
            Some(first) if first.is_numeric() => rest.find(|character: char| !character.is_numeric()),
            Some('@' | '*' | '#' | '?' | '-' | '$' | '!') => Some(1),
            _ => rest.find(|character| !is_name(character)),
        };
        let (name, rest) = rest.split_at(length.unwrap_or(rest.len()));
        self.rest = rest.chars();
        name.to_owned()
    }

    fn value(&mut self, name: &str) -> Result<Option<String>, String> {
        let value = self.variables.get(name);
        self.afford(value.as_ref().map_or(0, |value| value.len()))?;
        if value.is_none() && self.seen.insert(name.to_owned()) {
            self.unmatched.push(name.to_owned());
        }
        Ok(value.map(std::borrow::Cow::into_owned))
    }

    fn afford(&self, length: usize) -> Result<(), String> {
        if length > self.limit { Err(format!("the value grows beyond {} bytes", self.limit)) } else { Ok(()) }
    }
}
