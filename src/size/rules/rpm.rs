//! `yum`, `dnf`, `microdnf`, `zypper`, `pacman`: a table of the most usual packages, and ranges for the rest.

use std::sync::OnceLock;

use super::{Command, Stream};
use crate::bytes::{Range, Source};
use crate::size::catalog::rows;
use crate::size::content::Content;
use crate::size::ledger::Written;
use crate::size::packages::typical::typical;
use crate::size::path;
use crate::size::run::{Chance, Run};

const FILES: &str = "/usr";

/// Where each keeps what it fetched.
fn cache_folder(manager: &str) -> &'static str {
    match manager {
        "pacman" => "/var/cache/pacman/pkg",
        "zypper" => "/var/cache/zypp",
        "tdnf" => "/var/cache/tdnf",
        _ => "/var/cache/dnf",
    }
}

pub fn install(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let operands = command.operands_without(&["--setopt", "--installroot", "--releasever", "-c", "--enablerepo", "-x"]);
    let pacman = command.name == "pacman";
    let folder = cache_folder(command.name);
    let (action, names) = match operands.split_first() {
        // `-Sc` and `-Scc` empty the cache; asked not to ask, the latter asks nobody and leaves it.
        _ if pacman && command.words.iter().any(|word| word.starts_with("-Sc")) => {
            match command.has(&["--noconfirm"]) {
                true => ("", &operands[..]),
                false => ("clean", &operands[..]),
            }
        }
        _ if pacman && command.has(&["-S"]) => ("install", &operands[..]),
        _ if pacman => ("", &operands[..]),
        Some((action, names)) => (*action, names),
        None => return Stream::some_lines(),
    };
    match action {
        "install" | "in" | "localinstall" | "groupinstall" | "reinstall" | "group" => {
            let key = if pacman { "pacman-package" } else { "rpm-package" };
            for name in names.iter().filter(|name| !matches!(**name, "install" | "-y")) {
                package(run, name, key);
            }
            cache(run, folder);
        }
        "update" | "upgrade" | "up" | "dist-upgrade" | "makecache" | "refresh" | "ref" => {
            if let (true, Some(estimate)) =
                (action != "makecache" && !action.starts_with("ref"), typical("apt-upgrade"))
            {
                run.add(FILES, Written::new("upgraded packages", estimate.range, Content::RpmPackages, Source::Guess));
            }
            cache(run, folder);
        }
        "clean" if run.chance >= Chance::Likely && run.disk.exists(folder) => run.disk.remove_share(folder, 1.0),
        "remove" | "erase" | "autoremove" | "rm" => {
            let shares = names.len().min(10) as f32 * 0.15;
            let layer = run.disk.layer;
            if run.is_certain() {
                run.disk.remove_share_of(FILES, Content::RpmPackages, layer, shares.min(0.9));
            }
        }
        _ => {}
    }
    Stream::some_lines()
}

pub fn rpm(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    if command.has(&["-i", "-U", "--install", "--upgrade"]) && !command.has(&["--import"]) {
        for name in command.operands() {
            package(run, name, "rpm-package");
        }
    }
    Stream::some_lines()
}

/// A package with what it usually needs beside the base image's own.
fn package(run: &mut Run<'_>, name: &str, key: &str) {
    let file = path::file_name(name).split(".rpm").next().unwrap_or(name);
    let label = format!("the package {}", file.chars().take(40).collect::<String>());
    let (range, source) = match known(file) {
        Some(bytes) => (Range::spread(bytes, 0.3, 2.2), Source::Typical),
        // Release packages hold the address of a repository and its key.
        None if file.contains("-release") => (Range::new(3_000, 20_000, 200_000), Source::Typical),
        // What is fetched by its address is a vendor's main thing.
        None if name.contains("://") => (Range::new(2_000_000, 60_000_000, 400_000_000), Source::Guess),
        None if file.ends_with("-devel") => (Range::new(50_000, 2_000_000, 30_000_000), Source::Guess),
        None => (typical(key).map_or(Range::ZERO, |estimate| estimate.range), Source::Guess),
    };
    run.add(FILES, Written::new(label, range, Content::RpmPackages, source));
}

/// The row of a name, also with a version or architecture behind it: `java-11-openjdk-11.0.19.0.7`, `glibc.i686`.
fn known(name: &str) -> Option<u64> {
    static TABLE: OnceLock<Vec<[&str; 7]>> = OnceLock::new();
    let table = TABLE.get_or_init(|| rows(include_str!("../../../data/rpm-packages.csv")).skip(1).collect());
    let find = |name: &str| table.binary_search_by(|row| row[0].cmp(name)).ok();
    let cuts = name.match_indices(['-', '.', '=']).map(|(at, _)| &name[..at]);
    let at = find(name).or_else(|| cuts.take(CUTS).filter_map(find).last())?;
    table[at][1].parse().ok()
}

/// Names of packages have no more parts than this.
const CUTS: usize = 12;

fn cache(run: &mut Run<'_>, folder: &str) {
    if run.disk.weigh(folder).likely > 0 {
        return;
    }
    if let Some(estimate) = typical("rpm-cache") {
        run.add(folder, Written::estimated(&estimate, Content::Archive));
    }
}
