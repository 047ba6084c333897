//! `cargo` and `rustup`: the registry, target/, and the program within.

use super::{Command, Stream};
use crate::bytes::{Estimate, Range, Source};
use crate::size::content::Content;
use crate::size::ledger::Written;
use crate::size::packages::typical::typical;
use crate::size::path;
use crate::size::run::Run;

/// A program without heavy dependencies, and what stands beside it in target/: measured with Rust 1.95.
const PLAIN_PROGRAM: Range = Range { low: 380_000, likely: 447_000, high: 1_200_000 };
const PLAIN_TARGET: Range = Range { low: 5_000, likely: 60_000, high: 400_000 };
/// What a direct dependency of a Cargo.toml adds to target/: an axum, tokio and serde program has 140 MB there, one with
/// a small crate alone 0.3 MB.
const LIGHT: Range = Range { low: 20_000, likely: 900_000, high: 15_000_000 };
const HEAVY: Range = Range { low: 10_000_000, likely: 40_000_000, high: 120_000_000 };
/// Their sources in the registry (0.35 measured), and their code in the program, over that.
const SOURCES: (f64, f64, f64) = (0.15, 0.35, 0.8);
const LINKED: (f64, f64, f64) = (0.002, 0.02, 0.1);
/// Crates that bring a framework, a runtime or a C library along.
const FRAMEWORKS: [&str; 30] = [
    "actix-web",
    "axum",
    "rocket",
    "warp",
    "tonic",
    "hyper",
    "reqwest",
    "tokio",
    "async-std",
    "sqlx",
    "diesel",
    "sea-orm",
    "polars",
    "bevy",
    "leptos",
    "yew",
    "openssl",
    "rusqlite",
    "rdkafka",
    "git2",
    "opentelemetry",
    "aws-config",
    "aws-sdk-s3",
    "mongodb",
    "tauri",
    "wasmtime",
    "datafusion",
    "candle-core",
    "tch",
    "lapin",
];

pub fn cargo(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let operands = command.operands_without(&[
        "--target",
        "--manifest-path",
        "-p",
        "--package",
        "--bin",
        "--features",
        "--root",
        "-j",
    ]);
    let home = run.variable("CARGO_HOME").unwrap_or_else(|| {
        if run.stage.image.name == "rust" { "/usr/local/cargo".into() } else { format!("{}/.cargo", run.home) }
    });
    match operands.iter().find(|word| !word.starts_with('+')).copied() {
        Some("build" | "b" | "rustc" | "leptos" | "zigbuild") => build(run, command, &home),
        Some("test" | "check" | "clippy" | "bench" | "doc") => {
            registry(run, &home);
            let range = typical("cargo-target").map_or(Range::ZERO, |estimate| estimate.range);
            let target = target_folder(run, command);
            run.add(&target, Written::new("target/ of a build", range, Content::CargoTarget, Source::Guess));
        }
        Some("fetch" | "vendor" | "update") => registry(run, &home),
        Some("install") => {
            registry(run, &home);
            let root = command.value(&["--root"]).map_or_else(|| home.clone(), |root| run.absolute(root));
            let names: Vec<&str> = operands.iter().skip(1).copied().collect();
            let local = command.value(&["--path"]).is_some();
            let names = if local {
                vec![path::file_name(&run.folder).to_owned()]
            } else {
                names.iter().map(|name| name.split('@').next().unwrap_or("").to_owned()).collect()
            };
            let program = typical("cargo-install").map_or(Range::ZERO, |estimate| estimate.range);
            for name in names {
                let label = format!("{name}, built by cargo install");
                let wanted =
                    run.stage.wanted.iter().find(|wanted| path::is_within(wanted, &path::join(&root, "bin"))).cloned();
                let place = wanted.filter(|_| local).unwrap_or_else(|| path::join(&root, &format!("bin/{name}")));
                run.write_file(&place, Written::new(label, program, Content::RustBinary, Source::Guess));
            }
        }
        Some("chef") if operands.contains(&"cook") => {
            registry(run, &home);
            let target = target_folder(run, command);
            let estimate = compiled(run);
            run.add(
                &target,
                Written::new("compiled dependencies", estimate.range, Content::CargoTarget, estimate.source),
            );
        }
        Some("clean") => {
            let target = target_folder(run, command);
            run.remove(&target);
        }
        _ => {}
    }
    Stream::some_lines()
}

/// `rustup` and `rustup-init`: toolchains and components.
pub fn rustup(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let operands = command.operands_without(&["--default-toolchain", "--profile", "--toolchain", "-c", "--target"]);
    let home = run.variable("RUSTUP_HOME").unwrap_or_else(|| format!("{}/.rustup", run.home));
    // Sizes of the components of stable releases; the minimal profile leaves documentation out.
    let (label, range) = match operands.first().copied() {
        Some("target") => ("a target's standard library", Range::new(60_000_000, 140_000_000, 300_000_000)),
        Some("component") => ("components of the toolchain", Range::new(5_000_000, 30_000_000, 200_000_000)),
        Some("show" | "--version" | "set") => return Stream::some_lines(),
        _ if command.value(&["--profile"]) == Some("minimal") => {
            ("a Rust toolchain, minimal", Range::new(450_000_000, 620_000_000, 800_000_000))
        }
        _ => ("a Rust toolchain", Range::new(600_000_000, 1_150_000_000, 1_600_000_000)),
    };
    let written = Written::new(label, range, Content::NativeBinary, Source::Neighbour);
    run.add(&home, written.compressing(TOOLCHAIN));
    Stream::some_lines()
}

/// Toolchains and their documentation compress better than programs: the rust images of 2018 to 2026 less their bases.
const TOOLCHAIN: Option<(f64, f64, f64)> = Some((0.2, 0.31, 0.42));

/// What the `[dependencies]` of the pasted Cargo.toml add to target/, and how many they are.
fn dependencies(run: &Run<'_>) -> Option<(usize, Range)> {
    let text = run.manifest("Cargo.toml")?;
    if text.contains("[workspace]") {
        return None;
    }
    let mut inside = false;
    let mut ranges = Vec::new();
    for line in text.lines().map(str::trim) {
        let name = if line.starts_with('[') {
            inside = line.starts_with("[dependencies]");
            line.strip_prefix("[dependencies.").map(|name| name.trim_end_matches(']'))
        } else {
            line.split_once('=').map(|(name, _)| name.trim()).filter(|_| inside && !line.starts_with('#'))
        };
        ranges.extend(name.map(|name| if FRAMEWORKS.contains(&name) { HEAVY } else { LIGHT }));
    }
    Some((ranges.len(), Range::sum(ranges)))
}

fn registry(run: &mut Run<'_>, home: &str) {
    let folder = path::join(home, "registry");
    if run.disk.weigh(&folder).high > 0 {
        return;
    }
    let written = match dependencies(run) {
        Some((0, _)) => return,
        Some((count, compiled)) => {
            let range = compiled.ratio(SOURCES.0, SOURCES.1, SOURCES.2);
            Written::new(
                format!("cargo's registry for {count} dependencies"),
                range,
                Content::SourceTree,
                Source::Typical,
            )
        }
        None => match typical("cargo-registry") {
            Some(estimate) => Written::estimated(&estimate, Content::SourceTree),
            None => return,
        },
    };
    run.add(&folder, written);
}

fn compiled(run: &Run<'_>) -> Estimate {
    match dependencies(run) {
        Some((_, compiled)) => Estimate::new(
            Range::sum([compiled, PLAIN_TARGET]),
            Source::Typical,
            "target/, by the dependencies of Cargo.toml",
        ),
        None => typical("cargo-target").unwrap_or(Estimate::new(HEAVY, Source::Guess, "target/")),
    }
}

fn target_folder(run: &Run<'_>, command: &Command<'_>) -> String {
    let named = run.variable("CARGO_TARGET_DIR").or_else(|| command.value(&["--target-dir"]).map(str::to_owned));
    run.absolute(named.as_deref().unwrap_or("target"))
}

fn build(run: &mut Run<'_>, command: &Command<'_>, home: &str) {
    registry(run, home);
    let target = target_folder(run, command);
    let release =
        command.has(&["--release"]) || command.value(&["--profile"]) == Some("release") || command.has(&["-r"]);
    let triple = command.value(&["--target"]).map(|triple| format!("{triple}/")).unwrap_or_default();
    let folder = path::join(&target, &format!("{triple}{}", if release { "release" } else { "debug" }));
    let debug = if release { 1.0 } else { 3.0 };
    // Dependencies compiled by an earlier step are not compiled again.
    if run.disk.weigh(&path::join(&folder, "deps")).likely == 0 {
        let estimate = compiled(run);
        let written =
            Written::new(estimate.reason.clone(), estimate.range.times(debug), Content::CargoTarget, estimate.source);
        run.add(&path::join(&folder, "deps"), written);
    }
    let program = match dependencies(run) {
        Some((_, compiled)) => Estimate::new(
            Range::sum([compiled.ratio(LINKED.0, LINKED.1, LINKED.2), PLAIN_PROGRAM]),
            Source::Typical,
            "the program, by the dependencies of Cargo.toml",
        ),
        None => typical("cargo-binary").unwrap_or(Estimate::new(PLAIN_PROGRAM, Source::Guess, "the program")),
    };
    let wanted = run.stage.wanted.iter().find(|wanted| path::is_within(wanted, &folder)).cloned();
    let package = run.manifest("Cargo.toml").and_then(|text| {
        let line = text.lines().find(|line| line.trim_start().starts_with("name"))?;
        Some(line.split('"').nth(1)?.to_owned())
    });
    let place = wanted.unwrap_or_else(|| path::join(&folder, package.as_deref().unwrap_or("app")));
    run.write_file(
        &place,
        Written::new(program.reason.clone(), program.range.times(debug), Content::RustBinary, program.source),
    );
}
