//! What becomes of a stage's bytes: the roles that colours, words and legends of all views share.

use crate::stages::{Base, BuildGraph};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Part of the image.
    Shipped,
    /// Run by the build, then left behind.
    Discarded,
    /// The target does not need it: the build never runs it.
    Never,
}

impl Role {
    /// The suffix of its style classes.
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

/// The role of each stage: the target and the stages it stands on ship.
pub fn roles(graph: &BuildGraph) -> Vec<Role> {
    let unshipped = |reachable: bool| if reachable { Role::Discarded } else { Role::Never };
    let mut roles: Vec<Role> = graph.stages.iter().map(|stage| unshipped(stage.reachable)).collect();
    for stage in shipped_chain(graph) {
        roles[stage] = Role::Shipped;
    }
    roles
}

/// The target and what it stands on by FROM, the lowest first. A base is always an earlier stage, so the walk ends.
pub fn shipped_chain(graph: &BuildGraph) -> Vec<usize> {
    let mut chain = Vec::new();
    let mut next = graph.target.filter(|target| *target < graph.stages.len());
    while let Some(stage) = next {
        chain.push(stage);
        next = match graph.stages[stage].base {
            Base::Stage(base) if base < stage => Some(base),
            _ => None,
        };
    }
    chain.reverse();
    chain
}

/// How a stage is called where it has no name.
pub fn stage_name(graph: &BuildGraph, stage: usize) -> String {
    match graph.stages.get(stage).and_then(|stage| stage.name.clone()) {
        Some(name) => name,
        None if graph.stages.len() == 1 => "the only stage".to_owned(),
        None => format!("stage {stage}"),
    }
}
