//! Files and folders nobody has seen, by their name: a lock file is some 100 kB, a `dist` folder a few MB. The table
//! gives the range; this finds the row.

use std::sync::OnceLock;

use super::catalog::rows;
use super::content::Content;
use super::path;
use crate::bytes::Range;

/// What a path of unknown content may weigh, and what it likely holds.
pub fn guess(path: &str) -> (Range, Content) {
    let name = path::file_name(path);
    // Programs: files without an ending in a folder for them.
    let folder = path::file_name(path::parent(path));
    if matches!(folder, "bin" | "sbin") && !name.contains('.') {
        return (PROGRAM, Content::NativeBinary);
    }
    by_name(name)
}

/// A program in a `bin` folder: judgement from the binaries of the heuristics (Rust 0.5–25 MB, Go 8–60 MB).
const PROGRAM: Range = Range { low: 300_000, likely: 9_000_000, high: 60_000_000 };

pub fn by_name(name: &str) -> (Range, Content) {
    static TABLE: OnceLock<Vec<[&str; 7]>> = OnceLock::new();
    let table = TABLE.get_or_init(|| rows(include_str!("../../data/unknown-paths.csv")).skip(1).collect());
    let found = table.iter().find(|row| path::matches(row[0], name));
    let Some(row) = found else { return (Range::ZERO, Content::Mixed) };
    let bytes = |field: &str| field.parse().unwrap_or(0);
    (Range::new(bytes(row[2]), bytes(row[3]), bytes(row[4])), Content::named(row[1]))
}

/// What stands at known places of well-known images: (path, range, content), for the files that a copy may take.
pub fn of_image(image: &str) -> Vec<(&'static str, Range, Content)> {
    static TABLE: OnceLock<Vec<[&str; 7]>> = OnceLock::new();
    let table = TABLE.get_or_init(|| rows(include_str!("../../data/known-paths.csv")).skip(1).collect());
    let bytes = |field: &str| field.parse().unwrap_or(0);
    table
        .iter()
        .filter(|row| row[0] == image)
        .map(|row| (row[1], Range::new(bytes(row[3]), bytes(row[4]), bytes(row[5])), Content::named(row[2])))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_a_lock_file_from_a_folder_of_models() {
        assert!(guess("yarn.lock").0.likely < 1_000_000);
        assert!(guess("/srv/models").0.high > 1_000_000_000);
        assert_eq!(guess("/usr/local/bin/tool").1, Content::NativeBinary);
        assert!(guess("no-such-name").0.high > 0, "the last row fits everything");
    }
}
