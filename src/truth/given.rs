//! What a paste says of one Dockerfile: the layers of the real image beside the steps that make them, and its base.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::reading::Reading;
use super::{MOST, TrueImage, Truth, notes, which};
use crate::analysis::Analysis;
use crate::scenario::{ImageSize, Scenario};
use crate::stages::history;

/// What a Scenario says from then on, and how that was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matched {
    /// What was recognised, in words: `docker history`.
    pub form: String,
    /// On-disk bytes by the key of `Scenario::overrides`.
    pub overrides: BTreeMap<String, u64>,
    /// Pulled bytes by the same key, of `Scenario::pull_overrides`.
    pub pull_overrides: BTreeMap<String, u64>,
    /// By the key of `Scenario::images`; what a form does not tell is absent.
    pub images: BTreeMap<String, ImageSize>,
    /// The steps that the image has layers of, in order.
    pub matched: Vec<Given>,
    pub unmatched: Vec<Unmatched>,
    /// What else to know, in sentences.
    pub notes: Vec<String>,
}

/// A step and the size of its layer in the real image.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    pub stage: usize,
    pub step: usize,
    pub line: usize,
    pub disk: Option<u64>,
    pub pull: Option<u64>,
}

/// A step that got no size, or bytes of the image that belong to no step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unmatched {
    /// The line of the step or FROM.
    pub line: Option<usize>,
    /// What the image says made it, or the name of the base image; shortened.
    pub text: String,
    pub bytes: Option<u64>,
    pub why: String,
}

/// Work of all comparisons: steps times entries, over all stages that are tried.
const COMPARISONS: usize = 3_000_000;

/// Puts the sizes of the image that fits best beside the steps of the stage that fits best, the target before others.
pub fn given(truth: &Truth, analysis: &Analysis) -> Matched {
    let forms: Vec<&str> = truth.forms.iter().map(|form| form.name()).collect();
    let mut matched = Matched { form: forms.join(" and "), ..Matched::default() };
    let own = which::name_bases(truth, &analysis.graph, &mut matched);
    let images = which::of_platform(own, &analysis.graph);
    let mut left = COMPARISONS;
    if let Some(first) = best(&images, None, analysis, &mut left) {
        first.tell(analysis, &mut matched);
        let mut target = analysis.graph.target == Some(first.stage);
        // Images of other stages beside it count where they leave no doubt.
        for other in images.iter().filter(|image| !std::ptr::eq(**image, first.image)) {
            let reading = best(&[other], Some(first.stage), analysis, &mut left);
            if let Some(reading) = reading.filter(|reading| reading.is_whole(&analysis.graph) && !reading.by_order) {
                reading.tell(analysis, &mut matched);
                target |= analysis.graph.target == Some(reading.stage);
            }
        }
        if !target {
            let name = analysis.graph.stages[first.stage].display_name();
            matched.notes.push(format!("This is the image of the stage {name}, not of the target."));
        }
    }
    notes::add(truth, analysis, &images, &mut matched);
    matched
}

impl Matched {
    /// Enters what was found into a Scenario; what it said of other layers and images stays.
    pub fn enter(&self, scenario: &mut Scenario) {
        for (key, bytes) in &self.overrides {
            scenario.overrides.insert(key.clone(), *bytes);
        }
        for (key, bytes) in &self.pull_overrides {
            scenario.pull_overrides.insert(key.clone(), *bytes);
        }
        for (name, size) in &self.images {
            let known = scenario.images.entry(name.clone()).or_default();
            *known = ImageSize { disk: size.disk.or(known.disk), pull: size.pull.or(known.pull) };
        }
    }
}

/// The reading that fits best, for any stage but one. Other stages than the target are tried only where its image is not
/// among them.
fn best<'a>(
    images: &[&'a TrueImage],
    except: Option<usize>,
    analysis: &Analysis,
    left: &mut usize,
) -> Option<Reading<'a>> {
    let graph = &analysis.graph;
    let target = graph.target?;
    let mut best: Option<Reading<'a>> = None;
    let others = (0..graph.stages.len()).rev().filter(|stage| *stage != target);
    for stage in std::iter::once(target).chain(others).filter(|stage| Some(*stage) != except) {
        for image in images.iter().filter(|image| !image.entries.is_empty()) {
            let steps = history(graph, stage).entries;
            let cost = (steps.len() + 1) * image.entries.len();
            if steps.len() > MOST || cost > *left {
                continue;
            }
            *left -= cost;
            let reading = Reading::of(stage, image, steps, analysis);
            if best.as_ref().is_none_or(|best| reading.alignment.score > best.alignment.score) {
                best = Some(reading);
            }
        }
        if best.as_ref().is_some_and(|best| best.is_whole(graph)) {
            break;
        }
    }
    best
}
