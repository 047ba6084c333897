//! `cargo xtask accuracy`: how far off the sizes are, against the truth files of the repository.

use std::process::Command;

use crate::{Outcome, step};

/// The tests print their tables whether or not they pass, one after the other.
pub fn report() -> Outcome {
    let mut command = Command::new("cargo");
    command.args(["test", "--quiet", "--no-default-features", "--test", "native", "--"]);
    command.args(["accuracy", "real_installs", "--nocapture", "--test-threads=1"]);
    step::loud("sizes against real builds, installs and published layers", &mut command)
}
