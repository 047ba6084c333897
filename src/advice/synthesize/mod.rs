//! A Dockerfile of one stage to one of several that builds the same and ships less. Writes text and never computes what it
//! saves: `analysis::multi_stage` runs the pipeline on it and declines where it does not pay.
//!
//! A stack is one file with `pub(super) fn plan` and its line in [`plan`]; all share how the single stage is read
//! (`before`), its commands (`role`), how a build stage (`workshop`) and the last one (`finish`) are made, and the writer.

mod before;
mod dotnet;
mod finish;
mod go;
mod image;
mod java;
mod native;
mod node;
mod node_install;
mod node_project;
mod owners;
mod packages;
mod php;
mod plan;
mod program;
mod python;
mod role;
mod ruby;
mod rust;
mod script;
mod start;
mod static_site;
mod workshop;

use self::before::Before;
use self::plan::Plan;
use super::Subject;

/// A multi-stage Dockerfile, and what to know before using it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Synthesized {
    pub dockerfile: String,
    /// The whole new text of `.dockerignore`, where it should change.
    pub dockerignore: Option<String>,
    /// What could not be known from here, and what is different now; one sentence or two each.
    pub notes: Vec<String>,
}

/// Why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declined {
    /// As the end of “it is not split, because …”.
    pub why: String,
}

/// The longest text that is split; what people write is a twentieth of it.
const LENGTH: usize = 40_000;

/// Writes the stages, or says why not.
pub fn synthesize(subject: &Subject<'_>) -> Result<Synthesized, Declined> {
    if subject.text().len() > LENGTH {
        return Err(Declined::new("it is too long to be split"));
    }
    let before = Before::read(subject)?;
    let mut plan = plan(&before)?;
    let header: Vec<String> = before.header.iter().map(|line| with_new_syntax(line, &mut plan)).collect();
    plan.header.splice(0..0, header);
    let dockerignore = ignore(&before, &plan);
    Ok(Synthesized { dockerfile: plan.write(before.crlf), dockerignore, notes: plan.notes })
}

/// Plans the stages of a file that is of its kind; `None` for others.
type Stack = fn(&Before<'_>) -> Option<Result<Plan, Declined>>;

/// The stacks in the order in which they are looked for.
fn plan(before: &Before<'_>) -> Result<Plan, Declined> {
    const STACKS: [Stack; 9] =
        [dotnet::plan, java::plan, go::plan, rust::plan, php::plan, ruby::plan, node::plan, python::plan, native::plan];
    const TESTS: [&str; 9] = ["pytest", "tox", "nox", "jest", "mocha", "vitest", "rspec", "phpunit", "playwright"];
    let start = start::start(before);
    if TESTS.contains(&start.program()) || start.words.get(1).is_some_and(|word| word == "test") {
        return Err(Declined::new("it runs tests, which may need any of its tools"));
    }
    let found = STACKS.iter().find_map(|stack| stack(before));
    // Such an image is for sources that are mounted when it runs, by whoever develops them.
    let has_sources =
        before.pieces.iter().any(|piece| piece.copy().is_some()) || before.units().any(|unit| unit.program() == "git");
    if found.is_some() && !has_sources {
        return Err(Declined::new("it copies no sources: what is mounted into it may need any of its tools"));
    }
    found.unwrap_or_else(|| Err(Declined::new("nothing in it is a build or an install that is known here")))
}

/// The line as it is, unless it asks for a frontend too old for mounts (1.2) or heredocs (1.4), by its release notes.
fn with_new_syntax(line: &str, plan: &mut Plan) -> String {
    let minor = line.split_once("docker/dockerfile:1.").filter(|_| line.contains("syntax")).map(|(_, rest)| rest);
    let digits = minor.map(|rest| rest.split(|at: char| !at.is_ascii_digit()).next().unwrap_or(""));
    match digits.and_then(|digits| digits.parse::<u32>().ok()) {
        Some(minor) if minor < 4 => {
            plan.note("The syntax line asks for docker/dockerfile:1 now, because older versions know no mounts or no heredocs.");
            "# syntax=docker/dockerfile:1".to_owned()
        }
        _ => line.to_owned(),
    }
}

/// The author's `.dockerignore` with the lines the plan asks for.
fn ignore(before: &Before<'_>, plan: &Plan) -> Option<String> {
    let scenario = before.subject.scenario;
    let old = scenario.dockerignore.as_deref().unwrap_or("");
    let has = |line: &str| {
        let same =
            |known: &str| known.trim().trim_start_matches(['/', '*']).trim_matches('/') == line.trim_matches('/');
        old.lines().any(same)
            || before
                .pieces
                .iter()
                .any(|piece| piece.copy().is_some_and(|copy| copy.sources.iter().any(|source| same(source))))
    };
    if !before.pieces.iter().any(|piece| piece.copies_everything()) {
        return None;
    }
    let missing: Vec<&str> = plan.ignored.iter().copied().filter(|line| !has(line)).collect();
    if missing.is_empty() {
        return None;
    }
    let mut text = old.to_owned();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    for line in missing {
        text.extend([line, "\n"]);
    }
    Some(text)
}

impl Declined {
    fn new(why: impl Into<String>) -> Self {
        Self { why: why.into() }
    }

    fn at(line: usize, why: impl std::fmt::Display) -> Self {
        Self { why: format!("line {line}: {why}") }
    }
}
