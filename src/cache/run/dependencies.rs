//! Commands that install what an application depends on: what they write depends on the manifests, not on the rest of
//! the sources, and later commands leave it alone.

use super::super::digest::digest;
use super::super::path;
use super::super::tree::Content;
use super::{Invocation, Outcome, View};

/// Files that say what to install, looked for in the working directory.
const MANIFESTS: [&str; 24] = [
    "package.json",
    "package-lock.json",
    "npm-shrinkwrap.json",
    "yarn.lock",
    "pnpm-lock.yaml",
    ".npmrc",
    ".yarnrc",
    ".yarnrc.yml",
    "requirements.txt",
    "constraints.txt",
    "Pipfile",
    "Pipfile.lock",
    "poetry.lock",
    "uv.lock",
    "go.mod",
    "go.sum",
    "Gemfile",
    "Gemfile.lock",
    "composer.json",
    "composer.lock",
    "mix.exs",
    "mix.lock",
    "Cargo.lock",
    ".bundle/config",
];

/// Whether the command installs dependencies and nothing else.
pub(super) fn installs(invocation: &Invocation) -> bool {
    let first = invocation.operands().next().map(String::as_str);
    let second = invocation.operands().nth(1).map(String::as_str);
    match invocation.program {
        "npm" => matches!(first, Some("ci" | "install" | "i")),
        "pnpm" => matches!(first, Some("install" | "i" | "fetch")),
        "yarn" => matches!(first, None | Some("install")),
        "bundle" | "composer" => first == Some("install"),
        "go" => first == Some("mod") && second == Some("download"),
        "mix" => first == Some("deps.get"),
        // `pip install .` installs the application itself.
        "pip" | "pip3" => {
            first == Some("install") && invocation.operands().all(|word| word != "." && !word.starts_with("./"))
        }
        _ => false,
    }
}

pub(super) fn install(view: &mut View, invocation: &Invocation) -> Outcome {
    let named = invocation.operands().chain(invocation.arguments.iter()).map(String::as_str);
    let read = MANIFESTS
        .into_iter()
        .chain(named)
        .map(|name| view.find(&path::absolute(&invocation.directory, name)).identity());
    let read: Vec<u64> = read.collect();
    let programs = view.find("/usr/bin/env").identity();
    let environment = invocation.circumstances.environment;
    let installed = digest("installed", (invocation.identity(), environment, read, programs));
    let folder = match invocation.program {
        "npm" | "pnpm" | "yarn" => Some("node_modules"),
        "composer" | "bundle" => Some("vendor"),
        "mix" => Some("deps"),
        _ => None,
    };
    if let Some(folder) = folder.and_then(|name| view.tree.folder_mut(&path::absolute(&invocation.directory, name))) {
        folder.others = Some(installed);
        folder.settled = true;
    }
    view.tree.disturb(installed);
    Outcome { output: Content::Unseen(installed), succeeded: None }
}
