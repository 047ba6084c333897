//! One RUN: its mounts laid over the stage's files, then its script through the rules.

use std::collections::HashMap;

use super::content::Content;
use super::disk::{Disk, MountedTree};
use super::estimate::{Built, Sizing, source_tree};
use super::filesystem::Filesystem;
use super::ledger::{LayerId, NOWHERE, Written};
use super::run::{Chance, Run};
use super::stage::StageState;
use super::{context_copy, path, script};
use crate::bytes::{Range, Source};
use crate::stages::{CopySource, RunAction, Step};
use crate::syntax::{CommandLine, Mount, MountKind, shell};

pub fn run(
    sizing: &Sizing<'_>,
    built: &mut Built,
    state: &mut StageState,
    step: &Step,
    action: &RunAction,
    layer: LayerId,
) {
    let mut mounts = Vec::new();
    for (at, mount) in action.mounts.iter().enumerate() {
        let from = action.mount_sources.get(at).and_then(Option::as_ref);
        mounts.extend(mounted(sizing, built, mount, from, &step.state.workdir));
    }
    let mut tree = std::mem::take(&mut state.tree);
    let inherited = |name: &str| step.state.variables.get(name).map(str::to_owned);
    let home = home(&step.state.user, &inherited);
    let apt_before = state.apt.clone();
    let mut run = Run {
        disk: Disk { tree: &mut tree, ledger: &mut built.ledger, layer, mounts },
        catalog: sizing.catalog,
        sizing,
        stage: state,
        folder: step.state.workdir.to_string(),
        home,
        assigned: HashMap::new(),
        inherited: &inherited,
        chance: Chance::Certain,
        apt_before,
        all_automatic: false,
        apt_requested: Vec::new(),
        nesting: 0,
    };
    match &action.command {
        CommandLine::Exec(words) => {
            script::one(&mut run, words, None, 0);
        }
        CommandLine::Shell(_) if shell::is_posix(&step.state.shell) => script::run(&mut run, &action.script, 0),
        CommandLine::Shell(_) => {
            let range = Range::new(0, 5_000_000, 400_000_000);
            let written =
                Written::new("a script no rule reads (not a POSIX shell)", range, Content::Mixed, Source::Guess);
            let folder = run.folder.clone();
            run.add(&folder, written);
        }
    }
    let mounts = std::mem::take(&mut run.disk.mounts);
    keep_caches(built, action, mounts);
    state.tree = tree;
}

/// The tree behind a mount; secrets and SSH agents show no files worth a byte.
fn mounted(
    sizing: &Sizing<'_>,
    built: &mut Built,
    mount: &Mount,
    from: Option<&CopySource>,
    workdir: &str,
) -> Option<MountedTree> {
    let target = path::absolute(workdir, mount.target.as_deref().or(mount.source.as_deref())?);
    let source = path::absolute("/", mount.source.as_deref().unwrap_or("/"));
    let (tree, source) = match mount.kind {
        MountKind::Bind => match from {
            Some(from) => (source_tree(sizing, built, from)?, source),
            None => {
                let mut tree = Filesystem::default();
                context_copy::place_context(sizing, &mut built.ledger, &mut tree, NOWHERE, &source, &source);
                (tree, source)
            }
        },
        MountKind::Cache => {
            let kept = built.caches.get(cache_id(mount)).cloned().unwrap_or_default();
            // A cache may begin as what another stage has.
            let tree = match from {
                Some(from) if !built.caches.contains_key(cache_id(mount)) => source_tree(sizing, built, from)?,
                _ => kept,
            };
            (tree, if from.is_some() { source } else { "/".to_owned() })
        }
        MountKind::Tmpfs => (Filesystem::default(), "/".to_owned()),
        MountKind::Secret | MountKind::Ssh => return None,
    };
    Some(MountedTree { target, tree, source })
}

fn cache_id(mount: &Mount) -> &str {
    mount.id.as_deref().or(mount.target.as_deref()).unwrap_or("")
}

fn keep_caches(built: &mut Built, action: &RunAction, mounts: Vec<MountedTree>) {
    for mount in action.mounts.iter().filter(|mount| mount.kind == MountKind::Cache) {
        let target = path::absolute("/", mount.target.as_deref().unwrap_or(""));
        if let Some(kept) = mounts.iter().find(|mounted| mounted.target == target) {
            built.caches.insert(cache_id(mount).to_owned(), kept.tree.clone());
        }
    }
}

fn home(user: &str, variable: &dyn Fn(&str) -> Option<String>) -> String {
    if let Some(home) = variable("HOME") {
        return home;
    }
    match user.split(':').next().unwrap_or("") {
        "" | "root" | "0" => "/root".to_owned(),
        name => format!("/home/{name}"),
    }
}
