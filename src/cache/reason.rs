//! Why a step is reused or runs again, in words.

use super::digest::Digest;
use super::select::Item;
use super::solve::{Request, Solver, Vertex};
use super::tree::{Folder, Node};
use super::world::Remembered;
use crate::stages::{Action, CopySource, Scope, VariableKind};

/// The reason for a step that was looked up.
pub fn of(request: &Request, solver: &Solver, vertex: &Vertex) -> String {
    if vertex.again { again(request, solver) } else { reused(request, solver) }
}

/// The reason for a `--link` step: `own` are its files on nothing.
pub fn of_linked(own: &Request, solver: &Solver, files: &Vertex, merged: &Vertex) -> String {
    match (files.again, merged.again) {
        (true, _) => again(own, solver),
        (false, true) => "its files are reused, only put on what changed below".to_string(),
        (false, false) => reused(own, solver),
    }
}

fn reused(request: &Request, solver: &Solver) -> String {
    match &request.step.action {
        Action::Copy(copy) => match &copy.from {
            _ if copy.sources.is_empty() => "its text is the same".to_string(),
            CopySource::Context => "its files are the same".to_string(),
            CopySource::Stage(index) => {
                let stage = solver.graph.stages[*index].display_name();
                match solver.ends[*index].as_ref().is_some_and(|end| end.again) {
                    true => format!("{stage} ran again, but these files came out the same"),
                    false => format!("{stage} is reused"),
                }
            }
            CopySource::Image { written, .. } => format!("{written} is the same image"),
        },
        Action::Run(_) if request.items.is_empty() => "same command, environment and files below".to_string(),
        Action::Run(_) => "same command, environment, files below and mounts".to_string(),
        _ => "nothing it depends on changed".to_string(),
    }
}

fn again(request: &Request, solver: &Solver) -> String {
    let parent = request.parent;
    if request.ignored {
        return "built without cache, as asked".to_string();
    }
    if !parent.published {
        return "the step before it was built without cache".to_string();
    }
    if solver.build.edited.contains(&request.step.line) && !parent.again {
        return "this line was edited".to_string();
    }
    if solver.world.seen.is_empty() {
        return "nothing is in the cache yet".to_string();
    }
    if parent.again {
        return match parent.line == request.stage.from_line {
            true => "the base image changed".to_string(),
            false => format!("the step before it ran again (line {})", parent.line),
        };
    }
    let seen = solver.world.seen.get(&parent.key).map(Vec::as_slice).unwrap_or_default();
    let same = |other: &&std::rc::Rc<Remembered>| other.definition.digest == request.definition.digest;
    if let Some(before) = seen.iter().rev().find(same) {
        return contents(&before.items, &request.items, takes_from_context(&request.step.action));
    }
    let alike = |other: &&std::rc::Rc<Remembered>| {
        let parts = other.definition.parts.iter().zip(&request.definition.parts);
        parts.filter(|(before, now)| before == now).count()
    };
    let same_kind = |other: &&std::rc::Rc<Remembered>| {
        let names = |parts: &[(&'static str, Digest)]| parts.iter().map(|(name, _)| *name).collect::<Vec<_>>();
        names(&other.definition.parts) == names(&request.definition.parts)
    };
    match seen.iter().filter(same_kind).max_by_key(alike) {
        Some(before) if alike(&before) > 0 => definition(before, request),
        _ if seen.is_empty() && parent.line == request.stage.from_line => {
            "this base image is not the one built on before".to_string()
        }
        _ => "nothing like it was built here before".to_string(),
    }
}

/// What of a step's own definition differs.
fn definition(before: &Remembered, request: &Request) -> String {
    let now = &request.definition;
    let parts = before.definition.parts.iter().zip(&now.parts);
    let mut differences: Vec<String> =
        parts.filter(|(before, now)| before != now).map(|(_, (name, _))| format!("{name} changed")).collect();
    if differences.is_empty() {
        let variables = changed_variables(&before.definition.environment, &now.environment);
        let declared = |name: &&str| {
            let variable = request.step.state.variables.variable(name);
            variable.is_some_and(|variable| variable.kind == VariableKind::Arg)
        };
        differences.extend(variables.iter().map(|name| match declared(&name.as_str()) {
            true => format!("ARG {name} is in the environment of every later RUN, and it changed"),
            false => format!("{name} is in the environment of every later RUN, and it changed"),
        }));
    }
    if differences.is_empty() {
        differences.push("its variables are set in another order".to_string());
    }
    differences.truncate(NAMED);
    differences.join("; ")
}

/// Names whose value is new, other or gone.
fn changed_variables(before: &Scope, now: &Scope) -> Vec<String> {
    let (old, new) = (before.environment(), now.environment());
    let changed = new.iter().filter(|variable| before.get(&variable.name) != variable.value.as_deref());
    let gone = old.iter().filter(|variable| now.get(&variable.name).is_none());
    changed.chain(gone).map(|variable| variable.name.to_string()).take(NAMED).collect()
}

/// Whether the files a step takes are named from the top of the build context, rather than by absolute paths.
fn takes_from_context(action: &Action) -> bool {
    match action {
        Action::Copy(copy) => copy.from == CopySource::Context,
        Action::Run(run) => run.mount_sources.iter().all(Option::is_none),
        _ => true,
    }
}

/// Which of the files it takes differ.
fn contents(before: &[Item], now: &[Item], from_context: bool) -> String {
    let mut paths = Vec::new();
    let mut work = NAMED * 1000;
    for (index, item) in now.iter().enumerate() {
        let relative = item.path.trim_start_matches('/');
        let path = if from_context { relative.to_string() } else { format!("/{relative}") };
        match before.get(index) {
            Some(old) => differences(&old.node, &item.node, &path, &mut paths, &mut work),
            None => paths.push(format!("{path} is new")),
        }
    }
    if now.len() < before.len() {
        paths.push("a file is gone".to_string());
    }
    if paths.is_empty() {
        return "the files it takes changed".to_string();
    }
    let more = paths.len().saturating_sub(NAMED);
    paths.truncate(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", paths.join(", "))
}

/// How many paths a reason names.
const NAMED: usize = 3;

fn differences(before: &Node, now: &Node, path: &str, paths: &mut Vec<String>, work: &mut usize) {
    if before.digest() == now.digest() || *work == 0 {
        return;
    }
    *work -= 1;
    let (Node::Folder(old), Node::Folder(new)) = (before, now) else {
        let same_content = matches!((before, now), (Node::File(old), Node::File(new)) if old.content == new.content);
        return paths.push(format!("{path} {}", if same_content { "has another mode or owner" } else { "changed" }));
    };
    let place =
        |name: &str| if path.is_empty() { name.to_string() } else { format!("{}/{name}", path.trim_end_matches('/')) };
    entries(old, new, &place, paths, work);
}

fn entries(old: &Folder, new: &Folder, place: &dyn Fn(&str) -> String, paths: &mut Vec<String>, work: &mut usize) {
    for (name, node) in &new.entries {
        match old.entries.get(name) {
            Some(before) => differences(before, node, &place(name), paths, work),
            // Of a folder that is not listed, the file may have been there before.
            None if old.others.is_some() => paths.push(format!("{} changed", place(name))),
            None => paths.push(format!("{} is new", place(name))),
        }
    }
    let gone = old.entries.keys().filter(|name| !new.entries.contains_key(*name));
    paths.extend(gone.map(|name| format!("{} is gone", place(name))));
}
