//! Decimal numbers as tables and people write them. The standard library reads every float exactly, with tables that
//! would weigh more than the rest of this module's callers; here figures have few digits, and no exponent.

/// The value of digits with at most one point among them; exact to the last bit for up to fifteen digits.
pub fn decimal(text: &str) -> Option<f64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut value = 0.0;
    let mut scale = 1.0;
    for byte in whole.bytes().chain(fraction.bytes()) {
        value = value * 10.0 + f64::from(char::from(byte).to_digit(10)?);
    }
    for _ in fraction.bytes() {
        scale *= 10.0;
    }
    // Endless digits after the point would be infinity over infinity.
    (whole.len() + fraction.len() > 0 && fraction.len() <= 300).then(|| value / scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_the_standard_library_reads() {
        for text in ["0", "1", "0.285", "1.001", "0.002", "12.", ".5", "435000000", "1.2", "999999999999.999"] {
            assert_eq!(decimal(text), text.parse().ok(), "{text}");
        }
        for text in ["", ".", "1.2.3", "-1", "1e3", "x"] {
            assert_eq!(decimal(text), None, "{text}");
        }
    }
}
