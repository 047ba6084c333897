//! What rules ask about the words of a command.

use super::super::Run;
use crate::syntax::shell::{self, Command};

/// The first word after the program that is no option: `install` of `apt-get -y install curl`. Values of options that
/// stand alone, as after `-o`, are passed over.
pub fn action(command: &Command) -> Option<&str> {
    operands(command).next()
}

/// The words after the program that are no options and no values of `-o`, `-t`, `-c`.
pub fn operands(command: &Command) -> impl Iterator<Item = &str> {
    let mut takes_next = false;
    command.words.iter().skip(1).map(String::as_str).filter(move |word| {
        let is_value = std::mem::replace(&mut takes_next, matches!(*word, "-o" | "-t" | "-c" | "--option"));
        !is_value && !word.starts_with('-')
    })
}

/// Whether one of these words stands in the command, alone or with `=value`.
pub fn has(command: &Command, options: &[&str]) -> bool {
    let is_it = |word: &str, option: &str| {
        word.strip_prefix(option).is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
    };
    command.words.iter().any(|word| options.iter().any(|option| is_it(word, option)))
}

pub fn is_apt(command: &Command) -> bool {
    matches!(command.program(), "apt-get" | "apt" | "aptitude")
}

/// Whether it runs a script that nobody here has read: one of the project, or one that was downloaded.
pub fn is_script(command: &Command) -> bool {
    let Some(program) = command.words.first() else { return false };
    shell::is_posix(std::slice::from_ref(program)) || program.ends_with(".sh") || program.starts_with("./")
}

/// Whether the Dockerfile sets one of these variables where a RUN stands, or the script exports it.
pub fn is_set(run: &Run<'_>, names: &[&str]) -> bool {
    let exports = |other: &Command| {
        other.program() == "export"
            && other.words.iter().any(|word| names.contains(&word.split('=').next().unwrap_or("")))
    };
    names.iter().any(|name| run.step.state.variables.get(name).is_some())
        || run.commands.iter().any(|other| exports(other) || (other.words.is_empty() && assigns(other, names)))
}

/// Whether a command has one of these variables before it: `NAME=value pip install`.
pub fn assigns(command: &Command, names: &[&str]) -> bool {
    command.assignments.iter().any(|(name, _)| names.contains(&name.as_str()))
}

/// Whether a program that this command runs can be run again at the end of the script, by the same user with the same
/// path: it is written there itself, with nothing before it but variables and `sudo`, and in no shell of its own.
pub fn can_follow(run: &Run<'_>, command: &Command) -> bool {
    let Some(program) = run.words(command).first().map(|word| word.span) else { return false };
    let before = run.pieces.iter().filter(|piece| (command.span.start..program.start).contains(&piece.span.start));
    let is_usual = |text: &str| text == "sudo" || text.contains('=');
    before.into_iter().all(|piece| is_usual(&piece.text)) && run.pieces.iter().all(|piece| piece.text != "(")
}

/// With `sudo` where the author wrote it.
pub fn as_root(run: &Run<'_>, command: &str) -> String {
    let has_sudo = run.pieces.iter().any(|piece| piece.text == "sudo");
    if has_sudo { format!("sudo {command}") } else { command.to_owned() }
}

/// Whether a folder below somebody's home is under a mount. Whose home it is may not be known, so that any mount there
/// counts: `.cache/pip` and the folders above it.
pub fn is_mounted_at_home(run: &Run<'_>, folder: &str) -> bool {
    let below = format!("{}/{folder}", run.home());
    let ends = |target: &str| {
        let mut end = format!("/{folder}");
        loop {
            if target.trim_end_matches('/').ends_with(&end) {
                return true;
            }
            match end.rfind('/') {
                Some(at) if at > 0 => end.truncate(at),
                _ => return false,
            }
        }
    };
    run.is_mounted(&below) || run.action.mounts.iter().any(|mount| mount.target.as_deref().is_some_and(ends))
}
