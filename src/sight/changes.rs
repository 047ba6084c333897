//! What changed between two Dockerfiles, as the page draws it: each change with its bytes and lines, and the runs of
//! lines that both texts share or not. The texts themselves the page has.

use serde::{Deserialize, Serialize};

use super::seen::Lines;
use super::{Ask, Question, whole};
use crate::analysis::{self, Analysis, Change, Spot};
use crate::bytes::{Range, Weight};
use crate::scenario::Scenario;

/// Where the difference of two images comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangesQuestion {
    #[serde(with = "whole")]
    pub before: Scenario,
    #[serde(with = "whole")]
    pub after: Scenario,
}

/// The likely bytes of the changes are exactly the difference of those of the images.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangesSight {
    /// Both images.
    pub before: Weight,
    pub after: Weight,
    /// The base first, then what saves most.
    pub changes: Vec<ChangeSight>,
    /// The first runs of lines, in order.
    pub hunks: Vec<HunkSight>,
    /// Lines of Before and After that stand in none of these.
    pub lines_left: (usize, usize),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeSight {
    /// Instructions and names stand between grave accents.
    pub words: String,
    pub detail: String,
    pub disk: EffectSight,
    pub pull: EffectSight,
    /// Where it stands, what matters most first.
    pub before: Vec<SpotSight>,
    pub after: Vec<SpotSight>,
}

/// What of the image these steps made before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EffectSight {
    pub before: Range,
    pub after: Range,
}

/// A step, or the FROM of a stage, with its lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpotSight {
    pub stage: usize,
    pub step: Option<usize>,
    pub lines: Lines,
}

/// A run of lines: the first on either side, from 0, and how many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HunkSight {
    pub before: (usize, usize),
    pub after: (usize, usize),
    pub is_same: bool,
    /// The changes whose instructions stand in it, by their index.
    pub changes: Vec<usize>,
}

/// More runs of lines than this nobody reads.
const MOST_HUNKS: usize = 400;

impl Question for ChangesQuestion {
    type Answer = ChangesSight;

    fn ask(&self) -> Ask {
        Ask::Changes(Box::new(self.clone()))
    }
}

pub(super) fn changes(question: &ChangesQuestion, before: &Analysis, after: &Analysis) -> ChangesSight {
    let changes = analysis::changes(before, after);
    let texts = [question.before.dockerfile.as_str(), question.after.dockerfile.as_str()];
    let all = analysis::hunks(texts, [before, after], &changes);
    let shown = &all[..all.len().min(MOST_HUNKS)];
    let left = |side: fn(&analysis::Hunk) -> &std::ops::Range<usize>| {
        all[shown.len()..].iter().map(|hunk| side(hunk).len()).sum()
    };
    let hunk = |hunk: &analysis::Hunk| HunkSight {
        before: (hunk.before.start, hunk.before.len()),
        after: (hunk.after.start, hunk.after.len()),
        is_same: hunk.is_same,
        changes: hunk.changes.clone(),
    };
    ChangesSight {
        before: before.sizes.image.weight.clone(),
        after: after.sizes.image.weight.clone(),
        hunks: shown.iter().map(hunk).collect(),
        lines_left: (left(|hunk| &hunk.before), left(|hunk| &hunk.after)),
        changes: changes.into_iter().map(|change| sight(change, before, after)).collect(),
    }
}

fn sight(change: Change, before: &Analysis, after: &Analysis) -> ChangeSight {
    let effect = |effect: analysis::Effect| EffectSight { before: effect.before, after: effect.after };
    let spots = |spots: Vec<Spot>, side: &Analysis| {
        let sight = |spot: Spot| {
            let (start, end) = analysis::lines_of(side, spot)?;
            Some(SpotSight { stage: spot.stage, step: spot.step, lines: Lines { start, end } })
        };
        spots.into_iter().filter_map(sight).collect()
    };
    ChangeSight {
        words: change.words,
        detail: change.detail,
        disk: effect(change.disk),
        pull: effect(change.pull),
        before: spots(change.before, before),
        after: spots(change.after, after),
    }
}
