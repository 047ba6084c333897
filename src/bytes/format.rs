//! Byte counts as people read them: decimal units, no false precision.

use std::cmp::Ordering;

use super::{Estimate, Range, Source};

const UNITS: [&str; 5] = ["B", "kB", "MB", "GB", "TB"];

/// Three significant digits at most: `0 B`, `512 B`, `1.91 GB`, `250 MB`.
pub fn exact(bytes: u64) -> String {
    rounded(bytes, 3)
}

/// Two significant digits at most, for numbers that deserve no more: `1.9 GB`, `250 MB`.
pub fn rough(bytes: u64) -> String {
    rounded(bytes, 2)
}

/// Low to high, the unit said once where both share it: `1.1–2.0 GB`, `900 kB–1.2 MB`.
pub fn range(range: Range) -> String {
    let (low, high) = (rough(range.low), rough(range.high));
    match (low.split_once(' '), high.split_once(' ')) {
        _ if low == high => low,
        (Some((figure, unit)), Some((_, other))) if unit == other => format!("{figure}–{high}"),
        _ => format!("{low}–{high}"),
    }
}

/// An estimate in as many digits as its source deserves.
pub fn estimate(estimate: &Estimate) -> String {
    figure(estimate.range, estimate.source)
}

/// A range in as many digits as its source deserves: a guess is shown as its range.
pub fn figure(bytes: Range, source: Source) -> String {
    match source {
        Source::Guess if bytes.low != bytes.high => range(bytes),
        Source::Guess | Source::Typical => rough(bytes.likely),
        _ => exact(bytes.likely),
    }
}

/// A sum: two digits unless everything in it is known.
pub fn total(estimate: &Estimate) -> String {
    match estimate.source {
        Source::Given | Source::Measured | Source::Index => exact(estimate.range.likely),
        Source::Neighbour | Source::Typical | Source::Guess => rough(estimate.range.likely),
    }
}

/// A change in words: `87 % smaller`.
pub fn change(before: u64, after: u64) -> String {
    let times = after / before.max(1);
    if times >= 3 && before > 0 {
        return format!("{times} times as large");
    }
    match saving(before, after) {
        0 => "about the same".to_owned(),
        share @ 1.. => format!("{share} % smaller"),
        share => format!("{} % larger", -share),
    }
}

/// What became more or less, in three digits with its sign: `−828 MB`, `+1.20 kB`.
pub fn difference(before: u64, after: u64) -> String {
    match before.cmp(&after) {
        Ordering::Less => format!("+{}", exact(after - before)),
        Ordering::Equal => exact(0),
        Ordering::Greater => format!("−{}", exact(before - after)),
    }
}

/// The share of `before` that `after` saves, in whole per cent; negative where it grows.
pub fn saving(before: u64, after: u64) -> i64 {
    if before == 0 {
        return 0;
    }
    let share = 1.0 - after as f64 / before as f64;
    let rounded = (share * 100.0).round() as i64;
    // Something is left of it.
    if after > 0 { rounded.min(99) } else { rounded }
}

/// Integer arithmetic only: printing floats would cost the page more than this function.
fn rounded(bytes: u64, digits: u32) -> String {
    let shown = significant(bytes, digits);
    let mut unit = 0;
    let mut divisor = 1u128;
    while unit + 1 < UNITS.len() && shown >= divisor * 1000 {
        divisor *= 1000;
        unit += 1;
    }
    let whole = shown / divisor;
    let decimals = digits.saturating_sub(whole.max(1).ilog10() + 1).min(if unit == 0 { 0 } else { 2 });
    let places = 10u128.pow(decimals);
    let fraction = shown % divisor * places / divisor;
    if decimals == 0 {
        return format!("{whole} {}", UNITS[unit]);
    }
    format!("{whole}.{fraction:0width$} {}", UNITS[unit], width = decimals as usize)
}

/// The number rounded to so many significant digits.
fn significant(bytes: u64, digits: u32) -> u128 {
    let bytes = u128::from(bytes);
    let length = bytes.max(1).ilog10() + 1;
    if length <= digits {
        return bytes;
    }
    let step = 10u128.pow(length - digits);
    (bytes + step / 2) / step * step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_as_people_write() {
        for (bytes, three, two) in [
            (0, "0 B", "0 B"),
            (999, "999 B", "1.0 kB"),
            (1_000, "1.00 kB", "1.0 kB"),
            (251_000_000, "251 MB", "250 MB"),
            (1_910_000_000, "1.91 GB", "1.9 GB"),
            (999_950_000, "1.00 GB", "1.0 GB"),
            (85_400_000, "85.4 MB", "85 MB"),
            (u64::MAX, "18400000 TB", "18000000 TB"),
        ] {
            assert_eq!((exact(bytes).as_str(), rough(bytes).as_str()), (three, two), "{bytes}");
        }
    }

    #[test]
    fn shares_the_unit_of_a_range() {
        assert_eq!(range(Range::new(1_100_000_000, 1_300_000_000, 2_000_000_000)), "1.1–2.0 GB");
        assert_eq!(range(Range::new(900_000, 1_000_000, 1_200_000)), "900 kB–1.2 MB");
        assert_eq!(range(Range::exact(5_000)), "5.0 kB");
    }

    #[test]
    fn tells_savings_in_whole_per_cent() {
        assert_eq!(saving(1_910_000_000, 251_000_000), 87);
        assert_eq!(saving(100, 150), -50);
        assert_eq!(saving(0, 5), 0);
        assert_eq!([difference(913_000, 85_000), difference(0, 5), difference(7, 7)], ["−828 kB", "+5 B", "0 B"]);
        assert_eq!(change(1_910_000_000, 251_000_000), "87 % smaller");
        assert_eq!(change(100, 120), "20 % larger");
        assert_eq!(change(100, 400), "4 times as large");
        assert_eq!(change(0, 5), "about the same");
    }
}
