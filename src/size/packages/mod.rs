//! What package managers install, in bytes: names in, packages and an estimate out. Knows nothing of Dockerfiles,
//! shells or layers; the rules that read commands call these functions and decide where the bytes go.

pub mod apk;
pub mod apt;
pub mod bases;
pub mod locks;
pub mod npm;
mod npm_locks;
mod parts;
pub mod pip;
pub mod releases;
mod rows;
pub mod typical;

use std::fmt;
use std::sync::Arc;

use super::memo::Memo;
use crate::bytes::Source;

/// The files of `data/packages/` that are worth fetching only when a Dockerfile needs them.
pub const DEBIAN: &str = "debian.txt";

/// The package indexes at hand. Empty until a file is added; look-ups in a missing index answer `None`.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    apt: Vec<apt::Index>,
    /// What images bring, as far as these indexes were asked.
    bases: Memo<bases::Base>,
}

/// Why a package table was refused: the line and what was wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadTable {
    pub line: usize,
    pub problem: &'static str,
}

impl Tables {
    /// The tables read from the contents of files of `data/packages/`, in any order. Any bytes at all give tables or an error.
    pub fn parse<'a>(files: impl IntoIterator<Item = &'a [u8]>) -> Result<Self, BadTable> {
        let mut tables = Self::default();
        for file in files {
            tables.add(file)?;
        }
        Ok(tables)
    }

    /// One more file; it replaces an older one of the same kind.
    pub fn add(&mut self, file: &[u8]) -> Result<(), BadTable> {
        let text = std::str::from_utf8(file).map_err(|_| BadTable { line: 0, problem: "not UTF-8" })?;
        self.apt = apt::Index::parse(text)?;
        self.bases = Memo::default();
        Ok(())
    }

    /// Whether there is no index at all, so that nothing can be looked up.
    pub fn is_empty(&self) -> bool {
        self.apt.is_empty()
    }

    /// What the image `name:tag` brings (see [`bases::base`]), worked out once.
    pub fn base(&self, name: &str, tag: &str, distribution: &str) -> Arc<bases::Base> {
        let key = [name, tag, distribution].join("\n");
        self.bases.get(&key, || bases::base(self, name, tag, Some(distribution)))
    }

    /// The index that answers for a distribution, and how well: its own release, or a neighbour.
    pub fn apt(&self, distribution: &bases::Distribution) -> Option<(&apt::Index, Source)> {
        let (release, source) = distribution.apt_release()?;
        let index = self.apt.iter().find(|index| index.release == release)?;
        Some((index, source))
    }
}

impl fmt::Display for BadTable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "package table, line {}: {}", self.line, self.problem)
    }
}

impl std::error::Error for BadTable {}
