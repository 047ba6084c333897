//! What an estimate leans on most: the facts a person could add, each with the range the image would have then. Nothing
//! is taken from formulas: a typical fact is put in its place and the pipeline runs again. Not part of `analyze`.

mod inputs;
mod manifests;

use serde::{Deserialize, Serialize};

use super::Analysis;
use crate::bytes::{Range, format};
use crate::context::Context;
use crate::order;
use crate::scenario::Scenario;
use crate::size::{Catalog, Sizes, estimate};
use crate::stages::BuildGraph;

/// One fact that nobody has given yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lean {
    pub give: Give,
    /// The steps whose layers it makes surer, as (stage, step), in order.
    pub steps: Vec<(usize, usize)>,
    /// The image's on-disk range as it is, and as it would be.
    pub now: Range,
    pub after: Range,
}

/// What to give.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Give {
    /// The text of a dependency manifest, by its path in the context.
    Manifest(String),
    /// The size of a file of the context, or of a folder where it ends in `/`; `./` is all of it.
    Context(String),
    /// The size of an image, as written after FROM.
    Image(String),
    /// The size of a layer: stage and step.
    Layer(usize, usize),
    /// The history of the image once built, which has every layer.
    History,
}

/// A fact in its place, to see what it changes.
struct Trial {
    give: Give,
    scenario: Scenario,
    /// The step it is about; it need not be tried where another fact made that step sure.
    step: Option<(usize, usize)>,
}

/// More than this is not worth reading.
const MOST: usize = 8;
/// How often the sizes are estimated anew, and how many instructions that may be together: half a second at worst.
const TRIALS: usize = 24;
const INSTRUCTIONS: usize = 30_000;
/// What takes less than a twentieth of the range away is no help.
const LEAST_SHARE: u64 = 20;
/// The part of its width, in tenths, that a layer keeps at most to be called surer, and so sure that its own size need
/// not be asked for.
const SURER: u64 = 9;
const SETTLED: u64 = 6;

/// The facts that would shrink the image's range most, the best first; the history of a real build, which settles
/// everything but asks for one, comes last.
pub fn leans_on(scenario: &Scenario, analysis: &Analysis, catalog: &Catalog) -> Vec<Lean> {
    let now = analysis.sizes.image.weight.disk.range;
    if width(now) == 0 {
        return Vec::new();
    }
    let mut left = (INSTRUCTIONS / analysis.dockerfile.instructions.len().max(1)).clamp(1, TRIALS);
    let mut leans: Vec<Lean> = Vec::new();
    let mut settled: Vec<(usize, usize)> = Vec::new();
    for trial in inputs::trials(scenario, analysis) {
        if trial.step.is_some_and(|step| settled.contains(&step)) || leans.iter().any(|lean| lean.give == trial.give) {
            continue;
        }
        if left == 0 {
            break;
        }
        left -= 1;
        let (lean, sizes) = tried(trial, analysis, catalog);
        if let Some(lean) = lean {
            settled.extend(surer(analysis, &sizes, SETTLED));
            leans.push(lean);
        }
    }
    order::sort_by_key(&mut leans, |lean| width(lean.after));
    leans.truncate(MOST);
    if !leans.is_empty() {
        leans.push(Lean { give: Give::History, steps: Vec::new(), now, after: Range::exact(now.likely) });
    }
    leans
}

/// What a trial comes to, `None` where it hardly helps, and the sizes then.
fn tried(trial: Trial, analysis: &Analysis, catalog: &Catalog) -> (Option<Lean>, Sizes) {
    let context = Context::new(&trial.scenario);
    let sizes = estimate(&analysis.graph, &context, &trial.scenario, catalog);
    let (now, then) = (analysis.sizes.image.weight.disk.range, sizes.image.weight.disk.range);
    // A typical fact is smaller or larger than the real one: its width counts, around what is likely now.
    let (down, up) = (then.likely - then.low, then.high - then.likely);
    let after = Range::new(
        now.likely.saturating_sub(down).max(now.low),
        now.likely,
        now.likely.saturating_add(up).min(now.high),
    );
    let shrinks = width(now).saturating_sub(width(after));
    let helps = shrinks.saturating_mul(LEAST_SHARE) >= width(now) && format::range(now) != format::range(after);
    let lean = helps.then(|| Lean { give: trial.give, steps: surer(analysis, &sizes, SURER), now, after });
    (lean, sizes)
}

/// The steps whose layers have at most that part of the width they had, in tenths.
fn surer(analysis: &Analysis, after: &Sizes, tenths: u64) -> Vec<(usize, usize)> {
    let mut surer = Vec::new();
    for stage in analysis.graph.stages.iter().filter(|stage| stage.reachable) {
        let layers = analysis.sizes.stages[stage.index].layers.iter().zip(&after.stages[stage.index].layers);
        for (step, layers) in layers.enumerate() {
            if let (Some(before), Some(after)) = layers
                && width(before.weight.disk.range) / 10 * tenths > width(after.weight.disk.range)
            {
                surer.push((stage.index, step));
            }
        }
    }
    surer
}

fn width(range: Range) -> u64 {
    range.high - range.low
}

impl Lean {
    /// What to do, in words: `paste package.json`.
    pub fn action(&self, graph: &BuildGraph) -> String {
        match &self.give {
            Give::Manifest(path) => format!("paste {path}"),
            Give::Context(path) if path == "./" => "say how large the build context is".to_owned(),
            Give::Context(path) => format!("say how large {path} is"),
            Give::Image(name) => format!("say how large {name} is"),
            Give::Layer(stage, step) => {
                let line =
                    graph.stages.get(*stage).and_then(|stage| stage.steps.get(*step)).map_or(0, |step| step.line);
                format!("say how large the layer of line {line} is")
            }
            Give::History => "paste docker history of the built image".to_owned(),
        }
    }

    /// What comes of it, in words: `the range shrinks from 0.9–1.9 GB to 1.7–2.1 GB`.
    pub fn effect(&self) -> String {
        match self.give {
            Give::History => "every layer is known then".to_owned(),
            _ => format!("the range shrinks from {} to {}", format::range(self.now), format::range(self.after)),
        }
    }
}

impl Give {
    /// The word the report uses.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Manifest(_) => "manifest",
            Self::Context(_) => "context",
            Self::Image(_) => "image",
            Self::Layer(..) => "layer",
            Self::History => "history",
        }
    }
}
