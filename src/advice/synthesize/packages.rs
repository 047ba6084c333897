//! Packages of the system, split into what a build needs and what the program needs when it runs, by a table of known
//! names. What the table does not know stays in both: too much rather than too little.

use super::image::Image;
use super::script::Unit;

/// manager, package, what of it is needed at run time, source.
const TABLE: &str = include_str!("../../../data/runtime-packages.csv");

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manager {
    Apt,
    Apk,
}

/// What one command does to the system's packages.
#[derive(Clone, Debug)]
pub(super) struct Packages {
    pub manager: Manager,
    /// Names it installs; empty for updates and removals.
    pub names: Vec<String>,
}

/// What the program needs.
#[derive(Clone, Debug, Default)]
pub(super) struct Runtime {
    pub names: Vec<String>,
    /// Development packages whose run-time part nobody here knows.
    pub unsure: Vec<String>,
    /// Programs left behind, though a script might call them.
    pub dropped: Vec<String>,
}

/// The command as one of a package manager; `None` where it is none.
pub(super) fn read(unit: &Unit) -> Option<Packages> {
    let words = unit.words();
    let manager = match unit.program() {
        "apt-get" | "apt" | "aptitude" => Manager::Apt,
        "apk" => Manager::Apk,
        _ => return None,
    };
    let mut names = Vec::new();
    let mut installs = false;
    let mut rest = words.iter().skip(1).map(String::as_str);
    while let Some(word) = rest.next() {
        match word {
            "-o" | "-c" | "-t" | "--virtual" | "-X" | "--repository" | "--root" | "-p" => drop(rest.next()),
            word if word.starts_with('-') => {}
            "install" | "add" if !installs => installs = true,
            _ if !installs => return Some(Packages { manager, names }),
            name => names.push(name.to_owned()),
        }
    }
    Some(Packages { manager, names })
}

/// What of the named packages ships. `called` holds the text of everything that runs in the image, to find the programs
/// it calls; `opaque` says that it runs scripts nobody has seen.
pub(super) fn runtime(packages: &[Packages], image: &Image, called: &str, opaque: bool) -> Runtime {
    let mut runtime = Runtime::default();
    for (manager, name) in packages.iter().flat_map(|one| one.names.iter().map(|name| (one.manager, name))) {
        let plain = plain(name);
        let table = if manager == Manager::Apk { "apk" } else { "apt" };
        let is_called = called.split(|at: char| !(at.is_ascii_alphanumeric() || at == '-')).any(|word| word == plain);
        match known(table, plain, image.code_name()) {
            Some(names) if names == ["?"] => {
                if is_called || opaque {
                    add(&mut runtime.names, name);
                } else {
                    add(&mut runtime.dropped, plain);
                }
            }
            Some(names) if names == ["="] => add(&mut runtime.names, name),
            Some(names) if names.is_empty() && is_called => add(&mut runtime.names, name),
            Some(names) => names.iter().for_each(|name| add(&mut runtime.names, name)),
            // What PHP's images name their compilers by.
            None if is_compiler(plain) || name == "$PHPIZE_DEPS" => {}
            None => {
                if plain.ends_with("-dev") {
                    add(&mut runtime.unsure, plain);
                }
                add(&mut runtime.names, name);
            }
        }
    }
    let fetches = ["curl", "wget", "git"].iter().any(|name| runtime.names.iter().any(|other| other == name));
    if fetches && packages.iter().any(|one| one.manager == Manager::Apt) {
        add(&mut runtime.names, "ca-certificates");
    }
    runtime
}

/// The libraries that modules of a language need when they run: the ones a slim image lacks and the full one brings.
pub(super) fn of_modules(language: &str, modules: &[String], image: &Image) -> Vec<String> {
    let mut names = Vec::new();
    for found in modules.iter().filter_map(|module| known(language, module, image.code_name())) {
        found.iter().for_each(|name| add(&mut names, name));
    }
    names
}

/// The RUN that installs them.
pub(super) fn install(manager: Manager, names: &[String]) -> String {
    let list = names.join(" ");
    match manager {
        Manager::Apk => format!("RUN apk add --no-cache {list}"),
        Manager::Apt => format!(
            "RUN apt-get update \\\n    && apt-get install -y --no-install-recommends {list} \\\n    && rm -rf /var/lib/apt/lists/*"
        ),
    }
}

pub(super) fn add(names: &mut Vec<String>, name: &str) {
    if !names.iter().any(|other| other == name) {
        names.push(name.to_owned());
    }
}

/// A row's run-time names for a release, else those that hold for every one.
fn known(manager: &str, package: &str, release: &str) -> Option<Vec<&'static str>> {
    let row = TABLE
        .lines()
        .find_map(|line| line.strip_prefix(manager)?.strip_prefix(',')?.strip_prefix(package)?.strip_prefix(','))?;
    let words = row.split(',').next().unwrap_or("").split(' ').filter(|word| !word.is_empty());
    // Ubuntu's releases since 24.04 name libraries as Debian's trixie does where nothing else is said.
    let release = if release == "resolute" { "noble" } else { release };
    let (special, general): (Vec<_>, Vec<_>) = words.partition(|word| word.contains(':'));
    let special: Vec<&str> = special
        .iter()
        .filter_map(|word| word.split_once(':'))
        .filter(|(name, _)| *name == release)
        .map(|(_, name)| name)
        .collect();
    Some(if special.is_empty() { general } else { special })
}

/// Compilers with a version in their name: `gcc-12`, `clang-16`, `python3.11-dev`.
fn is_compiler(name: &str) -> bool {
    ["gcc-", "g++-", "clang-", "llvm-", "linux-headers"].iter().any(|start| name.starts_with(start))
        || (name.starts_with("python3.") && name.ends_with("-dev"))
}

/// The name without version and architecture: `libpq5=15.3*`, `gcc:amd64`, `curl~=8`.
fn plain(name: &str) -> &str {
    name.split(['=', ':', '~', '<', '>', '/']).next().unwrap_or(name)
}
