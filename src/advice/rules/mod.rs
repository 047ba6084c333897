//! One file for each rule: `pub const RULE` with its name, and `pub fn look`, which adds what it finds.

pub mod package_lists_kept;
mod words;
