//! The Analysis as text for a terminal: the image first, then stage by stage, then what is wrong and what could be better.

use std::fmt::{self, Display, Formatter};

use crate::advice::Safety;
use crate::analysis::{Advised, Analysis};
use crate::bytes::{Estimate, Source, format};
use crate::size::Weight;
use crate::stages::{Role, Stage, roles};

use super::compared::{base, name};
use super::json::one_line;

/// Longest instruction shown in a row, in characters.
const WIDTH: usize = 60;

/// Shows an Analysis; `text` is the Dockerfile it was made from.
pub struct Text<'a> {
    pub path: &'a str,
    pub text: &'a str,
    pub analysis: &'a Analysis,
    pub advice: &'a [Advised],
}

impl Display for Text<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let image = &self.analysis.sizes.image;
        writeln!(out, "{}", self.path)?;
        if self.analysis.graph.target.is_some() {
            writeln!(out, "  image: {}; {} layers of its own", both(&image.weight), image.own_layers)?;
            if image.wasted.range.likely > 0 {
                writeln!(out, "  wasted in it: {} on disk, hidden by later layers", amount(&image.wasted))?;
            }
        }
        let graph = &self.analysis.graph;
        for (stage, role) in graph.stages.iter().zip(roles(graph)) {
            self.stage(out, stage, role)?;
        }
        self.problems(out)?;
        self.tips(out)
    }
}

impl Text<'_> {
    fn stage(&self, out: &mut Formatter<'_>, stage: &Stage, role: Role) -> fmt::Result {
        let graph = &self.analysis.graph;
        let size = &self.analysis.sizes.stages[stage.index];
        let name = name(graph, stage.index);
        let role = if graph.target == Some(stage.index) { "target, ships" } else { role.words() };
        writeln!(out, "\n  {name} ({role}): {}", both(&size.total))?;
        row(out, stage.from_line, &format!("FROM {}", base(graph, stage.index)), &size.base)?;
        for (step, layer) in stage.steps.iter().zip(&size.layers) {
            if let Some(layer) = layer {
                row(out, step.line, &one_line(self.analysis, step), &layer.weight)?;
            }
        }
        Ok(())
    }

    fn problems(&self, out: &mut Formatter<'_>) -> fmt::Result {
        if self.analysis.errors().next().is_some() {
            writeln!(out, "\n  errors:")?;
        }
        for error in self.analysis.errors() {
            let at = self.analysis.dockerfile.lines.position(self.text, error.span.start);
            writeln!(out, "    {}:{}:{}: {}", self.path, at.line, at.column, error.message)?;
            if let Some(hint) = &error.hint {
                writeln!(out, "      {hint}")?;
            }
        }
        if !self.analysis.findings.is_empty() {
            writeln!(out, "\n  checks:")?;
        }
        for finding in &self.analysis.findings {
            writeln!(out, "    {}:{}: {} ({})", self.path, finding.line, finding.message, finding.rule.name)?;
        }
        Ok(())
    }

    fn tips(&self, out: &mut Formatter<'_>) -> fmt::Result {
        if !self.advice.is_empty() {
            writeln!(out, "\n  advice:")?;
        }
        for advised in self.advice {
            let advice = &advised.advice;
            let savings = savings(advised);
            let savings = if savings.is_empty() { savings } else { format!(": {savings}") };
            writeln!(out, "    {}:{}: {}{savings} ({})", self.path, advice.line, advice.title, advice.rule.name)?;
            match advice.fix.as_ref().map(|fix| (&fix.label, &fix.safety)) {
                Some((label, Safety::Safe)) => writeln!(out, "      {label}.")?,
                Some((label, Safety::Check(why))) => writeln!(out, "      {label}. Check: {why}")?,
                None => {}
            }
        }
        Ok(())
    }
}

/// What a fix saves, in words; empty where that is nothing.
pub fn savings(advised: &Advised) -> String {
    let mut parts = Vec::new();
    if advised.saves_disk.likely > 0 {
        parts.push(format!("saves {} on disk", format::rough(advised.saves_disk.likely)));
    }
    if advised.saves_pull.likely > 0 {
        parts.push(format!("{} to pull", format::rough(advised.saves_pull.likely)));
    }
    match advised.steps_saved {
        0 => {}
        1 => parts.push("one step less to run again".to_owned()),
        steps => parts.push(format!("{steps} steps less to run again")),
    }
    parts.join(", ")
}

fn row(out: &mut Formatter<'_>, line: usize, instruction: &str, weight: &Weight) -> fmt::Result {
    let mut shown: String = instruction.chars().take(WIDTH).collect();
    if instruction.chars().nth(WIDTH).is_some() {
        shown.pop();
        shown.push('…');
    }
    let disk = amount(&weight.disk);
    writeln!(out, "  {line:>5}  {shown:<WIDTH$}  {disk:>16}  {}: {}", weight.disk.source.name(), weight.disk.reason)
}

fn both(weight: &Weight) -> String {
    format!("{} on disk, {} pulled", with_range(&weight.disk), with_range(&weight.pull))
}

fn amount(estimate: &Estimate) -> String {
    format::estimate(estimate)
}

/// The likely figure and its range, or the range alone where the middle means little.
fn with_range(estimate: &Estimate) -> String {
    let range = estimate.range;
    if range.low == range.high || estimate.source == Source::Guess {
        return amount(estimate);
    }
    format!("{} ({})", amount(estimate), format::range(range))
}
