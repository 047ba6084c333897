//! The Analysis as JSON. Field names are a contract: fields may be added, never renamed.

use serde::Serialize;

use super::leans::{Leaning, leaning};
use crate::advice::Safety;
use crate::analysis::{Advised, Analysis, Lean};
use crate::bytes::{Estimate, Range, Source};
use crate::size::{StageSize, Weight};
use crate::stages::{Base, BuildGraph, EdgeKind, Giver, Stage, Step};
use crate::syntax::{Flag, Instruction, Payload};
use crate::text::Diagnostic;
use crate::truth::Matched;

/// One Analysis; `path` names what was analysed.
#[derive(Serialize)]
pub struct Report<'a> {
    path: &'a str,
    ok: bool,
    errors: Vec<Problem>,
    escape: char,
    instructions: Vec<Written>,
    stages: Vec<BuiltStage<'a>>,
    edges: Vec<Carried<'a>>,
    external_images: Vec<&'a str>,
    own_layers: usize,
    history_entries: usize,
    image: Image,
    /// As BuildKit prints them: nothing found past the error it stops at.
    checks: Vec<Check<'a>>,
    /// Empty where nobody asked for it.
    advice: Vec<Tip<'a>>,
    /// What would make the image's size surer, the best first.
    leans_on: Vec<Leaning<'a>>,
    /// What a pasted history gave, where one was.
    #[serde(skip_serializing_if = "Option::is_none")]
    truth: Option<&'a Matched>,
}

#[derive(Serialize)]
struct Problem {
    line: usize,
    column: usize,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
}

#[derive(Serialize)]
struct Written {
    /// In capitals; a word that is no instruction as it stands.
    keyword: String,
    start_line: usize,
    end_line: usize,
    flags: Vec<String>,
    heredocs: usize,
}

#[derive(Serialize)]
struct BuiltStage<'a> {
    index: usize,
    name: Option<&'a str>,
    from_line: usize,
    base: Foundation<'a>,
    reachable: bool,
    target: bool,
    steps: Vec<Taken>,
    disk: Bounds,
    pull: Bounds,
}

#[derive(Serialize)]
struct Foundation<'a> {
    kind: &'static str,
    name: &'a str,
    disk: Bounds,
    pull: Bounds,
    source: &'static str,
    reason: &'a str,
}

#[derive(Serialize)]
struct Taken {
    line: usize,
    instruction: String,
    layer: bool,
    disk: Bounds,
    pull: Bounds,
    source: &'static str,
    reason: String,
}

/// A copy or mount; `from` is a stage's index or an image's name.
#[derive(Serialize)]
struct Carried<'a> {
    from: End<'a>,
    to: usize,
    kind: &'static str,
    line: usize,
    bytes: Bounds,
}

#[derive(Serialize)]
#[serde(untagged)]
enum End<'a> {
    Stage(usize),
    Image(&'a str),
}

#[derive(Serialize)]
struct Image {
    disk: Bounds,
    pull: Bounds,
    layers: usize,
    wasted: Bounds,
}

#[derive(Serialize)]
struct Check<'a> {
    rule: &'a str,
    line: usize,
    message: &'a str,
}

/// A piece of advice, with what the image saves by its fix.
#[derive(Serialize)]
struct Tip<'a> {
    rule: &'a str,
    line: usize,
    title: &'a str,
    why: &'a str,
    saves_disk: Bounds,
    saves_pull: Bounds,
    /// Steps less that run again when a source file is edited.
    steps_saved: usize,
    fixable: bool,
    /// What the fix does.
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<&'a str>,
    /// Whether the fix cannot change what the image does; if it may, what to look at.
    safe: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    check: Option<&'a str>,
}

#[derive(Serialize, Clone, Copy)]
pub(super) struct Bounds {
    low: u64,
    likely: u64,
    high: u64,
}

impl<'a> Report<'a> {
    pub fn new(path: &'a str, text: &str, analysis: &'a Analysis) -> Self {
        let graph = &analysis.graph;
        let sizes = &analysis.sizes;
        let image = &sizes.image;
        Self {
            path,
            ok: analysis.errors().next().is_none(),
            errors: analysis.errors().map(|error| problem(text, analysis, error)).collect(),
            escape: analysis.dockerfile.escape.character(),
            instructions: analysis.dockerfile.instructions.iter().map(written).collect(),
            stages: graph.stages.iter().zip(&sizes.stages).map(|(stage, size)| built(analysis, stage, size)).collect(),
            edges: graph.edges.iter().zip(&sizes.edges).map(carried).collect(),
            external_images: graph.external_images(),
            own_layers: image.own_layers,
            history_entries: image.history_entries,
            image: Image {
                disk: bounds(&image.weight.disk),
                pull: bounds(&image.weight.pull),
                layers: image.layers,
                wasted: bounds(&image.wasted),
            },
            checks: analysis
                .findings
                .iter()
                .filter(|finding| !finding.is_past_error)
                .map(|finding| Check { rule: finding.rule.name, line: finding.line, message: &finding.message })
                .collect(),
            advice: Vec::new(),
            leans_on: Vec::new(),
            truth: None,
        }
    }

    /// Adds what would make the image's size surer.
    #[must_use]
    pub fn with_leans(mut self, leans: &'a [Lean], analysis: &Analysis) -> Self {
        self.leans_on = leans.iter().map(|lean| leaning(lean, &analysis.graph)).collect();
        self
    }

    /// Adds what a pasted history gave.
    #[must_use]
    pub fn with_truth(mut self, truth: Option<&'a Matched>) -> Self {
        self.truth = truth;
        self
    }

    /// Adds the advice for that Analysis.
    #[must_use]
    pub fn with_advice(mut self, advice: &'a [Advised]) -> Self {
        self.advice = advice.iter().map(tip).collect();
        self
    }
}

fn tip(advised: &Advised) -> Tip<'_> {
    let advice = &advised.advice;
    let fix = advice.fix.as_ref();
    Tip {
        rule: advice.rule.name,
        line: advice.line,
        title: &advice.title,
        why: &advice.why,
        saves_disk: bounds_of(advised.saves_disk),
        saves_pull: bounds_of(advised.saves_pull),
        steps_saved: advised.steps_saved,
        fixable: fix.is_some(),
        fix: fix.map(|fix| fix.label.as_str()),
        safe: fix.is_some_and(|fix| fix.is_safe()),
        check: fix.and_then(|fix| match &fix.safety {
            Safety::Safe => None,
            Safety::Check(why) => Some(why.as_str()),
        }),
    }
}

fn problem(text: &str, analysis: &Analysis, error: &Diagnostic) -> Problem {
    let position = analysis.dockerfile.lines.position(text, error.span.start);
    Problem { line: position.line, column: position.column, message: error.message.clone(), hint: error.hint.clone() }
}

fn written(instruction: &Instruction) -> Written {
    Written {
        keyword: instruction.keyword_text.to_ascii_uppercase(),
        start_line: instruction.start_line,
        end_line: instruction.end_line,
        flags: instruction.flags.iter().map(flag).collect(),
        heredocs: instruction.heredocs.len(),
    }
}

fn flag(flag: &Flag) -> String {
    match &flag.value {
        Some(value) => format!("--{}={value}", flag.name),
        None => format!("--{}", flag.name),
    }
}

fn built<'a>(analysis: &'a Analysis, stage: &'a Stage, size: &'a StageSize) -> BuiltStage<'a> {
    let graph = &analysis.graph;
    BuiltStage {
        index: stage.index,
        name: stage.name.as_deref(),
        from_line: stage.from_line,
        base: foundation(graph, stage, &size.base),
        reachable: stage.reachable,
        target: graph.target == Some(stage.index),
        steps: stage
            .steps
            .iter()
            .zip(&size.layers)
            .map(|(step, layer)| taken(analysis, step, layer.as_ref().map(|layer| &layer.weight)))
            .collect(),
        disk: bounds(&size.total.disk),
        pull: bounds(&size.total.pull),
    }
}

fn foundation<'a>(graph: &'a BuildGraph, stage: &'a Stage, weight: &'a Weight) -> Foundation<'a> {
    let (kind, name) = match &stage.base {
        Base::Scratch => ("scratch", "scratch"),
        Base::Image { written, .. } => ("image", written.as_str()),
        Base::Stage(index) => ("stage", graph.stages[*index].name.as_deref().unwrap_or_default()),
        Base::Unknown(written) => ("unknown", written.as_str()),
    };
    Foundation {
        kind,
        name,
        disk: bounds(&weight.disk),
        pull: bounds(&weight.pull),
        source: weight.disk.source.name(),
        reason: &weight.disk.reason,
    }
}

/// A step without a layer weighs nothing, and that is measured: the image specification gives it no layer.
fn taken(analysis: &Analysis, step: &Step, weight: Option<&Weight>) -> Taken {
    let nothing = Bounds { low: 0, likely: 0, high: 0 };
    Taken {
        line: step.line,
        instruction: one_line(analysis, step),
        layer: step.layer,
        disk: weight.map_or(nothing, |weight| bounds(&weight.disk)),
        pull: weight.map_or(nothing, |weight| bounds(&weight.pull)),
        source: weight.map_or(Source::Measured, |weight| weight.disk.source).name(),
        reason: weight
            .map_or_else(|| "changes the image's configuration only".into(), |weight| weight.disk.reason.to_string()),
    }
}

fn carried<'a>((edge, bytes): (&'a crate::stages::Edge, &Estimate)) -> Carried<'a> {
    Carried {
        from: match &edge.giver {
            Giver::Stage(index) => End::Stage(*index),
            Giver::Image(name) => End::Image(name),
        },
        to: edge.taker,
        kind: match edge.kind {
            EdgeKind::From => "from",
            EdgeKind::Copy => "copy",
            EdgeKind::Mount => "mount",
        },
        line: edge.line,
        bytes: bounds(bytes),
    }
}

fn bounds(estimate: &Estimate) -> Bounds {
    bounds_of(estimate.range)
}

pub(super) fn bounds_of(range: Range) -> Bounds {
    Bounds { low: range.low, likely: range.likely, high: range.high }
}

/// An instruction on one line: continuations joined, comments left out, blanks folded.
pub(super) fn one_line(analysis: &Analysis, step: &Step) -> String {
    let written = &analysis.dockerfile.instructions[step.instruction];
    // A triggered step stands inside its ONBUILD.
    let own = match &written.payload {
        Payload::Onbuild(trigger) if step.triggered => trigger,
        _ => written,
    };
    let flags = own.flags.iter().map(flag);
    let words = own.arguments.text.split_whitespace().map(str::to_owned);
    std::iter::once(own.keyword.name().to_owned()).chain(flags).chain(words).collect::<Vec<_>>().join(" ")
}
