//! Alpine packages: names in, what `apk add` brings on top of the bare image. The table knows each package's closure as
//! a total; dependencies between its rows are known where they are large, so small shared libraries may count twice.

use std::collections::BTreeSet;

use super::apt::{Added, largest_first};
use super::bases::Distribution;
use super::parts::{Columns, Part, gather};
use super::typical::typical;
use crate::bytes::{Estimate, Range, Source};
use crate::order;

/// package, bytes beside what it needs, the same as archives, needs, class, source.
const TABLE: &str = include_str!("../../../data/alpine-packages.csv");
const COLUMNS: Columns = Columns { numbers: 2, class: 4 };

/// The release whose index the table was made from.
const RELEASE: &str = "3.22";

/// apk's own database, written anew by every run: about 97 kB of published layers that add one tiny package
/// (`su-exec`, `tar`), and twice that unpacked.
const RECORDS: Range = Range { low: 120_000, likely: 200_000, high: 320_000 };
const RECORDS_ARCHIVED: Range = Range { low: 70_000, likely: 95_000, high: 120_000 };
/// The same on the bare image, to which each package adds: 8 to 10 kB of layers that add one.
const BARE_RECORDS: Range = Range { low: 18_000, likely: 24_000, high: 90_000 };
const BARE_RECORDS_ARCHIVED: Range = Range { low: 6_500, likely: 8_000, high: 30_000 };
const RECORD: u64 = 4_000;
const RECORD_ARCHIVED: u64 = 1_500;

/// What was added by name so far. The bare image is empty here: its own packages cost nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Installed {
    world: BTreeSet<String>,
    /// The names behind each `--virtual` name, sorted by it.
    groups: Vec<(String, Vec<String>)>,
    /// The image is more than the bare one, so that apk's records are of more packages than those here.
    pub crowded: bool,
}

/// What one `apk add` brings.
#[derive(Clone, Debug)]
pub struct Installation {
    /// The rows of the table that were not there before, largest first.
    pub packages: Vec<Added>,
    pub unknown: Vec<String>,
    pub disk: Estimate,
    /// Their archives: what a pull of the layer comes to, and what a kept cache holds.
    pub archives: Estimate,
}

/// More names than this of one stage are not remembered, which no real stage has: a stage hands its names on to those
/// built on it, and thousands of both would multiply.
const REMEMBERED: usize = 200;

/// Adds packages, under a group's name if they were added with `--virtual`.
pub fn add(
    installed: &mut Installed,
    names: &[&str],
    group: Option<&str>,
    distribution: &Distribution,
) -> Installation {
    let names: Vec<&str> = names.iter().filter_map(|text| package_name(text)).collect();
    let before = sorted_names(&closure(installed));
    let parts =
        gather(TABLE, &COLUMNS, &names, |name| before.binary_search(&name).is_ok() || installed.world.contains(name));
    let room = REMEMBERED.saturating_sub(installed.world.len() + installed.groups.len());
    let owned = names.iter().take(room).map(|name| (*name).to_owned());
    match group {
        Some(group) => {
            let group = group.trim_start_matches('.');
            match group_at(installed, group) {
                Ok(at) => installed.groups[at].1.extend(owned),
                Err(at) => installed.groups.insert(at, (group.to_owned(), owned.collect())),
            }
        }
        None => installed.world.extend(owned),
    }
    weigh(installed, &parts.known, parts.unknown, distribution)
}

/// Removes packages or groups, and what nothing else needs any more; the bytes of their files.
pub fn del(installed: &mut Installed, names: &[&str]) -> (Vec<Added>, u64) {
    let before = closure(installed);
    for name in names {
        installed.world.remove(*name);
        if let Ok(at) = group_at(installed, name.trim_start_matches('.')) {
            installed.groups.remove(at);
        }
    }
    let after = sorted_names(&closure(installed));
    let gone: Vec<Part> = before.into_iter().filter(|part| after.binary_search(&part.name).is_err()).collect();
    let packages = added(&gone);
    let bytes = packages.iter().map(|package| package.bytes).sum();
    (packages, bytes)
}

/// The libraries behind the development packages that are there: what `apk add $runDeps` brings when official images
/// look up what they have built needs. Of those without a row a name that has none, so that each counts as unknown.
pub fn libraries(installed: &Installed, distribution: &Distribution) -> Vec<&'static str> {
    let grouped = installed.groups.iter().flat_map(|(_, names)| names);
    let names: Vec<&str> = installed.world.iter().chain(grouped).map(String::as_str).collect();
    let names: Vec<&str> =
        names.into_iter().filter(|name| name.ends_with("-dev") && !NO_LIBRARIES.contains(name)).collect();
    let parts = gather(TABLE, &COLUMNS, &names, |_| false).known;
    let is_library = |name: &&str| !name.ends_with("-dev") && !TOOLS.iter().any(|tool| name.starts_with(tool));
    let mut libraries: Vec<&str> = parts.iter().map(|part| part.name).filter(is_library).collect();
    // Until 3.15 ICU's library held the data of all languages.
    let old =
        matches!(distribution, Distribution::Alpine(version) if OLD_ICU.iter().any(|old| version.starts_with(old)));
    if old && libraries.contains(&"icu-libs") {
        libraries.push("icu-data-full");
    }
    libraries
}

const NO_LIBRARIES: [&str; 5] = ["libc-dev", "musl-dev", "linux-headers", "python3-dev", "perl-dev"];
/// What development packages need beside libraries.
const TOOLS: [&str; 12] =
    ["gcc", "g++", "clang", "llvm", "make", "perl", "python", "openssl", "binutils", "bash", "file", "build-base"];
const OLD_ICU: [&str; 14] =
    ["3.2", "3.3", "3.4", "3.5", "3.6", "3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14", "3.15"];

/// Where a group is, or would have to be.
fn group_at(installed: &Installed, name: &str) -> Result<usize, usize> {
    installed.groups.binary_search_by(|(group, _)| group.as_str().cmp(name))
}

fn sorted_names(parts: &[Part]) -> Vec<&'static str> {
    let mut names: Vec<&str> = parts.iter().map(|part| part.name).collect();
    order::sort(&mut names);
    names
}

/// Every row of the table that is installed.
fn closure(installed: &Installed) -> Vec<Part> {
    let grouped = installed.groups.iter().flat_map(|(_, names)| names);
    let names: Vec<&str> = installed.world.iter().chain(grouped).map(String::as_str).collect();
    gather(TABLE, &COLUMNS, &names, |_| false).known
}

fn weigh(installed: &Installed, parts: &[Part], unknown: Vec<String>, distribution: &Distribution) -> Installation {
    let same_release = matches!(distribution, Distribution::Alpine(version) if version.starts_with(RELEASE));
    let mut class = Source::Index;
    let (mut disk, mut archives) = (Vec::new(), Vec::new());
    if !parts.is_empty() {
        let more = |range: Range, each: u64| {
            let more = each * parts.len() as u64;
            Range::new(range.low + more / 2, range.likely + more, range.high + 2 * more)
        };
        disk.push(if installed.crowded { RECORDS } else { more(BARE_RECORDS, RECORD) });
        archives.push(if installed.crowded { RECORDS_ARCHIVED } else { more(BARE_RECORDS_ARCHIVED, RECORD_ARCHIVED) });
    }
    for part in parts.iter().filter(|part| part.class != "base") {
        // Shares measured on the 300 packages most named: main of the same release, of another, and community.
        let (low, high) = match (part.class, same_release) {
            ("index", true) => (0.95, 1.05),
            ("index", false) => (0.78, 1.28),
            _ => (0.5, 1.6),
        };
        if part.class != "index" || !same_release {
            class = Source::Neighbour;
        }
        disk.push(Range::spread(part.numbers[0], low, high));
        archives.push(Range::spread(part.numbers[1], low, high));
    }
    let guess = typical("apk-unknown").map_or(Range::ZERO, |estimate| estimate.range);
    // Drift between releases moves all packages together: the ranges add up end to end.
    let total = |ranges: Vec<Range>, guess: Range| {
        let known = ranges.iter().fold(Range::ZERO, |sum, range| {
            Range::new(sum.low + range.low, sum.likely + range.likely, sum.high + range.high)
        });
        let known = std::iter::once(known).filter(|known| known.likely > 0);
        Range::sum(known.chain(unknown.iter().map(|_| guess)))
    };
    let class = if unknown.is_empty() { class } else { Source::Guess };
    let reason = format!("Alpine packages by the index of {RELEASE}: {} rows, {} unknown", parts.len(), unknown.len());
    let disk = Estimate::new(total(disk, guess), class, reason);
    let archives = Estimate::new(total(archives, guess.times(0.37)), class, "archives of the same packages");
    Installation { packages: added(parts), unknown, disk, archives }
}

fn added(parts: &[Part]) -> Vec<Added> {
    let mut packages: Vec<Added> = parts
        .iter()
        .filter(|part| part.class != "base")
        .map(|part| Added {
            name: part.name.to_owned(),
            bytes: part.numbers[0],
            source: if part.class == "index" { Source::Index } else { Source::Neighbour },
        })
        .collect();
    largest_first(&mut packages);
    packages
}

/// `git=2.45-r0`, `git~2.45`, `git>2`, `git@edge` are `git`; `!git` asks for nothing.
fn package_name(text: &str) -> Option<&str> {
    let end = text.find(['=', '~', '<', '>', '@']).unwrap_or(text.len());
    let name = &text[..end];
    (!name.is_empty() && !name.starts_with(['-', '!', '$', '/', '.'])).then_some(name)
}
