//! Bases named without a version: the same Dockerfile builds on another image tomorrow. Silent about images that have no
//! versions, and about tags that move within a release, which is what most people want of them.
//!
//! After Docker's “Building best practices” (docs.docker.com/build/building/best-practices: pin base image versions).

use super::super::bases::{External, external};
use super::super::{Advice, Fix, Gain, Rule, Subject};
use crate::size::tag::Tag;
use crate::stages::Base;
use crate::syntax::Payload;
use crate::text::{Edit, Span};

pub const RULE: Rule = Rule { name: "moving-base", title: "The base image has no version", gain: Gain::Safety };

/// Tables older than this say nothing of what `latest` is.
const YOUNGEST: &str = "2025";

pub fn look(subject: &Subject<'_>, found: &mut Vec<Advice>) {
    for stage in subject.graph.stages.iter().filter(|stage| stage.reachable) {
        if !matches!(stage.base, Base::Image { .. }) {
            continue;
        }
        let Some(base) = external(subject, stage.index).filter(|base| !base.is_pinned) else { continue };
        // Distroless and the like have no other tags, or carry the version in their names.
        let has_versions = !["gcr.io/distroless", "cgr.dev/chainguard", "registry.access.redhat.com/ubi"]
            .iter()
            .any(|maker| base.name.starts_with(maker));
        // A single word that is no official image is a context that the build is given under this name.
        let is_image = base.name.contains('/') || subject.catalog.image(base.name).next().is_some();
        let Payload::From(from) = &subject.dockerfile.instructions[stage.from_instruction].payload else { continue };
        if base.tag != "latest" || !has_versions || !is_image || from.image.text.contains('$') {
            continue;
        }
        let title = format!("{} is whatever version is the latest", base.name);
        let why = "Without a version the same Dockerfile builds on another release some day, and on each machine on what it \
                   pulled last. A version changes when you change it.";
        let advice = Advice::new(subject, &RULE, from.image.span, title, why);
        found.push(advice.fix(fix(subject, &base, from.image.span)));
    }
}

fn fix(subject: &Subject<'_>, base: &External<'_>, word: Span) -> Option<Fix> {
    let rows = subject.catalog.image(base.name).filter(|row| row.date >= YOUNGEST);
    let row = rows.filter(|row| row.tags.split(' ').any(|tag| tag == "latest")).max_by_key(|row| row.date)?;
    let plain: Vec<(&str, usize)> = row
        .tags
        .split(' ')
        .map(|tag| (tag, Tag::read(tag)))
        .filter(|(_, read)| read.variants.is_empty() && read.distribution.is_empty() && !read.version.is_empty())
        .map(|(tag, read)| (tag, read.version.len()))
        .collect();
    // The minor release, where there is a tag for it.
    let (tag, _) = plain.iter().find(|(_, parts)| *parts == 2).or(plain.first())?;
    let text = word.of(subject.text());
    let name = text.strip_suffix(":latest").unwrap_or(text);
    let edit = Edit::replace(word, format!("{name}:{tag}"));
    let note = format!(
        "That is what latest was in {}; what you have tested may be another one.",
        &row.date[..7.min(row.date.len())]
    );
    Some(Fix::to_check(format!("Name the version: {tag}"), vec![edit], note))
}
