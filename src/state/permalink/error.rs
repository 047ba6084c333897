//! What can be wrong with a link, as the person reads it.

use std::fmt;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PermalinkError {
    /// Not of the form `v<number>.<payload>`.
    NotALink,
    /// Made by a later Drydock.
    UnknownVersion(String),
    /// Longer than any link Drydock makes.
    TooLong,
    /// A character that no link contains, or a length that none has.
    Altered,
    /// The payload ends too early or is damaged.
    Damaged,
    /// It inflates beyond all bounds.
    TooLarge,
    /// It inflates to something else than a comparison.
    NotAComparison,
}

impl fmt::Display for PermalinkError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotALink => write!(to, "it is not a link made by Drydock."),
            Self::UnknownVersion(version) => {
                write!(to, "it was made by a later version ({version}). Reload the page to get the newest one.")
            }
            Self::TooLong => write!(to, "it is longer than any link Drydock makes."),
            Self::Altered => {
                write!(to, "it contains characters that no link has. Copy it again from where you found it.")
            }
            Self::Damaged => write!(to, "it was cut short or damaged on the way. Copy it again, to its very end."),
            Self::TooLarge => write!(to, "what it holds is larger than Drydock takes."),
            Self::NotAComparison => write!(to, "what it holds is not a Dockerfile comparison."),
        }
    }
}

impl std::error::Error for PermalinkError {}
