//! The examples load whole, and what their projects reported is told apart from what we estimate.

use std::{env, fs};

use drydock::analysis::{Analysis, analyze};
use drydock::scenario::{Comparison, Scenario};
use drydock::size::Catalog;
use drydock::state::examples::{EXAMPLES, find, is_example, reported};
use drydock::state::permalink::{Shared, encode};
use serde_json::Value;

/// Where the examples stand as people write them, in `data/examples`: name, both Dockerfiles, what is known of the
/// project.
const SOURCES: [[&str; 4]; 4] = [
    ["telescope", "telescope-before", "telescope-after", "telescope"],
    ["telescope-manifests", "telescope-after", "telescope-manifests", "telescope"],
    ["go-service", "go-service-before", "go-service-after", "go-service"],
    ["python-web", "python-web-before", "python-web-after", "python-web"],
];

const LINKS: &str = "data/examples/links.txt";

fn source([_, before, after, facts]: [&str; 4]) -> (Comparison, Value) {
    let read = |name: String| fs::read_to_string(format!("data/examples/{name}")).unwrap();
    let facts: Value = serde_json::from_str(&read(format!("{facts}.json"))).unwrap();
    let scenario = |dockerfile: &str| Scenario {
        dockerfile: read(format!("{dockerfile}.Dockerfile")),
        ..Scenario::from_json(facts.clone()).unwrap()
    };
    (Comparison { before: scenario(before), after: Some(scenario(after)) }, facts)
}

/// `DRYDOCK_REFRESH=1 cargo test --no-default-features --test native examples` writes what the page carries anew.
#[test]
fn the_page_carries_the_examples_as_they_are_written() {
    if env::var_os("DRYDOCK_REFRESH").is_some() {
        let line = |sources: &[&str; 4]| {
            let shared = Shared { comparison: source(*sources).0, ..Shared::default() };
            format!("{} {}\n", sources[0], encode(&shared).unwrap())
        };
        fs::write(LINKS, SOURCES.iter().map(line).collect::<String>()).unwrap();
    }
    for sources in SOURCES {
        let (written, facts) = source(sources);
        let shared = Shared { comparison: written.clone(), ..Shared::default() };
        let line = format!("{} {}\n", sources[0], encode(&shared).unwrap());
        assert!(fs::read_to_string(LINKS).unwrap().contains(&line), "{} has changed: DRYDOCK_REFRESH=1", sources[0]);
        for (side, scenario) in [("before", Some(&written.before)), ("after", written.after.as_ref())] {
            let Some(said) = reported(scenario.unwrap()) else { continue };
            // Of the Dockerfiles that both Telescope examples have, one project said the figures.
            let fact = [&facts["reported"]["before"], &facts["reported"]["after"]]
                .into_iter()
                .find(|fact| fact["said"] == said.said);
            let fact = fact.unwrap_or_else(|| panic!("{side} of {}: nobody said {}", sources[0], said.said));
            assert_eq!(
                (fact["disk"].as_u64(), fact["source"].as_str(), fact["date"].as_str()),
                (Some(said.disk), Some(said.source), Some(said.date))
            );
        }
    }
    assert_eq!(SOURCES.map(|[name, ..]| name), EXAMPLES.each_ref().map(|example| example.name));
}

#[test]
fn every_example_brings_two_dockerfiles_and_what_is_known_of_its_project() {
    for example in &EXAMPLES {
        let comparison = example.comparison();
        let after = comparison.after.as_ref().unwrap();
        for scenario in [&comparison.before, after] {
            assert!(scenario.dockerfile.contains("FROM "), "{}", example.name);
            assert!(!scenario.context.is_empty(), "{}: its facts could not be read", example.name);
        }
        assert_ne!(comparison.before.dockerfile, after.dockerfile, "{}", example.name);
        assert!(is_example(&comparison), "{}", example.name);
    }
}

#[test]
fn telescope_carries_the_manifests_and_the_base_images_of_its_time() {
    let before = find("telescope").unwrap().comparison().before;
    assert!(before.manifests["package.json"].contains("cd src/frontend && npm install"));
    assert!(before.manifests["src/frontend/package.json"].contains("\"gatsby\":\"^2.18.12\""));
    assert_eq!(before.images["node:lts"].disk, Some(913_000_000));
    assert_eq!(before.context.values().sum::<u64>(), 6_000_000);
}

#[test]
fn reported_figures_belong_to_the_very_file_only() {
    let mut comparison = find("telescope").unwrap().comparison();
    assert_eq!(reported(&comparison.before).unwrap().disk, 1_910_000_000);
    assert_eq!(reported(comparison.after.as_ref().unwrap()).unwrap().disk, 251_000_000);
    let rewritten = find("telescope-manifests").unwrap().comparison().after;
    assert_eq!(reported(&rewritten.unwrap()), None);
    comparison.before.target = Some("build".into());
    assert_eq!(reported(&comparison.before), None);
    comparison.before.target = None;
    comparison.before.dockerfile.push_str("RUN true\n");
    assert_eq!(reported(&comparison.before), None);
    assert!(!is_example(&comparison));
}

#[test]
fn every_example_builds_and_its_second_dockerfile_ships_less() {
    let catalog = Catalog::shipped();
    for example in &EXAMPLES {
        let comparison = example.comparison();
        let before = analyze(&comparison.before, &catalog);
        let after = analyze(comparison.after.as_ref().unwrap(), &catalog);
        for analysis in [&before, &after] {
            assert_eq!(analysis.errors().next(), None, "{}", example.name);
        }
        let likely = |analysis: &Analysis| analysis.sizes.image.weight.disk.range.likely;
        // That one is about what runs again: it ships the same.
        if example.name == "telescope-manifests" {
            assert_eq!(likely(&after), likely(&before));
        } else {
            assert!(likely(&after) * 2 < likely(&before), "{}", example.name);
        }
    }
}

#[test]
fn what_projects_reported_lies_within_our_ranges() {
    let catalog = Catalog::shipped();
    for scenario in EXAMPLES.iter().map(|example| example.comparison()).flat_map(|pair| [Some(pair.before), pair.after])
    {
        let scenario = scenario.unwrap();
        let Some(reported) = reported(&scenario) else { continue };
        let range = analyze(&scenario, &catalog).sizes.image.weight.disk.range;
        assert!(range.low <= reported.disk && reported.disk <= range.high, "{} is outside {range:?}", reported.said);
    }
}
