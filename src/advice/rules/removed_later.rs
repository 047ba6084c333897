//! What a RUN removes of an earlier layer of the image: it is hidden, and shipped all the same. Caches that other rules
//! speak of, where they are written, are left to them.

use super::super::{Advice, Fix, Gain, Rule, Run, Subject, editing, is_little};
use super::words::{action, is_apt};
use crate::bytes::{Range, format};
use crate::stages::Action;
use crate::syntax::shell::Command;

pub const RULE: Rule =
    Rule { name: "removed-later", title: "What is removed here stays in an earlier layer", gain: Gain::Size };

/// So many RUN instructions are merged at most: more would be built anew at each change of one.
const MERGED: usize = 5;

/// Files of caches whose own rules tell where they are written.
const CACHES: [&str; 8] = [
    "/var/lib/apt/lists/x",
    "/var/cache/apt/archives/x.deb",
    "/var/cache/apk/x",
    "/var/cache/dnf/x",
    "/var/cache/yum/x",
    "/root/.npm/x",
    "/root/.cache/pip/x",
    "/usr/local/share/.cache/x",
];

pub fn look(subject: &Subject<'_>, found: &mut Vec<Advice>) {
    let image = subject.sizes.image.weight.disk.range.likely;
    for run in subject.runs() {
        let Some(layer) = subject.layer(run.stage.index, run.at) else { continue };
        let Some(removal) = run.commands.iter().find(|command| command.certain && removes(run, command)) else {
            continue;
        };
        let shipped = layer.hides.iter().filter(|hidden| subject.shipped.contains(&hidden.stage));
        let hidden = Range::sum(shipped.clone().map(|hidden| hidden.bytes));
        let Some(most) = shipped.max_by_key(|hidden| hidden.bytes.likely) else { continue };
        if is_little(hidden.likely, image) || changes_owners(run) {
            continue;
        }
        let writer = &subject.graph.stages[most.stage].steps[most.step];
        let why = format!(
            "Line {} writes {} of it into a layer of its own. A later layer can only hide that: the image carries it, and \
             everyone pulls it.",
            writer.line,
            format::rough(most.bytes.likely)
        );
        let title =
            if removal.program() == "mv" { "What is moved here stays in an earlier layer, too" } else { RULE.title };
        let advice = Advice::new(subject, &RULE, run.place(removal), title, why);
        let own = most.stage == run.stage.index && matches!(writer.action, Action::Run(_));
        found.push(advice.fix(if own { merged(subject, most.step, run) } else { None }));
    }
}

/// The RUN instructions from the one that wrote to the one that removes, as one.
fn merged(subject: &Subject<'_>, writer: usize, run: &Run<'_>) -> Option<Fix> {
    let own = subject.runs().filter(|other| other.stage.index == run.stage.index);
    let chain: Vec<&Run<'_>> = own.filter(|other| (writer..=run.at).contains(&other.at)).collect();
    if chain.len() > MERGED {
        return None;
    }
    Some(Fix::safe("Write and remove it in one RUN", editing::join(subject, &chain)?))
}

fn removes(run: &Run<'_>, command: &Command) -> bool {
    let is_cache = || CACHES.iter().any(|file| run.removes(command, file));
    match command.program() {
        "rm" | "find" => {
            let deletes =
                command.program() == "rm" || command.words.iter().any(|word| word == "-delete" || word == "rm");
            deletes && !is_cache()
        }
        "mv" => true,
        "apk" => action(command) == Some("del"),
        "dnf" | "yum" | "microdnf" | "zypper" => {
            matches!(action(command), Some("remove" | "erase" | "autoremove" | "rm"))
        }
        "npm" | "pnpm" => action(command) == Some("prune"),
        "pip" | "pip3" => action(command) == Some("uninstall"),
        _ => is_apt(command) && matches!(action(command), Some("remove" | "purge" | "autoremove" | "autopurge")),
    }
}

/// What is hidden by a change of owner is not removed.
fn changes_owners(run: &Run<'_>) -> bool {
    run.commands.iter().any(|command| {
        matches!(command.program(), "chown" | "chmod" | "chgrp") && command.words.iter().any(|word| word.contains('R'))
    })
}
