//! Pairs of Dockerfiles to learn from: the one that the page begins with, which it carries as the payload of a link and
//! so reads anyway, and those of the gallery, which is fetched when it is opened. `data/gallery` has them all as people
//! write them.

use std::rc::Rc;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::permalink;
use crate::bytes::Estimate;
use crate::scenario::{Comparison, Scenario};

/// What the page begins with.
pub const FIRST: &str = "telescope";

/// The payload of its link.
const FIRST_LINK: &str = include_str!("../../data/gallery/first.txt");

/// How a fragment asks for an example by its name.
const ASKING: &str = "example=";

/// One pair as it hangs in the gallery.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Card {
    pub name: String,
    /// The language or framework, as a heading.
    pub stack: String,
    pub title: String,
    /// What the second Dockerfile does better, in a sentence.
    pub trick: String,
    /// What is known of sizes beyond our estimates.
    pub real: Option<Real>,
    /// On-disk sizes of both images.
    pub disk: [Estimate; 2],
    /// The payload of its link.
    pub link: String,
}

/// On-disk sizes of both images that are no estimates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Real {
    pub by: By,
    pub disk: [u64; 2],
    pub source: String,
    pub date: String,
}

/// Who knows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// The project published what it shipped.
    Project,
    /// Both were built, to measure them.
    Build,
}

/// A pair as it is loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    pub comparison: Comparison,
    pub real: Option<Real>,
}

static FIRST_EXAMPLE: LazyLock<Example> = LazyLock::new(|| Example {
    comparison: permalink::decode(FIRST_LINK.trim_end()).map(|shared| shared.comparison).unwrap_or_default(),
    real: Some(Real {
        by: By::Project,
        disk: [1_910_000_000, 251_000_000],
        source: "Seneca-CDOT/telescope, issue 682 and pull request 687".to_owned(),
        date: "2020-02-08".to_owned(),
    }),
});

/// What the page begins with.
pub fn first() -> &'static Example {
    &FIRST_EXAMPLE
}

impl Card {
    /// Nothing where its link is of another version.
    pub fn example(&self) -> Option<Example> {
        let comparison = permalink::decode(&self.link).ok()?.comparison;
        Some(Example { comparison, real: self.real.clone() })
    }
}

/// The file of the gallery.
pub fn pack(cards: &[Card]) -> Vec<u8> {
    // Writing to memory fails only for lists whose length nobody knows.
    postcard::to_allocvec(cards).unwrap_or_default()
}

/// The gallery from its file; nothing where that is of another version.
pub fn unpack(file: &[u8]) -> Option<Vec<Card>> {
    postcard::from_bytes(file).ok()
}

/// The example that a fragment asks for, `#` or not: `#example=go-service`. Options of an embed may follow.
pub fn asked(fragment: &str) -> Option<&str> {
    let name = fragment.trim_start_matches('#').strip_prefix(ASKING)?;
    name.split(['&', '#', '?']).next().filter(|name| !name.is_empty())
}

/// The address of an example within the page.
pub fn address(name: &str) -> String {
    format!("#{ASKING}{name}")
}

/// Whether a comparison is an example as it is loaded, so that nothing of the person's is in it.
pub fn is_example(loaded: Option<&Rc<Example>>, comparison: &Comparison) -> bool {
    of(loaded).any(|example| example.comparison == *comparison)
}

/// What is known of exactly this Dockerfile's default target: by whom, and the bytes on disk.
pub fn real<'a>(loaded: Option<&'a Rc<Example>>, scenario: &Scenario) -> Option<(&'a Real, u64)> {
    if scenario.target.is_some() {
        return None;
    }
    of(loaded).find_map(|example| {
        let (real, comparison) = (example.real.as_ref()?, &example.comparison);
        let sides = [Some(&comparison.before), comparison.after.as_ref()];
        let side = sides.iter().position(|side| side.is_some_and(|side| side.dockerfile == scenario.dockerfile))?;
        Some((real, real.disk[side]))
    })
}

/// The examples at hand: the one that was loaded, and the first.
fn of(loaded: Option<&Rc<Example>>) -> impl Iterator<Item = &Example> {
    loaded.map(Rc::as_ref).into_iter().chain([first()])
}
