//! Conditions whose outcome is known before anything runs: `[ amd64 = amd64 ]`, `true`, patterns of `case`.

use super::Command;
use super::word::MATCHED;

/// Whether a command only asks a question, so that its failure need not be one.
pub(super) fn is_test(command: &Command) -> bool {
    match command.program() {
        "[" | "[[" | "test" | "grep" | "egrep" | "which" | "type" | "getent" | "id" | "hash" => true,
        "command" => command.words.iter().any(|word| word == "-v"),
        _ => false,
    }
}

/// How a command ends, where that follows from its words alone; `known` tells that nothing in them is unknown.
pub(super) fn outcome(command: &Command, known: bool) -> Option<bool> {
    let words: Vec<&str> = command.words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["true" | ":"] => Some(true),
        ["false"] => Some(false),
        ["[", test @ .., "]"] | ["[[", test @ .., "]]"] | ["test", test @ ..] if known => {
            test_outcome(test, words[0] == "[[")
        }
        _ => None,
    }
}

fn test_outcome(test: &[&str], has_patterns: bool) -> Option<bool> {
    match test {
        ["!", rest @ ..] if !rest.is_empty() => test_outcome(rest, has_patterns).map(|outcome| !outcome),
        [] => Some(false),
        ["-n", text] => Some(!text.is_empty()),
        ["-z", text] => Some(text.is_empty()),
        ["-n"] => Some(true),
        ["-z"] => Some(true),
        [text] => Some(!text.is_empty()),
        [left, "=" | "==", right] if has_patterns => matches(right, left),
        [left, "!=", right] if has_patterns => matches(right, left).map(|outcome| !outcome),
        [left, "=" | "==", right] => Some(left == right),
        [left, "!=", right] => Some(left != right),
        [left, operator @ ("-eq" | "-ne" | "-lt" | "-le" | "-gt" | "-ge"), right] => {
            let (left, right) = (left.parse::<i64>().ok()?, right.parse::<i64>().ok()?);
            Some(match *operator {
                "-eq" => left == right,
                "-ne" => left != right,
                "-lt" => left < right,
                "-le" => left <= right,
                "-gt" => left > right,
                _ => left >= right,
            })
        }
        _ => None,
    }
}

/// Whether a pattern of `*`, `?` and plain characters matches a text; unknown for patterns with more in them. The last
/// `*` alone is ever tried again, so the cost is that of pattern times text at worst.
pub(super) fn matches(pattern: &str, text: &str) -> Option<bool> {
    if pattern.contains(['[', '\\']) || text.len() > MATCHED {
        return None;
    }
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut at, mut in_text) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while in_text < text.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, in_text));
                at += 1;
            }
            Some(byte) if *byte == b'?' || *byte == text[in_text] => {
                at += 1;
                in_text += 1;
            }
            _ => {
                let Some((star_at, tried)) = star else { return Some(false) };
                star = Some((star_at, tried + 1));
                at = star_at + 1;
                in_text = tried + 1;
            }
        }
    }
    Some(pattern[at..].iter().all(|byte| *byte == b'*'))
}
