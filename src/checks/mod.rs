//! BuildKit's build checks: what a build warns of, by BuildKit's rule names, lines and messages. Looks at instructions
//! and the graph and changes neither.
//!
//! A check is one rule of `rule` and the function that reports it, called from `check`.

mod casing;
mod commands;
mod config;
mod continuation;
mod copy_ignored;
mod definitions;
mod expose;
mod from;
mod legacy;
mod report;
mod rule;
mod secrets;
mod stage_names;
mod suggestions;
mod undefined;
mod workdir;

use crate::context::Context;
use crate::order;
use crate::stages::{BuildGraph, Expander, Stage, Step};
use crate::syntax::{Dockerfile, Instruction, Payload};
use crate::text::{Diagnostic, Span};

pub use rule::{RULES, Rule};
pub(crate) use secrets::names_secret;

use self::report::{Phase, Report};
use self::suggestions::Suggestions;

/// Something a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub rule: &'static Rule,
    /// The line BuildKit names.
    pub line: usize,
    pub span: Span,
    pub message: String,
    /// BuildKit stops at an error before it gets here, and so does not print it.
    pub is_past_error: bool,
}

/// What the checks need to see.
pub(crate) struct Subject<'a> {
    text: &'a str,
    dockerfile: &'a Dockerfile,
    graph: &'a BuildGraph,
    context: &'a Context,
    expander: Expander,
    suggestions: Suggestions,
}

/// A step of a stage the target needs, with the instruction that is run.
struct Place<'a> {
    stage: &'a Stage,
    step: &'a Step,
    instruction: &'a Instruction,
}

/// All findings, in the order in which BuildKit prints them.
pub fn check(text: &str, dockerfile: &Dockerfile, graph: &BuildGraph, context: &Context) -> Vec<Finding> {
    let expander = Expander::new(dockerfile.escape);
    let subject = Subject { text, dockerfile, graph, context, expander, suggestions: Suggestions::default() };
    let mut report = Report::new(dockerfile, graph);
    continuation::check(&subject, &mut report);
    for (at, instruction) in dockerfile.instructions.iter().enumerate() {
        casing::check_from(&subject, &mut report, at, instruction);
        definitions::check(&mut report, at, instruction);
    }
    stage_names::check(&subject, &mut report);
    casing::check_keywords(&subject, &mut report);
    from::check_defaults(&subject, &mut report);
    from::check(&subject, &mut report);
    for stage in graph.stages.iter().filter(|stage| stage.reachable) {
        let mut commands = commands::Earlier::default();
        for step in &stage.steps {
            let Some(instruction) = instruction(dockerfile, step) else { continue };
            let place = Place { stage, step, instruction };
            secrets::check_arg(&subject, &mut report, &place);
            undefined::check(&subject, &mut report, &place);
            legacy::check(&subject, &mut report, &place);
            secrets::check_env(&subject, &mut report, &place);
            commands.check(&subject, &mut report, &place);
            workdir::check(&subject, &mut report, &place);
            expose::check(&subject, &mut report, &place);
            copy_ignored::check(&subject, &mut report, &place);
        }
    }
    report.finish()
}

/// The error a build ends with where `# check=error=true` makes one of what was found.
pub fn error(dockerfile: &Dockerfile, findings: &[Finding]) -> Option<Diagnostic> {
    let directive = config::directive(dockerfile)?;
    if !config::Config::parse(&directive.value).is_some_and(|config| config.fails) {
        return None;
    }
    let reached = findings.iter().filter(|finding| !finding.is_past_error);
    let mut rules: Vec<&str> = reached.map(|finding| finding.rule.name).collect();
    order::sort(&mut rules);
    rules.dedup();
    let message = format!("lint violation found for rules: {}", rules.join(", "));
    let hint = "Fix what the checks found, or take `error=true` out of the check directive.";
    (!rules.is_empty()).then(|| Diagnostic::new(directive.span, message).hint(hint))
}

/// The instruction a step runs: the one after ONBUILD where it was triggered.
fn instruction<'a>(dockerfile: &'a Dockerfile, step: &Step) -> Option<&'a Instruction> {
    let outer = dockerfile.instructions.get(step.instruction)?;
    match &outer.payload {
        Payload::Onbuild(inner) if step.triggered => Some(inner),
        _ => Some(outer),
    }
}

impl Place<'_> {
    /// Reports something of this step. What an ONBUILD adds is reported at the FROM that triggers it.
    fn report(&self, report: &mut Report<'_>, rule: &'static str, message: String) {
        let (at, line) = self.position();
        report.add(Phase::Steps, at, rule, line, self.step.span, message);
    }

    fn position(&self) -> (usize, usize) {
        if self.step.triggered {
            (self.stage.from_instruction, self.stage.from_line)
        } else {
            (self.step.instruction, self.step.line)
        }
    }
}
