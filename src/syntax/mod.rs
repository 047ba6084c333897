//! Text to instructions, with spans and all errors. Never fails: a bad instruction is one diagnostic and the next
//! one is read as usual. Does not expand variables and knows nothing of stages.

mod instruction;
mod joined;
mod directive;
mod lines;
mod split;
mod words;
mod json;
mod heredoc;
mod flags;
mod payload;
mod parser;
mod from;
mod transfer;
mod mount;
mod device;
mod csv;
mod healthcheck;
mod duration;
mod assemble;
mod expand;
mod image_reference;
pub mod shell;
mod quote;
mod suggest;

pub use assemble::parse;
pub use directive::boolean;
pub(crate) use duration::nanoseconds;
pub use expand::{Expanded, ExpandedWords, Variables, expand, expand_heredoc, expand_words};
pub use image_reference::ImageReference;
pub use instruction::*;
pub use joined::Joined;
pub use quote::quoted;
pub use suggest::nearest;

use crate::text::{Diagnostic, LineIndex, Span};

/// A Dockerfile as read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dockerfile {
    pub directives: Vec<Directive>,
    /// The character that continues lines and escapes: `\`, or `` ` `` by directive.
    pub escape: Escape,
    pub instructions: Vec<Instruction>,
    /// All of them. The first is the one that BuildKit, which stops there, would print.
    pub errors: Vec<Diagnostic>,
    /// How many of them, from the first, BuildKit finds before it looks at any instruction.
    pub first_pass_errors: usize,
    pub lines: LineIndex,
}

/// The escape character of a Dockerfile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Escape {
    #[default]
    Backslash,
    Backtick,
}

/// A parser directive: `# syntax=…`, `# escape=…` or `# check=…`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// In lower case.
    pub name: String,
    /// The first word of it: BuildKit uses no more.
    pub value: String,
    pub span: Span,
}

impl Escape {
    pub const fn character(self) -> char {
        match self {
            Self::Backslash => '\\',
            Self::Backtick => '`',
        }
    }
}
