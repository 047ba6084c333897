//! What becomes of the stages of a build graph: which ship with the target, which are only built, which not even that.

use serde::{Deserialize, Serialize};

use super::{BuildGraph, chain};

/// What becomes of a stage's bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// Part of the image: the target and the stages it stands on.
    Shipped,
    /// Run by the build, then left behind.
    Discarded,
    /// The target does not need it: the build never runs it.
    Never,
}

impl Role {
    /// As pictures and stylesheets call it.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Shipped => "shipped",
            Self::Discarded => "discarded",
            Self::Never => "never",
        }
    }

    pub const fn words(self) -> &'static str {
        match self {
            Self::Shipped => "ships",
            Self::Discarded => "built, not shipped",
            Self::Never => "never built",
        }
    }
}

/// The stages that ship, the lowest first; none where there is no target.
pub fn shipped(graph: &BuildGraph) -> Vec<usize> {
    graph.target.map(|target| chain(graph, target)).unwrap_or_default()
}

/// The role of each stage.
pub fn roles(graph: &BuildGraph) -> Vec<Role> {
    let unshipped = |reachable: bool| if reachable { Role::Discarded } else { Role::Never };
    let mut roles: Vec<Role> = graph.stages.iter().map(|stage| unshipped(stage.reachable)).collect();
    for stage in shipped(graph) {
        roles[stage] = Role::Shipped;
    }
    roles
}
