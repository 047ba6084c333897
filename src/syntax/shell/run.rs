//! The tree walked as the shell would walk it: conditions decided where all is known, loops over known words unrolled,
//! and every command written down as it comes.

use super::state::{Context, Outcome, Source, Walk};
use super::tree::{List, Node, Redirect, Script, Simple};
use super::word::Word;
use super::{Command, Environment, Join, Redirection, RedirectionKind, condition, prefix, token, tree};

/// How deep scripts may stand in scripts: `$(…)`, `sh -c`, `eval`.
pub(super) const NESTING: usize = 6;

/// How deep commands may stand in each other, scripts in scripts included: a web page has little stack.
const DEPTH: usize = 64;

/// How many words a loop is unrolled over.
const UNROLLED: usize = 64;

/// What a walk may cost, in bytes of words and in nodes, beyond a few times the script's length. Loops in loops would
/// multiply without it; no real RUN comes near.
const BUDGET: usize = 1 << 18;

/// What one command costs of it.
const COMMAND: usize = 16;

/// How many redirections of a group its commands take over.
const REDIRECTIONS: usize = 8;

pub(super) fn run(script: &str, environment: &dyn Environment) -> Vec<Command> {
    let mut walk = Walk {
        environment,
        variables: Default::default(),
        changes: Vec::new(),
        commands: Vec::new(),
        budget: BUDGET + 4 * script.len(),
        nesting: 0,
        depth: 0,
        context: Context { certain: true, ..Context::default() },
    };
    walk.source(script, Source::At(0));
    walk.commands
}

impl Walk<'_> {
    /// Runs a script's text.
    pub(super) fn source(&mut self, script: &str, source: Source) -> Outcome {
        let parsed = tree::tree(token::tokens(script));
        self.script(&parsed, source, true)
    }

    /// `last` tells whether the script ends with it, so that its outcome is that of the whole.
    fn script(&mut self, script: &Script, source: Source, last: bool) -> Outcome {
        let mut outcome = None;
        for (index, list) in script.iter().enumerate() {
            outcome = self.list(list, source, last && index + 1 == script.len());
        }
        outcome
    }

    fn list(&mut self, list: &List, source: Source, last: bool) -> Outcome {
        let certain = self.context.certain;
        let has_or = list.pipelines.iter().skip(1).any(|(is_or, _)| *is_or);
        let mut outcome: Outcome = None;
        let mut tested = false;
        for (index, (is_or, pipeline)) in list.pipelines.iter().enumerate() {
            let join = match index {
                0 => Join::Sequence,
                _ if *is_or => Join::Or,
                _ => Join::And,
            };
            let skipped = match join {
                Join::And => outcome == Some(false),
                Join::Or => outcome == Some(true),
                _ => false,
            };
            if skipped {
                continue;
            }
            // What follows `||` runs only if something failed. What follows `&&` can be relied on, as the script is taken
            // to succeed, unless a mere test stands before it whose failure the script would get over.
            self.context.certain = certain
                && match join {
                    Join::Or => outcome == Some(false),
                    Join::And => !tested || (last && !has_or),
                    _ => true,
                };
            let before = self.commands.len();
            let next = self.pipeline(pipeline, join, source);
            tested |= next.is_none() && self.commands[before..].first().is_some_and(condition::is_test);
            outcome = if join == Join::Or && outcome.is_none() { None } else { next };
        }
        self.context.certain = certain;
        outcome
    }

    fn pipeline(&mut self, pipeline: &[Node], join: Join, source: Source) -> Outcome {
        if let [node] = pipeline {
            return self.node(node, join, source);
        }
        for (index, node) in pipeline.iter().enumerate() {
            // Each part of a pipeline is a shell of its own.
            let context = self.context.clone();
            self.node(node, if index == 0 { join } else { Join::Pipe }, source);
            self.context = context;
        }
        None
    }

    fn node(&mut self, node: &Node, join: Join, source: Source) -> Outcome {
        if self.budget == 0 || self.depth == DEPTH {
            return None;
        }
        self.budget -= 1;
        self.depth += 1;
        let start = self.commands.len();
        let outcome = match node {
            Node::Simple(simple) => self.simple(simple, join, source),
            Node::Group(script, redirects) => {
                let outcome = self.script(script, source, false);
                self.redirect_all(start, redirects, source);
                outcome
            }
            Node::Subshell(script, redirects) => {
                let outcome = self.apart(|walk| walk.script(script, source, false));
                self.redirect_all(start, redirects, source);
                outcome
            }
            Node::If(branches) => self.branches(branches, source),
            Node::For { name, words, body } => self.for_loop(name, words.as_deref(), body, source),
            Node::Loop { condition, body } => {
                self.script(condition, source, false);
                self.perhaps(|walk| walk.script(body, source, false))
            }
            Node::Case { word, arms } => self.case(word, arms, source),
            Node::Function(body) => self.perhaps(|walk| walk.script(body, source, false)),
        };
        self.depth -= 1;
        if let Some(first) = self.commands.get_mut(start) {
            first.joined = join;
        }
        outcome
    }

    fn branches(&mut self, branches: &[(Option<Script>, Script)], source: Source) -> Outcome {
        let mut decided = true;
        for (index, (condition, body)) in branches.iter().enumerate() {
            let outcome = match condition {
                Some(condition) if index == 0 => self.script(condition, source, false),
                Some(condition) if decided => self.apart(|walk| walk.script(condition, source, false)),
                Some(condition) => {
                    self.perhaps(|walk| walk.script(condition, source, false));
                    None
                }
                None => Some(true),
            };
            match outcome {
                Some(false) => {}
                Some(true) if decided => return self.script(body, source, false),
                _ => {
                    decided = false;
                    self.perhaps(|walk| walk.script(body, source, false));
                }
            }
        }
        decided.then_some(true)
    }

    fn for_loop(&mut self, name: &str, words: Option<&[Word]>, body: &Script, source: Source) -> Outcome {
        let mut known = words.is_some();
        let mut values = Vec::new();
        for word in words.unwrap_or_default() {
            let fields = self.fields(word, source);
            // A pattern stands for files that nobody knows.
            known &= fields.known && !fields.fields.iter().any(|field| field.contains(['*', '?']));
            values.extend(fields.fields);
        }
        if !known || values.len() > UNROLLED {
            self.set(name, None);
            return if known {
                self.script(body, source, false)
            } else {
                self.perhaps(|walk| walk.script(body, source, false))
            };
        }
        for value in values {
            self.set(name, Some(&value));
            self.script(body, source, false);
        }
        None
    }

    fn case(&mut self, word: &Word, arms: &[(Vec<Word>, Script)], source: Source) -> Outcome {
        let (text, mut known) = self.value(word, source);
        for (patterns, body) in arms {
            let mut matches = Some(false);
            for pattern in patterns {
                let (pattern, is_known) = self.value(pattern, source);
                match condition::matches(&pattern, &text).filter(|_| (known && is_known) || pattern == "*") {
                    Some(false) => {}
                    Some(true) => matches = Some(true),
                    None => matches = matches.filter(|matches| *matches),
                }
            }
            match matches {
                Some(true) if known => return self.script(body, source, false),
                Some(false) if known => {}
                _ => {
                    known = false;
                    self.perhaps(|walk| walk.script(body, source, false));
                }
            }
        }
        None
    }

    fn simple(&mut self, simple: &Simple, join: Join, source: Source) -> Outcome {
        let start = self.commands.len();
        let mut assignments = Vec::new();
        let mut known_values = Vec::new();
        let mut words = Vec::new();
        let mut known = true;
        for word in &simple.words {
            if words.is_empty()
                && let Some((name, value)) = word.assignment()
            {
                let (value, is_known) = self.value(&value, source);
                known_values.push(is_known);
                assignments.push((name.to_owned(), value));
                continue;
            }
            let fields = self.fields(word, source);
            known &= fields.known;
            words.extend(fields.fields);
        }
        let redirections = simple.redirects.iter().map(|redirect| self.redirection(redirect, source)).collect();
        if words.is_empty() {
            for ((name, value), is_known) in assignments.iter().zip(known_values) {
                self.set(name, is_known.then_some(value.as_str()));
            }
        }
        prefix::take_off(&mut words, &mut assignments);
        let span = source.span(&simple.span);
        let mut command = Command {
            words,
            assignments,
            redirections,
            joined: join,
            certain: self.context.certain,
            substituted: self.context.substituted,
            directory: self.context.directory.clone(),
            span,
        };
        if let Some(script) = prefix::script(&command) {
            if self.nesting < NESTING {
                self.nesting += 1;
                let outcome = self.apart(|walk| walk.source(&script, Source::Within(span)));
                self.nesting -= 1;
                if let Some(first) = self.commands.get_mut(start) {
                    first.joined = join;
                }
                return outcome;
            }
            command.certain = false;
        }
        self.remember(&command);
        let outcome = condition::outcome(&command, known).map(|outcome| outcome != simple.negated);
        if !command.words.is_empty() || !command.assignments.is_empty() || !command.redirections.is_empty() {
            self.budget = self.budget.saturating_sub(COMMAND);
            self.commands.push(command);
        }
        outcome
    }

    fn redirect_all(&mut self, start: usize, redirects: &[Redirect], source: Source) {
        let redirections: Vec<Redirection> =
            redirects.iter().take(REDIRECTIONS).map(|redirect| self.redirection(redirect, source)).collect();
        for (index, command) in self.commands.get_mut(start..).unwrap_or_default().iter_mut().enumerate() {
            // The group opens its file once: what its later commands write stands behind what the first one wrote.
            command.redirections.extend(redirections.iter().cloned().map(|mut redirection| {
                if index > 0 && redirection.kind == RedirectionKind::Write {
                    redirection.kind = RedirectionKind::Append;
                }
                redirection
            }));
        }
    }
}
