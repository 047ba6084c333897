//! The patterns of `${V#pattern}`, `${V%pattern}` and `${V/pattern/text}`: `*`, `?` and escapes, no `[…]`.

/// How many comparisons one pattern may cost. A pattern is matched at every place of the value, so hostile input
/// could make it costly; BuildKit's regular expressions have no such limit. A name of 4,000 characters against `*/` is
/// well within it.
const COST: usize = 1 << 15;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Character(char),
    /// `?`
    One,
    /// `*`
    Any,
}

/// `value` without the shortest or longest prefix (or suffix) that the pattern matches.
pub(super) fn without(value: &str, pattern: &str, suffix: bool, longest: bool) -> Result<String, String> {
    let parts = if suffix { parts(&reversed(pattern))? } else { parts(pattern)? };
    let mut value: Vec<char> = value.chars().collect();
    if suffix {
        value.reverse();
    }
    let matched = match_at(&parts, &value, longest, &mut { COST })?.unwrap_or(0);
    value.drain(..matched);
    if suffix {
        value.reverse();
    }
    Ok(value.into_iter().collect())
}

/// `value` with the first match of the pattern, or all, replaced; the longest match at the leftmost place counts.
pub(super) fn replace(value: &str, pattern: &str, replacement: &str, all: bool) -> Result<String, String> {
    let parts = parts(pattern)?;
    let value: Vec<char> = value.chars().collect();
    let mut budget = COST;
    let mut result = String::new();
    let mut at = 0;
    // Where the last match ended: an empty match right there does not count, as in Go's ReplaceAll.
    let mut last_end = None;
    while at <= value.len() {
        match match_at(&parts, &value[at..], true, &mut budget)? {
            Some(length) if length > 0 || last_end != Some(at) => {
                result.push_str(replacement);
                if !all {
                    result.extend(&value[at + length..]);
                    return Ok(result);
                }
                last_end = Some(at + length);
                if length == 0 {
                    result.extend(value.get(at));
                    at += 1;
                } else {
                    at += length;
                }
            }
            _ => {
                result.extend(value.get(at));
                at += 1;
            }
        }
    }
    Ok(result)
}

/// The pattern backwards, escapes still before what they escape. One at the very end then stands before what was the
/// last character, as in BuildKit.
fn reversed(pattern: &str) -> String {
    let mut backwards: Vec<char> = Vec::with_capacity(pattern.len());
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        if character == '\\' {
            backwards.extend(characters.next());
        }
        backwards.push(character);
    }
    backwards.into_iter().rev().collect()
}

fn parts(pattern: &str) -> Result<Vec<Part>, String> {
    let mut parts = Vec::with_capacity(pattern.len());
    let mut characters = pattern.chars().peekable();
    while let Some(character) = characters.next() {
        parts.push(match character {
            '*' => Part::Any,
            '?' => Part::One,
            // The escape of a `}` or `/` only keeps it from ending the pattern.
            '\\' if matches!(characters.peek(), Some('}' | '/')) => continue,
            '\\' => match characters.next() {
                Some(escaped @ ('*' | '?' | '\\')) => Part::Character(escaped),
                other => {
                    let escaped = other.unwrap_or(char::REPLACEMENT_CHARACTER);
                    return Err(format!("invalid pattern ({pattern}) in substitution: invalid escape '\\{escaped}'"));
                }
            },
            other => Part::Character(other),
        });
    }
    Ok(parts)
}

/// The length of the shortest or longest match at the start of `value`: all lengths the parts so far can match are
/// followed side by side, so the cost is that of parts times value.
fn match_at(parts: &[Part], value: &[char], longest: bool, budget: &mut usize) -> Result<Option<usize>, String> {
    let literal = parts.iter().take_while(|part| **part != Part::Any).count();
    let agrees = |(part, character): &(&Part, &char)| accepts(**part, **character);
    let compared = parts[..literal].iter().zip(value).take_while(agrees).count();
    let wildcards = if compared == literal { (parts.len() - literal).saturating_mul(value.len() + 1) } else { 0 };
    *budget = budget
        .checked_sub(wildcards.saturating_add(compared))
        .ok_or("the pattern and the value are too long to be matched here")?;
    if compared < literal || literal == parts.len() {
        return Ok((compared == literal).then_some(literal));
    }
    let mut reached = vec![false; value.len() + 1];
    reached[literal] = true;
    for part in &parts[literal..] {
        if *part == Part::Any {
            for at in 0..value.len() {
                // As in Go's regular expressions, a wildcard does not cross a line end.
                reached[at + 1] |= reached[at] && value[at] != '\n';
            }
        } else {
            for at in (0..value.len()).rev() {
                reached[at + 1] = reached[at] && accepts(*part, value[at]);
            }
            reached[0] = false;
        }
    }
    Ok(if longest { reached.iter().rposition(|is| *is) } else { reached.iter().position(|is| *is) })
}

fn accepts(part: Part, character: char) -> bool {
    match part {
        Part::Character(wanted) => wanted == character,
        Part::One | Part::Any => character != '\n',
    }
}
