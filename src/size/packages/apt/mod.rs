//! Debian packages: an index of one release, the set installed so far, and what installing or removing names does to
//! it. Follows apt's own choices (first alternative, recommends of new packages only) but never weighs versions.

mod foreign;
mod install;
mod kin;
mod parse;
mod ratio;
mod remove;
mod runtime;
mod weigh;

use std::sync::{Arc, OnceLock};

use crate::bytes::Source;

pub use install::{Added, Installation, Options, install};
pub use ratio::ratio;
pub use remove::{Removal, autoremove, remove};
pub use runtime::libraries;
pub(super) use weigh::largest_first;
pub use weigh::{BUILD_DEP, UPDATE_ARCHIVES, lists};

/// The packages of one release that Dockerfiles use, with all that they pull in.
#[derive(Clone, Debug)]
pub struct Index {
    /// The release's code name, such as `bookworm`.
    pub release: String,
    /// The day the distribution's lists were read.
    pub date: String,
    /// What `apt-get update` leaves in /var/lib/apt/lists.
    pub lists_bytes: u64,
    names: Arc<Names>,
    packages: Vec<Package>,
    edges: Vec<Edge>,
    aliases: Vec<(String, u32)>,
    /// Its packages in the order of their names' letters, for look-ups of other versions.
    by_letters: OnceLock<Vec<u32>>,
}

/// The sorted names of all releases' packages, one after the other; a package's id is its place among them.
#[derive(Debug, Default)]
struct Names {
    text: String,
    ends: Vec<u32>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Package {
    /// The release has it; another release of the same table may not.
    present: bool,
    edges_end: u32,
    slim: u64,
    full: u64,
    /// Byte code that installing writes beside the package's Python files.
    byte_code: u64,
    measured: bool,
    base: bool,
    asks_questions: bool,
    /// Part of the base and updated since the release: an image built before the update has the older version.
    updated: bool,
    /// It recommends packages that the table leaves out.
    recommends_more: bool,
}

/// One way to satisfy one dependency. Alternatives of the same dependency follow each other.
#[derive(Clone, Copy, Debug)]
struct Edge {
    package: u32,
    recommended: bool,
    /// The next edge is another way to satisfy the same dependency.
    or_next: bool,
}

/// Which packages are there: a set to carry from line to line and from stage to stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Installed {
    present: Vec<u64>,
    /// Asked for by name, or part of the base: autoremove leaves these alone.
    wanted: Vec<u64>,
    /// The image keeps documentation, manual pages and translations out (`debian:*-slim`, `ubuntu`).
    pub docs_excluded: bool,
    /// Packages of other repositories that are there.
    foreign: Vec<&'static str>,
    /// NodeSource's repository was added: its `nodejs` comes before Debian's.
    pub has_nodesource: bool,
    /// How well the index fits the image: `Index` for the same release, else `Neighbour`.
    pub fit: Source,
}

impl Index {
    /// The package of that name, or the one that stands for it (a virtual or renamed package).
    fn find(&self, name: &str) -> Option<u32> {
        let exact = binary_search(self.packages.len(), |at| self.name(at as u32).cmp(name));
        exact.filter(|id| self.packages[*id as usize].present).or_else(|| {
            let at = self.aliases.binary_search_by(|alias| alias.0.as_str().cmp(name)).ok()?;
            Some(self.aliases[at].1)
        })
    }

    pub fn contains(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    fn name(&self, id: u32) -> &str {
        let end = self.names.ends[id as usize] as usize;
        let start = if id == 0 { 0 } else { self.names.ends[id as usize - 1] as usize };
        &self.names.text[start..end]
    }

    fn edges(&self, id: u32) -> &[Edge] {
        let end = self.packages[id as usize].edges_end as usize;
        let start = if id == 0 { 0 } else { self.packages[id as usize - 1].edges_end as usize };
        &self.edges[start..end]
    }

    fn len(&self) -> u32 {
        self.packages.len() as u32
    }
}

impl Installed {
    /// The bare distribution image: its required packages and apt.
    pub fn bare(index: &Index, docs_excluded: bool, fit: Source) -> Self {
        let words = vec![0; index.packages.len().div_ceil(64)];
        let (foreign, has_nodesource) = (Vec::new(), false);
        let mut installed = Self { present: words.clone(), wanted: words, docs_excluded, foreign, has_nodesource, fit };
        for (id, _) in (0..index.len()).zip(&index.packages).filter(|(_, package)| package.base) {
            insert(&mut installed.present, id);
            insert(&mut installed.wanted, id);
        }
        installed
    }

    pub fn has(&self, index: &Index, name: &str) -> bool {
        index.find(name).is_some_and(|id| self.contains(id))
    }

    /// Marks packages that are there as asked for by name, so that autoremove leaves them alone.
    pub fn keep(&mut self, index: &Index, names: &[String]) {
        for id in names.iter().filter_map(|name| index.find(name).or_else(|| index.kin(name))) {
            if self.contains(id) {
                insert(&mut self.wanted, id);
            }
        }
    }

    pub fn len(&self) -> usize {
        self.present.iter().map(|word| word.count_ones() as usize).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.present.iter().all(|word| *word == 0)
    }

    fn contains(&self, id: u32) -> bool {
        bit(&self.present, id)
    }
}

fn bit(words: &[u64], id: u32) -> bool {
    words.get(id as usize / 64).is_some_and(|word| word >> (id % 64) & 1 == 1)
}

fn insert(words: &mut [u64], id: u32) {
    if let Some(word) = words.get_mut(id as usize / 64) {
        *word |= 1 << (id % 64);
    }
}

fn clear(words: &mut [u64], id: u32) {
    if let Some(word) = words.get_mut(id as usize / 64) {
        *word &= !(1 << (id % 64));
    }
}

fn binary_search(len: usize, mut compare: impl FnMut(usize) -> std::cmp::Ordering) -> Option<u32> {
    let (mut low, mut high) = (0, len);
    while low < high {
        let middle = low + (high - low) / 2;
        match compare(middle) {
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
            std::cmp::Ordering::Equal => return Some(middle as u32),
        }
    }
    None
}
