//! Which rules run: `# check=skip=…;experimental=…;error=…`, at the top of the file or above one instruction.

use super::Rule;
use crate::syntax::{Comment, Directive, Dockerfile, boolean};

/// The options of one `check`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Config {
    skip: Rules,
    experimental: Rules,
    /// `error=true`: findings fail the build.
    pub(super) fails: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Rules {
    all: bool,
    names: Vec<String>,
}

impl Config {
    /// None where an option is not understood.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut config = Self::default();
        let text = text.trim();
        if text.is_empty() {
            return Some(config);
        }
        for part in text.splitn(3, ';') {
            let (key, value) = part.split_once('=')?;
            match key.trim() {
                "skip" => config.skip = Rules::parse(value),
                "experimental" => config.experimental = Rules::parse(value),
                "error" => config.fails = boolean(value.trim())?,
                _ => return None,
            }
        }
        Some(config)
    }

    /// What the comments above an instruction ask for: the first `check` among them counts.
    pub(super) fn of_comments(comments: &[Comment]) -> Option<Self> {
        let value = comments.iter().find_map(|comment| {
            let (name, value) = comment.text.split_once('=')?;
            name.trim().eq_ignore_ascii_case("check").then_some(value)
        })?;
        Self::parse(value.trim().split(' ').next().unwrap_or(""))
    }

    pub(super) fn skips(&self, rule: &Rule) -> bool {
        self.skip.has(rule)
    }

    pub(super) fn tries(&self, rule: &Rule) -> bool {
        self.experimental.has(rule)
    }
}

impl Rules {
    fn parse(value: &str) -> Self {
        match value.trim() {
            "all" => Self { all: true, names: Vec::new() },
            value => Self { all: false, names: value.split(',').map(|name| name.trim().to_string()).collect() },
        }
    }

    fn has(&self, rule: &Rule) -> bool {
        self.all || self.names.iter().any(|name| name == rule.name)
    }
}

/// The check directive of the file.
pub(super) fn directive(dockerfile: &Dockerfile) -> Option<&Directive> {
    dockerfile.directives.iter().find(|directive| directive.name == "check")
}
