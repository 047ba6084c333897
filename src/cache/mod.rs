//! A build graph, what the builder remembers and a change to the steps that are reused, run again or not built, each
//! with its reason, by BuildKit's rules. Runs nothing: what a command makes of files is worked out where it is simple
//! and assumed to depend on all it could see where it is not. Knows no sizes and no times.

mod digest;
mod path;
mod tree;
mod select;
mod build;
mod change;
mod pick;
mod environment;
mod definition;
mod world;
mod run;
mod solve;
mod reason;
mod everyday;
mod scenarios;

pub use build::{Build, Entry, EntryKind, Moved, NoCache};
pub use change::Change;
pub use everyday::{everyday, picked};
pub use pick::{Cache, Pick};
pub use scenarios::scenario;
pub use tree::Content;

use serde::{Deserialize, Serialize};

use self::world::World;

/// What a change makes of the next build.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rebuild {
    /// Stage by stage, FROM first; triggers of ONBUILD among the steps.
    pub steps: Vec<StepOutcome>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepOutcome {
    /// Index into the graph's stages.
    pub stage: usize,
    /// Index into the stage's steps; `None` for its FROM.
    pub step: Option<usize>,
    pub line: usize,
    /// Added by an ONBUILD of the base stage.
    pub triggered: bool,
    pub outcome: Outcome,
    /// For `--link`: whether putting its files on what is below is reused too. `outcome` tells of the files alone.
    pub merged: Option<bool>,
    /// For people, in a few words.
    pub reason: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    Reused,
    Again,
    /// The target does not need it, or the build fails before it.
    NotBuilt,
    /// Configuration, or `FROM stage`: nothing is built for it.
    Configuration,
    /// `FROM image`.
    Base,
}

/// Builds `first`, applies the change, builds again, and tells of the second build step by step. The error is a
/// change that cannot be applied.
pub fn rebuild(first: &Build, change: &Change, cache: Cache) -> Result<Rebuild, String> {
    let builds = change.builds(first)?;
    let mut world = World::default();
    let Some((last, before)) = builds.split_last() else { return Err("the change has no build".into()) };
    // The first build worked, or nobody would ask about the next: where a command of it seems to fail, the simulation
    // is wrong about that command and says nothing of failures.
    let works = !solve::solve(first, &mut world, false).failed;
    if cache == Cache::Cold {
        world = World::default();
    } else {
        for build in before {
            solve::solve(build, &mut world, works);
        }
    }
    Ok(Rebuild { steps: solve::solve(last, &mut world, works).steps })
}

/// The Scenario after a change, to show its Dockerfile.
pub fn changed(first: &Build, change: &Change) -> Result<Build, String> {
    change.builds(first)?.pop().ok_or_else(|| "the change has no build".into())
}
