//! The sizes that a link was made with, so that whoever opens it by newer tables sees both.

use super::Measure;
use crate::bytes::format;

/// The likely bytes of one image, in three significant digits: as many as anybody reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    disk: u64,
    pull: u64,
}

/// Those of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Totals {
    pub before: Total,
    pub after: Option<Total>,
}

impl Total {
    pub fn new(disk: u64, pull: u64) -> Self {
        Self { disk: rounded(disk), pull: rounded(pull) }
    }

    pub const fn of(self, measure: Measure) -> u64 {
        match measure {
            Measure::Disk => self.disk,
            Measure::Pull => self.pull,
        }
    }
}

impl Totals {
    /// The sizes in a few words: `1.91 GB → 251 MB`.
    pub fn words(self, measure: Measure) -> String {
        let amount = |total: Total| format::exact(total.of(measure));
        match self.after {
            Some(after) => format!("{} → {}", amount(self.before), amount(after)),
            None => amount(self.before),
        }
    }
}

/// What to say of an opened link whose tables are not those of today: what it showed then, and what it shows now.
/// Nothing where both are the same.
pub fn then_and_now(tables: &str, then: Option<Totals>, now: Totals, measure: Measure, today: &str) -> Option<String> {
    if tables == today {
        return None;
    }
    let Some(then) = then else {
        return Some(format!("This link was made with the size tables of {tables}: its sizes may have been others."));
    };
    let (then, now) = (then.words(measure), now.words(measure));
    Some(if then == now {
        format!("This link was made with the size tables of {tables}. By those of {today} the sizes are the same.")
    } else {
        format!(
            "This link was made with the size tables of {tables}, by which it was {then}. By those of {today} it is {now}."
        )
    })
}

fn rounded(bytes: u64) -> u64 {
    let step = 10u64.pow(bytes.max(1).ilog10().saturating_sub(2));
    (bytes.saturating_add(step / 2) / step).saturating_mul(step)
}
