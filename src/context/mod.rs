//! The build context as far as the person described it: files and folders with their bytes, what `.dockerignore`
//! keeps out, and what a COPY takes. Reads no disk: every path comes from the Scenario.

mod condense;
mod glob;
mod ignore;
mod path;
mod select;

use std::collections::BTreeMap;

pub use condense::{Condensed, condense};
pub use glob::Glob;
pub use ignore::{Ignore, IgnoreError};
pub use path::clean;
pub use select::{Selection, Sources, Taken};

use crate::scenario::Scenario;

/// What is known of the build context.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// Bytes of single files, by their path from the context's root.
    files: BTreeMap<String, u64>,
    /// Bytes of whole folders, without the final `/`; the empty path is the context itself.
    folders: BTreeMap<String, u64>,
    pub ignore: Ignore,
    /// What is wrong with `.dockerignore`; a build fails then.
    pub ignore_errors: Vec<IgnoreError>,
}

impl Context {
    /// The context a Scenario describes. Its `dockerignore` is the file that counts: `<name>.dockerignore` beside a
    /// Dockerfile of that name where there is one, else `.dockerignore` at the root. A manifest whose text is given counts with its length, unless its size is
    /// given too.
    pub fn new(scenario: &Scenario) -> Self {
        let mut context = Self::default();
        for (written, text) in &scenario.manifests {
            context.files.insert(path::inside(written), text.len() as u64);
        }
        for (written, bytes) in &scenario.context {
            let path = path::inside(written);
            if written.ends_with('/') || path.is_empty() {
                context.folders.insert(path, *bytes);
            } else {
                context.files.insert(path, *bytes);
            }
        }
        (context.ignore, context.ignore_errors) = Ignore::parse(scenario.dockerignore.as_deref().unwrap_or(""));
        context
    }

    /// Whether nothing is known of it.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.folders.is_empty()
    }

    /// The known files with their bytes, by path.
    pub fn files(&self) -> impl Iterator<Item = (&str, u64)> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), *bytes))
    }
}
