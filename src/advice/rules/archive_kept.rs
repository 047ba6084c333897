//! A downloaded archive or installer that stays beside what was unpacked from it, in the same layer or in the one below.

use super::super::{Advice, Fix, Gain, Rule, Run, Subject, editing};
use super::words::{action, as_root, is_apt};
use crate::stages::{Action, Step};
use crate::syntax::shell::{self, Command, RedirectionKind};

pub const RULE: Rule =
    Rule { name: "archive-kept", title: "An archive stays beside what was unpacked from it", gain: Gain::Size };

/// Downloads of one RUN that are looked at: each is compared with all that comes after it.
const DOWNLOADS: usize = 32;

/// RUN instructions right below the one that downloads in which the archive is looked for.
const BELOW: usize = 2;

pub fn look(subject: &Subject<'_>, found: &mut Vec<Advice>) {
    for run in subject.runs() {
        let downloads = run.commands.iter().enumerate().filter(|(_, command)| command.certain);
        let downloads = downloads.filter_map(|(at, command)| Some((at, downloaded(run, command)?)));
        for (at, path) in downloads.take(DOWNLOADS).filter(|(_, path)| !run.is_mounted(path)) {
            let Some((chain, user)) = unpacked(subject, run, at, &path) else { continue };
            let below = chain[chain.len() - 1];
            if is_needed(subject, below, user, &path) {
                continue;
            }
            let command = &below.commands[user];
            let Some(fix) = fix(subject, &chain, command, &path) else { continue };
            let why = "The archive is part of the layer that downloads it, like its contents, unless the same RUN removes it.";
            found.push(Advice::new(subject, &RULE, below.place(command), RULE.title, why).fix(Some(fix)));
        }
    }
}

/// The RUN instructions from the one that downloads an archive to the one that unpacks it, and the last command that does.
fn unpacked<'s, 'a>(
    subject: &'s Subject<'a>,
    run: &'s Run<'a>,
    downloaded: usize,
    path: &str,
) -> Option<(Vec<&'s Run<'a>>, usize)> {
    let unpacks = |run: &Run<'_>, from: usize| {
        run.commands[from..].iter().rposition(|command| unpacks(run, command, path)).map(|at| from + at)
    };
    if let Some(user) = unpacks(run, downloaded + 1) {
        return Some((vec![run], user));
    }
    let mut chain = vec![run];
    for below in subject.runs().filter(|other| other.stage.index == run.stage.index && other.at > run.at).take(BELOW) {
        chain.push(below);
        if let Some(user) = unpacks(below, 0) {
            return Some((chain, user));
        }
    }
    None
}

fn fix(subject: &Subject<'_>, chain: &[&Run<'_>], command: &Command, path: &str) -> Option<Fix> {
    let run = *chain.last()?;
    let word = command.words.iter().skip(1).find(|word| run.path(command, word) == path)?;
    // As it is written, with its quotes.
    let written = run.word(command, word)?.of(subject.text());
    let removal = editing::insert_command(subject, run, command, &as_root(run, &format!("rm {written}")))?;
    if chain.len() == 1 {
        return Some(Fix::safe("Remove the archive in the same RUN", vec![removal]));
    }
    let mut edits = editing::join(subject, chain)?;
    edits.push(removal);
    Some(Fix::safe("Download, unpack and remove the archive in one RUN", edits))
}

/// The file that a command downloads to.
fn downloaded(run: &Run<'_>, command: &Command) -> Option<String> {
    let words = command.words.get(1..).unwrap_or_default();
    let address = words.iter().find(|word| word.contains("://"))?;
    let named = || address.split(['?', '#']).next().and_then(|path| path.rsplit('/').next()).map(str::to_owned);
    let value = |short: char, long: &str| {
        words.iter().enumerate().find_map(|(at, word)| {
            let is_cluster = word.starts_with('-') && !word.starts_with("--");
            if word == long || (is_cluster && word.ends_with(short)) {
                return words.get(at + 1).cloned();
            }
            word.strip_prefix(long).and_then(|rest| rest.strip_prefix('=')).map(str::to_owned)
        })
    };
    let written = command
        .redirections
        .iter()
        .find(|redirection| redirection.descriptor == 1 && redirection.kind == RedirectionKind::Write);
    let file = match (command.program(), written) {
        (_, Some(redirection)) => redirection.target.clone(),
        ("curl", None) => {
            let keeps_name = |word: &String| {
                word == "--remote-name" || (word.starts_with('-') && !word.starts_with("--") && word.contains('O'))
            };
            if words.iter().any(keeps_name) { named()? } else { value('o', "--output")? }
        }
        // With a folder for what it downloads, the name is that of the address.
        ("wget", None) => match (value('O', "--output-document"), value('P', "--directory-prefix")) {
            (Some(file), _) => file,
            (None, Some(folder)) => format!("{folder}/{}", named()?),
            (None, None) => named()?,
        },
        _ => return None,
    };
    let is_known = !file.is_empty() && !file.contains(['$', '*', '`']) && !matches!(file.as_str(), "-" | "/dev/null");
    is_known.then(|| run.path(command, &file))
}

/// Whether a command takes all it needs out of a file.
fn unpacks(run: &Run<'_>, command: &Command, path: &str) -> bool {
    let words = command.words.get(1..).unwrap_or_default();
    let names = words.iter().any(|word| run.path(command, word) == path);
    let has_letter = |letter: char| {
        words.iter().any(|word| word.starts_with('-') && !word.starts_with("--") && word.contains(letter))
    };
    let unpacks = match command.program() {
        "tar" | "bsdtar" => {
            let cluster = words.first().is_some_and(|word| !word.starts_with('-') && word.contains('x'));
            cluster || has_letter('x') || words.iter().any(|word| word == "--extract" || word == "--get")
        }
        "unzip" => !has_letter('l') && !has_letter('p') && !has_letter('t'),
        "dpkg" => has_letter('i') || words.iter().any(|word| word == "--install"),
        "rpm" => has_letter('i') || has_letter('U'),
        "yum" | "dnf" | "microdnf" => matches!(action(command), Some("install" | "localinstall")),
        program => {
            let installs = is_apt(command) && action(command) == Some("install");
            let is_shell = shell::is_posix(&[program.to_owned()]);
            installs
                || (is_shell
                    && words
                        .iter()
                        .find(|word| !word.starts_with('-'))
                        .is_some_and(|word| run.path(command, word) == path))
        }
    };
    names && unpacks && command.certain && command.joined != shell::Join::Pipe
}

/// Whether anything after the command that unpacked it removes, moves or uses the file, or seems to.
fn is_needed(subject: &Subject<'_>, run: &Run<'_>, unpacked: usize, path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let after = &run.commands[unpacked + 1..];
    let mentions = |command: &Command| {
        run.removes(command, path)
            || command.words.iter().any(|word| word.contains(name))
            || matches!(command.program(), "mv" | "cp" | "install")
                && command.words.iter().any(|word| word.contains('*'))
    };
    let of_step = |step: &Step| match &step.action {
        Action::Run(action) => action.script.contains(name),
        Action::Copy(copy) => copy.sources.iter().any(|source| source.contains(name)),
        _ => false,
    };
    // A stage that copies from this one may name it, too.
    let own = (run.stage.index, run.at);
    let stages = subject.graph.stages.iter().filter(|stage| stage.reachable && stage.index >= own.0);
    let mut later = stages.flat_map(|stage| {
        stage.steps.iter().enumerate().filter(move |(at, _)| (stage.index, *at) > own).map(|(_, step)| step)
    });
    after.iter().any(mentions) || later.any(of_step)
}
