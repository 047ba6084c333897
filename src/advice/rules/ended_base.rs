//! Bases of releases that get no security fixes any more, by the table of `data/ended-bases.csv`. Silent about images and
//! releases it does not name, and about digests.

use super::super::bases::{External, external};
use super::super::{Advice, Fix, Gain, Rule, Subject};
use crate::size::catalog::{Ended, ended};
use crate::stages::Base;
use crate::syntax::Payload;
use crate::text::{Edit, Span};

pub const RULE: Rule = Rule { name: "ended-base", title: "The base image gets no fixes any more", gain: Gain::Safety };

pub fn look(subject: &Subject<'_>, found: &mut Vec<Advice>) {
    let mut uses: Vec<Use<'_>> = Vec::new();
    for stage in subject.graph.stages.iter().filter(|stage| stage.reachable) {
        if !matches!(stage.base, Base::Image { .. }) {
            continue;
        }
        let Some(base) = external(subject, stage.index).filter(|base| !base.is_pinned) else { continue };
        let Some((release, end)) = release(&base) else { continue };
        if let Payload::From(from) = &subject.dockerfile.instructions[stage.from_instruction].payload {
            uses.push(Use { base, release, end, word: from.image.span });
        }
    }
    // Stages on one release go to the next together.
    while let Some(first) = uses.first() {
        let (name, release) = (first.base.name, first.release.clone());
        let is_same = |other: &&Use<'_>| other.base.name == name && other.release == release;
        found.push(advice(subject, &uses.iter().filter(is_same).collect::<Vec<_>>()));
        uses.retain(|other| !is_same(&other));
    }
}

/// A FROM line on a release that has ended.
struct Use<'a> {
    base: External<'a>,
    release: String,
    end: Ended,
    word: Span,
}

fn advice(subject: &Subject<'_>, uses: &[&Use<'_>]) -> Advice {
    let Use { base, release, end, word } = uses[0];
    let title = format!("{} {release} has had no fixes since {}", base.name, month(end.month));
    let hint = if end.hint.is_empty() { String::new() } else { format!(" To know: {}.", end.hint) };
    let why = format!("Holes that are found in it stay open: its makers publish no more fixes for this release.{hint}");
    let tags: Option<Vec<(String, Edit)>> = uses.iter().map(|one| next(subject, one)).collect();
    let fix = tags.map(|tags| {
        let label = format!("Go to {}:{}", base.name, tags[0].0);
        let note = if matches!(base.name, "debian" | "ubuntu" | "alpine") {
            "Packages have other versions there, and some have other names: build and test it."
        } else {
            "A new release of the language may need changes in the code and its dependencies: build and test it."
        };
        Fix::to_check(label, tags.into_iter().map(|(_, edit)| edit).collect(), note)
    });
    Advice::new(subject, &RULE, *word, title, why).fix(fix)
}

/// The release the tag names, if it has ended.
fn release(base: &External<'_>) -> Option<(String, Ended)> {
    let numbers: Vec<String> = base.read.version.iter().map(u32::to_string).collect();
    let longest = numbers.len().min(2);
    let versions = (1..=longest).rev().map(|count| numbers[..count].join("."));
    // Ubuntu's numbers have zeros that a version has not.
    let written = base.tag.split('-').next().unwrap_or("");
    let names = [written.to_owned(), base.read.distribution.split('-').next().unwrap_or("").to_owned()];
    versions.chain(names).find_map(|release| Some((release.clone(), ended(base.name, &release)?)))
}

/// The next release's tag of the same variant. A distribution in the tag goes: the next release may not be built on it.
fn next(subject: &Subject<'_>, one: &Use<'_>) -> Option<(String, Edit)> {
    let Use { base, release, end, word } = one;
    if end.next.is_empty() || !word.of(subject.text()).ends_with(base.tag) {
        return None;
    }
    let words = base.tag.split('-').filter(|part| {
        let is_version = part.starts_with(release.as_str()) || part.starts_with(|first: char| first.is_ascii_digit());
        let is_distribution = !base.read.distribution.is_empty() && *part == base.read.distribution;
        !is_version && !is_distribution
    });
    // `alpine3.18` says both; without its number it is the variant.
    let alpine = (base.name != "alpine" && base.read.distribution.starts_with("alpine")).then_some("alpine");
    let rest: Vec<&str> = words.chain(alpine).collect();
    if rest.iter().any(|part| !matches!(*part, "slim" | "alpine" | "apache" | "fpm" | "cli" | "zts")) {
        return None;
    }
    let tag = [&[end.next][..], &rest].concat().join("-");
    let start = word.end - base.tag.len();
    Some((tag.clone(), Edit::replace(Span::new(start, word.end), tag)))
}

/// `2023-04` in words.
fn month(text: &str) -> String {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let (year, month) = text.split_once('-').unwrap_or((text, ""));
    let name = month.parse::<usize>().ok().and_then(|month| NAMES.get(month.checked_sub(1)?));
    name.map_or_else(|| text.to_owned(), |name| format!("{name} {year}"))
}
