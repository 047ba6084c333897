//! What rules ask about the words of a command.

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

/// Whether it runs a script that nobody here has read: one of the project, or one that was downloaded.
pub fn is_script(command: &Command) -> bool {
    let Some(program) = command.words.first() else { return false };
    let is_shell = shell::is_posix(std::slice::from_ref(program));
    let runs_file = is_shell && command.words.iter().skip(1).any(|word| !word.starts_with('-'));
    runs_file || program.ends_with(".sh") || program.starts_with("./") || is_shell
}
