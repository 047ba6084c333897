//! The wheels that pip keeps in its cache beside what it installs from them.

use super::super::{Advice, Fix, Gain, Rule, Run, Subject, editing};
use super::words::{assigns, has, is_mounted_at_home, is_set};
use crate::stages::Action;
use crate::syntax::shell::Command;

pub const RULE: Rule = Rule { name: "pip-cache", title: "pip's cache stays in the image", gain: Gain::Size };

/// Where wheels are kept, below the home of whoever runs pip.
const FOLDER: &str = ".cache/pip";
/// Variables that turn the cache off, or put it somewhere else.
const VARIABLES: [&str; 4] = ["PIP_NO_CACHE_DIR", "PIP_CACHE_DIR", "PIP_NO_INDEX", "XDG_CACHE_HOME"];

pub fn look(subject: &Subject<'_>, found: &mut Vec<Advice>) {
    if is_configured(subject) {
        return;
    }
    for run in subject.runs().filter(|run| !is_mounted_at_home(run, FOLDER) && !is_set(run, &VARIABLES)) {
        let keeps = |command: &&Command| keeps_wheels(command);
        let Some(at) = run.commands.iter().position(|command| command.certain && keeps(&command)) else { continue };
        if run.commands[at..].iter().any(|command| removes(run, command)) {
            continue;
        }
        let why = "pip keeps what it downloads in ~/.cache/pip, for a next install that never comes in this layer. With \
                   --no-cache-dir it keeps nothing.";
        let edits = run.commands.iter().filter(keeps);
        let edits = edits.map(|command| editing::insert_after(run, command, "install", " --no-cache-dir")).collect();
        let advice = Advice::new(subject, &RULE, run.place(&run.commands[at]), RULE.title, why);
        found.push(advice.fix(Option::map(edits, |edits| Fix::safe("Install with --no-cache-dir", edits))));
    }
}

fn keeps_wheels(command: &Command) -> bool {
    // What comes from local wheels alone was never downloaded.
    let options = ["--no-cache-dir", "--no-cache", "--cache-dir", "--no-index", "--dry-run"];
    is_pip(command)
        && command.words.iter().any(|word| word == "install")
        && !has(command, &options)
        && !assigns(command, &VARIABLES)
}

/// `pip`, `pip3.12`, `python -m pip`.
fn is_pip(command: &Command) -> bool {
    let version = |name: &str| name.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let program = command.program();
    let module = command.words.windows(2).any(|pair| pair[0] == "-m" && pair[1] == "pip");
    program.strip_prefix("pip").is_some_and(version) || (module && program.strip_prefix("python").is_some_and(version))
}

fn removes(run: &Run<'_>, command: &Command) -> bool {
    let purges = is_pip(command) && command.words.windows(2).any(|pair| pair[0] == "cache" && pair[1] == "purge");
    purges || run.removes(command, &format!("{}/{FOLDER}/http-v2/0", run.home()))
}

/// Whether a configuration file of pip may turn the cache off for all.
fn is_configured(subject: &Subject<'_>) -> bool {
    let mut steps = subject.steps();
    steps.any(|(_, _, step)| match &step.action {
        Action::Run(run) => run.script.contains("no-cache-dir =") || run.script.contains("pip config set"),
        Action::Copy(copy) => {
            let names = copy.sources.iter().chain([&copy.destination]);
            names.into_iter().any(|name| name.ends_with("pip.conf") || name.ends_with("pip.ini"))
        }
        _ => false,
    })
}
