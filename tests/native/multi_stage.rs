//! One stage split into several: for every fixture of `tests/multi_stage` the text that is written, which
//! parses, is without findings of its own, weighs less, and is not split again; and what is declined, with its reason.
//!
//! `DRYDOCK_WRITE=1 cargo test --no-default-features --test native multi_stage` writes what is expected anew: read it.

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use drydock::advice::flatten::flatten;
use drydock::advice::synthesize::synthesize;
use drydock::analysis::{Analysis, analyze, multi_stage, subject};
use drydock::cache::{self, Cache, Outcome, Pick, picked, rebuild};
use drydock::scenario::Scenario;
use drydock::size::Catalog;

use crate::mutations::mutated;
use crate::random::Random;

const FOLDER: &str = "tests/multi_stage";

fn fixtures() -> Vec<PathBuf> {
    fixtures_in(FOLDER)
}

fn fixtures_in(folder: &str) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "Dockerfile"))
        .collect();
    paths.sort();
    paths
}

/// The Dockerfile with the Scenario beside it.
fn scenario(path: &Path) -> Scenario {
    let known = fs::read_to_string(path.with_extension("json")).unwrap_or_else(|_| "{}".into());
    let scenario = Scenario::from_json(serde_json::from_str(&known).unwrap()).unwrap();
    Scenario { dockerfile: fs::read_to_string(path).unwrap(), ..scenario }
}

/// Rules that find something, how often each.
fn findings(analysis: &Analysis) -> BTreeMap<&'static str, usize> {
    let mut found = BTreeMap::new();
    for finding in &analysis.findings {
        *found.entry(finding.rule.name).or_default() += 1;
    }
    found
}

#[test]
fn what_is_written_is_what_an_expert_would_write() {
    let catalog = Catalog::complete();
    let mut wrong = Vec::new();
    let fixtures = fixtures();
    for path in &fixtures {
        let before = scenario(path);
        let mut text = String::new();
        match multi_stage(&before, &catalog) {
            Ok(after) => {
                text.push_str(&after.scenario.dockerfile.replace('\r', ""));
                if after.scenario.dockerignore != before.dockerignore {
                    text.push_str("\n#### .dockerignore\n");
                    text.push_str(after.scenario.dockerignore.as_deref().unwrap_or(""));
                }
                text.push_str("\n#### notes\n");
                after.notes.iter().for_each(|note| text.extend([note, "\n"]));
                check(path, &before, &after.scenario, &catalog, &mut wrong);
            }
            Err(declined) => text.extend(["#### declined\n", &declined.why, "\n"]),
        }
        wrong.extend(unexpected(path, &text));
    }
    assert!(!fixtures.is_empty());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// How many mutated texts an ordinary test run tries.
const EXECUTIONS: usize = 800;

#[test]
fn nothing_breaks_on_mutated_dockerfiles() {
    let catalog = Catalog::complete();
    let scenarios: Vec<Scenario> = fixtures().iter().map(|path| scenario(path)).collect();
    let texts: Vec<String> = scenarios.iter().map(|scenario| scenario.dockerfile.clone()).collect();
    let seconds = std::env::var("DRYDOCK_FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    let end = seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let mut random = Random::new(11);
    let (mut executions, mut split, mut ill) = (0, 0, 0);
    while end.map_or(executions < EXECUTIONS, |end| Instant::now() < end) {
        let dockerfile = mutated(&texts, &mut random);
        let scenario = Scenario { dockerfile, ..random.pick(&scenarios).clone() };
        let result = catch_unwind(AssertUnwindSafe(|| multi_stage(&scenario, &catalog)));
        match result {
            Ok(Ok(after)) => {
                split += 1;
                let analysis = analyze(&after.scenario, &catalog);
                let _ = flatten(&subject(&after.scenario, &analysis, &catalog));
            }
            // Half a word of a script may be a whole one of an instruction, and ill there: that is declined, too.
            Ok(Err(declined)) => ill += usize::from(declined.why.contains("what was written")),
            Err(_) => panic!("after {executions} executions, on {:?}", scenario.dockerfile),
        }
        executions += 1;
    }
    println!("{executions} mutated Dockerfiles, {split} were split, {ill} would have had an error");
    assert!(split > executions / 20 && ill * 200 <= executions);
}

/// What differs from the text that is expected beside a fixture.
fn unexpected(path: &Path, text: &str) -> Option<String> {
    let expected = path.with_extension("expected");
    if std::env::var_os("DRYDOCK_WRITE").is_some() {
        fs::write(&expected, text).unwrap();
    }
    let differs = fs::read_to_string(&expected).unwrap_or_default() != text;
    differs.then(|| format!("{}: now\n{text}", path.display()))
}

#[test]
fn stages_become_the_single_one_they_would_be() {
    let catalog = Catalog::complete();
    let mut wrong = Vec::new();
    for path in fixtures_in("tests/single_stage") {
        let scenario = scenario(&path);
        let analysis = analyze(&scenario, &catalog);
        match flatten(&subject(&scenario, &analysis, &catalog)) {
            Ok(text) => {
                let flat = Scenario { dockerfile: text.clone(), target: None, ..scenario.clone() };
                let after = analyze(&flat, &catalog);
                assert!(after.errors().next().is_none(), "{text}");
                assert_eq!(after.graph.stages.len(), 1, "{text}");
                assert!(disk(&flat, &catalog) > disk(&scenario, &catalog), "{text}");
                wrong.extend(unexpected(&path, &text));
            }
            Err(why) => wrong.extend(unexpected(&path, &format!("#### declined\n{why}\n"))),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn check(path: &Path, before: &Scenario, after: &Scenario, catalog: &Catalog, wrong: &mut Vec<String>) {
    let (old, new) = (analyze(before, catalog), analyze(after, catalog));
    let lone = |text: &str| text.replace("\r\n", "").contains('\n');
    if before.dockerfile.contains("\r\n") && lone(&after.dockerfile) {
        wrong.push(format!("{}: line ends are mixed", path.display()));
    }
    let name = path.display();
    if let Some(error) = new.errors().next() {
        wrong.push(format!("{name}: {}", error.message));
    }
    let known = findings(&old);
    for (rule, count) in findings(&new) {
        if count > known.get(rule).copied().unwrap_or(0) {
            let messages: Vec<&str> = new.findings.iter().map(|finding| finding.message.as_str()).collect();
            wrong.push(format!("{name}: {rule}: {messages:?}"));
        }
    }
    if synthesize(&subject(after, &new, catalog)).is_ok() {
        wrong.push(format!("{name}: it is split twice"));
    }
    assert!(new.sizes.image.weight.disk.range.likely < old.sizes.image.weight.disk.range.likely);
}

fn disk(scenario: &Scenario, catalog: &Catalog) -> f64 {
    analyze(scenario, catalog).sizes.image.weight.disk.range.likely as f64
}

#[test]
fn telescope_alone_becomes_small_and_keeps_its_modules() {
    let catalog = Catalog::complete();
    let before = scenario(&Path::new(FOLDER).join("node-telescope.Dockerfile"));
    let after = multi_stage(&before, &catalog).unwrap();
    let disk = after.after.disk.range.likely;
    assert!(disk <= 300_000_000, "{disk}");
    assert!(after.before.disk.range.likely > 5 * disk);
    let installs = again(&before);
    assert!(installs.iter().any(|text| text.contains("npm install")), "{installs:?}");
    let installs = again(&after.scenario);
    assert!(!installs.iter().any(|text| text.contains("npm install")), "{installs:?}");
    assert!(installs.iter().any(|text| text.contains("npm run build")), "{installs:?}");
}

/// No stage that is written installs again when a source file changes.
#[test]
fn an_edited_source_file_installs_nothing_again() {
    let catalog = Catalog::complete();
    let mut wrong = Vec::new();
    for path in fixtures() {
        let Ok(after) = multi_stage(&scenario(&path), &catalog) else { continue };
        let installs = [
            "npm ci",
            "npm install",
            "yarn install",
            "pnpm install",
            "pip install",
            "pip3 install",
            "go mod download",
            "poetry install --no-root",
            "apt-get install",
            "apk add",
            "bundle install",
            "composer install",
            "dotnet restore",
            "go-offline",
            "--no-install-project",
        ];
        let mut again = again(&after.scenario);
        // The project itself is among what is installed here.
        again.retain(|text| !text.ends_with("pip install ."));
        wrong.extend(
            again
                .iter()
                .filter(|text| installs.iter().any(|install| text.contains(install)))
                .map(|text| format!("{}: {text}", path.display())),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The instructions that run again after an everyday edit of the sources.
fn again(scenario: &Scenario) -> Vec<String> {
    let build = cache::Build::of(scenario);
    let analysis = analyze(scenario, &Catalog::shipped());
    let (_, change) = picked(&Pick::Source, &build, &analysis.graph).unwrap();
    let rebuild = rebuild(&build, &change, Cache::Warm).unwrap();
    let steps = rebuild.steps.iter().filter(|step| step.outcome == Outcome::Again);
    steps
        .filter_map(|step| {
            Some(analysis.graph.stages[step.stage].steps[step.step?].span.of(&scenario.dockerfile).to_owned())
        })
        .collect()
}
