//! Build graph to layers: what every step writes, removes and leaves behind, in bytes on disk and pulled, as ranges
//! with their reasons. Runs nothing and asks nobody: facts come from the catalog, the rest is a stated guess.

mod memo;
pub mod packages;
pub mod catalog;
pub(crate) mod tag;
mod content;
mod base_images;
pub(crate) mod path;
mod entries;
mod ledger;
mod filesystem;
mod disk;
mod unknown_paths;
mod rules;
mod stage;
mod run;
mod script;
mod transfer;
mod context_copy;
mod run_step;
mod estimate;
mod files;

pub(crate) use base_images::{BaseImage, look_up, short_name};
pub use catalog::Catalog;
use estimate::Sizing;
pub use estimate::estimate;
pub use files::{FileBytes, StageFiles, Taker, files};
pub use ledger::Gone;

pub use crate::bytes::Weight;
use crate::bytes::{Estimate, Range};

/// The sizes of everything a Dockerfile would build.
#[derive(Clone, Debug)]
pub struct Sizes {
    /// One for each stage of the graph.
    pub stages: Vec<StageSize>,
    /// What the target ships: its base and the layers of its chain.
    pub image: ImageTotals,
    /// For each edge of the graph, the bytes it carries (copies and mounts), or that the taker stands on (FROM).
    pub edges: Vec<Estimate>,
}

#[derive(Clone, Debug)]
pub struct StageSize {
    /// What FROM brings: the external image, or everything of the stage below.
    pub base: Weight,
    /// One for each step of the stage; `None` where it makes no layer.
    pub layers: Vec<Option<Layer>>,
    /// The base and the layers together.
    pub total: Weight,
}

#[derive(Clone, Debug)]
pub struct ImageTotals {
    pub weight: Weight,
    /// Layers of the image: those of the external base (where known, else as if one) and its own.
    pub layers: usize,
    pub own_layers: usize,
    pub history_entries: usize,
    /// Shipped but hidden by a later layer: removed, or written again.
    pub wasted: Estimate,
}

/// What one step adds.
#[derive(Clone, Debug)]
pub struct Layer {
    pub weight: Weight,
    /// What it is made of, largest first.
    pub parts: Vec<Part>,
    /// Bytes of this layer that a later layer of the same chain hides.
    pub wasted: Estimate,
    /// What this layer hides of earlier ones that steps made: removed, or written again.
    pub hides: Vec<Hidden>,
    /// What it is a copy of, where steps of this Dockerfile wrote that.
    pub copies: Vec<Copied>,
}

/// Bytes of an earlier step's layer, as a later one hides them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hidden {
    pub stage: usize,
    pub step: usize,
    pub bytes: Range,
}

/// Likely bytes that another step wrote first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copied {
    pub stage: usize,
    pub step: usize,
    pub bytes: u64,
}

/// One thing a step writes: a package, a folder, a cache left behind.
#[derive(Clone, Debug)]
pub struct Part {
    pub label: String,
    pub path: String,
    pub weight: Weight,
}
