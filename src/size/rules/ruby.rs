//! `gem` and `bundle`.

use super::{Command, Stream};
use crate::bytes::{Range, Source};
use crate::size::content::Content;
use crate::size::ledger::Written;
use crate::size::packages::typical::typical;
use crate::size::run::Run;

const DEFAULT_FOLDER: &str = "/usr/local/bundle";

pub fn gem(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let operands = command.operands_without(&["-v", "--version", "-i", "--install-dir", "-n"]);
    if let (Some((&("install" | "i" | "update"), names)), Some(estimate)) =
        (operands.split_first(), typical("gem-package"))
    {
        for name in names {
            let label = format!("the gem {name} and what it needs");
            // Bundler itself is small and the same everywhere.
            let range = if *name == "bundler" { Range::new(800_000, 1_600_000, 3_000_000) } else { estimate.range };
            run.add(DEFAULT_FOLDER, Written::new(label, range, Content::SourceTree, Source::Guess));
        }
    }
    Stream::some_lines()
}

pub fn bundle(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let operands = command.operands_without(&["--path", "--jobs", "-j", "--retry", "--without"]);
    if !matches!(operands.first(), None | Some(&"install")) {
        if matches!(operands.first(), Some(&"exec")) && operands.iter().any(|word| word.contains("assets:precompile")) {
            let folder = run.absolute("public/assets");
            let range = Range::new(200_000, 8_000_000, 80_000_000);
            run.add(&folder, Written::new("compiled assets", range, Content::JavascriptBundle, Source::Guess));
        }
        return Stream::some_lines();
    }
    let folder = command.value(&["--path"]).map(str::to_owned).or_else(|| run.variable("BUNDLE_PATH"));
    let folder = folder.map_or_else(|| DEFAULT_FOLDER.to_owned(), |folder| run.absolute(&folder));
    let locked = run.manifest("Gemfile.lock").map(|text| {
        text.lines()
            .filter(|line| line.starts_with("    ") && !line.starts_with("      ") && line.contains('('))
            .count()
    });
    let written = match (locked, typical("bundle-gem"), typical("bundle-install")) {
        (Some(count), Some(gem), _) if count > 0 => {
            let range = Range::sum((0..count.min(1000)).map(|_| gem.range));
            // Gems of one kind are large together: their sum is wider than independent ones would be.
            let range = range.ratio(0.55, 1.0, 1.8);
            Written::new(format!("{count} gems of Gemfile.lock"), range, Content::SourceTree, Source::Typical)
        }
        (_, _, Some(unseen)) => Written::estimated(&unseen, Content::SourceTree),
        _ => return Stream::some_lines(),
    };
    run.add(&folder, written);
    Stream::some_lines()
}
