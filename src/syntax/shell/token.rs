//! A script to words and operators, heredoc bodies at their operators. Nothing is expanded; any text gives tokens.

use std::ops::Range;

use super::word::{Part, Word};

#[derive(Clone, Debug)]
pub(super) enum Token {
    Word(Word),
    /// An operator, `\n` among them.
    Operator(&'static str),
    /// `<<` or `<<-` with its body.
    Heredoc {
        descriptor: Option<u32>,
        body: Word,
    },
    /// A redirection that a word follows.
    Redirection {
        descriptor: Option<u32>,
        operator: &'static str,
        start: usize,
    },
}

const OPERATORS: [&str; 10] = ["&&", "||", ";;&", ";;", ";&", "|&", "&", ";", "|", "("];
const REDIRECTIONS: [&str; 11] = ["&>>", "&>", "<<<", "<<-", "<<", ">>", ">&", "<&", ">|", "<>", ">"];

pub(super) fn tokens(script: &str) -> Vec<Token> {
    let mut scanner = Scanner { text: script, at: 0, tokens: Vec::new(), pending: Vec::new() };
    while scanner.token() {}
    scanner.tokens
}

/// The tokens of a script with where each stands; a heredoc's body belongs to no token.
pub(super) fn placed(script: &str) -> Vec<(Token, Range<usize>)> {
    let mut scanner = Scanner { text: script, at: 0, tokens: Vec::new(), pending: Vec::new() };
    let mut places = Vec::new();
    loop {
        let start = scanner.at;
        if !scanner.token() {
            return scanner.tokens.into_iter().zip(places).collect();
        }
        if scanner.tokens.len() > places.len() {
            let is_line_end = matches!(scanner.tokens.last(), Some(Token::Operator("\n")));
            places.push(start..if is_line_end { start + 1 } else { scanner.at });
        }
    }
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    tokens: Vec<Token>,
    /// Heredocs whose bodies start after the next line end: where their tokens are, and how they end.
    pending: Vec<Pending>,
}

struct Pending {
    token: usize,
    delimiter: String,
    expands: bool,
    strips_tabs: bool,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn starts(&self, prefix: &str) -> bool {
        self.rest().starts_with(prefix)
    }

    /// Adds the next token; `false` at the end.
    fn token(&mut self) -> bool {
        let Some(next) = self.rest().chars().next() else { return false };
        match next {
            ' ' | '\t' | '\r' => self.at += 1,
            '\n' => {
                self.operator("\n");
                self.heredoc_bodies();
            }
            '\\' if self.starts("\\\n") => self.at += 2,
            '#' => self.at += self.rest().find('\n').unwrap_or(self.rest().len()),
            ')' => self.operator(")"),
            '<' | '>' if !self.starts("<(") && !self.starts(">(") => self.redirection(None),
            '&' if self.starts("&>") => self.redirection(None),
            '&' | '|' | ';' | '(' => {
                let operator = OPERATORS.into_iter().find(|operator| self.starts(operator)).unwrap_or(";");
                self.operator(operator);
            }
            '0'..='9' => self.word_or_number(),
            _ => {
                let word = self.word();
                self.tokens.push(Token::Word(word));
            }
        }
        true
    }

    fn operator(&mut self, operator: &'static str) {
        self.at += operator.len();
        self.tokens.push(Token::Operator(operator));
    }

    /// Digits right before a redirection name a descriptor; anything else is a word.
    fn word_or_number(&mut self) {
        let digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        let after = &self.rest()[digits..];
        if (1..=3).contains(&digits) && after.starts_with(['<', '>']) {
            let descriptor = self.rest()[..digits].parse().ok();
            self.at += digits;
            return self.redirection(descriptor);
        }
        let word = self.word();
        self.tokens.push(Token::Word(word));
    }

    fn redirection(&mut self, descriptor: Option<u32>) {
        let start = self.at;
        let operator = REDIRECTIONS.into_iter().find(|operator| self.starts(operator)).unwrap_or("<");
        self.at += operator.len();
        if !matches!(operator, "<<" | "<<-") {
            return self.tokens.push(Token::Redirection { descriptor, operator, start });
        }
        self.at += self.rest().len() - self.rest().trim_start_matches([' ', '\t']).len();
        let word = self.word();
        self.pending.push(Pending {
            token: self.tokens.len(),
            delimiter: word.unquoted(),
            expands: !word.is_quoted(),
            strips_tabs: operator == "<<-",
        });
        let body = Word { parts: Vec::new(), span: start..self.at };
        self.tokens.push(Token::Heredoc { descriptor, body });
    }

    fn heredoc_bodies(&mut self) {
        for pending in std::mem::take(&mut self.pending) {
            let mut text = String::new();
            while !self.rest().is_empty() {
                let raw = &self.rest()[..self.rest().find('\n').map_or(self.rest().len(), |at| at + 1)];
                self.at += raw.len();
                let line = if pending.strips_tabs { raw.trim_start_matches('\t') } else { raw };
                if line.trim_end_matches(['\r', '\n']) == pending.delimiter {
                    break;
                }
                text.push_str(line);
            }
            let parts = if pending.expands { quoted_parts(&text) } else { vec![Part::Text { text, quoted: true }] };
            if let Some(Token::Heredoc { body, .. }) = self.tokens.get_mut(pending.token) {
                body.parts = parts;
            }
        }
    }

    /// A word, which may be empty where an operator stands.
    fn word(&mut self) -> Word {
        let start = self.at;
        let mut parts = Parts::default();
        while let Some(next) = self.rest().chars().next() {
            match next {
                ' ' | '\t' | '\r' | '\n' | ';' | '&' | '|' | '(' | ')' => break,
                '<' | '>' if !self.starts("<(") && !self.starts(">(") => break,
                '<' | '>' => {
                    let end = matching(self.text, self.at + 2, b')');
                    parts.push(Part::Opaque { raw: self.text[self.at..end].to_owned(), quoted: true });
                    self.at = end;
                }
                '\\' => {
                    let escaped = self.rest()[1..].chars().next();
                    // A continued line leaves nothing behind.
                    if escaped != Some('\n') {
                        parts.text(&escaped.map(String::from).unwrap_or_default(), true);
                    }
                    self.at += 1 + escaped.map_or(0, char::len_utf8);
                }
                '\'' => {
                    let inner = &self.rest()[1..];
                    let length = inner.find('\'').unwrap_or(inner.len());
                    parts.text(&inner[..length], true);
                    self.at = (self.at + length + 2).min(self.text.len());
                }
                '"' => {
                    let end = matching(self.text, self.at + 1, b'"');
                    let inner = self.text[self.at + 1..end].strip_suffix('"').unwrap_or(&self.text[self.at + 1..end]);
                    let inner = quoted_parts(inner);
                    if inner.is_empty() {
                        parts.text("", true);
                    }
                    inner.into_iter().for_each(|part| parts.push(part));
                    self.at = end;
                }
                '$' | '`' => self.at += special(self.rest(), false, &mut parts),
                _ => {
                    let plain = self.rest().find(is_special).unwrap_or(self.rest().len());
                    parts.text(&self.rest()[..plain], false);
                    self.at += plain;
                }
            }
        }
        if start == self.at {
            // Something must be taken, or the scan would never end; only an operator out of place comes here.
            self.at += self.rest().chars().next().map_or(0, char::len_utf8);
        }
        Word { parts: parts.parts, span: start..self.at }
    }
}

/// Whether a character ends a run of plain text.
fn is_special(character: char) -> bool {
    matches!(
        character,
        ' ' | '\t' | '\r' | '\n' | ';' | '&' | '|' | '(' | ')' | '<' | '>' | '\\' | '\'' | '"' | '$' | '`'
    )
}

#[derive(Default)]
struct Parts {
    parts: Vec<Part>,
}

impl Parts {
    fn push(&mut self, part: Part) {
        match part {
            Part::Text { text, quoted } => self.text(&text, quoted),
            other => self.parts.push(other),
        }
    }

    fn text(&mut self, more: &str, more_quoted: bool) {
        match self.parts.last_mut() {
            Some(Part::Text { text, quoted }) if *quoted == more_quoted => text.push_str(more),
            _ => self.parts.push(Part::Text { text: more.to_owned(), quoted: more_quoted }),
        }
    }
}

/// The parts of a text in double quotes, or of a heredoc.
fn quoted_parts(text: &str) -> Vec<Part> {
    let mut parts = Parts::default();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let plain = rest.find(['\\', '$', '`']).unwrap_or(rest.len());
        if plain > 0 {
            parts.text(&rest[..plain], true);
            at += plain;
        } else if let Some(after) = rest.strip_prefix('\\') {
            let escaped = after.chars().next();
            match escaped {
                Some('\n') => {}
                Some(character @ ('$' | '`' | '"' | '\\')) => parts.text(character.encode_utf8(&mut [0; 4]), true),
                _ => parts.text(&rest[..1 + escaped.map_or(0, char::len_utf8)], true),
            }
            at += 1 + escaped.map_or(0, char::len_utf8);
        } else {
            at += special(rest, true, &mut parts);
        }
    }
    parts.parts
}

/// Adds what a `$` or backtick at the start of `rest` stands for; how long it is.
fn special(rest: &str, quoted: bool, parts: &mut Parts) -> usize {
    let bytes = rest.as_bytes();
    let length = match bytes.get(1) {
        _ if bytes[0] == b'`' => {
            let end = matching(rest, 1, b'`');
            let inner = rest[1..end].strip_suffix('`').unwrap_or(&rest[1..end]);
            let script = inner.replace("\\`", "`").replace("\\$", "$");
            parts.push(Part::Substitution { script, raw: rest[..end].to_owned(), quoted });
            return end;
        }
        Some(b'(') if bytes.get(2) == Some(&b'(') => {
            let end = matching(rest, 2, b')');
            parts.push(Part::Opaque { raw: rest[..end].to_owned(), quoted });
            return end;
        }
        Some(b'(') => {
            let end = matching(rest, 2, b')');
            let script = rest[2..end].strip_suffix(')').unwrap_or(&rest[2..end]).to_owned();
            parts.push(Part::Substitution { script, raw: rest[..end].to_owned(), quoted });
            return end;
        }
        Some(b'{') => matching(rest, 2, b'}'),
        Some(b'\'') if !quoted => {
            let inner = &rest[2..];
            let length = inner.find('\'').unwrap_or(inner.len());
            parts.text(&inner[..length].replace("\\n", "\n").replace("\\t", "\t"), true);
            return (length + 3).min(rest.len());
        }
        Some(byte) if byte.is_ascii_alphabetic() || *byte == b'_' => {
            1 + rest[1..].bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count()
        }
        Some(b'0'..=b'9' | b'@' | b'*' | b'#' | b'?' | b'-' | b'$' | b'!') => 2,
        _ => {
            parts.text("$", quoted);
            return 1;
        }
    };
    parts.push(Part::Parameter { raw: rest[..length].to_owned(), quoted });
    length
}

/// The place after the `close` that ends what opened before `at`: quotes, `(…)`, `${…}` and backticks within are
/// skipped. The end of the text if there is none.
fn matching(text: &str, mut at: usize, close: u8) -> usize {
    let bytes = text.as_bytes();
    let mut open = vec![close];
    let mut double_quotes = usize::from(close == b'"');
    while let Some(byte) = bytes.get(at).copied() {
        let top = open.last().copied().unwrap_or(close);
        at += 1;
        match byte {
            b'\\' => at += 1,
            _ if byte == top => {
                double_quotes -= usize::from(byte == b'"');
                open.pop();
                if open.is_empty() {
                    return at;
                }
            }
            b'`' => open.push(b'`'),
            _ if top == b'`' => {}
            b'$' if bytes.get(at) == Some(&b'(') => {
                open.push(b')');
                at += 1;
            }
            b'$' if bytes.get(at) == Some(&b'{') => {
                open.push(b'}');
                at += 1;
            }
            _ if top == b'"' => {}
            b'"' => {
                open.push(b'"');
                double_quotes += 1;
            }
            b'\'' if top == b')' || double_quotes == 0 => {
                at = text[at..].find('\'').map_or(text.len(), |length| at + length + 1);
            }
            b'(' if top == b')' => open.push(b')'),
            b'#' if top == b')' && matches!(bytes.get(at.wrapping_sub(2)), Some(b' ' | b'\t' | b'\n')) => {
                at = text[at..].find('\n').map_or(text.len(), |length| at + length);
            }
            _ => {}
        }
    }
    text.len()
}
