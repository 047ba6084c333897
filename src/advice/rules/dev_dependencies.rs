//! Development dependencies installed into an image that runs in production. Silent about images for development and for
//! tests, where a later step builds with them (`toolchain-shipped` speaks of that), and where the manifest has none.
//!
//! After npm's documentation of `install` (`--omit`), Yarn's and pnpm's of `install --production`/`--prod`, Composer's
//! `--no-dev`, Bundler's `without`, Poetry's `--only main`, Pipenv's `--dev` and uv's `--no-dev`.

use super::super::bases::external;
use super::super::calls::{Ask, Manager, call, requirements};
use super::super::{Advice, Fix, Gain, Rule, Run, Subject, editing};
use super::ways::{MOST, is_for_development, runs_in_the_end};
use super::words::has;
use crate::syntax::shell::Command;
use crate::text::Edit;

pub const RULE: Rule = Rule { name: "dev-dependencies", title: "Development dependencies ship", gain: Gain::Size };

/// The same where the model of sizes does not tell development dependencies from others, so that no threshold applies.
const UNWEIGHED: Rule = Rule { gain: Gain::Safety, ..RULE };

pub fn look(subject: &Subject<'_>, found: &mut Vec<Advice>) {
    if is_for_development(subject) || tests(subject) {
        return;
    }
    let runs = subject.runs().filter(|run| !run.step.triggered);
    let commands = runs.flat_map(|run| run.commands.iter().enumerate().map(move |(at, command)| (run, at, command)));
    let installs = commands.filter_map(|(run, at, command)| match call(command) {
        Some((manager, Ask::Project | Ask::Build)) if command.certain && !command.substituted => {
            Some((run, at, command, manager))
        }
        _ => None,
    });
    for (run, at, command, manager) in installs.take(MOST) {
        found.extend(advice(subject, run, at, command, manager));
    }
}

fn advice(subject: &Subject<'_>, run: &Run<'_>, at: usize, command: &Command, manager: Manager) -> Option<Advice> {
    let change = match manager {
        Manager::Npm | Manager::Yarn | Manager::Pnpm | Manager::Bun => node(subject, run, at, command, manager)?,
        Manager::Pip => pip(subject, run, command)?,
        Manager::Pipenv if has(command, &["--dev", "-d"]) => {
            let word = if has(command, &["--dev"]) { "--dev" } else { "-d" };
            Change::new(editing::remove_word(subject, run, command, word), "Leave --dev out", DOUBT)
        }
        Manager::Poetry if !has(command, &["--no-dev", "--only", "--without", "--with", "--only-root"]) => {
            let flag = if is_old_poetry(subject, run) { " --no-dev" } else { " --only main" };
            Change::new(editing::insert_after(run, command, "install", flag), "Install the main group only", DOUBT)
        }
        Manager::Uv if command.words.get(1).is_some_and(|word| word == "sync") => {
            let told = has(
                command,
                &["--no-dev", "--only-group", "--no-default-groups", "--all-groups", "--dev", "--no-group"],
            ) || is_on(run, "UV_NO_DEV");
            if told {
                return None;
            }
            Change::new(editing::insert_after(run, command, "sync", " --no-dev"), "Leave the dev group out", DOUBT)
        }
        Manager::Composer if !has(command, &["--no-dev"]) && !is_on(run, "COMPOSER_NO_DEV") => {
            Change::new(editing::insert_after(run, command, "install", " --no-dev"), "Install with --no-dev", DOUBT)
        }
        Manager::Bundler => bundler(subject, run, command)?,
        _ => return None,
    };
    // Whoever needs them in a later step of the image would miss them.
    if needs_later(subject, run, at, manager) && !change.prunes {
        return None;
    }
    let why = "Test runners, linters and compilers are installed along with what the program needs. Nothing that the image \
               runs uses them.";
    let title = format!("{} installs development dependencies, too", command.program());
    let fix = change.edit.map(|edit| match change.doubt {
        None => Fix::safe(change.label, vec![edit]),
        Some(doubt) => Fix::to_check(change.label, vec![edit], doubt),
    });
    let is_weighed = matches!(manager, Manager::Npm | Manager::Yarn | Manager::Pnpm | Manager::Bun);
    let rule = if is_weighed { &RULE } else { &UNWEIGHED };
    Some(Advice::new(subject, rule, run.place(command), title, why).fix(fix))
}

const DOUBT: &str = "What runs may still use something that is listed for development only.";

struct Change {
    edit: Option<Edit>,
    label: &'static str,
    doubt: Option<&'static str>,
    /// It takes them away after they were used.
    prunes: bool,
}

impl Change {
    fn new(edit: Option<Edit>, label: &'static str, doubt: &'static str) -> Self {
        Self { edit, label, doubt: Some(doubt), prunes: false }
    }
}

fn node(subject: &Subject<'_>, run: &Run<'_>, at: usize, command: &Command, manager: Manager) -> Option<Change> {
    let told = [
        "--production",
        "--prod",
        "-P",
        "--omit",
        "--only",
        "--include",
        "--dev",
        "-D",
        "--save-dev",
        "--no-optional-dev",
        "--filter",
        "--immutable",
    ];
    let ask = call(command)?.1;
    let is_production = run.step.state.variables.get("NODE_ENV").is_some_and(|value| value == "production")
        || command.assignments.iter().any(|(name, value)| name == "NODE_ENV" && value == "production")
        || is_on(run, "NPM_CONFIG_PRODUCTION")
        || run.step.state.variables.get("NPM_CONFIG_OMIT").is_some();
    let manifest = manifest(subject, run, command);
    let has_none = manifest.is_some_and(|text| !text.contains("\"devDependencies\""));
    if ask != Ask::Project
        || has(command, &told)
        || command.words.iter().any(|word| word == "fetch")
        || is_production
        || has_none
    {
        return None;
    }
    if !runs_production(subject, manifest) {
        return None;
    }
    let flag = match manager {
        Manager::Npm if is_old_npm(subject, run) => "--only=production",
        Manager::Npm => "--omit=dev",
        Manager::Pnpm => "--prod",
        _ => "--production",
    };
    if let Some(last) = builds_after(run, at) {
        // Built in the same RUN: they can still go before the layer is written.
        let prune = match manager {
            Manager::Npm if is_old_npm(subject, run) => "npm prune --production",
            Manager::Npm => "npm prune --omit=dev",
            Manager::Pnpm => "pnpm prune --prod",
            _ => return None,
        };
        let later = run.commands[last..].iter().any(|command| command.words.iter().any(|word| word == "prune"));
        let edit = (!later).then(|| editing::append(subject, run, prune))?;
        return Some(Change { edit, label: "Prune them after the build", doubt: Some(DOUBT), prunes: true });
    }
    let word = command.words.iter().skip(1).find(|word| !word.starts_with('-'));
    let edit = editing::insert_after(run, command, word.unwrap_or(&command.words[0]), &format!(" {flag}"));
    let edit = if word.is_none() {
        editing::insert_after(run, command, command.words.first()?, &format!(" install {flag}"))
    } else {
        edit
    };
    let hooks = ["\"prepare\"", "\"postinstall\"", "\"install\"", "\"preinstall\""];
    let is_plain = manifest.is_some_and(|text| !hooks.iter().any(|hook| text.contains(hook)));
    let runs_node = runs_in_the_end(subject).iter().all(|command| command.program() == "node");
    let doubt = if is_plain && runs_node {
        None
    } else {
        Some(
            "Scripts that run at installation or at start (prepare, a start through ts-node) may use something that is listed for development only.",
        )
    };
    Some(Change { edit, label: "Install production dependencies only", doubt, prunes: false })
}

/// Whether what the image runs is a program rather than a tool of the dependencies.
fn runs_production(subject: &Subject<'_>, manifest: Option<&str>) -> bool {
    let commands = runs_in_the_end(subject);
    let start = || {
        let parsed: serde_json::Value = serde_json::from_str(manifest?).ok()?;
        let words: Vec<String> = parsed["scripts"]["start"].as_str()?.split_whitespace().map(str::to_owned).collect();
        let tool = words.iter().find(|word| !word.contains('='))?.clone();
        Some(
            parsed["devDependencies"].as_object()?.keys().any(|name| name.rsplit('/').next() == Some(tool.as_str()))
                || tool == "react-scripts"
                || tool == "ng",
        )
    };
    !commands.is_empty()
        && commands.iter().all(|command| match command.program() {
            "node" | "pm2" | "pm2-runtime" | "bun" | "docker-entrypoint.sh" | "tini" | "dumb-init" => true,
            "npm" | "yarn" | "pnpm" => {
                let is_start = command.words.iter().any(|word| word == "start" || word.starts_with("start:prod"));
                is_start && start() != Some(true)
            }
            _ => false,
        })
}

fn pip(subject: &Subject<'_>, run: &Run<'_>, command: &Command) -> Option<Change> {
    let words: Vec<&str> = command.words.iter().map(String::as_str).collect();
    let files: Vec<&str> = requirements(&words).collect();
    let is_development = |file: &&&str| {
        let name = file.rsplit('/').next().unwrap_or(file);
        let stem = name.split('.').next().unwrap_or(name);
        stem.split(['-', '_'])
            .any(|part| matches!(part, "dev" | "devel" | "development" | "test" | "tests" | "testing" | "lint"))
    };
    let file = files.iter().find(is_development)?;
    let runs = runs_in_the_end(subject);
    if runs.is_empty() {
        return None;
    }
    // Of one file alone it is not known which other one to install.
    if files.len() < 2 {
        return Some(Change { edit: None, label: "", doubt: None, prunes: false });
    }
    let all = run.words(command);
    let at = all.iter().position(|piece| piece.text == **file)?;
    let before = all.get(at.checked_sub(2)?)?;
    let option = all.get(at - 1)?;
    if !matches!(option.text.as_str(), "-r" | "--requirement") {
        return None;
    }
    let (start, end) = (run.source(before.span)?.end, run.source(all[at].span)?.end);
    let between = crate::text::Span::new(start, end).of(subject.text());
    let edit = (!between.contains('#')).then(|| Edit::delete(crate::text::Span::new(start, end)));
    Some(Change { edit, label: "Leave the development requirements out", doubt: Some(DOUBT), prunes: false })
}

fn bundler(subject: &Subject<'_>, run: &Run<'_>, command: &Command) -> Option<Change> {
    let production = ["RAILS_ENV", "RACK_ENV", "APP_ENV"]
        .iter()
        .any(|name| run.step.state.variables.get(name).is_some_and(|value| value == "production"));
    let told = run.step.state.variables.get("BUNDLE_WITHOUT").is_some()
        || has(command, &["--without", "--with"])
        || subject.built_runs().flat_map(|run| &run.commands).any(|other| {
            other.program() == "bundle"
                && other.words.iter().any(|word| matches!(word.as_str(), "without" | "with" | "only"))
        });
    if !production || told {
        return None;
    }
    let first = run.words(command);
    let at = run.source(first.first()?.span)?.start;
    let edit = Edit::insert(at, "bundle config set --local without 'development test' && ");
    Some(Change::new(Some(edit), "Leave the groups development and test out", DOUBT))
}

/// The last command after one in its RUN that builds with what was installed.
fn builds_after(run: &Run<'_>, at: usize) -> Option<usize> {
    let builds = |command: &Command| matches!(call(command), Some((_, Ask::Build))) || is_builder(command.program());
    run.commands.iter().enumerate().skip(at + 1).filter(|(_, command)| builds(command)).map(|(at, _)| at).next_back()
}

/// Whether a later step of the image builds or tests with what was installed.
fn needs_later(subject: &Subject<'_>, run: &Run<'_>, at: usize, manager: Manager) -> bool {
    let uses = |command: &Command| match manager {
        Manager::Npm | Manager::Yarn | Manager::Pnpm | Manager::Bun => {
            matches!(
                call(command),
                Some((Manager::Npm | Manager::Yarn | Manager::Pnpm | Manager::Bun, Ask::Build | Ask::Clean))
            ) || is_builder(command.program())
                || matches!(command.program(), "make" | "sh" | "bash")
                || command.program().ends_with(".sh")
        }
        Manager::Bundler => command.words.iter().any(|word| word.contains("rspec") || word.contains("rubocop")),
        _ => matches!(
            command.program(),
            "pytest" | "tox" | "mypy" | "flake8" | "ruff" | "phpunit" | "make" | "coverage" | "pylint"
        ),
    };
    run.commands.iter().skip(at + 1).any(uses)
        || subject.runs_after(run).any(|later| later.commands.is_empty() || later.commands.iter().any(uses))
}

fn is_builder(program: &str) -> bool {
    matches!(
        program,
        "tsc"
            | "vite"
            | "webpack"
            | "ng"
            | "next"
            | "nuxt"
            | "gulp"
            | "grunt"
            | "rollup"
            | "esbuild"
            | "lerna"
            | "nx"
            | "turbo"
            | "prisma"
    )
}

/// Whether tests are run in the image itself.
fn tests(subject: &Subject<'_>) -> bool {
    subject.runs().flat_map(|run| &run.commands).any(|command| {
        matches!(command.program(), "pytest" | "tox" | "phpunit" | "rspec" | "jest" | "mypy" | "flake8")
            || (matches!(call(command), Some((_, Ask::Build))) && command.words.iter().any(|word| word == "test"))
    })
}

fn manifest<'a>(subject: &Subject<'a>, run: &Run<'_>, command: &Command) -> Option<&'a str> {
    let folder = run.path(command, ".");
    let name = folder.rsplit('/').next().unwrap_or("");
    let texts = &subject.scenario.manifests;
    let of =
        |path: &str| texts.iter().find(|(key, _)| key.trim_start_matches("./") == path).map(|(_, text)| text.as_str());
    of(&format!("{name}/package.json")).or_else(|| of("package.json"))
}

fn is_on(run: &Run<'_>, name: &str) -> bool {
    run.step.state.variables.get(name).is_some_and(|value| matches!(value, "1" | "true" | "yes" | "on"))
}

/// Before npm 7, which came with Node 15, there was no `--omit`.
fn is_old_npm(subject: &Subject<'_>, run: &Run<'_>) -> bool {
    external(subject, run.stage.index)
        .is_some_and(|base| base.name == "node" && base.read.version.first().is_some_and(|version| *version < 15))
}

/// Before Poetry 1.2 there were no groups, and so no `--only`.
fn is_old_poetry(subject: &Subject<'_>, run: &Run<'_>) -> bool {
    let is_old = |version: &str| version.starts_with("1.0") || version.starts_with("1.1") || version.starts_with("0.");
    run.step.state.variables.get("POETRY_VERSION").is_some_and(is_old)
        || subject
            .built_runs()
            .flat_map(|run| &run.commands)
            .flat_map(|command| &command.words)
            .any(|word| word.strip_prefix("poetry==").is_some_and(is_old))
}
