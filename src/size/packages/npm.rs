//! Node packages: what npm, yarn and pnpm put into node_modules, from names or a package.json. Lock files are read
//! next door.

use serde_json::Value;

use super::apt::{Added, largest_first};
use super::rows;
use super::typical::{share, typical};
use crate::bytes::{Estimate, Range, Source};

pub use super::npm_locks::from_lock;

/// package, own bytes, node_modules after installing it alone, npm's cache after that, packages, what its install
/// script downloads, source.
pub(super) const TABLE: &str = include_str!("../../../data/npm-packages.csv");

/// What one install brings into node_modules.
#[derive(Clone, Debug)]
pub struct Installation {
    /// The packages the table knows, with their closures, largest first.
    pub packages: Vec<Added>,
    pub unknown: Vec<String>,
    pub disk: Estimate,
}

/// Packages named on a command line: `npm install -g`, `yarn add`, `pnpm add`. Any `@version` is ignored.
pub fn install(names: &[&str]) -> Installation {
    let mut packages: Vec<Added> = Vec::new();
    let (mut unknown, mut ranges) = (Vec::new(), Vec::new());
    for name in names.iter().map(|text| package_name(text)).filter(|name| !name.is_empty()) {
        match closure(name) {
            Some(bytes) if packages.iter().all(|package| package.name != name) => {
                ranges.push(Range::within(bytes, 0.15));
                packages.push(Added { name: name.to_owned(), bytes, source: Source::Measured });
            }
            Some(_) => {}
            None => {
                ranges.extend(typical("npm-global").map(|estimate| estimate.range));
                unknown.push(name.to_owned());
            }
        }
    }
    largest_first(&mut packages);
    let class = if unknown.is_empty() { Source::Measured } else { Source::Guess };
    let reason = format!("{} packages of the table, {} not in it", packages.len(), unknown.len());
    Installation { packages, unknown, disk: Estimate::new(Range::sum(ranges), class, reason) }
}

/// What a package.json asks for, with or without development dependencies. `None` if it is not one.
pub fn from_package_json(text: &str, development: bool) -> Option<Installation> {
    let manifest: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
    let manifest = manifest.as_object()?;
    let sections: &[&str] = if development {
        &["dependencies", "devDependencies", "optionalDependencies"]
    } else {
        &["dependencies", "optionalDependencies"]
    };
    let (mut packages, mut unknown): (Vec<Added>, Vec<String>) = (Vec::new(), Vec::new());
    for name in sections.iter().filter_map(|section| manifest.get(*section)?.as_object()).flat_map(|names| names.keys())
    {
        match closure(name) {
            Some(bytes) => packages.push(Added { name: name.clone(), bytes, source: Source::Typical }),
            None => unknown.push(name.clone()),
        }
    }
    largest_first(&mut packages);
    // Fitted to 15 project trees (`npm-trees` in data/sources.csv): shared dependencies make the whole less than the
    // sum of the closures; packages that only bring types weigh next to nothing.
    let closures: u64 = packages.iter().map(|package| package.bytes).sum();
    let others = unknown.iter().filter(|name| !name.starts_with("@types/")).count() as u64;
    let likely = closures / 10 * 9 + 2_000_000 * others;
    let reason = format!("package.json: {} dependencies in the table, {} not", packages.len(), unknown.len());
    let disk = Estimate::new(Range::spread(likely, 0.75, 2.0), Source::Typical, reason);
    Some(Installation { packages, unknown, disk })
}

/// What an unseen package.json brings.
pub fn unseen(development: bool) -> Estimate {
    let key = if development { "npm-install" } else { "npm-install-prod" };
    typical(key).unwrap_or(Estimate::new(Range::ZERO, Source::Guess, ""))
}

/// How npm came to know what to install: decides what its cache keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// A lock file: only archives are fetched.
    Locked,
    /// No lock file: the descriptions of all candidates are fetched too.
    Unlocked { development: bool },
}

/// What stays in npm's cache after installing `node_modules`.
pub fn cache(node_modules: Range, resolution: Resolution) -> Estimate {
    let of = |key: &str| share(key).map_or(Range::ZERO, |share| share.of(node_modules));
    let range = match resolution {
        Resolution::Locked => of("npm-cache-ci"),
        Resolution::Unlocked { development: true } => of("npm-cache-install"),
        // The descriptions weigh the same whatever is left out; a small tree cannot have many.
        Resolution::Unlocked { development: false } if node_modules.likely < 12_000_000 => of("npm-cache-install"),
        Resolution::Unlocked { development: false } => {
            typical("npm-cache-install-prod").map_or(Range::ZERO, |estimate| estimate.range)
        }
    };
    Estimate::new(range, Source::Typical, "what npm keeps in its cache")
}

/// `@scope/name@1.2` is `@scope/name`; paths, archives and addresses have no name.
fn package_name(text: &str) -> &str {
    let text = text.trim_matches(['"', '\'']);
    if text.starts_with(['-', '.', '/', '$']) || text.contains("://") || text.ends_with(".tgz") {
        return "";
    }
    let scope = usize::from(text.starts_with('@'));
    text[scope..].find('@').map_or(text, |at| &text[..at + scope])
}

/// node_modules after installing the package alone, and what its install script downloads beside.
fn closure(name: &str) -> Option<u64> {
    let row = rows::find(TABLE, name)?;
    Some(row[2].parse::<u64>().ok()? + row[5].parse().unwrap_or(0))
}
