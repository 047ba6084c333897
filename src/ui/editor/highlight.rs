//! Some lines of a Dockerfile to coloured pieces, from our own syntax tree, so that what is shown cannot disagree
//! with what is analysed. Colours every byte once, then cuts at changes; cost follows the lines asked for.

use std::ops::Range;

use crate::syntax::{Dockerfile, Instruction, Payload};
use crate::text::Span;

/// A run of text in one colour; `problem` where an error points at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub ink: Ink,
    pub problem: bool,
    pub text: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ink {
    #[default]
    Plain,
    Keyword,
    Flag,
    Text,
    Variable,
    Comment,
    Directive,
    Heredoc,
    Name,
}

impl Ink {
    pub const fn class(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Keyword => Some("ink-keyword"),
            Self::Flag => Some("ink-flag"),
            Self::Text => Some("ink-text"),
            Self::Variable => Some("ink-variable"),
            Self::Comment => Some("ink-comment"),
            Self::Directive => Some("ink-directive"),
            Self::Heredoc => Some("ink-heredoc"),
            Self::Name => Some("ink-name"),
        }
    }
}

/// The inks of one window of the text.
struct Canvas<'a> {
    text: &'a str,
    window: Span,
    inks: Vec<Ink>,
    problems: Vec<bool>,
}

/// The pieces of each line (from 1) in `lines`; `text` is what `dockerfile` was read from.
pub fn pieces(dockerfile: &Dockerfile, text: &str, problems: &[Span], lines: Range<usize>) -> Vec<Vec<Piece>> {
    let past = lines.end > dockerfile.lines.count();
    let end = if past { text.len() } else { dockerfile.lines.start(lines.end) };
    let window = Span::new(dockerfile.lines.start(lines.start).min(end), end);
    let length = window.end - window.start;
    let mut canvas = Canvas { text, window, inks: vec![Ink::Plain; length], problems: vec![false; length] };
    canvas.comments(window);
    for directive in &dockerfile.directives {
        canvas.paint(directive.span, Ink::Directive);
    }
    let first = dockerfile.instructions.partition_point(|instruction| instruction.span.end <= window.start);
    for instruction in &dockerfile.instructions[first..] {
        if instruction.span.start >= window.end {
            break;
        }
        canvas.instruction(instruction);
    }
    for problem in problems {
        let end = problem.end.max(problem.start + 1);
        canvas.mark(Span::new(problem.start, end));
    }
    canvas.cut(lines.len())
}

impl Canvas<'_> {
    fn clip(&self, span: Span) -> Range<usize> {
        let start = span.start.clamp(self.window.start, self.window.end);
        let end = span.end.clamp(start, self.window.end);
        start - self.window.start..end - self.window.start
    }

    fn paint(&mut self, span: Span, ink: Ink) {
        let range = self.clip(span);
        self.inks[range].fill(ink);
    }

    fn mark(&mut self, span: Span) {
        let range = self.clip(span);
        self.problems[range].fill(true);
    }

    /// Lines that begin with `#`, wherever they stand: heredoc bodies are painted over them afterwards.
    fn comments(&mut self, within: Span) {
        let mut at = within.start;
        for line in within.of(self.text).split_inclusive('\n') {
            if line.trim_start().starts_with('#') {
                self.paint(Span::new(at, at + line.len()), Ink::Comment);
            }
            at += line.len();
        }
    }

    fn instruction(&mut self, instruction: &Instruction) {
        let arguments = &instruction.arguments;
        let mut quote = None;
        for (at, (joined, source)) in arguments.segments.iter().enumerate() {
            let next = arguments.segments.get(at + 1).map_or(arguments.text.len(), |(joined, _)| *joined);
            self.words(Span::new(*source, source + next.saturating_sub(*joined)), &mut quote);
        }
        for heredoc in &instruction.heredocs {
            self.paint(heredoc.body, Ink::Heredoc);
        }
        if let Payload::From(from) = &instruction.payload {
            for word in from.name.iter() {
                self.paint(word.span, Ink::Name);
            }
            for word in from.as_keyword.iter() {
                self.paint(word.span, Ink::Keyword);
            }
        }
        for flag in &instruction.flags {
            self.paint(flag.span, Ink::Flag);
        }
        self.paint(instruction.keyword_span, Ink::Keyword);
        if let Payload::Onbuild(inner) = &instruction.payload {
            self.paint(inner.keyword_span, Ink::Keyword);
        }
    }

    /// Quoted texts and variables of one part of the arguments. Quotes may run on into the next part.
    fn words(&mut self, part: Span, quote: &mut Option<u8>) {
        let text = part.of(self.text).as_bytes();
        let mut at = 0;
        while at < text.len() {
            let begin = part.start + at;
            match (text[at], *quote) {
                (b'\\', _) => at += 1,
                (b'$', open) if open != Some(b'\'') => {
                    let length = variable_length(&text[at..]);
                    self.paint(Span::new(begin, begin + length), Ink::Variable);
                    at += length;
                    continue;
                }
                (mark @ (b'"' | b'\''), None) => {
                    *quote = Some(mark);
                    self.paint(Span::new(begin, begin + 1), Ink::Text);
                }
                (mark, Some(open)) => {
                    self.paint(Span::new(begin, begin + 1), Ink::Text);
                    if mark == open {
                        *quote = None;
                    }
                }
                _ => {}
            }
            at += 1;
        }
    }

    fn cut(self, count: usize) -> Vec<Vec<Piece>> {
        let mut lines = Vec::with_capacity(count);
        let mut at = 0;
        for line in self.window.of(self.text).split_inclusive('\n') {
            let mut pieces: Vec<Piece> = Vec::new();
            for (offset, character) in line.trim_end_matches(['\n', '\r']).char_indices() {
                let (ink, problem) = (self.inks[at + offset], self.problems[at + offset]);
                match pieces.last_mut() {
                    Some(last) if last.ink == ink && last.problem == problem => last.text.push(character),
                    _ => pieces.push(Piece { ink, problem, text: character.to_string() }),
                }
            }
            lines.push(pieces);
            at += line.len();
        }
        lines.resize(count, Vec::new());
        lines
    }
}

/// `$name`, `${…}` up to its brace, or the lone `$`.
fn variable_length(text: &[u8]) -> usize {
    if text.get(1) == Some(&b'{') {
        return text.iter().position(|byte| *byte == b'}').map_or(text.len(), |end| end + 1);
    }
    1 + text[1..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count()
}
