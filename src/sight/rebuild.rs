//! A change of one Dockerfile to what runs again of it, in words, figures and rows.

use std::rc::Rc;

use super::question::RebuildQuestion;
use super::rebuilt::{Dominoes, RebuildRow, RebuildSight};
use super::stages::title;
use crate::analysis::{Analysis, rebuild_time, rebuilt};
use crate::cache::{self, Build, Change, Outcome, Pick, Rebuild, StepOutcome, picked};

/// Longer tables would only slow the page down.
const MOST_ROWS: usize = 300;
/// Dominoes of all stages together.
const MOST_DOMINOES: usize = 1_000;
/// Of an instruction, in bytes.
const MOST_TEXT: usize = 1_000;

/// A change that is of the other Dockerfile, or that this one has no place for, changes nothing here.
pub(super) fn rebuild(question: &RebuildQuestion, analysis: &Analysis) -> RebuildSight {
    let build = Build::of(&question.scenario);
    let elsewhere = matches!(question.change, Pick::Line { second, .. } if second != question.second);
    let own = picked(&question.change, &build, &analysis.graph).filter(|_| !elsewhere);
    let (words, change) = match own {
        Some((title, change)) => (Some(title), change),
        None => (None, Change::Nothing),
    };
    // It fails only for changes that no pick stands for.
    let Ok(rebuild) = cache::rebuild(&build, &change, question.cache) else { return RebuildSight::default() };
    let numbers = rebuilt(analysis, &rebuild);
    let time = rebuild_time(analysis, &rebuild);
    let shown = |step: &&StepOutcome| step.step.is_some() && is_shown(step.outcome);
    let rows = rebuild.steps.iter().filter(shown).take(MOST_ROWS);
    RebuildSight {
        title: words,
        steps: numbers.steps,
        again: numbers.again,
        built: numbers.built,
        pushed: numbers.pushed,
        building: time.building,
        pushing: time.pushing,
        dominoes: dominoes(analysis, &rebuild),
        rows: rows.filter_map(|step| row(&question.scenario.dockerfile, analysis, step)).map(Rc::new).collect(),
        row_count: rebuild.steps.iter().filter(shown).count(),
    }
}

/// Whether a step is built at all, or would be; what only sets configuration is not.
fn is_shown(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Again | Outcome::Reused | Outcome::NotBuilt)
}

/// The steps come stage by stage.
fn dominoes(analysis: &Analysis, rebuild: &Rebuild) -> Vec<Dominoes> {
    let mut stages: Vec<Dominoes> = Vec::new();
    for step in rebuild.steps.iter().filter(|step| is_shown(step.outcome)).take(MOST_DOMINOES) {
        let Some(index) = step.step else { continue };
        if stages.last().is_none_or(|last| last.stage != step.stage) {
            stages.push(Dominoes { stage: step.stage, title: title(&analysis.graph, step.stage), steps: Vec::new() });
        }
        if let Some(last) = stages.last_mut() {
            last.steps.push((index, step.outcome));
        }
    }
    stages
}

fn row(text: &str, analysis: &Analysis, outcome: &StepOutcome) -> Option<RebuildRow> {
    let index = outcome.step?;
    let step = analysis.graph.stages.get(outcome.stage).and_then(|stage| stage.steps.get(index));
    let layers = analysis.sizes.stages.get(outcome.stage).map(|stage| &stage.layers);
    let layer = layers.and_then(|layers| layers.get(index)?.as_ref());
    let written = step.map_or("", |step| step.span.of(text));
    Some(RebuildRow {
        stage: outcome.stage,
        step: index,
        line: outcome.line,
        text: written[..written.floor_char_boundary(MOST_TEXT)].to_owned(),
        outcome: outcome.outcome,
        merged: outcome.merged,
        reason: outcome.reason.clone(),
        layer: layer.map(|layer| layer.weight.disk.range.likely),
    })
}
