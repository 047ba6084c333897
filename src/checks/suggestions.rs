//! "Did you mean" for variables that nothing defines.

use std::cell::Cell;

use crate::stages::{Scope, Variable};
use crate::syntax::nearest;

/// Finds near names, up to a limit: a file of ten thousand undefined variables among ten thousand others stays quick.
pub(super) struct Suggestions {
    /// How many more names may be compared.
    remaining: Cell<usize>,
}

impl Default for Suggestions {
    fn default() -> Self {
        Self { remaining: Cell::new(200_000) }
    }
}

impl Suggestions {
    /// The nearest variable that is set, the one set first among equals.
    pub(super) fn of_set(&self, name: &str, scope: &Scope) -> Option<String> {
        self.nearest(name, scope, |scope| scope.environment())
    }

    /// The nearest that is set or only declared.
    pub(super) fn of_declared(&self, name: &str, scope: &Scope) -> Option<String> {
        self.nearest(name, scope, |scope| scope.environment().into_iter().chain(scope.declared()).collect())
    }

    fn nearest(&self, name: &str, scope: &Scope, known: fn(&Scope) -> Vec<&Variable>) -> Option<String> {
        let remaining = self.remaining.get().checked_sub(scope.len())?;
        self.remaining.set(remaining);
        nearest(name, known(scope).into_iter().map(|variable| &*variable.name)).map(str::to_string)
    }
}
