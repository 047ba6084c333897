//! `apk add` and `apk del`.

use std::rc::Rc;

use super::{Command, Stream};
use crate::bytes::{Range, Source};
use crate::size::content::Content;
use crate::size::ledger::Written;
use crate::size::packages::apk;
use crate::size::packages::typical::typical;
use crate::size::run::{Chance, Run};

const FILES: &str = "/usr";
const CACHE: &str = "/var/cache/apk";

pub fn apk(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let taking = ["-t", "--virtual", "-X", "--repository", "-p", "--root", "--keys-dir", "--repositories-file"];
    let operands = command.operands_without(&taking);
    let Some((action, names)) = operands.split_first() else { return Stream::some_lines() };
    match *action {
        "add" => add(run, command, names),
        "del" => del(run, names),
        "update" => index(run),
        "upgrade" => {
            if !command.has(&["--no-cache"]) {
                index(run);
            }
            if let Some(estimate) = typical("apt-upgrade") {
                let range = estimate.range.times(0.1);
                run.add(FILES, Written::new("upgraded packages", range, Content::ApkPackages, estimate.source));
            }
        }
        "cache" if run.is_certain() && run.disk.exists(CACHE) => run.disk.remove_share(CACHE, 1.0),
        _ => {}
    }
    Stream::some_lines()
}

fn add(run: &mut Run<'_>, command: &Command<'_>, names: &[&str]) {
    let group = command.value(&["-t", "--virtual"]);
    let mut installed = run.stage.apk.clone();
    // What linking needs, which the script asks the files for.
    let unseen = |name: &&str| name.starts_with("so:") || name.contains('$');
    let libraries = match names.iter().any(unseen) {
        true => apk::libraries(&installed, &run.stage.distribution),
        false => Vec::new(),
    };
    let names: Vec<&str> = names.iter().filter(|name| !unseen(name)).copied().chain(libraries).collect();
    let names = names.as_slice();
    let brought = apk::add(Rc::make_mut(&mut installed), names, group, &run.stage.distribution);
    if run.chance >= Chance::Likely {
        run.stage.apk = installed;
    }
    let what = names.iter().take(3).copied().collect::<Vec<_>>().join(", ");
    let label = match names.len().saturating_sub(3) {
        0 => format!("apk: {what}"),
        more => format!("apk: {what} and {more} more"),
    };
    let mut range = brought.disk.range;
    if brought.disk.source == Source::Neighbour {
        // Ten years of releases: the layers of published images lie this far from the index of one.
        let spread = Range::spread(range.likely, 0.55, 2.0);
        range = Range::new(range.low.min(spread.low), range.likely, range.high.max(spread.high));
    }
    // The packages are gzip archives: what a layer of their files compresses to is known.
    let share = brought.archives.range.likely as f64 / brought.disk.range.likely.max(1) as f64;
    let ratio = (share > 0.0).then_some(((share * 0.85).min(1.0), share.min(1.0), (share * 1.15).min(1.0)));
    let parts = brought.packages.iter().map(|package| (package.name.clone(), package.bytes));
    run.add(
        FILES,
        Written::new(label, range, Content::ApkPackages, brought.disk.source).compressing(ratio).made_of(parts),
    );
    if !command.has(&["--no-cache"]) && (command.has(&["-U", "--update-cache", "--update"]) || run.disk.exists(CACHE)) {
        index(run);
    }
}

fn del(run: &mut Run<'_>, names: &[&str]) {
    if run.chance < Chance::Likely {
        return;
    }
    let mut installed = run.stage.apk.clone();
    let (_, bytes) = apk::del(Rc::make_mut(&mut installed), names);
    run.stage.apk = installed;
    run.disk.remove_bytes(FILES, Content::ApkPackages, bytes);
}

fn index(run: &mut Run<'_>) {
    if run.disk.weigh(CACHE).likely > 0 {
        return;
    }
    if let Some(estimate) = typical("apk-index") {
        run.add(CACHE, Written::estimated(&estimate, Content::Archive));
    }
}
