//! A RUN's script to the commands it lists, each as text that can stand in another RUN. A script that is more than a
//! list of commands stays in one piece.

use crate::path;
use crate::syntax::shell::{self, Command, Join, program};

/// One command of a list, pipes and alternatives included; or a whole script that cannot be taken apart.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    /// As written, on one line.
    pub text: String,
    /// The folder `cd` has gone to: absolute, relative to where the script starts, or empty.
    pub folder: String,
    /// The same, absolute.
    pub at: String,
    /// The words of every command in it, values of known variables in place.
    pub commands: Vec<Vec<String>>,
    /// It is one command and nothing else.
    pub simple: bool,
}

/// Commands after which the shell is another than before: what follows cannot be told apart from them.
const STATEFUL: [&str; 11] =
    ["export", ".", "source", "eval", "exec", "umask", "shopt", "trap", "alias", "pushd", "popd"];

pub(super) fn units(script: &str, workdir: &str, variable: &dyn Fn(&str) -> Option<String>) -> Vec<Unit> {
    let commands = shell::commands(script, &variable);
    split(script, workdir, &commands).unwrap_or_else(|| {
        let words = commands.iter().map(|command| command.words.clone()).collect();
        vec![Unit {
            text: one_line(script),
            folder: String::new(),
            at: workdir.to_owned(),
            commands: words,
            simple: false,
        }]
    })
}

fn split(script: &str, workdir: &str, commands: &[Command]) -> Option<Vec<Unit>> {
    let mut units: Vec<Unit> = Vec::new();
    let (mut start, mut end) = (0, 0);
    for command in commands.iter().filter(|command| !command.substituted) {
        let gap = script.get(end..command.span.start)?;
        let follows = matches!(command.joined, Join::Pipe | Join::Or);
        // At the start of a RUN, `--x` would be a flag of the instruction, `[` a list of words, `<<` a heredoc.
        let is_read_otherwise =
            script.get(command.span.start..).is_some_and(|text| text.starts_with(['-', '[', '<', '#']));
        if STATEFUL.contains(&command.program()) || command.words.is_empty() || is_read_otherwise {
            return None;
        }
        if follows {
            let unit = units.last_mut()?;
            if !matches!(gap.trim(), "|" | "||" | "|&") {
                return None;
            }
            unit.text = one_line(script.get(start..command.span.end)?);
            unit.commands.push(command.words.clone());
            unit.simple = false;
        } else {
            if !matches!(gap.trim_matches(|at: char| at.is_whitespace() || at == ';'), "" | "&&") {
                return None;
            }
            start = command.span.start;
            let text = one_line(script.get(start..command.span.end)?);
            let folder = command.directory.clone();
            let at = path::absolute(workdir, &folder);
            units.push(Unit { text, folder, at, commands: vec![command.words.clone()], simple: true });
        }
        end = command.span.end;
    }
    let rest = script.get(end..)?;
    let ends = rest.chars().all(|at| at.is_whitespace() || at == ';');
    units.retain(|unit| !(unit.simple && matches!(unit.program(), "cd" | "set" | "true" | ":")));
    (ends && !units.is_empty()).then_some(units)
}

impl Unit {
    /// A command that is no script: the words of an exec form.
    pub(super) fn of_words(words: &[String], workdir: &str) -> Self {
        let text = words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ");
        Self { text, folder: String::new(), at: workdir.to_owned(), commands: vec![words.to_vec()], simple: true }
    }

    /// The program without its folders.
    pub(super) fn program(&self) -> &str {
        program(self.words())
    }

    /// The words of its first command.
    pub(super) fn words(&self) -> &[String] {
        self.commands.first().map_or(&[], Vec::as_slice)
    }

    /// The words after the program that are no options.
    pub(super) fn operands(&self) -> Vec<&str> {
        operands(self.words())
    }

    pub(super) fn has(&self, word: &str) -> bool {
        self.words().iter().any(|other| other == word)
    }

    /// The text as it does the same in a RUN of its own.
    pub(super) fn in_place(&self) -> String {
        chain(&[self])
    }
}

/// Commands one after the other, each in its folder, as they stand in one RUN.
pub(super) fn chain(units: &[&Unit]) -> String {
    let last = units.last().map_or("", |unit| unit.folder.as_str());
    // Where the folder changes once, as in `mkdir build && cd build && cmake ..`, nothing comes back from it.
    let there = units.iter().rposition(|unit| unit.folder != last).map_or(0, |at| at + 1);
    let changes_once = units[..there].iter().all(|unit| unit.folder.is_empty());
    let mut texts: Vec<String> = Vec::new();
    for (at, unit) in units.iter().enumerate() {
        if changes_once && at == there && !last.is_empty() {
            texts.push(format!("cd {last}"));
        }
        texts.push(if changes_once || unit.folder.is_empty() {
            unit.text.clone()
        } else {
            format!("(cd {} && {})", unit.folder, unit.text)
        });
    }
    texts.join(if units.len() == 1 { " && " } else { " \\\n    && " })
}

pub(super) fn operands(words: &[String]) -> Vec<&str> {
    words.iter().skip(1).map(String::as_str).filter(|word| !word.starts_with('-')).collect()
}

/// The text with every run of blanks outside quotes as one space.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let (mut quote, mut escaped) = (None, false);
    for character in text.trim().chars() {
        let blank = character.is_whitespace() && quote.is_none() && !escaped;
        match quote {
            _ if escaped => {}
            Some(open) if open == character => quote = None,
            None if matches!(character, '"' | '\'') => quote = Some(character),
            _ => {}
        }
        escaped = character == '\\' && !escaped && quote != Some('\'');
        if !blank {
            line.push(character);
        } else if !line.ends_with(' ') {
            line.push(' ');
        }
    }
    line
}

/// A word as a shell reads it back.
pub(super) fn quoted(word: &str) -> String {
    let plain = |at: char| at.is_ascii_alphanumeric() || "-_./:=,+@%".contains(at);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}
