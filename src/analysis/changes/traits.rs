//! A step to what it can be told by in another Dockerfile: its exact text, the things it does, the kind of thing it does.

use std::collections::HashSet;

use crate::advice::{Ask, Manager, call, commands, packages};
use crate::path::absolute;
use crate::stages::{Action, CopySource, Step};
use crate::syntax::shell::Command;

/// What a step can be told by.
#[derive(Clone, Debug, Default)]
pub(super) struct Traits {
    /// Equal for two steps that say the same.
    pub exact: String,
    /// The single things it does: a package it installs, a script it runs, a path it takes.
    pub deeds: Vec<String>,
    /// What it does beside that: package lists, folders, removals.
    pub minor: Vec<String>,
    /// What two steps of other words may have in common.
    pub family: Option<Family>,
    /// What it takes from the build context, as absolute paths.
    pub sources: Vec<String>,
}

/// Installing system packages, or what one ecosystem's tools install or build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Family {
    System,
    Project(Ecosystem),
    Named(Ecosystem),
    Build(Ecosystem),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Ecosystem {
    Node,
    Python,
    Ruby,
    Rust,
    Php,
    Dotnet,
    Go,
    Java,
}

/// A step of more deeds than this is told by the first ones.
const MOST_DEEDS: usize = 64;
/// Of one deed, in bytes: longer ones begin alike or are others.
const LONGEST: usize = 200;

pub(super) fn traits(step: &Step) -> Traits {
    let mut traits = match &step.action {
        Action::Run(run) => {
            let commands = commands(step, run);
            let family = commands.iter().filter_map(family).min_by_key(|family| family.rank());
            let mut deeds: Vec<String> = commands.iter().flat_map(deeds).take(MOST_DEEDS).collect();
            if commands.is_empty() {
                deeds.push(folded(&run.script));
            }
            let minor = commands.iter().filter(|command| is_minor(command)).map(plain).take(MOST_DEEDS).collect();
            // Bytes below a mount are in no layer, so that the same script with another mount is another step.
            let mounts = run.mounts.iter().filter_map(|mount| mount.target.as_deref()).collect::<Vec<_>>().join(" ");
            let exact = format!("RUN {mounts} {}", folded(&run.script));
            Traits { exact, deeds, minor, family, sources: Vec::new() }
        }
        Action::Copy(copy) => {
            let to = copy.destination.trim_end_matches(['/', '.']);
            let from = match &copy.from {
                CopySource::Context => String::new(),
                CopySource::Stage(_) => "stage".to_owned(),
                CopySource::Image { normalized, .. } => normalized.clone(),
            };
            let paths = || copy.sources.iter().take(MOST_DEEDS).map(|source| absolute("/", source));
            let files = || copy.inline_files.iter().take(MOST_DEEDS).map(|(name, _)| name.clone());
            let named: Vec<String> = paths().chain(files()).collect();
            Traits {
                exact: format!("COPY {from} {} {to}", named.join(" ")),
                deeds: named.iter().map(|name| format!("take {from} {name}")).collect(),
                minor: Vec::new(),
                family: None,
                sources: if copy.from == CopySource::Context { paths().collect() } else { Vec::new() },
            }
        }
        Action::Workdir { path } => Traits { exact: format!("WORKDIR {path}"), ..Traits::default() },
        _ => Traits::default(),
    };
    for deeds in [&mut traits.deeds, &mut traits.minor] {
        deeds.iter_mut().for_each(|deed| cut(deed, LONGEST));
        let mut known = HashSet::new();
        deeds.retain(|deed| known.insert(deed.clone()));
    }
    traits
}

/// The command of a RUN that people would name it by.
pub(super) fn main_command(step: &Step) -> Option<String> {
    let Action::Run(run) = &step.action else { return None };
    let commands = commands(step, run);
    let known = commands.iter().filter_map(|command| Some((family(command)?.rank(), command)));
    let main = known.min_by_key(|(rank, _)| *rank).map(|(_, command)| command);
    let main = main.or_else(|| commands.iter().find(|command| !is_minor(command)))?;
    Some(main.words.join(" "))
}

impl Family {
    /// What weighs most in an image goes first.
    const fn rank(self) -> u8 {
        match self {
            Self::Project(_) => 0,
            Self::System => 1,
            Self::Named(_) => 2,
            Self::Build(_) => 3,
        }
    }

    /// Whether all that do this do the same: they install what the project's manifests say.
    pub const fn is_by_manifest(self) -> bool {
        matches!(self, Self::Project(_))
    }
}

fn family(command: &Command) -> Option<Family> {
    let (manager, ask) = call(command)?;
    let ecosystem = match manager {
        Manager::Apk | Manager::Apt | Manager::Rpm => return (ask == Ask::Named).then_some(Family::System),
        Manager::Bun | Manager::Npm | Manager::Pnpm | Manager::Yarn => Ecosystem::Node,
        Manager::Pip | Manager::Pipenv | Manager::Poetry | Manager::Uv => Ecosystem::Python,
        Manager::Bundler => Ecosystem::Ruby,
        Manager::Cargo => Ecosystem::Rust,
        Manager::Composer => Ecosystem::Php,
        Manager::Dotnet => Ecosystem::Dotnet,
        Manager::Go => Ecosystem::Go,
        Manager::Gradle | Manager::Maven => Ecosystem::Java,
    };
    match ask {
        Ask::Project => Some(Family::Project(ecosystem)),
        Ask::Named => Some(Family::Named(ecosystem)),
        Ask::Build => Some(Family::Build(ecosystem)),
        Ask::Clean => None,
    }
}

fn deeds(command: &Command) -> Vec<String> {
    match family(command) {
        Some(Family::Project(ecosystem)) => vec![format!("install {ecosystem:?}")],
        Some(Family::System) => packages(command).into_iter().map(|name| format!("package {name}")).collect(),
        Some(Family::Named(ecosystem)) => {
            packages(command).into_iter().map(|name| format!("package of {ecosystem:?} {name}")).collect()
        }
        Some(Family::Build(_)) => vec![plain(command)],
        None if is_minor(command) => Vec::new(),
        None => vec![plain(command)],
    }
}

/// What stands in scripts beside what they are about.
fn is_minor(command: &Command) -> bool {
    let updates = matches!(command.program(), "apt-get" | "apt" | "apk" | "yum" | "dnf" | "npm" | "pip" | "yarn");
    let is_helper = matches!(
        command.program(),
        "" | "cd" | "set" | "echo" | "true" | ":" | "rm" | "mkdir" | "export" | "test" | "["
    );
    is_helper || (updates && call(command).is_none_or(|(_, ask)| ask == Ask::Clean))
}

/// A command without its options, which people change more often than what it is about.
fn plain(command: &Command) -> String {
    let words = command.words.iter().enumerate();
    let kept = words.filter(|(at, word)| *at == 0 || !word.starts_with('-')).map(|(_, word)| word.as_str());
    kept.collect::<Vec<_>>().join(" ")
}

/// Blanks and continuations folded.
fn folded(script: &str) -> String {
    let mut text = String::with_capacity(script.len());
    for word in script.split_whitespace().filter(|word| *word != "\\") {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
    text
}

fn cut(text: &mut String, most: usize) {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
}
