//! What the image starts: the program behind inits and shells, and how to write another one in its place.

use super::before::Before;
use super::script;
use crate::path;
use crate::syntax::shell;
use crate::syntax::shell::program;
use crate::syntax::{CommandLine, Keyword, Payload};

/// The program that ENTRYPOINT and CMD come down to.
#[derive(Clone, Debug, Default)]
pub(super) struct Start {
    pub words: Vec<String>,
    /// The instruction that names it.
    pub keyword: Option<Keyword>,
    /// A shell is needed to start it: variables, several commands, a script.
    pub needs_shell: bool,
    /// Words before the program in the same instruction: `tini --`.
    pub wrapper: Vec<String>,
}

const WRAPPERS: [&str; 7] = ["tini", "dumb-init", "docker-entrypoint.sh", "--", "exec", "-g", "docker-php-entrypoint"];

pub(super) fn start(before: &Before<'_>) -> Start {
    let entrypoint = read(before, Keyword::Entrypoint);
    match entrypoint {
        Some(start) if !start.words.is_empty() => start,
        Some(wrapper) => {
            let mut start = read(before, Keyword::Cmd).unwrap_or_default();
            start.needs_shell |= wrapper.needs_shell;
            start
        }
        None => read(before, Keyword::Cmd).unwrap_or_default(),
    }
}

fn read(before: &Before<'_>, keyword: Keyword) -> Option<Start> {
    let piece = before.last(keyword)?;
    let (Payload::Cmd(line) | Payload::Entrypoint(line)) = &piece.instruction.payload else { return None };
    let mut start = Start { keyword: Some(keyword), ..Start::default() };
    let (script, exec) = match line {
        CommandLine::Shell(text) => (Some(text.as_str()), &[][..]),
        CommandLine::Exec(words) => match words.as_slice() {
            [shell, flag, script] if shell::is_posix(std::slice::from_ref(shell)) && flag == "-c" => {
                (Some(script.as_str()), &[][..])
            }
            words => (None, words),
        },
    };
    match script {
        Some(script) => {
            let special = |at: char| "$&|;<>()`*?~{}\n".contains(at);
            start.needs_shell = script.contains(special) || matches!(line, CommandLine::Exec(_));
            let variable = |_: &str| None;
            let units = script::units(script, before.workdir(), &variable);
            // Of several commands the last one stays.
            start.words = units.last().and_then(|unit| unit.commands.last()).cloned().unwrap_or_default();
        }
        None => start.words = exec.to_vec(),
    }
    while start.words.first().is_some_and(|word| WRAPPERS.contains(&program(std::slice::from_ref(word)))) {
        start.wrapper.push(start.words.remove(0));
    }
    if start
        .words
        .first()
        .is_some_and(|word| word.ends_with(".sh") || matches!(program(std::slice::from_ref(word)), "sh" | "bash"))
    {
        start.needs_shell = true;
    }
    Some(start)
}

impl Start {
    pub(super) fn program(&self) -> &str {
        program(&self.words)
    }

    /// The file it starts; `None` where it is found by its name alone.
    pub(super) fn path(&self, workdir: &str) -> Option<String> {
        let first = self.words.first()?;
        first.contains('/').then(|| path::absolute(workdir, first))
    }

    /// The instruction again with other words.
    pub(super) fn with(&self, words: &[String]) -> String {
        let all: Vec<String> = self.wrapper.iter().chain(words).cloned().collect();
        let keyword = self.keyword.unwrap_or(Keyword::Cmd).name();
        format!("{keyword} {}", json(&all))
    }
}

/// A JSON array as people write it.
pub(super) fn json(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| serde_json::Value::from(word.as_str()).to_string()).collect();
    format!("[{}]", words.join(", "))
}

/// What runs when the image does.
pub(super) struct Called {
    pub text: String,
    /// A script of the project is among it, whose text nobody here has seen.
    pub opaque: bool,
}

pub(super) fn called(before: &Before<'_>, command: Option<&str>) -> Called {
    let mut text = String::new();
    for keyword in [Keyword::Entrypoint, Keyword::Cmd, Keyword::Healthcheck] {
        if let Some(piece) = before.last(keyword) {
            text.push_str(&piece.text);
            text.push('\n');
        }
    }
    text.push_str(command.unwrap_or(""));
    let opaque = text.contains(".sh") || text.contains("entrypoint\"");
    Called { text, opaque }
}
