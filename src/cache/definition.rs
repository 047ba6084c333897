//! A step to what its cache key is made of besides its inputs, part by part, so that a difference can be named.

use super::digest::{Digest, digest};
use super::path;
use crate::order;
use crate::stages::{Action, CopyAction, RunAction, Scope, Step};
use crate::syntax::{Mount, MountKind};

/// A step's own definition.
#[derive(Clone, Debug, Default)]
pub struct Definition {
    pub digest: Digest,
    /// What it is made of, in words for people.
    pub parts: Vec<(&'static str, Digest)>,
    /// For RUN: the variables it runs with.
    pub environment: Scope,
}

/// The definition of a step that is built with these variables; `None` for one that only sets configuration.
pub fn definition(step: &Step, platform: &str, environment: Digest) -> Option<Definition> {
    match &step.action {
        Action::Run(run) => Some(of_run(step, run, platform, environment)),
        Action::Copy(copy) => Some(of_copy(copy)),
        Action::Workdir { path } if step.layer => {
            let user = digest("user", &step.state.user);
            Some(Definition::new("WORKDIR", vec![("the path", digest("path", path)), ("the user", user)]))
        }
        _ => None,
    }
}

/// Whether ADD takes this source from the network.
pub fn is_remote(source: &str) -> bool {
    ["http://", "https://", "git://", "ssh://", "git@"].iter().any(|scheme| source.starts_with(scheme))
}

impl Definition {
    fn new(kind: &'static str, parts: Vec<(&'static str, Digest)>) -> Self {
        Self { digest: digest(kind, &parts), parts, environment: Scope::default() }
    }
}

fn of_run(step: &Step, run: &RunAction, platform: &str, environment: Digest) -> Definition {
    let mut mounts: Vec<(Option<&str>, Digest)> =
        run.mounts.iter().map(|mount| (mount.target.as_deref(), of_mount(mount))).collect();
    order::sort(&mut mounts);
    // The history text holds the shell and the command as the builder passes them.
    let command = digest("command", (&step.history, &run.script, format!("{:?}", run.command).starts_with("Exec")));
    let unless = |value: &Option<String>, default: &str| value.clone().filter(|value| value != default);
    let modes = (unless(&run.network, "default"), unless(&run.security, "sandbox"));
    let parts = vec![
        ("the command", command),
        ("the working directory", digest("directory", &step.state.workdir)),
        ("the user", digest("user", &step.state.user)),
        ("a mount", digest("mounts", mounts)),
        ("the network or security mode", digest("modes", modes)),
        ("the platform", digest("platform", platform)),
    ];
    let mut definition = Definition::new("RUN", parts);
    definition.environment = step.state.variables.clone();
    definition.digest = digest("with environment", (definition.digest, environment));
    definition
}

/// What of a mount is in the key. Of a cache mount neither id nor sharing mode is, but a wholly default one differs
/// from all others; of a bind mount the source is not, its content is an input.
fn of_mount(mount: &Mount) -> Digest {
    let others: Vec<_> = mount
        .options
        .iter()
        .filter(|(key, _)| matches!(key.as_str(), "mode" | "uid" | "gid" | "size" | "env" | "required"))
        .collect();
    let kind = mount.kind as u8;
    let target = &mount.target;
    match mount.kind {
        MountKind::Bind | MountKind::Tmpfs => digest("mount", (kind, target, mount.read_only, others)),
        MountKind::Cache => {
            let named = mount.id.as_ref().is_some_and(|id| Some(id) != target.as_ref());
            let shared = mount.sharing.as_deref().is_none_or(|sharing| sharing == "shared");
            digest("mount", (kind, target, mount.read_only, others, named || !shared))
        }
        MountKind::Secret | MountKind::Ssh => digest("mount", (kind, target, &mount.id, others)),
    }
}

fn of_copy(copy: &CopyAction) -> Definition {
    let names: Vec<String> = copy
        .sources
        .iter()
        .map(|source| match copy.parents || is_remote(source) {
            true => source.clone(),
            false => path::base(&path::absolute("/", source)).to_string(),
        })
        .collect();
    let files: Vec<&String> = copy.inline_files.iter().map(|(name, _)| name).collect();
    let unpacks = copy.unpack.unwrap_or(copy.add);
    let mode = copy.chmod.as_deref().map(|written| match u32::from_str_radix(written, 8) {
        Ok(octal) => format!("{octal:o}"),
        Err(_) => written.to_string(),
    });
    let others = (copy.parents, &copy.checksum, copy.keep_git_dir);
    let parts = vec![
        ("the names of its sources", digest("names", (names, files))),
        ("its destination", digest("destination", &copy.destination)),
        ("--chown", digest("chown", &copy.chown)),
        ("--chmod", digest("chmod", mode)),
        ("--exclude", digest("exclude", &copy.excludes)),
        ("whether it unpacks archives", digest("unpack", unpacks)),
        ("--link", digest("link", is_linked(copy))),
        ("an option", digest("others", others)),
    ];
    Definition::new("COPY", parts)
}

/// Whether the step has two halves: BuildKit falls back to a plain copy where `--chmod` is given.
pub fn is_linked(copy: &CopyAction) -> bool {
    copy.link && copy.chmod.is_none()
}
