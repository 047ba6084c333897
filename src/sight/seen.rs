//! What is to be seen of one Dockerfile: all that the page draws and no more. Long lists are cut where nobody reads on;
//! counts tell of the rest.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::inks::Run;
use super::picture::Picture;
use crate::bytes::{Estimate, Range, Source, Weight};
use crate::stages::{EdgeKind, Role};
use crate::text::Span;

/// One Dockerfile as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sight {
    pub problems: Problems,
    /// The colours of the text, from its start; what is after the last one is plain.
    pub inks: Vec<Run>,
    /// The first instructions, in order.
    pub instructions: Vec<Written>,
    /// The first stages, with the first of their steps.
    pub stages: Vec<Rc<StageSight>>,
    pub stage_count: usize,
    /// How many rows all stages have: one for the base of each, and one for each step.
    pub row_count: usize,
    /// The stage that is built, which may be none of those carried, and its name.
    pub target: Option<usize>,
    pub target_name: Option<String>,
    /// Whether the scenario's target names a stage, where it names any.
    pub is_target_known: bool,
    /// The build graph drawn from left to right, and from top to bottom; none with too many boxes.
    pub rightwards: Option<Rc<Picture>>,
    pub downwards: Option<Rc<Picture>>,
    pub image: ImageSight,
    /// What the image consists of, the lowest first; very thin neighbours together.
    pub segments: Vec<Segment>,
    /// On-disk and pulled bytes of the largest stage under each measure.
    pub largest_disk: u64,
    pub largest_pull: u64,
    /// Build arguments that the Dockerfile declares, but those that the platform sets.
    pub arguments: Vec<Argument>,
    /// Whether a package table that is not there would make sizes better known.
    pub wants_packages: bool,
}

/// What is wrong, and what the build checks remark on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problems {
    /// In the order of the text.
    pub errors: Vec<Problem>,
    pub error_count: usize,
    pub notes: Vec<Note>,
    pub note_count: usize,
    /// Where errors are, in the order of the text: more of them than have words above.
    pub spans: Vec<Span>,
    /// The lines they begin in, each once.
    pub lines: Vec<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    pub span: Span,
    pub line: usize,
    pub column: usize,
    pub message: String,
    pub hint: Option<String>,
}

/// A finding of a build check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    pub span: Span,
    pub line: usize,
    pub column: usize,
    pub message: String,
    pub rule: String,
    /// Where Docker documents the rule.
    pub url: String,
}

/// First and last line, from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lines {
    pub start: usize,
    pub end: usize,
}

/// Where an instruction stands, and the stage and step it is; no step for FROM.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    pub lines: Lines,
    pub place: Option<(usize, Option<usize>)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageSight {
    /// In lower case; none where the Dockerfile gives it none.
    pub name: Option<String>,
    /// How it is called, with a name or without.
    pub title: String,
    /// The lines of its FROM.
    pub lines: Lines,
    pub base: BaseSight,
    pub role: Role,
    /// What FROM brings, and all together.
    pub base_weight: Weight,
    pub total: Weight,
    /// The first of them.
    pub steps: Vec<Rc<StepSight>>,
    pub step_count: usize,
    /// The first copies and mounts.
    pub takes: Vec<Taken>,
    pub take_count: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BaseSight {
    Scratch,
    /// As written, with its variables expanded.
    Image(String),
    /// By its title.
    Stage(String),
    /// Its line is in error.
    Unknown(String),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepSight {
    pub lines: Lines,
    /// The instruction on one line, not all of a long one.
    pub text: String,
    /// Nothing where it makes no layer.
    pub layer: Option<LayerSight>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayerSight {
    pub weight: Weight,
    /// Bytes that a later layer hides.
    pub wasted: Estimate,
    /// What it is made of, the largest first.
    pub parts: Vec<PartSight>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartSight {
    pub label: String,
    pub path: String,
    pub disk: Range,
    pub source: Source,
}

/// What a stage takes from another stage or an image.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    pub kind: EdgeKind,
    /// The title of the stage, or the image.
    pub from: String,
    pub line: usize,
    pub bytes: Range,
    pub source: Source,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageSight {
    pub weight: Weight,
    pub layers: usize,
    pub wasted: Estimate,
}

/// A part of the image: its base, which has no step, or a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    pub stage: usize,
    pub step: Option<usize>,
    /// Likely bytes on disk and to pull.
    pub disk: u64,
    pub pull: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Argument {
    pub name: String,
    pub default: Option<String>,
}
