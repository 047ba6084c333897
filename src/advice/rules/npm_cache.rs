//! What npm keeps in its cache beside the node_modules that it installs.

use super::super::{Advice, Fix, Gain, Rule, Run, Subject, editing};
use super::words::{action, as_root, assigns, can_follow, has, is_mounted_at_home, is_set};
use crate::syntax::shell::Command;

pub const RULE: Rule = Rule { name: "npm-cache", title: "npm's cache stays in the image", gain: Gain::Size };

/// Where packages are kept, below the home of whoever runs npm.
const FOLDER: &str = ".npm";

/// Variables that put the cache somewhere else.
const VARIABLES: [&str; 2] = ["npm_config_cache", "NPM_CONFIG_CACHE"];

pub fn look(subject: &Subject<'_>, found: &mut Vec<Advice>) {
    for run in subject.runs().filter(|run| !is_mounted_at_home(run, FOLDER)) {
        let keeps = |command: &Command| command.certain && installs(command) && !is_elsewhere(command);
        let Some(at) = run.commands.iter().position(keeps).filter(|_| !is_set(run, &VARIABLES)) else { continue };
        if run.commands[at..].iter().any(|command| removes(run, command)) {
            continue;
        }
        let why = "npm keeps every package it downloads in ~/.npm, compressed, as part of the layer. The program never \
                   reads it.";
        let follows = can_follow(run, &run.commands[at]);
        let edit = follows.then(|| editing::append(subject, run, &as_root(run, "npm cache clean --force"))).flatten();
        let advice = Advice::new(subject, &RULE, run.place(&run.commands[at]), RULE.title, why);
        found.push(advice.fix(edit.map(|edit| Fix::safe("Empty the cache in the same RUN", vec![edit]))));
    }
}

fn installs(command: &Command) -> bool {
    let actions = ["install", "i", "ci", "clean-install", "add", "install-ci-test", "update"];
    command.program() == "npm" && action(command).is_some_and(|action| actions.contains(&action))
}

/// Whether a setting puts the cache somewhere else.
fn is_elsewhere(command: &Command) -> bool {
    has(command, &["--cache"]) || assigns(command, &VARIABLES)
}

fn removes(run: &Run<'_>, command: &Command) -> bool {
    let cleans = command.program() == "npm" && action(command) == Some("cache");
    cleans || run.removes(command, &format!("{}/{FOLDER}/_cacache/0", run.home()))
}
