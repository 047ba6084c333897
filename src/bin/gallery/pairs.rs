//! A folder of pairs into cards, with the sizes that the core gives them. The tests read the pairs by it, too.

use std::fs;

use drydock::analysis::analyze;
use drydock::bytes::Estimate;
use drydock::scenario::{Comparison, Scenario};
use drydock::size::Catalog;
use drydock::state::examples::{Card, Example, FIRST, Real};
use drydock::state::permalink::{Shared, encode};
use serde::Deserialize;
use serde_json::Value;

/// A pair as people write it: what its card says, and the Dockerfiles with what is known of their project.
pub struct Pair {
    pub name: String,
    pub about: About,
    pub example: Example,
}

/// What `pair.json` says beside the facts of the project.
#[derive(Deserialize)]
pub struct About {
    pub stack: String,
    pub title: String,
    pub trick: String,
    /// The pair whose project this one is of, too.
    pub project: Option<String>,
    pub real: Option<Real>,
}

/// The pairs of a folder, by stack and name, but the first example and its stack first.
pub fn pairs(folder: &str) -> Result<Vec<Pair>, String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| format!("{folder}: {error}"))? {
        let entry = entry.map_err(|error| format!("{folder}: {error}"))?;
        if entry.path().is_dir() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    let mut pairs = names.into_iter().map(|name| pair(folder, name)).collect::<Result<Vec<Pair>, _>>()?;
    let first = pairs.iter().find(|pair| pair.name == FIRST).map(|pair| pair.about.stack.clone());
    pairs.sort_by_key(|pair| {
        let stack = &pair.about.stack;
        (first.as_ref() != Some(stack), stack.to_lowercase(), !pair.name.starts_with(FIRST), pair.name.clone())
    });
    Ok(pairs)
}

fn pair(folder: &str, name: String) -> Result<Pair, String> {
    let text = |pair: &str, file: &str| {
        let path = format!("{folder}/{pair}/{file}");
        fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))
    };
    let json = |pair: &str| -> Result<Value, String> {
        serde_json::from_str(&text(pair, "pair.json")?).map_err(|error| format!("{pair}: {error}"))
    };
    let own = json(&name)?;
    let about = About::deserialize(&own).map_err(|error| format!("{name}: {error}"))?;
    let facts = match &about.project {
        Some(other) => json(other)?,
        None => own,
    };
    let scenario = |file: &str| -> Result<Scenario, String> {
        let known = Scenario::from_json(facts.clone()).map_err(|error| format!("{name}: {error}"))?;
        Ok(Scenario { dockerfile: text(&name, file)?, ..known })
    };
    let comparison = Comparison { before: scenario("before.Dockerfile")?, after: Some(scenario("after.Dockerfile")?) };
    let example = Example { comparison, real: about.real.clone() };
    Ok(Pair { name, about, example })
}

/// The link that carries a pair.
pub fn link(example: &Example) -> Result<String, String> {
    let shared = Shared { comparison: example.comparison.clone(), ..Shared::default() };
    encode(&shared).map_err(|_| "this pair is too large for a link".to_owned())
}

pub fn card(pair: Pair, catalog: &Catalog) -> Result<Card, String> {
    let Pair { name, about, example } = pair;
    let disk = |scenario: &Scenario| -> Result<Estimate, String> {
        let analysis = analyze(scenario, catalog);
        if let Some(error) = analysis.errors().next() {
            return Err(format!("{name}: {}", error.message));
        }
        Ok(analysis.sizes.image.weight.disk)
    };
    let Comparison { before, after } = &example.comparison;
    let disk = [disk(before)?, disk(after.as_ref().unwrap_or(before))?];
    let About { stack, title, trick, real, .. } = about;
    Ok(Card { link: link(&example)?, name, stack, title, trick, real, disk })
}
