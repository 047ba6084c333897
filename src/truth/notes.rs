//! What a paste tells beside the layers, in sentences: whole sizes, and what they disagree with.

use super::given::Matched;
use super::{TrueImage, Truth};
use crate::analysis::Analysis;
use crate::bytes::format::{estimate, exact};
use crate::stages::Action;

/// Two sizes of the same image may differ by what three printed digits hide, and files that tools count differently.
const TOLERANCE: f64 = 0.02;

pub(super) fn add(truth: &Truth, analysis: &Analysis, own: &[&TrueImage], matched: &mut Matched) {
    let mut notes = Vec::new();
    if truth.images.iter().any(|image| image.packed) {
        notes.push(
            "docker image inspect counts compressed layers here, as it does with the containerd image store, so its size \
             was not taken. docker history has the sizes on disk."
                .to_owned(),
        );
    }
    let sum = own.iter().find_map(|image| image.sum(|entry| entry.disk));
    for total in own.iter().filter_map(|image| image.total.disk) {
        match sum {
            Some(sum) if sum.abs_diff(total) as f64 > TOLERANCE * total.max(sum) as f64 => {
                notes.push(format!(
                    "The whole image is said to be {}, but its layers add up to {}.",
                    exact(total),
                    exact(sum)
                ));
            }
            Some(_) => {}
            None => {
                let said = estimate(&analysis.sizes.image.weight.disk);
                notes.push(format!(
                    "The image is {} on disk, the estimate {said}. docker history has its layers one by one.",
                    exact(total)
                ));
            }
        }
    }
    if counts_blocks(analysis, matched) {
        notes.push(
            "These sizes count blocks of the disk, as the containerd image store does: some kilobytes more for each layer \
             than its files have."
                .to_owned(),
        );
    }
    matched.notes.extend(notes);
}

/// WORKDIR makes an empty folder, which has no file bytes but takes blocks.
fn counts_blocks(analysis: &Analysis, matched: &Matched) -> bool {
    matched.matched.iter().any(|given| {
        let step = &analysis.graph.stages[given.stage].steps[given.step];
        matches!(step.action, Action::Workdir { .. }) && given.disk.is_some_and(|bytes| bytes > 0)
    })
}
