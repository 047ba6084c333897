//! One stage split into several: for every fixture of `tests/multi_stage` the text that is written, which
//! parses, is without findings of its own, weighs less, and is not split again; and what is declined, with its reason.
//!
//! `DRYDOCK_WRITE=1 cargo test --no-default-features --test native multi_stage` writes what is expected anew: read it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use drydock::analysis::{Analysis, analyze, multi_stage, subject};
use drydock::advice::synthesize::synthesize;
use drydock::scenario::Scenario;
use drydock::size::Catalog;

const FOLDER: &str = "tests/multi_stage";

fn fixtures() -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(FOLDER)
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
        let expected = path.with_extension("expected");
        if std::env::var_os("DRYDOCK_WRITE").is_some() {
            fs::write(&expected, &text).unwrap();
        }
        if fs::read_to_string(&expected).unwrap_or_default() != text {
            wrong.push(format!("{}: now\n{text}", path.display()));
        }
    }
    assert!(!fixtures.is_empty());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn check(path: &Path, before: &Scenario, after: &Scenario, catalog: &Catalog, wrong: &mut Vec<String>) {
    let (old, new) = (analyze(before, catalog), analyze(after, catalog));
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
