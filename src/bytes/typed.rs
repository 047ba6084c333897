//! Sizes as people type them and tools print them, to bytes: "340 MB", "1.2GB", "1 GiB", "350000000".

use std::fmt;

/// Why a typed size could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypedSizeError {
    Empty,
    NotANumber(String),
    UnknownUnit(String),
    TooLarge,
}

/// No image comes near this; it keeps sums of many such sizes far from overflow.
const LARGEST: f64 = 1e15;

/// Bytes of a typed size. `M` and `MB` are a million bytes, as Docker prints them, `MiB` and `Mi` are 2^20. A comma is
/// read as a decimal mark when it cannot be one of thousands.
pub fn parse_size(typed: &str) -> Result<u64, TypedSizeError> {
    let typed = typed.trim();
    let is_figure = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '_' | ' ' | '\u{a0}' | '\u{202f}' | '\'');
    let split = typed.find(|c| !is_figure(c)).unwrap_or(typed.len());
    let (figures, unit) = typed.split_at(split);
    if typed.is_empty() {
        return Err(TypedSizeError::Empty);
    }
    let number = number(figures).ok_or_else(|| TypedSizeError::NotANumber(excerpt(typed)))?;
    let bytes = number * factor(unit.trim()).ok_or_else(|| TypedSizeError::UnknownUnit(excerpt(unit)))?;
    if bytes > LARGEST { Err(TypedSizeError::TooLarge) } else { Ok(bytes.round() as u64) }
}

fn number(figures: &str) -> Option<f64> {
    let plain: String = figures.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).collect();
    if !plain.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let groups = |mark: char| {
        let mut parts = plain.split(mark);
        let first = parts.next().is_some_and(|first| (1..=3).contains(&first.len()) && !first.starts_with('0'));
        first && parts.all(|part| part.len() == 3)
    };
    let decimal = match (plain.contains(','), plain.contains('.')) {
        (true, true) => plain.replace(',', ""),
        (true, false) if groups(',') => plain.replace(',', ""),
        (true, false) => plain.replacen(',', ".", 1),
        (false, true) if plain.matches('.').count() > 1 && groups('.') => plain.replace('.', ""),
        (false, _) => plain,
    };
    crate::bytes::decimal::decimal(&decimal)
}

fn factor(unit: &str) -> Option<f64> {
    Some(match unit.to_ascii_lowercase().as_str() {
        "" | "b" | "byte" | "bytes" => 1.0,
        "k" | "kb" => 1e3,
        "m" | "mb" => 1e6,
        "g" | "gb" => 1e9,
        "t" | "tb" => 1e12,
        "ki" | "kib" => 1024.0,
        "mi" | "mib" => 1_048_576.0,
        "gi" | "gib" => 1_073_741_824.0,
        "ti" | "tib" => 1_099_511_627_776.0,
        _ => return None,
    })
}

fn excerpt(text: &str) -> String {
    text.trim().chars().take(20).collect()
}

impl fmt::Display for TypedSizeError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(to, "Type a size, such as 340 MB."),
            Self::NotANumber(text) => write!(to, "“{text}” is not a size. Write a number and a unit, such as 340 MB."),
            Self::UnknownUnit(unit) => {
                write!(to, "“{unit}” is not a unit of size. Use B, kB, MB, GB, KiB, MiB or GiB.")
            }
            Self::TooLarge => write!(to, "That is more than an image can hold."),
        }
    }
}

impl std::error::Error for TypedSizeError {}
