//! Go: the program alone on distroless, or on the bare system where cgo or a shell is needed.

use super::Declined;
use super::before::Before;
use super::finish::Finish;
use super::plan::{Line, Plan};
use super::program;
use super::role::{Role, role};
use super::script::Unit;
use super::start::{Start, json, start};
use super::workshop::Workshop;
use crate::path;
use crate::syntax::Keyword;

/// Modules that call C code and do nothing without it.
const WITH_C: [&str; 8] = [
    "mattn/go-sqlite3",
    "confluentinc/confluent-kafka-go",
    "h2non/bimg",
    "gographics/imagick",
    "libgit2/git2go",
    "pebbe/zmq4",
    "google/gopacket",
    "davidbyttow/govips",
];
const BUILD_VARIABLES: [&str; 10] =
    ["CGO_ENABLED", "GOOS", "GOARCH", "GO111MODULE", "GOPATH", "GOPROXY", "GOFLAGS", "GOPRIVATE", "GOSUMDB", "GOCACHE"];

pub(super) fn plan(before: &Before<'_>) -> Option<Result<Plan, Declined>> {
    let start = start(before);
    let builds = before.units().any(|unit| unit.program() == "go" && matches!(go(unit), Some(Role::Build)));
    (builds || start.program() == "go").then(|| split(before, &start))
}

fn go(unit: &Unit) -> Option<Role> {
    if matches!(unit.program(), "cp" | "mv" | "upx" | "strip") {
        return Some(Role::Build);
    }
    if unit.program() != "go" {
        return None;
    }
    let operands = unit.operands();
    Some(match operands.first().copied().unwrap_or("") {
        // These read what the sources import.
        "mod" if operands.iter().any(|word| matches!(*word, "tidy" | "vendor" | "init")) => Role::Build,
        "mod" => Role::Install,
        "build" | "test" | "vet" | "generate" | "fmt" => Role::Build,
        "install" if operands.iter().any(|word| word.contains('@')) => Role::Tool,
        "get" if !operands.iter().any(|word| word.starts_with('.')) && operands.len() > 1 => Role::Tool,
        "install" | "get" | "run" => Role::Build,
        "clean" => Role::Prune,
        "version" => Role::Quiet,
        _ => Role::Tool,
    })
}

fn split(before: &Before<'_>, start: &Start) -> Result<Plan, Declined> {
    let mut plan = Plan { ignored: vec![".git"], ..Plan::default() };
    let cgo = calls_c(before);
    let made = made(before, start)?;
    let home = before.variable("GOPATH").unwrap_or(if before.image.name == "golang" { "/go" } else { "/root/go" });
    let mounts = format!(
        "RUN --mount=type=cache,target={} \\\n    --mount=type=cache,target=/root/.cache/go-build \\\n    ",
        path::absolute(home, "pkg/mod")
    );
    let modules = if before.has_mounts() {
        "RUN ".to_owned()
    } else {
        format!("RUN --mount=type=cache,target={} \\\n    ", path::absolute(home, "pkg/mod"))
    };
    let is_set = before.variable("CGO_ENABLED").is_some();
    // Go 1.13 brought the option.
    let minor = before.image.tag.split(['.', '-']).nth(1).and_then(|minor| minor.parse::<u32>().ok());
    let is_old =
        before.image.name == "golang" && before.image.major() == Some(1) && minor.is_some_and(|minor| minor < 13);
    let has_modules = before.variable("GO111MODULE") != Some("off")
        && !before.units().any(|unit| unit.program() == "go" && (unit.has("get") || unit.has("init")))
        && !before.paths().any(|path| path.starts_with("vendor/"));
    let manifests =
        if before.knows_context() && !before.has_file("go.sum") { "COPY go.mod ./" } else { "COPY go.mod go.sum* ./" };
    let workshop = Workshop {
        about: "Compiles the program; nothing of this stage ships but the result.",
        role: &go,
        manifests: if has_modules { vec![Line::new(manifests)] } else { Vec::new() },
        first_install: has_modules.then(|| Line::new(format!("{modules}go mod download"))),
        reads_sources: false,
        is_manifest: &|name| name.starts_with("go.") || name == "go.*",
        also: Vec::new(),
        install: Box::new(|unit: &Unit| Line::new(format!("{modules}{}", unit.in_place()))),
        build: Box::new(|unit: &Unit| {
            let calls = unit.commands.iter().any(|words| crate::syntax::shell::program(words) == "go");
            if calls {
                Line::new(format!("{mounts}{}", command(&unit.in_place(), cgo, is_set, is_old)))
            } else {
                Line::new(format!("RUN {}", unit.in_place()))
            }
        }),
    };
    let mut stage = workshop.stage(before)?;
    if let Some(run) = &made.run {
        stage.line(format!("{mounts}{}", command(run, cgo, is_set, is_old)));
    }
    plan.stages.push(stage);

    let alone = !cgo && !start.needs_shell && !program::needs_system(before, &go);
    let mut image = if alone {
        program::distroless(before)
    } else {
        before.image.system().ok_or_else(|| Declined::new("the system below its base image is not known"))?
    };
    // Compiled on one platform for another: what ships is for the other.
    let crosses = before.units().any(|unit| unit.text.contains("TARGETARCH"))
        || before.pieces.iter().any(|piece| piece.text.starts_with("ENV") && piece.text.contains("TARGETARCH"));
    if crosses && image.flags.contains("BUILDPLATFORM") {
        image.flags.clear();
    }
    let artifacts = program::shipped(before, &mut plan, &made.from, &made.to);
    let (command, entrypoint) = match (start.keyword, made.start) {
        (Some(Keyword::Entrypoint), start) => (None, start),
        (_, start) => (start, None),
    };
    let is_alpine = image.is_alpine();
    let finish = Finish {
        about: if alone {
            "What ships: the program, root certificates and time zones."
        } else {
            "What ships: the program on the bare system."
        },
        role: &go,
        artifacts,
        settings: Vec::new(),
        libraries: if alone || is_alpine { Vec::new() } else { vec!["ca-certificates".into()] },
        drop_variables: &BUILD_VARIABLES,
        keeps: &|piece| workshop.is_beside(before, piece),
        user: (!alone).then(|| program::user(&image)),
        command,
        entrypoint,
        has_shell: !alone,
        drops_unknown: true,
        moves: true,
        for_build: &[],
        image,
    };
    let last = finish.stage(before, &mut plan)?;
    plan.stages.push(last);
    if alone {
        program::note_nonroot(before, &mut plan);
    }
    if !cgo && !is_set && before.manifest("go.mod").is_none() {
        plan.note("Built without cgo. If a module calls C code, SQLite's for one, set CGO_ENABLED=1 and ship it on the system of the build stage.");
    }
    Ok(plan)
}

/// Whether C code is part of the program.
fn calls_c(before: &Before<'_>) -> bool {
    match before.variable("CGO_ENABLED") {
        Some(value) => return value == "1",
        None if before.units().any(|unit| unit.text.contains("CGO_ENABLED=0")) => return false,
        None if before.units().any(|unit| unit.text.contains("CGO_ENABLED=1")) => return true,
        None => {}
    }
    let required = before.manifest("go.mod").unwrap_or("");
    if WITH_C.iter().any(|module| required.contains(module)) {
        return true;
    }
    let is_compiler = |name: &String| {
        matches!(name.as_str(), "gcc" | "g++" | "build-base" | "build-essential" | "musl-dev") || name.ends_with("-dev")
    };
    // With go.mod at hand, its modules say whether the compiler is used.
    before.manifest("go.mod").is_none()
        && before
            .units()
            .any(|unit| matches!(role(unit, &go), Role::Packages(packages) if packages.names.iter().any(is_compiler)))
}

/// `go build` with what makes the program small and, without cgo, free of the system's libraries.
fn command(text: &str, cgo: bool, is_set: bool, is_old: bool) -> String {
    let found = ["go build", "go install"].iter().filter_map(|verb| Some((text.find(verb)?, *verb))).min();
    let Some((at, verb)) = found else { return text.to_owned() };
    let mut flags = String::new();
    if !text.contains("-trimpath") && !is_old {
        flags.push_str(" -trimpath");
    }
    if !text.contains("-ldflags") {
        flags.push_str(" -ldflags=\"-s -w\"");
    }
    let (start, rest) = text.split_at(at);
    let switch = if cgo || is_set || text.contains("CGO_ENABLED") { "" } else { "CGO_ENABLED=0 " };
    format!("{start}{switch}{verb}{flags}{}", &rest[verb.len()..])
}

/// The program: where the build puts it, where it goes, and how it is started there.
struct Made {
    from: String,
    to: String,
    start: Option<String>,
    /// A build in the place of `go run`.
    run: Option<String>,
}

fn made(before: &Before<'_>, start: &Start) -> Result<Made, Declined> {
    if start.program() == "go" {
        return instead_of_run(before, start);
    }
    let built: Vec<(String, Option<String>)> = before.units().filter_map(|unit| output(before, unit)).collect();
    let name = start.program();
    // What is started and what is built must be the same program.
    let path = start.path(before.workdir());
    let same = built.iter().find(|(_, output)| {
        output.as_ref().is_some_and(|output| match &path {
            Some(path) => output == path,
            None => output.rsplit('/').next() == Some(name),
        })
    });
    let found = match (same, path) {
        (Some((_, Some(output))), _) => output.clone(),
        (_, Some(path)) if before.units().any(|unit| puts(unit, &path)) => path,
        (_, Some(path)) if built.iter().any(|(_, output)| output.is_none()) => path,
        // `go install ./...` puts each program where PATH finds it.
        (_, None) if !name.is_empty() && before.units().any(installs_all) => format!("/go/bin/{name}"),
        // A shell script may start it.
        _ if start.needs_shell && built.len() == 1 => built[0]
            .1
            .clone()
            .ok_or_else(|| Declined::new("the name of the program that go build writes is not known"))?,
        _ => return Err(Declined::new("what it starts is not what go build writes")),
    };
    let to = match found.strip_prefix("/go/bin/") {
        Some(name) => format!("/usr/local/bin/{name}"),
        None => found.clone(),
    };
    let mut words = start.words.clone();
    let moved = to != found && words.first().is_some_and(|word| word.contains('/'));
    if moved {
        words[0].clone_from(&to);
    }
    // Distroless images have no shell for the shell form.
    let is_shell_form =
        start.keyword.and_then(|keyword| before.last(keyword)).is_some_and(|piece| !piece.text.contains('['));
    let rewrite = !start.needs_shell && (moved || is_shell_form) && !words.is_empty();
    Ok(Made { from: found, to, start: rewrite.then(|| start.with(&words)), run: None })
}

/// Whether the command copies or moves a file to that place.
fn puts(unit: &Unit, place: &str) -> bool {
    let operands = unit.operands();
    let Some((to, sources)) = operands.split_last().filter(|_| matches!(unit.program(), "cp" | "mv")) else {
        return false;
    };
    let to = path::absolute(&unit.at, to);
    let name = |source: &str| source.rsplit('/').next().unwrap_or("").to_owned();
    to == place || sources.iter().any(|source| path::absolute(&to, &name(source)) == place)
}

fn installs_all(unit: &Unit) -> bool {
    unit.program() == "go" && unit.has("install") && !unit.text.contains('@')
}

/// Where a build writes the program: the command's text, and the path as far as it is known.
fn output(before: &Before<'_>, unit: &Unit) -> Option<(String, Option<String>)> {
    let operands = unit.operands();
    let folder = unit.at.as_str();
    let words = unit.words();
    let named = words.iter().position(|word| word == "-o").and_then(|at| words.get(at + 1));
    let named = named.map(String::as_str).or_else(|| words.iter().find_map(|word| word.strip_prefix("-o=")));
    match operands.first().copied() {
        _ if unit.program() != "go" => None,
        Some("build") => {
            let is_target = |word: &&str| word.starts_with('.') || word.ends_with(".go") || word.contains("cmd/");
            let target = operands
                .iter()
                .skip(1)
                .rev()
                .find(|word| is_target(word) && Some(**word) != named)
                .copied()
                .unwrap_or(".");
            let last = target.trim_end_matches('/').trim_end_matches("/...").rsplit('/').next().unwrap_or(".");
            let is_folder = named.is_some_and(|named| named.ends_with('/'));
            let name = match last {
                // Several programs, of several names.
                _ if is_folder && target.ends_with("...") => None,
                "." | "..." | "" => module(before).map(str::to_owned),
                file => Some(file.trim_end_matches(".go").to_owned()),
            };
            let place = match named {
                Some(folder_named) if folder_named.ends_with('/') => {
                    name.map(|name| path::absolute(folder, &format!("{folder_named}{name}")))
                }
                Some(file) => Some(path::absolute(folder, file)),
                None => name.map(|name| path::absolute(folder, &name)),
            };
            Some((unit.text.clone(), place))
        }
        Some("install") if !operands.iter().any(|word| word.contains('@')) => {
            let target = operands.get(1).copied().unwrap_or(".");
            let last = target.trim_end_matches("/...").rsplit('/').next().unwrap_or(".");
            let name = if matches!(last, "." | "") { module(before)? } else { last };
            Some((unit.text.clone(), Some(format!("/go/bin/{name}"))))
        }
        _ => None,
    }
}

/// The last part of the module's path, the name of its program.
fn module<'a>(before: &Before<'a>) -> Option<&'a str> {
    let line = before.manifest("go.mod")?.lines().find_map(|line| line.trim().strip_prefix("module "))?;
    let parts: Vec<&str> = line.trim().trim_matches('"').split('/').collect();
    let is_version =
        |part: &str| part.len() > 1 && part.starts_with('v') && part[1..].bytes().all(|at| at.is_ascii_digit());
    parts.iter().rev().find(|part| !is_version(part)).copied()
}

fn instead_of_run(before: &Before<'_>, start: &Start) -> Result<Made, Declined> {
    if start.needs_shell || start.words.get(1).is_none_or(|word| word != "run") {
        return Err(Declined::new("how it starts the program is not understood"));
    }
    let is_target = |word: &&String| word.starts_with('.') || word.ends_with(".go");
    let targets: Vec<String> = start.words.iter().skip(2).take_while(|word| is_target(word)).cloned().collect();
    let rest = start.words.get(2 + targets.len()..).unwrap_or_default();
    if targets.is_empty() || rest.first().is_some_and(|word| word.starts_with('-') && start.words.get(2) == Some(word))
    {
        return Err(Declined::new("what go run runs is not understood"));
    }
    let last = targets[0].trim_end_matches(".go").rsplit('/').next().unwrap_or("");
    let name = if matches!(last, "." | "" | "main") { module(before).unwrap_or("app") } else { last };
    let place = format!("/usr/local/bin/{name}");
    let mut words = vec![place.clone()];
    words.extend_from_slice(rest);
    let keyword = start.keyword.unwrap_or(Keyword::Cmd).name();
    let line = format!("{keyword} {}", json(&words));
    Ok(Made {
        from: place.clone(),
        to: place.clone(),
        start: Some(line),
        run: Some(format!("go build -o {place} {}", targets.join(" "))),
    })
}
