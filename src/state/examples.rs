//! The examples that the page can load: two Dockerfiles, what is known of their project, and the sizes the project
//! itself reported. The page carries each as the payload of a link, which it reads anyway; `data/examples` has them as
//! people write them.

use std::sync::LazyLock;

use super::permalink;
use crate::scenario::{Comparison, Scenario};

/// What the page begins with.
pub const FIRST: &str = "telescope";

/// A line for each example: its name, a space, the payload of its link.
const LINKS: &str = include_str!("../../data/examples/links.txt");

/// One pair to learn from.
pub struct Example {
    pub name: &'static str,
    pub title: &'static str,
    /// What its project reported for the first and for the second Dockerfile.
    reported: Option<[Reported; 2]>,
}

/// A size that the project published, on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    /// On-disk bytes.
    pub disk: u64,
    /// The figure as it was published: "1.91 GB".
    pub said: &'static str,
    pub source: &'static str,
    pub date: &'static str,
}

/// In the order of the menu.
pub static EXAMPLES: [Example; 4] = [
    Example {
        name: FIRST,
        title: "Telescope: a Node.js service with web pages",
        reported: Some([telescope(1_910_000_000, "1.91 GB"), telescope(251_000_000, "251 MB")]),
    },
    Example {
        name: "telescope-manifests",
        title: "Telescope, manifests first: an edit installs nothing",
        reported: None,
    },
    Example { name: "go-service", title: "A Go service, alone in its image", reported: None },
    Example { name: "python-web", title: "A Python web application without its compiler", reported: None },
];

const fn telescope(disk: u64, said: &'static str) -> Reported {
    let source = "Seneca-CDOT/telescope, issue 682 and pull request 687";
    Reported { disk, said, source, date: "2020-02-08" }
}

/// Every example's comparison, read once.
static COMPARISONS: LazyLock<Vec<(&'static str, Comparison)>> = LazyLock::new(|| {
    let lines = LINKS.lines().filter_map(|line| line.split_once(' '));
    lines.filter_map(|(name, link)| Some((name, permalink::decode(link).ok()?.comparison))).collect()
});

impl Example {
    pub fn comparison(&self) -> Comparison {
        self.read().cloned().unwrap_or_default()
    }

    fn read(&self) -> Option<&'static Comparison> {
        COMPARISONS.iter().find(|(name, _)| *name == self.name).map(|(_, comparison)| comparison)
    }
}

/// The example of that name.
pub fn find(name: &str) -> Option<&'static Example> {
    EXAMPLES.iter().find(|example| example.name == name)
}

/// Whether a comparison is an example as it is loaded, so that nothing of the person's is in it.
pub fn is_example(comparison: &Comparison) -> bool {
    COMPARISONS.iter().any(|(_, example)| example == comparison)
}

/// What its project reported for exactly this Dockerfile's default target.
pub fn reported(scenario: &Scenario) -> Option<&'static Reported> {
    if scenario.target.is_some() {
        return None;
    }
    EXAMPLES.iter().find_map(|example| {
        let ([before, after], comparison) = (example.reported.as_ref()?, example.read()?);
        if comparison.before.dockerfile == scenario.dockerfile {
            Some(before)
        } else if comparison.after.as_ref()?.dockerfile == scenario.dockerfile {
            Some(after)
        } else {
            None
        }
    })
}
