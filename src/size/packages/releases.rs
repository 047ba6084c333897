//! A release without an index of its own: what its packages weigh over those of the release that stands in for it.
//! Compilers grew much more over the years than everything else.

use super::apt::Added;
use super::bases::Distribution;
use super::rows;
use crate::bytes::decimal::decimal;

/// release, its packages over the stand-in's, its compilers and their libraries over the stand-in's, source: the middle
/// of layers of published images that install the same names.
const TABLE: &str = include_str!("../../../data/debian-releases.csv");
const COMPILERS: [&str; 11] = [
    "g++-",
    "gcc-",
    "cpp-",
    "libgcc-",
    "libstdc++-",
    "binutils",
    "libbinutils",
    "libc6-dev",
    "libasan",
    "liblsan",
    "libtsan",
];

/// The share that applies to the bytes of these packages together.
pub fn share(distribution: &Distribution, packages: &[Added]) -> f64 {
    let release = match distribution {
        Distribution::Debian(name) | Distribution::Ubuntu(name) => name.as_str(),
        Distribution::Alpine(_) | Distribution::Other(_) => return 1.0,
    };
    let Some(row) = rows::find(TABLE, release) else { return 1.0 };
    let number = |at: usize| decimal(row[at]).unwrap_or(1.0);
    let total: u64 = packages.iter().map(|package| package.bytes).sum();
    let is_compiler = |package: &&Added| COMPILERS.iter().any(|start| package.name.starts_with(start));
    let compilers: u64 = packages.iter().filter(is_compiler).map(|package| package.bytes).sum();
    let part = compilers as f64 / total.max(1) as f64;
    number(1) * (1.0 - part) + number(2) * part
}
