//! The facts that could be given, each in a Scenario of its own: manifests that commands read, sizes of images, of what
//! is copied from the context, and of single layers.

use std::collections::BTreeMap;

use super::manifests::{Manifest, read_by};
use super::{Give, Trial, width};
use crate::analysis::Analysis;
use crate::context::clean;
use crate::order;
use crate::scenario::{ImageSize, Scenario};
use crate::stages::{Action, Base, BuildGraph, CopySource, Stage};
use crate::syntax::shell::commands;

/// The widest layers that are tried one by one.
const LAYERS: usize = 8;
/// Manifests that are looked for: a Dockerfile of many services has one for each.
const MANIFESTS: usize = 12;

/// In the order in which they are asked for: what is easiest to give first.
pub(super) fn trials(scenario: &Scenario, analysis: &Analysis) -> Vec<Trial> {
    let layers = wide_layers(analysis);
    let mut trials = manifests(scenario, analysis, &layers);
    trials.extend(images(scenario, analysis));
    trials.extend(layers.iter().flat_map(|place| copied(scenario, analysis, *place)));
    trials.extend(layers.iter().map(|(stage, step)| layer(scenario, analysis, *stage, *step)));
    trials
}

fn reachable(graph: &BuildGraph) -> impl Iterator<Item = &Stage> {
    graph.stages.iter().filter(|stage| stage.reachable)
}

/// The widest layers of all stages that are built, those that only take from another stage last.
fn wide_layers(analysis: &Analysis) -> Vec<(usize, usize)> {
    let mut layers = Vec::new();
    for stage in reachable(&analysis.graph) {
        let sized = stage.steps.iter().zip(&analysis.sizes.stages[stage.index].layers).enumerate();
        layers.extend(sized.filter_map(|(at, (step, layer))| {
            let width = width(layer.as_ref()?.weight.disk.range);
            let takes = matches!(&step.action, Action::Copy(copy) if matches!(copy.from, CopySource::Stage(_)));
            (width > 0).then_some((takes, width, (stage.index, at)))
        }));
    }
    order::sort_by_key(&mut layers, |(takes, width, _)| (*takes, std::cmp::Reverse(*width)));
    layers.into_iter().take(LAYERS).map(|(_, _, place)| place).collect()
}

/// Manifests that the commands of wide layers read and nobody has pasted.
fn manifests(scenario: &Scenario, analysis: &Analysis, layers: &[(usize, usize)]) -> Vec<Trial> {
    let mut trials: Vec<Trial> = Vec::new();
    for (stage, at) in layers {
        let step = &analysis.graph.stages[*stage].steps[*at];
        let Action::Run(run) = &step.action else { continue };
        let nothing = |_: &str| None;
        for manifest in commands(&run.script, &nothing).iter().filter_map(read_by) {
            for path in places(&manifest, &analysis.graph) {
                let give = Give::Manifest(path.clone());
                let known = scenario.manifests.contains_key(&path) || trials.iter().any(|trial| trial.give == give);
                if !known && trials.len() < MANIFESTS {
                    let mut scenario = scenario.clone();
                    scenario.manifests.insert(path, manifest.typical());
                    trials.push(Trial { give, scenario, step: Some((*stage, *at)) });
                }
            }
        }
    }
    trials
}

/// Where in the context a manifest may be: as a COPY names it, or its folder, or at the root.
fn places(manifest: &Manifest, graph: &BuildGraph) -> Vec<String> {
    let (name, written) = (manifest.name(), clean(manifest.path.trim_start_matches('/')));
    let mut places: Vec<String> = Vec::new();
    let sources = reachable(graph).flat_map(|stage| &stage.steps).filter_map(|step| match &step.action {
        Action::Copy(copy) if copy.from == CopySource::Context => Some(&copy.sources),
        _ => None,
    });
    for source in sources.flatten() {
        let (folder, last) = source.rsplit_once('/').map_or(("", source.as_str()), |(folder, last)| (folder, last));
        let stem = last.split('*').next().unwrap_or("");
        if last == name || (last.contains('*') && !stem.is_empty() && name.starts_with(stem)) {
            places.push(clean(format!("{folder}/{name}").trim_start_matches('/')));
        }
    }
    if !manifest.path.starts_with('/') && !written.starts_with("..") {
        places.push(written);
    }
    places.push(name.to_owned());
    places.dedup();
    places.truncate(3);
    places
}

/// External bases whose size is a range.
fn images(scenario: &Scenario, analysis: &Analysis) -> Vec<Trial> {
    let mut bases: BTreeMap<&str, u64> = BTreeMap::new();
    for stage in reachable(&analysis.graph) {
        if let Base::Image { written, .. } = &stage.base {
            let range = analysis.sizes.stages[stage.index].base.disk.range;
            if width(range) > 0 {
                bases.insert(written, range.likely);
            }
        }
    }
    let trial = |(name, bytes): (&str, u64)| {
        let mut scenario = scenario.clone();
        scenario.images.insert(name.to_owned(), ImageSize { disk: Some(bytes), pull: None });
        Trial { give: Give::Image(name.to_owned()), scenario, step: None }
    };
    bases.into_iter().take(LAYERS).map(trial).collect()
}

/// What a COPY takes from the context, each source whose size nobody has said.
fn copied(scenario: &Scenario, analysis: &Analysis, (stage, at): (usize, usize)) -> Vec<Trial> {
    let Action::Copy(copy) = &analysis.graph.stages[stage].steps[at].action else { return Vec::new() };
    let Some(layer) = &analysis.sizes.stages[stage].layers[at] else { return Vec::new() };
    let unseen: Vec<&String> = copy.sources.iter().filter(|source| !source.contains(['*', '?', '[', ':'])).collect();
    let [source] = unseen.as_slice() else { return Vec::new() };
    if copy.from != CopySource::Context || copy.sources.len() > 1 {
        return Vec::new();
    }
    let path = clean(source.trim_start_matches('/'));
    let bytes = layer.weight.disk.range.likely;
    let mut trial = scenario.clone();
    if path == "." {
        trial.context.insert("./".to_owned(), bytes);
    } else {
        // A part of the context alone would count as all that there is.
        trial.overrides.insert(format!("{stage}/{at}"), bytes);
    }
    let name = path.rsplit('/').next().unwrap_or(&path);
    let is_file = name.contains('.') && path != "." && !source.ends_with('/');
    let path = if is_file { path } else { format!("{path}/") };
    let scenario = trial;
    vec![Trial { give: Give::Context(path), scenario, step: Some((stage, at)) }]
}

fn layer(scenario: &Scenario, analysis: &Analysis, stage: usize, step: usize) -> Trial {
    let layer = analysis.sizes.stages[stage].layers[step].as_ref();
    let mut scenario = scenario.clone();
    let bytes = layer.map_or(0, |layer| layer.weight.disk.range.likely);
    scenario.overrides.insert(format!("{stage}/{step}"), bytes);
    Trial { give: Give::Layer(stage, step), scenario, step: Some((stage, step)) }
}
