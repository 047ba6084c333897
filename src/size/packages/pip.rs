//! Python packages: what pip, uv, poetry and pipenv install, from names, a requirements file or a lock file. Versions
//! only widen the range: the table knows one version of each package.

use super::apt::{Added, largest_first};
use super::parts::{Columns, gather};
use super::typical::{share, typical};
use crate::bytes::{Estimate, Range, Source};

/// package, files, byte code, wheels, needs, version, class, source.
const TABLE: &str = include_str!("../../../data/pip-packages.csv");
const COLUMNS: Columns = Columns { numbers: 3, class: 6 };

/// What one install brings.
#[derive(Clone, Debug)]
pub struct Installation {
    /// Every package the table knows, largest first, byte code included.
    pub packages: Vec<Added>,
    pub unknown: Vec<String>,
    pub disk: Estimate,
    /// The wheels that stay in pip's cache without `--no-cache-dir`.
    pub cache: Estimate,
    /// Compressed over installed bytes, as the wheels tell it; none where the table knows too few of the packages.
    pub ratio: Option<(f64, f64, f64)>,
}

/// One package as a requirement names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// Lower case, `-` for `_` and `.`, extras kept: `celery[redis]`.
    pub name: String,
    /// The version after `==`.
    pub version: Option<String>,
}

/// How pip was called.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Byte code is written at install: pip's habit, not uv's.
    pub byte_code: bool,
    /// The requirements list every package, as `pip freeze` and lock files do: unknown ones bring only themselves.
    pub complete: bool,
}

/// A list of so many pinned packages was written by a program, dependencies and all.
const FROZEN: usize = 20;

/// Installs requirements; each package counts once, whoever needs it.
pub fn install(requirements: &[Requirement], options: Options) -> Installation {
    let names: Vec<&str> = requirements.iter().map(|requirement| known_name(&requirement.name)).collect();
    let parts = gather(TABLE, &COLUMNS, &names, |_| false);
    let (mut packages, mut wheels, mut byte_code) = (Vec::new(), 0, 0);
    let (mut measured, mut recalled) = (0, 0);
    for part in &parts.known {
        let bytes = part.numbers[0] + if options.byte_code { part.numbers[1] } else { 0 };
        let source = if part.class == "measured" { Source::Measured } else { Source::Typical };
        *if source == Source::Measured { &mut measured } else { &mut recalled } += bytes;
        wheels += part.numbers[2];
        byte_code += bytes - part.numbers[0];
        packages.push(Added { name: part.name.to_owned(), bytes, source });
    }
    largest_first(&mut packages);
    let pinned = requirements.iter().filter(|requirement| requirement.version.is_some()).count();
    let complete = options.complete || (pinned >= FROZEN && pinned * 10 >= requirements.len() * 9);
    // Other versions of a package weigh about as much: the spread between yearly versions of the larger ones.
    let spread = if pinned > 0 { 0.2 } else { 0.08 };
    let class = if recalled * 10 > measured {
        Source::Typical
    } else if pinned > 0 {
        Source::Neighbour
    } else {
        Source::Measured
    };
    let guess = if complete { LOCKED } else { typical("pip-unknown").map_or(LOCKED, |estimate| estimate.range) };
    let known = [Range::within(measured, spread), Range::within(recalled, 0.35)];
    let known = known.into_iter().filter(|range| range.likely > 0);
    let range = Range::sum(known.chain(parts.unknown.iter().map(|_| guess)));
    let class = if parts.unknown.is_empty() {
        class
    } else if complete {
        Source::Typical
    } else {
        Source::Guess
    };
    let cache = match share("pip-cache") {
        Some(share) if !parts.unknown.is_empty() => share.of(range),
        _ => Range::within(wheels, if class == Source::Typical { 0.35 } else { spread }),
    };
    let mut reason = format!("{} Python packages of the table", packages.len());
    if !parts.unknown.is_empty() {
        reason.push_str(&format!("; {} not in it", parts.unknown.len()));
    }
    let cache = Estimate::new(cache, class, "wheels kept in pip's cache");
    let ratio = parts.unknown.is_empty().then(|| ratio(measured + recalled, byte_code, wheels));
    Installation { packages, unknown: parts.unknown, disk: Estimate::new(range, class, reason), cache, ratio }
}

/// Wheels are compressed like layers, file by file; byte code comes to about 0.35 of itself. Against twelve installs
/// that went through gzip (data/README.md): off by 3 % in the median, three quarters of it where many files are alike.
fn ratio(installed: u64, byte_code: u64, wheels: u64) -> (f64, f64, f64) {
    let likely = ((wheels as f64 + 0.35 * byte_code as f64) / installed.max(1) as f64).clamp(0.1, 0.98);
    (0.75 * likely, likely, (1.2 * likely).min(1.0))
}

/// One package of a complete list, without what it needs: 16 measured closures of 20 to 130 packages average 0.8 to
/// 4.8 MB a package, most of it in a few large ones that the table knows.
const LOCKED: Range = Range { low: 50_000, likely: 700_000, high: 6_000_000 };

/// PyTorch from its index for processors: a seventh of the build for graphics cards.
pub fn for_processors(requirements: &mut [Requirement]) {
    for requirement in requirements.iter_mut().filter(|requirement| requirement.name == "torch") {
        requirement.name = "torch+cpu".to_owned();
    }
}

/// What an unseen requirements file brings.
pub fn unseen() -> Estimate {
    typical("pip-requirements").unwrap_or(Estimate::new(Range::ZERO, Source::Guess, ""))
}

/// The requirements in words of a command line or lines of a file: options, comments and paths are passed over.
pub fn requirement(text: &str) -> Option<Requirement> {
    let text = text.split(" #").next().unwrap_or(text).split(';').next().unwrap_or(text);
    let text = text.trim().trim_matches(['"', '\'']);
    if text.is_empty() || text.starts_with(['#', '-', '.', '/', '$']) {
        return None;
    }
    if let Some((_, egg)) = text.split_once("#egg=") {
        return requirement(egg.split('&').next().unwrap_or(egg));
    }
    let text = text.split('@').next().unwrap_or(text);
    if text.contains("://") || text.starts_with("git+") {
        return None;
    }
    let end = text.find(['=', '<', '>', '!', '~', ' ', '\t', '(']).unwrap_or(text.len());
    let name: String = text[..end].trim().to_ascii_lowercase().replace(['_', '.'], "-");
    let version = text[end..].trim_start().strip_prefix("==").map(|rest| {
        rest.trim_start_matches('=').split([',', ' ', '\\']).find(|word| !word.is_empty()).unwrap_or("").to_owned()
    });
    let named = name.starts_with(|letter: char| letter.is_ascii_alphanumeric());
    named.then_some(Requirement { name, version })
}

/// The requirements of a `requirements.txt`.
pub fn read_requirements(text: &str) -> Vec<Requirement> {
    text.lines().filter(|line| !line.starts_with([' ', '\t'])).filter_map(requirement).collect()
}

/// The packages of a `poetry.lock`, `uv.lock` or `pdm.lock`: every `[[package]]` with its name and version.
pub fn read_lock(text: &str) -> Vec<Requirement> {
    let mut requirements: Vec<Requirement> = Vec::new();
    let mut in_package = false;
    for line in text.lines() {
        if line.starts_with('[') {
            in_package = line.trim_end() == "[[package]]";
        }
        let value =
            |key: &str| line.strip_prefix(key)?.strip_prefix(" = ")?.trim().strip_prefix('"')?.strip_suffix('"');
        if !in_package {
            continue;
        }
        if let Some(name) = value("name") {
            requirements.extend(requirement(name));
        } else if let (Some(version), Some(last)) = (value("version"), requirements.last_mut()) {
            last.version = Some(version.to_owned());
        }
    }
    requirements
}

/// Names under which the table's packages also go.
fn known_name(name: &str) -> &str {
    let has = |name: &str| super::rows::find(TABLE, name).is_some();
    match name {
        "opencv-python" | "opencv-contrib-python" | "opencv-contrib-python-headless" => "opencv-python-headless",
        "psycopg2" | "psycopg-binary" => "psycopg2-binary",
        "tensorflow-cpu" | "tf-nightly" => "tensorflow",
        _ if has(name) => name,
        _ => name.split('[').next().unwrap_or(name),
    }
}
