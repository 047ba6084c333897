//! What an estimate leans on: as text for a terminal the three facts that would help most and the history, for the JSON
//! all of them.

use std::fmt::{self, Display, Formatter};

use serde::Serialize;

use super::json::{Bounds, bounds_of};
use crate::analysis::{Analysis, Give, Lean};
use crate::stages::BuildGraph;

/// Facts that are shown; the rest is in the JSON.
const SHOWN: usize = 3;

/// Shows the facts to give, below the text of the Analysis.
pub struct Leans<'a> {
    pub leans: &'a [Lean],
    pub analysis: &'a Analysis,
}

impl Display for Leans<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        if self.leans.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n  what would make this surer:")?;
        let (history, facts): (Vec<&Lean>, Vec<&Lean>) = self.leans.iter().partition(|lean| lean.give == Give::History);
        for lean in facts.into_iter().take(SHOWN).chain(history) {
            writeln!(out, "    {}: {}", lean.action(&self.analysis.graph), lean.effect())?;
        }
        Ok(())
    }
}

/// A fact to give: `name` is a path or an image, `stage` and `step` are those of a layer.
#[derive(Serialize)]
pub(super) struct Leaning<'a> {
    give: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<usize>,
    action: String,
    /// Of the steps that become surer.
    lines: Vec<usize>,
    now: Bounds,
    after: Bounds,
}

pub(super) fn leaning<'a>(lean: &'a Lean, graph: &BuildGraph) -> Leaning<'a> {
    let (name, place) = match &lean.give {
        Give::Manifest(name) | Give::Context(name) | Give::Image(name) => (Some(name.as_str()), None),
        Give::Layer(stage, step) => (None, Some((*stage, *step))),
        Give::History => (None, None),
    };
    let lines = lean.steps.iter().map(|(stage, step)| graph.stages[*stage].steps[*step].line).collect();
    Leaning {
        give: lean.give.kind(),
        name,
        stage: place.map(|(stage, _)| stage),
        step: place.map(|(_, step)| step),
        action: lean.action(graph),
        lines,
        now: bounds_of(lean.now),
        after: bounds_of(lean.after),
    }
}
