//! An Analysis, or two of them side by side, for the outside: JSON for tools; text, Markdown, Mermaid and a picture for
//! people. Decides nothing, computes nothing, and trusts no text: each form escapes what it takes from a Dockerfile.

pub mod card;
mod compared;
pub mod json;
pub mod leans;
pub mod markdown;
pub mod mermaid;
pub mod text;
pub mod truth;

pub use compared::Compared;
