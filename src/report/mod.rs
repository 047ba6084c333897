//! An Analysis for the outside: JSON for tools, text for people. Decides nothing, computes nothing.

pub mod json;
pub mod text;
pub mod truth;
