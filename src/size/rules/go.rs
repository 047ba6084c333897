//! `go`: modules, the build cache, and the program at the path it is written to.

use super::{Command, Stream, built};
use crate::bytes::{Estimate, Range, Source};
use crate::size::content::Content;
use crate::size::ledger::Written;
use crate::size::packages::typical::{share, typical};
use crate::size::path;
use crate::size::run::Run;

/// A program of the standard library with net/http, and its build cache: measured with Go 1.27.
const SMALL: Range = Range { low: 2_300_000, likely: 8_570_000, high: 10_000_000 };
const SMALL_CACHE: Range = Range { low: 45_000_000, likely: 86_000_000, high: 92_000_000 };

pub fn go(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let home = run
        .variable("GOPATH")
        .unwrap_or_else(|| if run.stage.image.name == "golang" { "/go".into() } else { format!("{}/go", run.home) });
    let modules = path::join(&home, "pkg/mod");
    let cache = run.variable("GOCACHE").unwrap_or_else(|| format!("{}/.cache/go-build", run.home));
    let operands = command.operands_without(&["-o", "-ldflags", "-tags", "-gcflags", "-p", "-mod", "-asmflags", "-C"]);
    match operands.split_first() {
        Some((&"mod", ["download" | "vendor" | "tidy", ..])) => download(run, &modules),
        Some((&"get", _)) => download(run, &modules),
        Some((&"build", targets)) => {
            download(run, &modules);
            compile(run, &cache);
            program(run, command, targets);
        }
        Some((&"install", targets)) => {
            download(run, &modules);
            compile(run, &cache);
            let folder = run.variable("GOBIN").unwrap_or_else(|| path::join(&home, "bin"));
            for target in targets {
                let name = path::file_name(target.split('@').next().unwrap_or(target));
                let name = if matches!(name, "..." | "." | "") {
                    path::file_name(&run.folder).to_owned()
                } else {
                    name.to_owned()
                };
                let binary = binary(run, command);
                run.write_file(&path::join(&folder, &name), binary);
            }
        }
        Some((&"test" | &"vet" | &"run" | &"generate", _)) => {
            download(run, &modules);
            compile(run, &cache);
        }
        _ => {}
    }
    Stream::some_lines()
}

/// How many modules the pasted go.mod asks for: none means the standard library alone.
fn required(run: &Run<'_>) -> Option<usize> {
    let text = run.manifest("go.mod")?;
    let mut inside = false;
    let mut modules = 0;
    for line in text.lines().map(str::trim) {
        match line {
            "require (" => inside = true,
            ")" => inside = false,
            _ if line.starts_with("require ") || (inside && !line.is_empty() && !line.starts_with("//")) => {
                modules += 1
            }
            _ => {}
        }
    }
    Some(modules)
}

fn download(run: &mut Run<'_>, modules: &str) {
    if run.disk.weigh(modules).high > 0 {
        return;
    }
    let written = match required(run) {
        Some(0) => {
            // Measured: the folder's lock and cache files.
            let range = Range::new(0, 0, 20_000);
            Written::new("no modules: go.mod requires none", range, Content::Text, Source::Typical)
        }
        Some(count) => {
            let range = Range::new(200_000, 2_500_000, 12_000_000).times(count as f64);
            Written::new(format!("{count} Go modules of go.mod"), range, Content::SourceTree, Source::Typical)
        }
        None => match typical("go-modules") {
            Some(estimate) => Written::estimated(&estimate, Content::SourceTree),
            None => return,
        },
    };
    run.add(modules, written);
}

fn compile(run: &mut Run<'_>, cache: &str) {
    if run.disk.weigh(cache).high > 0 {
        return;
    }
    let written = match required(run) {
        Some(0) => {
            Written::new("Go's build cache of the standard library", SMALL_CACHE, Content::GoCache, Source::Typical)
        }
        _ => match typical("go-cache") {
            Some(estimate) => Written::estimated(&estimate, Content::GoCache),
            None => return,
        },
    };
    run.add(cache, written);
}

fn program(run: &mut Run<'_>, command: &Command<'_>, targets: &[&str]) {
    let target = targets.first().copied().unwrap_or(".");
    let named = path::file_name(target.trim_end_matches("/...").trim_end_matches(".go"));
    let named = if matches!(named, "." | "" | "..." | "main") { path::file_name(&run.folder) } else { named };
    let named = if named.is_empty() { "main".to_owned() } else { named.to_owned() };
    let place = match command.value(&["-o"]) {
        Some("/dev/null") => return,
        Some(output) => {
            let path = run.absolute(output);
            let folder = output.ends_with('/') || (run.disk.exists(&path) && !run.disk.is_file(&path));
            if folder { path::join(&path, &named) } else { path }
        }
        None => built::outputs(run, &named).swap_remove(0),
    };
    let binary = binary(run, command);
    run.write_file(&place, binary);
}

fn binary(run: &Run<'_>, command: &Command<'_>) -> Written {
    let unstripped = match required(run) {
        Some(0) => Estimate::new(SMALL, Source::Typical, "a Go program of the standard library"),
        _ => typical("go-binary").unwrap_or(Estimate::new(SMALL, Source::Guess, "a Go program")),
    };
    let stripped = command.words.iter().any(|word| {
        word.contains("-s")
            && word.contains("-w")
            && (word.contains("-s ") || word.contains("ldflags") || word.contains("-w "))
    });
    let range = match share("go-binary-stripped").filter(|_| stripped) {
        Some(share) => share.of(unstripped.range),
        None => unstripped.range,
    };
    let label = if stripped { format!("{}, stripped", unstripped.reason) } else { unstripped.reason.into_owned() };
    Written::new(label, range, Content::GoBinary, unstripped.source)
}
