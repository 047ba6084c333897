//! Which flags each instruction knows, and what is wrong with those it was given.

use super::suggest::nearest;
use super::{Flag, Keyword};
use crate::text::{Diagnostic, lowercase};

/// What may follow a flag's name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Value {
    /// Nothing, `=true` or `=false`.
    Switch,
    /// `=text`, once.
    Text,
    /// `=text`, any number of times.
    Texts,
}

/// The flags of BuildKit 73ed6825c4b7 (2026-08-21).
fn known(keyword: Keyword) -> &'static [(&'static str, Value)] {
    match keyword {
        Keyword::Add => &[
            ("chown", Value::Text),
            ("chmod", Value::Text),
            ("link", Value::Switch),
            ("exclude", Value::Texts),
            ("keep-git-dir", Value::Switch),
            ("checksum", Value::Text),
            ("unpack", Value::Switch),
        ],
        Keyword::Copy => &[
            ("from", Value::Text),
            ("chown", Value::Text),
            ("chmod", Value::Text),
            ("link", Value::Switch),
            ("exclude", Value::Texts),
            ("parents", Value::Switch),
        ],
        Keyword::From => &[("platform", Value::Text)],
        Keyword::Run => {
            &[("mount", Value::Texts), ("network", Value::Text), ("security", Value::Text), ("device", Value::Texts)]
        }
        Keyword::Healthcheck => &[
            ("interval", Value::Text),
            ("timeout", Value::Text),
            ("start-period", Value::Text),
            ("start-interval", Value::Text),
            ("retries", Value::Text),
        ],
        _ => &[],
    }
}

/// Everything wrong with an instruction's flags, in their order.
pub(super) fn flag_errors(keyword: Keyword, flags: &[Flag]) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    for (index, flag) in flags.iter().enumerate() {
        let name = &flag.name;
        let mut wrong = |message: String, hint: String| errors.push(Diagnostic::new(flag.span, message).hint(hint));
        let Some((_, value)) = known(keyword).iter().find(|(known, _)| known == name) else {
            let names = known(keyword).iter().map(|(name, _)| *name);
            let meant = nearest(name, names.clone());
            let suggestion = meant.map(|meant| format!(" (did you mean {meant}?)")).unwrap_or_default();
            wrong(format!("unknown flag: --{name}{suggestion}"), unknown_hint(keyword, meant));
            continue;
        };
        if *value != Value::Texts && flags[..index].iter().any(|earlier| earlier.name == *name) {
            wrong(format!("duplicate flag specified: --{name}"), format!("Keep one `--{name}`."));
            continue;
        }
        match (value, &flag.value) {
            (Value::Switch, None) => {}
            (Value::Switch, Some(text)) if matches!(lowercase(text).as_str(), "true" | "false") => {}
            (Value::Switch, Some(text)) if !text.is_empty() => {
                let message = format!("expecting boolean value for flag --{name}, not: {text}");
                wrong(message, format!("Write `--{name}` alone, `--{name}=true` or `--{name}=false`."));
            }
            (Value::Switch, _) => {
                wrong(format!("missing a value on flag: --{name}"), format!("Write `--{name}` alone."));
            }
            (_, None) => {
                wrong(format!("missing a value on flag: --{name}"), format!("Write `--{name}=…`, without blanks."));
            }
            (_, Some(_)) => {}
        }
    }
    errors
}

fn unknown_hint(keyword: Keyword, meant: Option<&str>) -> String {
    if let Some(meant) = meant {
        return format!("Write `--{meant}`.");
    }
    let names: Vec<String> = known(keyword).iter().map(|(name, _)| format!("`--{name}`")).collect();
    if names.is_empty() {
        format!(
            "{} knows no flags. If the word is an argument, put it after others or in the JSON form.",
            keyword.name()
        )
    } else {
        format!("{} knows {}.", keyword.name(), names.join(", "))
    }
}

/// The value of the last flag of a name.
pub(super) fn value(flags: &[Flag], name: &str) -> Option<String> {
    flags.iter().rev().find(|flag| flag.name == name).and_then(|flag| flag.value.clone())
}

/// The values of all flags of a name, in order.
pub(super) fn values(flags: &[Flag], name: &str) -> Vec<String> {
    flags.iter().filter(|flag| flag.name == name).filter_map(|flag| flag.value.clone()).collect()
}

/// Whether a switch is on; `None` when it is not there.
pub(super) fn switch(flags: &[Flag], name: &str) -> Option<bool> {
    let flag = flags.iter().rev().find(|flag| flag.name == name)?;
    Some(flag.value.as_ref().is_none_or(|value| value.eq_ignore_ascii_case("true")))
}
