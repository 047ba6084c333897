//! The size of an external image: as the person knows it, from the table's row of that very tag, from the nearest
//! other tag of the image, or a guess by its name. Never claims a point for an image nobody has weighed.

use super::Weight;
use super::catalog::{self, Catalog, ImageRow};
use super::content::Content;
use super::tag::Tag;
use crate::bytes::{Estimate, Range, Source, format};
use crate::scenario::{ImageSize, Scenario};

/// What is known of an external image.
#[derive(Clone, Debug)]
pub struct BaseImage {
    pub weight: Weight,
    /// Short, as the tables write it: `node`, `mcr.microsoft.com/dotnet/sdk`.
    pub name: String,
    pub tag: String,
    /// `debian:bookworm`, `alpine:3.20`, …; empty where unknown.
    pub distribution: String,
}

/// Looks an image up by its name as written and normalised (`docker.io/library/node:lts`).
pub fn look_up(catalog: &Catalog, scenario: &Scenario, written: &str, normalized: &str) -> BaseImage {
    let reference = if normalized.is_empty() { written } else { normalized };
    let known = catalog.known_images.get(reference, || by_table(catalog, reference));
    let mut image = known.image.clone();
    if let Some(size) = given(scenario, written, normalized) {
        image.weight = given_weight(size, known.ratio, &image.distribution);
    }
    image
}

/// What the table alone says of an image.
#[derive(Debug)]
pub struct KnownImage {
    image: BaseImage,
    /// Pull over disk of its nearest row that has both.
    ratio: Option<f64>,
}

fn by_table(catalog: &Catalog, reference: &str) -> KnownImage {
    let (name, tag) = short_name(reference);
    let wanted = Tag::read(tag);
    let nearest = nearest(catalog, name, tag, &wanted);
    let distribution = nearest.as_ref().map_or("", |nearest| nearest.row.distribution);
    let distribution = named_distribution(&wanted, name).unwrap_or_else(|| distribution.to_owned());
    let weight = match &nearest {
        Some(nearest) => nearest.weight(name, tag, &distribution),
        None => guess(catalog, name, tag, &distribution),
    };
    let ratio = nearest.and_then(|nearest| nearest.ratio);
    KnownImage { image: BaseImage { weight, name: name.to_owned(), tag: tag.to_owned(), distribution }, ratio }
}

/// The empty base.
pub fn scratch() -> BaseImage {
    let nothing = || Estimate::new(Range::ZERO, Source::Measured, "scratch is empty");
    let weight = Weight { disk: nothing(), pull: nothing() };
    BaseImage { weight, name: "scratch".into(), tag: String::new(), distribution: "scratch".into() }
}

/// `docker.io/library/node:lts@sha256:…` to `node` and `lts`. Mirrors of the official images count as the images.
pub(crate) fn short_name(reference: &str) -> (&str, &str) {
    const MIRRORS: [&str; 9] = [
        "docker.io/library/",
        "docker.io/",
        "index.docker.io/library/",
        "public.ecr.aws/docker/library/",
        "mirror.gcr.io/library/",
        "registry.hub.docker.com/library/",
        "docker.io/amd64/",
        "docker.io/arm64v8/",
        "amd64/",
    ];
    let unpinned = reference.split('@').next().unwrap_or(reference);
    let slash = unpinned.rfind('/').map_or(0, |at| at + 1);
    let (name, tag) = match unpinned[slash..].rfind(':') {
        Some(colon) => (&unpinned[..slash + colon], &unpinned[slash + colon + 1..]),
        None => (unpinned, "latest"),
    };
    let longest = MIRRORS.iter().filter_map(|mirror| name.strip_prefix(mirror)).min_by_key(|rest| rest.len());
    (longest.unwrap_or(name), tag)
}

fn given(scenario: &Scenario, written: &str, normalized: &str) -> Option<ImageSize> {
    let exact = scenario.images.get(written).or_else(|| scenario.images.get(normalized));
    let same = |key: &str| short_name(key) == short_name(normalized);
    exact.or_else(|| scenario.images.iter().find(|(key, _)| same(key)).map(|(_, size)| size)).copied()
}

fn given_weight(size: ImageSize, ratio: Option<f64>, distribution: &str) -> Weight {
    let given = |bytes| Estimate::new(Range::exact(bytes), Source::Given, "the size that was given");
    match (size.disk, size.pull) {
        (Some(disk), Some(pull)) => Weight { disk: given(disk), pull: given(pull) },
        (Some(disk), None) => Weight { pull: pull_of(Range::exact(disk), ratio, distribution), disk: given(disk) },
        (None, Some(pull)) => Weight { disk: disk_of(Range::exact(pull), ratio, distribution), pull: given(pull) },
        (None, None) => guess_of((0, 0, 0, ""), distribution),
    }
}

/// The row of the table that stands for a tag, and how sure that is.
struct Nearest<'a> {
    row: ImageRow<'a>,
    matched: &'a str,
    distance: u32,
    /// Pull over disk of the nearest row that has both.
    ratio: Option<f64>,
}

fn nearest<'a>(catalog: &'a Catalog, name: &str, tag: &str, wanted: &Tag) -> Option<Nearest<'a>> {
    let mut best: Option<Nearest<'a>> = None;
    let mut ratio: Option<(u32, f64)> = None;
    for row in catalog.image(name) {
        let (distance, matched) = row
            .tags
            .split(' ')
            .map(|other| (if other == tag { 0 } else { 1 + wanted.distance(&Tag::read(other)) }, other))
            .min_by_key(|(distance, _)| *distance)?;
        if let (Some(disk), Some(pull)) = (row.disk, row.pull)
            && ratio.is_none_or(|(nearest, _)| distance < nearest)
        {
            ratio = Some((distance, pull as f64 / disk.max(1) as f64));
        }
        // A row with the on-disk size is worth a patch release's distance more than one without.
        let cost = |nearest: &Nearest<'_>| nearest.distance + if nearest.row.disk.is_none() { 12 } else { 0 };
        let candidate = Nearest { row, matched, distance, ratio: None };
        let nearer = |best: &Nearest<'_>| {
            (cost(&candidate), std::cmp::Reverse(candidate.row.date)) < (cost(best), std::cmp::Reverse(best.row.date))
        };
        if best.as_ref().is_none_or(nearer) {
            best = Some(candidate);
        }
    }
    best.map(|best| Nearest { ratio: ratio.filter(|(distance, _)| *distance < 1000).map(|(_, ratio)| ratio), ..best })
}

impl Nearest<'_> {
    fn weight(&self, name: &str, tag: &str, distribution: &str) -> Weight {
        let (share, source) = self.trust(tag);
        let origin = if self.distance == 0 { String::new() } else { format!("no row for {tag}; ") };
        let reason = format!(
            "{origin}{name}:{} as of {} ({})",
            self.matched,
            self.row.date,
            catalog::source(self.row.source).split([',', '(', ':']).next().unwrap_or("").trim()
        );
        let known = |bytes| Estimate::new(Range::within(bytes, share), source, reason.clone());
        match (self.row.disk, self.row.pull) {
            (Some(disk), Some(pull)) => Weight { disk: known(disk), pull: known(pull) },
            (Some(disk), None) => {
                Weight { disk: known(disk), pull: pull_of(Range::within(disk, share), self.ratio, distribution) }
            }
            (None, Some(pull)) => {
                Weight { disk: disk_of(Range::within(pull, share), self.ratio, distribution), pull: known(pull) }
            }
            (None, None) => guess_of((0, 0, 0, ""), distribution),
        }
    }

    /// The share of an 80 % range, from how far the nearest tags of the table itself differ, and the class to show.
    fn trust(&self, tag: &str) -> (f64, Source) {
        // Moving tags drift; those last seen years ago drifted far.
        let old = self.row.date < "2022";
        let moving = Tag::read(tag).version.is_empty();
        let age = match (old, moving) {
            (true, true) => 0.3,
            (true, false) => 0.04,
            (false, _) => 0.02,
        };
        let low = if self.row.source == "low" { 0.15 } else { 0.0 };
        match self.distance {
            0 if old && moving => (age + low, Source::Neighbour),
            0 => (age + low, Source::Measured),
            1..=45 => (0.08 + age + low, Source::Neighbour),
            46..=120 => (0.15 + age + low, Source::Neighbour),
            121..=999 => (0.35 + age + low, Source::Neighbour),
            _ => (1.2 + low, Source::Guess),
        }
    }
}

fn pull_of(disk: Range, ratio: Option<f64>, distribution: &str) -> Estimate {
    let (low, likely, high) = base_ratio(ratio, distribution);
    Estimate::new(disk.ratio(low, likely, high), Source::Neighbour, "from the on-disk size, by the ratio of its family")
}

fn disk_of(pull: Range, ratio: Option<f64>, distribution: &str) -> Estimate {
    let (low, likely, high) = base_ratio(ratio, distribution);
    let range = pull.ratio(1.0 / high, 1.0 / likely, 1.0 / low);
    Estimate::new(range, Source::Neighbour, "from the pull size, by the ratio of its family")
}

/// Pull over disk: of the same image's nearest tag where known, else of the distribution.
fn base_ratio(ratio: Option<f64>, distribution: &str) -> (f64, f64, f64) {
    match ratio {
        Some(ratio) => (ratio * 0.92, ratio, ratio * 1.08),
        None => Content::of_base(distribution).ratio(),
    }
}

/// An image the table lacks. Where its last word is an image everyone knows (`registry.example/node:20`), that one's
/// size is the middle of a wide range.
fn guess(catalog: &Catalog, name: &str, tag: &str, distribution: &str) -> Weight {
    let last = name.rsplit('/').next().unwrap_or(name);
    if let Some(namesake) = nearest(catalog, last, tag, &Tag::read(tag)).filter(|nearest| nearest.distance < 1000)
        && let Some(disk) = namesake.row.disk
    {
        let range = Range::spread(disk, 0.5, 2.0);
        let reason = format!("unknown image; {last}:{} weighs {}", namesake.matched, format::rough(disk));
        let disk = Estimate::new(range, Source::Guess, reason);
        return Weight { pull: pull_of(range, namesake.ratio, distribution), disk };
    }
    guess_of(catalog::unknown_image(&format!("{name}:{tag}").to_ascii_lowercase()), distribution)
}

fn guess_of((low, likely, high, hint): (u64, u64, u64, &str), distribution: &str) -> Weight {
    let range = Range::new(low, likely, high);
    let reason = match hint {
        "*" | "" => "unknown image: say its size to sharpen everything below".to_owned(),
        hint => format!("unknown image, by the word “{hint}” in its name: say its size to sharpen everything below"),
    };
    let (least, middle, most) = Content::of_base(distribution).ratio();
    let pull = Estimate::new(range.ratio(least, middle, most), Source::Guess, reason.clone());
    Weight { disk: Estimate::new(range, Source::Guess, reason), pull }
}

/// The distribution a tag spells out, which beats what the nearest row stands on.
fn named_distribution(tag: &Tag, name: &str) -> Option<String> {
    let release = tag.distribution.as_str();
    if let Some(version) = release.strip_prefix("alpine") {
        return Some(format!("alpine:{version}"));
    }
    if name == "alpine" && !tag.version.is_empty() {
        let version: Vec<String> = tag.version.iter().take(2).map(u32::to_string).collect();
        return Some(format!("alpine:{}", version.join(".")));
    }
    const DEBIAN: [&str; 9] =
        ["forky", "trixie", "bookworm", "bullseye", "buster", "stretch", "jessie", "wheezy", "sid"];
    const UBUNTU: [&str; 9] =
        ["resolute", "questing", "plucky", "noble", "jammy", "focal", "bionic", "xenial", "trusty"];
    let named = |releases: &[&str], family: &str| {
        releases.iter().find(|name| release.starts_with(**name)).map(|name| format!("{family}:{name}"))
    };
    named(&DEBIAN, "debian").or_else(|| named(&UBUNTU, "ubuntu"))
}
