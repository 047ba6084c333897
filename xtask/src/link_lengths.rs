//! `cargo xtask link-lengths`: how long links are, against the forms that other playgrounds use.

use std::process::Command;

use crate::{Outcome, step};

/// The test prints its table whether or not it passes.
pub fn report() -> Outcome {
    let mut command = Command::new("cargo");
    command.args(["test", "--quiet", "--no-default-features", "--test", "native", "--"]);
    command.args(["links_are_shorter", "--nocapture"]);
    step::loud("links against what others make of the same state", &mut command)
}
