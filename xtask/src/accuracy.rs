//! `cargo xtask accuracy`: how far off the sizes are, against the truth files of the repository, as README shows it.

use std::process::{Command, Stdio};

use crate::{Outcome, step};

/// The tests print the table's rows whether or not they pass, one test after the other.
pub fn report() -> Outcome {
    let started = step::begin("sizes against real builds, installs and published layers");
    let mut command = Command::new("cargo");
    command.args(["test", "--quiet", "--no-default-features", "--test", "native", "--"]);
    command.args(["accuracy::", "packages::real_installs", "--nocapture", "--test-threads=1"]);
    let output = command.stderr(Stdio::inherit()).output().map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout);
    println!("| measured against | rows | inside low…high | median error | 90th percentile |\n|---|--:|--:|--:|--:|");
    text.lines().filter(|line| line.starts_with("| ")).for_each(|line| println!("{line}"));
    if !output.status.success() {
        return Err(format!("sizes are further off than they were:\n{text}"));
    }
    step::end("sizes against real builds, installs and published layers", started);
    Ok(())
}
