//! Rust: the program on the bare system of the toolchain, or on distroless where it is linked against musl.

use super::Declined;
use super::before::{Before, Piece};
use super::finish::Finish;
use super::packages::of_modules;
use super::plan::{Line, Plan};
use super::program;
use super::role::Role;
use super::script::Unit;
use super::start::{Start, start};
use super::workshop::Workshop;
use crate::path;

const CARGO: &str = "/usr/local/cargo";
/// Crates that speak TLS with the certificates of the system.
const WITH_CERTIFICATES: [&str; 9] =
    ["reqwest", "hyper", "ureq", "native-tls", "openssl", "aws-", "tonic", "rustls-native-certs", "sqlx"];

pub(super) fn plan(before: &Before<'_>) -> Option<Result<Plan, Declined>> {
    let start = start(before);
    let builds = before.units().any(|unit| unit.program() == "cargo" && matches!(rust(unit), Some(Role::Build)));
    (builds || start.program() == "cargo").then(|| split(before, &start))
}

fn rust(unit: &Unit) -> Option<Role> {
    let operands = unit.operands();
    let first = operands.iter().find(|word| !word.starts_with('+')).copied().unwrap_or("");
    Some(match (unit.program(), first) {
        ("rustup", _) => Role::Tool,
        ("cargo", "install") if !unit.has("--path") && !unit.text.contains("--path=") => Role::Tool,
        ("cargo", "clean") => Role::Prune,
        ("cargo", _) => Role::Build,
        ("cp" | "mv" | "strip" | "install", _) if unit.text.contains("target/") => Role::Build,
        _ => return None,
    })
}

fn split(before: &Before<'_>, start: &Start) -> Result<Plan, Declined> {
    let mut plan = Plan { ignored: vec![".git", "target"], ..Plan::default() };
    let pretends = |unit: &Unit| unit.text.contains("src/main.rs") || unit.text.contains("src/lib.rs");
    if let Some(piece) = before.pieces.iter().find(|piece| piece.units.iter().any(pretends)) {
        return Err(Declined::at(
            piece.step.line,
            "it builds an empty program first to keep the dependencies; take that out, cache mounts do it in the stages",
        ));
    }
    let made = made(before, start)?;
    let registry = format!("--mount=type=cache,target={CARGO}/registry");
    let target = format!("--mount=type=cache,target={}", path::absolute(before.workdir(), "target"));
    // What lies under the mount is gone after the RUN, so that the program is copied out in the same one.
    let out = made.under_target.as_ref().map(|file| format!("\\\n    && cp {file} {}", made.from));
    let wrapped = move |text: &str, is_program: bool| match &out {
        Some(copy) if is_program => Line::new(format!("RUN {registry} \\\n    {target} \\\n    {text} {copy}")),
        Some(_) => Line::new(format!("RUN {registry} \\\n    {target} \\\n    {text}")),
        None => Line::new(format!("RUN {registry} \\\n    {text}")),
    };
    let mut workshop =
        Workshop::new("Compiles the program; nothing of this stage ships but the result.", &rust, &|name| {
            name.starts_with("Cargo.")
        });
    let last = before
        .units()
        .filter(|unit| unit.program() == "cargo" && unit.has("build"))
        .last()
        .map(|unit| unit.text.clone());
    let run = made.run.clone().map(|text| wrapped(&text, true));
    workshop.build = Box::new(move |unit: &Unit| {
        wrapped(&unit.in_place(), last.as_ref().is_some_and(|last| unit.text.contains(last)))
    });
    let mut stage = workshop.stage(before)?;
    stage.lines.extend(run);
    plan.stages.push(stage);

    let is_musl = made.target.is_some_and(|target| target.contains("musl")) || before.image.is_alpine();
    let called = start.needs_shell || program::needs_system(before, &rust);
    let alone = is_musl && !called && before.manifest("Cargo.toml").is_some_and(|text| !text.contains("openssl"));
    let image = if alone {
        program::distroless(before)
    } else {
        before.image.system().ok_or_else(|| Declined::new("the system below its base image is not known"))?
    };
    let mut libraries = Vec::new();
    if !alone && !image.is_alpine() {
        match before.manifest("Cargo.toml") {
            Some(text) => {
                let names: Vec<String> = text
                    .lines()
                    .filter_map(|line| line.split(['=', '.']).next())
                    .map(|name| name.trim().to_owned())
                    .collect();
                libraries = of_modules("cargo", &names, &image);
                if WITH_CERTIFICATES.iter().any(|name| names.iter().any(|other| other.starts_with(name))) {
                    libraries.push("ca-certificates".into());
                }
            }
            None => {
                libraries.push("ca-certificates".into());
                plan.note("Cargo.toml is not known: if the program links a library of the system, such as OpenSSL (libssl3), install that library in what ships.");
            }
        }
    }
    let artifacts = program::shipped(before, &mut plan, &made.from, &made.to);
    let keeps = |piece: &Piece<'_>| workshop.is_beside(before, piece);
    let about = if alone {
        "What ships: the program, root certificates and time zones."
    } else {
        "What ships: the program on the bare system."
    };
    let mut finish = Finish::new(about, image, &rust, artifacts, &keeps).starting(start, made.start);
    finish.libraries = libraries;
    finish.drop_variables = &[
        "CARGO_HOME",
        "RUSTUP_HOME",
        "RUSTFLAGS",
        "CARGO_TARGET_DIR",
        "CARGO_BUILD_TARGET",
        "CARGO_INCREMENTAL",
        "CARGO_NET_GIT_FETCH_WITH_CLI",
    ];
    finish.user = (!alone).then(|| program::user(&finish.image));
    finish.has_shell = !alone;
    finish.drops_unknown = true;
    let last = finish.stage(before, &mut plan)?;
    plan.stages.push(last);
    if alone {
        program::note_nonroot(before, &mut plan);
    }
    Ok(plan)
}

struct Made {
    /// Where the stage has the program, and where it ships.
    from: String,
    to: String,
    /// The file below `target` that is copied out of the mount.
    under_target: Option<String>,
    start: Option<String>,
    target: Option<String>,
    /// A build in the place of `cargo run`.
    run: Option<String>,
}

fn made(before: &Before<'_>, start: &Start) -> Result<Made, Declined> {
    let builds: Vec<&Unit> =
        before.units().filter(|unit| unit.program() == "cargo" && (unit.has("build") || unit.has("install"))).collect();
    let words = builds.last().map_or(&start.words[..], |unit| unit.words());
    let value = |name: &str| {
        let at = words.iter().position(|word| word == name);
        let next = at.and_then(|at| words.get(at + 1)).map(String::as_str);
        next.or_else(|| words.iter().find_map(|word| word.strip_prefix(name)?.strip_prefix('='))).map(str::to_owned)
    };
    let target = value("--target");
    let is_release = words.iter().any(|word| word == "--release" || word == "-r");
    let profile = value("--profile")
        .filter(|profile| profile != "dev")
        .unwrap_or_else(|| if is_release { "release" } else { "debug" }.into());
    let folder = match &target {
        Some(target) => format!("target/{target}/{profile}"),
        None => format!("target/{profile}"),
    };
    let of_manifest = || before.manifest("Cargo.toml").and_then(name_of_program);
    let bin = |name: &str| format!("/usr/local/bin/{name}");
    if start.program() == "cargo" {
        if start.needs_shell || !start.words.iter().any(|word| word == "run") {
            return Err(Declined::new("how it starts the program is not understood"));
        }
        let name = value("--bin").or_else(of_manifest).ok_or_else(|| {
            Declined::new("cargo run starts a program whose name Cargo.toml alone says, which is not known")
        })?;
        let arguments: Vec<String> = start.words.iter().skip_while(|word| *word != "--").skip(1).cloned().collect();
        let mut words = vec![bin(&name)];
        words.extend(arguments);
        let run = builds.is_empty().then(|| "cargo build --release".to_owned());
        let folder = if run.is_some() { "target/release" } else { folder.as_str() };
        return Ok(Made {
            from: bin(&name),
            to: bin(&name),
            under_target: Some(format!("{folder}/{name}")),
            start: Some(start.with(&words)),
            target,
            run,
        });
    }
    let path = start.path(before.workdir());
    let below = path::absolute(before.workdir(), "target");
    let is_moved = before
        .units()
        .any(|unit| matches!(unit.program(), "cp" | "mv" | "install" | "strip") && unit.text.contains("target/"));
    let installs = builds.iter().any(|unit| unit.has("install"));
    if let Some(path) = path.clone().filter(|path| path.starts_with(&format!("{below}/"))) {
        let name = path.rsplit('/').next().unwrap_or("").to_owned();
        let mut words = start.words.clone();
        if let Some(first) = words.first_mut() {
            *first = bin(&name);
        }
        if start.needs_shell || is_moved {
            return Ok(Made { from: path.clone(), to: path, under_target: None, start: None, target, run: None });
        }
        let file =
            path.strip_prefix(&format!("{}/", before.workdir().trim_end_matches('/'))).unwrap_or(&path).to_owned();
        return Ok(Made {
            from: bin(&name),
            to: bin(&name),
            under_target: Some(file),
            start: Some(start.with(&words)),
            target,
            run: None,
        });
    }
    let name = if start.needs_shell { value("--bin").or_else(of_manifest) } else { Some(start.program().to_owned()) };
    let Some(name) = name.filter(|name| !name.is_empty()) else {
        return Err(Declined::new("the name of the program is not known"));
    };
    if installs && (path.is_none() || path.as_deref() == Some(&format!("{CARGO}/bin/{name}"))) {
        let mut words = start.words.clone();
        if path.is_some() {
            words[0] = bin(&name);
        }
        let line = path.is_some().then(|| start.with(&words));
        return Ok(Made {
            from: format!("{CARGO}/bin/{name}"),
            to: bin(&name),
            under_target: None,
            start: line,
            target,
            run: None,
        });
    }
    let place = path.unwrap_or_else(|| bin(&name));
    if is_moved && before.units().any(|unit| unit.text.contains(&place) || unit.text.contains(path::parent(&place))) {
        return Ok(Made { from: place.clone(), to: place, under_target: None, start: None, target, run: None });
    }
    Err(Declined::new("what it starts is not what cargo builds"))
}

/// `[[bin]]`'s name, else the package's.
fn name_of_program(manifest: &str) -> Option<String> {
    let name_in = |section: &str| {
        let after = manifest.split(section).nth(1)?;
        let line = after
            .lines()
            .skip(1)
            .take_while(|line| !line.trim_start().starts_with('['))
            .find_map(|line| line.trim().strip_prefix("name")?.trim_start().strip_prefix('='))?;
        Some(line.trim().trim_matches('"').to_owned())
    };
    name_in("[[bin]]").or_else(|| name_in("[package]"))
}
