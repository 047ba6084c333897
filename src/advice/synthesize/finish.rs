//! The stage that ships: the author's settings in the author's order, the run-time packages, and what is copied from the
//! stages before in the place of what was built here.

use super::Declined;
use super::before::{Before, Piece};
use super::image::Image;
use super::owners::{is_started, makes_folders, makes_users, needs_program, owner, without_program};
use super::packages::{self, Packages};
use super::plan::{Line, Plan, StagePlan};
use super::role::{Role, role};
use super::script::Unit;
use super::start::{Start, called};
use super::workshop::{kept, run_of, within};
use crate::syntax::Keyword;

/// How the last stage of a stack is made.
pub(super) struct Finish<'s> {
    pub about: &'s str,
    pub image: Image,
    pub role: &'s dyn Fn(&Unit) -> Option<Role>,
    /// Copies that bring the program.
    pub artifacts: Vec<Line>,
    /// Settings of the stage which the author does not have.
    pub settings: Vec<Line>,
    /// Libraries the program needs beside the packages of the author.
    pub libraries: Vec<String>,
    /// Variables that mean something to a build alone.
    pub drop_variables: &'s [&'s str],
    /// Whether a COPY of the author's stays as it is.
    pub keeps: &'s dyn Fn(&Piece<'_>) -> bool,
    /// Whom to run as where the author does not say: the name, and the command that makes the user where it must be made.
    pub user: Option<(&'s str, Option<&'s str>)>,
    /// CMD and ENTRYPOINT where they change.
    pub command: Option<String>,
    pub entrypoint: Option<String>,
    /// What the image can do: with neither a shell nor packages, RUN cannot be.
    pub has_shell: bool,
    /// Whether it is right to leave behind what commands nobody knows have made.
    pub drops_unknown: bool,
    /// Whether the plan knows that the working directory may change between build and end.
    pub moves: bool,
    /// Packages that this stack needs for its build alone, whatever they are elsewhere.
    pub for_build: &'s [&'s str],
}

impl<'s> Finish<'s> {
    /// One that has a shell and changes nothing but what is copied.
    pub(super) fn new(
        about: &'s str,
        image: Image,
        role: &'s dyn Fn(&Unit) -> Option<Role>,
        artifacts: Vec<Line>,
        keeps: &'s dyn Fn(&Piece<'_>) -> bool,
    ) -> Self {
        Self {
            about,
            image,
            role,
            artifacts,
            settings: Vec::new(),
            libraries: Vec::new(),
            drop_variables: &[],
            keeps,
            user: None,
            command: None,
            entrypoint: None,
            has_shell: true,
            drops_unknown: false,
            moves: false,
            for_build: &[],
        }
    }

    /// Starts the program in another way, in the instruction that starts it.
    #[must_use]
    pub(super) fn starting(mut self, start: &Start, line: Option<String>) -> Self {
        if start.keyword == Some(Keyword::Entrypoint) {
            self.entrypoint = line;
        } else {
            self.command = line;
        }
        self
    }

    pub(super) fn stage(self, before: &Before<'_>, plan: &mut Plan) -> Result<StagePlan, Declined> {
        let mut stage = StagePlan::new(self.about, self.image.from(), "");
        let roles: Vec<Vec<Role>> =
            before.pieces.iter().map(|piece| piece.units.iter().map(|unit| role(unit, self.role)).collect()).collect();
        self.check_unknown(before, &roles, plan)?;
        let works = |roles: &[Role]| roles.iter().any(|role| matches!(role, Role::Install | Role::Build));
        let moved =
            |(piece, roles): &(&Piece<'_>, &Vec<Role>)| works(roles) && *piece.step.state.workdir != *before.workdir();
        if let Some((piece, _)) = before.pieces.iter().zip(&roles).find(moved).filter(|_| !self.moves) {
            return Err(Declined::at(piece.step.line, "it builds in another folder than the one it ends in"));
        }
        if before.image.is_pinned() && self.image.written != before.image.written {
            plan.note("The author's base image is pinned by its digest; the image that ships is not. Pin it, too.");
        }
        let mut packages = self.packages(before, &roles, plan)?;
        let is_work = |at: usize, piece: &Piece<'_>| match piece.keyword() {
            Keyword::Copy | Keyword::Add => !(self.keeps)(piece),
            _ => roles[at].iter().any(|role| matches!(role, Role::Install | Role::Build)),
        };
        let place = before.pieces.iter().enumerate().rposition(|(at, piece)| is_work(at, piece)).unwrap_or(0);
        let mut later: Vec<Line> = Vec::new();
        let makes_folders = makes_folders(before);
        stage.lines.extend(self.settings.iter().filter(|line| !line.text.starts_with("RUN")).cloned());
        let owner = owner(before);
        let is_inside = |line: &Line| {
            let to = line.text.split(' ').next_back().unwrap_or("");
            within(&crate::path::absolute(before.workdir(), to), before.workdir())
        };
        let owned = |line: Line| match &owner {
            Some(owner) if line.text.starts_with("COPY ") && !line.text.contains("--chown") && is_inside(&line) => {
                Line { text: format!("COPY --chown={owner} {}", &line.text["COPY ".len()..]), ..line }
            }
            _ => line,
        };
        let mut prepared = false;
        let user = self.user.filter(|_| {
            before.last(Keyword::User).is_none() && before.last(Keyword::Volume).is_none() && !makes_folders
        });
        for (at, piece) in before.pieces.iter().enumerate() {
            if !prepared
                && (at == place
                    || !matches!(
                        piece.keyword(),
                        Keyword::Env
                            | Keyword::Arg
                            | Keyword::Workdir
                            | Keyword::Label
                            | Keyword::Maintainer
                            | Keyword::Shell
                    ))
            {
                prepared = true;
                stage.lines.extend(packages.take().map(Line::new));
                stage.lines.extend(self.settings.iter().filter(|line| line.text.starts_with("RUN")).cloned());
                stage.lines.extend(user.and_then(|(_, make)| make).map(|make| Line::new(format!("RUN {make}"))));
                for (piece, roles) in before.pieces.iter().zip(&roles).filter(|(piece, _)| makes_users(before, piece)) {
                    stage.lines.extend(self.runtime(before, piece, roles)?);
                }
            }
            let is_last = before.last(piece.keyword()).is_some_and(|last| last.step.line == piece.step.line);
            match piece.keyword() {
                Keyword::Env if self.is_of_the_build(piece) => {}
                Keyword::Workdir if self.is_left(before, at) => {}
                Keyword::Env
                | Keyword::Label
                | Keyword::Workdir
                | Keyword::Expose
                | Keyword::Volume
                | Keyword::Stopsignal
                | Keyword::User => {
                    stage.lines.push(kept(piece));
                }
                Keyword::Maintainer => stage.lines.push(maintainer(piece)),
                Keyword::Arg if self.is_used_later(before, piece, at) => stage.lines.push(kept(piece)),
                Keyword::Healthcheck if is_last => stage.lines.push(kept(piece)),
                Keyword::Shell if self.has_shell => stage.lines.push(kept(piece)),
                Keyword::Entrypoint if is_last => stage.lines.push(replaced(piece, self.entrypoint.as_ref())),
                Keyword::Cmd if is_last => {
                    if let (Some(entrypoint), None) = (&self.entrypoint, before.last(Keyword::Entrypoint)) {
                        stage.lines.push(Line::new(entrypoint.clone()));
                    }
                    stage.lines.push(replaced(piece, self.command.as_ref()));
                }
                Keyword::Copy | Keyword::Add if (self.keeps)(piece) => stage.lines.push(kept(piece)),
                Keyword::Run if makes_users(before, piece) => {}
                Keyword::Run if !needs_program(before, piece) => {
                    stage.lines.extend(self.runtime(before, piece, &roles[at])?)
                }
                Keyword::Run => later.extend(self.runtime(before, piece, &roles[at])?),
                _ => {}
            }
            if at == place {
                stage.lines.extend(self.artifacts.iter().cloned().map(owned));
            }
            if at >= place {
                stage.lines.append(&mut later);
            }
        }
        if before.last(Keyword::Cmd).is_none() {
            stage.lines.extend(self.command.clone().map(Line::new));
        }
        self.add_user(user, &mut stage, plan);
        if makes_folders && self.user.is_some() && before.last(Keyword::User).is_none() {
            plan.note("It still runs as root, because it makes folders or volumes that root owns.");
        }
        Ok(stage)
    }

    /// The user right before what is started.
    fn add_user(&self, user: Option<(&str, Option<&str>)>, stage: &mut StagePlan, plan: &mut Plan) {
        let Some((name, _)) = user else { return };
        let starts =
            |line: &Line| ["ENTRYPOINT", "CMD", "HEALTHCHECK", "EXPOSE"].iter().any(|word| line.text.starts_with(word));
        let copies = |line: &Line| ["COPY", "RUN", "ADD"].iter().any(|word| line.text.starts_with(word));
        let from = stage.lines.iter().rposition(copies).map_or(0, |last| last + 1);
        let at = stage.lines[from..].iter().position(starts).map_or(stage.lines.len(), |at| from + at);
        stage.lines.insert(at, Line::new(format!("USER {name}")));
        plan.note(format!("It runs as {name} instead of root: folders it writes to must belong to that user."));
    }

    fn check_unknown(&self, before: &Before<'_>, roles: &[Vec<Role>], plan: &mut Plan) -> Result<(), Declined> {
        for (piece, roles) in before.pieces.iter().zip(roles) {
            for (unit, _) in piece.units.iter().zip(roles).filter(|(_, role)| matches!(role, Role::Unknown)) {
                let text = shortened(&unit.text);
                if !self.drops_unknown {
                    return Err(Declined::at(
                        piece.step.line,
                        format!("nobody can say from here whether the program needs what `{text}` leaves"),
                    ));
                }
                plan.note(format!(
                    "Line {}: what `{text}` leaves stays in the build stage. Copy it too if the program needs it.",
                    piece.step.line
                ));
            }
        }
        Ok(())
    }

    /// The RUN of run-time packages.
    fn packages(&self, before: &Before<'_>, roles: &[Vec<Role>], plan: &mut Plan) -> Result<Option<String>, Declined> {
        let of = |role: &Role| match role {
            Role::Packages(packages) => Some(packages.clone()),
            _ => None,
        };
        let all: Vec<Packages> = roles.iter().flatten().filter_map(of).collect();
        let called = called(before, self.command.as_deref());
        let mut runtime = packages::runtime(&all, &self.image, &called.text, called.opaque);
        if called.opaque && self.image.written != before.image.written {
            plan.note(
                "It starts a script that is not known here: what that calls must be in the image that ships, too.",
            );
        }
        for name in &runtime.unsure {
            plan.note(format!("{name} stays: which part of it the program needs when it runs is not known here."));
        }
        if !runtime.dropped.is_empty() {
            let (names, them) = (listed(&runtime.dropped), if runtime.dropped.len() == 1 { "it" } else { "them" });
            plan.note(format!(
                "Only the build stage has {names} now, because nothing that starts or checks the program calls {them}."
            ));
        }
        runtime.names.retain(|name| !self.for_build.contains(&name.as_str()));
        self.add_called(before, &called.text, &mut runtime.names);
        self.libraries.iter().for_each(|name| packages::add(&mut runtime.names, name));
        if runtime.names.is_empty() {
            return Ok(None);
        }
        if !self.has_shell {
            // Distroless images bring these two.
            runtime.names.retain(|name| !matches!(name.as_str(), "ca-certificates" | "tzdata"));
            return if runtime.names.is_empty() {
                Ok(None)
            } else {
                Err(Declined::new(format!("the program needs {} when it runs", runtime.names.join(", "))))
            };
        }
        let manager = if self.image.is_alpine() { packages::Manager::Apk } else { packages::Manager::Apt };
        if all.iter().any(|packages| packages.manager != manager) {
            return Err(Declined::new("the image that ships has another package manager"));
        }
        Ok(Some(packages::install(manager, &runtime.names)))
    }

    /// Programs that the full image of the build has and a small one has not, where something calls them by name.
    fn add_called(&self, before: &Before<'_>, called: &str, names: &mut Vec<String>) {
        if !self.has_shell || before.image.is_small() {
            return;
        }
        let calls =
            |name: &str| called.split(|at: char| !(at.is_ascii_alphanumeric() || at == '-')).any(|word| word == name);
        let lacking: &[&str] = if self.image.is_alpine() {
            &["bash", "curl", "git"]
        } else if self.image.written == before.image.written {
            &[]
        } else {
            &["curl", "wget", "git"]
        };
        for name in lacking.iter().filter(|name| calls(name)) {
            packages::add(names, name);
            if !self.image.is_alpine() {
                packages::add(names, "ca-certificates");
            }
        }
    }

    /// The commands of a RUN that make the image what it is when it runs.
    fn runtime(&self, before: &Before<'_>, piece: &Piece<'_>, roles: &[Role]) -> Result<Option<Line>, Declined> {
        let is_needed = |unit: &Unit| {
            let paths = unit.operands();
            let is_own =
                |path: &&str| within(&crate::path::absolute(&piece.step.state.workdir, path), before.workdir());
            // WORKDIR makes its folder by itself, and compilers make programs executable.
            let is_made = |path: &&str| within(before.workdir(), path) || path.ends_with("node_modules");
            let comes_along = match unit.program() {
                "mkdir" => paths.iter().all(is_made),
                "chmod" => self.drops_unknown && paths.iter().skip(1).all(is_own) && !is_started(before, unit),
                _ => false,
            };
            !comes_along
        };
        let pairs = piece.units.iter().zip(roles);
        let needed: Vec<Unit> = pairs
            .filter(|(unit, role)| matches!(role, Role::Runtime) && is_needed(unit))
            .filter_map(|(unit, _)| without_program(before, unit))
            .collect();
        let commands: Vec<&Unit> = needed.iter().collect();
        if commands.is_empty() {
            return Ok(None);
        }
        if !self.has_shell {
            return Err(Declined::at(piece.step.line, "the image that ships has no shell to run it"));
        }
        let whole = needed.len() == piece.units.len()
            && needed.iter().zip(&piece.units).all(|(one, other)| one.text == other.text);
        Ok(Some(if whole { kept(piece) } else { Line { comments: Vec::new(), text: run_of(&commands) } }))
    }

    fn is_of_the_build(&self, piece: &Piece<'_>) -> bool {
        let crate::stages::Action::Env(pairs) = &piece.step.action else { return false };
        pairs.iter().all(|(name, _)| self.drop_variables.contains(&name.as_str()))
    }

    /// Whether another WORKDIR follows before anything that ships is put there.
    fn is_left(&self, before: &Before<'_>, at: usize) -> bool {
        let mut rest = before.pieces[at + 1..].iter();
        let next = rest.position(|piece| piece.keyword() == Keyword::Workdir);
        let Some(next) = next.map(|next| at + 1 + next) else { return false };
        let is_absolute = before.pieces[next].text.split_whitespace().nth(1).is_some_and(|path| path.starts_with('/'));
        let stays = |piece: &Piece<'_>| match piece.keyword() {
            Keyword::Copy | Keyword::Add => (self.keeps)(piece),
            Keyword::Run => piece.units.iter().any(|unit| matches!(role(unit, self.role), Role::Runtime)),
            _ => false,
        };
        is_absolute && !before.pieces[at + 1..next].iter().any(stays)
    }

    /// Whether a later instruction that stays uses a build argument.
    fn is_used_later(&self, before: &Before<'_>, piece: &Piece<'_>, at: usize) -> bool {
        let crate::stages::Action::Arg(names) = &piece.step.action else { return false };
        before.pieces[at + 1..].iter().any(|other| {
            let stays = match other.keyword() {
                Keyword::Run => other.units.iter().any(|unit| matches!(role(unit, self.role), Role::Runtime)),
                Keyword::Copy | Keyword::Add => {
                    (self.keeps)(other) || self.artifacts.iter().any(|line| line.text == other.text)
                }
                Keyword::Arg => true,
                Keyword::Env => !self.is_of_the_build(other),
                _ => true,
            };
            let uses =
                |name: &str| other.text.contains(&format!("${name}")) || other.text.contains(&format!("${{{name}"));
            stays && names.iter().any(|(name, _)| uses(name))
        })
    }
}

fn replaced(piece: &Piece<'_>, text: Option<&String>) -> Line {
    match text {
        Some(text) => Line { comments: piece.comments.clone(), text: text.clone() },
        None => kept(piece),
    }
}

/// Names as a sentence lists them.
fn listed(names: &[String]) -> String {
    match names {
        [most @ .., last] if !most.is_empty() => format!("{} and {last}", most.join(", ")),
        names => names.join(""),
    }
}

/// MAINTAINER is deprecated; the label says the same.
fn maintainer(piece: &Piece<'_>) -> Line {
    let name = piece.text.split_once(char::is_whitespace).map_or("", |(_, name)| name.trim()).trim_matches('"');
    let name = name.replace('"', "\\\"");
    Line { comments: piece.comments.clone(), text: format!("LABEL org.opencontainers.image.authors=\"{name}\"") }
}

pub(super) fn shortened(text: &str) -> String {
    if text.chars().count() <= 50 {
        text.to_owned()
    } else {
        format!("{}…", text.chars().take(49).collect::<String>())
    }
}
