//! The package index that `apk update` leaves in the layer, where `--no-cache` would leave none.

use super::super::{Advice, Fix, Gain, Rule, Run, Subject, editing, together};
use super::words::{action, has};
use crate::syntax::shell::Command;
use crate::text::Edit;

pub const RULE: Rule = Rule { name: "apk-cache", title: "apk's package index stays in the image", gain: Gain::Size };

const FOLDERS: [&str; 2] = ["/var/cache/apk", "/etc/apk/cache"];
const INDEX: &str = "/var/cache/apk/APKINDEX.00000000.tar.gz";
const NO_CACHE: &str = "--no-cache";
/// The spellings of the option that fetches the index first.
const UPDATE: [&str; 3] = ["-U", "--update", "--update-cache"];

/// More updates than this in one RUN are left alone, which nobody writes.
const UPDATES: usize = 16;

pub fn look(subject: &Subject<'_>, found: &mut Vec<Advice>) {
    let kept: Vec<(&Run<'_>, &Command)> = subject.runs().filter_map(|run| Some((run, keeps(run)?))).collect();
    let why = "apk keeps the index it fetched in /var/cache/apk, as part of the layer. With --no-cache it fetches the \
               index, uses it and keeps nothing.";
    let places = kept
        .into_iter()
        .map(|(run, command)| Advice::new(subject, &RULE, run.place(command), RULE.title, why).fix(fix(subject, run)));
    together(found, places);
}

/// The command of a RUN whose index stays.
fn keeps<'r>(run: &'r Run<'_>) -> Option<&'r Command> {
    if FOLDERS.iter().any(|folder| run.is_mounted(folder)) {
        return None;
    }
    let at = run.commands.iter().position(|command| command.certain && fetches(command))?;
    let removes =
        |command: &Command| run.removes(command, INDEX) || (is_apk(command) && action(command) == Some("cache"));
    (!run.commands[at..].iter().any(removes)).then(|| &run.commands[at])
}

fn fix(subject: &Subject<'_>, run: &Run<'_>) -> Option<Fix> {
    let mut edits = uncached(run)?;
    let updates: Vec<&Command> = run.commands.iter().filter(|command| updates(command)).collect();
    if updates.len() > UPDATES {
        return None;
    }
    if updates.len() == run.commands.len() {
        if run.step.triggered {
            return None;
        }
        edits.push(editing::remove_instruction(subject, run.instruction));
    } else {
        for command in &updates {
            edits.push(editing::remove_command(subject, run, command)?);
        }
    }
    // Who finds no index any more fetches its own.
    if !updates.is_empty() {
        for later in subject.runs_after(run) {
            if !later.commands.iter().any(fetches) {
                edits.extend(uncached(later)?);
            }
        }
    }
    Some(Fix::safe("Add packages with --no-cache", edits))
}

/// The edits that give `--no-cache` to whatever adds or upgrades packages.
fn uncached(run: &Run<'_>) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    for command in run.commands.iter().filter(|command| adds(command)) {
        let option = command.words.iter().find(|word| UPDATE.contains(&word.as_str()));
        edits.push(match option {
            Some(option) => editing::replace_word(run, command, option, NO_CACHE)?,
            None => editing::insert_after(run, command, action(command)?, &format!(" {NO_CACHE}"))?,
        });
    }
    Some(edits)
}

fn fetches(command: &Command) -> bool {
    updates(command) || (adds(command) && has(command, &UPDATE))
}

fn updates(command: &Command) -> bool {
    is_apk(command) && action(command) == Some("update") && !has(command, &[NO_CACHE])
}

fn adds(command: &Command) -> bool {
    is_apk(command) && matches!(action(command), Some("add" | "upgrade")) && !has(command, &[NO_CACHE])
}

fn is_apk(command: &Command) -> bool {
    command.program() == "apk"
}
