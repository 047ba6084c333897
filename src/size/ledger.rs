//! The account of what every layer writes: pieces of bytes with their kind and reason, what is left of each when its
//! layer is done, and what later layers hide. Knows no paths' structure; `filesystem` holds the pieces in a tree.

use std::borrow::Cow;
use std::rc::Rc;

use super::content::Content;
use super::entries::Entries;
use super::{Layer, Part, Weight};
use crate::bytes::{Estimate, Range, Source};
use crate::order;

/// One layer of one stage, or a base image; a number the ledger hands out.
pub type LayerId = u32;

/// The layer of what never ships: cache mounts, tmpfs, scratch space of a command.
pub const NOWHERE: LayerId = u32::MAX;

/// Bytes that one layer wrote in one go.
#[derive(Clone, Debug)]
pub struct Piece {
    pub layer: LayerId,
    pub label: Cow<'static, str>,
    pub path: Rc<str>,
    pub range: Range,
    pub content: Content,
    pub source: Source,
    /// How much of it is still there at the end of its own layer.
    pub share: f32,
    pub detail: Detail,
    /// Compressed over uncompressed where more than the kind of content tells.
    pub ratio: Option<(f64, f64, f64)>,
}

/// The named things a piece is made of, with their bytes, where they are known.
pub type Detail = Option<Rc<[(String, u64)]>>;

/// A part of a piece, as a file or folder holds it.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    pub piece: u32,
    pub share: f32,
}

/// A part of a piece that a later layer hid.
#[derive(Clone, Copy, Debug)]
pub struct Hiding {
    pub by: LayerId,
    pub held: Held,
    pub gone: Gone,
}

/// How bytes go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gone {
    Removed,
    /// Others stand in their place.
    Replaced,
}

/// What a rule says about bytes it writes.
#[derive(Clone, Debug)]
pub struct Written {
    pub label: Cow<'static, str>,
    pub range: Range,
    pub content: Content,
    pub source: Source,
    pub detail: Detail,
    pub ratio: Option<(f64, f64, f64)>,
}

#[derive(Debug, Default)]
pub struct Ledger {
    pieces: Vec<Piece>,
    /// For each layer, where its pieces start; they end where the next layer's start.
    starts: Vec<u32>,
    hidden: Vec<Hiding>,
    /// Where each of them was hidden; kept only for who asks for places.
    hidden_at: Option<Vec<Box<str>>>,
    /// Which layer's bytes another one holds a copy of: the copying layer, the other, and the likely bytes.
    copied: Vec<(LayerId, LayerId, u64)>,
    /// Folders, links and whiteouts of the layer that is open, with the length of what a link holds: no bytes on disk.
    touched: Vec<(Box<str>, u64)>,
}

/// More of those than this weigh nothing beside the rest.
const TOUCHED: usize = 48;
/// More held parts than this are told apart by their kind only when they are copied.
const MANY: usize = 64;
/// Parts shown for one layer; the rest is one line.
const PARTS: usize = 12;

impl Piece {
    fn compressed(&self, disk: Range, texts: u64) -> Range {
        match self.ratio {
            Some((low, likely, high)) => disk.ratio(low, likely, high),
            None => self.content.compressed_beside(disk, texts),
        }
    }
}

impl Written {
    pub fn new(label: impl Into<Cow<'static, str>>, range: Range, content: Content, source: Source) -> Self {
        Self { label: label.into(), range, content, source, detail: None, ratio: None }
    }

    /// What an estimate says, in the words of its own reason.
    pub fn estimated(estimate: &Estimate, content: Content) -> Self {
        Self::new(estimate.reason.clone(), estimate.range, content, estimate.source)
    }

    /// Compresses as what it was unpacked from did.
    #[must_use]
    pub fn compressing(mut self, ratio: Option<(f64, f64, f64)>) -> Self {
        self.ratio = ratio;
        self
    }

    /// Names the things it is made of.
    #[must_use]
    pub fn made_of(mut self, parts: impl IntoIterator<Item = (String, u64)>) -> Self {
        let parts: Vec<(String, u64)> = parts.into_iter().take(2 * PARTS).collect();
        self.detail = (!parts.is_empty()).then(|| parts.into());
        self
    }

    /// The same bytes, which may not be written at all.
    #[must_use]
    pub fn perhaps(mut self, likely: bool) -> Self {
        self.range = Range::new(0, if likely { self.range.likely } else { 0 }, self.range.high);
        self
    }
}

impl Ledger {
    /// One that remembers where things were hidden.
    pub fn with_places() -> Self {
        Self { hidden_at: Some(Vec::new()), ..Self::default() }
    }

    /// Opens the next layer; the one before is closed for good.
    pub fn open(&mut self) -> LayerId {
        self.starts.push(self.pieces.len() as u32);
        self.touched.clear();
        self.starts.len() as LayerId - 1
    }

    pub fn piece(&self, held: Held) -> &Piece {
        &self.pieces[held.piece as usize]
    }

    /// The bytes a holder has of a piece.
    pub fn range(&self, held: Held) -> Range {
        let range = self.piece(held).range;
        if held.share >= 1.0 { range } else { range.times(f64::from(held.share)) }
    }

    pub fn write(&mut self, layer: LayerId, path: &str, written: Written) -> Held {
        let Written { label, range, content, source, detail, ratio } = written;
        self.pieces.push(Piece { layer, label, path: path.into(), range, content, source, share: 1.0, detail, ratio });
        Held { piece: self.pieces.len() as u32 - 1, share: 1.0 }
    }

    /// A folder, link or whiteout in the open layer; a change of what stands there already is one too.
    pub fn touch(&mut self, layer: LayerId, path: &str, target: u64) {
        let open = layer as usize + 1 == self.starts.len();
        if open && self.touched.len() < TOUCHED && !self.touched.iter().any(|(known, _)| **known == *path) {
            self.touched.push((path.into(), target));
        }
    }

    /// What the open layer made at and below a path is gone again.
    pub fn forget(&mut self, layer: LayerId, path: &str) {
        if layer as usize + 1 == self.starts.len() {
            self.touched.retain(|(known, _)| !super::path::is_within(known, path));
        }
    }

    /// More bytes of the same kind for a piece of the layer that is still open.
    pub fn grow(&mut self, held: Held, more: Range) {
        let piece = &mut self.pieces[held.piece as usize];
        piece.range = Range::sum([piece.range, more]);
    }

    /// Takes a held part away: freed in its own layer, hidden in a later one.
    pub fn remove(&mut self, layer: LayerId, held: Held, gone: Gone, path: &str) {
        let piece = &mut self.pieces[held.piece as usize];
        if piece.layer == layer {
            piece.share = (piece.share - held.share).max(0.0);
        } else if layer != NOWHERE && piece.layer != NOWHERE {
            self.hidden.push(Hiding { by: layer, held, gone });
            self.hidden_at.iter_mut().for_each(|places| places.push(path.into()));
        }
    }

    /// New pieces in `layer` that weigh what the held parts weigh, one for each label (few) or kind of content: for
    /// each held part, the new one. `relabel` names them all alike.
    pub fn duplicate(&mut self, layer: LayerId, path: &str, helds: &[Held], relabel: Option<&str>) -> Vec<Held> {
        let mut groups: Vec<Group> = Vec::new();
        let mut places = Vec::with_capacity(helds.len());
        for held in helds {
            let (range, piece) = (self.range(*held), self.piece(*held));
            let label = relabel.unwrap_or(&piece.label);
            let full = groups.len() > PARTS || helds.len() > MANY;
            let alike = |group: &Group| group.content == piece.content && (full || group.label == label);
            let at = groups.iter().position(alike).unwrap_or_else(|| {
                groups.push(Group {
                    label: if full { "more files".to_owned() } else { label.to_owned() },
                    content: piece.content,
                    source: piece.source,
                    ratio: piece.ratio,
                    ranges: Vec::new(),
                });
                groups.len() - 1
            });
            let group = &mut groups[at];
            group.source = group.source.max(piece.source);
            group.ratio = group.ratio.filter(|ratio| piece.ratio == Some(*ratio));
            group.ranges.push(range);
            places.push((at, range));
        }
        self.copied.extend(helds.iter().zip(&places).map(|(held, (_, range))| {
            let origin = self.pieces[held.piece as usize].layer;
            (layer, origin, range.likely)
        }));
        let mut made = Vec::with_capacity(groups.len());
        for Group { label, content, source, ratio, ranges } in groups {
            let total = Range::sum(ranges);
            let written = Written::new(label, total, content, source).compressing(ratio);
            made.push((self.write(layer, path, written), total));
        }
        places.into_iter().map(|(at, range)| Held { share: share_of(range, made[at].1), ..made[at].0 }).collect()
    }

    /// Makes a layer weigh what the person says: its pieces keep their proportions. A layer of nothing gets one piece at
    /// `folder`, which no path of the tree holds.
    pub fn rescale(&mut self, layer: LayerId, bytes: u64, folder: &str) {
        let start = self.starts[layer as usize] as usize;
        let own = |piece: &&mut Piece| piece.layer == layer && piece.share > 0.001;
        let weight = |piece: &Piece| piece.range.likely as f64 * f64::from(piece.share);
        let total: f64 = self.pieces[start..].iter_mut().filter(own).map(|piece| weight(piece)).sum();
        if total < 1.0 {
            self.write(layer, folder, Written::new("given", Range::exact(bytes), Content::Mixed, Source::Given));
            return;
        }
        for piece in self.pieces[start..].iter_mut().filter(own) {
            piece.range = Range::exact((piece.range.likely as f64 * bytes as f64 / total).round() as u64);
            piece.source = Source::Given;
        }
    }

    /// What a closed or open layer weighs and is made of.
    pub fn weigh(&self, layer: LayerId) -> Layer {
        let start = self.starts[layer as usize] as usize;
        let end = self.starts.get(layer as usize + 1).map_or(self.pieces.len(), |end| *end as usize);
        let alive = self.pieces[start..end].iter().filter(|piece| piece.layer == layer && piece.share > 0.001);
        let mut parts: Vec<Part> = Vec::new();
        let mut labels: Vec<(&str, u64)> = Vec::new();
        let (mut pulls, mut disks) = (Vec::new(), Vec::new());
        let mut entries = Entries::default();
        if layer as usize + 1 == self.starts.len() {
            self.touched.iter().for_each(|(path, target)| entries.add(path, *target));
        }
        let texts = alive.clone().filter(|piece| piece.content.is_short_text(piece.range.likely));
        let texts = texts.fold(0, |sum: u64, piece| sum.saturating_add(piece.range.likely));
        for piece in alive {
            let disk = piece.range.times(f64::from(piece.share));
            let pull = piece.compressed(disk, texts);
            pulls.push(pull);
            // What may not be there at all is no entry in the likely case.
            if disk.likely > 0 || disk.high == 0 {
                entries.add(&piece.path, 0);
            }
            disks.push((disk, piece.source));
            add_label(&mut labels, &piece.label, disk);
            add_parts(&mut parts, piece, disk, pull);
        }
        pulls.push(entries.weigh());
        order::sort_by_key(&mut parts, |part| {
            std::cmp::Reverse((part.weight.disk.range.likely, part.weight.disk.range.high))
        });
        let disk = Range::sum(disks.iter().map(|(disk, _)| *disk));
        let source = source_of(disk, &disks);
        let reason = reason(labels);
        shorten(&mut parts);
        let weight = Weight {
            disk: Estimate::new(disk, source, reason.clone()),
            pull: Estimate::new(Range::sum(pulls), source.max(Source::Measured), reason),
        };
        let wasted = Estimate::new(Range::ZERO, Source::Measured, "");
        Layer { weight, parts, wasted, hides: Vec::new(), copies: Vec::new() }
    }

    /// What layers copied of earlier ones, as (copying layer, layer that wrote it, likely bytes).
    pub fn copied(&self) -> &[(LayerId, LayerId, u64)] {
        &self.copied
    }

    /// What later layers hid, as (hiding layer, layer that wrote it, bytes).
    pub fn hidden(&self) -> impl Iterator<Item = (LayerId, LayerId, Range)> {
        self.hidden.iter().map(|hiding| (hiding.by, self.piece(hiding.held).layer, self.range(hiding.held)))
    }

    /// The same with their places: nothing where no places are kept.
    pub fn hidden_places(&self) -> impl Iterator<Item = (Hiding, &str)> {
        self.hidden.iter().copied().zip(self.hidden_at.iter().flatten().map(|place| &**place))
    }
}

/// Held parts that become one new piece.
struct Group {
    label: String,
    content: Content,
    source: Source,
    ratio: Option<(f64, f64, f64)>,
    ranges: Vec<Range>,
}

fn share_of(range: Range, total: Range) -> f32 {
    match total.likely {
        0 => range.high as f32 / total.high.max(1) as f32,
        likely => range.likely as f32 / likely as f32,
    }
}

/// The parts of a piece: the things it names, and itself for the rest of its bytes.
fn add_parts(parts: &mut Vec<Part>, piece: &Piece, disk: Range, pull: Range) {
    let mut rest = 1.0;
    let whole = piece.range.likely.max(1) as f64;
    for (name, bytes) in piece.detail.iter().flat_map(|detail| detail.iter()) {
        let share = (*bytes as f64 / whole).min(rest);
        rest -= share;
        add_part(parts, piece, name, disk.times(share), pull.times(share));
    }
    add_part(parts, piece, &piece.label, disk.times(rest), pull.times(rest));
}

fn add_part(parts: &mut Vec<Part>, piece: &Piece, label: &str, disk: Range, pull: Range) {
    // Only the first lines are searched, so that a layer of many different parts stays linear.
    if let Some(part) = parts.iter_mut().take(4 * PARTS).find(|part| part.label == label) {
        part.weight.disk.range = Range::sum([part.weight.disk.range, disk]);
        part.weight.pull.range = Range::sum([part.weight.pull.range, pull]);
        return;
    }
    let weight = Weight {
        disk: Estimate::new(disk, piece.source, piece.label.clone()),
        pull: Estimate::new(pull, piece.source, piece.label.clone()),
    };
    parts.push(Part { label: label.to_owned(), path: piece.path.to_string(), weight });
}

fn add_label<'a>(labels: &mut Vec<(&'a str, u64)>, label: &'a str, disk: Range) {
    let bytes = disk.likely.max(disk.high / 50);
    match labels.iter_mut().take(4 * PARTS).find(|(known, _)| *known == label) {
        Some((_, known)) => *known = known.saturating_add(bytes),
        None => labels.push((label, bytes)),
    }
}

/// The least trusted source among those that matter: a tenth of the bytes, or a third of the uncertainty.
pub fn source_of(total: Range, parts: &[(Range, Source)]) -> Source {
    let width = total.high - total.low;
    let matters = |range: &Range| {
        range.likely.saturating_mul(10) >= total.likely.max(1)
            || (range.high - range.low).saturating_mul(3) >= width.max(1)
    };
    parts.iter().filter(|(range, _)| matters(range)).map(|(_, source)| *source).max().unwrap_or(Source::Measured)
}

/// The largest pieces in words.
fn reason(mut labels: Vec<(&str, u64)>) -> String {
    order::sort_by_key(&mut labels, |(_, bytes)| std::cmp::Reverse(*bytes));
    let largest = labels.first().map_or(0, |(_, bytes)| *bytes);
    let told: Vec<&str> = labels
        .iter()
        .filter(|(_, bytes)| bytes.saturating_mul(50) >= largest)
        .take(3)
        .map(|(label, _)| *label)
        .collect();
    if told.is_empty() { "writes no file bytes".to_owned() } else { told.join(" + ") }
}

/// Folds everything after the largest parts into one line.
fn shorten(parts: &mut Vec<Part>) {
    if parts.len() <= PARTS {
        return;
    }
    let rest = parts.split_off(PARTS - 1);
    let sum = |of: fn(&Weight) -> &Estimate| {
        let source = rest.iter().map(|part| of(&part.weight).source).max().unwrap_or(Source::Guess);
        Estimate::new(Range::sum(rest.iter().map(|part| of(&part.weight).range)), source, "the smaller parts together")
    };
    let weight = Weight { disk: sum(|weight| &weight.disk), pull: sum(|weight| &weight.pull) };
    parts.push(Part { label: format!("{} smaller parts", rest.len()), path: String::new(), weight });
}
