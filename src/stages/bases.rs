//! FROM lines to what each stage stands on: names, look-up of earlier stages, image references, `--platform`.

use std::collections::HashMap;

use super::words::{Expander, Recorded};
use super::{Base, FromLine, Platform, Scope, Stage, State};
use crate::syntax::{Dockerfile, From, ImageReference, Instruction, Payload, nearest, quoted};
use crate::text::{Diagnostic, lowercase};

/// The stages of a file with their bases and no steps yet, in file order, and for each the instructions after its
/// FROM.
pub(super) fn resolve(
    dockerfile: &Dockerfile,
    globals: &Scope,
    target: &Platform,
    expander: &Expander,
    errors: &mut Vec<Diagnostic>,
) -> Vec<Stage> {
    let mut stages: Vec<Stage> = Vec::new();
    let mut by_name: HashMap<String, usize> = HashMap::new();
    for (at, instruction) in dockerfile.instructions.iter().enumerate() {
        let Payload::From(from) = &instruction.payload else { continue };
        let index = stages.len();
        let (base, line) = base(from, instruction, globals, &by_name, expander, errors);
        let platform = line.platform.as_deref().and_then(|text| Platform::parse(text).ok());
        let platform = match (&base, platform) {
            (Base::Stage(below), _) => stages[*below].platform.clone(),
            (Base::Scratch, _) | (_, None) => target.clone(),
            (_, Some(own)) => own,
        };
        let name = from.name.as_ref().map(|name| lowercase(&name.text)).filter(|name| !name.is_empty());
        if let Some(name) = &name {
            by_name.insert(name.clone(), index);
        }
        stages.push(Stage {
            index,
            name,
            from_instruction: at,
            from_line: instruction.start_line,
            base,
            platform,
            steps: Vec::new(),
            reachable: false,
            end: State::default(),
            entrypoint: None,
            command: None,
            from: line,
        });
    }
    stages
}

fn base(
    from: &From,
    instruction: &Instruction,
    globals: &Scope,
    by_name: &HashMap<String, usize>,
    expander: &Expander,
    errors: &mut Vec<Diagnostic>,
) -> (Base, FromLine) {
    let mut line = FromLine::default();
    let written = &from.image.text;
    let base = match expander.word(written, globals) {
        Err(message) => {
            errors.push(Diagnostic::new(from.image.span, message));
            Base::Unknown(written.clone())
        }
        Ok(expanded) => {
            line.image_undefined = expanded.unmatched;
            let name = expanded.text;
            line.image = Some(name.clone());
            if name.is_empty() {
                let hint = "Give the ARG a default before the first FROM, or pass it as a build argument.";
                let message = format!("base name ({written}) should not be blank");
                errors.push(Diagnostic::new(from.image.span, message).hint(hint));
                Base::Unknown(written.clone())
            } else if let Some(below) = by_name.get(&name) {
                Base::Stage(*below)
            } else if name == "scratch" {
                Base::Scratch
            } else {
                // An image that is no reference is an error too, but BuildKit finds it later: see `images`.
                image(&name).map_or_else(
                    |_| Base::Unknown(name.clone()),
                    |normalized| Base::Image { written: name.clone(), normalized },
                )
            }
        }
    };
    // `--platform=` says nothing.
    if let Some(platform) = from.platform.as_ref().filter(|platform| !platform.is_empty())
        && let Err(message) = expand_platform(platform, globals, expander, &mut line)
    {
        errors.push(Diagnostic::new(instruction.span, message));
    }
    (base, line)
}

/// The full name of an image, or the error BuildKit gives for what is none.
pub(super) fn image(name: &str) -> Result<String, String> {
    match ImageReference::parse(name) {
        Ok(reference) => Ok(reference.to_string()),
        Err(reason) => Err(format!("failed to parse stage name {}: {reason}", quoted(name))),
    }
}

fn expand_platform(written: &str, globals: &Scope, expander: &Expander, line: &mut FromLine) -> Result<(), String> {
    let variables = Recorded::new(globals);
    let expanded = expander
        .word(written, &variables)
        .map_err(|reason| format!("failed to process arguments for platform : {reason}"))?;
    line.platform_defined = variables.found.into_inner().into_iter().collect();
    line.platform_undefined = expanded.unmatched;
    line.platform = Some(expanded.text.clone());
    let suggest = |message: String| {
        let names: Vec<&str> = globals.environment().iter().map(|variable| &*variable.name).collect();
        let undefined = line.platform_undefined.iter();
        let meant = undefined.filter_map(|name| nearest(name, names.iter().copied())).next();
        meant.map_or(message.clone(), |meant| format!("{message} (did you mean {meant}?)"))
    };
    if expanded.text.is_empty() {
        return Err(suggest(format!("empty platform value from expression {written}")));
    }
    match Platform::parse(&expanded.text) {
        Ok(_) => Ok(()),
        Err(reason) => Err(format!("failed to parse platform {written}: {}", suggest(reason))),
    }
}
