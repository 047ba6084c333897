//! Fetches a package of npm into the tools folder. Only checks of the built page need any, and only where npm is there.

use std::path::PathBuf;

use crate::{Outcome, step, tools};

/// The folder of the package itself, installed once in that very version.
pub fn package(name: &str, version: &str) -> Outcome<PathBuf> {
    let folder = tools::folder()?.join(name).join(version);
    let package = folder.join("node_modules").join(name);
    if package.join("package.json").is_file() {
        return Ok(package);
    }
    if tools::find("npm").is_none() {
        return Err(format!("there is no npm to fetch {name} with: install Node.js"));
    }
    let mut npm = tools::command("npm");
    npm.args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"]).arg(&folder);
    step::quiet(&format!("set up: {name} {version}"), npm.arg(format!("{name}@{version}")))?;
    Ok(package)
}
