//! A base image with compilers, headers or a whole SDK in it, where a lighter variant of the same release runs the image as
//! well. Silent about private images, digests, bases that the image builds with (`toolchain-shipped` speaks of those) and
//! images for development.
//!
//! After the variants that Docker's official images describe (hub.docker.com/_/node, /_/python: `slim` has only what runs
//! the language, `alpine` has musl in place of glibc), Eclipse Temurin's and .NET's (JRE, ASP.NET runtime).

mod lighter;
mod missing;

use super::super::bases::external;
use super::super::{Advice, Fix, Gain, Rule, Subject};
use super::ways::is_for_development;
use crate::stages::chain;
use crate::syntax::Payload;
use crate::text::{Edit, Span};

pub const RULE: Rule =
    Rule { name: "heavy-base", title: "A lighter variant of the base image would do", gain: Gain::Size };

pub fn look(subject: &Subject<'_>, found: &mut Vec<Advice>) {
    let Some(target) = subject.graph.target else { return };
    let Some(base) = external(subject, target).filter(|base| base.is_official() && !base.is_pinned) else { return };
    // What a person has weighed themselves is theirs.
    if is_for_development(subject) || subject.scenario.images.contains_key(base.written) {
        return;
    }
    let Some(lighter) = lighter::of(subject, &base) else { return };
    let Payload::From(from) = &subject.dockerfile.instructions[base.stage.from_instruction].payload else { return };
    let name = lighter.reference.as_deref().unwrap_or(lighter.name);
    let title = format!("{} would do in place of {}", capitalised(name), base.written);
    let advice = Advice::new(subject, &RULE, from.image.span, title, lighter.why);
    let missing = missing::of(subject, base.stage.index, &lighter);
    let reference = lighter.reference.as_deref();
    let fix = reference.and_then(|name| edit(subject, from.image.span, base.written, name)).and_then(|edit| {
        let label = format!("Build on {name}");
        let (edits, note) = missing.edits(subject)?;
        let note = if note.is_empty() { lighter.check.to_owned() } else { format!("{note} {}", lighter.check) };
        Some(Fix::to_check(label, [vec![edit], edits].concat(), note))
    });
    found.push(advice.fix(fix));
}

/// The image's word with another reference; where variables stand in it, only what comes after them can be added.
fn edit(subject: &Subject<'_>, word: Span, before: &str, after: &str) -> Option<Edit> {
    let text = word.of(subject.text());
    if !text.contains('$') {
        return text.ends_with(before).then(|| Edit::replace(Span::new(word.end - before.len(), word.end), after));
    }
    let added = after.strip_prefix(before)?;
    text.ends_with(['}', '"']).then(|| Edit::insert(word.end - usize::from(text.ends_with('"')), added))
}

/// A name of an image stays as it is.
fn capitalised(name: &str) -> String {
    name.strip_prefix("the ").map_or_else(|| name.to_owned(), |rest| format!("The {rest}"))
}

/// The stages that stand on a stage, itself included.
fn above(subject: &Subject<'_>, stage: usize) -> Vec<usize> {
    let stages = subject.graph.stages.iter().filter(|other| other.reachable);
    stages.map(|other| other.index).filter(|other| chain(subject.graph, *other).contains(&stage)).collect()
}
