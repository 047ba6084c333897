//! Pasted output of tools that know a real image into the true sizes of its layers, and those into what a Scenario
//! says: overrides of the steps they belong to and the size of the base image. Invents nothing: what fits no step, or
//! more than one, is named with the reason.

mod entry;
mod align;
mod documents;
mod given;
mod notes;
mod reading;
mod table;
mod which;

pub use given::{Given, Matched, Unmatched, given};

use std::fmt;

use crate::scenario::ImageSize;

/// What a paste says of one or more real images.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Truth {
    /// The tools whose output was recognised, in the order of the paste.
    pub forms: Vec<Form>,
    pub images: Vec<TrueImage>,
}

/// One real image.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrueImage {
    /// `node:22`, `registry.example/base@sha256:…`; most forms do not tell, but the command line above may.
    pub names: Vec<String>,
    /// `linux/amd64`, where told.
    pub platform: Option<String>,
    /// Its history, the oldest entry first; empty where only the whole is known.
    pub entries: Vec<Entry>,
    /// The whole image, where the form says so itself.
    pub total: ImageSize,
    /// The whole is counted with the compressed layers, or is those alone: no size on disk.
    pub packed: bool,
}

/// One entry of an image's history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// What made it, as the tool prints it; empty where the tool does not know.
    pub text: String,
    /// The text is only the start of what made it.
    pub cut: bool,
    /// It is known to have no layer.
    pub empty: bool,
    pub disk: Option<u64>,
    pub pull: Option<u64>,
}

/// A kind of output that is understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    History,
    Inspect,
    Config,
    Manifest,
    Dive,
}

/// Why a paste gives no truth, in words that say what was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TruthError {
    Empty,
    TooLong,
    /// More rows, layers or values than any image has.
    TooMany,
    /// Neither a known table nor known JSON; the start of it.
    Unknown(String),
    /// It begins as JSON and is none.
    NotJson {
        line: usize,
        problem: String,
    },
    /// A row of `docker history` without what it needs.
    Row {
        line: usize,
        text: String,
    },
    /// An index of images for several platforms, which holds no layers.
    Index(Vec<String>),
    /// Understood, but no size stands in it.
    NoSizes(Form),
    /// Two parts of the paste that cannot be of one image.
    Contradiction(String),
}

/// The most that is read. A history of 127 layers takes tens of kilobytes; dive's lists of files are longer.
pub const LONGEST: usize = 4_000_000;
/// Rows of a history, layers of an image, images of a paste: images have 127 layers at most, and entries in proportion.
const MOST: usize = 1_000;

/// Reads what was pasted.
pub fn read(text: &str) -> Result<Truth, TruthError> {
    if text.len() > LONGEST {
        return Err(TruthError::TooLong);
    }
    let shown = text.trim();
    if shown.is_empty() {
        return Err(TruthError::Empty);
    }
    if begins_json(shown) {
        return documents::read(shown);
    }
    let table = table::read(text);
    match &table {
        // The command may stand above its output.
        Err(TruthError::Unknown(_)) => match json_below(shown) {
            Some(json) => documents::read(json).map(|mut truth| {
                let command = shown[..shown.len() - json.len()].lines().rev().find_map(table::asked_for);
                if let [image] = truth.images.as_mut_slice() {
                    image.names.extend(command);
                }
                truth
            }),
            None => table,
        },
        _ => table,
    }
}

/// Some shells keep the quotes around `--format '{{json .}}'` in the output.
fn begins_json(line: &str) -> bool {
    line.trim_start().trim_start_matches('\'').starts_with(['{', '['])
}

fn json_below(text: &str) -> Option<&str> {
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        if begins_json(line) {
            return Some(&text[offset..]);
        }
        offset += line.len();
    }
    None
}

/// A text that tools cut short, without the mark of it; `None` for a whole one. The last mark is the first one as a
/// terminal of another character set copies it.
fn shortened(text: &str) -> Option<&str> {
    ["…", "...", "â€¦"].iter().find_map(|mark| text.strip_suffix(mark))
}

/// The start of a text on one line.
fn excerpt(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut shown = String::new();
    for word in text.split_whitespace() {
        if !shown.is_empty() {
            shown.push(' ');
        }
        shown.extend(word.chars().take(LONGEST + 1));
        if shown.chars().count() > LONGEST {
            return shown.chars().take(LONGEST - 1).chain(['…']).collect();
        }
    }
    shown
}

impl TrueImage {
    /// What its entries add up to, where every layer is known.
    fn sum(&self, of: impl Fn(&Entry) -> Option<u64>) -> Option<u64> {
        let mut layers = self.entries.iter().filter(|entry| !entry.empty).peekable();
        layers.peek()?;
        layers.try_fold(0u64, |sum, entry| Some(sum.saturating_add(of(entry)?)))
    }
}

impl Form {
    pub const fn name(self) -> &'static str {
        match self {
            Self::History => "docker history",
            Self::Inspect => "docker image inspect",
            Self::Config => "an image's configuration",
            Self::Manifest => "an image's manifest",
            Self::Dive => "dive",
        }
    }
}

/// What can be pasted, for people who pasted something else.
const EXPECTED: &str = "the output of docker history (as it is, with --no-trunc or with --format json), docker image \
                        inspect, docker manifest inspect, docker buildx imagetools inspect or dive --json";

impl fmt::Display for TruthError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(to, "Paste {EXPECTED}."),
            Self::TooLong => write!(to, "That is more than 4 MB; docker history says the same in far less."),
            Self::TooMany => write!(to, "That is more layers than an image can have. Expected is {EXPECTED}."),
            Self::Unknown(start) => write!(to, "“{start}” is not known here. Expected is {EXPECTED}."),
            Self::NotJson { line, problem } => {
                write!(to, "It begins as JSON, but line {line} is not: {problem}. Paste the whole output.")
            }
            Self::Row { line, text } => write!(
                to,
                "Line {line}, “{text}”, has no size. Expected are rows of docker history with all its columns: IMAGE, \
                 CREATED, CREATED BY, SIZE."
            ),
            Self::Index(platforms) => {
                write!(to, "This is an index of {} images", platforms.len())?;
                let named: Vec<&str> =
                    platforms.iter().take(6).map(String::as_str).filter(|name| !name.is_empty()).collect();
                if !named.is_empty() {
                    write!(to, " ({})", named.join(", "))?;
                }
                write!(to, ", which holds no layers. Inspect one of them, by its digest.")
            }
            Self::NoSizes(form) => {
                write!(
                    to,
                    "This is {}, which holds no sizes of layers. Paste docker history, or the manifest with it.",
                    form.name()
                )
            }
            Self::Contradiction(what) => write!(to, "The parts of this are not of one image: {what}."),
        }
    }
}

impl std::error::Error for TruthError {}
