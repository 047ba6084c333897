//! SecretsUsedInArgOrEnv: names that speak of something secret, which ARG and ENV would write into the image.

use super::report::Report;
use super::{Place, Subject};
use crate::stages::Action;
use crate::syntax::{Payload, quoted};

const SECRET: [&str; 10] =
    ["apikey", "auth", "credential", "credentials", "key", "password", "pword", "passwd", "secret", "token"];
const HARMLESS: [&str; 3] = ["public", "file", "version"];

pub(super) fn check_arg(_: &Subject<'_>, report: &mut Report<'_>, place: &Place<'_>) {
    if let Payload::Arg(arguments) = &place.instruction.payload {
        arguments.iter().for_each(|argument| check(report, place, "ARG", &argument.name.text));
    }
}

pub(super) fn check_env(_: &Subject<'_>, report: &mut Report<'_>, place: &Place<'_>) {
    if let Action::Env(pairs) = &place.step.action {
        pairs.iter().for_each(|(name, _)| check(report, place, "ENV", name));
    }
}

/// Whether a variable's name speaks of something secret.
pub fn names_secret(name: &str) -> bool {
    let has = |words: &[&str]| name.split('_').any(|part| words.iter().any(|word| part.eq_ignore_ascii_case(word)));
    has(&SECRET) && !has(&HARMLESS)
}

fn check(report: &mut Report<'_>, place: &Place<'_>, keyword: &str, name: &str) {
    if names_secret(name) {
        let name = quoted(name);
        let message = format!("Do not use ARG or ENV instructions for sensitive data ({keyword} {name})");
        place.report(report, "SecretsUsedInArgOrEnv", message);
    }
}
