//! What the rules look at: one analysed Dockerfile, and the RUN steps that ship, read once for all rules.

use super::Run;
use crate::context::Context;
use crate::scenario::Scenario;
use crate::size::{Catalog, Layer, Sizes};
use crate::stages::{BuildGraph, Stage, Step, chain, shipped};
use crate::syntax::{Dockerfile, Instruction, Payload};

pub struct Subject<'a> {
    pub scenario: &'a Scenario,
    pub dockerfile: &'a Dockerfile,
    pub graph: &'a BuildGraph,
    pub context: &'a Context,
    pub sizes: &'a Sizes,
    pub catalog: &'a Catalog,
    /// The stages whose layers the image has, the lowest first.
    pub shipped: Vec<usize>,
    runs: Vec<Run<'a>>,
}

/// RUN steps that are read: what rules compare with each other must be few, and no Dockerfile that people write has
/// half as many. Beyond them there is no advice.
const RUNS: usize = 1_000;

/// With more stages than this, all later ones count as standing on each.
const STAGES: usize = 64;

impl<'a> Subject<'a> {
    pub fn new(
        scenario: &'a Scenario,
        dockerfile: &'a Dockerfile,
        graph: &'a BuildGraph,
        context: &'a Context,
        sizes: &'a Sizes,
        catalog: &'a Catalog,
    ) -> Self {
        let shipped = shipped(graph);
        let read = |shipped: bool, stages: &mut dyn Iterator<Item = &'a Stage>| {
            let steps = stages.flat_map(|stage| (0..stage.steps.len()).map(move |at| (stage, at)));
            steps.filter_map(|(stage, at)| Run::of(dockerfile, stage, at, shipped)).take(RUNS).collect::<Vec<_>>()
        };
        let mut runs = read(true, &mut shipped.iter().map(|stage| &graph.stages[*stage]));
        let others = |stage: &&Stage| stage.reachable && !shipped.contains(&stage.index);
        runs.extend(read(false, &mut graph.stages.iter().filter(others)));
        Self { scenario, dockerfile, graph, context, sizes, catalog, shipped, runs }
    }

    /// The Dockerfile's text.
    pub fn text(&self) -> &'a str {
        &self.scenario.dockerfile
    }

    /// The RUN steps of the image, in the order of its layers.
    pub fn runs(&self) -> impl Iterator<Item = &Run<'a>> {
        self.runs.iter().take_while(|run| run.shipped)
    }

    /// The RUN steps of every stage that is built: those of the image, then those of the other stages in file order.
    pub fn built_runs(&self) -> impl Iterator<Item = &Run<'a>> {
        self.runs.iter()
    }

    /// The RUN steps that see what this one leaves: those after it in its stage and in the stages that stand on it, as
    /// far as they are built.
    pub fn runs_after(&self, run: &Run<'a>) -> impl Iterator<Item = &Run<'a>> {
        let (stage, at) = (run.stage.index, run.at);
        self.runs.iter().filter(move |other| match other.stage.index == stage {
            true => other.at > at,
            false => {
                let is_above = || chain(self.graph, other.stage.index).contains(&stage);
                other.stage.index > stage && (self.graph.stages.len() > STAGES || is_above())
            }
        })
    }

    /// All steps of the image in their order, each with its stage and its place in it.
    pub fn steps(&self) -> impl Iterator<Item = (&'a Stage, usize, &'a Step)> {
        self.shipped.iter().flat_map(|stage| {
            let stage = &self.graph.stages[*stage];
            stage.steps.iter().enumerate().map(move |(at, step)| (stage, at, step))
        })
    }

    /// The instruction a step runs: the one after ONBUILD where it was triggered.
    pub fn instruction(&self, step: &Step) -> Option<&'a Instruction> {
        instruction(self.dockerfile, step)
    }

    /// What a step adds to the image; `None` where it makes no layer.
    pub fn layer(&self, stage: usize, step: usize) -> Option<&'a Layer> {
        self.sizes.stages.get(stage)?.layers.get(step)?.as_ref()
    }
}

pub(super) fn instruction<'a>(dockerfile: &'a Dockerfile, step: &Step) -> Option<&'a Instruction> {
    let outer = dockerfile.instructions.get(step.instruction)?;
    match &outer.payload {
        Payload::Onbuild(inner) if step.triggered => Some(inner),
        _ => Some(outer),
    }
}
