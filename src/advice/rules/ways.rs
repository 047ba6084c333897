//! How a Dockerfile is built and what its image is for, as rules ask about it: the frontend, BuildKit, the command that
//! a container runs.

use super::super::synthesize::synthesize;
use super::super::{Fix, Subject};
use crate::stages::Stage;
use crate::syntax::shell::{Command, commands};
use crate::text::{Edit, Span};

/// Whether `# syntax=` names a frontend older than a version, or one nobody here knows.
pub fn is_frozen_before(subject: &Subject<'_>, least: (u32, u32)) -> bool {
    let Some(directive) = subject.dockerfile.directives.iter().find(|directive| directive.name == "syntax") else {
        return false;
    };
    let image = directive.value.split('@').next().unwrap_or("");
    let (name, tag) = image.rsplit_once(':').unwrap_or((image, "latest"));
    let name = name.strip_prefix("docker.io/").unwrap_or(name);
    if !matches!(name, "docker/dockerfile" | "docker/dockerfile-upstream") {
        return true;
    }
    let mut numbers = tag.split(['.', '-']).map(str::parse::<u32>);
    match (numbers.next(), numbers.next()) {
        // `1` is the newest 1.x.
        (Some(Ok(major)), Some(Ok(minor))) => (major, minor) < least,
        (Some(Ok(major)), _) => major < least.0,
        _ => false,
    }
}

/// Whether it already asks for what only BuildKit builds.
pub fn has_buildkit(subject: &Subject<'_>) -> bool {
    let flags = ["mount", "link", "parents", "exclude", "network", "security", "checksum"];
    let dockerfile = subject.dockerfile;
    dockerfile.directives.iter().any(|directive| directive.name == "syntax")
        || dockerfile.instructions.iter().any(|instruction| {
            !instruction.heredocs.is_empty() || instruction.flags.iter().any(|flag| flags.contains(&flag.name.as_str()))
        })
}

/// What a container of the image runs, as commands: ENTRYPOINT and CMD together, a script for a shell taken apart.
pub fn runs_in_the_end(subject: &Subject<'_>) -> Vec<Command> {
    let Some(stage) = target(subject) else { return Vec::new() };
    let words: Vec<String> =
        [&stage.entrypoint, &stage.command].into_iter().flatten().flat_map(|words| words.iter().cloned()).collect();
    let quoted: Vec<String> = words.iter().map(|word| format!("'{}'", word.replace('\'', "'\\''"))).collect();
    let variable = |name: &str| stage.end.variables.get(name).map(str::to_owned);
    commands(&quoted.join(" "), &variable)
}

/// Whether nothing says what the image runs, or it runs a bare shell: then it is a base or a toolbox for others.
pub fn is_toolbox(subject: &Subject<'_>) -> bool {
    let commands = runs_in_the_end(subject);
    let is_shell = |command: &Command| {
        let bare = command.words.len() == 1 || command.words.iter().skip(1).all(|word| word.starts_with('-'));
        (matches!(command.program(), "sh" | "bash" | "zsh" | "ash" | "fish") && bare)
            || matches!(command.program(), "sleep" | "tail" | "true")
    };
    commands.iter().all(is_shell)
}

/// Whether the image is for working in rather than for running: it watches files, serves what is being edited, tests.
pub fn is_for_development(subject: &Subject<'_>) -> bool {
    const TOOLS: [&str; 22] = [
        "air",
        "reflex",
        "nodemon",
        "ts-node",
        "ts-node-dev",
        "tsx",
        "vite",
        "jest",
        "mocha",
        "vitest",
        "cypress",
        "ng",
        "pytest",
        "tox",
        "rspec",
        "rake",
        "phpunit",
        "watchexec",
        "cargo-watch",
        "jupyter",
        "jupyter-lab",
        "webpack-dev-server",
    ];
    const WORDS: [&str; 18] = [
        "dev",
        "watch",
        "test",
        "tests",
        "develop",
        "development",
        "--reload",
        "--watch",
        "start:dev",
        "serve",
        "debug",
        "lint",
        "e2e",
        "runserver",
        "spring-boot:run",
        "bootRun",
        "--hot",
        "docs",
    ];
    let named = target(subject).and_then(|stage| stage.name.as_deref()).is_some_and(is_development_name);
    named
        || runs_in_the_end(subject).iter().any(|command| {
            let tool = TOOLS.contains(&command.program());
            let is_runner = matches!(
                command.program(),
                "npm"
                    | "yarn"
                    | "pnpm"
                    | "bun"
                    | "npx"
                    | "cargo"
                    | "go"
                    | "mvn"
                    | "gradle"
                    | "dotnet"
                    | "python"
                    | "python3"
                    | "uvicorn"
                    | "flask"
                    | "make"
                    | "next"
                    | "nuxt"
                    | "gatsby"
                    | "webpack"
                    | "vue-cli-service"
                    | "fastapi"
                    | "quasar"
                    | "ionic"
            );
            // `npx serve` serves what is built; a development server is a word of another tool.
            let says = command.words.iter().skip(1).any(|word| {
                (WORDS.contains(&word.as_str()) && !(word == "serve" && command.program() == "npx"))
                    || TOOLS.contains(&word.as_str())
                    || word.starts_with("dev:")
                    || word.ends_with(":dev")
            });
            tool || (is_runner && says)
        })
}

/// Names of stages that people build on purpose with `--target`.
pub fn is_development_name(name: &str) -> bool {
    let words = [
        "dev",
        "devel",
        "development",
        "test",
        "tests",
        "testing",
        "debug",
        "lint",
        "ci",
        "docs",
        "e2e",
        "devcontainer",
        "local",
        "bench",
        "format",
        "check",
    ];
    name.split(['-', '_', '.']).any(|part| words.contains(&part))
}

/// The whole Dockerfile in stages, where it is one stage and one knows how.
pub fn split(subject: &Subject<'_>) -> Option<Fix> {
    if subject.graph.stages.len() != 1 {
        return None;
    }
    let written = synthesize(subject).ok()?;
    let edit = Edit::replace(Span::new(0, subject.text().len()), written.dockerfile);
    let notes = if written.notes.is_empty() { "Build it and run it.".to_owned() } else { written.notes.join(" ") };
    let mut fix = Fix::to_check("Build in one stage, ship another", vec![edit], notes);
    fix.dockerignore = written.dockerignore;
    Some(fix)
}

/// What compares a place with every later one looks at so many places: no file that people write has as many, and one that
/// is nothing else takes time in proportion to its length.
pub const MOST: usize = 100;

/// Whether a name or path can stand in a flag or a COPY as it is, without quotes.
pub fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_./@+-*".contains(&byte))
}

/// The text of `.dockerignore` with more lines at its end.
pub fn dockerignore_with(subject: &Subject<'_>, lines: &[String]) -> String {
    let before = subject.scenario.dockerignore.as_deref().unwrap_or("");
    let newline = if before.contains("\r\n") { "\r\n" } else { "\n" };
    let mut text = before.to_owned();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push_str(newline);
    }
    for line in lines {
        text.push_str(line);
        text.push_str(newline);
    }
    text
}

fn target<'a>(subject: &Subject<'a>) -> Option<&'a Stage> {
    subject.graph.target.and_then(|target| subject.graph.stages.get(target))
}
