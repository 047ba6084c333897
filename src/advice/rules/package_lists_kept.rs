//! apt's package lists that stay in the layer that fetched them. Silent where the same RUN removes them or a mount takes
//! them, and in stages that do not ship.

use super::super::{Advice, Fix, Gain, Rule, Run, Subject, editing, together};
use super::words::{action, as_root, is_apt, is_script};
use crate::syntax::shell::Command;

pub const RULE: Rule = Rule { name: "package-lists-kept", title: "Package lists stay in the image", gain: Gain::Size };

const FOLDER: &str = "/var/lib/apt/lists";
/// A file of it, as `apt-get update` writes it.
const LIST: &str = "/var/lib/apt/lists/deb.debian.org_debian_dists_stable_InRelease";
/// More RUN instructions than this with lists of their own are not fixed at once.
const KEPT: usize = 64;
const REMOVE: &str = "rm -rf /var/lib/apt/lists/*";

pub fn look(subject: &Subject<'_>, found: &mut Vec<Advice>) {
    let kept: Vec<(&Run<'_>, &Command)> =
        subject.runs().filter_map(|run| Some((run, keeps(run)?))).take(KEPT).collect();
    let mut last = None;
    let mut places = Vec::new();
    for (run, command) in kept {
        // It may have joined the RUN before.
        if last.is_some_and(|last| (run.stage.index, run.at) <= last) {
            continue;
        }
        let fix = fix(subject, run);
        last = fix.as_ref().map(|(_, end)| (end.stage.index, end.at)).or(last);
        let why = "apt-get update writes an index of all packages below /var/lib/apt/lists. It is part of the layer unless \
                   the same RUN removes it: a later RUN only hides it.";
        let advice = Advice::new(subject, &RULE, run.place(command), RULE.title, why);
        places.push(advice.fix(fix.map(|(fix, _)| fix)));
    }
    together(found, places);
}

/// The command of a RUN whose lists stay.
fn keeps<'r>(run: &'r Run<'_>) -> Option<&'r Command> {
    let at = run.commands.iter().position(updates).filter(|at| run.commands[*at].certain)?;
    (!run.is_mounted(FOLDER) && !removed(run, at)).then(|| &run.commands[at])
}

/// The fix for one RUN, and the last RUN that it changes.
fn fix<'s, 'a>(subject: &'s Subject<'a>, run: &'s Run<'a>) -> Option<(Fix, &'s Run<'a>)> {
    let needing = subject.runs_after(run).filter(|later| needs(later)).last();
    let Some(last) = needing else {
        let edits = vec![editing::append(subject, run, &as_root(run, REMOVE))?];
        let label = "Remove the lists in the same RUN";
        let unknown = subject.runs_after(run).find(|later| later.commands.iter().any(is_script));
        let fix = match unknown {
            None => Fix::safe(label, edits),
            Some(later) => {
                let line = later.step.line;
                Fix::to_check(label, edits, format!("The script of line {line} may install packages without updating."))
            }
        };
        return Some((fix, run));
    };
    // Who installs later by these lists must join the RUN that fetches them.
    if last.stage.index != run.stage.index {
        return None;
    }
    let joined = subject.runs_after(run).filter(|later| later.stage.index == run.stage.index && later.at <= last.at);
    let chain: Vec<&Run<'_>> = std::iter::once(run).chain(joined).collect();
    let mut edits = editing::join(subject, &chain)?;
    if !last.commands.iter().any(|command| is_removal(last, command)) {
        edits.push(editing::append(subject, last, &as_root(run, REMOVE))?);
    }
    Some((Fix::safe("Update, install and remove the lists in one RUN", edits), last))
}

fn updates(command: &Command) -> bool {
    is_apt(command) && action(command) == Some("update")
}

fn removed(run: &Run<'_>, updated: usize) -> bool {
    let after = &run.commands[updated + 1..];
    // A script called `apt-cleanup` does what it says.
    after.iter().any(|command| is_removal(run, command) || command.program().contains("clean"))
}

fn is_removal(run: &Run<'_>, command: &Command) -> bool {
    run.removes(command, LIST) || (is_apt(command) && matches!(action(command), Some("dist-clean" | "distclean")))
}

/// Whether a RUN reads lists that an earlier layer has.
fn needs(run: &Run<'_>) -> bool {
    let mut commands = run.commands.iter().take_while(|command| !updates(command));
    !run.is_mounted(FOLDER)
        && commands.any(|command| {
            let reads =
                ["install", "upgrade", "dist-upgrade", "full-upgrade", "build-dep", "source", "download", "satisfy"];
            command.program() == "apt-cache"
                || (is_apt(command) && action(command).is_some_and(|action| reads.contains(&action)))
        })
}
