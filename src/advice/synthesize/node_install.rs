//! How a Node project is installed: the manifests that are copied before it, for development and for production.

use super::before::Before;
use super::node::node;
use super::node_project::Project;
use super::plan::Line;
use super::role::Role;
use super::script::Unit;
use super::workshop::Workshop;
use crate::path;

pub(super) fn workshop<'s>(before: &'s Before<'s>, project: &'s Project) -> Workshop<'s> {
    let (manifests, also) = manifests(before, project);
    Workshop {
        about: "Builds; nothing of this stage ships but the result.",
        role: &node,
        manifests,
        also,
        first_install: None,
        reads_sources: false,
        is_manifest: &is_manifest,
        install: Box::new(move |unit: &Unit| Line::new(with_cache(unit.program(), &unit.in_place()))),
        build: Box::new(|unit: &Unit| Line::new(format!("RUN {}", unit.in_place()))),
    }
}

fn is_manifest(name: &str) -> bool {
    matches!(
        name,
        "package.json"
            | "package-lock.json"
            | "package*.json"
            | "npm-shrinkwrap.json"
            | "yarn.lock"
            | "yarn.lock*"
            | "pnpm-lock.yaml"
            | "pnpm-lock.yaml*"
            | "pnpm-workspace.yaml"
            | "package-lock.json*"
            | ".npmrc"
            | ".yarnrc"
            | ".yarnrc.yml"
            | ".yarn"
            | "*.lock"
            | "package.json*"
            | "package-lock*.json"
    )
}

/// The manifests an install reads, for authors who copy everything at once; and those of folders its scripts install, too.
fn manifests(before: &Before<'_>, project: &Project) -> (Vec<Line>, Vec<Line>) {
    let unlocked = before.units().any(|unit| unit.has("--no-package-lock") || unit.has("--no-lockfile"));
    let lock = match project.manager {
        "yarn" => "yarn.lock",
        "pnpm" => "pnpm-lock.yaml",
        _ => "package-lock.json",
    };
    let files = match () {
        () if unlocked || before.knows_context() && !before.has_file(lock) => "package.json".to_owned(),
        () if before.has_file(lock) => format!("package.json {lock}"),
        () if project.manager == "npm" => "package*.json".to_owned(),
        () => format!("package.json {lock}*"),
    };
    let extra: String = [".npmrc", ".yarnrc.yml", "pnpm-workspace.yaml"]
        .iter()
        .filter(|file| before.has_file(file))
        .map(|file| format!(" {file}"))
        .collect();
    let whole = before.pieces.iter().find(|piece| piece.copies_everything()).and_then(|piece| piece.copy());
    let destination = whole.map_or(before.workdir(), |copy| copy.destination.trim_end_matches('/'));
    let here = path::absolute("/", destination) == before.workdir();
    let place = |folder: &str| if here { format!("./{folder}") } else { format!("{destination}/{folder}") };
    let copy = Line::new(format!("COPY {files}{extra} {}", place("")));
    let hooks: String = ["preinstall", "postinstall", "prepare", "install"]
        .iter()
        .filter_map(|name| project.script(name))
        .collect::<Vec<_>>()
        .join("\n");
    let mut also = Vec::new();
    if whole.is_some() {
        for path in before.subject.scenario.manifests.keys() {
            let Some(folder) = path.trim_start_matches("./").strip_suffix("/package.json") else { continue };
            if hooks.contains(folder) || project.has_workspaces() {
                let mut files = format!("{folder}/package.json");
                let lock = format!("{folder}/{lock}");
                if !unlocked && before.has_file(&lock) {
                    files = format!("{files} {lock}");
                }
                also.push(Line::new(format!("COPY {files} {}/", place(folder))));
            }
        }
        let needs = |folder: &str, word: &str| {
            before.paths().any(|path| path.starts_with(folder)) && (hooks.contains(word) || project.depends_on(word))
        };
        for (folder, word) in [("prisma/", "prisma"), ("patches/", "patch-package")] {
            if needs(folder, word) {
                also.push(Line::new(format!("COPY {folder} {}", place(folder))));
            }
        }
    }
    (vec![copy], also)
}

/// The author's install as the build stage has it.
pub(super) fn install_text(units: &[&Unit]) -> String {
    units.iter().find(|unit| matches!(node(unit), Some(Role::Install))).map_or(String::new(), |unit| unit.text.clone())
}

/// The install without what is for development.
pub(super) fn production(before: &Before<'_>, project: &Project, units: &[&Unit]) -> String {
    const OMITTING: [&str; 9] = [
        "--production",
        "--only=production",
        "--only=prod",
        "--omit=dev",
        "--include=dev",
        "--prod",
        "-P",
        "--production=true",
        "--production=false",
    ];
    let Some(unit) = units.iter().find(|unit| matches!(node(unit), Some(Role::Install))) else { return String::new() };
    let mut text: Vec<&str> = unit.text.split(' ').filter(|word| !OMITTING.contains(word)).collect();
    match unit.program() {
        "yarn" if project.is_berry(before) => text = vec!["yarn", "workspaces", "focus", "--production"],
        "yarn" => text.push("--production"),
        "pnpm" => text.push("--prod"),
        // npm learned the newer option with Node 15.
        _ if before.image.major().is_some_and(|major| major < 15) => text.push("--production"),
        _ => text.push("--omit=dev"),
    }
    // Scripts of the project are for its development or its build; modules without compiled code need none of their own.
    if project.has_hooks() && project.is_pure() && !project.is_berry(before) {
        text.push("--ignore-scripts");
    }
    let mut text = text.join(" ");
    if !unit.folder.is_empty() {
        text = format!("cd {} && {text}", unit.folder);
    }
    with_cache(unit.program(), &text)
}

fn with_cache(manager: &str, text: &str) -> String {
    let cache = match manager {
        "yarn" => "/usr/local/share/.cache/yarn",
        "pnpm" => return format!("RUN --mount=type=cache,target=/pnpm/store \\\n    {text} --store-dir /pnpm/store"),
        "npm" => "/root/.npm",
        _ => return format!("RUN {text}"),
    };
    format!("RUN --mount=type=cache,target={cache} \\\n    {text}")
}
