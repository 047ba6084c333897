//! The Analysis as text for a terminal: the image first, then stage by stage, then what is wrong.

use std::fmt::{self, Display, Formatter};

use crate::analysis::Analysis;
use crate::bytes::{Estimate, Source, format};
use crate::size::Weight;
use crate::stages::{Base, Stage};

use super::json::one_line;

/// Longest instruction shown in a row, in characters.
const WIDTH: usize = 60;

/// Shows an Analysis; `text` is the Dockerfile it was made from.
pub struct Text<'a> {
    pub path: &'a str,
    pub text: &'a str,
    pub analysis: &'a Analysis,
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
        for stage in &self.analysis.graph.stages {
            self.stage(out, stage)?;
        }
        self.problems(out)
    }
}

impl Text<'_> {
    fn stage(&self, out: &mut Formatter<'_>, stage: &Stage) -> fmt::Result {
        let graph = &self.analysis.graph;
        let size = &self.analysis.sizes.stages[stage.index];
        let name = stage.name.clone().unwrap_or_else(|| format!("stage {}", stage.index));
        let fate = match (graph.target == Some(stage.index), stage.reachable) {
            (true, _) => "target, shipped",
            (false, true) => "built",
            (false, false) => "never built",
        };
        writeln!(out, "\n  {name} ({fate}): {}", both(&size.total))?;
        let base = match &stage.base {
            Base::Scratch => "scratch".to_owned(),
            Base::Image { written, .. } | Base::Unknown(written) => written.clone(),
            Base::Stage(index) => graph.stages[*index].name.clone().unwrap_or_else(|| format!("stage {index}")),
        };
        row(out, stage.from_line, &format!("FROM {base}"), &size.base)?;
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
