//! What a walk through a script carries along: variables, directory and certainty, and the expansion of words with it.

use std::collections::HashMap;
use std::rc::Rc;

use super::run::NESTING;
use super::tree::Redirect;
use super::word::{Fields, Word};
use super::{Command, Environment, Redirection, RedirectionKind};
use crate::text::Span;

/// The longest path that is followed: a quarter of Linux's limit (`PATH_MAX`), as every command carries its own copy.
const PATH: usize = 1024;

/// Where the text of a script stands.
#[derive(Clone, Copy)]
pub(super) enum Source {
    /// At this offset of the outermost script.
    At(usize),
    /// Somewhere in a command of it.
    Within(Span),
}

/// What a subshell or a branch leaves as it was.
#[derive(Clone, Default)]
pub(super) struct Context {
    pub(super) certain: bool,
    pub(super) substituted: bool,
    pub(super) directory: String,
    /// The directory before the last `cd`.
    pub(super) previous: String,
}

pub(super) struct Walk<'a> {
    pub(super) environment: &'a dyn Environment,
    /// What the script set; `None` for values that are not known.
    pub(super) variables: HashMap<String, Option<Rc<str>>>,
    /// Every change of a variable with what was there before, so that a subshell's can be taken back.
    pub(super) changes: Vec<(String, Option<Option<Rc<str>>>)>,
    pub(super) commands: Vec<Command>,
    pub(super) budget: usize,
    pub(super) nesting: usize,
    pub(super) depth: usize,
    pub(super) context: Context,
}

/// How a command or list ended, as far as that is known.
pub(super) type Outcome = Option<bool>;

impl Source {
    /// The place of a part of the script.
    pub(super) fn span(self, part: &std::ops::Range<usize>) -> Span {
        match self {
            Self::At(offset) => Span::new(offset + part.start, offset + part.end),
            Self::Within(span) => span,
        }
    }
}

impl Walk<'_> {
    /// Runs something whose `cd` and assignments have no effect on what follows.
    pub(super) fn apart(&mut self, inner: impl FnOnce(&mut Self) -> Outcome) -> Outcome {
        let context = self.context.clone();
        let mark = self.changes.len();
        let outcome = inner(self);
        self.context = context;
        self.take_back(mark);
        outcome
    }

    /// Runs something that may not run: what it changes is not known afterwards.
    pub(super) fn perhaps(&mut self, inner: impl FnOnce(&mut Self) -> Outcome) -> Outcome {
        let context = self.context.clone();
        self.context.certain = false;
        let mark = self.changes.len();
        inner(self);
        self.context = context;
        for name in self.take_back(mark) {
            if self.variables.get(&name) != Some(&None) {
                self.set(&name, None);
            }
        }
        None
    }

    /// Takes back the changes of variables since `mark`, and tells their names.
    fn take_back(&mut self, mark: usize) -> Vec<String> {
        let changes = self.changes.split_off(mark.min(self.changes.len()));
        let restored = changes.into_iter().rev().map(|(name, before)| {
            match before {
                Some(value) => self.variables.insert(name.clone(), value),
                None => self.variables.remove(&name),
            };
            name
        });
        restored.collect()
    }

    pub(super) fn set(&mut self, name: &str, value: Option<&str>) {
        let before = self.variables.insert(name.to_owned(), value.map(Rc::from));
        self.changes.push((name.to_owned(), before));
    }

    /// What `cd`, `export`, `read` and their like change.
    pub(super) fn remember(&mut self, command: &Command) {
        let arguments = command.words.get(1..).unwrap_or_default();
        match command.program() {
            "cd" | "pushd" | "popd" => {
                let target = arguments.iter().find(|argument| !argument.starts_with('-') || argument.as_str() == "-");
                let directory = match target.map(String::as_str) {
                    Some("-") => self.context.previous.clone(),
                    None if command.program() == "popd" => self.context.previous.clone(),
                    None => "~".to_owned(),
                    Some(target) => moved(&self.context.directory, target),
                };
                self.context.previous = std::mem::replace(&mut self.context.directory, directory);
            }
            "export" | "readonly" | "local" | "declare" | "typeset" => {
                for (name, value) in arguments.iter().filter_map(|argument| argument.split_once('=')) {
                    self.set(name, (!value.contains(['$', '`'])).then_some(value));
                }
            }
            "unset" | "read" => {
                let names = arguments.iter().filter(|argument| !argument.starts_with('-'));
                names.for_each(|name| self.set(name, None));
            }
            _ => {}
        }
    }

    pub(super) fn redirection(&mut self, redirect: &Redirect, source: Source) -> Redirection {
        let target = self.value(&redirect.word, source).0;
        let kind = match redirect.operator {
            "<<" | "<<<" => RedirectionKind::Text,
            "<" => RedirectionKind::Read,
            ">>" | "&>>" => RedirectionKind::Append,
            ">&" | "<&" => RedirectionKind::Duplicate,
            _ => RedirectionKind::Write,
        };
        let input = redirect.operator.starts_with('<');
        Redirection { descriptor: redirect.descriptor.unwrap_or(u32::from(!input)), kind, target }
    }

    pub(super) fn fields(&mut self, word: &Word, source: Source) -> Fields {
        let fields = self.expanded(source, word, |word, variable, substitute| word.fields(variable, substitute));
        self.budget = self.budget.saturating_sub(fields.fields.iter().map(String::len).sum());
        fields
    }

    pub(super) fn value(&mut self, word: &Word, source: Source) -> (String, bool) {
        let value = self.expanded(source, word, |word, variable, substitute| word.value(variable, substitute));
        self.budget = self.budget.saturating_sub(value.0.len());
        value
    }

    /// Expands a word; the commands substituted in it are written down first.
    pub(super) fn expanded<T>(
        &mut self,
        source: Source,
        word: &Word,
        expand: impl FnOnce(&Word, &dyn Fn(&str) -> Option<String>, &mut dyn FnMut(&str) -> Option<String>) -> T,
    ) -> T {
        let mut scripts = Vec::new();
        let variable = |name: &str| match self.variables.get(name) {
            Some(value) => value.as_deref().map(str::to_owned),
            None => self.environment.variable(name),
        };
        let environment = self.environment;
        let expanded = expand(word, &variable, &mut |script| {
            scripts.push(script.to_owned());
            environment.output(script.trim())
        });
        let span = source.span(&word.span);
        if self.nesting < NESTING {
            self.nesting += 1;
            for script in scripts {
                self.apart(|walk| {
                    walk.context.substituted = true;
                    walk.source(&script, Source::Within(span))
                });
            }
            self.nesting -= 1;
        }
        expanded
    }
}

/// Where `cd target` leads from a directory; a path that grows too long stays where it was.
fn moved(directory: &str, target: &str) -> String {
    if target.starts_with(['/', '~', '$']) || directory.is_empty() {
        return target.to_owned();
    }
    if directory.len() + target.len() > PATH {
        return directory.to_owned();
    }
    format!("{}/{target}", directory.trim_end_matches('/'))
}
