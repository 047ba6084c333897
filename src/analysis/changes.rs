//! Two analysed Dockerfiles to what changed between them, each change with the bytes it saves or costs: together they
//! are exactly the difference of the two images, so that a sum can be explained and not only shown.
//!
//! Every byte of an image belongs to the base or to the step that wrote it, also where a COPY took it from a stage that
//! is left behind (`works`). The steps of both Dockerfiles that belong together (`pairs`) are one change; what a change
//! saves is what its steps made of the one image less what they made of the other.

mod lines;
mod pairs;
mod told;
mod traits;
mod works;

pub use lines::{Hunk, hunks, lines_of};

use super::Analysis;
use crate::bytes::{Estimate, Range};
use crate::order;
use crate::size::Weight;
use crate::stages::Base;
use pairs::{Group, groups};
use works::{Work, Works, works};

/// What one change did to an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub kind: Kind,
    /// What is different, in a few words; instructions and names stand between grave accents.
    pub words: String,
    /// What there is to add, in the same form; often nothing.
    pub detail: String,
    pub disk: Effect,
    pub pull: Effect,
    /// Where it stands in either Dockerfile, the steps that matter most first.
    pub before: Vec<Spot>,
    pub after: Vec<Spot>,
    /// How many changes this is: more than one only for the small ones together.
    pub count: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Another image to stand on, or the same in another size.
    Base,
    /// What shipped is made in a stage that does not ship.
    LeftBehind,
    /// What was made in a stage that did not ship does so now.
    Ships,
    /// The same thing in other words.
    Rewritten,
    /// The very same instruction, of another size.
    Same,
    Gone,
    New,
    /// Many changes too small to tell apart.
    Smaller,
}

/// Bytes of the image before a change, and after it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    pub before: Range,
    pub after: Range,
}

/// A step, or the FROM of a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    pub stage: usize,
    pub step: Option<usize>,
}

/// With more changes than this the smallest are one.
const MOST: usize = 14;
/// A change below this part of the larger image goes with the small ones.
const LITTLE_SHARE: u64 = 10_000;
/// Places of one change; more would light the whole text.
const MOST_SPOTS: usize = 24;

impl Effect {
    /// Likely bytes more in the image; less than nothing where it saves.
    pub fn difference(&self) -> i128 {
        i128::from(self.after.likely) - i128::from(self.before.likely)
    }
}

/// What makes the second image heavier or lighter than the first: the base, then savings and growth, the largest first.
/// Nothing where both are alike.
pub fn changes(before: &Analysis, after: &Analysis) -> Vec<Change> {
    let (one, two) = (works(before), works(after));
    let little = |of: fn(&Weight) -> &Estimate| {
        let likely = |side: &Analysis| of(&side.sizes.image.weight).range.likely;
        likely(before).max(likely(after)) / LITTLE_SHARE
    };
    let little = (little(|weight| &weight.disk), little(|weight| &weight.pull));
    let groups = groups(&one, &two, little.0.max(little.1));
    let mut drafts = vec![base(&one, &two)];
    drafts.extend(groups.iter().map(|group| draft(&one, &two, group)));
    drafts.retain(|draft| draft.disk.difference() != 0 || draft.pull.difference() != 0);
    let images = images(before, after);
    if !adds_up(&drafts, &images) {
        let words = "sizes too large to be told apart".to_owned();
        return together(&one, &two, drafts)
            .map(|all| Change { words, disk: images.disk, pull: images.pull, ..all })
            .into_iter()
            .collect();
    }
    order::sort_by_key(&mut drafts, |draft| {
        let difference = draft.disk.difference();
        (draft.group.is_some(), difference > 0, -difference.abs(), -draft.pull.difference().abs())
    });
    let (kept, small) = gathered(drafts, little);
    let mut changes: Vec<Change> = kept.into_iter().map(|draft| change(&one, &two, draft)).collect();
    changes.extend(together(&one, &two, small));
    changes
}

/// Whether the changes are the difference of the images. They are not where an image is larger than numbers go.
fn adds_up(drafts: &[Draft], images: &Draft) -> bool {
    let sum = |of: fn(&Draft) -> i128| drafts.iter().map(of).sum::<i128>() == of(images);
    sum(|draft| draft.disk.difference()) && sum(|draft| draft.pull.difference())
}

/// A change before anybody has put it into words. No group is the base.
struct Draft<'a> {
    group: Option<&'a Group>,
    disk: Effect,
    pull: Effect,
}

fn draft<'a>(one: &Works, two: &Works, group: &'a Group) -> Draft<'a> {
    let sum = |works: &Works, own: &[usize], of: fn(&Work) -> Range| {
        Range::sum(own.iter().map(|work| of(&works.works[*work])))
    };
    let effect = |of| Effect { before: sum(one, &group.before, of), after: sum(two, &group.after, of) };
    Draft { group: Some(group), disk: effect(|work| work.disk), pull: effect(|work| work.pull) }
}

/// Both images as a whole.
fn images<'a>(before: &Analysis, after: &Analysis) -> Draft<'a> {
    let (old, new) = (&before.sizes.image.weight, &after.sizes.image.weight);
    let effect = |of: fn(&Weight) -> &Estimate| Effect { before: of(old).range, after: of(new).range };
    Draft { group: None, disk: effect(|weight| &weight.disk), pull: effect(|weight| &weight.pull) }
}

/// The images that both stand on.
fn base<'a>(one: &Works, two: &Works) -> Draft<'a> {
    let weight = |works: &Works, of: fn(&Weight) -> &Estimate| {
        works.lowest.map_or(Range::ZERO, |stage| of(&works.analysis.sizes.stages[stage].base).range)
    };
    let effect = |of| Effect { before: weight(one, of), after: weight(two, of) };
    Draft { group: None, disk: effect(|weight| &weight.disk), pull: effect(|weight| &weight.pull) }
}

fn change(one: &Works, two: &Works, draft: Draft) -> Change {
    let told = match draft.group {
        Some(group) => told::told(one, two, group),
        None => told::base(one, two),
    };
    let (before, after) = spots(one, two, &draft);
    let Draft { disk, pull, .. } = draft;
    Change { kind: told.kind, words: told.words, detail: told.detail, disk, pull, before, after, count: 1 }
}

/// Where a change stands on both sides.
fn spots(one: &Works, two: &Works, draft: &Draft) -> (Vec<Spot>, Vec<Spot>) {
    let Some(group) = draft.group else {
        let spot = |works: &Works| works.lowest.map(|stage| Spot { stage, step: None }).into_iter().collect();
        return (spot(one), spot(two));
    };
    let spots = |works: &Works, own: &[usize]| {
        let mut numbers: Vec<usize> = own.to_vec();
        order::sort_by_key(&mut numbers, |work| std::cmp::Reverse(works.works[*work].disk.likely));
        let carriers: Vec<usize> = numbers.iter().flat_map(|work| &works.works[*work].carriers).copied().collect();
        let mut spots: Vec<Spot> = Vec::new();
        for number in numbers.into_iter().chain(carriers) {
            let work = &works.works[number];
            let spot = Spot { stage: work.stage, step: Some(work.at) };
            if spots.len() == MOST_SPOTS {
                break;
            }
            if !spots.contains(&spot) {
                spots.push(spot);
            }
        }
        spots
    };
    (spots(one, &group.before), spots(two, &group.after))
}

/// Those worth a row of their own, and the small ones; one small one alone is worth its row.
fn gathered(drafts: Vec<Draft>, little: (u64, u64)) -> (Vec<Draft>, Vec<Draft>) {
    let weight = |draft: &Draft| draft.disk.difference().unsigned_abs();
    let is_little = |draft: &Draft| {
        weight(draft) <= u128::from(little.0) && draft.pull.difference().unsigned_abs() <= u128::from(little.1)
    };
    let mut weights: Vec<u128> = drafts.iter().filter(|draft| !is_little(draft)).map(weight).collect();
    order::sort(&mut weights);
    let least = weights.len().checked_sub(MOST).map_or(0, |first| weights[first]);
    let (mut kept, mut small) = (Vec::new(), Vec::new());
    for draft in drafts {
        let room = kept.len() < MOST && !is_little(&draft);
        if room && (draft.group.is_none() || weight(&draft) >= least) {
            kept.push(draft);
        } else {
            small.push(draft);
        }
    }
    if small.len() == 1 {
        kept.append(&mut small);
    }
    (kept, small)
}

fn together(one: &Works, two: &Works, small: Vec<Draft>) -> Option<Change> {
    if small.is_empty() {
        return None;
    }
    let sum = |of: fn(&Draft) -> Range| Range::sum(small.iter().map(of));
    let disk = Effect { before: sum(|draft| draft.disk.before), after: sum(|draft| draft.disk.after) };
    let pull = Effect { before: sum(|draft| draft.pull.before), after: sum(|draft| draft.pull.after) };
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for draft in small.iter().take(MOST_SPOTS) {
        let (old, new) = spots(one, two, draft);
        before.extend(old.into_iter().take(MOST_SPOTS - before.len()));
        after.extend(new.into_iter().take(MOST_SPOTS - after.len()));
    }
    let words = format!("{} smaller changes together", small.len());
    let (detail, count) = (String::new(), small.len());
    Some(Change { kind: Kind::Smaller, words, detail, disk, pull, before, after, count })
}

/// How an image that stages stand on is called.
fn image(base: &Base) -> &str {
    match base {
        Base::Scratch => "scratch",
        Base::Image { written, .. } | Base::Unknown(written) => written,
        Base::Stage(_) => "a stage",
    }
}

/// What the stages below a stage stand on in the end.
fn lowest_base<'a>(works: &Works<'a>, stage: usize) -> &'a Base {
    let graph = &works.analysis.graph;
    let lowest = crate::stages::chain(graph, stage).first().copied().unwrap_or(stage);
    &graph.stages[lowest].base
}
