//! The global scope, which FROM lines see: the predefined platform arguments and every ARG before the first FROM.

use std::collections::BTreeMap;

use super::words::Expander;
use super::{Platform, Scope};
use crate::syntax::{Dockerfile, Payload};
use crate::text::Diagnostic;

/// Evaluates the global ARGs top-down, each with those before it. An ARG in error keeps no value.
pub(super) fn resolve(
    dockerfile: &Dockerfile,
    predefined: &Scope,
    build_args: &BTreeMap<String, String>,
    expander: &Expander,
    errors: &mut Vec<Diagnostic>,
) -> Scope {
    let mut scope = predefined.clone();
    for instruction in &dockerfile.instructions {
        let arguments = match &instruction.payload {
            Payload::From(_) => break,
            Payload::Arg(arguments) => arguments,
            _ => continue,
        };
        for argument in arguments {
            let name = &argument.name.text;
            let value = match (build_args.get(name), &argument.default) {
                (Some(given), _) => Some(given.clone()),
                (None, None) => None,
                (None, Some(default)) => match expander.word(&default.text, &scope) {
                    Ok(expanded) => Some(expanded.text),
                    Err(message) => {
                        errors.push(Diagnostic::new(default.span, message));
                        None
                    }
                },
            };
            scope = scope.with_arg(name, value.as_deref());
        }
    }
    scope
}

/// The arguments BuildKit defines itself. Build arguments of these names override them.
pub(super) fn predefined(target: &Platform, stage: Option<&str>, build_args: &BTreeMap<String, String>) -> Scope {
    let build = Platform::default();
    let variant = |platform: &Platform| platform.variant.clone().unwrap_or_default();
    let values = [
        ("BUILDPLATFORM", build.to_string()),
        ("BUILDOS", build.os.clone()),
        ("BUILDOSVERSION", String::new()),
        ("BUILDARCH", build.arch.clone()),
        ("BUILDVARIANT", variant(&build)),
        ("TARGETPLATFORM", target.to_string()),
        ("TARGETOS", target.os.clone()),
        ("TARGETOSVERSION", String::new()),
        ("TARGETARCH", target.arch.clone()),
        ("TARGETVARIANT", variant(target)),
        ("TARGETSTAGE", stage.filter(|name| !name.is_empty()).unwrap_or("default").to_string()),
    ];
    values.iter().fold(Scope::default(), |scope, (name, value)| {
        scope.with_base(name, build_args.get(*name).map_or(value.as_str(), String::as_str))
    })
}
