//! `.dockerignore`: lines to patterns, and whether they keep a path out of the build.

use super::glob::Glob;
use super::path::{clean, with_parents};
use crate::text::Span;

/// The patterns of a `.dockerignore`, in order. The last that matches decides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ignore {
    rules: Vec<Rule>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    /// As cleaned, with its `!`.
    pattern: String,
    glob: Glob,
    /// `!pattern`: lets back in.
    is_exception: bool,
}

/// A line that is no pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IgnoreError {
    /// In the text of `.dockerignore`.
    pub span: Span,
    pub message: String,
}

impl Ignore {
    /// Reads the text of a `.dockerignore`. A line in error is left out; BuildKit fails the build.
    pub fn parse(text: &str) -> (Self, Vec<IgnoreError>) {
        let mut ignore = Self::default();
        let mut errors = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let span = Span::new(start, start + line.trim_end().len());
            if let Some(pattern) = pattern(if start == 0 { line.trim_start_matches('\u{feff}') } else { line }) {
                match Rule::new(pattern) {
                    Ok(rule) => ignore.rules.push(rule),
                    Err(message) => errors.push(IgnoreError { span, message }),
                }
            }
            start += line.len();
        }
        (ignore, errors)
    }

    /// Patterns given one by one, as COPY `--exclude` does. What is no pattern is left out.
    pub fn of_patterns<'a>(patterns: impl IntoIterator<Item = &'a str>) -> Self {
        let rules = patterns.into_iter().map(str::trim).filter(|pattern| !pattern.is_empty());
        Self { rules: rules.filter_map(|pattern| Rule::new(clean(pattern)).ok()).collect() }
    }

    /// Whether the path, or a folder above it, is kept out.
    pub fn excludes(&self, path: &str) -> bool {
        let mut excluded = false;
        for rule in &self.rules {
            // A rule that would not change the answer need not be matched.
            if rule.is_exception == excluded && (rule.glob.matches(path) || rule.matches_parent(path)) {
                excluded = !excluded;
            }
        }
        excluded
    }

    /// The patterns as BuildKit cleans them.
    pub fn patterns(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().map(|rule| rule.pattern.as_str())
    }

    pub fn has_exceptions(&self) -> bool {
        self.rules.iter().any(|rule| rule.is_exception)
    }

    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }
}

impl Rule {
    fn new(pattern: String) -> Result<Self, String> {
        let cleaned = clean(&pattern);
        let is_exception = cleaned.starts_with('!');
        let positive = cleaned.strip_prefix('!').unwrap_or(&cleaned);
        if is_exception && positive.is_empty() {
            return Err("illegal exclusion pattern: \"!\"".into());
        }
        let glob = Glob::ignore(positive)?;
        Ok(Self { pattern, glob, is_exception })
    }

    fn matches_parent(&self, path: &str) -> bool {
        with_parents(path).any(|parent| parent.len() < path.len() && self.glob.matches(parent))
    }
}

/// A line's pattern in its shortest form; none for comments and blank lines.
fn pattern(line: &str) -> Option<String> {
    // Only a line that starts with it is a comment; behind blanks the `#` belongs to a pattern.
    if line.starts_with('#') {
        return None;
    }
    let line = line.trim();
    let (sign, pattern) = match line.strip_prefix('!') {
        Some(pattern) => ("!", pattern.trim()),
        None => ("", line),
    };
    if pattern.is_empty() {
        return (!sign.is_empty()).then(|| sign.into());
    }
    let cleaned = clean(pattern);
    let relative = if cleaned.len() > 1 { cleaned.strip_prefix('/').unwrap_or(&cleaned) } else { &cleaned };
    Some(format!("{sign}{relative}"))
}
