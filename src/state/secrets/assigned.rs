//! Secrets by the name they are given to: `PASSWORD=…`, `"_authToken": "…"`, `--token …`.

use super::placeholder::is_placeholder;

/// How a name ends whose value is secret (in lower case, without `_`, `-` and `.`), how long such a value is at least,
/// and what it is. Shorter values are switches, counts and names of kinds.
const NAMES: [(&str, usize, &str); 19] = [
    ("password", 4, PASSWORD),
    ("passwd", 4, PASSWORD),
    ("passphrase", 4, PASSWORD),
    ("authtoken", 8, "an access token"),
    ("token", 8, "an access token"),
    ("secret", 8, "a secret value"),
    ("secretkey", 8, "a secret key"),
    ("secretaccesskey", 8, "a cloud key"),
    ("secretkeybase", 8, "a secret key"),
    ("accountkey", 16, "an Azure key"),
    ("sharedaccesskey", 16, "an Azure key"),
    ("sharedaccesssignature", 16, "an Azure key"),
    ("apikey", 8, "an API key"),
    ("accesskey", 8, "an access key"),
    ("privatekey", 16, "a private key"),
    ("encryptionkey", 8, "a secret key"),
    ("signingkey", 8, "a secret key"),
    ("_auth", 8, "an access token"),
    ("credentials", 8, "credentials"),
];

const PASSWORD: &str = "a password";

/// As much of a value as tells what it is, in characters.
const LOOKED_AT: usize = 200;

/// Longest name that is looked at.
const LONGEST_NAME: usize = 80;

/// Whether what is called so is secret.
pub(super) fn is_name(name: &str) -> bool {
    kind(name).is_some()
}

/// Whether this is a value of that name, in the clear; in prose (`the token: see below`) not every word is one.
pub(super) fn is_value_of(name: &str, value: &str, prose: bool) -> bool {
    let Some((_, least, what)) = kind(name) else { return false };
    let head = value.char_indices().nth(LOOKED_AT).map_or(value, |(at, _)| &value[..at]);
    // What programs hand out is random; only people choose plain words.
    let may_be_word = *what == PASSWORD && !prose;
    value.len() >= *least
        && (may_be_word || !is_plain_word(head))
        && !is_placeholder(head)
        && !is_reference(head)
        && !is_version(head)
}

/// What a value of that name is.
pub(super) fn what(name: &str) -> &'static str {
    kind(name).map_or("a secret value", |(_, _, what)| what)
}

fn kind(name: &str) -> Option<&'static (&'static str, usize, &'static str)> {
    if name.len() > LONGEST_NAME {
        return None;
    }
    let lower = name.to_ascii_lowercase();
    let joined: String = lower.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    NAMES.iter().find(|(end, ..)| if end.starts_with('_') { lower.ends_with(end) } else { joined.ends_with(end) })
}

fn is_plain_word(value: &str) -> bool {
    let mut tail = value.chars().skip(1);
    value.chars().all(|c| c.is_alphabetic() || "_-.".contains(c)) && !tail.any(char::is_uppercase)
}

/// A path, an address without credentials (those are found on their own), or the name of another variable.
fn is_reference(value: &str) -> bool {
    let name = value.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    name || value.starts_with(['/', '.', '~', '$', '-'])
        || value.contains("://")
        || value.starts_with("id=")
        || value.starts_with("type=")
}

/// What dependency lists give to packages that are called so: `^1.2.0`, `>=0.1,<2`, `workspace:*`.
fn is_version(value: &str) -> bool {
    let numbers = |byte: u8| byte.is_ascii_digit() || b".^~<>=|*, xX-+".contains(&byte);
    value.bytes().all(numbers)
        || value.starts_with(['^', '~', '=', '>', '<', '!'])
        || ["workspace:", "npm:", "file:", "link:", "catalog:", "latest", "github:"]
            .iter()
            .any(|kind| value.starts_with(kind))
        || value.split('.').count() >= 3 && value.bytes().next().is_some_and(|byte| byte.is_ascii_digit())
}
