//! What a `.dockerignore` would keep out of a copy of everything: version control, installed dependencies, build results.
//! By what is known of the context; where nothing is, by what the Dockerfile itself installs and builds. Never names what
//! the Dockerfile copies, or what it does not make itself.
//!
//! After Docker's “Build context” (docs.docker.com/build/concepts/context: .dockerignore files) and “Optimize cache usage in
//! builds” (keep the context small).

use super::super::calls::{Ask, Manager, call};
use super::super::{Advice, Fix, Gain, Rule, Subject};
use super::ways::dockerignore_with;
use crate::bytes::format;
use crate::context::Sources;
use crate::stages::{Action, CopyAction, CopySource};

pub const RULE: Rule =
    Rule { name: "dockerignore", title: "The build context has what no build needs", gain: Gain::Rebuild };

/// Known folders below this do not slow a build or fill an image.
const WORTH: u64 = 1_000_000;

pub fn look(subject: &Subject<'_>, found: &mut Vec<Advice>) {
    let copies: Vec<&CopyAction> = subject
        .graph
        .stages
        .iter()
        .filter(|stage| stage.reachable)
        .flat_map(|stage| &stage.steps)
        .filter_map(|step| match &step.action {
            Action::Copy(copy) if copy.from == CopySource::Context => Some(copy),
            _ => None,
        })
        .collect();
    let is_whole = |copy: &CopyAction| {
        copy.sources.iter().any(|source| matches!(source.trim_end_matches('/'), "." | "" | "./." | "*" | "./*"))
    };
    let Some(whole) =
        subject.graph.stages.iter().filter(|stage| stage.reachable).flat_map(|stage| &stage.steps).find(
            |step| matches!(&step.action, Action::Copy(copy) if copy.from == CopySource::Context && is_whole(copy)),
        )
    else {
        return;
    };
    let is_known = !subject.scenario.context.is_empty();
    let entries: Vec<(Entry, u64)> = entries(subject)
        .into_iter()
        .filter(|entry| !subject.context.ignore.excludes(entry.sample) && !copies.iter().any(|copy| takes(copy, entry)))
        .filter_map(|entry| {
            let bytes = known(subject, &entry);
            (if is_known { bytes >= WORTH } else { true }).then_some((entry, bytes))
        })
        .collect();
    // Of a context nobody described, `.git` alone is too little to speak of.
    if entries.is_empty() || (!is_known && (entries.len() < 2 || subject.scenario.dockerignore.is_some())) {
        return;
    }
    let lines: Vec<String> = entries.iter().map(|(entry, _)| entry.line.to_owned()).collect();
    let mut names: Vec<&str> = entries.iter().map(|(entry, _)| entry.name).filter(|name| *name != "venv").collect();
    if names.is_empty() {
        names.push("venv");
    }
    let names = match names.as_slice() {
        [most @ .., last] if !most.is_empty() => format!("{} and {last}", most.join(", ")),
        names => names.concat(),
    };
    let total: u64 = entries.iter().map(|(_, bytes)| bytes).sum();
    let (title, why) = if is_known {
        (
            format!("The copy takes {names} along, {}", format::rough(total)),
            "They are sent to the builder and copied each time, and any change in them makes this copy another one. A \
             .dockerignore leaves them out."
                .to_owned(),
        )
    } else {
        (
            format!("A .dockerignore would keep {names} out"),
            "This copies everything that lies beside the Dockerfile, where these usually lie, too. Any change in them makes the \
             copy another one, and what was installed or built on the host meets what this build makes."
                .to_owned(),
        )
    };
    let mut fix = Fix::to_check(
        "Leave them out",
        Vec::new(),
        if is_known {
            "A build that reads them (a version from git, results built outside) would miss them."
        } else {
            "If there is a .dockerignore already, add what it lacks. A build that reads them (a version from git) would miss them."
        },
    );
    fix.dockerignore = Some(dockerignore_with(subject, &lines));
    found.push(Advice::new(subject, &RULE, whole.span, title, why).fix(Some(fix)));
}

struct Entry {
    /// The line of `.dockerignore`.
    line: &'static str,
    /// A path it leaves out.
    sample: &'static str,
    /// The name of the folder.
    name: &'static str,
}

/// What this Dockerfile makes or needs no copy of.
fn entries(subject: &Subject<'_>) -> Vec<Entry> {
    let calls: Vec<(Manager, Ask)> = subject.built_runs().flat_map(|run| &run.commands).filter_map(call).collect();
    let asks = |managers: &[Manager], asks: &[Ask]| {
        calls.iter().any(|(manager, ask)| managers.contains(manager) && asks.contains(ask))
    };
    let installs = |managers: &[Manager]| asks(managers, &[Ask::Project, Ask::Build]);
    let programs = |names: &[&str]| {
        subject.built_runs().flat_map(|run| &run.commands).any(|command| names.contains(&command.program()))
    };
    let mut entries = Vec::new();
    // Packages of Python take their version from git, and Go writes it into the program.
    if !programs(&["git"]) && !asks(&[Manager::Pip, Manager::Uv, Manager::Poetry], &[Ask::Build]) {
        entries.push(Entry { line: ".git", sample: ".git/HEAD", name: ".git" });
    }
    if asks(&[Manager::Npm, Manager::Yarn, Manager::Pnpm, Manager::Bun], &[Ask::Project]) {
        entries.push(Entry { line: "**/node_modules", sample: "node_modules/a", name: "node_modules" });
    }
    if installs(&[Manager::Pip, Manager::Poetry, Manager::Pipenv, Manager::Uv]) {
        entries.push(Entry { line: "**/__pycache__", sample: "__pycache__/a", name: "__pycache__" });
        entries.push(Entry { line: ".venv", sample: ".venv/a", name: ".venv" });
        entries.push(Entry { line: "venv", sample: "venv/a", name: "venv" });
    }
    if asks(&[Manager::Cargo, Manager::Maven], &[Ask::Build]) {
        entries.push(Entry { line: "target", sample: "target/a", name: "target" });
    }
    if asks(&[Manager::Gradle], &[Ask::Build]) {
        entries.push(Entry { line: ".gradle", sample: ".gradle/a", name: ".gradle" });
        entries.push(Entry { line: "build", sample: "build/a", name: "build" });
    }
    if asks(&[Manager::Dotnet], &[Ask::Build]) {
        entries.push(Entry { line: "**/bin", sample: "bin/a", name: "bin" });
        entries.push(Entry { line: "**/obj", sample: "obj/a", name: "obj" });
    }
    if asks(&[Manager::Composer], &[Ask::Project]) {
        entries.push(Entry { line: "vendor", sample: "vendor/a", name: "vendor" });
    }
    entries
}

/// Whether a copy names the folder or something in it.
fn takes(copy: &CopyAction, entry: &Entry) -> bool {
    copy.sources.iter().any(|source| source.split('/').any(|part| part == entry.name))
}

/// The bytes of it that a copy of everything is known to take.
fn known(subject: &Subject<'_>, entry: &Entry) -> u64 {
    let all = subject.context.select(Sources { paths: &[".".to_owned()], excludes: &[], parents: false });
    let is_inside = |path: &str| {
        let mut parts = path.split('/');
        if entry.line.starts_with("**/") {
            parts.any(|part| part == entry.name)
        } else {
            parts.next() == Some(entry.name)
        }
    };
    all.taken.iter().filter(|taken| is_inside(&taken.path)).map(|taken| taken.bytes).sum()
}
