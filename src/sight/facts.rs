//! Facts from outside: a pasted history put beside the steps, and what would be worth knowing. The answers are plain
//! data that the page can enter into a Scenario.

use serde::{Deserialize, Serialize};

use super::{Ask, Question, whole};
use crate::analysis::{Analysis, Give, Lean, leans_on};
use crate::bytes::Range;
use crate::scenario::{ImageSize, Scenario};
use crate::size::Catalog;
use crate::truth::{Given, Matched, Unmatched, given, read};

/// What the pasted output of a tool says of a Dockerfile's layers and base.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TruthQuestion {
    #[serde(with = "whole")]
    pub scenario: Scenario,
    pub paste: String,
}

/// Sizes that a Scenario takes, and what fits nowhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TruthSight {
    /// What was recognised, in words.
    pub form: String,
    /// Keys of `Scenario::overrides` with on-disk bytes.
    pub layers: Vec<(String, u64)>,
    /// The same keys with pulled bytes.
    pub pulls: Vec<(String, u64)>,
    /// Keys of `Scenario::images` with bytes on disk and pulled, as far as they are told.
    pub images: Vec<(String, Option<u64>, Option<u64>)>,
    /// The first of what got no size, or belongs to no step.
    pub unmatched: Vec<Unmatched>,
    pub unmatched_count: usize,
    pub notes: Vec<String>,
    /// The steps that the image has layers of, in the order of the text.
    pub steps: Vec<TrueStep>,
}

/// A step beside the layer of the real image.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrueStep {
    pub stage: usize,
    pub step: usize,
    pub line: usize,
    /// On disk: as it is estimated, and as it truly is, where told.
    pub estimated: Range,
    pub disk: Option<u64>,
    pub pull: Option<u64>,
}

/// The facts that would make the image's size surer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeansQuestion {
    #[serde(with = "whole")]
    pub scenario: Scenario,
}

/// One fact to give, the most helpful first; the history of a real build is always the last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeanSight {
    pub give: Give,
    /// For a layer, the key of its override.
    pub key: Option<String>,
    /// `paste package.json`, and `the range shrinks from 0.9–1.9 GB to 1.7–2.1 GB`.
    pub action: String,
    pub effect: String,
    /// The stage and number of the steps that become surer.
    pub steps: Vec<(usize, usize)>,
    /// The image on disk, as it is and as it would be.
    pub now: Range,
    pub after: Range,
}

impl Question for TruthQuestion {
    /// The error says what was expected.
    type Answer = Result<TruthSight, String>;

    fn ask(&self) -> Ask {
        Ask::Truth(self.clone())
    }
}

impl Question for LeansQuestion {
    type Answer = Vec<LeanSight>;

    fn ask(&self) -> Ask {
        Ask::Leans(self.clone())
    }
}

impl TruthSight {
    /// How many layers get a size, on disk or pulled.
    pub fn layer_count(&self) -> usize {
        let pulled_alone = self.pulls.iter().filter(|(key, _)| !self.layers.iter().any(|(other, _)| other == key));
        self.layers.len() + pulled_alone.count()
    }

    /// Enters the sizes into a Scenario; what it said of other layers and images stays.
    pub fn enter(&self, scenario: &mut Scenario) {
        for (key, bytes) in &self.layers {
            scenario.overrides.insert(key.clone(), *bytes);
        }
        for (key, bytes) in &self.pulls {
            scenario.pull_overrides.insert(key.clone(), *bytes);
        }
        for (name, disk, pull) in &self.images {
            let known = scenario.images.entry(name.clone()).or_default();
            *known = ImageSize { disk: disk.or(known.disk), pull: pull.or(known.pull) };
        }
    }
}

/// More would not be read.
const MOST_UNMATCHED: usize = 50;

pub(super) fn truth(question: &TruthQuestion, analysis: &Analysis) -> Result<TruthSight, String> {
    let truth = read(&question.paste).map_err(|error| error.to_string())?;
    let Matched { form, overrides, pull_overrides, images, matched, mut unmatched, notes } = given(&truth, analysis);
    let unmatched_count = unmatched.len();
    unmatched.truncate(MOST_UNMATCHED);
    let images = images.into_iter().map(|(name, size)| (name, size.disk, size.pull)).collect();
    let (layers, pulls) = (overrides.into_iter().collect(), pull_overrides.into_iter().collect());
    let steps = matched.iter().map(|given| true_step(given, analysis)).collect();
    Ok(TruthSight { form, layers, pulls, images, unmatched, unmatched_count, notes, steps })
}

fn true_step(given: &Given, analysis: &Analysis) -> TrueStep {
    let Given { stage, step, line, disk, pull } = *given;
    let layer = analysis.sizes.stages.get(stage).and_then(|stage| stage.layers.get(step)?.as_ref());
    let estimated = layer.map_or(Range::ZERO, |layer| layer.weight.disk.range);
    TrueStep { stage, step, line, estimated, disk, pull }
}

pub(super) fn leans(question: &LeansQuestion, analysis: &Analysis, catalog: &Catalog) -> Vec<LeanSight> {
    let shown = |lean: Lean| {
        let (action, effect) = (lean.action(&analysis.graph), lean.effect());
        let key = match &lean.give {
            Give::Layer(stage, step) => Some(analysis.graph.layer_key(*stage, *step)),
            _ => None,
        };
        LeanSight { give: lean.give, key, action, effect, steps: lean.steps, now: lean.now, after: lean.after }
    };
    leans_on(&question.scenario, analysis, catalog).into_iter().map(shown).collect()
}
