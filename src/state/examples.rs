//! The examples that the page can load, from `data/examples`: two Dockerfiles, what is known of their project, and
//! the sizes the project itself reported.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::scenario::{Comparison, ImageSize, Scenario};

/// What the page begins with.
pub const FIRST: &str = "telescope";

/// One pair to learn from.
pub struct Example {
    pub name: &'static str,
    pub title: &'static str,
    before: &'static str,
    after: &'static str,
    facts: &'static str,
    /// The sizes in the facts were reported of this pair.
    is_reported: bool,
}

/// A size that the project published, on disk.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Reported {
    /// On-disk bytes.
    pub disk: u64,
    /// The figure as it was published: "1.91 GB".
    pub said: String,
    pub source: String,
    pub date: String,
}

/// In the order of the menu.
pub static EXAMPLES: [Example; 4] = [
    Example {
        name: FIRST,
        title: "Telescope: a Node.js service with web pages",
        before: include_str!("../../data/examples/telescope-before.Dockerfile"),
        after: include_str!("../../data/examples/telescope-after.Dockerfile"),
        facts: include_str!("../../data/examples/telescope.json"),
        is_reported: true,
    },
    Example {
        name: "telescope-manifests",
        title: "Telescope, manifests first: an edit installs nothing",
        before: include_str!("../../data/examples/telescope-after.Dockerfile"),
        after: include_str!("../../data/examples/telescope-manifests.Dockerfile"),
        facts: include_str!("../../data/examples/telescope.json"),
        is_reported: false,
    },
    Example {
        name: "go-service",
        title: "A Go service, alone in its image",
        before: include_str!("../../data/examples/go-service-before.Dockerfile"),
        after: include_str!("../../data/examples/go-service-after.Dockerfile"),
        facts: include_str!("../../data/examples/go-service.json"),
        is_reported: false,
    },
    Example {
        name: "python-web",
        title: "A Python web application without its compiler",
        before: include_str!("../../data/examples/python-web-before.Dockerfile"),
        after: include_str!("../../data/examples/python-web-after.Dockerfile"),
        facts: include_str!("../../data/examples/python-web.json"),
        is_reported: false,
    },
];

#[derive(Default, Deserialize)]
#[serde(default)]
struct Facts {
    dockerignore: Option<String>,
    context: BTreeMap<String, u64>,
    /// Their texts; JSON is written without spaces, to keep links short.
    manifests: BTreeMap<String, String>,
    images: BTreeMap<String, ImageSize>,
    reported: Option<ReportedPair>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ReportedPair {
    before: Option<Reported>,
    after: Option<Reported>,
}

impl Example {
    pub fn comparison(&self) -> Comparison {
        let facts = self.facts();
        let scenario = |dockerfile: &str| Scenario {
            dockerfile: dockerfile.to_owned(),
            dockerignore: facts.dockerignore.clone(),
            context: facts.context.clone(),
            manifests: facts.manifests.clone(),
            images: facts.images.clone(),
            ..Scenario::default()
        };
        Comparison { before: scenario(self.before), after: Some(scenario(self.after)) }
    }

    fn facts(&self) -> Facts {
        serde_json::from_str(self.facts).unwrap_or_default()
    }
}

/// The example of that name.
pub fn find(name: &str) -> Option<&'static Example> {
    EXAMPLES.iter().find(|example| example.name == name)
}

/// Whether a comparison is an example as it is loaded, so that nothing of the person's is in it.
pub fn is_example(comparison: &Comparison) -> bool {
    EXAMPLES.iter().any(|example| example.before == comparison.before.dockerfile && example.comparison() == *comparison)
}

/// What its project reported for exactly this Dockerfile's default target.
pub fn reported(scenario: &Scenario) -> Option<Reported> {
    if scenario.target.is_some() {
        return None;
    }
    EXAMPLES.iter().filter(|example| example.is_reported).find_map(|example| {
        if example.before == scenario.dockerfile {
            example.facts().reported?.before
        } else if example.after == scenario.dockerfile {
            example.facts().reported?.after
        } else {
            None
        }
    })
}
