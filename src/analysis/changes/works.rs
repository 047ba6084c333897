//! An analysed Dockerfile to its works: the steps that make layers, each with the bytes of the image that it made. Of a
//! COPY from another stage that is the step which wrote the files there, so that all works and the base add up to the image.

use crate::analysis::Analysis;
use crate::bytes::{Range, Source};
use crate::size::{Layer, Weight};
use crate::stages::{Action, CopySource, Step, shipped};

/// One step that makes a layer, of a stage that is built.
#[derive(Clone, Debug)]
pub(super) struct Work<'a> {
    pub stage: usize,
    pub at: usize,
    pub step: &'a Step,
    /// Whether its own layer is part of the image.
    pub ships: bool,
    /// What its own layer weighs, shipped or not.
    pub own: &'a Weight,
    /// What of the image it made.
    pub disk: Range,
    pub pull: Range,
    /// The copies that bring it into the image, by their index among the works.
    pub carriers: Vec<usize>,
}

impl Work<'_> {
    pub fn is_in_image(&self) -> bool {
        self.disk.high > 0 || self.pull.high > 0
    }
}

/// All works in the order of the text, and what the image stands on.
#[derive(Debug)]
pub(super) struct Works<'a> {
    pub analysis: &'a Analysis,
    pub works: Vec<Work<'a>>,
    /// The lowest stage of the image; none without a stage to build.
    pub lowest: Option<usize>,
}

/// A copy with more origins than this is taken for the work of the first, and of itself.
const MOST_ORIGINS: usize = 16;
/// What a copy brings beyond its known origins is its own work from a fiftieth of it on; less is rounding.
const OWN_SHARE: u64 = 50;

pub(super) fn works(analysis: &Analysis) -> Works<'_> {
    let graph = &analysis.graph;
    let chain = shipped(graph);
    let mut ships = vec![false; graph.stages.len()];
    chain.iter().for_each(|stage| ships[*stage] = true);
    let mut works: Vec<Work> = Vec::new();
    // By stage and step, the work; by work, its layer and whose bytes it copies.
    let mut numbers: Vec<Vec<Option<usize>>> = Vec::with_capacity(graph.stages.len());
    let mut layers: Vec<&Layer> = Vec::new();
    for (stage, size) in graph.stages.iter().zip(&analysis.sizes.stages) {
        let mut own = vec![None; stage.steps.len()];
        for (at, (step, layer)) in stage.steps.iter().zip(&size.layers).enumerate() {
            let Some(layer) = layer.as_ref().filter(|_| stage.reachable) else { continue };
            own[at] = Some(works.len());
            let (ships, own) = (ships[stage.index], &layer.weight);
            let (disk, pull) = if ships { (own.disk.range, own.pull.range) } else { (Range::ZERO, Range::ZERO) };
            works.push(Work { stage: stage.index, at, step, ships, own, disk, pull, carriers: Vec::new() });
            layers.push(layer);
        }
        numbers.push(own);
    }
    let mut origins: Vec<Vec<(usize, u64)>> = Vec::with_capacity(works.len());
    for at in 0..works.len() {
        let own = origins_of(at, &works, layers[at], &numbers, &origins);
        if works[at].ships && !own.is_empty() {
            share_out(at, &own, &mut works);
        }
        origins.push(own);
    }
    Works { analysis, works, lowest: chain.first().copied() }
}

/// Who wrote what a COPY from a stage brings, with bytes to share it by; empty for all other steps.
fn origins_of(
    at: usize,
    works: &[Work],
    layer: &Layer,
    numbers: &[Vec<Option<usize>>],
    known: &[Vec<(usize, u64)>],
) -> Vec<(usize, u64)> {
    let Action::Copy(copy) = &works[at].step.action else { return Vec::new() };
    if !matches!(copy.from, CopySource::Stage(_)) {
        return Vec::new();
    }
    let mut origins: Vec<(usize, u64)> = Vec::new();
    let mut add = |work: usize, bytes: u64| match origins.iter().position(|(own, _)| *own == work) {
        Some(same) => origins[same].1 = origins[same].1.saturating_add(bytes),
        None if origins.len() < MOST_ORIGINS && bytes > 0 => origins.push((work, bytes)),
        None => {}
    };
    for copied in &layer.copies {
        let number = numbers.get(copied.stage).and_then(|steps| steps.get(copied.step).copied().flatten());
        // A layer copies only what is below it.
        let Some(number) = number.filter(|number| *number < at) else { continue };
        let through = &known[number];
        let whole = through.iter().fold(0u64, |sum, (_, bytes)| sum.saturating_add(*bytes));
        match whole {
            0 => add(number, copied.bytes),
            _ => through.iter().for_each(|(work, bytes)| add(*work, part(copied.bytes, *bytes, whole))),
        }
    }
    let traced = origins.iter().fold(0u64, |sum, (_, bytes)| sum.saturating_add(*bytes));
    let weight = &works[at].own.disk;
    let rest = weight.range.likely.saturating_sub(traced);
    // A size that was given says nothing of whose bytes they are.
    if traced > 0 && weight.source != Source::Given && rest > weight.range.likely / OWN_SHARE {
        origins.push((at, rest));
    }
    origins
}

/// Takes a copy's bytes from itself and gives them to those who wrote them, none lost.
fn share_out(at: usize, origins: &[(usize, u64)], works: &mut [Work]) {
    let (disk, pull) = (works[at].disk, works[at].pull);
    (works[at].disk, works[at].pull) = (Range::ZERO, Range::ZERO);
    let whole = origins.iter().fold(0u64, |sum, (_, bytes)| sum.saturating_add(*bytes));
    let largest = origins.iter().enumerate().max_by_key(|(_, (_, bytes))| *bytes).map_or(0, |(index, _)| index);
    let (mut disk_left, mut pull_left) = (disk, pull);
    let mut shares = Vec::with_capacity(origins.len());
    for (work, bytes) in origins {
        let own = (range_part(disk, *bytes, whole), range_part(pull, *bytes, whole));
        disk_left = without(disk_left, own.0);
        pull_left = without(pull_left, own.1);
        shares.push((*work, own));
    }
    for (index, (number, (disk, pull))) in shares.into_iter().enumerate() {
        let extra = |left: Range| if index == largest { left } else { Range::ZERO };
        let work = &mut works[number];
        work.disk = Range::sum([work.disk, with(disk, extra(disk_left))]);
        work.pull = Range::sum([work.pull, with(pull, extra(pull_left))]);
        work.carriers.extend((number != at).then_some(at));
    }
}

fn part(of: u64, bytes: u64, whole: u64) -> u64 {
    (u128::from(of) * u128::from(bytes) / u128::from(whole.max(1))) as u64
}

fn range_part(of: Range, bytes: u64, whole: u64) -> Range {
    let share = |of: u64| part(of, bytes, whole);
    Range::new(share(of.low), share(of.likely), share(of.high))
}

fn with(one: Range, other: Range) -> Range {
    let likely = one.likely.saturating_add(other.likely);
    Range::new(one.low.saturating_add(other.low), likely, one.high.saturating_add(other.high))
}

fn without(one: Range, other: Range) -> Range {
    let likely = one.likely.saturating_sub(other.likely);
    Range { low: one.low.saturating_sub(other.low), likely, high: one.high.saturating_sub(other.high) }
}
