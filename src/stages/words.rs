//! Words to their values at one point of the build, with a note of the variables that were not there and a limit on
//! how much all expansions together may write.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use super::Scope;
use crate::syntax::{Escape, Expanded, Variables, expand, expand_heredoc, expand_words, nearest};

/// All expanded words of a file together. Real builds come nowhere near: it keeps a file of ten thousand lines that
/// each repeat a long value from filling the memory of a web page.
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// Expands words and remembers how much it wrote.
pub(crate) struct Expander {
    escape: Escape,
    written: Cell<usize>,
}

impl Expander {
    pub(crate) fn new(escape: Escape) -> Self {
        Self { escape, written: Cell::new(0) }
    }

    pub(crate) fn word(&self, word: &str, variables: &dyn Variables) -> Result<Expanded, String> {
        self.count(expand(word, self.escape, variables), |expanded| expanded.text.len())
    }

    pub(super) fn heredoc(&self, body: &str, variables: &dyn Variables) -> Result<Expanded, String> {
        self.count(expand_heredoc(body, variables), |expanded| expanded.text.len())
    }

    pub(super) fn words(&self, word: &str, variables: &dyn Variables) -> Result<Vec<String>, String> {
        let expanded = expand_words(word, self.escape, variables).map(|expanded| expanded.words);
        self.count(expanded, |words| words.iter().map(String::len).sum())
    }

    fn count<T>(&self, expanded: Result<T, String>, length: impl Fn(&T) -> usize) -> Result<T, String> {
        self.spend(expanded.as_ref().map_or(0, length))?;
        expanded
    }

    /// Counts what was written by other means.
    pub(super) fn spend(&self, bytes: usize) -> Result<(), String> {
        let written = self.written.get().saturating_add(bytes);
        self.written.set(written);
        if written > MOST_BYTES { Err("the words of this file expand to more than 16 MB".into()) } else { Ok(()) }
    }
}

/// Variables as `syntax` looks them up, which remember the names that were found.
pub(super) struct Recorded<'a> {
    scope: &'a Scope,
    pub(super) found: RefCell<BTreeSet<String>>,
}

impl<'a> Recorded<'a> {
    pub(super) fn new(scope: &'a Scope) -> Self {
        Self { scope, found: RefCell::default() }
    }
}

impl Variables for Recorded<'_> {
    fn get(&self, name: &str) -> Option<Cow<'_, str>> {
        let value = self.scope.get(name)?;
        self.found.borrow_mut().insert(name.to_string());
        Some(value.into())
    }
}

impl Variables for Scope {
    fn get(&self, name: &str) -> Option<Cow<'_, str>> {
        Self::get(self, name).map(Cow::Borrowed)
    }
}

/// Appends "did you mean" to an error, in BuildKit's words.
pub(super) fn with_suggestion<'a>(
    message: String,
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> String {
    match nearest(word, candidates) {
        Some(name) => format!("{message} (did you mean {name}?)"),
        None => message,
    }
}
