//! Drydock: a dry run for Dockerfiles.
//!
//! The modules stand in the order in which data flows; each may use only those above it.

pub mod order;
pub mod path;
pub mod text;
pub mod bytes;
pub mod scenario;
pub mod syntax;
pub mod context;
pub mod stages;
pub mod checks;
pub mod size;
pub mod cache;
pub mod advice;
pub mod analysis;
pub mod truth;
pub mod report;
pub mod sight;
pub mod state;
#[cfg(feature = "ui")]
pub mod ui;
