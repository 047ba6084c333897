//! The works of two Dockerfiles to groups that belong together: the same step, the same thing done in other words, one
//! step that became several or several that became one. Each work is in one group at most; nothing is weighed here.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

use super::traits::{Traits, traits};
use super::works::{Work, Works};
use crate::order;
use crate::path::parent;

/// Works of both sides that belong together, by index. What is only in one Dockerfile stands alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Group {
    pub before: Vec<usize>,
    pub after: Vec<usize>,
}

/// So many works that share a deed are compared; in a file where more do, it tells none of them apart.
const MOST_ALIKE: usize = 32;

/// So many folders above a path are looked for, and the whole context.
const DEEPEST: usize = 32;

/// One side while it is paired.
struct Half<'a> {
    works: &'a [Work<'a>],
    traits: Vec<Traits>,
    /// The group of each work.
    groups: Vec<Option<usize>>,
    /// Those that made bytes of the image first.
    order: Vec<usize>,
}

/// `little` bytes are not worth finding a companion for.
pub(super) fn groups(before: &Works, after: &Works, little: u64) -> Vec<Group> {
    let (mut one, mut two) = (Half::new(before), Half::new(after));
    let mut count = 0;
    by_key(&mut one, &mut two, &mut count, |traits| Some(traits.exact.clone()).filter(|exact| !exact.is_empty()));
    by_deeds(&mut one, &mut two, &mut count);
    by_key(&mut one, &mut two, &mut count, |traits| traits.family);
    join(&mut two, &mut one, &mut count, little);
    join(&mut one, &mut two, &mut count, little);
    let mut groups = vec![Group::default(); count];
    let mut alone = Vec::new();
    for (work, group) in one.groups.iter().enumerate() {
        match group {
            Some(group) => groups[*group].before.push(work),
            None => alone.push(Group { before: vec![work], after: Vec::new() }),
        }
    }
    for (work, group) in two.groups.iter().enumerate() {
        match group {
            Some(group) => groups[*group].after.push(work),
            None => alone.push(Group { before: Vec::new(), after: vec![work] }),
        }
    }
    groups.extend(alone);
    groups
}

impl<'a> Half<'a> {
    fn new(side: &'a Works<'a>) -> Self {
        let works = &side.works;
        let mut order: Vec<usize> = (0..works.len()).collect();
        order::sort_by_key(&mut order, |work| !works[*work].is_in_image());
        let traits = works.iter().map(|work| traits(work.step)).collect();
        Self { works, traits, groups: vec![None; works.len()], order }
    }

    fn free(&self) -> Vec<usize> {
        self.order.iter().copied().filter(|work| self.groups[*work].is_none()).collect()
    }

    /// Works by each of their keys, at most so many of one.
    fn index<Key: Hash + Eq>(&self, works: Vec<usize>, keys: impl Fn(&Traits) -> Vec<Key>) -> HashMap<Key, Vec<usize>> {
        let mut index: HashMap<Key, Vec<usize>> = HashMap::new();
        for work in works {
            for key in keys(&self.traits[work]) {
                let alike = index.entry(key).or_default();
                if alike.len() < MOST_ALIKE {
                    alike.push(work);
                }
            }
        }
        index
    }

    fn is_heavy(&self, work: usize, little: u64) -> bool {
        let work = &self.works[work];
        work.disk.likely > little || work.pull.likely > little
    }
}

/// Pairs works of the same key, in their order.
fn by_key<Key: Hash + Eq>(one: &mut Half, two: &mut Half, count: &mut usize, key: impl Fn(&Traits) -> Option<Key>) {
    let mut waiting: HashMap<Key, VecDeque<usize>> = HashMap::new();
    for work in two.free() {
        if let Some(key) = key(&two.traits[work]) {
            waiting.entry(key).or_default().push_back(work);
        }
    }
    for work in one.free() {
        let other = key(&one.traits[work]).and_then(|key| waiting.get_mut(&key)?.pop_front());
        if let Some(other) = other {
            pair(one, work, two, other, count);
        }
    }
}

/// Pairs works that do at least half of the same.
fn by_deeds(one: &mut Half, two: &mut Half, count: &mut usize) {
    let index = two.index(two.free(), |traits| traits.deeds.clone());
    for work in one.free() {
        let (mine, groups) = (&one.traits[work].deeds, &two.groups);
        let free = |other: usize| groups[other].is_none();
        if let Some(other) = most_alike(mine, &index, &two.traits, free, |mine, other| mine.min(other)) {
            pair(one, work, two, other, count);
        }
    }
}

/// The work with most of these deeds, if it is at least half of `enough` of their numbers.
fn most_alike(
    mine: &[String],
    index: &HashMap<String, Vec<usize>>,
    others: &[Traits],
    fits: impl Fn(usize) -> bool,
    enough: fn(usize, usize) -> usize,
) -> Option<usize> {
    let mut shared: HashMap<usize, usize> = HashMap::new();
    let mut order = Vec::new();
    for other in mine.iter().filter_map(|deed| index.get(deed)).flatten().filter(|other| fits(**other)) {
        let times = shared.entry(*other).or_insert_with(|| {
            order.push(*other);
            0
        });
        *times += 1;
    }
    let alike = |other: &usize| shared[other] * 2 >= enough(mine.len(), others[*other].deeds.len()).max(1);
    // Of equals the first: those that made bytes of the image come first.
    let mut best: Option<usize> = None;
    for other in order.into_iter().filter(alike) {
        if best.is_none_or(|best| shared[&other] > shared[&best]) {
            best = Some(other);
        }
    }
    best
}

/// Puts heavy works of `from` that are alone to the group that does the same: the copy that takes their files too, the
/// step that does most of theirs, another one that installs by the same manifests.
fn join(from: &mut Half, to: &mut Half, count: &mut usize, little: u64) {
    let all = || to.order.clone();
    let deeds = to.index(all(), |traits| traits.deeds.clone());
    let minor = to.index(all(), |traits| traits.minor.clone());
    let sources = to.index(all(), |traits| traits.sources.clone());
    let folders =
        to.index(all(), |traits| traits.sources.iter().flat_map(|path| folders(path)).map(str::to_owned).collect());
    let families = to.index(all(), |traits| traits.family.into_iter().collect());
    for work in from.free() {
        if !from.is_heavy(work, little) {
            continue;
        }
        let mine = &from.traits[work];
        let by_source = || mine.sources.iter().find_map(|source| above(source, &sources));
        let by_folder = || mine.sources.iter().find_map(|source| folders.get(source)?.first().copied());
        let by_minor = || {
            let mine = Some(&mine.minor).filter(|minor| mine.deeds.is_empty() && !minor.is_empty())?;
            most_alike(mine, &minor, &to.traits, |_| true, |mine, _| mine)
        };
        let by_deeds = || most_alike(&mine.deeds, &deeds, &to.traits, |_| true, |mine, _| mine);
        let by_manifest =
            || mine.family.filter(|own| own.is_by_manifest()).and_then(|own| families.get(&own)?.first().copied());
        let Some(other) = by_source().or_else(by_folder).or_else(by_deeds).or_else(by_manifest).or_else(by_minor)
        else {
            continue;
        };
        let group = *to.groups[other].get_or_insert_with(|| {
            *count += 1;
            *count - 1
        });
        from.groups[work] = Some(group);
    }
}

/// The work that takes a path or a folder above it.
fn above(source: &str, sources: &HashMap<String, Vec<usize>>) -> Option<usize> {
    let at = |path: &str| sources.get(path).and_then(|works| works.first().copied());
    folders(source).find_map(at).or_else(|| at("/"))
}

/// A path and the folders above it.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |path| (*path != "/").then(|| parent(path))).take(DEEPEST)
}

fn pair(one: &mut Half, work: usize, two: &mut Half, other: usize, count: &mut usize) {
    one.groups[work] = Some(*count);
    two.groups[other] = Some(*count);
    *count += 1;
}
