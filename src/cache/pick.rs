//! What a person says of the next build: what changes and where it runs. Plain data that a link or a question can carry.

use serde::{Deserialize, Serialize};

/// What a person says changes, before it is known which file or image of this project that is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pick {
    #[default]
    Source,
    Dependency,
    Base,
    Nothing,
    File(String),
    /// A line of the first or of the second Dockerfile of a comparison.
    Line {
        second: bool,
        line: usize,
    },
}

/// Where the second build runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cache {
    /// On a machine that did the first build: its cache is warm.
    #[default]
    Warm,
    /// On one that never built this, such as CI without a cache.
    Cold,
}

impl Pick {
    /// A short text for links.
    pub fn code(&self) -> String {
        match self {
            Self::Source => "s".into(),
            Self::Dependency => "d".into(),
            Self::Base => "b".into(),
            Self::Nothing => "n".into(),
            Self::File(path) => format!("f{path}"),
            Self::Line { second, line } => format!("l{}{line}", if *second { 'a' } else { 'b' }),
        }
    }

    /// The pick a code stands for.
    pub fn of_code(code: &str) -> Option<Self> {
        let (kind, rest) = code.split_at_checked(1)?;
        Some(match (kind, rest) {
            ("s", "") => Self::Source,
            ("d", "") => Self::Dependency,
            ("b", "") => Self::Base,
            ("n", "") => Self::Nothing,
            ("f", path) => Self::File(path.to_string()),
            ("l", rest) => {
                let (side, line) = rest.split_at_checked(1)?;
                Self::Line { second: side == "a", line: line.parse().ok()? }
            }
            _ => return None,
        })
    }
}
