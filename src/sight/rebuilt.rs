//! What a change runs again, as the page shows it.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use crate::bytes::Range;
use crate::cache::Outcome;

/// One Dockerfile's rebuild.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RebuildSight {
    /// The change in words; none where nothing changes for this Dockerfile.
    pub title: Option<String>,
    /// Steps that are built at all, and those of them that run again.
    pub steps: usize,
    pub again: usize,
    /// Bytes on disk of the layers that run again, and bytes to pull of those of them that ship.
    pub built: Range,
    pub pushed: Range,
    /// In units of a model, to be compared with another rebuild's.
    pub building: u64,
    pub pushing: u64,
    /// Stage by stage; stages without a step that is built are left out.
    pub dominoes: Vec<Dominoes>,
    /// The first steps, but those that only set configuration.
    pub rows: Vec<Rc<RebuildRow>>,
    pub row_count: usize,
}

/// The steps of one stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dominoes {
    pub stage: usize,
    /// The stage's title.
    pub title: String,
    /// Indexes of steps and what becomes of them.
    pub steps: Vec<(usize, Outcome)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RebuildRow {
    pub stage: usize,
    pub step: usize,
    pub line: usize,
    /// The instruction as written, cut where it is very long.
    pub text: String,
    pub outcome: Outcome,
    /// For `--link`: whether putting its files on what is below is reused too.
    pub merged: Option<bool>,
    pub reason: String,
    /// Likely bytes on disk of its layer, if it makes one.
    pub layer: Option<u64>,
}

impl RebuildSight {
    /// How long it takes, in units of the model.
    pub fn time(&self) -> u64 {
        self.building.saturating_add(self.pushing)
    }
}

/// One time against another, in words that promise no more than the model holds: "about a fifth of the time".
pub fn compared_in_words(time: u64, with: u64) -> String {
    if time == with {
        return "about the same time".into();
    }
    let percent = if with == 0 { u64::MAX } else { time / (with / 100).max(1) };
    if percent < 3 {
        return "next to no time".into();
    }
    if percent >= 350 {
        return "many times the time".into();
    }
    const SHARES: [(u64, &str); 12] = [
        (5, "a twentieth of the time"),
        (10, "a tenth of the time"),
        (20, "a fifth of the time"),
        (25, "a quarter of the time"),
        (33, "a third of the time"),
        (50, "half the time"),
        (67, "two thirds of the time"),
        (75, "three quarters of the time"),
        (100, "the same time"),
        (150, "one and a half times the time"),
        (200, "twice the time"),
        (300, "three times the time"),
    ];
    let nearest = SHARES.iter().min_by_key(|(share, _)| share.abs_diff(percent));
    format!("about {}", nearest.map_or("", |(_, words)| words))
}
