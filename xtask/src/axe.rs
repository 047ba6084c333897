//! Fetches axe-core, which looks for accessibility faults in the built page. Only where npm is there: nothing else
//! needs node, so the check is skipped aloud without it.

use std::path::PathBuf;

use crate::{Outcome, step, tools};

const VERSION: &str = "4.14.1";

/// axe-core's script, or nothing where it cannot be had.
pub fn script() -> Outcome<Option<PathBuf>> {
    let folder = tools::folder()?.join("axe-core").join(VERSION);
    let script = folder.join("node_modules/axe-core/axe.min.js");
    if script.is_file() {
        return Ok(Some(script));
    }
    if tools::find("npm").is_none() {
        eprintln!("[xtask] SKIPPED: the accessibility check by axe-core, since there is no npm to fetch it with");
        return Ok(None);
    }
    let mut npm = tools::command("npm");
    npm.args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"]).arg(&folder);
    let title = format!("set up: axe-core {VERSION}");
    if let Err(message) = step::quiet(&title, npm.arg(format!("axe-core@{VERSION}"))) {
        eprintln!("[xtask] SKIPPED: the accessibility check by axe-core. {message}");
        return Ok(None);
    }
    Ok(Some(script))
}
