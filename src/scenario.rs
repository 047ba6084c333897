//! The one input: everything that influences an analysis. The page edits it, a permalink carries it, the
//! command line and JavaScript pass it as JSON.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One Dockerfile and what is known around it. Unknown JSON fields are ignored, missing ones are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Scenario {
    pub dockerfile: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dockerignore: Option<String>,
    /// Bytes of files of the build context, and of whole folders where the path ends in `/`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub context: BTreeMap<String, u64>,
    /// Texts of dependency manifests by their path in the context: `package.json`, `requirements.txt`, …
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub manifests: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub build_args: BTreeMap<String, String>,
    /// The stage to build (`--target`); the last one when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// `os/arch[/variant]`; `linux/amd64` when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    /// Sizes of base images as the person knows them, by the name written after FROM.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub images: BTreeMap<String, ImageSize>,
    /// On-disk bytes of single layers as the person knows them. The key is `<stage>/<n>`: the stage's name or
    /// index, and the position (from 0) of the instruction after that stage's FROM, which is the index into
    /// `stages[].steps` of the Analysis.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub overrides: BTreeMap<String, u64>,
    /// Pulled bytes of single layers as the person knows them, by the same key.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub pull_overrides: BTreeMap<String, u64>,
}

impl Scenario {
    /// How many layers have a size that the person gave, on disk or pulled.
    pub fn layers_given(&self) -> usize {
        let pulled_alone = self.pull_overrides.keys().filter(|key| !self.overrides.contains_key(*key));
        self.overrides.len() + pulled_alone.count()
    }

    /// From JSON already parsed. What is absent may be written as null too.
    pub fn from_json(mut value: Value) -> Result<Self, serde_json::Error> {
        if let Some(fields) = value.as_object_mut() {
            fields.retain(|_, value| !value.is_null());
        }
        serde_json::from_value(value)
    }
}

/// What is known of an image, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ImageSize {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disk: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pull: Option<u64>,
}

/// Two Dockerfiles side by side, or one alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Comparison {
    pub before: Scenario,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Scenario>,
}
