//! The multi-stage Dockerfile for one of a single stage, weighed: the pipeline runs on the text that `advice` writes, and
//! a split that does not pay is declined.

use super::advised::{Fixed, fixed, saving, subject};
use super::rekeyed::rekey;
use super::{Analysis, analyze};
use crate::advice::flatten::flatten;
use crate::advice::synthesize::{Declined, Synthesized, synthesize};
use crate::bytes::{Range, format};
use crate::scenario::Scenario;
use crate::size::{Catalog, Weight};

/// A multi-stage Dockerfile that pays.
#[derive(Clone, Debug)]
pub struct MultiStage {
    /// The Scenario with the new Dockerfile, and `.dockerignore`.
    pub scenario: Scenario,
    pub notes: Vec<String>,
    pub before: Weight,
    pub after: Weight,
    pub saves_disk: Range,
    pub saves_pull: Range,
}

/// A second stage is more to read and to keep. It pays from a twentieth of the image on, which is about what the estimate of a
/// well known image may be off, and from 5 MB on, the size of a small base image.
const LEAST_SHARE: u64 = 20;
const LEAST_BYTES: u64 = 5_000_000;

pub fn multi_stage(scenario: &Scenario, catalog: &Catalog) -> Result<MultiStage, Declined> {
    let analysis = analyze(scenario, catalog);
    multi_stage_of(scenario, &analysis, &fixed(scenario, catalog), catalog)
}

/// The same for a Scenario that is analysed and fixed already.
pub fn multi_stage_of(
    scenario: &Scenario,
    analysis: &Analysis,
    fixed: &Fixed,
    catalog: &Catalog,
) -> Result<MultiStage, Declined> {
    let Synthesized { dockerfile, dockerignore, notes } = synthesize(&subject(scenario, analysis, catalog))?;
    // A target would be of a stage without its name.
    let mut after = Scenario { dockerfile, target: None, ..scenario.clone() };
    after.dockerignore = dockerignore.or(after.dockerignore);
    rekey(scenario, &mut after);
    let weighed = analyze(&after, catalog);
    if let Some(error) = weighed.errors().next() {
        return Err(Declined { why: format!("what was written has an error: {}", error.message) });
    }
    let (before, weight) = (&analysis.sizes.image.weight, &weighed.sizes.image.weight);
    let (old, new) = (before.disk.range.likely, weight.disk.range.likely);
    let saved = old.saturating_sub(new);
    if saved < LEAST_BYTES || saved < old / LEAST_SHARE {
        let why = format!("it would not pay: about {} on disk would become {}", format::rough(old), format::rough(new));
        return Err(Declined { why });
    }
    // What the single stage saves by its own safe fixes is no reason to split it.
    let alone = analyze(&fixed.scenario, catalog).sizes.image.weight.disk.range.likely;
    let saved = alone.saturating_sub(new);
    if saved < LEAST_BYTES || saved < old / LEAST_SHARE {
        let why = format!(
            "its own fixes do as well: about {} on disk become {} without another stage",
            format::rough(old),
            format::rough(alone)
        );
        return Err(Declined { why });
    }
    let (saves_disk, saves_pull) = saving(analysis, &weighed);
    Ok(MultiStage { notes, before: before.clone(), after: weight.clone(), saves_disk, saves_pull, scenario: after })
}

/// The Scenario of several stages without them, to show what they save; the error says why there is none.
pub fn single_stage_of(scenario: &Scenario, analysis: &Analysis, catalog: &Catalog) -> Result<Scenario, String> {
    let dockerfile = flatten(&subject(scenario, analysis, catalog))?;
    let mut flat = Scenario { dockerfile, target: None, ..scenario.clone() };
    rekey(scenario, &mut flat);
    Ok(flat)
}
