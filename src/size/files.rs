//! A stage to its files at its end: all bytes of its layers, each once, with the place they lie at, the layer they are
//! in, the layer that hides them, and the copies and mounts that take them. Folds nothing and draws nothing.

use std::collections::{HashMap, HashSet};

use super::estimate::{Built, Sizing, Walked, places, walk};
use super::filesystem::{Entry, Filesystem};
use super::ledger::{Detail, Gone, Held, LayerId, Ledger, NOWHERE};
use super::{Catalog, Sizes};
use super::{path, transfer};
use crate::bytes::{Estimate, Range, Source};
use crate::context::Context;
use crate::scenario::Scenario;
use crate::stages::{Action, Base, BuildGraph, CopyAction, CopySource, EdgeKind, chain};

/// A stage and one of its steps; no step is the image it begins with.
pub type Place = (usize, Option<usize>);

/// What a stage consists of. Likely bytes add up to its total on disk.
#[derive(Clone, Debug, Default)]
pub struct StageFiles {
    pub files: Vec<FileBytes>,
    /// The first steps of other stages that take files from it.
    pub takers: Vec<Taker>,
}

/// Bytes that one layer has at one path: a file, or what is known to lie somewhere below a folder.
#[derive(Clone, Debug)]
pub struct FileBytes {
    pub path: String,
    /// What they are, in the words of who wrote them.
    pub label: String,
    pub layer: Place,
    pub bytes: Range,
    pub source: Source,
    /// The layer of the same stage that hides them, and whether it put others in their place.
    pub hidden: Option<(Place, Gone)>,
    /// Whether they stand in the place of hidden ones.
    pub changed: bool,
    /// The named things they are made of, where those are known; what is missing has no name.
    pub parts: Vec<(String, u64)>,
    /// The takers that take them: one bit each, the first taker's the lowest.
    pub takers: u64,
}

/// A step that takes files from a stage, by COPY or by a mount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taker {
    pub stage: usize,
    pub step: usize,
    pub kind: EdgeKind,
}

/// As many as fit into the bits; no real stage has more.
const TAKERS: usize = 64;
/// Paths that one step takes; more are not followed.
const SOURCES: usize = 64;

/// What the filesystems of some stages hold when their last steps are done.
pub fn files(
    graph: &BuildGraph,
    context: &Context,
    scenario: &Scenario,
    catalog: &Catalog,
    stages: &[usize],
) -> Vec<StageFiles> {
    let (sizes, built, walked) = walk(&Sizing { catalog, scenario, context, graph }, Ledger::with_places());
    let known = stages.iter().filter(|stage| **stage < graph.stages.len());
    known.map(|stage| of_stage(graph, &sizes, &built, &walked, *stage)).collect()
}

fn of_stage(graph: &BuildGraph, sizes: &Sizes, built: &Built, walked: &[Walked], stage: usize) -> StageFiles {
    let layers = Layers::of(graph, walked, stage);
    let (takers, taken) = taken(graph, built, stage);
    let mut collected =
        Collected { graph, ledger: &built.ledger, layers: &layers, files: Vec::new(), known: HashMap::new() };
    collected.visible(&built.stages[stage].tree, &taken.paths);
    collected.hidden();
    let mut files = collected.files;
    let known = by_layer(&files);
    for layer in layers.all() {
        let Some((weight, folder)) = weight(graph, sizes, layer) else { continue };
        let own = known.get(&layer).map_or(&[][..], Vec::as_slice);
        let missing = weigh(&mut files, own, weight.range.likely);
        if missing > 0 {
            files.push(unplaced(layer, folder, missing, weight.source));
        }
    }
    carve(&mut files, taken.unfollowed);
    files.retain(|file| file.bytes.likely > 0);
    StageFiles { files, takers }
}

/// The layers of a stage and of those below it.
struct Layers {
    places: Vec<Place>,
    own: Vec<bool>,
}

impl Layers {
    fn of(graph: &BuildGraph, walked: &[Walked], stage: usize) -> Self {
        let places = places(walked);
        let mut below = vec![false; graph.stages.len()];
        chain(graph, stage).into_iter().for_each(|stage| below[stage] = true);
        let own = places.iter().map(|(stage, _)| below[*stage]).collect();
        Self { places, own }
    }

    /// All of them, the lowest first.
    fn all(&self) -> impl Iterator<Item = Place> {
        self.places.iter().zip(&self.own).filter(|(_, own)| **own).map(|(place, _)| *place)
    }

    fn place(&self, layer: LayerId) -> Option<Place> {
        let own = layer != NOWHERE && *self.own.get(layer as usize)?;
        own.then(|| self.places[layer as usize])
    }
}

/// Path, label, layer, and the layer that hides it with whether it put others in their place.
type Same = (String, String, Place, Option<(Place, bool)>);

struct Collected<'a> {
    graph: &'a BuildGraph,
    ledger: &'a Ledger,
    layers: &'a Layers,
    files: Vec<FileBytes>,
    /// What is the same in all but its bytes is one.
    known: HashMap<Same, usize>,
}

impl Collected<'_> {
    fn visible(&mut self, tree: &Filesystem, taken: &HashMap<String, u64>) {
        for entry in tree.entries("/") {
            let path = path::join("/", &entry.path);
            let takers = taken.get(&path).copied().unwrap_or(0);
            for held in entry.held {
                self.add(&path, held, None, takers);
            }
        }
    }

    /// Each at the deepest place that is known: where it was written, or where it was hidden.
    fn hidden(&mut self) {
        let mut replaced = HashSet::new();
        for (hiding, at) in self.ledger.hidden_places() {
            let Some(by) = self.layers.place(hiding.by) else { continue };
            let written = &self.ledger.piece(hiding.held).path;
            let path = if path::is_within(written, at) { written } else { at };
            if hiding.gone == Gone::Replaced {
                replaced.insert((path.to_owned(), by));
            }
            self.add(path, hiding.held, Some((by, hiding.gone)), 0);
        }
        for file in self.files.iter_mut().filter(|file| file.hidden.is_none()) {
            file.changed = replaced.contains(&(file.path.clone(), file.layer));
        }
    }

    fn add(&mut self, path: &str, held: Held, hidden: Option<(Place, Gone)>, takers: u64) {
        let piece = self.ledger.piece(held);
        let Some(layer) = self.layers.place(piece.layer) else { return };
        let bytes = self.ledger.range(held);
        let label = match (layer, &self.graph.stages[layer.0].base) {
            ((_, None), Base::Image { written, .. } | Base::Unknown(written)) => written.as_str(),
            _ => &piece.label,
        };
        let fate = hidden.map(|(by, gone)| (by, gone == Gone::Replaced));
        let key = (path.to_owned(), label.to_owned(), layer, fate);
        if let Some(known) = self.known.get(&key) {
            let known = &mut self.files[*known];
            known.bytes = Range::sum([known.bytes, bytes]);
            known.source = known.source.max(piece.source);
            known.parts.clear();
            return;
        }
        self.known.insert(key, self.files.len());
        self.files.push(FileBytes {
            path: path.to_owned(),
            label: label.to_owned(),
            layer,
            bytes,
            source: piece.source,
            hidden,
            changed: false,
            parts: parts(&piece.detail, piece.range.likely, bytes.likely),
            takers,
        });
    }
}

/// The named parts of a piece, of which `bytes` of `whole` are left.
fn parts(detail: &Detail, whole: u64, bytes: u64) -> Vec<(String, u64)> {
    let mut rest = bytes;
    let mut parts = Vec::new();
    for (name, own) in detail.iter().flat_map(|detail| detail.iter()) {
        let own = scaled(*own, bytes, whole.into()).min(rest);
        rest -= own;
        parts.push((name.clone(), own));
    }
    parts
}

fn scaled(bytes: u64, to: u64, from: u128) -> u64 {
    let scaled = u128::from(bytes) * u128::from(to) / from.max(1);
    u64::try_from(scaled).unwrap_or(u64::MAX)
}

fn by_layer(files: &[FileBytes]) -> HashMap<Place, Vec<usize>> {
    let mut own: HashMap<Place, Vec<usize>> = HashMap::new();
    for (at, file) in files.iter().enumerate() {
        own.entry(file.layer).or_default().push(at);
    }
    own
}

/// What a layer weighs on disk, and the folder that what has no place is said to lie in.
fn weight<'a>(graph: &'a BuildGraph, sizes: &'a Sizes, layer: Place) -> Option<(&'a Estimate, &'a str)> {
    let stage = sizes.stages.get(layer.0)?;
    match layer.1 {
        None => Some((&stage.base.disk, "/")),
        Some(step) => {
            let own = stage.layers.get(step)?.as_ref()?;
            Some((&own.weight.disk, &graph.stages[layer.0].steps[step].state.workdir))
        }
    }
}

/// Makes what is known of a layer weigh no more than the layer, and the same where only rounding keeps them apart.
/// Returns what is missing.
fn weigh(files: &mut [FileBytes], own: &[usize], weight: u64) -> u64 {
    let sum = |files: &[FileBytes]| own.iter().fold(0, |sum, at| sum + u128::from(files[*at].bytes.likely));
    let known = sum(files);
    if known > u128::from(weight) {
        own.iter().for_each(|at| files[*at].set(scaled(files[*at].bytes.likely, weight, known)));
    }
    let missing = weight - u64::try_from(sum(files)).unwrap_or(weight).min(weight);
    // Shares of pieces are kept in 24 bits.
    let rounding = own.len() as u64 + (weight >> 16);
    match own.iter().copied().max_by_key(|at| files[*at].bytes.likely) {
        Some(largest) if missing <= rounding => {
            files[largest].set(files[largest].bytes.likely.saturating_add(missing));
            0
        }
        _ => missing,
    }
}

fn unplaced(layer: Place, folder: &str, bytes: u64, source: Source) -> FileBytes {
    FileBytes {
        path: folder.to_owned(),
        label: "more, whose place is not known".to_owned(),
        layer,
        bytes: Range::exact(bytes),
        source,
        hidden: None,
        changed: false,
        parts: Vec::new(),
        takers: 0,
    }
}

impl FileBytes {
    /// Says other likely bytes; named parts are kept as far as they fit.
    fn set(&mut self, likely: u64) {
        let before = self.bytes.likely;
        self.bytes = Range::new(self.bytes.low, likely, self.bytes.high);
        if likely < before {
            self.parts.iter_mut().for_each(|(_, bytes)| *bytes = scaled(*bytes, likely, before.into()));
        }
    }
}

/// What other stages take of one.
#[derive(Default)]
struct Taken {
    /// Paths of its tree, with a bit for each taker.
    paths: HashMap<String, u64>,
    /// Paths that nothing is known of: the folder that may hold each, and a guess of its bytes.
    unfollowed: Vec<(String, u64, String, Range)>,
}

fn taken(graph: &BuildGraph, built: &Built, stage: usize) -> (Vec<Taker>, Taken) {
    let tree = &built.stages[stage].tree;
    let mut takers = Vec::new();
    let mut taken = Taken::default();
    let steps = graph.stages.iter().flat_map(|stage| stage.steps.iter().enumerate().map(|step| (stage.index, step)));
    for (taking, (at, step)) in steps {
        let (kind, bit) = (EdgeKind::Copy, 1u64.checked_shl(takers.len() as u32).unwrap_or(0));
        match &step.action {
            Action::Copy(action) if action.from == CopySource::Stage(stage) && takers.len() < TAKERS => {
                takers.push(Taker { stage: taking, step: at, kind });
                taken.copy(tree, &built.ledger, action, bit);
            }
            Action::Run(action) if takers.len() < TAKERS => {
                let sources = action.mounts.iter().zip(&action.mount_sources);
                let mut own = sources.filter(|(_, from)| **from == Some(CopySource::Stage(stage))).peekable();
                if own.peek().is_some() {
                    takers.push(Taker { stage: taking, step: at, kind: EdgeKind::Mount });
                }
                for (mount, _) in own.take(SOURCES) {
                    let source = path::absolute("/", mount.source.as_deref().unwrap_or("/"));
                    taken.mark(&source, &tree.entries(&source), bit);
                }
            }
            _ => {}
        }
    }
    (takers, taken)
}

impl Taken {
    fn copy(&mut self, tree: &Filesystem, ledger: &Ledger, action: &CopyAction, bit: u64) {
        for source in action.sources.iter().take(SOURCES) {
            let pattern = path::absolute("/", source);
            let found = transfer::found(tree, action, &pattern);
            found.iter().for_each(|(from, entries)| self.mark(from, entries, bit));
            if !found.is_empty() || transfer::is_known(tree, &pattern) {
                continue;
            }
            if let Some((_, takers, ..)) = self.unfollowed.iter_mut().find(|(path, ..)| *path == pattern) {
                *takers |= bit;
            } else {
                let folder = tree.opaque_above(&pattern).map_or_else(|| "/".to_owned(), |(folder, _)| folder);
                let (range, _) = transfer::unfollowed(tree, ledger, &pattern);
                self.unfollowed.push((pattern, bit, folder, range));
            }
        }
    }

    fn mark(&mut self, from: &str, entries: &[Entry], bit: u64) {
        for entry in entries {
            let path = if entry.path.is_empty() { from.to_owned() } else { path::join(from, &entry.path) };
            *self.paths.entry(path).or_default() |= bit;
        }
    }
}

/// Gives what is taken without being known a place of its own, out of the bytes of the folder that holds it.
fn carve(files: &mut Vec<FileBytes>, unfollowed: Vec<(String, u64, String, Range)>) {
    for (path, takers, folder, guess) in unfollowed {
        let holders = files.iter_mut().filter(|file| file.path == folder && file.hidden.is_none());
        let Some(holder) = holders.max_by_key(|file| file.bytes.likely) else { continue };
        let likely = guess.likely.min(holder.bytes.likely);
        let own = FileBytes {
            path,
            bytes: Range::new(guess.low, likely, guess.high),
            source: Source::Guess,
            parts: Vec::new(),
            takers,
            ..holder.clone()
        };
        holder.set(holder.bytes.likely - likely);
        files.push(own);
    }
}
