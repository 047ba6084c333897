//! The tables of `data/`: complete rows, unique keys, a known and dated source for every figure.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use drydock::size::packages::Tables;
use drydock::size::packages::bases::Distribution;

/// Tables whose key is more than the first column.
const TWO_COLUMNS: [&str; 7] = [
    "base-images.csv",
    "base-packages.csv",
    "base-packages-sources.csv",
    "debian-package-bytes.csv",
    "ended-bases.csv",
    "known-paths.csv",
    "runtime-packages.csv",
];
/// Tables in the order of their key; the others are read from the top, or grouped for people.
const SORTED: [&str; 11] = [
    "alpine-packages.csv",
    "built-software.csv",
    "debian-package-bytes.csv",
    "debian-releases.csv",
    "debian-renames.csv",
    "npm-packages.csv",
    "php-extensions.csv",
    "pip-packages.csv",
    "rpm-packages.csv",
    "third-party-packages.csv",
    "typical.csv",
];

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data")
}

/// A line's fields; a quoted one may hold commas.
fn fields(line: &str) -> Vec<&str> {
    let mut fields = Vec::new();
    let mut rest = Some(line);
    while let Some(text) = rest {
        let quoted = text.strip_prefix('"').and_then(|inside| inside.split_once('"'));
        let (field, after) = quoted.unwrap_or_else(|| text.split_at(text.find(',').unwrap_or(text.len())));
        fields.push(field);
        rest = after.strip_prefix(',');
    }
    fields
}

fn tables() -> Vec<(String, String)> {
    let mut tables: Vec<(String, String)> = fs::read_dir(data())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "csv"))
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap()))
        .collect();
    tables.sort();
    assert!(tables.len() > 10);
    tables
}

#[test]
fn rows_are_complete_and_unique() {
    for (name, text) in tables() {
        let width = fields(text.lines().next().unwrap()).len();
        let mut keys: Vec<Vec<&str>> = Vec::new();
        for (at, line) in text.lines().enumerate().skip(1) {
            let row = fields(line);
            assert_eq!(row.len(), width, "{name}, line {}: as many fields as the header", at + 1);
            keys.push(row[..if TWO_COLUMNS.contains(&name.as_str()) { 2 } else { 1 }].to_vec());
        }
        let unique: BTreeSet<&Vec<&str>> = keys.iter().collect();
        assert_eq!(unique.len(), keys.len(), "{name}: a key stands twice");
        if SORTED.contains(&name.as_str()) {
            assert!(keys.is_sorted(), "{name}: sorted by its key");
        }
    }
}

#[test]
fn every_figure_has_a_dated_source() {
    let sources = fs::read_to_string(data().join("sources.csv")).unwrap();
    let sources: Vec<Vec<&str>> = sources.lines().skip(1).map(fields).collect();
    let has_year =
        |text: &str| text.split(|letter: char| !letter.is_ascii_digit()).any(|digits| digits.starts_with("20"));
    for (name, text) in tables() {
        let header = fields(text.lines().next().unwrap());
        let column = |title: &str| header.iter().position(|field| *field == title);
        let Some(source) = column("source").filter(|_| name != "sources.csv") else { continue };
        for row in text.lines().skip(1).map(fields) {
            let known = sources.iter().find(|known| known[0] == row[source]);
            let known = known.unwrap_or_else(|| panic!("{name}: no source {}", row[source]));
            let dated = column("date").is_some_and(|date| has_year(row[date])) || has_year(known[1]);
            assert!(dated, "{name}: {} has no date", row[0]);
        }
    }
}

#[test]
fn package_indexes_are_whole() {
    let file = fs::read(data().join("packages/debian.txt")).unwrap();
    let tables = Tables::parse([file.as_slice()]).expect("a table of packages");
    for release in ["bookworm", "trixie"] {
        let (index, _) = tables.apt(&Distribution::Debian(release.to_owned())).expect("the release is there");
        assert!(index.date.starts_with("20") && index.lists_bytes > 10_000_000, "{release} is dated");
        for name in ["build-essential", "ca-certificates", "curl", "git", "python3-pip", "nginx", "libpq-dev"] {
            assert!(index.contains(name), "{release} has {name}");
        }
    }
}

/// The libraries that stages written here install are packages of the releases they are named for.
#[test]
fn run_time_packages_exist() {
    let file = fs::read(data().join("packages/debian.txt")).unwrap();
    let tables = Tables::parse([file.as_slice()]).expect("a table of packages");
    let text = fs::read_to_string(data().join("runtime-packages.csv")).unwrap();
    let mut missing = Vec::new();
    for release in ["bookworm", "trixie"] {
        let (index, _) = tables.apt(&Distribution::Debian(release.to_owned())).expect("the release is there");
        for row in text.lines().skip(1).map(fields).filter(|row| row[0] != "apk") {
            let (special, general): (Vec<&str>, Vec<&str>) = row[2].split(' ').partition(|name| name.contains(':'));
            let start = format!("{release}:");
            let special: Vec<&str> = special.into_iter().filter_map(|name| name.strip_prefix(start.as_str())).collect();
            let names = if special.is_empty() { general } else { special };
            let names = names.into_iter().filter(|name| !matches!(*name, "" | "=" | "?"));
            missing
                .extend(names.filter(|name| !index.contains(name)).map(|name| format!("{release} {}: {name}", row[1])));
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn every_table_is_described() {
    let readme = fs::read_to_string(data().join("README.md")).unwrap();
    for (name, _) in tables() {
        assert!(readme.contains(&format!("`{name}`")), "data/README.md says nothing of {name}");
    }
}
