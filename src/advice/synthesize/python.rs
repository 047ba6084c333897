//! Python: packages are installed into a virtual environment beside the compilers, and the environment alone is copied to
//! the slim image.

use super::Declined;
use super::before::{Before, Piece};
use super::finish::Finish;
use super::packages::of_modules;
use super::plan::{Line, Plan};
use super::program::sources;
use super::role::{Role, role};
use super::script::Unit;
use super::start::{Start, start};
use super::workshop::Workshop;
use crate::path;
use crate::syntax::shell::program as name_of;

/// Where the environment goes that the author does not have.
const ENVIRONMENT: &str = "/venv";

pub(super) fn plan(before: &Before<'_>) -> Option<Result<Plan, Declined>> {
    let installs = before.units().any(|unit| matches!(python(unit), Some(Role::Install)));
    installs.then(|| split(before))
}

fn python(unit: &Unit) -> Option<Role> {
    let words = unit.words();
    let module = words.iter().position(|word| word == "-m").and_then(|at| words.get(at + 1)).map(String::as_str);
    let name = unit.program();
    let is_python = name.starts_with("python");
    match (name, module) {
        (name, _) if name.starts_with("pip") && name != "pipenv" => Some(pip(unit)),
        (_, Some("pip")) if is_python => Some(pip(unit)),
        (_, Some("venv" | "virtualenv" | "ensurepip")) if is_python => Some(Role::Tool),
        ("virtualenv", _) => Some(Role::Tool),
        ("poetry", _) if unit.has("install") => Some(Role::Install),
        ("uv", _) if unit.has("sync") || unit.has("pip") && unit.has("install") => Some(Role::Install),
        ("poetry" | "uv", _) if unit.has("run") => Some(Role::Build),
        ("poetry" | "uv", _) => Some(Role::Tool),
        ("find", _) if unit.text.contains("pyc") || unit.text.contains("pycache") => Some(Role::Prune),
        (_, Some("compileall" | "spacy")) if is_python => Some(Role::Build),
        // What others write may lie anywhere, a model in the home folder for one.
        _ if is_python
            && words.get(1).is_some_and(|file| file.ends_with("manage.py") || file.ends_with("setup.py")) =>
        {
            Some(Role::Build)
        }
        ("pipenv", _) if unit.has("install") || unit.has("sync") => Some(Role::Install),
        _ => None,
    }
}

fn pip(unit: &Unit) -> Role {
    const TOOLS: [&str; 8] = ["pip", "setuptools", "wheel", "poetry", "uv", "pip-tools", "virtualenv", "pipenv"];
    let operands = unit.operands();
    let names: Vec<&str> = operands.iter().copied().filter(|word| !matches!(*word, "pip" | "install")).collect();
    let installs = unit.has("install") || unit.has("sync");
    let plain = |word: &&&str| word.split(['=', '<', '>', '~', '[', '!']).next().unwrap_or(word).to_owned();
    if !installs {
        return if unit.has("cache") || unit.has("uninstall") { Role::Prune } else { Role::Quiet };
    }
    let asks = unit.has("-r") || unit.text.contains("--requirement") || unit.text.contains(" -r");
    let tools = names.iter().all(|word| TOOLS.contains(&plain(&word).as_str()));
    if tools && !asks { Role::Tool } else { Role::Install }
}

fn split(before: &Before<'_>) -> Result<Plan, Declined> {
    if before.image.name != "python" {
        return Err(Declined::new(
            "its base image is none of Python's own, and whether a smaller one runs the program is not known",
        ));
    }
    let mut plan = Plan { ignored: vec![".git", "__pycache__", "*.pyc", ".venv", "venv"], ..Plan::default() };
    let start = start(before);
    let installs: Vec<&Unit> = before.units().filter(|unit| matches!(role(unit, &python), Role::Install)).collect();
    if installs.iter().any(|unit| unit.program() == "pipenv") {
        return Err(Declined::new(
            "pipenv installs into an environment of its own choice; let it write a requirements.txt, and install that with pip",
        ));
    }
    let is_plain = |file: &String| file.chars().all(|at| at.is_alphanumeric() || "._-/".contains(at));
    if !requirement_files(&installs).iter().all(is_plain) {
        return Err(Declined::new("which file pip reads is in a variable that is not known"));
    }
    if installs.iter().any(|unit| unit.has("-e") || unit.has("--editable")) {
        return Err(Declined::new("it installs its own sources as editable, which must stay where they are"));
    }
    let needs_sources = installs.iter().any(|unit| reads_sources(unit));
    let builds = before.units().any(|unit| matches!(role(unit, &python), Role::Build));
    if needs_sources && installs.iter().any(|unit| unit.program().starts_with("pip")) {
        plan.note("pip installs the project itself, so that an edited source file installs again, with what the cache mount keeps. A requirements.txt that is copied and installed first would spare that.");
    }
    let place = environment(before);
    let workshop = workshop(before, needs_sources);
    let mut stage = workshop.stage(before)?;
    if place.is_none() {
        let is_first = |line: &Line| {
            line.text.starts_with("COPY")
                || line.text.starts_with("ADD")
                || line.text.contains("pip") && !is_tool_line(before, line)
        };
        let poetry = installs.iter().any(|unit| unit.program() == "poetry");
        let at = if poetry {
            stage.lines.iter().position(|line| line.text.contains("poetry install"))
        } else {
            stage.lines.iter().position(is_first)
        };
        let made = [Line::new(format!("RUN python -m venv {ENVIRONMENT}")), path_of(ENVIRONMENT)];
        let at = at.unwrap_or(stage.lines.len());
        stage.lines.splice(at..at, made);
    }
    if !builds && !needs_sources {
        let last = stage.lines.iter().rposition(|line| line.text.starts_with("RUN")).map_or(0, |last| last + 1);
        stage.lines.truncate(last);
    }
    plan.stages.push(stage);

    let image = before.image.slim();
    let place = place.unwrap_or_else(|| ENVIRONMENT.to_owned());
    let mut artifacts = vec![Line::new(format!("COPY --from=build {place} {place}"))];
    if builds {
        let folder = before.workdir();
        artifacts.push(Line::new(format!("COPY --from=build {folder} {folder}")));
    } else if needs_sources
        && installs.iter().all(|unit| unit.text.contains("pip"))
        && !start.words.iter().any(|word| word.contains(['/', '$']) || word.ends_with(".py"))
    {
        plan.note("The sources do not ship a second time: pip has installed the project into the environment.");
    } else {
        artifacts.extend(sources(before, &workshop));
    }
    let mut libraries = Vec::new();
    if !before.image.is_small() {
        match requirements(before, &installs) {
            Some(names) => libraries = of_modules("pip", &names, &image),
            None => plan.note("The slim image has few libraries: if a package loads one of the system, such as libpq for psycopg2, install that library there."),
        }
    }
    let sets_path = before.pieces.iter().any(|piece| piece.text.starts_with("ENV") && piece.text.contains(&place));
    let (command, entrypoint) = started(&start, &place)?;
    let is_alpine = image.is_alpine();
    let finish = Finish {
        about: "What ships: the environment and the program, without compilers.",
        image,
        role: &python,
        artifacts,
        settings: if sets_path { Vec::new() } else { vec![path_of(&place)] },
        libraries,
        drop_variables: &[
            "PIP_NO_CACHE_DIR",
            "PIP_DISABLE_PIP_VERSION_CHECK",
            "PIP_DEFAULT_TIMEOUT",
            "POETRY_VERSION",
            "POETRY_VIRTUALENVS_CREATE",
            "POETRY_NO_INTERACTION",
            "POETRY_HOME",
        ],
        keeps: &|piece: &Piece<'_>| workshop.is_beside(before, piece),
        user: Some((
            "app",
            Some(if is_alpine { "adduser -S -D -H app" } else { "useradd --system --no-create-home app" }),
        )),
        command,
        entrypoint,
        has_shell: true,
        drops_unknown: false,
        moves: !builds && !needs_sources && before.pieces.iter().any(|piece| workshop.is_manifests(piece)),
        for_build: &["python3", "python3-pip", "python3-venv"],
    };
    let last = finish.stage(before, &mut plan)?;
    plan.stages.push(last);
    Ok(plan)
}

fn workshop<'s>(before: &'s Before<'s>, needs_sources: bool) -> Workshop<'s> {
    let no_cache = before.variable("PIP_NO_CACHE_DIR").is_some();
    let install = move |unit: &Unit| {
        const DROPPED: [&str; 3] = ["--no-cache-dir", "--user", "--break-system-packages"];
        let mut words: Vec<&str> = unit.text.split(' ').filter(|word| !DROPPED.contains(word)).collect();
        let cache = match unit.program() {
            "poetry" => {
                if !["--no-dev", "--only", "--without", "--only=main", "--no-root"]
                    .iter()
                    .any(|option| unit.text.contains(option) && *option != "--no-root")
                {
                    words.push("--only main");
                }
                "/root/.cache/pypoetry"
            }
            "uv" => {
                if unit.has("sync") && !unit.has("--no-dev") {
                    words.push("--no-dev");
                }
                "/root/.cache/uv"
            }
            _ => "/root/.cache/pip",
        };
        let mut text = words.join(" ");
        if !unit.folder.is_empty() {
            text = format!("cd {} && {text}", unit.folder);
        }
        Line::new(if no_cache {
            format!("RUN {text}")
        } else {
            format!("RUN --mount=type=cache,target={cache} \\\n    {text}")
        })
    };
    // What the project needs comes before its sources, the project itself after them.
    let project = before.units().find(|unit| {
        matches!(role(unit, &python), Role::Install) && matches!(unit.program(), "poetry" | "uv") && !unit.has("pip")
    });
    let first = project.filter(|_| needs_sources).map(|unit| {
        let mut line = install(unit);
        line.text.push_str(if unit.program() == "uv" { " --no-install-project" } else { " --no-root" });
        line
    });
    Workshop {
        about: "Installs the packages, with all that some of them need to be compiled.",
        role: &python,
        manifests: if needs_sources && first.is_none() { Vec::new() } else { manifests(before) },
        also: Vec::new(),
        first_install: first,
        reads_sources: needs_sources,
        is_manifest: &|name| {
            name.starts_with("requirements")
                || name.starts_with("constraints")
                || matches!(
                    name,
                    "pyproject.toml"
                        | "poetry.lock"
                        | "poetry.lock*"
                        | "uv.lock"
                        | "setup.cfg"
                        | "Pipfile"
                        | "Pipfile.lock"
                        | "*.lock"
                )
        },
        install: Box::new(install),
        build: Box::new(|unit: &Unit| Line::new(format!("RUN {}", unit.in_place()))),
    }
}

/// Whether an install takes the project itself along.
fn reads_sources(unit: &Unit) -> bool {
    let is_local = |word: &&str| *word == "." || word.starts_with("./") || word.starts_with(".[") || *word == "/app";
    let project = matches!(unit.program(), "poetry" | "uv") && !unit.has("pip");
    unit.operands().iter().any(is_local) || project && !unit.has("--no-root") && !unit.has("--no-install-project")
}

/// The files that the installs name.
fn requirement_files(units: &[&Unit]) -> Vec<String> {
    let mut files = Vec::new();
    for unit in units {
        let words = unit.words();
        for (at, word) in words.iter().enumerate() {
            let named = match word.as_str() {
                "-r" | "-c" | "--requirement" | "--constraint" => words.get(at + 1).map(String::as_str),
                word => word
                    .strip_prefix("--requirement=")
                    .or_else(|| word.strip_prefix("-r").filter(|rest| rest.contains('.'))),
            };
            files.extend(named.map(|name| name.trim_start_matches("./").to_owned()));
        }
    }
    files
}

fn manifests(before: &Before<'_>) -> Vec<Line> {
    let units: Vec<&Unit> = before.units().filter(|unit| matches!(role(unit, &python), Role::Install)).collect();
    if units.iter().any(|unit| unit.program() == "poetry") {
        return vec![Line::new("COPY pyproject.toml poetry.lock* ./")];
    }
    if units.iter().any(|unit| unit.program() == "uv" && !unit.has("pip")) {
        return vec![Line::new("COPY pyproject.toml uv.lock* ./")];
    }
    let mut lines: Vec<Line> = Vec::new();
    let mut top: Vec<String> = Vec::new();
    for file in requirement_files(&units) {
        // What the image has as an absolute path is in the context by its place below the copied folder.
        let file = path::absolute(before.workdir(), &file);
        let Some(file) = file
            .strip_prefix(before.workdir().trim_end_matches('/'))
            .map(|file| file.trim_start_matches('/').to_owned())
        else {
            continue;
        };
        match file.rsplit_once('/') {
            // Files of such a folder include one another.
            Some((folder, _)) => lines.push(Line::new(format!("COPY {folder}/ ./{folder}/"))),
            None if !top.contains(&file) => top.push(file),
            None => {}
        }
    }
    if !top.is_empty() {
        lines.insert(0, Line::new(format!("COPY {} ./", top.join(" "))));
    }
    lines.dedup_by(|one, two| one.text == two.text);
    lines
}

/// The names of the packages that are installed; `None` where a file that names them is not known.
fn requirements(before: &Before<'_>, units: &[&Unit]) -> Option<Vec<String>> {
    let mut names: Vec<String> = Vec::new();
    for file in requirement_files(units) {
        let text =
            before.manifest(file.trim_start_matches("./")).or_else(|| before.manifest(file.rsplit('/').next()?))?;
        names.extend(text.lines().map(name).filter(|name| !name.is_empty()));
    }
    for unit in units {
        if matches!(unit.program(), "poetry" | "uv") {
            return None;
        }
        names.extend(unit.operands().into_iter().map(name).filter(|name| !name.is_empty()));
    }
    Some(names)
}

fn name(line: &str) -> String {
    let end = line.find(['=', '<', '>', '~', '!', '[', ';', ' ', '#', '@']).unwrap_or(line.len());
    line[..end].trim().to_ascii_lowercase().replace('_', "-")
}

/// The virtual environment that the author makes already.
fn environment(before: &Before<'_>) -> Option<String> {
    let makes =
        |unit: &&Unit| unit.has("venv") && unit.program().starts_with("python") || unit.program() == "virtualenv";
    let made = before
        .units()
        .find(makes)
        .and_then(|unit| unit.operands().last().map(|place| path::absolute(before.workdir(), place)));
    let by_uv = before.units().any(|unit| unit.program() == "uv" && unit.has("sync"));
    let named = before.variable("UV_PROJECT_ENVIRONMENT").map(str::to_owned);
    made.or_else(|| by_uv.then(|| named.unwrap_or_else(|| path::absolute(before.workdir(), ".venv"))))
}

fn path_of(place: &str) -> Line {
    Line::new(format!("ENV VIRTUAL_ENV={place} \\\n    PATH={place}/bin:$PATH"))
}

fn is_tool_line(before: &Before<'_>, line: &Line) -> bool {
    let is_tool = |unit: &&Unit| {
        matches!(python(unit), Some(Role::Tool)) && !unit.has("pip") && !unit.text.contains("setuptools")
    };
    before.units().filter(is_tool).any(|unit| line.text.contains(&unit.text))
}

/// How it is started from the environment: without the tool that made it.
fn started(start: &Start, place: &str) -> Result<(Option<String>, Option<String>), Declined> {
    let mut words = start.words.clone();
    let runs = matches!(start.program(), "poetry" | "uv" | "pipenv") && words.get(1).is_some_and(|word| word == "run");
    if runs {
        words.drain(..2);
        if start.needs_shell || words.first().is_none_or(|word| word.starts_with('-')) {
            return Err(Declined::new(format!("it starts {}, which does not ship", start.program())));
        }
    } else if let Some(name) = words
        .first()
        .and_then(|word| word.strip_prefix("/usr/local/bin/"))
        .filter(|name| !name.starts_with("python") && !start.needs_shell)
    {
        words[0] = format!("{place}/bin/{name}");
    } else if matches!(name_of(&words), "poetry" | "pipenv" | "uv" | "flit") {
        return Err(Declined::new(format!("it starts {}, which does not ship", start.program())));
    } else {
        return Ok((None, None));
    }
    let line = Some(start.with(&words));
    Ok(if start.keyword == Some(crate::syntax::Keyword::Entrypoint) { (None, line) } else { (line, None) })
}
