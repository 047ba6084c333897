//! `yum`, `dnf`, `microdnf`, `zypper`, `pacman`: ranges only, since no index of theirs is at hand.

use super::{Command, Stream};
use crate::bytes::{Range, Source};
use crate::size::content::Content;
use crate::size::ledger::Written;
use crate::size::packages::typical::typical;
use crate::size::run::Run;

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
        "clean" if run.is_certain() && run.disk.exists(folder) => run.disk.remove_share(folder, 1.0),
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

fn package(run: &mut Run<'_>, name: &str, key: &str) {
    // Small tools and compilers differ by a hundred; their Debian namesakes say which is which.
    let range = match name.split(['.', '-']).next().unwrap_or(name) {
        "gcc" | "clang" | "java" | "golang" | "llvm" => Range::new(60_000_000, 180_000_000, 450_000_000),
        "which" | "tar" | "gzip" | "unzip" | "procps" | "hostname" | "shadow" | "wget" | "bzip2" | "xz" | "make"
        | "patch" | "file" | "sudo" | "less" | "ca" | "curl" | "findutils" | "diffutils" | "net" | "iputils" | "jq"
        | "zip" => Range::new(100_000, 2_500_000, 15_000_000),
        _ => typical(key).map_or(Range::ZERO, |estimate| estimate.range),
    };
    let label = format!("the package {}", name.chars().take(40).collect::<String>());
    run.add(FILES, Written::new(label, range, Content::RpmPackages, Source::Guess));
}

fn cache(run: &mut Run<'_>, folder: &str) {
    if run.disk.weigh(folder).likely > 0 {
        return;
    }
    if let Some(estimate) = typical("rpm-cache") {
        run.add(folder, Written::estimated(&estimate, Content::Archive));
    }
}
