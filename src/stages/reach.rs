//! Which stages the target needs, what ONBUILD adds to them, and whether they need each other in a circle.

use std::ops::Range;

use super::references::References;
use super::words::Expander;
use super::{Base, CopySource, Stage};
use crate::syntax::{Dockerfile, Payload};
use crate::text::Diagnostic;

/// An ONBUILD of the base stage: its place in the file, and what its `from`s name.
pub(super) struct Trigger {
    pub(super) at: usize,
    pub(super) sources: Vec<Option<CopySource>>,
}

/// More triggered steps than this are not read: a file whose ONBUILDs multiply is shown in part.
const MOST_TRIGGERS: usize = 20_000;

/// The instructions of a stage after its FROM.
pub(super) fn instructions(dockerfile: &Dockerfile, stages: &[Stage], index: usize) -> Range<usize> {
    let end = stages.get(index + 1).map_or(dockerfile.instructions.len(), |next| next.from_instruction);
    stages[index].from_instruction + 1..end
}

/// Marks the stages the target needs, and collects for every stage the triggers its base stage has for it. Triggers
/// of stages that are not needed are collected too, but their errors are none to a build.
pub(super) fn resolve(
    dockerfile: &Dockerfile,
    stages: &mut [Stage],
    target: Option<usize>,
    references: &mut References,
    expander: &Expander,
    errors: &mut Vec<Diagnostic>,
) -> Vec<Vec<Trigger>> {
    let onbuild: Vec<Vec<usize>> = (0..stages.len())
        .map(|index| {
            let is_onbuild = |at: &usize| matches!(dockerfile.instructions[*at].payload, Payload::Onbuild(_));
            instructions(dockerfile, stages, index).filter(is_onbuild).collect()
        })
        .collect();
    let mut triggers: Vec<Vec<Trigger>> = stages.iter().map(|_| Vec::new()).collect();
    let mut remaining = MOST_TRIGGERS;
    let mut read = |stage: &Stage, references: &mut References, errors: &mut Vec<Diagnostic>| {
        let Base::Stage(below) = stage.base else { return Vec::new() };
        let count = onbuild[below].len().min(remaining);
        remaining -= count;
        let from = dockerfile.instructions[stage.from_instruction].span;
        if count < onbuild[below].len() {
            errors.push(Diagnostic::new(from, format!("ONBUILD adds more than {MOST_TRIGGERS} steps to this build")));
        }
        let trigger = |at: &usize| {
            let Payload::Onbuild(instruction) = &dockerfile.instructions[*at].payload else { return None };
            if let Some(error) = instruction.trigger_errors.first() {
                errors.push(Diagnostic { span: from, ..error.clone() });
                return None;
            }
            match references.read(instruction, expander) {
                Ok(sources) => Some(Trigger { at: *at, sources }),
                Err(error) => {
                    errors.push(Diagnostic { span: from, ..error });
                    None
                }
            }
        };
        onbuild[below][..count].iter().filter_map(trigger).collect()
    };
    let mut waiting: Vec<usize> = target.into_iter().collect();
    while let Some(index) = waiting.pop() {
        if std::mem::replace(&mut stages[index].reachable, true) {
            continue;
        }
        triggers[index] = read(&stages[index], references, errors);
        if let Base::Stage(below) = stages[index].base {
            waiting.push(below);
        }
        let triggered = triggers[index].iter().flat_map(|trigger| &trigger.sources);
        waiting.extend(triggered.filter_map(|source| stage_of(source.as_ref())));
        waiting.extend(needs(dockerfile, stages, references, index).into_iter().map(|(stage, _)| stage));
    }
    errors.append(&mut references.bad_images);
    for index in 0..stages.len() {
        if !stages[index].reachable {
            triggers[index] = read(&stages[index], references, &mut Vec::new());
            references.bad_images.clear();
        }
    }
    triggers
}

/// A circle of COPY --from and mounts, which BuildKit finds before anything else of the stages.
pub(super) fn cycle(dockerfile: &Dockerfile, stages: &[Stage], references: &References) -> Option<Diagnostic> {
    #[derive(Clone, Copy, PartialEq)]
    enum Visit {
        Not,
        Open,
        Done,
    }
    let needs: Vec<Vec<(usize, usize)>> =
        (0..stages.len()).map(|index| needs(dockerfile, stages, references, index)).collect();
    let mut visits = vec![Visit::Not; stages.len()];
    for root in 0..stages.len() {
        if visits[root] != Visit::Not {
            continue;
        }
        visits[root] = Visit::Open;
        let mut path = vec![(root, 0)];
        while let Some((stage, next)) = path.last_mut() {
            let Some((needed, at)) = needs[*stage].get(*next) else {
                visits[*stage] = Visit::Done;
                path.pop();
                continue;
            };
            *next += 1;
            match visits[*needed] {
                Visit::Done => {}
                Visit::Not => {
                    visits[*needed] = Visit::Open;
                    path.push((*needed, 0));
                }
                Visit::Open => {
                    let name = stages[root].display_name();
                    let message = format!("circular dependency detected on stage: {name}");
                    let error = Diagnostic::new(dockerfile.instructions[*at].span, message);
                    return Some(error.hint("A stage cannot take files from itself, or from one that takes from it."));
                }
            }
        }
    }
    None
}

/// The stages that a stage's own instructions take files from, each with the instruction that does.
fn needs(dockerfile: &Dockerfile, stages: &[Stage], references: &References, index: usize) -> Vec<(usize, usize)> {
    let mut needs = Vec::new();
    for at in instructions(dockerfile, stages, index) {
        let sources = references.by_instruction.get(&at).into_iter().flatten();
        needs.extend(sources.filter_map(|source| stage_of(source.as_ref())).map(|stage| (stage, at)));
    }
    needs
}

fn stage_of(source: Option<&CopySource>) -> Option<usize> {
    match source {
        Some(CopySource::Stage(stage)) => Some(*stage),
        _ => None,
    }
}
