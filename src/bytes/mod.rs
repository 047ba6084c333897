//! Byte counts: estimates with their ranges and reasons, how they add up, and how they read.

pub mod decimal;
pub mod format;
pub mod typed;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// The date of the tables that sizes come from.
pub const TABLES: &str = "2026-11-23";

/// Where a number comes from, best first. The order is the order of trust.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Source {
    /// The person said so.
    Given,
    /// A table row of the very thing.
    Measured,
    /// A package index of the very release.
    Index,
    /// Another release or variant of the thing.
    Neighbour,
    /// Depends on inputs the person gave.
    Typical,
    /// Depends on inputs nobody has seen: read the range, not the middle.
    Guess,
}

impl Source {
    /// The word the Analysis uses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Measured => "measured",
            Self::Index => "index",
            Self::Neighbour => "neighbour",
            Self::Typical => "typical",
            Self::Guess => "guess",
        }
    }
}

/// Low, likely and high bytes; low to high is meant to hold the truth in 80 of 100 cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    pub low: u64,
    pub likely: u64,
    pub high: u64,
}

/// A range with where it comes from and why, in one line for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Estimate {
    pub range: Range,
    pub source: Source,
    pub reason: Cow<'static, str>,
}

/// The two sizes of the same thing. On disk: the sum of the file bytes. Pull: gzip-compressed, as registries keep it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weight {
    pub disk: Estimate,
    pub pull: Estimate,
}

/// The weight of either end of an 80 % range in the mean of a skewed distribution, the middle having the rest
/// (Swanson's rule: 30 %, 40 %, 30 %).
const TAIL: f64 = 0.3;

impl Range {
    pub const ZERO: Self = Self::exact(0);

    pub const fn exact(bytes: u64) -> Self {
        Self { low: bytes, likely: bytes, high: bytes }
    }

    /// A range in any order of arguments: likely is kept, low and high are moved to enclose it.
    pub fn new(low: u64, likely: u64, high: u64) -> Self {
        Self { low: low.min(likely), likely, high: high.max(likely) }
    }

    /// `bytes` give or take a share of itself: `within(100, 0.05)` is 95 to 105.
    pub fn within(bytes: u64, share: f64) -> Self {
        Self::spread(bytes, 1.0 / (1.0 + share), 1.0 + share)
    }

    /// `bytes` between `low` and `high` times itself.
    pub fn spread(bytes: u64, low: f64, high: f64) -> Self {
        Self::new(scale(bytes, low), bytes, scale(bytes, high))
    }

    /// Every figure times `factor`.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        Self { low: scale(self.low, factor), likely: scale(self.likely, factor), high: scale(self.high, factor) }
    }

    /// The product with an uncertain factor (given in millionths, so that it too is a range), independent of this range.
    #[must_use]
    pub fn ratio(self, low: f64, likely: f64, high: f64) -> Self {
        let middle = scale(self.likely, likely);
        let side = |own: f64, other: f64| (own.ln().powi(2) + other.ln().powi(2)).sqrt().exp();
        let down = side(quotient(self.likely, self.low), likely / low.max(1e-9));
        let up = side(quotient(self.high, self.likely), high / likely.max(1e-9));
        Self::new(scale(middle, 1.0 / down), middle, scale(middle, up))
    }

    /// The sum of independent ranges. Likely figures add up, so that what a person sees adds up too; the way down and
    /// the way up add in quadrature, as independent deviations do. Where several parts reach further up than down,
    /// their sum's middle lies above the sum of their middles: the way up gets that shift of all but the most skewed
    /// part, so that one part alone keeps its range.
    pub fn sum(ranges: impl IntoIterator<Item = Self>) -> Self {
        let (mut total, mut floor, mut ceiling) = (0u64, 0u64, 0u64);
        let (mut down, mut up) = (0.0f64, 0.0f64);
        let (mut skew, mut most_skewed) = (0.0f64, 0.0f64);
        for range in ranges {
            total = total.saturating_add(range.likely);
            floor = floor.saturating_add(range.low);
            ceiling = ceiling.saturating_add(range.high);
            let (own_down, own_up) =
                (range.likely.saturating_sub(range.low) as f64, range.high.saturating_sub(range.likely) as f64);
            down += own_down * own_down;
            up += own_up * own_up;
            let own_skew = (TAIL * (own_up - own_down)).max(0.0);
            skew += own_skew;
            most_skewed = most_skewed.max(own_skew);
        }
        let low = total.saturating_sub(down.sqrt().round() as u64);
        let high = total.saturating_add((up.sqrt() + skew - most_skewed).round() as u64);
        Self::new(low.max(floor), total, high.min(ceiling))
    }

    /// What is left when `other`, a part of this, is taken away.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        let likely = self.likely.saturating_sub(other.likely);
        Self::new(self.low.saturating_sub(other.high), likely, self.high.saturating_sub(other.low))
    }
}

impl Estimate {
    pub fn new(range: Range, source: Source, reason: impl Into<Cow<'static, str>>) -> Self {
        Self { range, source, reason: reason.into() }
    }
}

fn scale(bytes: u64, factor: f64) -> u64 {
    (bytes as f64 * factor).round().max(0.0) as u64
}

fn quotient(upper: u64, lower: u64) -> f64 {
    upper.max(1) as f64 / lower.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_narrower_than_their_parts_and_likely_figures_add_up() {
        let parts = [Range::new(20, 100, 400); 4];
        let sum = Range::sum(parts);
        assert_eq!(sum.likely, 400);
        assert!(sum.low > 80 && sum.low < 400, "{sum:?}");
        assert!(sum.high > 400 && sum.high < 1600, "{sum:?}");
    }

    #[test]
    fn one_part_alone_keeps_its_range_however_wide() {
        let wide = Range::new(10_000, 700_000, 20_000_000);
        assert_eq!(Range::sum([wide, Range::ZERO]), wide);
    }

    #[test]
    fn exact_parts_give_an_exact_sum() {
        assert_eq!(Range::sum([Range::exact(1), Range::exact(2)]), Range::exact(3));
        assert_eq!(Range::sum([]), Range::ZERO);
    }

    #[test]
    fn a_small_unknown_does_not_blur_a_large_known() {
        let sum = Range::sum([Range::within(900_000_000, 0.01), Range::new(0, 1_000_000, 5_000_000)]);
        assert!(sum.high - sum.low < 30_000_000, "{sum:?}");
    }

    #[test]
    fn ratios_keep_the_order_of_the_figures() {
        let pulled = Range::new(80, 100, 130).ratio(0.2, 0.25, 0.35);
        assert!(pulled.low < 25 && pulled.likely == 25 && pulled.high > 32, "{pulled:?}");
    }
}
