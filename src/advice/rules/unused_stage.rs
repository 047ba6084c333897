//! Stages that the target never reaches: nobody builds them, everybody reads them. Silent about stages that others build
//! on purpose with `--target`: those with names for it, and those that run something of their own.
//!
//! After Docker's “Multi-stage builds” (docs.docker.com/build/building/multi-stage: BuildKit builds only the stages that the
//! target depends on).

use super::super::{Advice, Fix, Gain, Rule, Subject};
use super::ways::is_development_name;
use crate::stages::{Base, Edge as Arrow, Giver, Stage};
use crate::syntax::{Keyword, Payload};
use crate::text::{Edit, Span};

pub const RULE: Rule = Rule { name: "unused-stage", title: "A stage is never built", gain: Gain::Tidiness };

pub fn look(subject: &Subject<'_>, found: &mut Vec<Advice>) {
    let stages = &subject.graph.stages;
    // With a target asked for by name, the others are there for other days.
    if subject.scenario.target.as_deref().is_some_and(|target| !target.is_empty()) {
        return;
    }
    let used = used(subject);
    // Several stages that nothing needs, each with a name, are targets of one file for many.
    let targets = stages.iter().filter(|stage| !stage.reachable && !used[stage.index] && stage.name.is_some()).count();
    for stage in stages.iter().filter(|stage| !stage.reachable) {
        let name = stage.name.as_deref().unwrap_or("");
        let is_target = stage.name.is_some() && (targets > 1 || is_development_name(name) || takes(subject, stage));
        if is_target || runs(stage) || used[stage.index] {
            continue;
        }
        let from = &subject.dockerfile.instructions[stage.from_instruction];
        let title = match name {
            "" => "This stage is never built".to_owned(),
            name => format!("The stage {name} is never built"),
        };
        let why =
            "No stage on the way to the last one stands on it or takes files from it, so that BuildKit leaves it out.";
        found.push(Advice::new(subject, &RULE, from.span, title, why).fix(fix(subject, stage)));
    }
}

/// A stage with a command of its own is an image of its own.
fn runs(stage: &Stage) -> bool {
    stage.steps.iter().any(|step| matches!(step.keyword, Keyword::Cmd | Keyword::Entrypoint))
}

/// A stage that stands on scratch or on what others build is likely to be asked for by its name: a result to export.
fn takes(subject: &Subject<'_>, stage: &Stage) -> bool {
    let gives = |edge: &Arrow| edge.taker == stage.index && matches!(edge.giver, Giver::Stage(_));
    stage.base == Base::Scratch || subject.graph.edges.iter().any(gives)
}

/// Which stages others need. One that is not built either may be among those; it is to be looked at first.
fn used(subject: &Subject<'_>) -> Vec<bool> {
    let graph = subject.graph;
    let mut used = vec![false; graph.stages.len()];
    let on =
        graph.stages.iter().filter_map(|stage| if let Base::Stage(below) = stage.base { Some(below) } else { None });
    let from =
        graph.edges.iter().filter_map(|edge| if let Giver::Stage(giver) = edge.giver { Some(giver) } else { None });
    on.chain(from).for_each(|stage| used[stage] = true);
    used
}

fn fix(subject: &Subject<'_>, stage: &Stage) -> Option<Fix> {
    let dockerfile = subject.dockerfile;
    let next = subject.graph.stages.get(stage.index + 1)?;
    // A number after `--from=` would mean another stage without this one.
    let counts = dockerfile.instructions.iter().any(|instruction| {
        let from = match &instruction.payload {
            Payload::Copy(transfer) => transfer.from.as_deref(),
            Payload::Run(run) => run.mounts.iter().find_map(|mount| mount.from.as_deref()),
            _ => None,
        };
        from.and_then(|from| from.parse::<usize>().ok()).is_some_and(|number| number > stage.index)
    });
    if counts {
        return None;
    }
    let start = |at: usize| {
        let instruction = &dockerfile.instructions[at];
        let first = instruction.comments.first().map_or(instruction.span.start, |comment| comment.span.start);
        dockerfile.lines.start(dockerfile.lines.line(first))
    };
    // What stands above the first stage may be the licence of the file.
    let from = &dockerfile.instructions[stage.from_instruction];
    let begin = if stage.index == 0 { dockerfile.lines.start(from.start_line) } else { start(stage.from_instruction) };
    let edit = Edit::delete(Span::new(begin, start(next.from_instruction)));
    let label = "Take the stage out";
    Some(match &stage.name {
        None => Fix::safe(label, vec![edit]),
        Some(name) => Fix::to_check(label, vec![edit], format!("Somebody may build it with --target {name}.")),
    })
}
