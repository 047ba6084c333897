//! Go's durations (`1m30s`), as the options of HEALTHCHECK are written.

use super::quote::quoted;

const UNITS: [(&str, u64); 8] = [
    ("ns", 1),
    ("us", 1_000),
    ("\u{b5}s", 1_000),
    ("\u{3bc}s", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
];

/// The nanoseconds of a duration. The error is that of Go's `time.ParseDuration`.
pub(crate) fn nanoseconds(text: &str) -> Result<i64, String> {
    let invalid = || format!("time: invalid duration {}", quoted(text));
    let mut rest = text.strip_prefix(['+', '-']).unwrap_or(text);
    if rest == "0" {
        return Ok(0);
    }
    if rest.is_empty() {
        return Err(invalid());
    }
    let mut total = 0_u64;
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
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let whole = if whole.is_empty() { Some(0) } else { whole.parse::<u64>().ok() };
        let whole = whole.ok_or_else(invalid)?;
        if unit.is_empty() {
            return Err(format!("time: missing unit in duration {}", quoted(text)));
        }
        let Some((_, size)) = UNITS.iter().find(|(name, _)| *name == unit) else {
            return Err(format!("time: unknown unit {} in duration {}", quoted(unit), quoted(text)));
        };
        let length = whole.checked_mul(*size).and_then(|whole| whole.checked_add(part(fraction, *size)));
        total = length.and_then(|length| total.checked_add(length)).ok_or_else(invalid)?;
        rest = after;
    }
    // Go keeps durations in 63 bits.
    let total = i64::try_from(total).map_err(|_| invalid())?;
    Ok(if text.starts_with('-') { -total } else { total })
}

/// The digits after the point, of a unit of that size, rounded as Go does.
fn part(digits: &str, size: u64) -> u64 {
    // So many digits fit, and hardly any later one counts.
    let digits = &digits[..digits.len().min(19)];
    let value: u64 = digits.parse().unwrap_or(0);
    let scale = 10_u64.pow(u32::try_from(digits.len()).unwrap_or(0));
    (value as f64 * (size as f64 / scale as f64)) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_as_go_does() {
        for (text, expected) in [
            ("0", Some(0)),
            ("1h2m3.5s", Some(3_723_500_000_000)),
            ("-1.5ms", Some(-1_500_000)),
            (".5us", Some(500)),
            ("0.3333333333333333333h", Some(1_200_000_000_000)),
            ("9223372036854775807ns", Some(i64::MAX)),
            ("9223372036854775808ns", None),
            ("3000000h", None),
            ("99999999999999999999s", None),
        ] {
            assert_eq!(nanoseconds(text).ok(), expected, "{text}");
        }
    }
}
