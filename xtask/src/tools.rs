//! The folder in which the repository keeps its own tools, and the versions it wants of them.

use std::env;
use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Outcome;
use crate::step;

/// The newest Trunk that Rust 1.95 compiles.
pub const TRUNK: &str = "0.21.14";

/// The tools folder: `.tools` in the repository, or wherever `DRYDOCK_TOOLS` says, so that clones can share one.
pub fn folder() -> Outcome<PathBuf> {
    let named = env::var_os("DRYDOCK_TOOLS").map_or_else(|| PathBuf::from(".tools"), PathBuf::from);
    fs::create_dir_all(named.join("bin")).map_err(|error| format!("{}: {error}", named.display()))?;
    named.canonicalize().map_err(|error| format!("{}: {error}", named.display()))
}

/// `program`, looked for in the tools folder first, as will be what it runs itself.
pub fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    // Trunk 0.21 takes the usual NO_COLOR=1 for a wrong argument and stops.
    command.env_remove("NO_COLOR");
    if let Some(path) = search_path() {
        command.env("PATH", path);
    }
    command
}

/// Where `program` is, in the tools folder or on PATH.
pub fn find(program: &str) -> Option<PathBuf> {
    let file = format!("{program}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&search_path()?).map(|folder| folder.join(&file)).find(|candidate| candidate.is_file())
}

/// Whether `program` says it has exactly this version.
pub fn is_version(program: &str, version: &str) -> bool {
    let says = step::answer(command(program).arg("--version")).unwrap_or_default();
    says.split_whitespace().nth(1) == Some(version)
}

/// The version of wasm-bindgen that the page is built with; its command must have the very same.
pub fn wasm_bindgen_version() -> Outcome<String> {
    let lock = fs::read_to_string("Cargo.lock").map_err(|error| format!("Cargo.lock: {error}"))?;
    let mut lines = lock.lines().skip_while(|line| *line != "name = \"wasm-bindgen\"");
    let version = lines.nth(1).and_then(|line| line.strip_prefix("version = \"")?.strip_suffix('"'));
    version.map(str::to_string).ok_or_else(|| "Cargo.lock does not name wasm-bindgen".to_string())
}

/// Held while something is installed, so that two runs sharing the folder do not build the same tool at once.
pub fn lock(folder: &Path) -> Outcome<File> {
    let path = folder.join("lock");
    let file = File::create(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    if file.try_lock().is_err() {
        eprintln!("[xtask] waiting for another set-up in {}", folder.display());
        file.lock().map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(file)
}

fn search_path() -> Option<OsString> {
    let own = folder().ok()?.join("bin");
    let inherited = env::var_os("PATH").unwrap_or_default();
    env::join_paths([own].into_iter().chain(env::split_paths(&inherited))).ok()
}
