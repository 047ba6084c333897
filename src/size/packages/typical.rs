//! Sizes of what cannot be looked up, by key: what a tool usually leaves behind when nobody shows its inputs. Facts
//! only; which key fits which command is decided elsewhere.

use super::rows;
use crate::bytes::decimal::decimal;
use crate::bytes::{Estimate, Range, Source};

const TYPICAL: &str = include_str!("../../../data/typical.csv");

/// An uncertain factor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    pub low: f64,
    pub likely: f64,
    pub high: f64,
}

/// The bytes in the table's row of that key; `None` for a key that is not there or is a share.
pub fn typical(key: &str) -> Option<Estimate> {
    let row = rows::find(TYPICAL, key)?;
    if row[1] != "bytes" {
        return None;
    }
    let share = share_of(&row[2..5]);
    let range = Range::new(share.low as u64, share.likely as u64, share.high as u64);
    let source = if row[5] == "typical" { Source::Typical } else { Source::Guess };
    Some(Estimate::new(range, source, row[6]))
}

/// The share in the table's row of that key, such as a cache over what was installed.
pub fn share(key: &str) -> Option<Share> {
    let row = rows::find(TYPICAL, key)?;
    (row[1] == "share").then(|| share_of(&row[2..5]))
}

impl Share {
    /// This share of a range that is independent of it.
    pub fn of(self, range: Range) -> Range {
        range.ratio(self.low, self.likely, self.high)
    }
}

fn share_of(fields: &[&str]) -> Share {
    let number = |at: usize| fields.get(at).and_then(|field| decimal(field)).unwrap_or(0.0);
    Share { low: number(0), likely: number(1), high: number(2) }
}
