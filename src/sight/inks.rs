//! A Dockerfile to its colours, from our own syntax tree, so that what is shown cannot disagree with what is analysed.
//! Colours every byte once, then cuts at changes.

use serde::{Deserialize, Serialize};

use crate::syntax::{Dockerfile, Instruction, Payload};
use crate::text::Span;

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

/// So many bytes in one colour: both in one number, since a long text has very many of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run(u32);

/// In the order of `Ink`.
const INKS: [Ink; 9] = [
    Ink::Plain,
    Ink::Keyword,
    Ink::Flag,
    Ink::Text,
    Ink::Variable,
    Ink::Comment,
    Ink::Directive,
    Ink::Heredoc,
    Ink::Name,
];
/// What comes after so many runs stays plain: it is tens of thousands of lines away.
const MOST_RUNS: usize = 60_000;

impl Run {
    const LONGEST: usize = 1 << 27;

    fn new(length: usize, ink: Ink) -> Self {
        Self((length.min(Self::LONGEST) as u32) << 4 | ink as u32)
    }

    pub fn length(self) -> usize {
        (self.0 >> 4) as usize
    }

    pub fn ink(self) -> Ink {
        INKS.get((self.0 & 15) as usize).copied().unwrap_or_default()
    }
}

/// The colours of `text`, which `dockerfile` was read from.
pub(super) fn inks(dockerfile: &Dockerfile, text: &str) -> Vec<Run> {
    let mut canvas = Canvas { text, inks: vec![Ink::Plain; text.len()] };
    canvas.comments();
    for directive in &dockerfile.directives {
        canvas.paint(directive.span, Ink::Directive);
    }
    for instruction in &dockerfile.instructions {
        canvas.instruction(instruction);
    }
    let mut runs = Vec::new();
    for run in canvas.inks.chunk_by(|one, other| one == other).take(MOST_RUNS) {
        runs.extend(run.chunks(Run::LONGEST).map(|part| Run::new(part.len(), part[0])));
    }
    runs
}

struct Canvas<'a> {
    text: &'a str,
    inks: Vec<Ink>,
}

impl Canvas<'_> {
    fn paint(&mut self, span: Span, ink: Ink) {
        if let Some(inks) = self.inks.get_mut(span.start..span.end) {
            inks.fill(ink);
        }
    }

    /// Lines that begin with `#`, wherever they stand: heredoc bodies are painted over them afterwards.
    fn comments(&mut self) {
        let mut at = 0;
        for line in self.text.split_inclusive('\n') {
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
}

/// `$name`, `${…}` up to its brace, or the lone `$`.
fn variable_length(text: &[u8]) -> usize {
    if text.get(1) == Some(&b'{') {
        return text.iter().position(|byte| *byte == b'}').map_or(text.len(), |end| end + 1);
    }
    1 + text[1..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count()
}
