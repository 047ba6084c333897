//! What packages weigh: their files, the byte code and the records that dpkg and debconf keep, as one estimate.

use super::super::typical::typical;
use super::foreign::Foreign;
use super::{Added, Index, Installation, Installed};
use crate::bytes::{Estimate, Range, Source};
use crate::order;

/// Fixed part of what one apt run writes beside the packages: dpkg's status, the linker cache, logs. The constants of
/// this file are fitted to real installs on Debian 12 (`tests/accuracy/debian-installs.csv`).
const RECORDS: u64 = 960_000;
/// The same for each new package: its file list, scripts and stanza.
const RECORDS_PER_PACKAGE: u64 = 18_000;
/// debconf rewrites its whole template store once a package brings questions of its own.
const QUESTIONS: u64 = 800_000;
/// dpkg rewrites the stanzas of what was there before, and keeps the file's last state: about 1.1 KB each, twice.
const RECORDS_PER_OLD_PACKAGE: u64 = 2_200;
/// Packages of the image on which the constants above were measured.
const OLD_PACKAGES_MEASURED: u64 = 88;

/// `apt-get build-dep` of an unnamed source: from a handful of small libraries to a desktop's worth of headers.
pub const BUILD_DEP: Range = Range { low: 150_000_000, likely: 400_000_000, high: 900_000_000 };
/// What /var/cache/apt/archives keeps over the installed bytes where no hook empties it: Debian's .debs are about a quarter.
pub const UPDATE_ARCHIVES: (f64, f64, f64) = (0.2, 0.26, 0.33);

/// What `apt-get update` leaves in /var/lib/apt/lists.
pub fn lists(index: &Index, fit: Source) -> Estimate {
    let share = if fit == Source::Index { 0.06 } else { 0.6 };
    let range = Range::within(index.lists_bytes, share);
    Estimate::new(range, fit, format!("package lists of {}, {}", index.release, index.date))
}

/// How the install was asked for.
pub(super) struct Choices {
    pub recommends: bool,
    /// Another release or version was named.
    pub pinned: bool,
}

/// What an install brings, sorted out but not yet weighed.
pub(super) struct New<'a> {
    pub ids: &'a [u32],
    pub foreign: Vec<Foreign>,
    pub unknown: Vec<String>,
    pub already: Vec<String>,
}

pub(super) fn installation(index: &Index, installed: &Installed, new: New<'_>, choices: Choices) -> Installation {
    let mut packages = packages(index, installed, new.ids);
    let records = records(index, installed, new.ids);
    let known: u64 = packages.iter().map(|package| package.bytes).sum();
    let measured = packages.iter().filter(|package| package.source == Source::Measured).map(|package| package.bytes);
    let measured: u64 = measured.sum();
    let mut source = if installed.fit == Source::Guess {
        Source::Guess
    } else if choices.pinned || installed.fit == Source::Neighbour {
        Source::Neighbour
    } else if measured * 10 >= known * 9 {
        Source::Measured
    } else {
        Source::Index
    };
    let total = known + records;
    let index_share = (known - measured) as f64 / known.max(1) as f64;
    let range = own_range(index, installed, &new, Total { bytes: total, index_share }, source, &choices);
    let unknown = typical("apt-unknown").map_or(Range::ZERO, |estimate| estimate.range);
    let guesses = new.unknown.iter().map(|_| unknown);
    let elsewhere = new.foreign.iter().map(|foreign| foreign.range);
    let disk = Range::sum([range].into_iter().filter(|range| range.high > 0).chain(elsewhere).chain(guesses));
    if !new.foreign.is_empty() {
        source = source.max(Source::Typical);
    }
    if !new.unknown.is_empty() {
        source = Source::Guess;
    }
    let reason = reason(index, new.ids.len() + new.foreign.len(), new.unknown.len());
    packages.extend(new.foreign.iter().map(|foreign| Added {
        name: foreign.name.to_owned(),
        bytes: foreign.range.likely,
        source: Source::Typical,
    }));
    largest_first(&mut packages);
    let disk = Estimate::new(disk, source, reason);
    Installation { packages, unknown: new.unknown, already: new.already, records, disk }
}

/// The index's own packages with the records about them, and how much of it rests on index sizes.
struct Total {
    bytes: u64,
    index_share: f64,
}

fn own_range(
    index: &Index,
    installed: &Installed,
    new: &New<'_>,
    total: Total,
    source: Source,
    choices: &Choices,
) -> Range {
    if new.ids.is_empty() {
        return Range::ZERO;
    }
    let Total { bytes: total, index_share } = total;
    // Shares of an 80 % range: measured contents and index sizes against real installs on Debian 12; another release
    // against the same names resolved in both and published layers of older releases.
    let (low, high) = match source {
        Source::Neighbour => (0.58, 1.4),
        // An unknown image may have most of it already.
        Source::Guess => (0.1, 1.4),
        Source::Measured => (0.988, 1.015),
        _ => (0.988 - 0.1 * index_share, 1.015 + 0.1 * index_share),
    };
    // A package whose recommendations the table leaves out may bring half as much again.
    let more = choices.recommends && new.ids.iter().any(|&id| index.packages[id as usize].recommends_more);
    let range = Range::spread(total, low, if more { high + 0.5 } else { high });
    let high = range.high.max(total + FINEST) + upgrades(index, installed, new.ids);
    Range::new(range.low.min(total.saturating_sub(FINEST)), total, high)
}

/// What new packages may make newer in an older base: those that ask for the very version of an updated base package.
fn upgrades(index: &Index, installed: &Installed, new: &[u32]) -> u64 {
    let needed = new.iter().flat_map(|&id| index.edges(id)).map(|edge| edge.package);
    let mut upgraded: Vec<u32> = needed.filter(|&id| index.packages[id as usize].updated).collect();
    order::sort(&mut upgraded);
    upgraded.dedup();
    packages(index, installed, &upgraded).iter().map(|package| package.bytes).sum()
}

/// No install is known to better than this: logs and caches vary from run to run.
const FINEST: u64 = 100_000;

pub(super) fn packages(index: &Index, installed: &Installed, ids: &[u32]) -> Vec<Added> {
    let mut packages: Vec<Added> = ids
        .iter()
        .map(|&id| {
            let package = &index.packages[id as usize];
            let files = if installed.docs_excluded { package.slim } else { package.full };
            let source = if package.measured { Source::Measured } else { Source::Index };
            Added { name: index.name(id).to_owned(), bytes: files + package.byte_code, source }
        })
        .collect();
    largest_first(&mut packages);
    packages
}

/// Largest first, as people read them; by name where alike.
pub(in super::super) fn largest_first(packages: &mut Vec<Added>) {
    order::sort_by(packages, |one, other| other.bytes.cmp(&one.bytes).then_with(|| one.name.cmp(&other.name)));
}

fn records(index: &Index, installed: &Installed, new: &[u32]) -> u64 {
    if new.is_empty() {
        return 0;
    }
    let questions = new.iter().any(|&id| index.packages[id as usize].asks_questions);
    let old = (installed.len().saturating_sub(new.len()) as u64).saturating_sub(OLD_PACKAGES_MEASURED);
    let questions = if questions { QUESTIONS } else { 0 };
    RECORDS + questions + RECORDS_PER_PACKAGE * new.len() as u64 + RECORDS_PER_OLD_PACKAGE * old
}

fn reason(index: &Index, new: usize, unknown: usize) -> String {
    let packages = if new == 1 { "package" } else { "packages" };
    let mut reason = format!("{new} new {packages}, {} index of {}", index.release, index.date);
    if unknown > 0 {
        reason.push_str(&format!("; {unknown} unknown"));
    }
    reason
}
