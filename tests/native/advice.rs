//! Advice: for every rule its fixtures of `tests/advice/<rule>/`, bad ones that its fix makes good, and good ones of
//! which it says nothing.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use drydock::advice::{Advice, RULES, advise};
use drydock::analysis::{Analysis, advised, analyze, fixed, subject, with};
use drydock::scenario::Scenario;
use drydock::size::Catalog;

use crate::mutations::mutated;
use crate::random::Random;

/// A fixture: a Dockerfile, and beside it the rest of its Scenario as JSON, where it has any.
struct Fixture {
    path: PathBuf,
    rule: String,
    is_bad: bool,
    scenario: Scenario,
}

#[test]
fn fixes_make_bad_fixtures_good() {
    let catalog = Catalog::complete();
    for fixture in fixtures().iter().filter(|fixture| fixture.is_bad) {
        let path = fixture.path.display();
        let before = analyze(&fixture.scenario, &catalog);
        let found = findings(fixture, &before, &catalog);
        assert!(!found.is_empty(), "{path}: nothing found");
        let mut scenario = fixture.scenario.clone();
        let mut analysis = before.clone();
        // One at a time: two findings of one file may want the same place.
        for _ in 0..found.len() {
            let next = findings_in(&fixture.rule, &scenario, &analysis, &catalog);
            let Some(fix) = next.iter().find_map(|advice| advice.fix.as_ref()) else { break };
            let after_scenario = with(&scenario, fix);
            let after = analyze(&after_scenario, &catalog);
            assert_ne!(after_scenario, scenario, "{path}: the fix changes nothing");
            assert_no_worse(&path.to_string(), &analysis, &after, &after_scenario);
            let left = findings_in(&fixture.rule, &after_scenario, &after, &catalog);
            assert!(left.len() < next.len(), "{path}: found again in\n{}", after_scenario.dockerfile);
            (scenario, analysis) = (after_scenario, after);
        }
        let left = findings_in(&fixture.rule, &scenario, &analysis, &catalog);
        let unfixable = found.iter().filter(|advice| advice.fix.is_none()).count();
        assert!(left.len() <= unfixable, "{path}: {left:?} in\n{}", scenario.dockerfile);
        assert_layout_is_kept(&path.to_string(), &fixture.scenario.dockerfile, &scenario.dockerfile);
        expected(&fixture.path, &scenario.dockerfile);
    }
}

#[test]
fn rules_are_silent_on_good_fixtures() {
    let catalog = Catalog::complete();
    for fixture in fixtures().iter().filter(|fixture| !fixture.is_bad) {
        let analysis = analyze(&fixture.scenario, &catalog);
        assert_eq!(analysis.errors().next(), None, "{}", fixture.path.display());
        let found = findings(fixture, &analysis, &catalog);
        assert!(found.is_empty(), "{}: {found:?}", fixture.path.display());
    }
}

#[test]
fn every_rule_has_fixtures_of_both_kinds() {
    let fixtures = fixtures();
    for (rule, _) in RULES {
        for is_bad in [true, false] {
            let count = fixtures.iter().filter(|fixture| fixture.rule == rule.name && fixture.is_bad == is_bad).count();
            assert!(count >= 2, "{}: {count} fixtures that are {}", rule.name, if is_bad { "bad" } else { "good" });
        }
    }
    for fixture in &fixtures {
        let is_known = RULES.iter().any(|(rule, _)| rule.name == fixture.rule);
        assert!(is_known, "{}: no such rule", fixture.path.display());
    }
}

#[test]
fn all_safe_fixes_together_leave_nothing_to_do() {
    let catalog = Catalog::complete();
    for fixture in fixtures() {
        let path = fixture.path.display().to_string();
        let before = analyze(&fixture.scenario, &catalog);
        let once = fixed(&fixture.scenario, &catalog);
        assert_no_worse(&path, &before, &analyze(&once.scenario, &catalog), &once.scenario);
        let twice = fixed(&once.scenario, &catalog);
        assert_eq!(twice.scenario, once.scenario, "{path}");
        assert!(twice.applied.is_empty(), "{path}");
    }
}

#[test]
fn advice_that_saves_little_is_dropped() {
    let catalog = Catalog::complete();
    let rules = |package: &str| {
        let dockerfile = format!("FROM python:3.12\nRUN pip install {package}\n");
        let scenario = Scenario { dockerfile, ..Scenario::default() };
        let analysis = analyze(&scenario, &catalog);
        let found = advised(&scenario, &analysis, &catalog);
        found.iter().any(|advised| advised.advice.rule.name == "pip-cache")
    };
    assert!(rules("pandas") && !rules("six"));
}

#[test]
fn a_layer_of_a_given_size_still_gets_advice() {
    let dockerfile =
        "FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends nginx\n".to_owned();
    let overrides = [("0/0".to_owned(), 90_000_000)].into();
    let scenario = Scenario { dockerfile, overrides, ..Scenario::default() };
    let catalog = Catalog::complete();
    let analysis = analyze(&scenario, &catalog);
    let found = advised(&scenario, &analysis, &catalog);
    let lists = found.iter().find(|advised| advised.advice.rule.name == "package-lists-kept").unwrap();
    assert!((15_000_000..25_000_000).contains(&lists.saves_disk.likely), "{:?}", lists.saves_disk);
}

#[test]
fn savings_have_the_range_of_what_goes_and_not_that_of_the_image() {
    let dockerfile = "FROM some.registry/unknown\nRUN apt-get update && apt-get install -y nginx\n".to_owned();
    let scenario = Scenario { dockerfile, ..Scenario::default() };
    let catalog = Catalog::complete();
    let analysis = analyze(&scenario, &catalog);
    let image = analysis.sizes.image.weight.disk.range;
    let found = advised(&scenario, &analysis, &catalog);
    let lists = found.iter().find(|advised| advised.advice.rule.name == "package-lists-kept").unwrap();
    let width = lists.saves_disk.high - lists.saves_disk.low;
    assert!(width < (image.high - image.low) / 10 && lists.saves_disk.low > 0, "{:?} of {image:?}", lists.saves_disk);
}

#[test]
fn of_two_fixes_for_one_run_the_second_sees_the_first() {
    let dockerfile = "# syntax=docker/dockerfile:1\nFROM node:22-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci --omit=dev\n\
                      COPY src src\nCMD [\"node\", \"src/main.js\"]\n";
    let scenario = Scenario { dockerfile: dockerfile.into(), ..Scenario::default() };
    let fixed = fixed(&scenario, &Catalog::complete());
    let rules: Vec<&str> = fixed.applied.iter().map(|advised| advised.advice.rule.name).collect();
    assert_eq!(rules, ["npm-cache", "no-cache-mount"]);
    // Emptying the cache that is mounted would keep nothing.
    let expected = "RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev\n";
    assert!(fixed.scenario.dockerfile.contains(expected), "{}", fixed.scenario.dockerfile);
}

/// How many mutated fixtures an ordinary test run tries; `DRYDOCK_FUZZ_SECONDS` goes on for that long.
const MUTATIONS: usize = 1_000;

#[test]
fn fixes_of_mutated_dockerfiles_break_nothing() {
    let seeds: Vec<String> = fixtures().into_iter().map(|fixture| fixture.scenario.dockerfile).collect();
    let seconds = std::env::var("DRYDOCK_FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    let end = seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let catalog = Catalog::complete();
    let mut random = Random::new(11);
    let (mut tried, mut fixes) = (0, 0);
    while end.map_or(tried < MUTATIONS, |end| Instant::now() < end) {
        let text = mutated(&seeds, &mut random);
        let mend = || mended(&text, &catalog);
        fixes += catch_unwind(AssertUnwindSafe(mend)).unwrap_or_else(|_| panic!("after {tried}, on {text:?}"));
        tried += 1;
    }
    println!("{fixes} fixes in {tried} mutated Dockerfiles, nothing broke");
    assert!(fixes > tried / 4, "the mutations leave too little to fix");
}

/// Makes each fix of a text by itself, and all safe ones; how many there were.
fn mended(text: &str, catalog: &Catalog) -> usize {
    let scenario = Scenario { dockerfile: text.to_owned(), ..Scenario::default() };
    let before = analyze(&scenario, catalog);
    for advice in advise(&subject(&scenario, &before, catalog)) {
        let mut end = 0;
        for edit in advice.fix.iter().flat_map(|fix| &fix.edits) {
            let lies_in = text.get(edit.span.start..edit.span.end).is_some();
            assert!(end <= edit.span.start && lies_in, "{}: {:?}", advice.rule.name, advice.fix);
            end = edit.span.end;
        }
    }
    let advised = advised(&scenario, &before, catalog);
    let fixes: Vec<_> = advised.iter().filter_map(|advised| Some((advised, advised.advice.fix.as_ref()?))).collect();
    for (advised, fix) in &fixes {
        let after = with(&scenario, fix);
        let errors = analyze(&after, catalog).errors().count();
        let rule = advised.advice.rule.name;
        assert!(errors <= before.errors().count(), "{rule}: new errors in {:?}", after.dockerfile);
    }
    let all = fixed(&scenario, catalog).scenario;
    let errors = analyze(&all, catalog).errors().count();
    assert!(errors <= before.errors().count(), "new errors in {:?}", all.dockerfile);
    fixes.len()
}

/// The text after the fixes, as it is meant to be: the file of the same name that ends in `.fixed`, where there is one.
/// With `DRYDOCK_BLESS=1` it is written.
fn expected(path: &Path, fixed: &str) {
    let expected = path.with_extension("fixed");
    if std::env::var_os("DRYDOCK_BLESS").is_some() {
        fs::write(&expected, fixed).unwrap();
    }
    let expected = fs::read_to_string(&expected)
        .unwrap_or_else(|_| panic!("{}: run with DRYDOCK_BLESS=1, then look at what it wrote", expected.display()));
    assert_eq!(fixed, expected, "{}", path.display());
}

/// The part of an image, at most, that manifests weigh which nobody has seen and that get a layer of their own.
const OWN_LAYER: u64 = 1_000;

fn assert_no_worse(path: &str, before: &Analysis, after: &Analysis, scenario: &Scenario) {
    let text = &scenario.dockerfile;
    assert!(after.errors().count() <= before.errors().count(), "{path}: {:?} in\n{text}", after.errors().next());
    let checks = |analysis: &Analysis| analysis.findings.len();
    assert!(checks(after) <= checks(before), "{path}: {:?} in\n{text}", after.findings);
    let sizes = |analysis: &Analysis| {
        let weight = &analysis.sizes.image.weight;
        (weight.disk.range.likely, weight.pull.range.likely)
    };
    let (old, new) = (sizes(before), sizes(after));
    let within = |new: u64, old: u64| new <= old + old / OWN_LAYER;
    // Another release weighs what it weighs.
    let is_other_release = ["/ended-base/", "/moving-base/"].iter().any(|rule| path.contains(rule));
    let fits = is_other_release || (within(new.0, old.0) && within(new.1, old.1));
    assert!(fits, "{path}: grows from {old:?} to {new:?} with\n{text}");
}

/// What was a line end of Windows stays one, and comments stay.
fn assert_layout_is_kept(path: &str, before: &str, after: &str) {
    let is_windows = before.contains("\r\n");
    let mixed = after.matches('\n').count() != after.matches("\r\n").count();
    assert!(!is_windows || !mixed, "{path}: line ends are mixed in\n{after:?}");
    let comments = |text: &str| text.lines().filter(|line| line.trim_start().starts_with('#')).count();
    assert!(comments(before) <= comments(after), "{path}: a comment is gone in\n{after}");
}

fn findings(fixture: &Fixture, analysis: &Analysis, catalog: &Catalog) -> Vec<Advice> {
    findings_in(&fixture.rule, &fixture.scenario, analysis, catalog)
}

fn findings_in(rule: &str, scenario: &Scenario, analysis: &Analysis, catalog: &Catalog) -> Vec<Advice> {
    let mut found = advise(&subject(scenario, analysis, catalog));
    found.retain(|advice| advice.rule.name == rule);
    found
}

fn fixtures() -> Vec<Fixture> {
    let mut fixtures = Vec::new();
    for folder in listed(Path::new("tests/advice")).into_iter().filter(|folder| !folder.ends_with("hundred")) {
        let rule = folder.file_name().unwrap().to_string_lossy().into_owned();
        for path in listed(&folder).into_iter().filter(|path| path.extension().is_some_and(|end| end == "Dockerfile")) {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let is_bad = name.starts_with("bad-");
            assert!(is_bad || name.starts_with("good-"), "{}", path.display());
            let dockerfile = fs::read_to_string(&path).unwrap();
            let beside = fs::read_to_string(path.with_extension("json")).ok();
            let scenario = match beside {
                Some(json) => Scenario { dockerfile, ..serde_json::from_str(&json).unwrap() },
                None => Scenario { dockerfile, ..Scenario::default() },
            };
            fixtures.push(Fixture { path, rule: rule.clone(), is_bad, scenario });
        }
    }
    fixtures
}

fn listed(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}
