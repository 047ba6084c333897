//! Compilers and build tools: what they leave where they run, and where `make install` puts it.

use super::{Command, Stream, built, software};
use crate::bytes::{Estimate, Range, Source};
use crate::size::content::Content;
use crate::size::ledger::Written;
use crate::size::path;
use crate::size::run::{Chance, Run};

/// What `make` leaves over the sources it builds, and what `make install` takes of it: judgement from the layers of
/// published images that build from source (a tenth to twice the sources installed).
const OBJECTS: (f64, f64, f64) = (0.2, 0.8, 2.5);
const INSTALLED: (f64, f64, f64) = (0.08, 0.4, 1.3);
const UNSEEN_SOURCES: Range = Range { low: 20_000, likely: 4_000_000, high: 120_000_000 };
/// One compiled file: a small static C program is 0.76 MB, a dynamic one 16 kB.
const PROGRAM: Range = Range { low: 15_000, likely: 120_000, high: 9_000_000 };

pub fn make(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let taking = ["-C", "-f", "-j", "--directory", "--build", "--target", "-t"];
    let targets: Vec<&str> = command
        .operands_without(&taking)
        .into_iter()
        .filter(|word| !word.contains('=') && !word.chars().all(|digit| digit.is_ascii_digit()))
        .collect();
    let folder = command.value(&["-C", "--directory"]).unwrap_or(".").to_owned();
    let folder = run.absolute(&folder);
    let wants = |name: &str| {
        targets.iter().any(|target| target.starts_with(name))
            || command.value(&["--target", "-t"]) == Some(name)
            || (name == "install" && command.has(&["--install"]))
    };
    if (wants("clean") || wants("distclean")) && !wants("install") {
        // What the build left in this step goes; the sources stay.
        let layer = run.disk.layer;
        if run.chance >= Chance::Likely && run.disk.exists(&folder) {
            run.disk.remove_share_of(&folder, Content::NativeBinary, layer, 0.95);
        }
        return Stream::some_lines();
    }
    let sources = run.disk.weigh(&folder);
    if wants("install") {
        let place = command.words.iter().find_map(|word| word.strip_prefix("DESTDIR=")).unwrap_or("/usr/local");
        let place = run.absolute(place);
        if let Some(written) = software::installed(run, &folder) {
            run.add(&place, written);
            return Stream::some_lines();
        }
        let range = if sources.likely > 1_000_000 {
            sources.ratio(INSTALLED.0, INSTALLED.1, INSTALLED.2)
        } else {
            UNSEEN_SOURCES
        };
        run.add(&place, Written::new("installed from source", range, Content::NativeBinary, Source::Guess));
        return Stream::some_lines();
    }
    if wants("test") || wants("check") {
        return Stream::some_lines();
    }
    if let Some(written) = static_program(run) {
        let name = run.manifest("Makefile").and_then(|text| output_of(&text)).unwrap_or_else(|| "main".into());
        run.write_file(&path::join(&folder, &name), written);
        return Stream::some_lines();
    }
    let range =
        if sources.likely > 1_000_000 { sources.ratio(OBJECTS.0, OBJECTS.1, OBJECTS.2) } else { UNSEEN_SOURCES };
    let estimate = Estimate::new(range, Source::Guess, "");
    let start = std::mem::replace(&mut run.folder, folder);
    let outputs = built::outputs(run, ".");
    run.folder = start;
    built::write(run, &outputs, &estimate, "what the build leaves", Content::NativeBinary);
    Stream::some_lines()
}

/// A pasted Makefile that links statically from one source: the program is the C library's start and what it calls.
fn static_program(run: &Run<'_>) -> Option<Written> {
    let text = run.manifest("Makefile")?;
    let small = text.len() < 400 && text.contains("-o ");
    let range = match (small, text.contains("-static")) {
        (true, true) => Range::new(650_000, 762_000, 1_000_000),
        (true, false) => PROGRAM,
        _ => return None,
    };
    Some(Written::new("the program the Makefile links", range, Content::NativeBinary, Source::Typical))
}

fn output_of(makefile: &str) -> Option<String> {
    let after = makefile.split("-o ").nth(1)?;
    Some(after.split_whitespace().next()?.to_owned())
}

/// `gcc -o x`, `rustc`, `javac`, `tsc` …: one program or a folder of classes.
pub fn compiler(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let output = command.value(&["-o", "--output", "--outDir", "-d"]);
    let is_static = command.words.iter().any(|word| word == "-static");
    let range = if is_static { Range::new(650_000, 900_000, 9_000_000) } else { PROGRAM };
    let place = match output {
        Some("/dev/null") => return Stream::some_lines(),
        Some(output) => run.absolute(output),
        None if command.name == "tsc" => built::outputs(run, "dist").swap_remove(0),
        None => run.absolute("a.out"),
    };
    if command.name == "tsc" || command.name == "javac" {
        let range = Range::new(1_000, 150_000, 4_000_000);
        run.add(&place, Written::new("compiled sources", range, Content::Text, Source::Guess));
    } else if !command.words.iter().any(|word| word == "--version") {
        run.write_file(&place, Written::new("a compiled program", range, Content::NativeBinary, Source::Guess));
    }
    Stream::some_lines()
}

/// `strip` writes the file again without symbols: a tenth less for a C program, a third for Go, more with debug data.
pub fn strip(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    for word in command.operands_without(&["-o", "-R"]) {
        for path in run.paths(word) {
            if run.disk.is_file(&path) && run.is_certain() {
                let stripped = run.disk.weigh(&path).ratio(0.6, 0.88, 0.97);
                let content = Content::NativeBinary;
                run.write_file(&path, Written::new("a stripped program", stripped, content, Source::Typical));
            }
        }
    }
    Stream::silent()
}

/// `./configure` and `cmake` leave small files; `cmake --build` and `ninja` are builds.
pub fn configure(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    if command.words.iter().any(|word| word == "--build" || word == "--install") {
        return make(run, command);
    }
    let folder = run.folder.clone();
    let range = Range::new(50_000, 600_000, 6_000_000);
    run.add(&folder, Written::new("what configuring leaves", range, Content::Text, Source::Guess));
    Stream::some_lines()
}
