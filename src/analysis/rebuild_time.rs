//! A rebuild as a length of time, by a model: typical work per kind of step and bytes moved, stages side by side where
//! they can be. Its unit means nothing by itself: rebuilds are to be compared with each other, never read in seconds.

use super::{Analysis, rebuilt};
use crate::cache::{Outcome, Rebuild};
use crate::stages::{Action, Giver, Step};

/// How long a rebuild takes, in units of the model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RebuildTime {
    /// The longest chain of steps that wait for each other.
    pub building: u64,
    /// Bringing the new layers to a registry.
    pub pushing: u64,
}

/// What a step costs: for starting, and for each megabyte that it leaves behind.
#[derive(Clone, Copy)]
struct Work {
    start: u64,
    megabyte: u64,
}

// The unit is what copying a megabyte takes. The figures are ratios of the times of 10 builds on an otherwise idle
// machine (BuildKit 73ed6825, 2026-11; projects of tests/accuracy/build-truth.jsonl): a straight line through the steps
// of each kind, rounded. Copies: 23 steps. Packages of a language: 8, which wait for the network whatever they weigh.
// Packages of a distribution: 3. Builds: 7, from `make` to `go build`. A container that did nothing took as long as
// 10 copied megabytes. Builds and rebuilds of more than a second come out at 0.47 to 1.15 of what they took.
const COPY: Work = Work { start: 4, megabyte: 1 };
const LANGUAGE_PACKAGES: Work = Work { start: 250, megabyte: 2 };
const SYSTEM_PACKAGES: Work = Work { start: 80, megabyte: 4 };
const COMPILE: Work = Work { start: 90, megabyte: 20 };
const OTHER: Work = Work { start: 10, megabyte: 4 };
/// Assumed, not measured: a connection of 100 Mbit/s to the registry takes five times as long as copying.
const PUSH: Work = Work { start: 0, megabyte: 5 };

/// How commands of each kind begin; the first that fits decides.
const COMMANDS: [(Work, &[&str]); 3] = [
    (SYSTEM_PACKAGES, &["apt-get ", "apt ", "apk ", "dnf ", "microdnf ", "yum ", "zypper ", "tdnf "]),
    (
        COMPILE,
        &[
            "make",
            "cmake",
            "ninja",
            "gcc",
            "g++",
            "cc ",
            "clang",
            "go build",
            "go install",
            "cargo ",
            "npm run",
            "yarn build",
            "yarn run",
            "pnpm run",
            "pnpm build",
            "npx ",
            "tsc",
            "mvn",
            "./mvnw",
            "gradle",
            "./gradlew",
            "dotnet build",
            "dotnet publish",
            "javac",
            "swift build",
            "mix compile",
            "rustc",
        ],
    ),
    (
        LANGUAGE_PACKAGES,
        &[
            "npm i",
            "npm ci",
            "yarn",
            "pnpm i",
            "pip",
            "python -m pip",
            "python3 -m pip",
            "uv ",
            "poetry ",
            "pipenv ",
            "go mod download",
            "go get",
            "bundle ",
            "gem ",
            "composer ",
            "dotnet restore",
            "mix deps",
        ],
    ),
];

/// A length for what runs again, and for what is pushed then.
pub fn rebuild_time(analysis: &Analysis, rebuild: &Rebuild) -> RebuildTime {
    let graph = &analysis.graph;
    // Outcomes and edges come in the same order, that of the instructions; a stage waits for the one it stands on
    // before its first step.
    let mut edges = graph.edges.iter().peekable();
    // When each stage is done. Stages need only earlier ones.
    let mut done = vec![0u64; graph.stages.len()];
    for outcome in &rebuild.steps {
        let mut ready = done.get(outcome.stage).copied().unwrap_or(0);
        let own = (outcome.stage, outcome.step);
        while let Some(edge) = edges.next_if(|edge| (edge.taker, edge.step) <= own) {
            if let (Giver::Stage(giver), true) = (&edge.giver, (edge.taker, edge.step) == own) {
                ready = ready.max(done.get(*giver).copied().unwrap_or(0));
            }
        }
        if outcome.outcome == Outcome::Again {
            ready = ready.saturating_add(work(analysis, outcome.stage, outcome.step));
        }
        if let Some(done) = done.get_mut(outcome.stage) {
            *done = ready;
        }
    }
    let building = graph.target.and_then(|target| done.get(target)).copied().unwrap_or(0);
    RebuildTime { building, pushing: PUSH.of(rebuilt(analysis, rebuild).pushed.likely) }
}

impl RebuildTime {
    pub fn total(&self) -> u64 {
        self.building.saturating_add(self.pushing)
    }
}

impl Work {
    /// In thousandths of the unit, so that kilobytes still count.
    fn of(self, bytes: u64) -> u64 {
        (self.start * 1000).saturating_add((bytes / 1000).saturating_mul(self.megabyte))
    }
}

fn work(analysis: &Analysis, stage: usize, index: Option<usize>) -> u64 {
    let step = |index: usize| analysis.graph.stages.get(stage)?.steps.get(index);
    let Some((index, step)) = index.and_then(|index| Some((index, step(index)?))) else { return 0 };
    let layer = analysis.sizes.stages.get(stage).and_then(|sizes| sizes.layers.get(index)?.as_ref());
    kind(step).map_or(0, |work| work.of(layer.map_or(0, |layer| layer.weight.disk.range.likely)))
}

/// A script does the work of each kind of command in it, one after the other.
fn kind(step: &Step) -> Option<Work> {
    let script = match &step.action {
        Action::Run(run) => &run.script,
        Action::Copy(_) => return Some(COPY),
        _ => return None,
    };
    let mut found = [false; COMMANDS.len()];
    for command in script.split(['&', ';', '|', '\n', '(']) {
        // Variables for one command stand before it: `CGO_ENABLED=0 go build`.
        let mut rest = command.trim_start_matches(|character: char| character.is_whitespace() || character == '\\');
        while let Some((_, after)) = rest.split_once(' ').filter(|(word, _)| word.contains('=')) {
            rest = after.trim_start();
        }
        let kind = COMMANDS.iter().position(|(_, starts)| starts.iter().any(|start| rest.starts_with(start)));
        if let Some(kind) = kind {
            found[kind] = true;
        }
    }
    let kinds = COMMANDS.iter().zip(found).filter(|(_, found)| *found).map(|((work, _), _)| *work);
    let all =
        kinds.reduce(|one, other| Work { start: one.start + other.start, megabyte: one.megabyte.max(other.megabyte) });
    Some(all.unwrap_or(OTHER))
}
