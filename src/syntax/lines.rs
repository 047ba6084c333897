//! Text to logical lines: directives and comments are taken out, continued lines joined, with the way back to the
//! source kept. Knows no instructions but for one hint; heredoc bodies are taken from it on demand.

use std::collections::HashMap;

use super::{Comment, Directive, Escape, Joined, Keyword, directive};
use crate::text::{Diagnostic, Span};

/// BuildKit's limit on one physical line, without its line end.
const LINE_LENGTH: usize = 65_535;

/// One instruction's text, and what stood around it.
pub(super) struct LogicalLine {
    pub(super) joined: Joined,
    /// The physical lines it spans, from 1.
    pub(super) start_line: usize,
    pub(super) end_line: usize,
    /// Where its last physical line ends, the line end left out.
    pub(super) end: usize,
    pub(super) has_empty_continuation: bool,
    pub(super) comments: Vec<Comment>,
    /// A continued line that looks like an instruction of its own.
    pub(super) swallowed: Option<Span>,
}

/// One physical line: its text without the line end, and where it starts.
#[derive(Clone, Copy)]
struct PhysicalLine<'a> {
    content: &'a str,
    start: usize,
}

/// The lines of a text, read from the top.
pub(super) struct Lines<'a> {
    text: &'a str,
    lines: Vec<PhysicalLine<'a>>,
    /// Index of the next line to read.
    next: usize,
    pub(super) escape: Escape,
    pub(super) directives: Vec<Directive>,
    in_directives: bool,
    comments: Vec<Comment>,
    pub(super) errors: Vec<Diagnostic>,
    terminators: Option<Terminators<'a>>,
}

/// For each text of a line the indexes of the lines that read so, as written and without leading tabs.
struct Terminators<'a> {
    plain: HashMap<&'a str, Vec<usize>>,
    untabbed: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut start = 0;
        let mut lines = Vec::new();
        let mut errors = Vec::new();
        for raw in text.split_inclusive('\n') {
            let length = raw.strip_suffix('\n').unwrap_or(raw).len();
            if length > LINE_LENGTH {
                let message = format!("dockerfile line greater than max allowed size of {LINE_LENGTH}");
                let hint = "Split the line with continuations, or move its content to a file that is copied in.";
                errors.push(Diagnostic::new(Span::new(start, start + length), message).hint(hint));
            }
            let mut content = raw.trim_end_matches(['\r', '\n']);
            let mut content_start = start;
            if start == 0 && content.starts_with('\u{feff}') {
                content = &content['\u{feff}'.len_utf8()..];
                content_start += '\u{feff}'.len_utf8();
            }
            lines.push(PhysicalLine { content, start: content_start });
            start += raw.len();
        }
        Self {
            text,
            lines,
            next: 0,
            escape: Escape::default(),
            directives: Vec::new(),
            in_directives: true,
            comments: Vec::new(),
            errors,
            terminators: None,
        }
    }

    /// The next instruction's text.
    pub(super) fn next_logical(&mut self) -> Option<LogicalLine> {
        loop {
            let line = *self.lines.get(self.next)?;
            self.next += 1;
            let content = line.content.trim_start();
            let start = line.start + (line.content.len() - content.len());
            let is_directive = self.directive(content, start);
            if content.starts_with('#') {
                if !is_directive {
                    self.comment(line);
                }
            } else if !content.is_empty() {
                return Some(self.joined(PhysicalLine { content, start }));
            }
        }
    }

    /// Whether the line is a directive; an ill one is not.
    fn directive(&mut self, content: &str, start: usize) -> bool {
        let found = self.in_directives.then(|| directive::directive(content, start, "#")).flatten();
        let Some(found) = found else {
            self.in_directives = false;
            return false;
        };
        if self.directives.iter().any(|other| other.name == found.name) {
            let message = format!("only one {} parser directive can be used", found.name);
            self.errors.push(Diagnostic::new(found.span, message).hint("Remove all but the first."));
            return false;
        }
        if found.name == "escape" {
            match directive::escape(&found) {
                Ok(escape) => self.escape = escape,
                Err(error) => self.errors.push(error),
            }
        }
        self.directives.push(found);
        true
    }

    /// BuildKit cuts off one character, so that an indented comment keeps its `#`; an empty one clears those above.
    fn comment(&mut self, line: PhysicalLine) {
        let cut = line.content.chars().next().map_or(0, char::len_utf8);
        let text = line.content[cut..].trim();
        if text.is_empty() {
            self.comments.clear();
        } else {
            let indent = line.content.len() - line.content.trim_start().len();
            let span = Span::new(line.start + indent, line.start + line.content.trim_end().len());
            self.comments.push(Comment { text: text.to_owned(), span });
        }
    }

    fn joined(&mut self, first: PhysicalLine) -> LogicalLine {
        let mut logical = LogicalLine {
            joined: Joined::default(),
            start_line: self.next,
            end_line: self.next,
            end: first.start + first.content.len(),
            has_empty_continuation: false,
            comments: std::mem::take(&mut self.comments),
            swallowed: None,
        };
        let mut continued = push_line(&mut logical.joined, first, self.escape);
        while continued {
            let Some(line) = self.lines.get(self.next).copied() else { break };
            self.next += 1;
            logical.end = line.start + line.content.len();
            let content = line.content.trim_start();
            if content.is_empty() {
                logical.has_empty_continuation = true;
            } else if !content.starts_with('#') {
                if logical.swallowed.is_none() && !logical.joined.text.is_empty() && reads_as_instruction(line.content)
                {
                    logical.swallowed = Some(Span::new(line.start, logical.end));
                }
                continued = push_line(&mut logical.joined, line, self.escape);
            }
        }
        logical.end_line = self.next;
        logical
    }

    /// Where the body of a heredoc that starts at the next line stands; its terminator is read too. `None` if there is
    /// no terminator; then nothing is read.
    pub(super) fn heredoc_body(&mut self, terminator: &str, strips_tabs: bool) -> Option<Span> {
        let end = match &self.terminators {
            Some(terminators) => terminators.find(terminator, strips_tabs, self.next),
            None => {
                let is_end = |line: &PhysicalLine| {
                    let content = if strips_tabs { line.content.trim_start_matches('\t') } else { line.content };
                    content == terminator
                };
                self.lines
                    .get(self.next..)
                    .and_then(|rest| rest.iter().position(is_end))
                    .map(|length| self.next + length)
            }
        };
        let Some(end) = end else {
            // Searching to the end in vain for each of many would be slow, so the lines are indexed from now on.
            let lines = &self.lines;
            self.terminators.get_or_insert_with(|| Terminators::new(lines));
            return None;
        };
        let span = Span::new(self.start(self.next), self.start(end));
        self.next = end + 1;
        Some(span)
    }

    /// Skips what is meant to be the body of a heredoc without terminator: all up to a line that reads as an instruction.
    pub(super) fn skip_unterminated(&mut self) {
        let rest = self.lines.get(self.next..).unwrap_or_default();
        let body = rest.iter().take_while(|line| !reads_as_instruction(line.content)).count();
        self.next += body;
    }

    /// How many lines have been read, which is the number of the last one; and where its text ends.
    pub(super) fn read(&self) -> (usize, usize) {
        let end = self.next.checked_sub(1).and_then(|last| self.lines.get(last));
        (self.next, end.map_or(0, |line| line.start + line.content.len()))
    }

    fn start(&self, index: usize) -> usize {
        self.lines.get(index).map_or(self.text.len(), |line| line.start)
    }
}

impl<'a> Terminators<'a> {
    fn new(lines: &[PhysicalLine<'a>]) -> Self {
        let mut terminators = Self { plain: HashMap::new(), untabbed: HashMap::new() };
        for (index, line) in lines.iter().enumerate() {
            terminators.plain.entry(line.content).or_default().push(index);
            terminators.untabbed.entry(line.content.trim_start_matches('\t')).or_default().push(index);
        }
        terminators
    }

    fn find(&self, terminator: &str, strips_tabs: bool, from: usize) -> Option<usize> {
        let places = if strips_tabs { &self.untabbed } else { &self.plain }.get(terminator)?;
        places.get(places.partition_point(|index| *index < from)).copied()
    }
}

/// Adds a line without its continuation mark; whether it had one.
fn push_line(joined: &mut Joined, line: PhysicalLine, escape: Escape) -> bool {
    let escape = escape.character();
    let before = line.content.trim_end_matches([' ', '\t']).strip_suffix(escape);
    // An escape character before it makes the mark an ordinary character.
    let before = before.filter(|before| !before.ends_with(escape));
    joined.push(before.unwrap_or(line.content), line.start);
    before.is_some()
}

/// Whether a line starts like an instruction that stands on its own: a keyword in capitals at the very start.
fn reads_as_instruction(line: &str) -> bool {
    let word = line.split([' ', '\t']).next().unwrap_or("");
    word.len() < line.len()
        && word.bytes().all(|byte| byte.is_ascii_uppercase())
        && Keyword::of(word) != Keyword::Unknown
}
