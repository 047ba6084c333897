//! JSON arrays of strings, by the rules of Go's decoder: what counts as one, and where each string stands.

use std::ops::Range;

/// What a text is, read as the JSON form of an instruction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Json {
    Strings(Strings),
    /// An array, but not of strings alone: an error.
    Mixed,
    /// Not one valid array and nothing else: the shell or space form.
    No,
}

/// Strings, each with the range of its text between the quotes.
type Strings = Vec<(String, Range<usize>)>;

/// How deep Go's decoder lets arrays and objects nest.
const DEPTH: usize = 10_000;

pub(super) fn array(text: &str) -> Json {
    if !text.trim_start().starts_with('[') {
        return Json::No;
    }
    let mut scanner = Scanner { text, at: text.len() - text.trim_start().len() + 1 };
    scanner.array().map_or(Json::No, |strings| match strings {
        Some(strings) => Json::Strings(strings),
        None => Json::Mixed,
    })
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

/// An element of the outer array.
enum Element {
    Text(String, Range<usize>),
    Other,
}

impl Scanner<'_> {
    /// What follows the opening bracket; `None` when it is not valid, `Some(None)` when not all are strings.
    fn array(&mut self) -> Option<Option<Strings>> {
        let mut strings = Some(Vec::new());
        self.blanks();
        if self.take(b']') {
            return self.finished(strings);
        }
        loop {
            self.blanks();
            match self.element()? {
                Element::Text(text, range) => strings.as_mut().map(|strings| strings.push((text, range))),
                Element::Other => strings.take().map(|_| ()),
            };
            self.blanks();
            if self.take(b']') {
                return self.finished(strings);
            }
            if !self.take(b',') {
                return None;
            }
        }
    }

    fn finished<T>(&mut self, value: T) -> Option<T> {
        self.blanks();
        (self.at == self.text.len()).then_some(value)
    }

    fn element(&mut self) -> Option<Element> {
        if self.peek() == Some(b'"') {
            let start = self.at + 1;
            let text = self.string()?;
            return Some(Element::Text(text, start..self.at - 1));
        }
        self.value()?;
        Some(Element::Other)
    }

    /// Any value, its arrays and objects kept on a stack of their own: `]` or `}` for each that is open.
    fn value(&mut self) -> Option<()> {
        let mut open: Vec<u8> = Vec::new();
        loop {
            self.blanks();
            match self.peek()? {
                b'[' | b'{' => {
                    let object = self.peek() == Some(b'{');
                    self.at += 1;
                    open.push(if object { b'}' } else { b']' });
                    // The outer array is the first level.
                    if open.len() + 1 > DEPTH {
                        return None;
                    }
                    self.blanks();
                    if !self.take(if object { b'}' } else { b']' }) {
                        if object {
                            self.key()?;
                        }
                        continue;
                    }
                    open.pop();
                }
                b'"' => drop(self.string()?),
                b't' => self.literal("true")?,
                b'f' => self.literal("false")?,
                b'n' => self.literal("null")?,
                _ => self.number()?,
            }
            // A value is complete; so may be what it stands in.
            loop {
                let Some(end) = open.last().copied() else { return Some(()) };
                self.blanks();
                if self.take(end) {
                    open.pop();
                    continue;
                }
                if !self.take(b',') {
                    return None;
                }
                self.blanks();
                if end == b'}' {
                    self.key()?;
                }
                break;
            }
        }
    }

    fn key(&mut self) -> Option<()> {
        self.string()?;
        self.blanks();
        self.take(b':').then_some(())
    }

    fn string(&mut self) -> Option<String> {
        if !self.take(b'"') {
            return None;
        }
        let mut value = String::new();
        loop {
            let rest = &self.text[self.at..];
            let plain = rest.find(|character: char| matches!(character, '"' | '\\' | '\0'..='\u{1f}'))?;
            value.push_str(&rest[..plain]);
            self.at += plain + 1;
            match rest.as_bytes()[plain] {
                b'"' => return Some(value),
                b'\\' => value.push(self.escaped()?),
                _ => return None,
            }
        }
    }

    /// What follows a backslash.
    fn escaped(&mut self) -> Option<char> {
        let escape = self.peek()?;
        self.at += 1;
        Some(match escape {
            b'"' | b'\\' | b'/' => char::from(escape),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.four_digits()?;
                if !(0xd800..0xdc00).contains(&first) {
                    return Some(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
                }
                // Half a pair alone becomes the replacement character, and what follows it is read on its own.
                let after = self.at;
                if self.text[self.at..].starts_with("\\u") {
                    self.at += 2;
                    let second = self.four_digits()?;
                    if (0xdc00..0xe000).contains(&second) {
                        return char::from_u32(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00));
                    }
                    self.at = after;
                }
                char::REPLACEMENT_CHARACTER
            }
            _ => return None,
        })
    }

    fn four_digits(&mut self) -> Option<u32> {
        let digits =
            self.text.get(self.at..self.at + 4).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
        self.at += 4;
        u32::from_str_radix(digits, 16).ok()
    }

    fn literal(&mut self, word: &str) -> Option<()> {
        let found = self.text[self.at..].starts_with(word);
        self.at += word.len();
        found.then_some(())
    }

    fn number(&mut self) -> Option<()> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _ = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        // Go fails on numbers beyond a float, and the text is then no JSON at all.
        (!is_beyond_float(&self.text[start..self.at])).then_some(())
    }

    fn digits(&mut self) -> Option<()> {
        let count = self.text[self.at..].bytes().take_while(u8::is_ascii_digit).count();
        self.at += count;
        (count > 0).then_some(())
    }

    fn blanks(&mut self) {
        self.at += self.text[self.at..].bytes().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).count();
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }
}

/// Whether a JSON number rounds to infinity as a double, which begins at these digits times ten to the 309th.
fn is_beyond_float(number: &str) -> bool {
    const LIMIT: &str = "1797693134862315807937289714053034150799";
    const LIMIT_LENGTH: i64 = 309;
    let unsigned = number.strip_prefix('-').unwrap_or(number);
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = [whole, fraction].concat();
    let significant = digits.trim_start_matches('0');
    let Ok(exponent) = exponent.parse::<i32>() else { return !significant.is_empty() && !exponent.starts_with('-') };
    // As many digits as stand before the point once the exponent has moved it.
    let leading = digits.len() - significant.len();
    let length = whole.len() as i64 - leading as i64 + i64::from(exponent);
    !significant.is_empty() && (length > LIMIT_LENGTH || (length == LIMIT_LENGTH && significant >= LIMIT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_end_where_floats_end() {
        for number in [
            "0",
            "-0.0",
            "1e308",
            "1.7976931348623157e308",
            "1.7976931348623158e308",
            "1.7976931348623159e308",
            "1e309",
            "-2e308",
            "0.0001e312",
            "0.0001e313",
            "1e-999",
            "0e999",
            "100000e304",
            "1e99999999999",
            "1e-99999999999",
            "0e99999999999",
        ] {
            assert_eq!(is_beyond_float(number), number.parse::<f64>().unwrap().is_infinite(), "{number}");
        }
    }
}
