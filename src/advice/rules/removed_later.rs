//! What a RUN removes of an earlier layer of the image: it is hidden, and shipped all the same. Caches that other rules
//! speak of, where they are written, are left to them.

use super::super::{Advice, Fix, Gain, Rule, Run, Subject, editing, is_little};
use super::words::{action, is_apt};
use crate::bytes::{Range, format};
use crate::stages::{Action, CopyAction, CopySource};
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

/// Where a RUN also removes such a cache, less than this may be that alone: lists of apt weigh 20 MB, and those of dnf 60.
const CACHE_BYTES: u64 = 60_000_000;

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
        let is_of_cache = hidden.likely < CACHE_BYTES && run.commands.iter().any(|command| is_cache(run, command));
        if is_little(hidden.likely, image) || is_of_cache || changes_owners(run) {
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
        let fix = match &writer.action {
            _ if most.stage != run.stage.index => None,
            Action::Run(_) => merged(subject, most.step, run),
            Action::Copy(copy) => mounted(subject, most.step, copy, run, removal),
            _ => None,
        };
        found.push(advice.fix(fix));
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

/// A copied file that is only there for one RUN, mounted for it in place of the copy.
fn mounted(subject: &Subject<'_>, writer: usize, copy: &CopyAction, run: &Run<'_>, removal: &Command) -> Option<Fix> {
    let [source] = copy.sources.as_slice() else { return None };
    let step = &run.stage.steps[writer];
    let is_plain = !copy.add && copy.inline_files.is_empty() && !copy.parents && copy.excludes.is_empty();
    let name = source
        .rsplit('/')
        .next()
        .filter(|name| !name.is_empty() && !source.contains(['$', '*', '?', '[', ',', '"']))?;
    let [_, words @ ..] = removal.words.as_slice() else { return None };
    let mut operands = words.iter().filter(|word| !word.starts_with('-'));
    let path = run.path(removal, operands.next()?);
    let is_it = path == copy.destination || path == format!("{}/{name}", copy.destination.trim_end_matches('/'));
    if !is_plain
        || step.triggered
        || run.step.triggered
        || removal.program() != "rm"
        || operands.next().is_some()
        || !is_it
    {
        return None;
    }
    // Nobody else may need it, and nothing may change it: a mounted file is only to be read.
    let mentions = |text: &str| text.contains(name);
    let own = |stage: usize, at: usize| stage == run.stage.index && (at == run.at || at == writer);
    let stages = subject.graph.stages.iter().filter(|stage| stage.reachable && stage.index >= run.stage.index);
    let mut others = stages.flat_map(|stage| {
        stage.steps.iter().enumerate().filter(move |(at, _)| !own(stage.index, *at)).map(|(_, step)| step)
    });
    let is_used = others.any(|step| match &step.action {
        Action::Run(action) => mentions(&action.script),
        Action::Copy(other) => other.sources.iter().any(|source| mentions(source)),
        _ => false,
    });
    let changes = |command: &Command| {
        matches!(command.program(), "chmod" | "chown" | "mv" | "sed" | "gunzip" | "gzip" | "xz" | "unxz" | "bunzip2")
            && command.words.iter().any(|word| mentions(word))
    };
    if is_used || run.commands.iter().any(changes) {
        return None;
    }
    let from = match &copy.from {
        CopySource::Context => String::new(),
        _ => format!(
            "from={},",
            subject.instruction(step)?.flags.iter().rfind(|flag| flag.name == "from")?.value.as_ref()?
        ),
    };
    let edits = vec![
        editing::remove_instruction(subject, subject.instruction(step)?),
        editing::add_flag(subject, run.instruction, &format!("--mount=type=bind,{from}source={source},target={path}"))?,
        editing::remove_command(subject, run, removal)?,
    ];
    let why = "It needs BuildKit, which is Docker's builder since 23.0, and the file is only to be read there.";
    Some(Fix::to_check(format!("Mount {name} for this RUN"), edits, why))
}

fn removes(run: &Run<'_>, command: &Command) -> bool {
    match command.program() {
        "rm" | "find" => {
            let deletes =
                command.program() == "rm" || command.words.iter().any(|word| word == "-delete" || word == "rm");
            deletes && !is_cache(run, command)
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

fn is_cache(run: &Run<'_>, command: &Command) -> bool {
    CACHES.iter().any(|file| run.removes(command, file))
}

/// What is hidden by a change of owner is not removed.
fn changes_owners(run: &Run<'_>) -> bool {
    run.commands.iter().any(|command| {
        matches!(command.program(), "chown" | "chmod" | "chgrp") && command.words.iter().any(|word| word.contains('R'))
    })
}
