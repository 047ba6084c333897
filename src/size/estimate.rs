//! The walk over the build graph: every stage from its base up, one layer per step that makes one, then the sums.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use super::base_images;
use super::catalog::Catalog;
use super::content::Content;
use super::filesystem::Filesystem;
use super::ledger::{LayerId, Ledger, Written};
use super::stage::StageState;
use super::{Copied, Hidden, ImageTotals, Layer, Sizes, StageSize, Weight, run_step, transfer, unknown_paths};
use crate::bytes::{Estimate, Range, Source};
use crate::context::Context;
use crate::scenario::Scenario;
use crate::stages::{Action, Base, BuildGraph, CopySource, Edge, EdgeKind, Giver, Stage, Step, history};

/// What every step may look at.
#[derive(Clone, Copy)]
pub struct Sizing<'a> {
    pub catalog: &'a Catalog,
    pub scenario: &'a Scenario,
    pub context: &'a Context,
    pub graph: &'a BuildGraph,
}

/// What is built so far.
pub struct Built {
    pub ledger: Ledger,
    /// The end state of each stage, in order.
    pub stages: Vec<StageState>,
    /// How a stage on each external image begins, by the name as written and normalised.
    pub bases: HashMap<(String, String), StageState>,
    /// External images that something is copied or mounted from.
    pub images: HashMap<String, Filesystem>,
    /// Cache mounts by id: what one RUN leaves there, the next one finds.
    pub caches: HashMap<String, Filesystem>,
}

/// The layers of one stage while they are put together.
pub struct Walked {
    pub base: Weight,
    pub base_layer: Option<LayerId>,
    pub layers: Vec<Option<LayerId>>,
}

/// The sizes of everything a build graph would build, stages that the target does not need included.
pub fn estimate(graph: &BuildGraph, context: &Context, scenario: &Scenario, catalog: &Catalog) -> Sizes {
    walk(&Sizing { catalog, scenario, context, graph }, Ledger::default()).0
}

/// The same, with all that it was worked out from.
pub fn walk(sizing: &Sizing<'_>, ledger: Ledger) -> (Sizes, Built, Vec<Walked>) {
    let Sizing { scenario, graph, .. } = *sizing;
    let mut built =
        Built { ledger, stages: Vec::new(), bases: HashMap::new(), images: HashMap::new(), caches: HashMap::new() };
    let wanted = wanted(graph);
    let mut walked = Vec::with_capacity(graph.stages.len());
    let mut stages: Vec<StageSize> = Vec::with_capacity(graph.stages.len());
    for stage in &graph.stages {
        let (mut state, base, base_layer) = begin(sizing, &mut built, stage, &stages);
        state.wanted = wanted.get(&stage.index).cloned().unwrap_or_default();
        let mut layers = Vec::with_capacity(stage.steps.len());
        let mut weights = Vec::with_capacity(stage.steps.len());
        for (at, step) in stage.steps.iter().enumerate() {
            let layer = step.layer.then(|| built.ledger.open());
            if let Some(layer) = layer {
                take(sizing, &mut built, &mut state, step, layer);
                if let Some(bytes) = overridden(&scenario.overrides, stage, at) {
                    built.ledger.rescale(layer, bytes, &step.state.workdir);
                }
            }
            weights.push(layer.map(|layer| given(built.ledger.weigh(layer), scenario, stage, at)));
            layers.push(layer);
        }
        let total = total(&base, weights.iter().flatten().collect());
        stages.push(StageSize { base: base.clone(), layers: weights, total });
        walked.push(Walked { base, base_layer, layers });
        built.stages.push(state);
    }
    let hidden = hide(graph, &built.ledger, &walked, &mut stages);
    let image = image(graph, &walked, &stages, hidden);
    let edges = graph.edges.iter().map(|edge| edge_bytes(&built, sizing, edge, &stages)).collect();
    (Sizes { stages, image, edges }, built, walked)
}

/// What FROM gives: the end of the stage below, or an external image as one layer of its own.
fn begin(
    sizing: &Sizing<'_>,
    built: &mut Built,
    stage: &Stage,
    done: &[StageSize],
) -> (StageState, Weight, Option<LayerId>) {
    let (written, normalized) = match &stage.base {
        Base::Stage(below) if *below < built.stages.len() => {
            return (built.stages[*below].clone(), done[*below].total.clone(), None);
        }
        Base::Scratch | Base::Stage(_) => ("", ""),
        Base::Image { written, normalized } => (written.as_str(), normalized.as_str()),
        Base::Unknown(written) => (written.as_str(), ""),
    };
    // Stages on the same image begin alike; looking it up is worth doing once.
    let mut state = match built.bases.get(&(written.to_owned(), normalized.to_owned())) {
        Some(state) => state.clone(),
        None => {
            let image = match written {
                "" => base_images::scratch(),
                _ => base_images::look_up(sizing.catalog, sizing.scenario, written, normalized),
            };
            let state = StageState::new(image, sizing);
            built.bases.insert((written.to_owned(), normalized.to_owned()), state.clone());
            state
        }
    };
    let weight = state.image.weight.clone();
    let layer = built.ledger.open();
    place_image(&mut built.ledger, &mut state.tree, layer, &state.image.name, &weight.disk, &state.image.distribution);
    (state, weight, Some(layer))
}

/// An image's bytes: at their places where the tables know some, the rest somewhere below the root.
fn place_image(
    ledger: &mut Ledger,
    tree: &mut Filesystem,
    layer: LayerId,
    name: &str,
    disk: &Estimate,
    distribution: &str,
) {
    let mut rest = disk.range;
    for (path, range, content) in unknown_paths::of_image(name) {
        if range.likely < rest.likely {
            rest = rest.minus(range);
            let written = Written::new(format!("{path} of {name}"), range, content, Source::Neighbour);
            if matches!(content, Content::NodeModules | Content::GoCache | Content::SitePackages) {
                tree.add(ledger, layer, path, written);
            } else {
                tree.write_file(ledger, layer, path, written);
            }
        }
    }
    if disk.range.high > 0 {
        let label = format!("the rest of {name}");
        tree.add(ledger, layer, "/", Written::new(label, rest, Content::of_base(distribution), disk.source));
    }
}

fn take(sizing: &Sizing<'_>, built: &mut Built, state: &mut StageState, step: &Step, layer: LayerId) {
    match &step.action {
        Action::Run(action) => run_step::run(sizing, built, state, step, action, layer),
        Action::Copy(action) => transfer::copy(sizing, built, state, step, action, layer),
        Action::Workdir { path } if !state.tree.exists(path) => {
            built.ledger.touch(layer, path, 0);
            state.tree.make_folder(path);
        }
        _ => {}
    }
}

/// The tree of whatever a copy or mount takes from; an external image's is made the first time.
pub fn source_tree(sizing: &Sizing<'_>, built: &mut Built, source: &CopySource) -> Option<Filesystem> {
    match source {
        CopySource::Context => None,
        CopySource::Stage(stage) => built.stages.get(*stage).map(|state| state.tree.clone()),
        CopySource::Image { written, normalized } => {
            if let Some(tree) = built.images.get(normalized) {
                return Some(tree.clone());
            }
            let image = base_images::look_up(sizing.catalog, sizing.scenario, written, normalized);
            let mut tree = Filesystem::default();
            // Its bytes belong to no layer of this build.
            let layer = super::ledger::NOWHERE;
            place_image(&mut built.ledger, &mut tree, layer, &image.name, &image.weight.disk, &image.distribution);
            built.images.insert(normalized.clone(), tree.clone());
            Some(tree)
        }
    }
}

/// The paths that copies of other stages take from each stage.
fn wanted(graph: &BuildGraph) -> HashMap<usize, Rc<Vec<String>>> {
    let mut wanted: HashMap<usize, Vec<String>> = HashMap::new();
    let steps = graph.stages.iter().flat_map(|stage| &stage.steps);
    for action in steps.filter_map(|step| if let Action::Copy(action) = &step.action { Some(action) } else { None }) {
        if let CopySource::Stage(from) = action.from {
            let paths = wanted.entry(from).or_default();
            let room = WANTED.saturating_sub(paths.len());
            paths.extend(action.sources.iter().take(room).map(|source| super::path::absolute("/", source)));
        }
    }
    wanted.into_iter().map(|(stage, paths)| (stage, Rc::new(paths))).collect()
}

/// More paths than this taken from one stage say nothing new about it.
const WANTED: usize = 64;

fn overridden(overrides: &BTreeMap<String, u64>, stage: &Stage, at: usize) -> Option<u64> {
    if overrides.is_empty() {
        return None;
    }
    let by_name = stage.name.as_ref().and_then(|name| overrides.get(&format!("{name}/{at}")));
    by_name.or_else(|| overrides.get(&format!("{}/{at}", stage.index))).copied()
}

fn given(mut layer: Layer, scenario: &Scenario, stage: &Stage, at: usize) -> Layer {
    let weight = &mut layer.weight;
    for (overrides, estimate) in [(&scenario.overrides, &mut weight.disk), (&scenario.pull_overrides, &mut weight.pull)]
    {
        if let Some(bytes) = overridden(overrides, stage, at) {
            *estimate = Estimate::new(Range::exact(bytes), Source::Given, "the size that was given");
        }
    }
    layer
}

fn total(base: &Weight, layers: Vec<&Layer>) -> Weight {
    let sum = |of: fn(&Weight) -> &Estimate, what: &'static str| {
        let own = layers.iter().map(|layer| of(&layer.weight));
        let all: Vec<(Range, Source)> =
            std::iter::once(of(base)).chain(own).map(|estimate| (estimate.range, estimate.source)).collect();
        let range = Range::sum(all.iter().map(|(range, _)| *range));
        Estimate::new(range, super::ledger::source_of(range, &all), what)
    };
    Weight {
        disk: sum(|weight| &weight.disk, "its base and its layers"),
        pull: sum(|weight| &weight.pull, "its base and its layers"),
    }
}

/// By layer: its stage and step; a base image has no step. Layers are numbered in this very order.
pub fn places(walked: &[Walked]) -> Vec<(usize, Option<usize>)> {
    let mut places = Vec::new();
    for (stage, walked) in walked.iter().enumerate() {
        places.extend(walked.base_layer.map(|_| (stage, None)));
        let own = walked.layers.iter().enumerate();
        places.extend(own.filter(|(_, layer)| layer.is_some()).map(|(step, _)| (stage, Some(step))));
    }
    places
}

/// Notes for every layer what it copies, and what later layers of its stage, or of the target's chain, hide. Returns what
/// the image hides.
fn hide(graph: &BuildGraph, ledger: &Ledger, walked: &[Walked], stages: &mut [StageSize]) -> Vec<Range> {
    let places = places(walked);
    let chain = crate::stages::shipped(graph);
    let mut shipped = vec![false; stages.len()];
    chain.iter().for_each(|stage| shipped[*stage] = true);
    for (by, of, bytes) in ledger.copied() {
        let (Some((copier, Some(copying))), Some((stage, Some(step)))) =
            (places.get(*by as usize), places.get(*of as usize))
        else {
            continue;
        };
        if let Some(Some(layer)) = stages[*copier].layers.get_mut(*copying) {
            layer.copy(*stage, *step, *bytes);
        }
    }
    let mut image = Vec::new();
    let mut wasted: Vec<Vec<Range>> = vec![Vec::new(); places.len()];
    for (by, of, range) in ledger.hidden() {
        let (Some((hider, hiding)), Some((stage, step))) = (places.get(by as usize), places.get(of as usize)) else {
            continue;
        };
        let layer = hiding.and_then(|hiding| stages[*hider].layers.get_mut(hiding)?.as_mut());
        if let (Some(layer), Some(step)) = (layer, *step) {
            layer.hide(*stage, step, range);
        }
        if shipped[*hider] {
            image.push(range);
        }
        if step.is_some() && (hider == stage || shipped[*hider]) {
            wasted[of as usize].push(range);
        }
    }
    for ((stage, step), ranges) in places.into_iter().zip(wasted).filter(|(_, ranges)| !ranges.is_empty()) {
        if let Some(Some(layer)) = step.and_then(|step| stages[stage].layers.get_mut(step)) {
            let range = Range::sum(ranges);
            layer.wasted = Estimate::new(range, layer.weight.disk.source, "hidden by a later layer");
        }
    }
    image
}

/// More layers than this that one hides or copies something of are not told apart, which no real image comes near.
const HIDDEN: usize = 64;

impl Layer {
    fn copy(&mut self, stage: usize, step: usize, bytes: u64) {
        let known = self.copies.iter().position(|copied| (copied.stage, copied.step) == (stage, step));
        match known {
            Some(at) => self.copies[at].bytes = self.copies[at].bytes.saturating_add(bytes),
            None if self.copies.len() < HIDDEN => self.copies.push(Copied { stage, step, bytes }),
            None => {}
        }
    }

    fn hide(&mut self, stage: usize, step: usize, bytes: Range) {
        let known = self.hides.iter().position(|hidden| (hidden.stage, hidden.step) == (stage, step));
        match known {
            Some(at) => self.hides[at].bytes = Range::sum([self.hides[at].bytes, bytes]),
            None if self.hides.len() < HIDDEN => self.hides.push(Hidden { stage, step, bytes }),
            None => {}
        }
    }
}

fn image(graph: &BuildGraph, walked: &[Walked], stages: &[StageSize], hidden: Vec<Range>) -> ImageTotals {
    let wasted = Estimate::new(Range::sum(hidden), Source::Typical, "shipped, but hidden by later layers");
    let Some(target) = graph.target else {
        let nothing = || Estimate::new(Range::ZERO, Source::Measured, "no stage to build");
        let weight = Weight { disk: nothing(), pull: nothing() };
        return ImageTotals { weight, layers: 0, own_layers: 0, history_entries: 0, wasted };
    };
    let chain = crate::stages::chain(graph, target);
    let base = chain.first().map_or_else(|| stages[target].base.clone(), |lowest| walked[*lowest].base.clone());
    let layers = chain.iter().flat_map(|stage| stages[*stage].layers.iter().flatten()).collect();
    let history = history(graph, target);
    let has_base = base.disk.range.high > 0;
    ImageTotals {
        weight: total(&base, layers),
        layers: history.own_layers + usize::from(has_base),
        own_layers: history.own_layers,
        history_entries: history.history_entries,
        wasted,
    }
}

fn edge_bytes(built: &Built, sizing: &Sizing<'_>, edge: &Edge, stages: &[StageSize]) -> Estimate {
    let layer = edge.step.and_then(|step| stages.get(edge.taker)?.layers.get(step)?.as_ref());
    match (edge.kind, &edge.giver) {
        (EdgeKind::From, Giver::Stage(giver)) => stages.get(*giver).map(|stage| stage.total.disk.clone()),
        (EdgeKind::From, Giver::Image(_)) => stages.get(edge.taker).map(|stage| stage.base.disk.clone()),
        (EdgeKind::Copy, _) => layer.map(|layer| layer.weight.disk.clone()),
        (EdgeKind::Mount, giver) => Some(mounted(built, sizing, edge, giver)),
    }
    .unwrap_or_else(|| Estimate::new(Range::ZERO, Source::Guess, "never built"))
}

/// What a bind mount shows: seen during the step, not shipped.
fn mounted(built: &Built, sizing: &Sizing<'_>, edge: &Edge, giver: &Giver) -> Estimate {
    let tree = match giver {
        Giver::Stage(stage) => built.stages.get(*stage).map(|state| &state.tree),
        Giver::Image(name) => built.images.get(name),
    };
    let step = edge.step.and_then(|step| sizing.graph.stages.get(edge.taker)?.steps.get(step));
    let source = step.and_then(|step| {
        let Action::Run(action) = &step.action else { return None };
        let same = |from: &CopySource| match (from, giver) {
            (CopySource::Stage(one), Giver::Stage(other)) => one == other,
            (CopySource::Image { normalized, .. }, Giver::Image(name)) => normalized == name,
            _ => false,
        };
        let at = action.mount_sources.iter().position(|from| from.as_ref().is_some_and(same))?;
        action.mounts.get(at)?.source.clone()
    });
    let path = super::path::absolute("/", source.as_deref().unwrap_or("/"));
    let range = tree.map_or(Range::ZERO, |tree| tree.weigh(&built.ledger, &path));
    Estimate::new(range, Source::Typical, "mounted for one step, not shipped")
}
