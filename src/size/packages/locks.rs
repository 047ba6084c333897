//! Lock files of Bundler, Composer, Go and Cargo to an estimate: how many packages, times what one usually weighs.

use serde_json::Value;

use super::typical::typical;
use crate::bytes::{Estimate, Range, Source};

/// What the file's packages weigh once installed or fetched; `None` for other files and empty ones.
pub fn estimate(file_name: &str, text: &str, development: bool) -> Option<Estimate> {
    let (key, count) = match file_name.rsplit('/').next().unwrap_or(file_name) {
        "Gemfile.lock" => ("bundle-gem", gems(text)),
        "composer.lock" => ("composer-package", composer(text, development)?),
        "go.sum" => ("go-module", go_modules(text)),
        "Cargo.lock" => ("cargo-package", text.lines().filter(|line| line.starts_with("source = ")).count()),
        _ => return None,
    };
    if count == 0 {
        return None;
    }
    let each = typical(key)?.range;
    let range = each.times(count as f64);
    // The average of many packages is surer than one package: the range narrows with their number, down to a factor.
    let narrow = (count as f64).sqrt().min(4.0);
    let side = |edge: u64| ((edge.max(1) as f64 / range.likely.max(1) as f64).ln() / narrow).exp();
    let range = Range::spread(range.likely, side(range.low).min(0.7), side(range.high).max(1.4));
    Some(Estimate::new(range, Source::Typical, format!("{count} packages in {file_name}")))
}

/// Gems stand four blanks deep below `specs:`; what they need stands deeper.
fn gems(text: &str) -> usize {
    text.lines().filter(|line| line.starts_with("    ") && !line.starts_with("     ") && line.ends_with(')')).count()
}

fn composer(text: &str, development: bool) -> Option<usize> {
    let lock: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
    let count = |key: &str| lock.get(key).and_then(Value::as_array).map_or(0, Vec::len);
    Some(count("packages") + if development { count("packages-dev") } else { 0 })
}

/// Modules with their contents; a line for the `go.mod` alone fetches next to nothing.
fn go_modules(text: &str) -> usize {
    text.lines().filter(|line| line.contains(" h1:") && !line.contains("/go.mod ")).count()
}
