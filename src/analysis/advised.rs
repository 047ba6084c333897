//! Advice with what it saves: the fix is made, and the whole pipeline runs again on the edited text. Also all safe fixes
//! at once. Not part of `analyze`, which runs at every keystroke.

use super::rekeyed::rekey;
use super::{Analysis, analyze, rebuilt};
use crate::advice::{Advice, Fix, Gain, Subject, advise, is_little};
use crate::bytes::Range;
use crate::cache::{Build, Cache, Pick, picked, rebuild};
use crate::order;
use crate::scenario::Scenario;
use crate::size::{Catalog, Weight};
use crate::stages::shipped;
use crate::text::{Edit, apply};

/// Advice, and what the image and its rebuilds save by it.
#[derive(Clone, Debug)]
pub struct Advised {
    pub advice: Advice,
    /// On-disk bytes of the image.
    pub saves_disk: Range,
    /// Bytes of the image to pull.
    pub saves_pull: Range,
    /// Steps less that run again when a source file is edited.
    pub steps_saved: usize,
}

/// A Dockerfile after all safe fixes.
#[derive(Clone, Debug)]
pub struct Fixed {
    pub scenario: Scenario,
    /// What was done, with what each saved when it was done.
    pub applied: Vec<Advised>,
    /// What all of it saves.
    pub saves_disk: Range,
    pub saves_pull: Range,
}

/// How often fixes are made and looked for again: merging one RUN into the one above may let the next follow.
const ROUNDS: usize = 8;

/// Bytes of Dockerfiles that are analysed to weigh advice. It is some seconds at worst; a Dockerfile people write has
/// a few kilobytes and a dozen findings. What is beyond stays without its savings.
const WEIGHED: usize = 4_000_000;

/// The advice for an analysed Scenario, each with its savings.
pub fn advised(scenario: &Scenario, analysis: &Analysis, catalog: &Catalog) -> Vec<Advised> {
    if let Some(bare) = bare(scenario) {
        return advised(&bare, &analyze(&bare, catalog), catalog);
    }
    let advice = advise(&subject(scenario, analysis, catalog));
    let before = steps_again(scenario, analysis);
    let most = (WEIGHED / scenario.dockerfile.len().max(1)).max(2);
    let weigh = |(at, advice): (usize, Advice)| {
        let nothing = Advised { advice, saves_disk: Range::ZERO, saves_pull: Range::ZERO, steps_saved: 0 };
        match &nothing.advice.fix {
            Some(fix) if at < most => {
                let after = with(scenario, fix);
                weighed(nothing, analysis, before, &after, &analyze(&after, catalog))
            }
            _ => Some(nothing),
        }
    };
    advice.into_iter().enumerate().filter_map(weigh).collect()
}

/// Applies every safe fix, and those that show then, until nothing is left.
pub fn fixed(scenario: &Scenario, catalog: &Catalog) -> Fixed {
    if let Some(bare) = bare(scenario) {
        let mut fixed = fixed(&bare, catalog);
        fixed.scenario.overrides.clone_from(&scenario.overrides);
        fixed.scenario.pull_overrides.clone_from(&scenario.pull_overrides);
        rekey(scenario, &mut fixed.scenario);
        return fixed;
    }
    let before = analyze(scenario, catalog);
    let mut latest: Option<Analysis> = None;
    let (mut now, mut applied) = (scenario.clone(), Vec::new());
    for _ in 0..ROUNDS {
        let analysis = latest.as_ref().unwrap_or(&before);
        let mut safe = advised(&now, analysis, catalog);
        safe.retain(|advised| advised.advice.fix.as_ref().is_some_and(Fix::is_safe));
        if safe.is_empty() {
            break;
        }
        let (mut next, mut made) = together(&now, analysis, &safe);
        let mut after = analyze(&next, catalog);
        // Each by itself breaks nothing, as was tried. What they do to each other is tried here.
        if after.errors().count() > analysis.errors().count() {
            safe.truncate(1);
            (next, made) = together(&now, analysis, &safe);
            after = analyze(&next, catalog);
        }
        (now, latest) = (next, Some(after));
        applied.append(&mut made);
    }
    let (saves_disk, saves_pull) = saving(&before, latest.as_ref().unwrap_or(&before));
    Fixed { scenario: now, applied, saves_disk, saves_pull }
}

/// The Scenario without given sizes of layers, where it has any: such a layer would weigh the same after any fix.
fn bare(scenario: &Scenario) -> Option<Scenario> {
    let none = || Scenario { overrides: Default::default(), pull_overrides: Default::default(), ..scenario.clone() };
    (scenario.layers_given() > 0).then(none)
}

/// As many of these fixes as do not touch each other, made at once; what touches another waits for the next round. So does
/// what another rule changes in the same instruction: one empties a cache that the other mounts, and must see that first.
fn together(scenario: &Scenario, analysis: &Analysis, advice: &[Advised]) -> (Scenario, Vec<Advised>) {
    let instructions = &analysis.dockerfile.instructions;
    let place = |edit: &Edit| instructions.partition_point(|instruction| instruction.span.start <= edit.span.start);
    let mut places: Vec<(usize, &str)> = Vec::new();
    let mut edits: Vec<Edit> = Vec::new();
    let mut after = scenario.clone();
    let mut applied = Vec::new();
    let mut changes_ignored = false;
    for advised in advice {
        let Some(fix) = &advised.advice.fix else { continue };
        let rule = advised.advice.rule.name;
        let meets_rule = |edit: &Edit| places.iter().any(|(at, other)| *at == place(edit) && *other != rule);
        let touches = fix.edits.iter().any(|edit| meets_rule(edit) || edits.iter().any(|other| meets(edit, other)));
        if touches || (fix.dockerignore.is_some() && changes_ignored) {
            continue;
        }
        if let Some(dockerignore) = &fix.dockerignore {
            changes_ignored = true;
            after.dockerignore = Some(dockerignore.clone());
        }
        places.extend(fix.edits.iter().map(|edit| (place(edit), rule)));
        edits.extend(fix.edits.iter().cloned());
        applied.push(advised.clone());
    }
    after.dockerfile = apply(&scenario.dockerfile, &edits);
    (after, applied)
}

/// A Scenario after a fix. Sizes that were given of its layers stay with their steps.
pub fn with(scenario: &Scenario, fix: &Fix) -> Scenario {
    let mut after = scenario.clone();
    after.dockerfile = apply(&scenario.dockerfile, &fix.edits);
    if let Some(dockerignore) = &fix.dockerignore {
        after.dockerignore = Some(dockerignore.clone());
    }
    rekey(scenario, &mut after);
    after
}

/// What the rules look at.
pub fn subject<'a>(scenario: &'a Scenario, analysis: &'a Analysis, catalog: &'a Catalog) -> Subject<'a> {
    let Analysis { dockerfile, graph, context, sizes, .. } = analysis;
    Subject::new(scenario, dockerfile, graph, context, sizes, catalog)
}

fn meets(one: &Edit, other: &Edit) -> bool {
    one.span.start <= other.span.end && other.span.start <= one.span.end
}

/// The advice with what it saves; `None` where that is not worth it, or the fix would break something.
fn weighed(
    nothing: Advised,
    before: &Analysis,
    steps_before: usize,
    scenario: &Scenario,
    after: &Analysis,
) -> Option<Advised> {
    if after.errors().count() > before.errors().count() {
        return None;
    }
    let (saves_disk, saves_pull) = saving(before, after);
    let image = before.sizes.image.weight.disk.range.likely;
    if nothing.advice.rule.gain == Gain::Size && is_little(saves_disk.likely, image) {
        return None;
    }
    let steps_saved = steps_before.saturating_sub(steps_again(scenario, after));
    Some(Advised { saves_disk, saves_pull, steps_saved, ..nothing })
}

/// What the image weighs less on disk, and to pull.
pub fn saving(before: &Analysis, after: &Analysis) -> (Range, Range) {
    (saved(before, after, |weight| weight.disk.range), saved(before, after, |weight| weight.pull.range))
}

/// What the image weighs less. Layers that stay as they are take no part, or the range of a base would be that of the
/// saving; the others are the same guess before and after, so that low goes with low and high with high.
fn saved(before: &Analysis, after: &Analysis, of: fn(&Weight) -> Range) -> Range {
    let (old, new) = (weights(before, of), weights(after, of));
    let (mut one, mut two) = (old.iter().peekable(), new.iter().peekable());
    let (mut gone, mut come) = (Vec::new(), Vec::new());
    loop {
        match (one.peek(), two.peek()) {
            (Some(left), Some(right)) if left == right => {
                one.next();
                two.next();
            }
            (Some(left), Some(right)) if key(left) > key(right) => come.extend(two.next()),
            (Some(_), _) => gone.extend(one.next()),
            (None, Some(_)) => come.extend(two.next()),
            (None, None) => break,
        }
    }
    let (old, new) = (Range::sum(gone.into_iter().copied()), Range::sum(come.into_iter().copied()));
    let (low, high) = (old.low.saturating_sub(new.low), old.high.saturating_sub(new.high));
    Range::new(low.min(high), old.likely.saturating_sub(new.likely), low.max(high))
}

fn key(range: &Range) -> (u64, u64, u64) {
    (range.likely, range.low, range.high)
}

/// What the base and each layer of the image weigh, the lightest first.
fn weights(analysis: &Analysis, of: fn(&Weight) -> Range) -> Vec<Range> {
    let chain = shipped(&analysis.graph);
    let base = chain.first().map(|stage| of(&analysis.sizes.stages[*stage].base));
    let layers = chain.iter().flat_map(|stage| analysis.sizes.stages[*stage].layers.iter().flatten());
    let mut weights: Vec<Range> = base.into_iter().chain(layers.map(|layer| of(&layer.weight))).collect();
    order::sort_by_key(&mut weights, key);
    weights
}

/// How many steps run again when a source file is edited, on a machine with a warm cache.
fn steps_again(scenario: &Scenario, analysis: &Analysis) -> usize {
    let build = Build::of(scenario);
    let change = picked(&Pick::Source, &build, &analysis.graph);
    let rebuild = change.and_then(|(_, change)| rebuild(&build, &change, Cache::Warm).ok());
    rebuild.map_or(0, |rebuild| rebuilt(analysis, &rebuild).again)
}
