//! A rebuild in numbers: how many steps run again, and the bytes that are built and pushed again.

use super::Analysis;
use crate::bytes::Range;
use crate::cache::{Outcome, Rebuild};
use crate::stages::shipped;

/// A rebuild, counted and weighed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rebuilt {
    /// Steps that are built at all, and those of them that run again.
    pub steps: usize,
    pub again: usize,
    /// On-disk bytes of the layers that run again, shipped or not.
    pub built: Range,
    /// Bytes to pull of the shipped layers that run again, which a registry does not have yet.
    pub pushed: Range,
}

/// Weighs a rebuild by the sizes of the first build: what changes is taken to weigh the same again.
pub fn rebuilt(analysis: &Analysis, rebuild: &Rebuild) -> Rebuilt {
    let shipped = shipped(&analysis.graph);
    let counted = |outcome: Outcome| matches!(outcome, Outcome::Reused | Outcome::Again);
    let again = || rebuild.steps.iter().filter(|step| step.outcome == Outcome::Again);
    let layer = |step: &crate::cache::StepOutcome| {
        let layer = analysis.sizes.stages.get(step.stage)?.layers.get(step.step?)?.as_ref()?;
        Some((step.stage, &layer.weight))
    };
    Rebuilt {
        steps: rebuild.steps.iter().filter(|step| counted(step.outcome)).count(),
        again: again().count(),
        built: Range::sum(again().filter_map(layer).map(|(_, weight)| weight.disk.range)),
        pushed: Range::sum(
            again().filter_map(layer).filter(|(stage, _)| shipped.contains(stage)).map(|(_, weight)| weight.pull.range),
        ),
    }
}
