//! One image read as what one stage makes: which entry belongs to which step, what that gives, and the base below.

use super::align::{Alignment, align};
use super::entry::{Fit, Known, Made};
use super::given::{Given, Matched, Unmatched};
use super::{Entry, TrueImage, excerpt};
use crate::analysis::Analysis;
use crate::bytes::format::exact;
use crate::scenario::ImageSize;
use crate::stages::{Base, BuildGraph, chain};

/// One way to read the paste: an image as what a stage makes.
pub(super) struct Reading<'a> {
    pub(super) stage: usize,
    pub(super) image: &'a TrueImage,
    /// The steps with an entry, in order, as (stage, step).
    steps: Vec<(usize, usize)>,
    pub(super) alignment: Alignment,
    /// No commands were there to compare.
    pub(super) by_order: bool,
}

impl<'a> Reading<'a> {
    pub(super) fn of(stage: usize, image: &'a TrueImage, mut steps: Vec<(usize, usize)>, analysis: &Analysis) -> Self {
        let graph = &analysis.graph;
        let by_order = image.entries.iter().all(|entry| entry.text.is_empty());
        let weights: Vec<Option<u64>> = image.entries.iter().map(|entry| entry.disk.or(entry.pull)).collect();
        if by_order {
            steps.retain(|(stage, at)| graph.stages[*stage].steps[*at].layer);
            // The end of the one is the end of the other.
            let below = weights.len().checked_sub(steps.len());
            let pairs = (0..steps.len()).map(|step| below.map(|below| below + step)).collect();
            let (others, contested) = (vec![None; steps.len()], vec![false; steps.len()]);
            let alignment = Alignment { score: 0, pairs, others, contested };
            return Self { stage, image, steps, alignment, by_order };
        }
        let made: Vec<Made> = image.entries.iter().map(Made::by).collect();
        let known: Vec<Known<'_>> = steps.iter().map(|place| Known::of(graph, &analysis.dockerfile, *place)).collect();
        let fits: Vec<Fit> = known.iter().flat_map(|step| made.iter().map(|entry| step.fits(entry))).collect();
        let alignment = align(steps.len(), &weights, &fits);
        Self { stage, image, steps, alignment, by_order }
    }

    /// Whether every layer has its entry; where there is none, every step.
    pub(super) fn is_whole(&self, graph: &BuildGraph) -> bool {
        let makes_layer = |(stage, at): &(usize, usize)| graph.stages[*stage].steps[*at].layer;
        let some = self.steps.iter().any(makes_layer);
        let mut steps = self.steps.iter().zip(&self.alignment.pairs);
        steps.all(|(place, pair)| pair.is_some() || (some && !makes_layer(place)))
    }

    pub(super) fn tell(&self, analysis: &Analysis, matched: &mut Matched) {
        let graph = &analysis.graph;
        let (mut layers, mut fitting) = (0, 0);
        for (place, (stage, at)) in self.steps.iter().enumerate() {
            let step = &graph.stages[*stage].steps[*at];
            if !step.layer {
                continue;
            }
            layers += 1;
            let sized = self.entry(place);
            match sized {
                Ok(entry) => {
                    fitting += 1;
                    if let Some(bytes) = entry.disk {
                        matched.overrides.insert(graph.layer_key(*stage, *at), bytes);
                    }
                    if let Some(bytes) = entry.pull {
                        matched.pull_overrides.insert(graph.layer_key(*stage, *at), bytes);
                    }
                    let Entry { disk, pull, .. } = *entry;
                    let one = Given { stage: *stage, step: *at, line: step.line, disk, pull };
                    if !matched.matched.contains(&one) {
                        matched.matched.push(one);
                    }
                }
                Err(why) => {
                    let text = excerpt(&step.history_text().unwrap_or_default());
                    matched.unmatched.push(Unmatched { line: Some(step.line), text, bytes: None, why });
                }
            }
        }
        self.rest(matched);
        self.base(graph, layers, fitting, matched);
        if self.by_order && fitting > 0 {
            matched.notes.push("Layers were paired by their order alone, since no commands stand beside them.".into());
        }
        if fitting * 2 < layers {
            let told = format!("Only {fitting} of {layers} layers fit: is this the image of this Dockerfile?");
            matched.notes.push(told);
        }
    }

    /// The entry of a step with its size, or why there is none.
    fn entry(&self, place: usize) -> Result<&'a Entry, String> {
        let entries = &self.image.entries;
        let Some(at) = self.alignment.pairs[place] else {
            return Err("no entry of the image is made by this line as it stands".into());
        };
        let entry = &entries[at];
        if let Some(other) = self.alignment.others[place] {
            let sizes = [&entries[at.min(other)], &entries[at.max(other)]]
                .map(|entry| entry.disk.or(entry.pull).map_or_else(|| "no size".to_owned(), exact));
            return Err(format!("two entries fit alike, {} and {}; use docker history --no-trunc", sizes[0], sizes[1]));
        }
        if self.alignment.contested[place] {
            return Err("the entry fits other lines as well; use docker history --no-trunc".into());
        }
        if entry.disk.is_none() && entry.pull.is_none() {
            return Err("the image has its entry, but no size".into());
        }
        Ok(entry)
    }

    fn lowest(&self) -> Option<usize> {
        self.alignment.pairs.iter().flatten().min().copied()
    }

    /// Bytes of entries among or above the steps' that no step makes.
    fn rest(&self, matched: &mut Matched) {
        let Some(lowest) = self.lowest() else { return };
        let mut taken = vec![false; self.image.entries.len()];
        let pairs = self.alignment.pairs.iter().chain(&self.alignment.others);
        pairs.flatten().for_each(|at| taken[*at] = true);
        for (entry, _) in self.image.entries.iter().zip(taken).skip(lowest).filter(|(_, taken)| !taken) {
            let bytes = entry.disk.or(entry.pull);
            if bytes.is_some_and(|bytes| bytes > 0) {
                let why = "no line of the Dockerfile makes this".to_owned();
                matched.unmatched.push(Unmatched { line: None, text: excerpt(&entry.text), bytes, why });
            }
        }
    }

    /// What lies below the Dockerfile's own layers is the base image.
    fn base(&self, graph: &BuildGraph, layers: usize, fitting: usize, matched: &mut Matched) {
        let Some(below) = self.below(graph, layers, fitting) else { return };
        let entries = &self.image.entries[..below];
        let bytes = |of: fn(&Entry) -> Option<u64>| {
            let own = TrueImage { entries: entries.to_vec(), ..TrueImage::default() };
            own.sum(of)
        };
        let size = ImageSize { disk: bytes(|entry| entry.disk), pull: bytes(|entry| entry.pull) };
        let lowest = chain(graph, self.stage).first().map(|lowest| &graph.stages[*lowest]);
        let Some(lowest) = lowest.filter(|_| size != ImageSize::default()) else { return };
        match &lowest.base {
            Base::Image { written, .. } => {
                matched.images.insert(written.clone(), size);
            }
            Base::Scratch if size.disk.or(size.pull).is_some_and(|bytes| bytes > 0) => {
                matched.unmatched.push(Unmatched {
                    line: Some(lowest.from_line),
                    text: "scratch".into(),
                    bytes: size.disk.or(size.pull),
                    why: "the image has entries below the Dockerfile's own, and scratch has none".into(),
                })
            }
            _ => {}
        }
    }

    /// How many entries are surely of the base: none is said where too little fits, or the lowest layers do not.
    fn below(&self, graph: &BuildGraph, layers: usize, fitting: usize) -> Option<usize> {
        let all_fit = self.alignment.pairs.iter().all(Option::is_some);
        if fitting * 2 < layers || (layers == 0 && !all_fit) {
            return None;
        }
        let mut steps = self.steps.iter().zip(&self.alignment.pairs);
        for ((stage, at), pair) in steps.by_ref() {
            match pair {
                Some(at) => return Some(*at),
                None if graph.stages[*stage].steps[*at].layer => return None,
                None => {}
            }
        }
        None
    }
}
