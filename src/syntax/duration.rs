//! Go's durations (`1m30s`), as the options of HEALTHCHECK are written.

use super::quote::quoted;

const UNITS: [(&str, f64); 8] = [
    ("ns", 1.0),
    ("us", 1e3),
    ("\u{b5}s", 1e3),
    ("\u{3bc}s", 1e3),
    ("ms", 1e6),
    ("s", 1e9),
    ("m", 60e9),
    ("h", 3600e9),
];

/// The nanoseconds of a duration. The error is that of Go's `time.ParseDuration`.
pub(crate) fn nanoseconds(text: &str) -> Result<f64, String> {
    let invalid = || format!("time: invalid duration {}", quoted(text));
    let (sign, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Ok(0.0);
    }
    if rest.is_empty() {
        return Err(invalid());
    }
    let mut total = 0.0;
    while !rest.is_empty() {
        let length = rest.find(|character: char| !character.is_ascii_digit() && character != '.').unwrap_or(rest.len());
        // A second point ends the number, and is then no unit.
        let length = rest[..length].match_indices('.').nth(1).map_or(length, |(second, _)| second);
        let (number, after) = rest.split_at(length);
        if number.is_empty() || number == "." {
            return Err(invalid());
        }
        let length =
            after.find(|character: char| character.is_ascii_digit() || character == '.').unwrap_or(after.len());
        let (unit, after) = after.split_at(length);
        if unit.is_empty() {
            return Err(format!("time: missing unit in duration {}", quoted(text)));
        }
        let Some((_, size)) = UNITS.iter().find(|(name, _)| *name == unit) else {
            return Err(format!("time: unknown unit {} in duration {}", quoted(unit), quoted(text)));
        };
        total += number.parse::<f64>().unwrap_or(f64::INFINITY) * size;
        // Go keeps durations in 63 bits.
        if total >= 9_223_372_036_854_775_808.0 {
            return Err(invalid());
        }
        rest = after;
    }
    Ok(sign * total)
}
