//! `apt-get`, `apt`, `aptitude` and `dpkg`: lists, installs, removals, and archives where no hook deletes them.

use std::rc::Rc;

use super::{Command, Stream, archives};
use crate::bytes::{Estimate, Range, Source};
use crate::size::content::Content;
use crate::size::ledger::Written;
use crate::size::packages::apt::{self, Index, Installed, Options};
use crate::size::packages::releases;
use crate::size::packages::typical::typical;
use crate::size::run::{Chance, Run};

/// A release without an index of its own over its neighbour. Closures of neighbouring releases lie within 0.55 and 1.12
/// times in eight of ten cases; the layers of images of ten years spread half as much again.
const NEIGHBOUR: (f64, f64) = (0.5, 1.9);
const PERL_BASE: Range = Range { low: 0, likely: 0, high: 8_200_000 };
/// The main package of a third-party repository: databases, runtimes and frameworks in the layers of published images.
const FOREIGN: Range = Range { low: 0, likely: 25_000_000, high: 400_000_000 };

const LISTS: &str = "/var/lib/apt/lists";
const ARCHIVES: &str = "/var/cache/apt/archives";
/// Where packages put nearly all they bring.
const FILES: &str = "/usr";

pub fn apt(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    if command.has(&["-s", "--simulate", "--dry-run", "--download-only"]) {
        return Stream::some_lines();
    }
    let taking = ["-o", "-t", "--target-release", "-c", "--option"];
    let operands = command.operands_without(&taking);
    let Some((action, names)) = operands.split_first() else { return Stream::some_lines() };
    match *action {
        "update" => update(run),
        "install" | "reinstall" => install(run, command, names),
        "remove" | "purge" => remove(run, command, names),
        "autoremove" | "autopurge" => remove(run, command, &[]),
        "upgrade" | "dist-upgrade" | "full-upgrade" | "safe-upgrade" => guess(run, "apt-upgrade"),
        "build-dep" => {
            let written = Written::new("build dependencies", apt::BUILD_DEP, Content::AptPackages, Source::Guess);
            run.add(FILES, written);
        }
        "dist-clean" | "distclean" => super::remove::remove_word(run, "/var/lib/apt/lists/*"),
        "clean" | "autoclean" if run.chance >= Chance::Likely && run.disk.exists(ARCHIVES) => {
            run.disk.remove_share(ARCHIVES, 1.0)
        }
        _ => {}
    }
    Stream::some_lines()
}

/// `apt-mark auto '.*'` makes everything removable again that this script installed, `apt-mark manual` keeps names.
pub fn mark(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let action = command.words.first().map_or("", String::as_str);
    if action == "auto" && command.words.iter().any(|word| word.contains('*')) {
        run.all_automatic = true;
    }
    let catalog = run.catalog;
    let found = catalog.packages.apt(&run.stage.distribution).zip(run.stage.apt.as_mut());
    if let Some(((index, _), installed)) = found.filter(|_| action == "manual") {
        Rc::make_mut(installed).keep(index, &command.words[1..]);
    }
    Stream::some_lines()
}

/// `dpkg -i` and `dpkg --unpack`: what the archives hold.
pub fn dpkg(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    if !command.has(&["-i", "--install", "--unpack"]) {
        return Stream::some_lines();
    }
    for word in command.operands() {
        for path in run.paths(word) {
            local_package(run, &path);
        }
    }
    Stream::some_lines()
}

fn update(run: &mut Run<'_>) {
    let there = run.disk.weigh(LISTS);
    if there.likely > 0 {
        return;
    }
    let estimate = match run.catalog.packages.apt(&run.stage.distribution) {
        Some((index, fit)) => apt::lists(index, fit),
        None => Estimate::new(Range::new(8_000_000, 20_000_000, 50_000_000), Source::Guess, "package lists"),
    };
    run.add(LISTS, Written::estimated(&estimate, Content::PackageLists));
}

fn install(run: &mut Run<'_>, command: &Command<'_>, names: &[&str]) {
    let files = |name: &&&str| name.starts_with(['/', '.']) || name.ends_with(".deb");
    for file in names.iter().filter(files) {
        for path in run.paths(file) {
            local_package(run, &path);
        }
    }
    // A name from a variable nobody knows may be anything; it counts as one unknown package.
    let names: Vec<&str> = names.iter().filter(|name| !files(name)).copied().collect();
    if names.is_empty() {
        return;
    }
    let setting =
        |value: &str| command.words.iter().any(|word| word.contains("Install-Recommends") && word.ends_with(value));
    let off = command.has(&["--no-install-recommends", "--without-recommends"])
        || ((setting("=false") || setting("=0")) && !setting("=true"))
        || run.stage.without_recommends;
    let options = Options { recommends: !off, other_release: command.has(&["-t", "--target-release"]) };
    let catalog = run.catalog;
    let found = catalog.packages.apt(&run.stage.distribution).zip(run.stage.apt.clone());
    let Some(((index, _), mut installed)) = found else {
        return names.iter().for_each(|name| unknown(run, name));
    };
    if run.chance >= Chance::Likely {
        let room = REQUESTED.saturating_sub(run.apt_requested.len());
        run.apt_requested.extend(names.iter().take(room).map(|name| (*name).to_owned()));
    }
    let there = Rc::make_mut(&mut installed);
    let mut brought = apt::install(index, there, &names, options);
    if brought.disk.source == Source::Neighbour || (there.fit == Source::Neighbour && brought.disk.range.low > 0) {
        let share = releases::share(&run.stage.distribution, &brought.packages);
        brought.packages.iter_mut().for_each(|package| package.bytes = (package.bytes as f64 * share) as u64);
        let Range { low, likely, high } = brought.disk.range.times(share);
        let spread = Range::spread(likely, NEIGHBOUR.0, NEIGHBOUR.1);
        brought.disk.range = Range::new(low.min(spread.low), likely, high.max(spread.high));
    }
    if run.chance >= Chance::Likely {
        run.stage.apt = Some(installed);
    }
    let what = names.iter().take(3).copied().collect::<Vec<_>>().join(", ");
    let more = brought.packages.len().saturating_sub(names.len().min(3));
    let label = match more {
        0 => format!("apt: {what}"),
        more => format!("apt: {what} and {more} more"),
    };
    // perl insists on a perl-base of its own version: in an image older than the archive that is written again.
    if brought.packages.iter().any(|package| package.name == "perl") {
        let written = Written::new(
            "perl-base again, where the image's is older",
            PERL_BASE,
            Content::AptPackages,
            Source::Typical,
        );
        run.add(FILES, written);
    }
    let ratio = apt::ratio(&brought.packages, brought.disk.range.likely);
    let ratio = (brought.disk.range.likely > 0).then_some((ratio * 0.84, ratio.min(1.0), (ratio * 1.16).min(1.0)));
    let parts = brought.packages.iter().map(|package| (package.name.clone(), package.bytes));
    let written = Written::new(label, brought.disk.range, Content::AptPackages, brought.disk.source);
    let written = written.compressing(ratio).made_of(parts);
    run.add(FILES, written);
    // What only another repository has is what the image is about: a server, a runtime, a framework.
    if !brought.unknown.is_empty() && run.disk.exists("/etc/apt/sources.list.d") {
        let label = format!("{}, from another repository", brought.unknown[0].chars().take(40).collect::<String>());
        run.add(FILES, Written::new(label, FOREIGN, Content::AptPackages, Source::Guess));
    }
    if run.stage.keeps_archives {
        let (low, likely, high) = apt::UPDATE_ARCHIVES;
        let range = brought.disk.range.ratio(low, likely, high);
        run.add(ARCHIVES, Written::new("archives apt keeps", range, Content::Archive, Source::Typical));
    }
}

/// More names than this of one script are not remembered.
const REQUESTED: usize = 256;

fn unknown(run: &mut Run<'_>, name: &str) {
    if let Some(estimate) = typical("apt-unknown") {
        let label = format!("apt: {}, not in an index here", name.chars().take(40).collect::<String>());
        run.add(FILES, Written::new(label, estimate.range, Content::AptPackages, Source::Guess));
    }
}

fn guess(run: &mut Run<'_>, key: &str) {
    if let Some(estimate) = typical(key) {
        run.add(FILES, Written::estimated(&estimate, Content::AptPackages));
    }
}

/// A package file: its content weighs what archives of packages grow to.
fn local_package(run: &mut Run<'_>, path: &str) {
    let stream = run.archive(path);
    let range = match &stream {
        Some(Stream { unpacked: Some(range), .. }) => *range,
        Some(stream) => archives::grown(stream.range),
        None => {
            let weight = run.disk.weigh(path);
            if weight.high > 0 { archives::grown(weight) } else { Range::new(300_000, 30_000_000, 350_000_000) }
        }
    };
    let label = format!("{}, installed", crate::size::path::file_name(path));
    run.add(FILES, Written::new(label, range, Content::AptPackages, Source::Guess));
}

fn remove(run: &mut Run<'_>, command: &Command<'_>, names: &[&str]) {
    if run.chance < Chance::Likely {
        return;
    }
    let catalog = run.catalog;
    let Some(((index, _), installed)) = catalog.packages.apt(&run.stage.distribution).zip(run.stage.apt.clone()) else {
        return;
    };
    let automatic = command.has(&["--auto-remove", "--autoremove"]) || names.is_empty();
    if automatic && run.all_automatic {
        return forget(run);
    }
    let mut installed: Rc<Installed> = installed;
    let mut bytes = take_away(index, Rc::make_mut(&mut installed), names, automatic);
    // `purge $fetchDeps` takes what `install $fetchDeps` brought, whatever that was.
    let same = names.iter().filter(|name| name.contains('$') && run.apt_requested.iter().any(|asked| asked == *name));
    bytes += same.count() as u64 * typical("apt-unknown").map_or(0, |estimate| estimate.range.likely);
    run.stage.apt = Some(installed);
    run.disk.remove_bytes(FILES, Content::AptPackages, bytes);
}

fn take_away(index: &Index, installed: &mut Installed, names: &[&str], automatic: bool) -> u64 {
    let named: Vec<&str> = names.iter().filter(|name| !name.contains(['*', '$'])).copied().collect();
    let mut bytes = apt::remove(index, installed, &named).bytes;
    if automatic {
        bytes += apt::autoremove(index, installed).bytes;
    }
    bytes
}

/// Everything this script installed goes, but for the libraries that what it built needs: official images do this. Of
/// libraries unknown a few per cent stay (the layers of published images).
fn forget(run: &mut Run<'_>) {
    run.stage.apt = run.apt_before.clone();
    let layer = run.disk.layer;
    let own = run.disk.own_bytes(FILES, Content::AptPackages).max(1);
    let mut kept = 0;
    let catalog = run.catalog;
    if let Some(((index, _), installed)) = catalog.packages.apt(&run.stage.distribution).zip(run.stage.apt.as_mut()) {
        let libraries = apt::libraries(index, &run.apt_requested);
        let names: Vec<&str> = libraries.iter().map(String::as_str).collect();
        let options = Options { recommends: false, other_release: false };
        let brought = apt::install(index, Rc::make_mut(installed), &names, options);
        let share = releases::share(&run.stage.distribution, &brought.packages);
        kept = brought.disk.range.times(share).likely;
    }
    let gone = (1.0 - kept as f32 / own as f32).clamp(0.0, 0.98);
    run.disk.remove_share_of(FILES, Content::AptPackages, layer, gone);
}
