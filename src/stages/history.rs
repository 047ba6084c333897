//! The history a stage's image would have above its external base.

use super::{Base, BuildGraph};

/// The history entries above the external base image.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// Entries that come with a layer.
    pub own_layers: usize,
    /// All entries.
    pub history_entries: usize,
    /// Stage and step of each entry, the oldest first.
    pub entries: Vec<(usize, usize)>,
}

/// The history of a stage's image, through the stages it is FROM.
pub fn history(graph: &BuildGraph, stage: usize) -> History {
    let mut history = History::default();
    for stage in chain(graph, stage) {
        for (at, step) in graph.stages[stage].steps.iter().enumerate() {
            if step.history.is_some() {
                history.entries.push((stage, at));
                history.own_layers += usize::from(step.layer);
            }
        }
    }
    history.history_entries = history.entries.len();
    history
}

/// A stage and the stages it is FROM, the lowest first.
pub fn chain(graph: &BuildGraph, stage: usize) -> Vec<usize> {
    let mut chain = Vec::new();
    let mut next = Some(stage);
    // A stage is always above the one it is FROM, so this ends.
    while let Some(stage) = next.and_then(|index| graph.stages.get(index)) {
        chain.push(stage.index);
        next = match stage.base {
            Base::Stage(below) => Some(below),
            _ => None,
        };
    }
    chain.reverse();
    chain
}
