//! Lock files of Node projects to the bytes of node_modules: `package-lock.json` of all versions, `yarn.lock` and
//! `pnpm-lock.yaml`. Counts what would be installed on Linux and weighs each package by the table or the average.

use serde_json::Value;

use super::apt::{Added, largest_first};
use super::npm::{Installation, TABLE};
use super::rows;
use super::typical::share;
use crate::bytes::{Estimate, Range, Source};

/// What a lock file installs, with or without development dependencies; `None` if it is not one.
pub fn from_lock(file_name: &str, text: &str, development: bool) -> Option<Installation> {
    let locked = match file_name.rsplit('/').next().unwrap_or(file_name) {
        "yarn.lock" => Locked { names: yarn_names(text), knows_development: false },
        "pnpm-lock.yaml" => pnpm_names(text, development),
        _ => npm_names(text, development)?,
    };
    if locked.names.is_empty() {
        return None;
    }
    Some(weigh(&locked, development))
}

struct Locked {
    names: Vec<String>,
    /// The lock file says which packages are there for development only, and those are left out.
    knows_development: bool,
}

/// An average package of a tree, the known heavy ones taken out: trees of 250 to 2,500 packages have 0.13 to 0.33 MB a
/// package with them (`npm-trees` in data/sources.csv).
const AVERAGE: u64 = 150_000;

fn weigh(locked: &Locked, development: bool) -> Installation {
    let (mut packages, mut unknown): (Vec<Added>, Vec<String>) = (Vec::new(), Vec::new());
    for name in &locked.names {
        let own =
            rows::find(TABLE, name).and_then(|row| Some(row[1].parse::<u64>().ok()? + row[5].parse().unwrap_or(0)));
        match own {
            Some(bytes) => packages.push(Added { name: name.clone(), bytes, source: Source::Typical }),
            None => unknown.push(name.clone()),
        }
    }
    largest_first(&mut packages);
    let likely = packages.iter().map(|package| package.bytes).sum::<u64>() + AVERAGE * unknown.len() as u64;
    let mut range = Range::spread(likely, 0.6, 1.7);
    if !development && !locked.knows_development {
        let kept = share("npm-dev-share").map(|share| (1.0 - share.high, 1.0 - share.likely, 1.0 - share.low));
        let (low, likely, high) = kept.unwrap_or((0.15, 0.5, 1.0));
        range = range.ratio(low, likely, high);
    }
    let reason = format!("lock file: {} packages", locked.names.len());
    Installation { packages, unknown, disk: Estimate::new(range, Source::Typical, reason) }
}

fn npm_names(text: &str, development: bool) -> Option<Locked> {
    let lock: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
    let mut names = Vec::new();
    let wanted = |entry: &Value| {
        let set = |key: &str| entry.get(key).and_then(Value::as_bool) == Some(true);
        let runs = |key: &str, value: &str| match entry.get(key).and_then(Value::as_array) {
            Some(list) => list.iter().any(|item| item.as_str() == Some(value)),
            None => true,
        };
        (development || !(set("dev") || set("devOptional")))
            && !set("link")
            && runs("os", "linux")
            && runs("cpu", "x64")
            && runs("libc", "glibc")
    };
    if let Some(packages) = lock.get("packages").and_then(Value::as_object) {
        for (path, _) in packages.iter().filter(|(path, entry)| path.contains("node_modules/") && wanted(entry)) {
            names.push(path.rsplit("node_modules/").next().unwrap_or(path).to_owned());
        }
        return Some(Locked { names, knows_development: true });
    }
    // Version 1 nests what a package has to itself; the parser bounds the depth.
    let mut queue = vec![lock.get("dependencies")?.as_object()?];
    while let Some(entries) = queue.pop() {
        for (name, entry) in entries.iter().filter(|(_, entry)| wanted(entry)) {
            names.push(name.clone());
            queue.extend(entry.get("dependencies").and_then(Value::as_object));
        }
    }
    Some(Locked { names, knows_development: true })
}

/// Entries start at the margin: `"@babel/core@^7.0.0", "@babel/core@^7.1.0":`.
fn yarn_names(text: &str) -> Vec<String> {
    let entries = text.lines().filter(|line| line.ends_with(':') && !line.starts_with([' ', '#']));
    let names = entries.filter_map(|line| {
        let first = line.trim_start_matches('"');
        let at = first.get(1..)?.find('@')? + 1;
        Some(first[..at].to_owned())
    });
    names.filter(|name| name != "__metadata" && !name.is_empty()).collect()
}

/// Keys of the `packages` section: `/name@1.0.0:`, `/name/1.0.0:` or `name@1.0.0:`, two blanks deep; older versions of
/// the format say `dev: true` below.
fn pnpm_names(text: &str, development: bool) -> Locked {
    let mut names: Vec<String> = Vec::new();
    let (mut in_packages, mut knows_development) = (false, false);
    for line in text.lines() {
        if !line.starts_with([' ', '#']) && !line.is_empty() {
            in_packages = line.trim_end() == "packages:";
        }
        if !in_packages {
            continue;
        }
        if let Some(key) = line
            .strip_prefix("  ")
            .filter(|rest| !rest.starts_with(' '))
            .and_then(|rest| rest.trim_end().strip_suffix(':'))
        {
            let key = key.trim_matches(['\'', '"']).trim_start_matches('/');
            let scope = usize::from(key.starts_with('@'));
            let end = key[scope..].find('@').map(|at| at + scope).or_else(|| key.rfind('/'));
            names.push(key[..end.unwrap_or(key.len())].to_owned());
        } else if let Some(flag) = line.trim().strip_prefix("dev: ") {
            knows_development = true;
            if flag == "true" && !development {
                names.pop();
            }
        }
    }
    Locked { names, knows_development }
}
