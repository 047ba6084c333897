//! `git clone` and what follows it.

use super::{Command, Stream};
use crate::bytes::{Range, Source};
use crate::size::content::Content;
use crate::size::ledger::Written;
use crate::size::path;
use crate::size::run::Run;

/// Work tree of a public repository, and its packed history when all of it comes: 91 repositories, weighed as they were.
const WORK_TREE: Range = Range { low: 50_000, likely: 2_500_000, high: 40_000_000 };
const HISTORY: Range = Range { low: 600_000, likely: 8_000_000, high: 131_000_000 };
const SHALLOW: Range = Range { low: 50_000, likely: 1_200_000, high: 15_000_000 };

pub fn git(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let operands =
        command.operands_without(&["-C", "-c", "-b", "--branch", "--depth", "--origin", "-o", "--jobs", "-j"]);
    match operands.split_first() {
        Some((&"clone", rest)) => clone(run, command, rest),
        Some((&"submodule", _)) => {
            let folder = run.folder.clone();
            run.add(&folder, Written::new("submodules", WORK_TREE, Content::SourceTree, Source::Guess));
        }
        Some((&"config" | &"init" | &"remote" | &"checkout" | &"reset", _)) => {
            let home = run.home.clone();
            let range = Range::new(0, 100, 30_000);
            run.add(&home, Written::new("git's settings", range, Content::Text, Source::Typical));
        }
        Some((&"lfs", _)) => {
            let folder = run.folder.clone();
            let range = Range::new(0, 100_000, 200_000_000);
            run.add(&folder, Written::new("large files of git", range, Content::Media, Source::Guess));
        }
        _ => {}
    }
    Stream::some_lines()
}

fn clone(run: &mut Run<'_>, command: &Command<'_>, operands: &[&str]) {
    let Some(address) = operands.first() else { return };
    let name = path::file_name(address.trim_end_matches(".git"));
    let folder = run.absolute(operands.get(1).copied().unwrap_or(name));
    let shallow = command.has(&["--depth"]) || command.has(&["--filter"]);
    run.add(&folder, Written::new(format!("work tree of {name}"), WORK_TREE, Content::SourceTree, Source::Guess));
    let (history, label) = if shallow { (SHALLOW, "shallow history") } else { (HISTORY, "whole history") };
    let inside = path::join(&folder, ".git");
    run.add(&inside, Written::new(format!("{label} of {name}"), history, Content::Archive, Source::Guess));
}
