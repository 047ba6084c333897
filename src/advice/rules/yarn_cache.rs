//! What Yarn keeps in its cache beside the node_modules that it installs. pnpm and bun have none worth a word: their
//! stores hold the very files of node_modules, by hard links.

use super::super::{Advice, Fix, Gain, Rule, Run, Subject, editing};
use super::words::{action, as_root, assigns, can_follow, has, is_mounted_at_home, is_set};
use crate::stages::Action;
use crate::syntax::shell::Command;

pub const RULE: Rule = Rule { name: "yarn-cache", title: "Yarn's cache stays in the image", gain: Gain::Size };

/// Where Yarn 1 keeps packages: as root, and as another user.
const FOLDER: &str = "/usr/local/share/.cache/yarn";
const AT_HOME: &str = ".cache/yarn";

/// Variables that put the cache somewhere else.
const VARIABLES: [&str; 2] = ["YARN_CACHE_FOLDER", "YARN_ENABLE_GLOBAL_CACHE"];

pub fn look(subject: &Subject<'_>, found: &mut Vec<Advice>) {
    for run in subject.runs().filter(|run| !run.is_mounted(FOLDER) && !is_mounted_at_home(run, AT_HOME)) {
        let keeps = |command: &Command| command.certain && installs(command) && !is_elsewhere(command);
        let Some(at) = run.commands.iter().position(keeps).filter(|_| !is_set(run, &VARIABLES)) else { continue };
        if run.commands[at..].iter().any(|command| removes(run, command)) || is_modern(subject, run) {
            continue;
        }
        let why = "Yarn unpacks every package into its cache and copies it to node_modules from there. Both are part of the \
                   layer; the program reads one.";
        let follows = can_follow(run, &run.commands[at]);
        let edit = follows.then(|| editing::append(subject, run, &as_root(run, "yarn cache clean"))).flatten();
        let fix = edit.map(|edit| {
            let label = "Empty the cache in the same RUN";
            match is_classic(subject, &run.commands[at]) {
                true => Fix::safe(label, vec![edit]),
                false => {
                    Fix::to_check(label, vec![edit], "With Yarn 2 and Plug'n'Play the program runs from the cache.")
                }
            }
        });
        found.push(Advice::new(subject, &RULE, run.place(&run.commands[at]), RULE.title, why).fix(fix));
    }
}

fn installs(command: &Command) -> bool {
    command.program() == "yarn"
        && matches!(action(command), None | Some("install" | "add" | "global"))
        && !has(command, &["--version", "-v", "--help"])
}

fn is_elsewhere(command: &Command) -> bool {
    has(command, &["--cache-folder"]) || assigns(command, &VARIABLES)
}

fn removes(run: &Run<'_>, command: &Command) -> bool {
    let cleans = command.program() == "yarn" && action(command) == Some("cache");
    let below_home = format!("{}/{AT_HOME}/v6", run.home());
    cleans || run.removes(command, "/usr/local/share/.cache/yarn/v6") || run.removes(command, &below_home)
}

/// Signs of Yarn 2 and later, whose cache may be what the program runs from.
fn is_modern(subject: &Subject<'_>, run: &Run<'_>) -> bool {
    let of_run = |command: &Command| {
        command.program() == "corepack"
            || (command.program() == "yarn"
                && (matches!(action(command), Some("set" | "workspaces" | "dlx")) || has(command, &["--immutable"])))
    };
    let is_sign = |name: &String| name.contains(".yarnrc.yml") || name.contains(".yarn") || name.contains(".pnp");
    let copies = subject.steps().any(|(_, _, step)| match &step.action {
        Action::Copy(copy) => copy.sources.iter().any(is_sign),
        _ => false,
    });
    let known = subject.scenario.context.keys().any(is_sign);
    let named = package_manager(subject).is_some_and(|manager| !manager.starts_with("yarn@1"));
    copies
        || known
        || named
        || run.commands.iter().any(of_run)
        || subject.runs().flat_map(|run| &run.commands).any(of_run)
}

/// Whether it can only be Yarn 1: its options, or a manifest that names no other.
fn is_classic(subject: &Subject<'_>, command: &Command) -> bool {
    let options =
        ["--pure-lockfile", "--non-interactive", "--production", "--prod", "--ignore-optional", "--no-progress"];
    has(command, &options)
        || action(command) == Some("global")
        || subject.scenario.manifests.keys().any(|path| path.ends_with("package.json"))
}

/// The `packageManager` of a manifest.
fn package_manager(subject: &Subject<'_>) -> Option<String> {
    let texts = subject.scenario.manifests.iter().filter(|(path, _)| path.ends_with("package.json"));
    let mut named = texts.filter_map(|(_, text)| {
        let manifest: serde_json::Value = serde_json::from_str(text).ok()?;
        Some(manifest.get("packageManager")?.as_str()?.to_owned())
    });
    named.next()
}
