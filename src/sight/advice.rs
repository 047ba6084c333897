//! Advice as the page shows it: cards with what each fix saves and the edits it is made of, and what one click makes of
//! the whole Dockerfile. Plain data: the page makes the edits itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Ask, Question, whole};
use crate::advice::Gain;
use crate::bytes::Range;
use crate::scenario::Scenario;
use crate::text::{Edit, Span};

/// What could be better in a Dockerfile. The scenario is analysed once more for each fix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdviceQuestion {
    #[serde(with = "whole")]
    pub scenario: Scenario,
}

/// What would become of a Dockerfile by all safe fixes, and with more stages or without any. It costs several times what
/// advice does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RewritesQuestion {
    #[serde(with = "whole")]
    pub scenario: Scenario,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdviceSight {
    /// What makes the image smaller first, the most on disk at the top; then the rest.
    pub cards: Vec<Card>,
    /// More of them than are carried.
    pub card_count: usize,
}

/// One thing that could be better.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    pub line: usize,
    pub span: Span,
    /// At least one. Where there are two, either is to be done and not both.
    pub choices: Vec<Choice>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// In kebab case.
    pub rule: String,
    pub title: String,
    pub why: String,
    pub gain: Gain,
    /// On-disk and pulled bytes of the image.
    pub saves_disk: Range,
    pub saves_pull: Range,
    /// Steps less that run again when a source file is edited.
    pub steps_saved: usize,
    /// None where the text cannot be edited exactly.
    pub fix: Option<FixSight>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FixSight {
    /// What it does, as the text of a button.
    pub label: String,
    /// Of the text that was asked about.
    pub edits: Vec<Edit>,
    /// The whole new text, where it changes.
    pub dockerignore: Option<String>,
    /// What to look at before it is used; none for a fix that cannot change what the image does.
    pub check: Option<String>,
    pub given: Given,
}

/// The sizes given for layers that still stand after a change, by their new keys.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    pub overrides: BTreeMap<String, u64>,
    pub pull_overrides: BTreeMap<String, u64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RewritesSight {
    /// All safe fixes at once; none where there are none.
    pub fixed: Option<Rewritten>,
    /// How many fixes that is.
    pub fix_count: usize,
    pub stages: Stages,
}

/// What can be done about the stages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stages {
    /// There is one, and more of them pay.
    Split(Rewritten),
    /// There are several. This is one without them, and what they save.
    Joined(Rewritten),
    /// Why neither is done, as a sentence.
    Kept(String),
}

/// A whole new Dockerfile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rewritten {
    pub dockerfile: String,
    /// The whole text, new or as it was.
    pub dockerignore: Option<String>,
    pub given: Given,
    /// On-disk and pulled bytes that lie between the two.
    pub saves_disk: Range,
    pub saves_pull: Range,
    /// What to know before it is used.
    pub notes: Vec<String>,
}

impl Question for AdviceQuestion {
    type Answer = AdviceSight;

    fn ask(&self) -> Ask {
        Ask::Advice(self.clone())
    }
}

impl Question for RewritesQuestion {
    type Answer = RewritesSight;

    fn ask(&self) -> Ask {
        Ask::Rewrites(self.clone())
    }
}

impl FixSight {
    pub fn is_safe(&self) -> bool {
        self.check.is_none()
    }
}
