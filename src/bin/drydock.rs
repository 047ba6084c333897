//! The native command line: the same core as the page, for files and pipes.

#[path = "drydock/compare.rs"]
mod compare;
#[path = "drydock/stages.rs"]
mod stages;

use std::io::{self, BufRead, BufWriter, Read, Write};
use std::process::ExitCode;

use compare::{Form, compare};
use drydock::analysis::{advised, analyze, fixed, leans_on};
use drydock::cache;
use drydock::report::json::Report;
use drydock::report::leans::Leans;
use drydock::report::text::{Text, savings};
use drydock::report::truth::Told;
use drydock::scenario::Scenario;
use drydock::size::Catalog;
use drydock::truth::{self, Truth};
use serde_json::Value;

const USAGE: &str = "\
drydock: a dry run for Dockerfiles

  drydock report FILE…             stages, layers and sizes as text; `-` is standard input
  drydock report --json FILE…      one JSON object a line
  drydock report --files-from -    takes the paths from standard input, one a line
  drydock report --history TRUTH FILE
                                   with the sizes of the real image: TRUTH has the output of docker history, docker
                                   image inspect, docker manifest inspect or dive --json; also with --json
  drydock report --markdown BEFORE [AFTER]
                                   the comparison for a pull request; also --mermaid, the stage graphs, and --svg, a
                                   picture that opens again when dropped onto the page
  drydock report --scenarios -     reads Scenario JSON, one a line; writes one JSON object a line
  drydock fix FILE                 the Dockerfile with every safe fix applied; says on standard error what it did
  drydock fix --scenario FILE      the same for the Dockerfile of a Scenario in a JSON file
  drydock fix --multi-stage FILE   the Dockerfile split into stages, where that pays; else says why not, exit code 1
  drydock fix --single-stage FILE  the reverse: what it would be without its stages, to show what they save
                                   both also with --scenario before FILE
  drydock cache --scenarios -      reads Scenario JSON with a change, one a line; writes what a rebuild runs again

A file with errors is reported like any other; the exit code is 1 if a file could not be read, 2 for a wrong call.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut out = BufWriter::new(io::stdout().lock());
    let done = match arguments.as_slice() {
        ["report", "--scenarios", "-"] => {
            let catalog = Catalog::complete();
            each_line(&mut out, |line, place, out| report_scenario(line, place, &catalog, out))
        }
        ["report", "--markdown", paths @ ..] if is_pair(paths) => compare(Form::Markdown, paths, &mut out),
        ["report", "--mermaid", paths @ ..] if is_pair(paths) => compare(Form::Mermaid, paths, &mut out),
        ["report", "--svg", paths @ ..] if is_pair(paths) => compare(Form::Svg, paths, &mut out),
        ["cache", "--scenarios", "-"] => each_line(&mut out, |line, _, out| {
            let answer = cache::scenario(line)?;
            Ok(writeln!(out, "{answer}")?)
        }),
        ["fix", "--scenario", path] => fix(path, of_json, &mut out),
        ["fix", "--multi-stage", "--scenario", path] => stages::split(path, of_json, &mut out),
        ["fix", "--multi-stage", path] if !path.starts_with("--") => stages::split(path, of_dockerfile, &mut out),
        ["fix", "--single-stage", "--scenario", path] => stages::join(path, of_json, &mut out),
        ["fix", "--single-stage", path] if !path.starts_with("--") => stages::join(path, of_dockerfile, &mut out),
        ["fix", path] if !path.starts_with("--") => fix(path, of_dockerfile, &mut out),
        ["report", rest @ ..] if !rest.is_empty() => report(rest, &mut out),
        ["--help" | "-h" | "help"] => out.write_all(USAGE.as_bytes()).map(|()| true),
        ["--version" | "-V"] => writeln!(out, "drydock {}", env!("CARGO_PKG_VERSION")).map(|()| true),
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done.and_then(|good| out.flush().map(|()| good)) {
        Ok(true) => ExitCode::SUCCESS,
        // The reader went away, as `head` does: nothing is wrong.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("drydock: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Two files side by side, or one alone.
fn is_pair(paths: &[&str]) -> bool {
    matches!(paths.len(), 1 | 2)
}

/// Whether every file could be read.
fn report(arguments: &[&str], out: &mut impl Write) -> io::Result<bool> {
    let catalog = Catalog::complete();
    let json = arguments.contains(&"--json");
    let mut paths: Vec<String> = Vec::new();
    let mut history = None;
    let mut rest = arguments.iter().filter(|argument| **argument != "--json");
    while let Some(argument) = rest.next() {
        match *argument {
            "--files-from" if rest.next() == Some(&"-") => {
                for line in io::stdin().lock().lines() {
                    paths.push(line?);
                }
            }
            "--history" => history = Some(rest.next().copied().unwrap_or("")),
            path => paths.push(path.to_owned()),
        }
    }
    let truth = match history.map(truth_of).transpose() {
        Ok(truth) => truth,
        Err(message) => {
            eprintln!("drydock: {message}");
            return Ok(false);
        }
    };
    let mut all_read = true;
    for path in paths.iter().filter(|path| !path.is_empty()) {
        match read(path) {
            Ok(dockerfile) => {
                let scenario = Scenario { dockerfile, ..Scenario::default() };
                write_report(path, scenario, truth.as_ref(), &catalog, json, out)?;
            }
            Err(error) => {
                all_read = false;
                eprintln!("drydock: {path}: {error}");
            }
        }
    }
    Ok(all_read)
}

/// Prints the Dockerfile after all safe fixes. What was done, and what is left to decide, goes to standard error.
fn fix(path: &str, scenario_of: fn(String) -> Result<Scenario, String>, out: &mut impl Write) -> io::Result<bool> {
    let scenario = read(path).map_err(|error| error.to_string()).and_then(scenario_of);
    let scenario = match scenario {
        Ok(scenario) => scenario,
        Err(error) => {
            eprintln!("drydock: {path}: {error}");
            return Ok(false);
        }
    };
    let catalog = Catalog::complete();
    let fixed = fixed(&scenario, &catalog);
    out.write_all(fixed.scenario.dockerfile.as_bytes())?;
    for advised in &fixed.applied {
        let advice = &advised.advice;
        let label = advice.fix.as_ref().map_or("", |fix| &fix.label);
        eprintln!("{path}:{}: {}: {label} ({})", advice.line, advice.title, savings(advised));
    }
    if fixed.scenario.dockerignore != scenario.dockerignore {
        eprintln!("{path}: .dockerignore is to read:\n{}", fixed.scenario.dockerignore.unwrap_or_default());
    }
    Ok(true)
}

fn of_dockerfile(dockerfile: String) -> Result<Scenario, String> {
    Ok(Scenario { dockerfile, ..Scenario::default() })
}

fn of_json(text: String) -> Result<Scenario, String> {
    let value = serde_json::from_str(&text).map_err(|error| format!("this is not JSON: {error}"))?;
    Scenario::from_json(value).map_err(|error| error.to_string())
}

/// Hands on each line of standard input that is not blank, with its number as a name. Whether all went well: what is
/// wrong with a line is said and the next one is read.
fn each_line<Out: Write>(
    out: &mut Out,
    mut answer: impl FnMut(&str, &str, &mut Out) -> Result<(), Wrong>,
) -> io::Result<bool> {
    let mut all_well = true;
    for (index, line) in io::stdin().lock().lines().enumerate() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        match answer(&line, &format!("-:{}", index + 1), out) {
            Ok(()) => {}
            Err(Wrong::Output(error)) => return Err(error),
            Err(Wrong::Line(message)) => {
                all_well = false;
                eprintln!("drydock: standard input, line {}: {message}", index + 1);
            }
        }
    }
    Ok(all_well)
}

/// What can go wrong while a line is answered.
enum Wrong {
    Line(String),
    Output(io::Error),
}

impl From<String> for Wrong {
    fn from(message: String) -> Self {
        Self::Line(message)
    }
}

impl From<io::Error> for Wrong {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

fn report_scenario(line: &str, place: &str, catalog: &Catalog, out: &mut impl Write) -> Result<(), Wrong> {
    let value: Value = serde_json::from_str(line).map_err(|error| format!("this is not JSON: {error}"))?;
    let path = value.get("name").and_then(Value::as_str).unwrap_or(place).to_owned();
    let scenario = Scenario::from_json(value).map_err(|error| error.to_string())?;
    Ok(write_report(&path, scenario, None, catalog, true, out)?)
}

/// What the real image's tools say, out of a file with their output.
fn truth_of(path: &str) -> Result<Truth, String> {
    if path.is_empty() {
        return Err("--history needs a file with the output of docker history or its like".into());
    }
    let text = read(path).map_err(|error| format!("{path}: {error}"))?;
    truth::read(&text).map_err(|error| format!("{path}: {error}"))
}

fn write_report(
    path: &str,
    mut scenario: Scenario,
    truth: Option<&Truth>,
    catalog: &Catalog,
    json: bool,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut analysis = analyze(&scenario, catalog);
    let told = truth.map(|truth| truth::given(truth, &analysis));
    if let Some(told) = &told {
        told.enter(&mut scenario);
        analysis = analyze(&scenario, catalog);
    }
    let advice = advised(&scenario, &analysis, catalog);
    let leans = leans_on(&scenario, &analysis, catalog);
    let text = scenario.dockerfile.as_str();
    if json {
        let report = Report::new(path, text, &analysis).with_truth(told.as_ref()).with_advice(&advice);
        serde_json::to_writer(&mut *out, &report.with_leans(&leans, &analysis))?;
        writeln!(out)
    } else {
        write!(out, "{}", Text { path, text, analysis: &analysis, advice: &advice })?;
        write!(out, "{}", Leans { leans: &leans, analysis: &analysis })?;
        told.as_ref().map_or(Ok(()), |told| write!(out, "{}", Told(told)))?;
        writeln!(out)
    }
}

/// Bytes that are no UTF-8 become replacement characters, as they would on the page.
fn read(path: &str) -> io::Result<String> {
    let mut bytes = Vec::new();
    if path == "-" {
        io::stdin().lock().read_to_end(&mut bytes)?;
    } else {
        bytes = std::fs::read(path)?;
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
