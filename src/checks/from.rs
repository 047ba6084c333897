//! What FROM lines say with variables: UndefinedArgInFrom, InvalidDefaultArgInFrom, RedundantTargetPlatform and
//! FromPlatformFlagConstDisallowed.

use super::Subject;
use super::report::{Phase, Report};
use crate::stages::{Platform, Stage};
use crate::syntax::{From, ImageReference, Payload, quoted};

/// Base images when no build argument is given.
pub(super) fn check_defaults(subject: &Subject<'_>, report: &mut Report<'_>) {
    let Some(defaults) = &subject.graph.default_globals else { return };
    for (stage, from) in lines(subject) {
        let Ok(image) = subject.expander.word(&from.image.text, defaults) else { return };
        if ImageReference::parse(&image.text).is_err() {
            let written = &from.image.text;
            let message = format!("Default value for ARG {written} results in empty or invalid base image name");
            add(report, Phase::Defaults, stage, from, "InvalidDefaultArgInFrom", message);
        }
    }
}

pub(super) fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    for (stage, from) in lines(subject) {
        let mut add = |rule, message| add(report, Phase::From, stage, from, rule, message);
        for name in stage.from.image_undefined.iter().chain(&stage.from.platform_undefined) {
            if let Some(message) = undefined(subject, name) {
                add("UndefinedArgInFrom", message);
            }
        }
        let (Some(written), Some(platform)) = (&from.platform, &stage.from.platform) else { continue };
        if !stage.from.platform_undefined.is_empty() {
            continue;
        }
        match stage.from.platform_defined.as_slice() {
            [name] if name == "TARGETPLATFORM" && subject.graph.globals.get(name) == Some(platform) => {
                let redundant = "in FROM is redundant as this is the default behavior";
                add("RedundantTargetPlatform", format!("Setting platform to predefined {written} {redundant}"));
            }
            [] if is_constant(stage, platform) => {
                let message = format!("FROM --platform flag should not use constant value {}", quoted(platform));
                add("FromPlatformFlagConstDisallowed", message);
            }
            _ => {}
        }
    }
}

fn lines<'a>(subject: &Subject<'a>) -> impl Iterator<Item = (&'a Stage, &'a From)> {
    let instructions = &subject.dockerfile.instructions;
    subject.graph.stages.iter().filter_map(|stage| match &instructions[stage.from_instruction].payload {
        Payload::From(from) => Some((stage, from)),
        _ => None,
    })
}

fn add(report: &mut Report<'_>, phase: Phase, stage: &Stage, from: &From, rule: &str, message: String) {
    report.add(phase, stage.from_instruction, rule, stage.from_line, from.image.span, message);
}

fn undefined(subject: &Subject<'_>, name: &str) -> Option<String> {
    let globals = &subject.graph.globals;
    if globals.variable(name).is_some() {
        return None;
    }
    let message = format!("FROM argument '{name}' is not declared");
    Some(match subject.suggestions.of_declared(name, globals) {
        Some(meant) => format!("{message} (did you mean {meant}?)"),
        None => message,
    })
}

/// A platform without variables, unless the stage's name speaks of it.
fn is_constant(stage: &Stage, platform: &str) -> bool {
    let name = stage.name.as_deref().unwrap_or("");
    Platform::parse(platform).is_ok_and(|platform| !name.contains(&platform.os) && !name.contains(&platform.arch))
}
