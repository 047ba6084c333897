//! The app without a browser: what a person has on the page, what they can do to it, and how it fits into a link.
//! Every function is pure; analyses are computed from the state, never kept in it.

mod action;
mod applying;
pub mod asking;
pub mod changed_lines;
pub mod colours;
pub mod desk;
mod embed;
pub mod examples;
mod facts;
pub mod first_sight;
pub mod lesson;
pub mod fleet;
pub mod folder;
mod own_file;
pub mod permalink;
mod link_notice;
pub mod parcel;
pub mod part;
pub mod pasted;
pub mod secrets;
pub mod picture;
mod start;
mod totals;
mod trouble_notice;
mod view;

pub use crate::bytes::typed::{TypedSizeError, parse_size};
pub use action::{Action, update};
pub use applying::{Proposal, Put, Undo};
pub use embed::{Embed, embed, height_messages};
pub use link_notice::{length_warning, too_large_notice};
pub use start::{start, start_embed};
pub use totals::{Total, Totals, then_and_now};
pub use trouble_notice::trouble_notice;
pub use view::View;

use std::rc::Rc;

use self::examples::Example;
use crate::cache::{Cache, Pick};
use crate::scenario::{Comparison, Scenario};
use crate::sight::Give;

/// Everything the page shows follows from this.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    pub comparison: Comparison,
    /// Facts of the project (ignore file, context, manifests, image sizes) are entered once and hold for both sides.
    pub one_project: bool,
    /// The side a narrow screen shows.
    pub side: Side,
    pub measure: Measure,
    /// What the page opens at, and what an embed shows.
    pub view: View,
    /// The change whose rebuild is shown, and whether the builder remembers the build before it.
    pub change: Pick,
    pub cache: Cache,
    /// How many services like this one there are.
    pub services: fleet::Services,
    pub theme: Theme,
    /// How the page shows itself inside another one; none where it stands alone.
    pub embed: Option<Embed>,
    /// What the pointer or the focus is on, for a moment.
    pub lit: Option<Place>,
    /// What belongs to it on the other side.
    pub lit_beside: Option<Place>,
    /// What the person picked; it stays, and travels in links.
    pub selected: Option<Place>,
    /// The fact that the person was led to give: its field stands open.
    pub giving: Option<(Side, Give)>,
    /// The project folder that was dropped or chosen, as far as it is read.
    pub folder: Option<folder::Reading>,
    pub notice: Option<Notice>,
    /// What the last replacement of the whole comparison put aside, so that it can be brought back.
    pub aside: Option<Box<Comparison>>,
    /// Applied proposals that can be taken back, the last at the end.
    pub undo: Rc<Vec<Undo>>,
    /// The example of the gallery that was loaded last.
    pub example: Option<Rc<Example>>,
    /// The name of the example that a link asked for, until it is there.
    pub asked: Option<String>,
    /// The view that the last opened link asked for.
    pub link_view: Option<View>,
    /// The date of the tables that an opened link was made with.
    pub link_tables: Option<String>,
    /// The sizes it was made with, where it says.
    pub link_totals: Option<Totals>,
    pub lesson: lesson::Classroom,
}

impl State {
    /// The scenario of a side; none for After when there is only one Dockerfile.
    pub fn scenario(&self, side: Side) -> Option<&Scenario> {
        match side {
            Side::Before => Some(&self.comparison.before),
            Side::After => self.comparison.after.as_ref(),
        }
    }

    /// Whether there are two Dockerfiles that are not the same.
    pub fn differs(&self) -> bool {
        self.comparison.after.as_ref().is_some_and(|after| *after != self.comparison.before)
    }

    /// What is lit, or else selected, on a side.
    pub fn marked(&self, side: Side) -> Option<Place> {
        let lesson = self.lesson.sitting.as_ref().and_then(lesson::Sitting::lit);
        [self.lit, self.lit_beside, lesson, self.selected].into_iter().flatten().find(|place| place.side == side)
    }

    /// What the whole page marks: what is lit, or what the open lesson speaks of, or what is selected.
    pub fn marked_anywhere(&self) -> Option<Place> {
        let lesson = self.lesson.sitting.as_ref().and_then(lesson::Sitting::lit);
        self.lit.or(lesson).or(self.selected)
    }

    /// Whether texts and sizes can only be read.
    pub fn is_readonly(&self) -> bool {
        self.embed.as_ref().is_some_and(|embed| embed.readonly)
    }

    /// The key of a layer's override: it names the stage where the stage has a name, so that it survives stages put before.
    pub fn layer_key(stage_name: Option<&str>, stage: usize, step: usize) -> String {
        match stage_name {
            Some(name) => format!("{name}/{step}"),
            None => format!("{stage}/{step}"),
        }
    }
}

/// Which of the two Dockerfiles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Side {
    #[default]
    Before,
    After,
}

impl Side {
    pub const BOTH: [Self; 2] = [Self::Before, Self::After];

    pub const fn other(self) -> Self {
        match self {
            Self::Before => Self::After,
            Self::After => Self::Before,
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Before => "Before",
            Self::After => "After",
        }
    }
}

/// Which of the two sizes the page speaks of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Measure {
    #[default]
    Disk,
    Pull,
}

/// The colours: what the system asks for, or what the person chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    #[default]
    Auto,
    Light,
    Dark,
}

/// A stage, or one step of it: what layers, graph nodes, table rows and source lines have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    pub side: Side,
    /// Index into the stages of the Analysis.
    pub stage: usize,
    /// Index into the stage's steps; none means its FROM line and base.
    pub step: Option<usize>,
}

/// A message to the person, until dismissed or replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub tone: Tone,
    pub text: String,
    /// What `Action::Restore` would bring back, as a button says it: "Restore my draft".
    pub restore: Option<&'static str>,
    /// Whether it tells of what `Action::Undo` takes back.
    pub undo: bool,
    /// A text for the person to copy by hand.
    pub copy: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Information,
    Problem,
}

impl Notice {
    pub fn information(text: impl Into<String>) -> Self {
        Self { tone: Tone::Information, text: text.into(), restore: None, undo: false, copy: None }
    }

    pub fn problem(text: impl Into<String>) -> Self {
        Self { tone: Tone::Problem, text: text.into(), restore: None, undo: false, copy: None }
    }

    #[must_use]
    pub fn offering(mut self, restore: &'static str) -> Self {
        self.restore = Some(restore);
        self
    }

    #[must_use]
    pub fn undoable(mut self) -> Self {
        self.undo = true;
        self
    }
}
