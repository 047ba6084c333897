//! Lessons: short paths of steps that each put two Dockerfiles on the page and ask, tell or let try something. What they
//! say in figures they take from the core's answers; the person's own work waits aside until a lesson is left.

mod address;
pub mod figures;
mod pack;
mod progress;
pub mod reading;
mod sitting;

pub use address::{Asked, address_of, asked};
pub use pack::{pack, unpack};
pub use progress::Progress;
pub use sitting::{Classroom, Move, Said, Sitting, goals_of};
pub(super) use sitting::{leave, take};

use serde::{Deserialize, Serialize};

use figures::{Condition, Sum};

/// One lesson as the page gets it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    /// As addresses write it: `what-a-layer-is`.
    pub name: String,
    pub title: String,
    /// What it is about, in one line.
    pub about: String,
    pub minutes: u32,
    /// The pairs of Dockerfiles that its steps show, each as the payload of a link.
    pub scenes: Vec<String>,
    pub steps: Vec<Step>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub title: String,
    /// Which of the lesson's scenes is on the page.
    pub scene: usize,
    /// The name of the view to look at.
    pub view: String,
    /// The step of a Dockerfile to light: whether it is of the second one, its stage, its step.
    pub light: Option<(bool, usize, Option<usize>)>,
    /// The change that the step's rebuilds are of, by its code; none where it speaks of no rebuild.
    pub change: Option<String>,
    pub prose: Vec<Paragraph>,
    /// What is said once the question is answered or the goals are reached.
    pub then: Vec<Paragraph>,
    pub rows: Vec<Row>,
    /// Who reported the figures that are not ours.
    pub source: Option<String>,
    pub task: Task,
}

/// What the reader does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Task {
    /// Reads, and looks.
    #[default]
    Reveal,
    /// Picks an answer; the one whose condition holds is right.
    Predict { question: Paragraph, choices: Vec<(Vec<Piece>, Condition)> },
    /// Guesses a size.
    Guess { question: Paragraph, bytes: Sum },
    /// Edits the Dockerfile on one side until all goals hold.
    Try { second: bool, goals: Vec<(Vec<Piece>, Condition)>, hint: Vec<Paragraph>, solution: String },
}

pub type Paragraph = Vec<Piece>;

/// A part of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Piece {
    Text(String),
    Strong(String),
    Code(String),
    /// A figure of the answers.
    Figure(Sum),
    /// How much smaller or larger the second is than the first, in words.
    Change(Sum, Sum),
    /// What somebody else said, which is not ours to work out.
    Reported(String),
}

/// A line of the small table of a step: what it is of, what was reported, what is estimated here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub label: String,
    pub reported: Option<String>,
    pub sum: Sum,
}
