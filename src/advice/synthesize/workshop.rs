//! The build stage: what the author wrote, in an order in which an edited source file does not install again. What only
//! the running image needs is left out.

use super::Declined;
use super::before::{Before, Piece};
use super::plan::{Line, StagePlan};
use super::role::{Role, is_foreign, role};
use super::script::{Unit, chain};
use crate::path;
use crate::syntax::Keyword;

/// How a stack builds.
pub(super) struct Workshop<'s> {
    /// What stands above the stage where the author has said nothing.
    pub about: &'s str,
    pub role: &'s dyn Fn(&Unit) -> Option<Role>,
    /// Copies of manifests, for authors who copy everything before they install.
    pub manifests: Vec<Line>,
    /// Copies of what the install reads beside them.
    pub also: Vec<Line>,
    /// The install where the author has none of its own, so that an edited source file does not fetch everything again.
    pub first_install: Option<Line>,
    /// Whether the install reads the sources, too, so that they are copied before it.
    pub reads_sources: bool,
    /// Whether a file's name is that of a manifest.
    pub is_manifest: &'s dyn Fn(&str) -> bool,
    /// The install and the build as they stand in the stage.
    pub install: Box<dyn Fn(&Unit) -> Line + 's>,
    pub build: Box<dyn Fn(&Unit) -> Line + 's>,
}

impl<'s> Workshop<'s> {
    /// One that installs and builds by the author's own words.
    pub(super) fn new(
        about: &'s str,
        role: &'s dyn Fn(&Unit) -> Option<Role>,
        is_manifest: &'s dyn Fn(&str) -> bool,
    ) -> Self {
        let run = |unit: &Unit| Line::new(format!("RUN {}", unit.in_place()));
        Self {
            about,
            role,
            manifests: Vec::new(),
            also: Vec::new(),
            first_install: None,
            reads_sources: false,
            is_manifest,
            install: Box::new(run),
            build: Box::new(run),
        }
    }

    pub(super) fn stage(&self, before: &Before<'_>) -> Result<StagePlan, Declined> {
        let mut stage = StagePlan::new(self.about, before.image.from(), "build");
        if !before.above_from.is_empty() {
            stage.comments.clone_from(&before.above_from);
        }
        let installs = |piece: &Piece<'_>| piece.units.iter().any(|unit| matches!(self.role(unit), Role::Install));
        let builds = |piece: &Piece<'_>| piece.units.iter().any(|unit| matches!(self.role(unit), Role::Build));
        let last_install = before.pieces.iter().rposition(installs);
        let mut first = self.first_install.clone().filter(|_| last_install.is_none() || self.reads_sources);
        let first_build = || before.pieces.iter().position(builds).unwrap_or(before.pieces.len());
        let last_install = last_install.or_else(|| first.is_some().then(first_build));
        let mut waiting: Vec<Line> = Vec::new();
        let mut copied = false;
        let mut also = self.also.clone();
        let last_work = before.pieces.iter().rposition(|piece| installs(piece) || builds(piece));
        for (at, piece) in before.pieces.iter().enumerate() {
            // What stands below the build is about the image that ships.
            let is_below = last_work.is_some_and(|last| at > last);
            let is_setting = matches!(piece.keyword(), Keyword::Env | Keyword::Arg | Keyword::Workdir | Keyword::Shell);
            let is_tool =
                |unit: &Unit| matches!(self.role(unit), Role::Tool | Role::Packages(_) | Role::Prune | Role::Quiet);
            let is_late = last_work.is_none_or(|last| at > last);
            let is_runtime = |unit: &Unit| matches!(self.role(unit), Role::Runtime | Role::Prune | Role::Quiet);
            if is_late && !piece.units.is_empty() && piece.units.iter().all(is_runtime) {
                continue;
            }
            if is_below && (is_setting || !piece.units.is_empty() && piece.units.iter().all(is_tool)) {
                continue;
            }
            let installs_later = last_install.is_some_and(|last| at < last);
            match piece.keyword() {
                Keyword::Env | Keyword::Arg | Keyword::Workdir | Keyword::Shell => stage.lines.push(kept(piece)),
                Keyword::Copy | Keyword::Add => {
                    let is_manifests = self.is_manifests(piece);
                    copied |= is_manifests;
                    if self.is_beside(before, piece) {
                        continue;
                    }
                    if installs_later && !self.reads_sources && !is_manifests && piece.copy().is_some() {
                        waiting.push(kept(piece));
                    } else {
                        if self.reads_sources && !is_manifests && piece.copy().is_some() && first.is_some() {
                            let manifests = if copied { &[][..] } else { &self.manifests };
                            stage.lines.extend(manifests.iter().cloned().chain(first.take()));
                            copied = true;
                        }
                        stage.lines.push(kept(piece));
                    }
                }
                Keyword::Run => {
                    let manifests = if copied || self.reads_sources { &[][..] } else { &self.manifests };
                    copied |= installs(piece) || builds(piece);
                    let mut ahead = manifests.to_vec();
                    if installs(piece) || builds(piece) && first.is_some() && !self.reads_sources {
                        ahead.append(&mut also);
                    }
                    if builds(piece) && !self.reads_sources {
                        ahead.extend(first.take());
                    }
                    let flush = last_install.is_none_or(|last| at >= last);
                    self.run(piece, ahead, flush, &mut waiting, &mut stage)?;
                }
                _ => {}
            }
        }
        if let Some(first) = first {
            stage.lines.extend(if copied { Vec::new() } else { self.manifests.clone() });
            stage.lines.append(&mut also);
            stage.lines.push(first);
        }
        stage.lines.append(&mut waiting);
        Ok(stage)
    }

    pub(super) fn role(&self, unit: &Unit) -> Role {
        role(unit, self.role)
    }

    /// Whether it copies manifests alone.
    pub(super) fn is_manifests(&self, piece: &Piece<'_>) -> bool {
        let Some(copy) = piece.copy() else { return false };
        let name = |source: &str| source.trim_end_matches('/').rsplit('/').next().unwrap_or("").to_owned();
        !copy.sources.is_empty() && copy.sources.iter().all(|source| (self.is_manifest)(&name(source)))
    }

    /// Whether it copies a file to a place of the system which no command of the build names.
    pub(super) fn is_beside(&self, before: &Before<'_>, piece: &Piece<'_>) -> bool {
        const SYSTEM: [&str; 7] = [
            "/etc",
            "/usr/local/bin",
            "/usr/local/sbin",
            "/usr/local/etc",
            "/usr/bin",
            "/usr/sbin",
            "/docker-entrypoint.d",
        ];
        let Some(copy) = piece.copy() else { return false };
        if piece.copies_everything() {
            return false;
        }
        let place = match copy.destination.strip_suffix('/') {
            Some(folder) => {
                let name = copy
                    .sources
                    .first()
                    .map_or("", |source| source.trim_end_matches('/').rsplit('/').next().unwrap_or(""));
                format!("{folder}/{name}")
            }
            None => copy.destination.clone(),
        };
        let is_system =
            SYSTEM.iter().any(|folder| within(&place, folder)) || path::parent(&place) == "/" && place.ends_with(".sh");
        // Where no working directory is set, the program may lie anywhere.
        let inside = within(&place, before.workdir())
            || within(&place, &piece.step.state.workdir)
            || before.workdir() == "/" && !is_system;
        let is_used = before.units().any(|unit| {
            matches!(self.role(unit), Role::Install | Role::Build | Role::Unknown | Role::Tool)
                && unit.text.contains(&place)
        });
        !inside && !is_used
    }

    fn run(
        &self,
        piece: &Piece<'_>,
        mut ahead: Vec<Line>,
        flush: bool,
        waiting: &mut Vec<Line>,
        stage: &mut StagePlan,
    ) -> Result<(), Declined> {
        let roles: Vec<Role> = piece.units.iter().map(|unit| self.role(unit)).collect();
        let stays = |role: &Role| matches!(role, Role::Packages(_) | Role::Tool | Role::Unknown);
        let of_packages = roles.iter().any(|role| matches!(role, Role::Packages(_)));
        let mut comments = piece.comments.clone();
        if roles.iter().all(|role| stays(role) || of_packages && matches!(role, Role::Prune | Role::Quiet)) {
            let reads = |(unit, role): (&Unit, &Role)| matches!(role, Role::Unknown) && !is_foreign(unit);
            if piece.units.iter().zip(&roles).any(reads) {
                stage.lines.append(waiting);
            }
            stage.lines.push(kept(piece));
            return Ok(());
        }
        let mut group: Vec<&Unit> = Vec::new();
        for (at, (unit, role)) in piece.units.iter().zip(&roles).enumerate() {
            let goes_on = |at: usize| matches!(roles.get(at), Some(Role::Build));
            if goes_on(at) && at > 0 && goes_on(at - 1) {
                continue;
            }
            match role {
                Role::Packages(_) | Role::Tool | Role::Unknown => {
                    group.push(unit);
                    continue;
                }
                Role::Prune if of_packages && !group.is_empty() => {
                    group.push(unit);
                    continue;
                }
                // A folder below the sources may be where the build runs.
                Role::Runtime
                    if unit.program() == "mkdir" && unit.operands().iter().all(|path| !path.starts_with('/')) =>
                {
                    group.push(unit);
                    continue;
                }
                Role::Install | Role::Build => push_group(stage, &mut group, &mut comments),
                _ => continue,
            }
            let has_mounts = piece.text.contains("--mount");
            if matches!(role, Role::Install) {
                if !unit.simple {
                    return Err(Declined::at(
                        piece.step.line,
                        "its script installs among other things and cannot be taken apart",
                    ));
                }
                stage.lines.append(&mut ahead);
            } else {
                if self.first_install.is_some() {
                    stage.lines.append(&mut ahead);
                }
                stage.lines.append(waiting);
            }
            let as_written = has_mounts && piece.units.len() == 1;
            let mut line = match role {
                _ if as_written => kept(piece),
                Role::Install => (self.install)(unit),
                _ => {
                    let count = roles[at..].iter().take_while(|role| matches!(role, Role::Build)).count();
                    (self.build)(&joined(&piece.units[at..at + count]))
                }
            };
            if !as_written {
                line.comments.splice(0..0, std::mem::take(&mut comments));
            }
            stage.lines.push(line);
        }
        push_group(stage, &mut group, &mut comments);
        if flush {
            stage.lines.append(waiting);
        }
        Ok(())
    }
}

fn push_group(stage: &mut StagePlan, group: &mut Vec<&Unit>, comments: &mut Vec<String>) {
    if !group.is_empty() {
        let comments = std::mem::take(comments);
        stage.lines.push(Line { comments, text: run_of(&std::mem::take(group)) });
    }
}

/// Commands that follow one another, as one.
fn joined(units: &[Unit]) -> Unit {
    let text = chain(&units.iter().collect::<Vec<_>>());
    let commands = units.iter().flat_map(|unit| unit.commands.iter().cloned()).collect();
    let at = units.first().map_or(String::new(), |unit| unit.at.clone());
    Unit { text, folder: String::new(), at, commands, simple: units.len() == 1 }
}

/// One RUN of several commands.
pub(super) fn run_of(units: &[&Unit]) -> String {
    format!("RUN {}", chain(units))
}

/// The instruction as it is written.
pub(super) fn kept(piece: &Piece<'_>) -> Line {
    Line { comments: piece.comments.clone(), text: piece.text.clone() }
}

pub(super) fn within(path: &str, folder: &str) -> bool {
    let folder = path::absolute("/", folder);
    folder != "/" && path.strip_prefix(&*folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
