//! What the page asks of the core, and the answers it draws: plain data that can be sent from one program to another.
//! `Core` turns a question into its answer with all of the modules before; the page, which has none of them, only reads.

mod advice;
mod advising;
mod answer;
mod changes;
mod export;
mod facts;
mod folder;
mod files;
mod folders;
mod inks;
mod look;
mod picture;
mod problems;
mod question;
mod ranks;
mod rebuild;
mod rebuilt;
mod seen;
mod stages;
mod walk;
mod treemap;
mod whole;

pub use advice::{
    AdviceQuestion, AdviceSight, Card, Choice, FixSight, RewritesQuestion, RewritesSight, Rewritten, Stages,
};
pub use answer::Core;
pub use changes::{ChangeSight, ChangesQuestion, ChangesSight, EffectSight, HunkSight, SpotSight};
pub use export::{Export, Form};
pub use facts::{LeanSight, LeansQuestion, TrueStep, TruthQuestion, TruthSight};
pub use files::{Fate, FileGiver, FileKind, FileLayer, FileNode, FileTaker, FilesQuestion, FilesSight, Shape, Tile};
pub use folder::{FolderQuestion, FolderSight};
pub use inks::{Ink, Run};
pub use picture::{Flow, Picture, Placed, Wire};
pub use question::{AddPackages, Ask, Look, Question, RebuildQuestion, read_answer};
pub use rebuilt::{Dominoes, RebuildRow, RebuildSight, compared_in_words};
pub use seen::{
    Argument, BaseSight, ImageSight, LayerSight, Lines, Note, PartSight, Problem, Problems, Segment, Sight, StageSight,
    StepSight, Taken, Written,
};
pub use walk::Way;

pub use crate::advice::Gain;
pub use crate::analysis::Give;
pub use crate::bytes::Weight;
pub use crate::cache::Outcome;
pub use crate::stages::{EdgeKind, Giver, Role};
pub use crate::truth::Unmatched;
