//! `dotnet restore`, `build` and `publish`.

use super::{Command, Stream, built};
use crate::bytes::{Range, Source};
use crate::size::content::Content;
use crate::size::ledger::Written;
use crate::size::packages::typical::typical;
use crate::size::run::Run;

pub fn dotnet(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let operands = command.operands_without(&["-c", "--configuration", "-o", "--output", "-r", "--runtime", "-f"]);
    match operands.first().copied() {
        Some("restore") => restore(run),
        Some("build" | "test" | "msbuild") => {
            restore(run);
            output(run, command, "bin");
        }
        Some("publish" | "pack") => {
            restore(run);
            output(run, command, "bin/Release/publish");
        }
        Some("tool") => {
            let home = format!("{}/.dotnet/tools", run.home);
            let range = Range::new(2_000_000, 15_000_000, 90_000_000);
            run.add(&home, Written::new("a .NET tool", range, Content::JavaArchive, Source::Guess));
        }
        _ => {}
    }
    Stream::some_lines()
}

fn restore(run: &mut Run<'_>) {
    let packages = run.variable("NUGET_PACKAGES").unwrap_or_else(|| format!("{}/.nuget", run.home));
    if run.disk.weigh(&packages).likely > 0 {
        return;
    }
    if let Some(estimate) = typical("dotnet-restore") {
        run.add(&packages, Written::estimated(&estimate, Content::JavaArchive));
    }
}

fn output(run: &mut Run<'_>, command: &Command<'_>, default: &str) {
    let Some(mut estimate) = typical("dotnet-output") else { return };
    // A self-contained program brings the runtime along: 70 MB of it (the runtime's own images).
    let contained =
        command.has(&["--self-contained"]) || command.words.iter().any(|word| word.contains("SelfContained=true"));
    if contained {
        estimate.range = Range::sum([estimate.range, Range::new(25_000_000, 68_000_000, 100_000_000)]);
    }
    let paths = match command.value(&["-o", "--output"]) {
        Some(folder) => vec![run.absolute(folder)],
        None => built::outputs(run, default),
    };
    built::write(run, &paths, &estimate, "the compiled .NET program", Content::JavaArchive);
}
