//! The build graph: stages, what they stand on, and the arrows between them.

use std::collections::HashSet;

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::{Platform, Scope, State, Step};
use crate::text::Diagnostic;

/// The stages of a Dockerfile and how they need each other.
#[derive(Clone, Debug, Default)]
pub struct BuildGraph {
    /// In file order.
    pub stages: Vec<Stage>,
    /// In the order of the instructions that make them.
    pub edges: Vec<Edge>,
    /// The stage that is built: index into `stages`.
    pub target: Option<usize>,
    /// Errors found here: bad bases, names, copies from later stages, cycles, failing `${X:?}` …
    /// BuildKit stops at the first.
    pub errors: Vec<Diagnostic>,
    /// Where it finds that first one.
    pub first_error_in: Option<Phase>,
    pub platform: Platform,
    /// What FROM lines see.
    pub globals: Scope,
    /// What they would see without any build argument; none where a default is in error.
    pub default_globals: Option<Scope>,
}

/// What BuildKit does one after the other to make the graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Evaluating the ARGs before the first FROM.
    Globals,
    /// Expanding FROM lines.
    From,
    /// Looking up the target, copies and mounts, and images.
    Graph,
    /// Expanding the instructions of the stages the target needs.
    Steps,
}

/// One stage: from its FROM to the next.
#[derive(Clone, Debug)]
pub struct Stage {
    pub index: usize,
    /// Lower-cased, as BuildKit keeps it.
    pub name: Option<String>,
    /// Index of the FROM in `Dockerfile::instructions`, and its line.
    pub from_instruction: usize,
    pub from_line: usize,
    pub base: Base,
    pub platform: Platform,
    /// ONBUILD triggers of a base stage first (marked so), then the stage's own instructions after FROM.
    pub steps: Vec<Step>,
    /// Whether the target needs it, itself included.
    pub reachable: bool,
    /// The build's state after the last step: what a stage FROM this one, or the image, begins with.
    pub end: State,
    /// What a container of this stage runs: ENTRYPOINT and CMD, shell forms wrapped in their shell.
    pub entrypoint: Option<Rc<[String]>>,
    pub command: Option<Rc<[String]>>,
    /// How the FROM line's variables expanded, for the checks.
    pub from: FromLine,
}

/// What a stage is built on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Base {
    Scratch,
    /// An external image: as written after expansion, and normalised (`docker.io/library/node:lts`).
    Image {
        written: String,
        normalized: String,
    },
    /// An earlier stage, by index.
    Stage(usize),
    /// The FROM line is in error; what was written is kept for the page.
    Unknown(String),
}

/// How the variables of a FROM line expanded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FromLine {
    /// The image after expansion, where it could be expanded.
    pub image: Option<String>,
    /// Names the image uses that have no value, each once.
    pub image_undefined: Vec<String>,
    /// `--platform` after expansion.
    pub platform: Option<String>,
    pub platform_undefined: Vec<String>,
    /// Names the platform uses that have a value.
    pub platform_defined: Vec<String>,
}

/// `from` needs `to`'s result: an arrow of the graph, drawn from the stage or image that gives to the one that takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The giving stage or image.
    pub giver: Giver,
    /// The taking stage, by index.
    pub taker: usize,
    pub kind: EdgeKind,
    pub line: usize,
    /// For copies and mounts: index into the taker's `steps`.
    pub step: Option<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Giver {
    Stage(usize),
    /// Normalised image name.
    Image(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum EdgeKind {
    From,
    Copy,
    Mount,
}

impl Stage {
    /// The name errors and BuildKit's output use: `stage-2` for the third stage when it has none.
    pub fn display_name(&self) -> String {
        self.name.clone().unwrap_or_else(|| format!("stage-{}", self.index))
    }
}

impl BuildGraph {
    /// The key of a layer in `Scenario::overrides`: by the stage's name where it has one, so that it survives stages put
    /// before.
    pub fn layer_key(&self, stage: usize, step: usize) -> String {
        match self.stages.get(stage).and_then(|stage| stage.name.as_ref()) {
            Some(name) => format!("{name}/{step}"),
            None => format!("{stage}/{step}"),
        }
    }

    /// The images a build of the target fetches, as written, each once, in the order in which they are named.
    pub fn external_images(&self) -> Vec<&str> {
        let mut images = Vec::new();
        let mut seen = HashSet::new();
        for stage in self.stages.iter().filter(|stage| stage.reachable) {
            let base = match &stage.base {
                Base::Image { written, .. } => Some(written.as_str()),
                _ => None,
            };
            let taken = stage.steps.iter().flat_map(|step| step.action.images());
            images.extend(base.into_iter().chain(taken).filter(|image| seen.insert(*image)));
        }
        images
    }
}
