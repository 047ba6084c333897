//! Fetches axe-core, which looks for accessibility faults in the built page. Nothing else in the tests needs node, so
//! the check is skipped aloud without it.

use std::path::PathBuf;

use crate::npm;

const VERSION: &str = "4.14.1";

/// axe-core's script, or nothing where it cannot be had.
pub fn script() -> Option<PathBuf> {
    match npm::package("axe-core", VERSION) {
        Ok(package) => Some(package.join("axe.min.js")),
        Err(message) => {
            eprintln!("[xtask] SKIPPED: the accessibility check by axe-core. {message}");
            None
        }
    }
}
