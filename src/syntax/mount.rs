//! `RUN --mount=…`: comma-separated options to a mount.

use super::csv::fields;
use super::directive::boolean;
use super::quote::quoted;
use super::suggest::nearest;
use super::{Mount, MountKind};
use crate::text::{Span, lowercase};

const KEYS: [&str; 19] = [
    "type",
    "from",
    "source",
    "target",
    "readonly",
    "id",
    "sharing",
    "required",
    "size",
    "mode",
    "uid",
    "gid",
    "src",
    "dst",
    "destination",
    "ro",
    "rw",
    "readwrite",
    "env",
];

const KINDS: [(&str, MountKind); 5] = [
    ("bind", MountKind::Bind),
    ("cache", MountKind::Cache),
    ("tmpfs", MountKind::Tmpfs),
    ("secret", MountKind::Secret),
    ("ssh", MountKind::Ssh),
];

const SHARING: [&str; 3] = ["shared", "private", "locked"];

/// Reads a flag's value as far as BuildKit does before it knows the variables.
pub(super) fn mount(value: &str, span: Span) -> Result<Mount, String> {
    let fields = fields(value).map_err(|reason| format!("failed to parse csv mounts: {reason}"))?;
    let options: Vec<(String, Option<String>)> = fields
        .iter()
        .map(|field| match field.split_once('=') {
            Some((key, value)) => (lowercase(key), Some(value.to_owned())),
            None => (lowercase(field), None),
        })
        .collect();
    for (key, value) in &options {
        // A `$` at the very end names no variable.
        if key == "from" && value.as_deref().is_some_and(|value| value.find('$').is_some_and(|at| at + 1 < value.len()))
        {
            return Err("'from' doesn't support variable expansion, define alias stage instead".into());
        }
    }
    let unexpanded = Mount { options, span, ..Mount::default() };
    Ok(read(&unexpanded, &mut |value| Ok(value.to_owned())).0)
}

impl Mount {
    /// The mount with its options' values expanded, or what BuildKit says is wrong with it.
    pub fn resolve(&self, expand: &mut dyn FnMut(&str) -> Result<String, String>) -> Result<Self, String> {
        let (mount, error) = read(self, expand);
        error.map_or(Ok(mount), Err)
    }
}

/// The mount that the options make, up to the first that is wrong.
fn read(written: &Mount, expand: &mut dyn FnMut(&str) -> Result<String, String>) -> (Mount, Option<String>) {
    let mut mount = Mount { options: written.options.clone(), span: written.span, ..Mount::default() };
    let mut read_only = None;
    let mut error = None;
    for (key, value) in &written.options {
        let taken = match value {
            None => switch(&mut mount, key, &mut read_only),
            Some(value) => expand(value).and_then(|expanded| option(&mut mount, key, value, expanded, &mut read_only)),
        };
        if let Err(reason) = taken {
            error = Some(reason);
            break;
        }
    }
    mount.read_only = read_only.unwrap_or(!matches!(mount.kind, MountKind::Cache | MountKind::Tmpfs));
    let error = error.or_else(|| conflict(&mount));
    (mount, error)
}

fn switch(mount: &mut Mount, key: &str, read_only: &mut Option<bool>) -> Result<(), String> {
    match key {
        "readonly" | "ro" => *read_only = Some(true),
        "readwrite" | "rw" => *read_only = Some(false),
        "required" if has_secret(mount.kind) => mount.required = true,
        "required" => return Err(misplaced(key, mount.kind)),
        _ => return Err(format!("invalid field '{key}' must be a key=value pair")),
    }
    Ok(())
}

fn option(
    mount: &mut Mount,
    key: &str,
    written: &str,
    value: String,
    read_only: &mut Option<bool>,
) -> Result<(), String> {
    let invalid = || format!("invalid value for {key}: {value}");
    match key {
        "type" => {
            let wanted = lowercase(&value);
            let Some((_, kind)) = KINDS.iter().find(|(name, _)| *name == wanted) else {
                let names = KINDS.iter().map(|(name, _)| *name);
                return Err(meant(format!("unsupported mount type {}", quoted(&value)), &value, names));
            };
            mount.kind = *kind;
        }
        "from" => mount.from = Some(value),
        "source" | "src" => mount.source = Some(value),
        "target" | "dst" | "destination" => mount.target = Some(value),
        "readonly" | "ro" => *read_only = Some(boolean(&value).ok_or_else(invalid)?),
        "readwrite" | "rw" => *read_only = Some(!boolean(&value).ok_or_else(invalid)?),
        "required" if has_secret(mount.kind) => mount.required = boolean(&value).ok_or_else(invalid)?,
        "size" if mount.kind == MountKind::Tmpfs => is_size(&value).then_some(()).ok_or_else(invalid)?,
        "required" | "size" => return Err(misplaced(key, mount.kind)),
        "id" => mount.id = Some(value),
        "sharing" => {
            let wanted = lowercase(&value);
            if !SHARING.contains(&wanted.as_str()) {
                return Err(meant(format!("unsupported sharing value {}", quoted(&value)), &value, SHARING));
            }
            mount.sharing = Some(wanted);
        }
        "mode" | "uid" | "gid" => {
            let base = if key == "mode" { 8 } else { 10 };
            let digits = value.bytes().all(|byte| byte.is_ascii_digit());
            if !digits || u32::from_str_radix(&value, base).is_err() {
                return Err(format!("invalid value {value} for {key}"));
            }
        }
        "env" => {}
        _ => return Err(meant(format!("unexpected key '{key}' in '{key}={written}'"), key, KEYS)),
    }
    Ok(())
}

/// What is wrong with the options taken together.
fn conflict(mount: &Mount) -> Option<String> {
    let has = |key: &str| mount.options.iter().any(|(name, _)| name == key);
    let kind = name(mount.kind);
    if matches!(mount.kind, MountKind::Bind | MountKind::Tmpfs)
        && let Some(key) = ["mode", "uid", "gid"].into_iter().find(|key| has(key))
    {
        return Some(format!("{key} not allowed for \"{kind}\" type mounts"));
    }
    let given = |value: &Option<String>| value.as_ref().is_some_and(|value| !value.is_empty());
    if mount.kind == MountKind::Secret {
        if given(&mount.from) {
            return Some("secret mount should not have a from".into());
        }
        if mount.sharing.is_some() {
            return Some("secret mount should not define sharing".into());
        }
        if !given(&mount.source) && !given(&mount.target) && !given(&mount.id) {
            return Some("invalid secret mount. one of source, target required".into());
        }
        if given(&mount.source) && given(&mount.id) {
            return Some("both source and id can't be set".into());
        }
    }
    (mount.sharing.is_some() && mount.kind != MountKind::Cache)
        .then(|| format!("invalid cache sharing set for {kind} mount"))
}

fn has_secret(kind: MountKind) -> bool {
    matches!(kind, MountKind::Secret | MountKind::Ssh)
}

fn name(kind: MountKind) -> &'static str {
    KINDS.iter().find(|(_, other)| *other == kind).map_or("bind", |(name, _)| name)
}

fn misplaced(key: &str, kind: MountKind) -> String {
    format!("unexpected key '{key}' for mount type '{}'", name(kind))
}

fn meant<'a>(message: String, word: &str, options: impl IntoIterator<Item = &'a str>) -> String {
    match nearest(word, options) {
        Some(option) => format!("{message} (did you mean {option}?)"),
        None => message,
    }
}

/// A number with an optional unit, as `64m` or `1.5 GiB`.
fn is_size(text: &str) -> bool {
    let unit = text.rfind(|character: char| character.is_ascii_digit() || matches!(character, '.' | ' '));
    let Some(last) = unit else { return false };
    let (number, unit) = text.split_at(last + 1);
    let number = number.strip_suffix(' ').unwrap_or(number);
    let unit = unit.to_ascii_lowercase();
    let unit = unit.strip_suffix("ib").or(unit.strip_suffix('b')).unwrap_or(&unit);
    matches!(unit, "" | "k" | "m" | "g" | "t" | "p") && is_number(number)
}

/// A decimal number with an optional exponent, not below zero.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let is_negative = text.starts_with('-') && mantissa.bytes().any(|byte| matches!(byte, b'1'..=b'9'));
    let has_digits = !whole.is_empty() || !fraction.is_empty();
    has_digits && digits(whole) && digits(fraction) && !exponent.is_empty() && digits(exponent) && !is_negative
}
