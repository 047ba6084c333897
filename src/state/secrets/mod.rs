//! Finds what looks like a secret in the texts that a link would carry, and takes it out. A guess by published forms:
//! it misses secrets that look like nothing in particular, and it asks nobody.

mod assigned;
mod known;
mod placeholder;
mod scan;

use std::ops::Range;

use super::Side;
use crate::scenario::{Comparison, Scenario};
use crate::text::LineIndex;

/// Something that a stranger should perhaps not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    /// The first side that has it; what both share is told once.
    pub side: Side,
    pub field: Field,
    pub line: usize,
    pub column: usize,
    /// In words: "an npm token".
    pub what: &'static str,
}

/// The text it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    Dockerfile,
    Dockerignore,
    Manifest(String),
    BuildArg(String),
}

/// What stands in the place of a secret that was taken out.
pub const REMOVED: &str = "<removed>";

/// More than anybody reads; all of them are taken out nevertheless.
pub const MOST_TOLD: usize = 50;

/// All likely secrets, in the order of the texts.
pub fn secrets(comparison: &Comparison) -> Vec<Secret> {
    let mut found: Vec<Secret> = Vec::new();
    let sides = [(Side::Before, Some(&comparison.before)), (Side::After, comparison.after.as_ref())];
    for (side, scenario) in sides {
        let Some(scenario) = scenario else { continue };
        for (field, text) in texts(scenario) {
            // What both sides have is sent once, and told once.
            let known = side == Side::After && of(&comparison.before, &field) == Some(text);
            if known || found.len() >= MOST_TOLD {
                continue;
            }
            let lines = LineIndex::new(text);
            for hit in hits(&field, text).into_iter().take(MOST_TOLD) {
                let at = lines.position(text, hit.span.start);
                found.push(Secret { side, field: field.clone(), line: at.line, column: at.column, what: hit.what });
            }
        }
    }
    found
}

/// The comparison with `<removed>` in the place of every likely secret.
pub fn without_secrets(comparison: &Comparison) -> Comparison {
    let mut clean = comparison.clone();
    for scenario in std::iter::once(&mut clean.before).chain(&mut clean.after) {
        remove(&Field::Dockerfile, &mut scenario.dockerfile);
        if let Some(text) = &mut scenario.dockerignore {
            remove(&Field::Dockerignore, text);
        }
        for (path, text) in &mut scenario.manifests {
            remove(&Field::Manifest(path.clone()), text);
        }
        for (name, value) in &mut scenario.build_args {
            remove(&Field::BuildArg(name.clone()), value);
        }
    }
    clean
}

/// Where in a text, and what.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Hit {
    span: Range<usize>,
    what: &'static str,
}

fn texts(scenario: &Scenario) -> impl Iterator<Item = (Field, &str)> {
    let own = [
        (Field::Dockerfile, Some(scenario.dockerfile.as_str())),
        (Field::Dockerignore, scenario.dockerignore.as_deref()),
    ];
    let own = own.into_iter().filter_map(|(field, text)| Some((field, text?)));
    let manifests = scenario.manifests.iter().map(|(path, text)| (Field::Manifest(path.clone()), text.as_str()));
    let arguments = scenario.build_args.iter().map(|(name, value)| (Field::BuildArg(name.clone()), value.as_str()));
    own.chain(manifests).chain(arguments)
}

fn of<'a>(scenario: &'a Scenario, field: &Field) -> Option<&'a str> {
    match field {
        Field::Dockerfile => Some(&scenario.dockerfile),
        Field::Dockerignore => scenario.dockerignore.as_deref(),
        Field::Manifest(path) => scenario.manifests.get(path).map(String::as_str),
        Field::BuildArg(name) => scenario.build_args.get(name).map(String::as_str),
    }
}

/// A build argument's name stands outside its value.
fn hits(field: &Field, text: &str) -> Vec<Hit> {
    match field {
        Field::BuildArg(name) if assigned::is_value_of(name, text, false) => {
            vec![Hit { span: 0..text.len(), what: assigned::what(name) }]
        }
        _ => scan::hits(text),
    }
}

fn remove(field: &Field, text: &mut String) {
    for hit in hits(field, text).into_iter().rev() {
        text.replace_range(hit.span, REMOVED);
    }
}
