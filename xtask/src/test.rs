//! Runs every check and every test, the cheap ones first, and stops at the first failure.

use std::fmt;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio, exit};
use std::time::Instant;

use crate::{Outcome, axe, browser, page, setup, size, step, tools};

const WASM: [&str; 2] = ["--target", "wasm32-unknown-unknown"];
const CORE: &str = "--no-default-features";
const END_TO_END: &str = "tests/end_to_end/Cargo.toml";
/// What the core must never depend on.
const WEB_CRATES: [&str; 5] = ["web-sys", "js-sys", "wasm-bindgen", "yew", "gloo"];

#[derive(Default)]
struct Counts {
    passed: usize,
    failed: usize,
    skipped: usize,
}

impl fmt::Display for Counts {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        let Self { passed, failed, skipped } = self;
        write!(formatter, "{passed} passed, {failed} failed")?;
        if *skipped > 0 { write!(formatter, ", {skipped} skipped") } else { Ok(()) }
    }
}

type Step = (&'static str, fn(&mut Counts) -> Outcome);

const STEPS: [Step; 13] = [
    ("format", |_| format()),
    ("the core alone compiles", |_| succeed(cargo("check").args(["--lib", CORE]))),
    ("no web crate under the core", |_| wall()),
    ("lints of the core and the native tests", |_| lint(cargo("clippy").args(["--all-targets", CORE]))),
    ("native tests", |counts| count(cargo("test").args([CORE, "--no-fail-fast"]), counts)),
    ("set up the tools", |_| setup::tools()),
    ("set up the browser", |_| browser::driver().map(drop)),
    ("lints of the page", |_| lint(cargo("clippy").args(WASM).args(["--lib", "--bins", "--test", "browser"]))),
    ("lints of the page's core", |_| {
        lint(cargo("clippy").args(WASM).args([CORE, "--features", "javascript", "--bin", "drydock-core"]))
    }),
    ("browser tests", |counts| count(with_driver(cargo("test").args(WASM).args(["--test", "browser"]))?, counts)),
    ("release page", |_| page::build(&[])),
    ("size budget", |_| size::report()),
    ("end-to-end tests", journeys),
];

/// Ends the process itself where something failed, so that the counts stay the last line.
pub fn all() -> Outcome {
    let started = Instant::now();
    let mut counts = Counts::default();
    for (index, (name, run)) in STEPS.iter().enumerate() {
        let title = format!("step {} of {}: {name}", index + 1, STEPS.len());
        let step_started = step::begin(&title);
        if let Err(message) = run(&mut counts) {
            eprintln!("[xtask] {title}: {message}\n[xtask] stopped after {}", step::seconds(started));
            // A check that fails without having counted anything is still a failure.
            counts.failed = counts.failed.max(1);
            println!("{counts}");
            exit(1);
        }
        step::end(&title, step_started);
    }
    eprintln!("[xtask] everything passed in {}", step::seconds(started));
    println!("{counts}");
    Ok(())
}

/// Pictures of the built page, for people to look at.
pub fn screenshots() -> Outcome {
    page::build(&[])?;
    run("screenshots")
}

/// Runs a program of the end-to-end package on the built page.
pub fn run(program: &str) -> Outcome {
    let mut command = end_to_end("run");
    succeed(with_driver(command.args(["--bin", program]))?)
}

fn format() -> Outcome {
    for manifest in ["Cargo.toml", "xtask/Cargo.toml", "tools/Cargo.toml", END_TO_END] {
        let mut cargo = tools::command("cargo");
        succeed(cargo.args(["fmt", "--check", "--manifest-path", manifest])).map_err(|message| {
            format!(
                "{message}: run cargo fmt --manifest-path {manifest} (rustup component add rustfmt, if it is missing)"
            )
        })?;
    }
    Ok(())
}

fn wall() -> Outcome {
    let tree =
        step::answer(cargo("tree").args([CORE, "-e", "normal", "--prefix", "none"])).ok_or("cargo tree failed")?;
    let behind = |line: &&str| WEB_CRATES.iter().any(|name| line.starts_with(name));
    match tree.lines().find(behind) {
        Some(line) => Err(format!("the core depends on {line}: cargo tree {CORE} -i tells how")),
        None => Ok(()),
    }
}

fn lint(command: &mut Command) -> Outcome {
    succeed(command.args(["--", "-D", "warnings"]))
}

fn journeys(counts: &mut Counts) -> Outcome {
    let mut command = end_to_end("test");
    // Those that need axe-core are ignored without it, and counted so.
    if let Some(script) = axe::script() {
        command.args(["--", "--include-ignored"]).env("AXE_SCRIPT", script);
    }
    count(with_driver(&mut command)?, counts)
}

pub fn end_to_end(subcommand: &str) -> Command {
    let mut command = cargo(subcommand);
    command.args(["--manifest-path", END_TO_END, "--target-dir", "target/end_to_end"]);
    command
}

fn cargo(subcommand: &str) -> Command {
    let mut command = tools::command("cargo");
    // Snapshots are compared here, never written.
    command.args([subcommand, "--locked"]).env("INSTA_UPDATE", "no");
    command
}

fn with_driver(command: &mut Command) -> Outcome<&mut Command> {
    // The whole browser suite must end within these seconds; the runner's own twenty are short on a busy machine.
    Ok(command.env("CHROMEDRIVER", browser::driver()?).env("WASM_BINDGEN_TEST_TIMEOUT", "120"))
}

pub fn succeed(command: &mut Command) -> Outcome {
    let status = command.status().map_err(|error| error.to_string())?;
    if status.success() { Ok(()) } else { Err(format!("it failed ({status})")) }
}

/// Shows what the tests print, and adds up what they say they ran.
fn count(command: &mut Command, counts: &mut Counts) -> Outcome {
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| error.to_string())?;
    let output = child.stdout.take().ok_or("no output to read")?;
    for line in BufReader::new(output).lines().map_while(Result::ok) {
        println!("{line}");
        if let Some(result) = line.trim().strip_prefix("test result: ") {
            counts.passed += before(result, " passed");
            counts.failed += before(result, " failed");
            counts.skipped += before(result, " ignored");
        }
    }
    let status = child.wait().map_err(|error| error.to_string())?;
    if status.success() { Ok(()) } else { Err(format!("it failed ({status})")) }
}

/// The number in front of `word`.
fn before(text: &str, word: &str) -> usize {
    let digits = text.split(word).next().and_then(|head| head.rsplit(' ').next());
    digits.and_then(|digits| digits.parse().ok()).unwrap_or(0)
}
