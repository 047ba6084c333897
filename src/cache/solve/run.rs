//! RUN: what its mounts take, and what the command makes of the stage's files.

use super::{Missing, Request, Solver};
use crate::cache::digest::{Digest, digest};
use crate::cache::path;
use crate::cache::run::{Circumstances, Ending, Mounted, View, opaque, run};
use crate::cache::select::{Item, Reading, Selection};
use crate::cache::tree::{Node, Tree};
use crate::order;
use crate::stages::{CopySource, RunAction, Stage};
use crate::syntax::shell::is_posix;
use crate::syntax::{CommandLine, Mount, MountKind};

impl Solver<'_> {
    /// The contents of bind mounts, and of what cache mounts begin with.
    pub(super) fn run_contents(&mut self, stage: &Stage, run: &RunAction) -> Result<(Digest, Vec<Item>), Missing> {
        let mut contents = Vec::new();
        let mut items = Vec::new();
        for (index, mount) in run.mounts.iter().enumerate() {
            let Some(source) = source_of(run, index, mount) else { continue };
            let tree = self.source(&source, stage)?;
            let mut selection = Selection::default();
            let reading = Reading { literal: true, ..Reading::default() };
            self.take(&mut selection, &tree, &source, mount.source.as_deref().unwrap_or("/"), reading)?;
            contents.push((&mount.source, selection.digest));
            items.append(&mut selection.items);
        }
        order::sort(&mut contents);
        Ok((digest("mounted", contents), items))
    }

    pub(super) fn ran(&mut self, run_action: &RunAction, request: &Request) -> Result<Tree, ()> {
        let state = &request.step.state;
        let moment = self.world.moment();
        let mounts = self.mounts(run_action, request);
        let mut view = View { tree: request.parent.tree.clone(), mounts, budget: self.budget };
        let circumstances = Circumstances {
            directory: &state.workdir,
            user: &state.user,
            variable: &|name| state.variables.get(name).map(str::to_string),
            environment: self.environment.digest(),
            moment,
            depth: 0,
        };
        let shell = matches!(run_action.command, CommandLine::Exec(_)) || is_posix(&state.shell);
        let ending = match shell {
            true => run(&mut view, &run_action.script, &circumstances),
            false => opaque(&mut view, &run_action.script, &circumstances),
        };
        self.budget = view.budget;
        for mount in view.mounts {
            if let Some(cache) = mount.cache {
                self.world.mounts.insert(cache, mount.node);
            }
        }
        // Of a context that is not wholly known a file may be there after all.
        let failed = ending == Ending::Failed && self.build.complete;
        self.failed |= failed;
        if failed && self.believed { Err(()) } else { Ok(view.tree) }
    }

    fn mounts(&self, run: &RunAction, request: &Request) -> Vec<Mounted> {
        let mut mounts = Vec::new();
        let mut items = request.items.iter();
        for (index, mount) in run.mounts.iter().enumerate() {
            let target = mount.target.clone().unwrap_or_default();
            let given = source_of(run, index, mount).and_then(|_| items.next()).map(|item| item.node.clone());
            let (target, node, cache) = match mount.kind {
                MountKind::Bind => (target, given.unwrap_or_else(|| Tree::default().root()), None),
                MountKind::Tmpfs => (target, Tree::default().root(), None),
                MountKind::Cache => {
                    let id = mount.id.clone().unwrap_or_else(|| target.clone());
                    let kept = self.world.mounts.get(&id).cloned();
                    (target, kept.or(given).unwrap_or_else(|| Tree::default().root()), Some(id))
                }
                MountKind::Secret => {
                    let id = mount.id.clone().unwrap_or_else(|| path::base(&target).to_string());
                    let place = if target.is_empty() { format!("/run/secrets/{id}") } else { target };
                    let value = digest("secret", (&id, self.build.secrets.get(&id)));
                    (path::absolute("/run/secrets", &place), Node::unseen(value), None)
                }
                MountKind::Ssh => continue,
            };
            mounts.push(Mounted { target, node, cache });
        }
        mounts
    }
}

/// Where a mount takes its files from; `None` for mounts that begin empty.
fn source_of(run: &RunAction, index: usize, mount: &Mount) -> Option<CopySource> {
    match (run.mount_sources.get(index).cloned().flatten(), mount.kind) {
        (Some(source), MountKind::Bind | MountKind::Cache) => Some(source),
        (None, MountKind::Bind) => Some(CopySource::Context),
        _ => None,
    }
}
