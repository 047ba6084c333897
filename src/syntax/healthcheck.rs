//! HEALTHCHECK: its kind, its command and the checks of its options.

use super::duration::nanoseconds;
use super::json::{self, Json};
use super::payload::{Errors, Parts, flagged, not_strings};
use super::quote::quoted;
use super::{CommandLine, Flag, Healthcheck, Payload};
use crate::text::Diagnostic;

pub(super) fn healthcheck(parts: &Parts, errors: &mut Errors) -> Option<Payload> {
    let text = parts.text();
    let length = text.find(is_space).unwrap_or(text.len());
    let (kind, rest) = text.split_at(length);
    let rest = rest.trim_start_matches(is_space);
    let json = json::array(rest);
    if json == Json::Mixed {
        errors.lines.push(not_strings(parts));
        return None;
    }
    let hint = "Write `HEALTHCHECK [options] CMD command` or `HEALTHCHECK NONE`.";
    let mut wrong = |message: String| errors.instructions.push(parts.wrong(message).hint(hint));
    if kind.is_empty() {
        wrong("HEALTHCHECK requires at least one argument".into());
        return None;
    }
    let is_empty = rest.is_empty() || matches!(&json, Json::Strings(strings) if strings.is_empty());
    if kind.eq_ignore_ascii_case("none") {
        // Flags before NONE are dropped unseen.
        if !is_empty {
            wrong("HEALTHCHECK NONE takes no arguments".into());
            return None;
        }
        return Some(Payload::Healthcheck(Healthcheck::None));
    }
    flagged(parts, errors, ());
    let mut wrong = |message: String| errors.instructions.push(parts.wrong(message).hint(hint));
    if !kind.eq_ignore_ascii_case("cmd") {
        wrong(format!("Unknown type {} in HEALTHCHECK (try CMD)", quoted(&kind.to_ascii_uppercase())));
        return None;
    }
    if is_empty {
        wrong("Missing command after HEALTHCHECK CMD".into());
        return None;
    }
    errors.instructions.extend(parts.flags.iter().filter_map(option_error));
    Some(Payload::Healthcheck(Healthcheck::Command(match json {
        Json::Strings(strings) => CommandLine::Exec(strings.into_iter().map(|(text, _)| text).collect()),
        _ => CommandLine::Shell(rest.to_owned()),
    })))
}

/// What is wrong with an option's value; an empty one counts as not given.
fn option_error(flag: &Flag) -> Option<Diagnostic> {
    let value = flag.value.as_deref().filter(|value| !value.is_empty())?;
    let name = &flag.name;
    let (message, hint) = match name.as_str() {
        "interval" | "timeout" | "start-period" | "start-interval" => {
            let message = match nanoseconds(value) {
                Err(message) => message,
                Ok(0) => return None,
                Ok(time) if time < 1_000_000 => format!("Interval {} cannot be less than 1ms", quoted(name)),
                Ok(_) => return None,
            };
            (message, format!("Write a duration such as `--{name}=30s` or `--{name}=1m30s`."))
        }
        "retries" => (retries_error(value)?, "Write a whole number, 0 or more.".into()),
        _ => return None,
    };
    Some(Diagnostic::new(flag.span, message).hint(hint))
}

fn retries_error(value: &str) -> Option<String> {
    let digits = value.strip_prefix(['+', '-']).unwrap_or(value);
    let failed = |reason| Some(format!("strconv.ParseInt: parsing {}: {reason}", quoted(value)));
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return failed("invalid syntax");
    }
    match value.parse::<i32>() {
        Err(_) => failed("value out of range"),
        Ok(number) if number < 0 => Some(format!("--retries cannot be negative ({number})")),
        Ok(_) => None,
    }
}

/// Go looks at each byte for a space; of the characters whose bytes it would mistake, only blanks are taken here.
fn is_space(character: char) -> bool {
    character.is_whitespace()
}
