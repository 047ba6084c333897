//! Collects findings: leaves out those of rules that are off, and puts the rest into BuildKit's order.

use std::collections::HashMap;

use super::config::{self, Config};
use super::{Finding, RULES};
use crate::order;
use crate::stages::{self, BuildGraph};
use crate::syntax::Dockerfile;
use crate::text::Span;

/// What BuildKit does one after the other, and finds things in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Phase {
    /// Joining lines.
    Lines,
    /// Reading instructions.
    Instructions,
    StageNames,
    Keywords,
    Defaults,
    From,
    Steps,
}

pub(super) struct Report<'a> {
    dockerfile: &'a Dockerfile,
    file: Config,
    /// What comments above an instruction ask for.
    local: HashMap<usize, Option<Config>>,
    /// The first phase, and instruction in it, that BuildKit does not come to.
    end: (Phase, usize),
    findings: Vec<((Phase, usize), Finding)>,
}

impl<'a> Report<'a> {
    pub(super) fn new(dockerfile: &'a Dockerfile, graph: &BuildGraph) -> Self {
        let file = config::directive(dockerfile).and_then(|directive| Config::parse(&directive.value));
        Self {
            dockerfile,
            file: file.unwrap_or_default(),
            local: HashMap::new(),
            end: end(dockerfile, graph),
            findings: Vec::new(),
        }
    }

    /// Reports something at an instruction. Its comments count in the phases that look at single instructions.
    pub(super) fn add(&mut self, phase: Phase, at: usize, rule: &str, line: usize, span: Span, message: String) {
        let Some(rule) = RULES.iter().find(|known| known.name == rule) else { return };
        let has_comments = matches!(phase, Phase::Instructions | Phase::From | Phase::Steps);
        let instruction = self.dockerfile.instructions.get(at).filter(|_| has_comments);
        let local = instruction.and_then(|instruction| {
            self.local.entry(at).or_insert_with(|| Config::of_comments(&instruction.comments)).as_ref()
        });
        let on = if rule.is_experimental {
            self.file.tries(rule) || local.is_some_and(|local| local.tries(rule))
        } else {
            !self.file.skips(rule) && !local.is_some_and(|local| local.skips(rule))
        };
        if on {
            let is_past_error = (phase, at) >= self.end;
            self.findings.push(((phase, at), Finding { rule, line, span, message, is_past_error }));
        }
    }

    pub(super) fn finish(mut self) -> Vec<Finding> {
        order::sort_by_key(&mut self.findings, |(place, _)| *place);
        self.findings.into_iter().map(|(_, finding)| finding).collect()
    }
}

/// Where BuildKit stops: behind the instruction that holds its first error.
fn end(dockerfile: &Dockerfile, graph: &BuildGraph) -> (Phase, usize) {
    let behind =
        |span: Span| dockerfile.instructions.partition_point(|instruction| instruction.span.start <= span.start);
    if dockerfile.first_pass_errors > 0 {
        return (Phase::Lines, 0);
    }
    if let Some(error) = dockerfile.errors.first() {
        return (Phase::Instructions, behind(error.span));
    }
    let Some(error) = graph.errors.first() else { return (Phase::Steps, usize::MAX) };
    match graph.first_error_in {
        Some(stages::Phase::Globals) => (Phase::From, 0),
        Some(stages::Phase::From) => (Phase::From, behind(error.span)),
        Some(stages::Phase::Graph) => (Phase::Steps, 0),
        Some(stages::Phase::Steps) | None => (Phase::Steps, behind(error.span)),
    }
}
