//! Python installers: pip, uv, poetry, pipenv, virtual environments, and `python -m` of them.

use super::{Command, Stream, archives};
use crate::bytes::{Range, Source};
use crate::size::content::Content;
use crate::size::ledger::Written;
use crate::size::packages::pip::{self, Installation, Options, Requirement};
use crate::size::packages::typical::typical;
use crate::size::path;
use crate::size::run::Run;

/// A fresh environment with its pip: measured 14.35 MB on Python 3.12, byte code of the standard library included.
const ENVIRONMENT: Range = Range { low: 10_000_000, likely: 14_350_000, high: 24_000_000 };
/// Byte code of the standard library and of pip that its first run writes where the image left it out: 2.03 MB on 3.12.
const FIRST_RUN: Range = Range { low: 700_000, likely: 2_000_000, high: 3_300_000 };
const TAKING: [&str; 22] = [
    "-r",
    "--requirement",
    "-c",
    "--constraint",
    "-i",
    "--index-url",
    "--extra-index-url",
    "-t",
    "--target",
    "--prefix",
    "--root",
    "-f",
    "--find-links",
    "-e",
    "--editable",
    "--trusted-host",
    "--timeout",
    "-w",
    "--wheel-dir",
    "--python",
    "--group",
    "-d",
];

pub fn python(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let words = command.words;
    match words
        .iter()
        .position(|word| word == "-m")
        .and_then(|at| words.get(at + 1).map(|module| (at + 2, module.as_str())))
    {
        Some((rest, module @ ("pip" | "uv" | "poetry" | "pipenv"))) => {
            let command = Command { name: module, words: &words[rest..], ..*command };
            return if module == "uv" {
                uv(run, &command)
            } else if module == "pip" {
                pip(run, &command)
            } else {
                project(run, &command)
            };
        }
        Some((rest, "venv" | "virtualenv")) => {
            let command = Command { name: "venv", words: &words[rest..], ..*command };
            return virtualenv(run, &command);
        }
        Some((_, "ensurepip")) => {
            run.add("/usr/local/lib/python3", Written::new("pip", ENVIRONMENT, Content::SitePackages, Source::Typical))
        }
        Some((_, "compileall")) => {
            let folder = site(run, command);
            let range = run.disk.weigh(&folder).ratio(0.05, 0.2, 0.4);
            run.add(&folder, Written::new("byte code", range, Content::SitePackages, Source::Typical));
        }
        _ if words.iter().any(|word| word == "collectstatic") => {
            let folder = run.absolute("static");
            let range = Range::new(800_000, 4_000_000, 40_000_000);
            run.add(&folder, Written::new("collected static files", range, Content::Media, Source::Guess));
        }
        _ if words.first().is_some_and(|word| word == "setup.py" || word.ends_with("get-pip.py")) => {
            let folder = site(run, command);
            let range = Range::new(200_000, 10_000_000, 30_000_000);
            run.add(&folder, Written::new("installed by a Python script", range, Content::SitePackages, Source::Guess));
        }
        _ => {}
    }
    Stream::some_lines()
}

pub fn pip(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let operands = command.operands_without(&TAKING);
    let Some((action, names)) = operands.split_first() else { return Stream::some_lines() };
    match *action {
        "install" => install(run, command, names, true),
        "wheel" | "download" => {
            let brought = requirements(run, command, names).map(|list| pip::install(&list, PIP));
            let range = brought.map_or_else(|| pip::unseen().range.times(0.3), |brought| brought.cache.range);
            let folder = run.absolute(command.value(&["-w", "--wheel-dir", "-d", "--dest"]).unwrap_or("."));
            run.add(&folder, Written::new("wheels", range, Content::Archive, Source::Typical));
        }
        "cache" if names.first() == Some(&"purge") => {
            let folder = format!("{}/.cache/pip", run.home);
            run.remove(&folder);
        }
        _ => {}
    }
    Stream::some_lines()
}

const PIP: Options = Options { byte_code: true, complete: false };

pub fn uv(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let operands = command.operands_without(&TAKING);
    match operands.split_first() {
        Some((&"pip", [action, names @ ..])) if matches!(*action, "install" | "sync") => {
            if *action == "sync" {
                sync_files(run, command, names);
            } else {
                install(run, command, names, false);
            }
        }
        Some((&"sync" | &"run", _)) => return project(run, command),
        Some((&"venv", rest)) => {
            let folder = run.absolute(rest.first().copied().unwrap_or(".venv"));
            run.add(
                &folder,
                Written::new(
                    "an empty environment",
                    Range::new(2_000, 30_000, 100_000),
                    Content::Text,
                    Source::Typical,
                ),
            );
        }
        Some((&"python", ["install", ..])) => {
            let folder = format!("{}/.local/share/uv/python", run.home);
            run.add(
                &folder,
                Written::new(
                    "a Python of uv's",
                    Range::new(60_000_000, 95_000_000, 130_000_000),
                    Content::SitePackages,
                    Source::Typical,
                ),
            );
        }
        Some((&"tool", ["install", names @ ..])) => install(run, command, names, false),
        _ => {}
    }
    Stream::some_lines()
}

/// `uv pip sync requirements.txt`: the files are the requirements.
fn sync_files(run: &mut Run<'_>, command: &Command<'_>, files: &[&str]) {
    let texts: Vec<_> = files.iter().filter_map(|file| run.manifest(file)).collect();
    let list: Vec<Requirement> = texts.iter().flat_map(|text| pip::read_requirements(text)).collect();
    place(run, command, (!list.is_empty()).then_some(list), Options { byte_code: false, complete: true });
}

/// `poetry install`, `pipenv install`, `uv sync`: the project's lock file.
pub fn project(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let action = command.operands_without(&TAKING).first().copied().unwrap_or("");
    if !matches!(action, "install" | "sync" | "run" | "update" | "add") {
        return Stream::some_lines();
    }
    let locks = ["uv.lock", "poetry.lock", "pdm.lock"];
    let locked = locks.iter().find_map(|name| run.manifest(name)).map(|text| pip::read_lock(&text));
    let byte_code = command.name != "uv" || run.variable("UV_COMPILE_BYTECODE").is_some();
    let written_out = run.variable("PYTHONDONTWRITEBYTECODE").is_some() && command.name != "uv";
    if action == "run" {
        return Stream::some_lines();
    }
    place(
        run,
        command,
        locked.filter(|list| !list.is_empty()),
        Options { byte_code: byte_code && !written_out, complete: true },
    );
    Stream::some_lines()
}

pub fn virtualenv(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let Some(folder) = command.operands_without(&["-p", "--python", "--prompt"]).first().copied() else {
        return Stream::some_lines();
    };
    let folder = run.absolute(folder);
    let range = if command.has(&["--without-pip"]) { Range::new(2_000, 10_000, 60_000) } else { ENVIRONMENT };
    let written = Written::new("a fresh environment with its pip", range, Content::SitePackages, Source::Typical);
    run.add(&path::join(&folder, "lib"), written);
    run.disk.make_folder(&path::join(&folder, "bin"));
    Stream::some_lines()
}

/// What the words and `-r` files ask for; `None` where a file is not known.
fn requirements(run: &Run<'_>, command: &Command<'_>, names: &[&str]) -> Option<Vec<Requirement>> {
    let mut list: Vec<Requirement> = names.iter().filter_map(|name| pip::requirement(name)).collect();
    let mut words = command.words.iter();
    while let Some(word) = words.next() {
        let file = match word.as_str() {
            "-r" | "--requirement" => words.next().map(String::as_str),
            word => {
                word.strip_prefix("--requirement=").or_else(|| word.strip_prefix("-r").filter(|rest| !rest.is_empty()))
            }
        };
        if let Some(file) = file {
            list.extend(pip::read_requirements(&run.manifest(file)?));
        }
    }
    Some(list)
}

fn install(run: &mut Run<'_>, command: &Command<'_>, names: &[&str], by_pip: bool) {
    let options =
        Options { byte_code: by_pip && !command.has(&["--no-compile"]), complete: command.has(&["--no-deps"]) };
    // Local wheels and folders: what they hold, unpacked.
    let local: Vec<&str> =
        names.iter().filter(|name| name.starts_with(['.', '/']) || name.ends_with(".whl")).copied().collect();
    for word in &local {
        let found = run.paths(word).into_iter().filter(|path| path.ends_with(".whl")).collect::<Vec<_>>();
        let weight = Range::sum(found.iter().map(|path| run.disk.weigh(path)).collect::<Vec<_>>());
        let range = if weight.likely > 0 { archives::grown(weight) } else { Range::new(5_000, 300_000, 60_000_000) };
        let folder = site(run, command);
        run.add(&folder, Written::new("a local Python package", range, Content::SitePackages, Source::Guess));
    }
    let list = requirements(run, command, names);
    if list.as_ref().is_some_and(Vec::is_empty) {
        return;
    }
    place(run, command, list, options);
}

fn place(run: &mut Run<'_>, command: &Command<'_>, list: Option<Vec<Requirement>>, options: Options) {
    let folder = site(run, command);
    let tools: u64 = list.iter().flatten().map(|requirement| tool_bytes(&requirement.name)).sum();
    let list =
        list.map(|list| list.into_iter().filter(|requirement| tool_bytes(&requirement.name) == 0).collect::<Vec<_>>());
    if tools > 0 {
        let written =
            Written::new("pip and its tools", Range::within(tools, 0.4), Content::SitePackages, Source::Typical);
        run.add(&folder, written);
    }
    let list = match list {
        Some(list) if list.is_empty() => return,
        Some(mut list) if without_graphics(run, command, &list) => {
            pip::for_processors(&mut list);
            Some(list)
        }
        list => list,
    };
    let named =
        list.as_ref().map(|list| list.iter().take(3).map(|one| one.name.clone()).collect::<Vec<_>>().join(", "));
    let cache = match list.map(|list| pip::install(&list, options)) {
        Some(Installation { packages, disk, cache, ratio, .. }) => {
            let parts = packages.iter().map(|package| (package.name.clone(), package.bytes));
            let label = format!("Python packages: {}", named.unwrap_or_default());
            let written = Written::new(label, disk.range, Content::SitePackages, disk.source);
            run.add(&folder, written.made_of(parts).compressing(ratio));
            cache.range
        }
        None => {
            let estimate = pip::unseen();
            let label = "Python packages of a file nobody pasted";
            run.add(&folder, Written::new(label, estimate.range, Content::SitePackages, estimate.source));
            typical("pip-requirements").map_or(Range::ZERO, |estimate| estimate.range.ratio(0.2, 0.23, 0.35))
        }
    };
    let silent = run.variable("PYTHONDONTWRITEBYTECODE").is_some();
    if run.stage.image.name == "python"
        && options.byte_code
        && !silent
        && !run.stage.python_ran
        && !folder.contains("venv")
    {
        run.stage.python_ran = true;
        let written = Written::new(
            "byte code of Python itself, on its first run",
            FIRST_RUN,
            Content::SitePackages,
            Source::Typical,
        );
        run.add("/usr/local/lib", written);
    }
    keep_cache(run, command, cache);
}

/// Whether PyTorch comes from its index of builds for processors alone, by an option, a setting or the version's mark.
fn without_graphics(run: &Run<'_>, command: &Command<'_>, list: &[Requirement]) -> bool {
    let index = |text: &str| text.contains("/whl/cpu");
    let setting = |name: &str| run.variable(name).is_some_and(|value| index(&value));
    command.words.iter().any(|word| index(word))
        || ["PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "UV_INDEX_URL", "UV_EXTRA_INDEX_URL"].into_iter().any(setting)
        || list.iter().any(|one| one.version.as_ref().is_some_and(|version| version.ends_with("+cpu")))
}

/// pip, setuptools and wheel weigh the same everywhere (pip 23 to 25 with byte code).
fn tool_bytes(name: &str) -> u64 {
    match name {
        "pip" => 12_500_000,
        "setuptools" => 6_500_000,
        "wheel" => 450_000,
        _ => 0,
    }
}

fn keep_cache(run: &mut Run<'_>, command: &Command<'_>, range: Range) {
    let off = command.has(&["--no-cache-dir", "--no-cache"])
        || run.variable("PIP_NO_CACHE_DIR").is_some_and(|value| !matches!(value.as_str(), "0" | "off" | "false" | ""))
        || run.variable("UV_NO_CACHE").is_some()
        || run.variable("POETRY_NO_CACHE").is_some();
    // uv links files from its cache into place: only other files are extra.
    if off || (command.name == "uv" && run.variable("UV_LINK_MODE").is_none_or(|mode| mode != "copy")) {
        return;
    }
    let name = match command.name {
        "poetry" => "pypoetry",
        "uv" => "uv",
        _ => "pip",
    };
    let folder = run.variable("PIP_CACHE_DIR").unwrap_or_else(|| format!("{}/.cache/{name}", run.home));
    run.add(&folder, Written::new(format!("wheels kept in {name}'s cache"), range, Content::Archive, Source::Typical));
}

/// Where packages go: as the options say, into the environment in force, or into Python's own folder.
fn site(run: &Run<'_>, command: &Command<'_>) -> String {
    if let Some(folder) = command.value(&["-t", "--target"]) {
        return run.absolute(folder);
    }
    let version = version(run);
    let below = |folder: &str| format!("{folder}/lib/python{version}/site-packages");
    if let Some(folder) = command.value(&["--prefix"]) {
        return below(&run.absolute(folder));
    }
    if command.has(&["--user"]) {
        return below(&format!("{}/.local", run.home));
    }
    if let Some((folder, _)) =
        command.program.rsplit_once("/bin/").filter(|(folder, _)| !folder.starts_with("/usr") && !folder.is_empty())
    {
        return below(&run.absolute(folder));
    }
    let project = matches!(command.name, "uv" | "poetry" | "pipenv")
        && command.operands().first().is_some_and(|word| *word != "pip");
    if project && !command.has(&["--system"]) {
        let wanted = run.stage.wanted.iter().find(|wanted| wanted.ends_with("venv"));
        return below(&wanted.cloned().unwrap_or_else(|| run.absolute(".venv")));
    }
    let environment = run.variable("VIRTUAL_ENV").or_else(|| {
        let path = run.variable("PATH")?;
        let first = path.split(':').next()?.strip_suffix("/bin")?.to_owned();
        (run.disk.exists(&first) && !first.starts_with("/usr")).then_some(first)
    });
    match environment {
        Some(folder) => below(&folder),
        None => below("/usr/local"),
    }
}

/// The image's Python, by its tag: `3.12` of `python:3.12-slim`.
fn version(run: &Run<'_>) -> String {
    let numbers: String =
        run.stage.image.tag.chars().take_while(|character| character.is_ascii_digit() || *character == '.').collect();
    let mut parts = numbers.split('.').filter(|part| !part.is_empty());
    match (run.stage.image.name.as_str(), parts.next(), parts.next()) {
        ("python", Some(major), Some(minor)) => format!("{major}.{minor}"),
        _ => "3".to_owned(),
    }
}
