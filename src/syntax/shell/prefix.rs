//! Programs that only run another program (`sudo`, `env`, `exec` …), and those that run a script given as a word.

use super::{Command, RedirectionKind, program};

/// Takes such programs and their options off the front of a command.
pub(super) fn take_off(words: &mut Vec<String>, assignments: &mut Vec<(String, String)>) {
    loop {
        // Options that take a value as a word of its own.
        let with_value: &[&str] = match program(words) {
            "sudo" => &["-u", "-g", "--user", "--group"],
            "nice" => &["-n"],
            "ionice" => &["-c", "-n"],
            "timeout" => &["-s", "-k"],
            "env" => &["-u", "--unset"],
            "gosu" | "su-exec" => &[],
            "exec" | "nohup" | "builtin" | "time" | "eatmydata" | "setarch" | "fakeroot" => &[],
            // `command -v` asks, and runs nothing.
            "command" if words.get(1).is_some_and(|word| !word.starts_with('-')) => &[],
            _ => return,
        };
        let program = program(words).to_owned();
        let mut next = 1;
        while let Some(word) = words.get(next) {
            if let Some((name, value)) = word.split_once('=').filter(|_| !word.starts_with('-') && program != "exec") {
                assignments.push((name.to_owned(), value.to_owned()));
            } else if with_value.contains(&word.as_str()) {
                next += 1;
            } else if !word.starts_with('-') {
                break;
            }
            next += 1;
        }
        // A duration, an architecture or a user stands before the program.
        next += usize::from(matches!(program.as_str(), "timeout" | "setarch" | "gosu" | "su-exec"));
        if next >= words.len() {
            return;
        }
        words.drain(..next);
    }
}

/// The script that a command hands to a shell: `sh -c '…'`, `eval …`, `su user -c '…'`, `bash <<EOF`.
pub(super) fn script(command: &Command) -> Option<String> {
    let arguments = command.words.get(1..).unwrap_or_default();
    match command.program() {
        "sh" | "bash" | "ash" | "dash" | "ksh" | "zsh" | "su" | "runuser" => {
            // `-c` may stand among other letters: `-lc`, `-exc`.
            let is_flag = |word: &String| word.starts_with('-') && !word.starts_with("--") && word.ends_with('c');
            if let Some(flag) = arguments.iter().position(|word| is_flag(word) || word == "--command") {
                return arguments.get(flag + 1).cloned();
            }
            let reads_input = arguments.iter().all(|word| word.starts_with('-'));
            let text = command.redirections.iter().find(|redirection| redirection.kind == RedirectionKind::Text);
            text.filter(|_| reads_input).map(|text| text.target.clone())
        }
        "eval" if !arguments.is_empty() => Some(arguments.join(" ")),
        _ => None,
    }
}
