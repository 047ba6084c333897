//! The variables of a build as one digest that follows every ENV and ARG in constant time, however many there are.

use std::collections::HashMap;
use std::rc::Rc;

use super::digest::{Digest, digest};
use crate::stages::{Action, Scope};

/// What RUN sees of the variables: names, values and the order in which they were set last.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    variables: HashMap<Rc<str>, Entry>,
    last: Option<Rc<str>>,
    /// Over the variables, each with the one set before it: the same pairs make the same list.
    sum: Digest,
}

#[derive(Clone, Debug)]
struct Entry {
    value: Digest,
    before: Option<Rc<str>>,
    after: Option<Rc<str>>,
}

impl Environment {
    pub fn of(scope: &Scope) -> Self {
        let mut environment = Self::default();
        for variable in scope.environment() {
            environment.set(&variable.name, variable.value.as_deref().unwrap_or(""));
        }
        environment
    }

    pub const fn digest(&self) -> Digest {
        self.sum
    }

    /// What a step makes of it. An ARG without a value sets nothing.
    pub fn follow(&mut self, action: &Action) {
        match action {
            Action::Env(pairs) => pairs.iter().for_each(|(name, value)| self.set(name, value)),
            Action::Arg(words) => {
                let values = words.iter().filter_map(|(name, value)| Some((name, value.as_deref()?)));
                values.for_each(|(name, value)| self.set(name, value));
            }
            _ => {}
        }
    }

    /// Sets a variable, which is the last of the list from then on.
    fn set(&mut self, name: &str, value: &str) {
        let name: Rc<str> = name.into();
        self.remove(&name);
        let before = self.last.replace(name.clone());
        if let Some(entry) = before.as_ref().and_then(|before| self.variables.get_mut(before)) {
            entry.after = Some(name.clone());
        }
        self.variables.insert(name.clone(), Entry { value: digest("value", value), before, after: None });
        self.sum = self.sum.wrapping_add(self.pair(&name));
    }

    fn remove(&mut self, name: &Rc<str>) {
        let own = self.pair(name);
        let Some(entry) = self.variables.get(name).cloned() else { return };
        self.sum = self.sum.wrapping_sub(own);
        if let Some(after) = &entry.after {
            self.sum = self.sum.wrapping_sub(self.pair(after));
            if let Some(next) = self.variables.get_mut(after) {
                next.before.clone_from(&entry.before);
            }
            self.sum = self.sum.wrapping_add(self.pair(after));
        } else {
            self.last.clone_from(&entry.before);
        }
        if let Some(previous) = entry.before.as_ref().and_then(|before| self.variables.get_mut(before)) {
            previous.after.clone_from(&entry.after);
        }
        self.variables.remove(name);
    }

    /// A variable and the name of the one before it.
    fn pair(&self, name: &Rc<str>) -> Digest {
        self.variables.get(name).map_or(0, |entry| digest("variable", (name, entry.value, &entry.before)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pairs: &[(&str, &str)]) -> Digest {
        let mut environment = Environment::default();
        pairs.iter().for_each(|(name, value)| environment.set(name, value));
        environment.digest()
    }

    #[test]
    fn lists_are_equal_by_values_and_order_alone() {
        let list = of(&[("a", "1"), ("b", "2"), ("c", "3")]);
        assert_eq!(list, of(&[("b", "0"), ("a", "0"), ("a", "1"), ("b", "2"), ("c", "3")]));
        assert_eq!(list, of(&[("c", "3"), ("a", "1"), ("b", "2"), ("c", "4"), ("c", "3")]));
        assert_ne!(list, of(&[("b", "2"), ("a", "1"), ("c", "3")]));
        assert_ne!(list, of(&[("a", "1"), ("b", "2"), ("c", "4")]));
        assert_ne!(list, of(&[("a", "1"), ("b", "2")]));
        assert_eq!(of(&[("a", "1"), ("a", "1")]), of(&[("a", "1")]));
    }
}
