//! Compilers and other tools that a package manager installs, that a step builds or downloads with, and that stay in the
//! image. Silent where nothing in the Dockerfile uses them (a toolbox, or what the program itself calls), where the same
//! RUN removes them, and in images for development.
//!
//! After Docker's “Building best practices” (docs.docker.com/build/building/best-practices: don't install unnecessary
//! packages; multi-stage builds) and what official images do: install, build and purge in one RUN.

mod tools;

use self::tools::{Kind, kind, uses};
use super::super::bases::{External, external};
use super::super::calls::{Ask, Manager, call, packages};
use super::super::{Advice, Fix, Gain, Rule, Run, Subject, editing};
use super::ways::{MOST, is_for_development, is_toolbox, runs_in_the_end, split};
use super::words::as_root;
use crate::size::look_up;
use crate::size::packages::apt;
use crate::stages::{Action, Base};
use crate::syntax::shell::{Command, commands};
use crate::syntax::{CommandLine, Healthcheck, Payload};

pub const RULE: Rule =
    Rule { name: "build-tools-shipped", title: "Tools of the build stay in the image", gain: Gain::Size };

pub fn look(subject: &Subject<'_>, found: &mut Vec<Advice>) {
    // On a compiler's own image a package more or less is not what ships too much.
    let base = subject.graph.target.and_then(|target| external(subject, target));
    if is_toolbox(subject) || is_for_development(subject) || base.as_ref().is_some_and(External::is_for_building) {
        return;
    }
    let is_brought = base.is_some_and(|base| base.has_build_tools());
    let in_the_end = run_in_the_end(subject);
    let runs = subject.runs().filter(|run| !run.step.triggered);
    let commands = runs.flat_map(|run| run.commands.iter().enumerate().map(move |(at, command)| (run, at, command)));
    let installs = commands.filter_map(|(run, at, command)| match call(command) {
        Some((manager @ (Manager::Apt | Manager::Apk | Manager::Rpm), Ask::Named)) if command.certain => {
            Some((run, at, manager))
        }
        _ => None,
    });
    for (run, at, manager) in installs.take(MOST) {
        let advice = advice(subject, run, at, manager, &in_the_end);
        // Where the base brings such tools itself, only two stages are rid of them.
        found.extend(advice.filter(|advice| !is_brought || advice.fix.as_ref().is_some_and(splits)));
    }
}

fn advice(subject: &Subject<'_>, run: &Run<'_>, at: usize, manager: Manager, in_the_end: &[Command]) -> Option<Advice> {
    let command = &run.commands[at];
    let after = &run.commands[at + 1..];
    if after
        .iter()
        .any(|command| command.program() == "apt-mark" || command.words.iter().any(|word| word.contains("$(")))
    {
        return None;
    }
    let is_left = |package: &&str| !after.iter().any(|later| removes(later, package, command));
    let (mut only_here, mut in_later_steps) = (Vec::new(), Vec::new());
    for package in packages(command).into_iter().filter(is_left) {
        let Some(kind) = kind(package) else { continue };
        let here = after.iter().any(|later| uses(later, kind));
        // Removed in a later layer they are still in this one, which is another rule's to say.
        if subject.runs_after(run).flat_map(|later| &later.commands).any(|later| removes(later, package, command)) {
            continue;
        }
        let later = subject.runs_after(run).filter(|later| later.shipped);
        let later_too = later.flat_map(|later| &later.commands).any(|later| uses(later, kind));
        // A script of the image may call a downloader or git; a compiler hardly.
        let runs =
            in_the_end.iter().any(|command| uses(command, kind) || (kind != Kind::Compiler && is_script(command)));
        let unread = kind != Kind::Compiler && has_scripts(subject, run);
        match (here, later_too) {
            _ if runs || unread => {}
            (_, true) if kind == Kind::Compiler => in_later_steps.push(package),
            (true, false) => only_here.push(package),
            _ => {}
        }
    }
    if !in_later_steps.is_empty() {
        let title = format!(
            "{} {}, though only a step of the build uses {}",
            list(&in_later_steps),
            ships(&in_later_steps),
            them(&in_later_steps)
        );
        let why = "A later step compiles with them, so that they cannot go where they are installed; removed later, their layer \
                   would still have them. Install and compile in a first stage, and copy what comes out into a second one.";
        return Some(Advice::new(subject, &RULE, run.place(command), title, why).fix(split(subject)));
    }
    if only_here.is_empty() || (manager == Manager::Apt && is_needed(subject, run, &only_here)) {
        return None;
    }
    let is_header = |package: &&str| package.ends_with("-dev") && !only_here.contains(package);
    let keeps_headers = manager == Manager::Apt && packages(command).iter().any(is_header);
    let title = format!("{} {}, though only this RUN uses {}", list(&only_here), ships(&only_here), them(&only_here));
    let why = "What a RUN installs and no longer needs at its end can go before its layer is written.";
    let fix = removal(run, command, manager, &only_here).and_then(|(text, note)| {
        let edit = editing::append(subject, run, &as_root(run, &text))?;
        let note = if !keeps_headers {
            note.to_owned()
        } else {
            format!("{note} Headers stay, with the libraries that compiled code may load.")
        };
        Some(Fix::to_check(format!("Remove {} in the same RUN", them(&only_here)), vec![edit], note))
    });
    Some(Advice::new(subject, &RULE, run.place(command), title, why).fix(fix))
}

/// Whether a fix writes the whole Dockerfile anew.
fn splits(fix: &Fix) -> bool {
    fix.edits.iter().any(|edit| edit.span.start == 0)
}

/// The command that takes packages away again, and what to look at.
fn removal(run: &Run<'_>, command: &Command, manager: Manager, packages: &[&str]) -> Option<(String, &'static str)> {
    let names = packages.join(" ");
    if names.contains(['$', '*', '`', '=']) {
        return None;
    }
    Some(match manager {
        Manager::Apk => {
            let all = super::super::calls::packages(command);
            let group =
                group(command).filter(|_| all.iter().all(|name| packages.contains(name) || name.ends_with("-dev")));
            (
                format!("apk del --no-cache {}", group.unwrap_or(&names)),
                "Compiled modules may load libraries that came only with these packages (libstdc++, libgcc, libpq): add those to \
                 the ones that stay.",
            )
        }
        Manager::Rpm => {
            let yes = if command.program() == "microdnf" { "" } else { " -y" };
            let _ = run;
            (format!("{} remove{yes} {names}", command.program()), "What was installed only along with them goes, too.")
        }
        _ => (
            format!("apt-get purge -y --auto-remove {names}"),
            "What was installed only along with them goes, too: name what the image needs of it among the packages to install.",
        ),
    })
}

/// Whether another package that the image asks for stands on one of these, or may: it would be removed along with it.
fn is_needed(subject: &Subject<'_>, run: &Run<'_>, names: &[&str]) -> bool {
    let Some(base) = subject.graph.stages.get(subject.shipped.first().copied().unwrap_or(0)) else { return true };
    let Base::Image { written, normalized } = &base.base else { return true };
    let image = look_up(subject.catalog, subject.scenario, written, normalized);
    let tables = &subject.catalog.packages;
    let base = tables.base(&image.name, &image.tag, &image.distribution);
    let Some(((index, _), mut installed)) = tables.apt(&base.distribution).zip(base.installed.clone()) else {
        return true;
    };
    let own = subject.runs().filter(|other| other.stage.index < run.stage.index || other.at <= run.at);
    let asked: Vec<&str> = own
        .flat_map(|run| &run.commands)
        .filter(|command| matches!(call(command), Some((Manager::Apt, Ask::Named))))
        .flat_map(packages)
        .collect();
    let others: Vec<&str> = asked.iter().copied().filter(|name| !names.contains(name)).collect();
    if others.iter().any(|name| !index.contains(name)) {
        return true;
    }
    apt::install(index, &mut installed, &asked, apt::Options { recommends: false, other_release: false });
    let gone = apt::remove(index, &mut installed, names);
    gone.packages.iter().any(|package| others.contains(&package.name.as_str()))
}

/// Whether a later command of the RUN removes a package, alone, with its group or with all that is unused.
fn removes(later: &Command, package: &str, installed: &Command) -> bool {
    let words = || later.words.iter().skip(1).map(String::as_str);
    let is_removal = match later.program() {
        "apt-get" | "apt" | "aptitude" => {
            words().any(|word| matches!(word, "purge" | "remove" | "autoremove" | "autopurge"))
        }
        "apk" => words().any(|word| word == "del"),
        "yum" | "dnf" | "microdnf" => words().any(|word| matches!(word, "remove" | "erase" | "autoremove" | "history")),
        "dpkg" => words().any(|word| matches!(word, "-P" | "-r" | "--purge" | "--remove")),
        _ => false,
    };
    let bare = package.split('=').next().unwrap_or(package);
    let named =
        |word: &str| word == bare || word.contains(['$', '*']) || group(installed).is_some_and(|group| word == group);
    is_removal && (words().any(named) || (words().any(|word| word == "history")))
}

/// The name of `apk add --virtual NAME`.
fn group(command: &Command) -> Option<&str> {
    let mut words = command.words.iter();
    while let Some(word) = words.next() {
        if matches!(word.as_str(), "-t" | "--virtual") {
            return words.next().map(String::as_str);
        }
        if let Some(name) = word.strip_prefix("--virtual=") {
            return Some(name);
        }
    }
    None
}

/// What the image runs, its health check included.
fn run_in_the_end(subject: &Subject<'_>) -> Vec<Command> {
    let mut all = runs_in_the_end(subject);
    for (_, _, step) in subject.steps() {
        let Some(instruction) = subject.instruction(step) else { continue };
        if let (Action::Metadata, Payload::Healthcheck(Healthcheck::Command(command))) =
            (&step.action, &instruction.payload)
        {
            let script = match command {
                CommandLine::Shell(script) => script.clone(),
                CommandLine::Exec(words) => words.join(" "),
            };
            all.extend(commands(&script, &|_: &str| None));
        }
    }
    all
}

fn is_script(command: &Command) -> bool {
    let program = command.words.first().map_or("", String::as_str);
    program.ends_with(".sh")
        || program.contains("entrypoint")
        || (matches!(command.program(), "sh" | "bash") && command.words.len() > 1)
}

/// Whether a later step runs a script that nobody here has read.
fn has_scripts(subject: &Subject<'_>, run: &Run<'_>) -> bool {
    subject.runs_after(run).any(|later| later.commands.is_empty() || later.commands.iter().any(super::words::is_script))
}

fn list(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] if names.len() <= 4 => format!("{} and {last}", most.join(", ")),
        [first, second, third, rest @ ..] => format!("{first}, {second}, {third} and {} more", rest.len()),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

fn ships(names: &[&str]) -> &'static str {
    if names.len() == 1 { "ships" } else { "ship" }
}

fn them(names: &[&str]) -> &'static str {
    if names.len() == 1 { "it" } else { "them" }
}
