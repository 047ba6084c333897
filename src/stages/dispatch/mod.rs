//! The instructions of one stage to its steps: each expanded with the state the one before left. An instruction in
//! error leaves the state as it was, and the next one is read as usual.

mod config;
mod copy;
pub(super) mod expose;
mod paths;
pub(super) mod remote;
mod run;
mod variables;

use std::collections::BTreeMap;
use std::rc::Rc;

use super::words::Expander;
use super::{Action, CopySource, Scope, Stage, State, Step};
use crate::syntax::{Dockerfile, Instruction, Payload};
use crate::text::{Diagnostic, Span};

/// What every stage is built with.
pub(super) struct Build<'a> {
    pub(super) dockerfile: &'a Dockerfile,
    pub(super) text: &'a str,
    pub(super) build_args: &'a BTreeMap<String, String>,
    pub(super) globals: &'a Scope,
    pub(super) expander: &'a Expander,
}

/// A stage while its instructions are dispatched.
pub(super) struct Dispatch<'a> {
    build: &'a Build<'a>,
    index: usize,
    name: String,
    is_windows: bool,
    pub(super) state: State,
    pub(super) entrypoint: Option<Rc<[String]>>,
    pub(super) command: Option<Rc<[String]>>,
    /// Whether this stage itself set CMD, which keeps ENTRYPOINT from clearing it.
    command_set: bool,
    undefined: Vec<String>,
    pub(super) steps: Vec<Step>,
    pub(super) errors: Vec<Diagnostic>,
}

/// An instruction to dispatch: where it stands, and what its `from`s name.
pub(super) struct Given<'a> {
    pub(super) at: usize,
    pub(super) instruction: &'a Instruction,
    pub(super) triggered: bool,
    pub(super) sources: &'a [Option<CopySource>],
}

/// What an instruction comes to.
struct Effect {
    action: Action,
    layer: bool,
    history: Option<String>,
}

type Outcome = Result<Effect, Diagnostic>;

impl<'a> Dispatch<'a> {
    pub(super) fn new(build: &'a Build<'a>, stage: &Stage) -> Self {
        Self {
            build,
            index: stage.index,
            name: stage.display_name(),
            is_windows: stage.platform.os == "windows",
            state: State::default(),
            entrypoint: None,
            command: None,
            command_set: false,
            undefined: Vec::new(),
            steps: Vec::new(),
            errors: Vec::new(),
        }
    }

    pub(super) fn step(&mut self, given: &Given<'_>) {
        let outer = &self.build.dockerfile.instructions[given.at];
        let state = self.state.clone();
        let effect = self.effect(given).unwrap_or_else(|error| {
            self.errors.push(error);
            Effect { action: Action::Invalid, layer: false, history: None }
        });
        self.steps.push(Step {
            instruction: given.at,
            line: outer.start_line,
            span: outer.span,
            keyword: given.instruction.keyword,
            triggered: given.triggered,
            action: effect.action,
            layer: effect.layer,
            history: effect.history,
            state,
            undefined: std::mem::take(&mut self.undefined),
        });
    }

    fn effect(&mut self, given: &Given<'_>) -> Outcome {
        let instruction = given.instruction;
        let span = instruction.span;
        match &instruction.payload {
            Payload::Run(run) => self.run(instruction, run, given.sources),
            Payload::Copy(transfer) => self.copy(instruction, transfer, false, given.sources),
            Payload::Add(transfer) => self.copy(instruction, transfer, true, &[]),
            Payload::Arg(arguments) => self.arg(arguments),
            Payload::Env(pairs) => self.env(pairs),
            Payload::Label(pairs) => self.label(pairs),
            Payload::Workdir(word) => self.workdir(word),
            Payload::User(word) => self.user(word),
            Payload::Shell(shell) => Ok(self.shell(shell)),
            Payload::Cmd(command) => Ok(self.cmd(command)),
            Payload::Entrypoint(command) => Ok(self.entrypoint(command)),
            Payload::Healthcheck(check) => Ok(config::healthcheck(instruction, check)),
            Payload::Volume(words) => self.volume(words, span),
            Payload::Expose(_) => self.expose(instruction),
            Payload::Stopsignal(word) => self.stopsignal(word),
            Payload::Maintainer(word) => Ok(Effect::metadata(format!("MAINTAINER {}", word.text))),
            Payload::Onbuild(_) => Ok(Effect { action: Action::Metadata, layer: false, history: None }),
            Payload::From(_) | Payload::Invalid => Ok(Effect { action: Action::Invalid, layer: false, history: None }),
        }
    }

    /// A word with the stage's variables. Notes those that nothing defines.
    fn word(&mut self, word: &str, span: Span) -> Result<String, Diagnostic> {
        let expanded = self.build.expander.word(word, &self.state.variables);
        self.noted(expanded.map(|expanded| (expanded.text, expanded.unmatched)), span)
    }

    fn heredoc(&mut self, body: &str, span: Span) -> Result<String, Diagnostic> {
        let expanded = self.build.expander.heredoc(body, &self.state.variables);
        self.noted(expanded.map(|expanded| (expanded.text, expanded.unmatched)), span)
    }

    fn noted(&mut self, expanded: Result<(String, Vec<String>), String>, span: Span) -> Result<String, Diagnostic> {
        let (text, unmatched) = expanded.map_err(|message| Diagnostic::new(span, message))?;
        let declared = |name: &String| self.state.variables.variable(name).is_some_and(|variable| variable.declared);
        // These two speak to BuildKit itself and are never in the environment.
        let special =
            |name: &String| matches!(name.as_str(), "BUILDKIT_SBOM_SCAN_CONTEXT" | "BUILDKIT_SBOM_SCAN_STAGE");
        self.undefined.extend(unmatched.into_iter().filter(|name| !declared(name) && !special(name)));
        Ok(text)
    }

    /// Whether a source can be taken from already; BuildKit dispatches stages in file order.
    fn is_dispatched(&self, source: &CopySource) -> bool {
        !matches!(source, CopySource::Stage(stage) if *stage >= self.index)
    }
}

impl Effect {
    fn metadata(history: String) -> Self {
        Self { action: Action::Metadata, layer: false, history: Some(history) }
    }
}
