//! Tells values that stand for a secret, or for none, from values that are one.

/// Words of which no secret consists: what examples and development set-ups write.
const NO_SECRETS: [&str; 30] = [
    "admin",
    "app",
    "bar",
    "changeit",
    "changethis",
    "default",
    "development",
    "docker",
    "empty",
    "false",
    "foo",
    "guest",
    "hidden",
    "local",
    "localhost",
    "mysql",
    "none",
    "null",
    "password",
    "postgres",
    "production",
    "required",
    "root",
    "secret",
    "string",
    "test",
    "token",
    "true",
    "undefined",
    "user",
];

/// Parts that no secret has.
const MARKS: [&str; 11] = [
    "example",
    "changeme",
    "change_me",
    "change-me",
    "placeholder",
    "redacted",
    "removed",
    "xxxx",
    "your",
    "dummy",
    "****",
];

pub(super) fn is_placeholder(value: &str) -> bool {
    let lower: String = value.chars().map(|c| c.to_ascii_lowercase()).collect();
    let first = value.bytes().next().unwrap_or(b'$');
    // Variables, templates, and what a command prints.
    let template =
        b"$<{[(%`@*".contains(&first) || lower.contains("${") || lower.contains("{{") || lower.contains("$(");
    let same = value.bytes().all(|byte| byte == first);
    template || same || MARKS.iter().any(|mark| lower.contains(mark)) || NO_SECRETS.contains(&lower.as_str())
}
