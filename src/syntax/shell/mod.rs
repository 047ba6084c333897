//! A shell script to the commands it runs: in order, with known variables replaced, conditions decided where they can
//! be, and what is uncertain marked so. Runs nothing and knows no program's meaning; scripts for cmd or PowerShell are
//! not for it.

mod token;
mod tree;
mod word;
mod run;
mod state;
mod condition;
mod prefix;
mod pieces;

pub use pieces::{Piece, PieceKind, pieces};

use crate::text::Span;

/// One command that a script runs, or may run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// The program and its arguments: quotes removed, known variables replaced, `sudo`, `exec`, `env` and their like
    /// taken off. What is unknown stands as written: `$NAME`, `$(…)`. Empty for assignments and redirections alone.
    pub words: Vec<String>,
    /// `NAME=value` before the program, or all there is.
    pub assignments: Vec<(String, String)>,
    pub redirections: Vec<Redirection>,
    /// How it follows the command before it in the list.
    pub joined: Join,
    /// It runs whenever the script succeeds; otherwise it depends on something unknown.
    pub certain: bool,
    /// It stands in `$(…)`: its output becomes part of another command, which comes after it.
    pub substituted: bool,
    /// Where it runs, as `cd` has left it: empty for where the script started, absolute, or relative to the start.
    pub directory: String,
    /// Its place in the script.
    pub span: Span,
}

/// What stands between a command and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// `;`, `&`, a new line, or nothing: it begins a list.
    Sequence,
    /// `&&`
    And,
    /// `||`
    Or,
    /// `|`: it reads what the one before writes.
    Pipe,
}

/// A file, text or descriptor in place of input or output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirection {
    /// The number before the operator, or what the operator stands for: 0 for input, 1 for output.
    pub descriptor: u32,
    pub kind: RedirectionKind,
    /// The file's name; the text of a heredoc or here-string; the other descriptor.
    pub target: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RedirectionKind {
    Read,
    Write,
    Append,
    /// The target is the text itself.
    Text,
    /// `2>&1`
    Duplicate,
}

/// What is known of the world a script runs in.
pub trait Environment {
    /// The value of a variable that the script did not set itself.
    fn variable(&self, name: &str) -> Option<String>;

    /// What a substituted command prints: `dpkg --print-architecture`.
    fn output(&self, command: &str) -> Option<String> {
        let _ = command;
        None
    }
}

impl<F: Fn(&str) -> Option<String>> Environment for F {
    fn variable(&self, name: &str) -> Option<String> {
        self(name)
    }
}

impl Command {
    /// The name of the program without its folders; empty when there is none.
    pub fn program(&self) -> &str {
        program(&self.words)
    }
}

/// The name of the program that these words start, without its folder; empty where there is none.
pub fn program(words: &[String]) -> &str {
    words.first().map_or("", |program| program.rsplit('/').next().unwrap_or(program))
}

/// The commands of a POSIX shell or Bash script, in the order they run.
pub fn commands(script: &str, environment: &dyn Environment) -> Vec<Command> {
    run::run(script, environment)
}

/// Whether a shell (the words of SHELL) reads scripts as [`commands`] does.
pub fn is_posix(shell: &[String]) -> bool {
    let name = shell.first().map_or("", |path| path.rsplit(['/', '\\']).next().unwrap_or(path));
    matches!(name, "sh" | "bash" | "ash" | "dash" | "ksh" | "zsh" | "busybox")
}
