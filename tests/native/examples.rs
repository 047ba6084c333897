//! The pairs of the gallery: each is whole, builds, saves what it promises, and what is really known of its sizes is told
//! apart from what we estimate, and close to it.

#[path = "../../src/bin/gallery/pairs.rs"]
mod written;

use std::collections::BTreeSet;
use std::rc::Rc;
use std::{env, fs};

use drydock::analysis::analyze;
use drydock::bytes::format;
use drydock::scenario::Scenario;
use drydock::size::Catalog;
use drydock::size::packages::Tables;
use drydock::state::examples::{By, Card, Example, FIRST, first, is_example, pack, real, unpack};
use serde_json::Value;

pub use written::Pair;

/// What the page begins with, as the payload of its link.
const FIRST_LINK: &str = "data/gallery/first.txt";
/// About what runs again: it ships the same.
const SHIPS_THE_SAME: &str = "telescope-manifests";
const BUILDS: &str = include_str!("../accuracy/build-truth.jsonl");

/// All pairs, as people write them.
pub fn pairs() -> Vec<Pair> {
    written::pairs("data/gallery").unwrap()
}

pub fn pair(name: &str) -> Example {
    pairs().into_iter().find(|pair| pair.name == name).unwrap().example
}

fn cards() -> Vec<Card> {
    let tables = Tables::parse([fs::read("data/packages/debian.txt").unwrap().as_slice()]).unwrap();
    let catalog = Catalog::shipped().with_packages(tables);
    pairs().into_iter().map(|pair| written::card(pair, &catalog).unwrap()).collect()
}

fn sides(example: &Example) -> [&Scenario; 2] {
    [&example.comparison.before, example.comparison.after.as_ref().unwrap()]
}

/// `DRYDOCK_REFRESH=1 cargo test --no-default-features --test native examples` writes what the page carries anew.
#[test]
fn the_page_carries_the_first_pair_as_it_is_written() {
    let telescope = pair(FIRST);
    let link = format!("{}\n", written::link(&telescope).unwrap());
    if env::var_os("DRYDOCK_REFRESH").is_some() {
        fs::write(FIRST_LINK, &link).unwrap();
    }
    assert_eq!(fs::read_to_string(FIRST_LINK).unwrap(), link, "{FIRST} has changed: DRYDOCK_REFRESH=1");
    assert!(*first() == telescope, "what is known of {FIRST} has changed");
    assert_eq!(pairs()[0].name, FIRST);
}

#[test]
fn every_stack_has_a_pair() {
    let stacks: BTreeSet<String> = pairs().into_iter().map(|pair| pair.about.stack).collect();
    for stack in ["Node.js", "Python", "Go", "Rust", "Java", ".NET", "PHP", "Ruby", "C", "C++"] {
        assert!(stacks.contains(stack), "{stack}");
    }
}

#[test]
fn every_pair_brings_two_dockerfiles_what_they_teach_and_what_is_known_of_the_project() {
    for Pair { name, about, example } in pairs() {
        for scenario in sides(&example) {
            assert!(
                scenario.dockerfile.contains("FROM ") && scenario.dockerfile.lines().any(|line| line.starts_with('#')),
                "{name}"
            );
            assert!(!scenario.context.is_empty(), "{name}");
        }
        assert_ne!(sides(&example)[0].dockerfile, sides(&example)[1].dockerfile, "{name}");
        assert!(about.trick.ends_with('.') && about.trick.chars().count() <= 90, "{name}: {}", about.trick);
    }
}

#[test]
fn every_second_dockerfile_saves_two_thirds_and_cards_say_what_the_page_will() {
    for card in cards() {
        let [before, after] = [0, 1].map(|side| card.disk[side].range.likely);
        if card.name == SHIPS_THE_SAME {
            assert_eq!(before, after);
        } else {
            assert!(after * 3 < before, "{}: {before} to {after}", card.name);
        }
        // From the link that it loads: the same figures as on its face.
        let example = card.example().unwrap();
        assert_eq!(example, pair(&card.name));
        let tables = Tables::parse([fs::read("data/packages/debian.txt").unwrap().as_slice()]).unwrap();
        let catalog = Catalog::shipped().with_packages(tables);
        let shown = sides(&example).map(|scenario| analyze(scenario, &catalog).sizes.image.weight.disk);
        assert_eq!(shown, card.disk, "{}", card.name);
    }
}

#[test]
fn cards_survive_their_file() {
    let cards = cards();
    assert_eq!(unpack(&pack(&cards)).as_ref(), Some(&cards));
    assert_eq!(unpack(b"of another version"), None);
}

#[test]
fn estimates_come_close_to_what_was_built_and_hold_what_was_reported() {
    for card in cards() {
        let Some(real) = &card.real else { continue };
        for (estimate, real_bytes) in card.disk.iter().zip(real.disk) {
            let range = estimate.range;
            match real.by {
                By::Project => assert!((range.low..=range.high).contains(&real_bytes), "{}: {range:?}", card.name),
                // Two hundredths, or a megabyte: small programs are estimated no better.
                By::Build => assert!(
                    range.likely.abs_diff(real_bytes) <= (real_bytes / 40).max(1_000_000),
                    "{}: {} estimated, {} built",
                    card.name,
                    format::exact(range.likely),
                    format::exact(real_bytes)
                ),
            }
        }
    }
}

/// The instructions alone: comments and empty lines change no layer.
fn instructions(text: &str) -> Vec<&str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

#[test]
fn what_was_built_are_these_very_instructions() {
    let rows: Vec<Value> = BUILDS.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut built = 0;
    for Pair { name, about, example } in pairs() {
        let Some(real) = about.real.filter(|real| real.by == By::Build) else { continue };
        for (scenario, bytes) in sides(&example).into_iter().zip(real.disk) {
            let is_it = |row: &&Value| row["image"]["disk"].as_u64() == Some(bytes);
            let row = rows.iter().find(is_it).unwrap_or_else(|| panic!("{name}: nobody built {bytes} bytes"));
            let text = row["scenario"]["dockerfile"].as_str().unwrap();
            assert_eq!(instructions(&scenario.dockerfile), instructions(text), "{name}");
        }
        built += 1;
    }
    assert!(built >= 5, "only {built} were built");
}

#[test]
fn telescope_carries_the_manifests_and_the_base_images_of_its_time() {
    let before = pair("telescope").comparison.before;
    assert!(before.manifests["package.json"].contains("cd src/frontend && npm install"));
    assert!(before.manifests["src/frontend/package.json"].contains("\"gatsby\":\"^2.18.12\""));
    assert_eq!(before.images["node:lts"].disk, Some(913_000_000));
    assert_eq!(before.context.values().sum::<u64>(), 6_000_000);
    let [manifests, telescope] = [pair("telescope-manifests"), pair("telescope")];
    assert_eq!(Some(manifests.comparison.before), telescope.comparison.after);
}

#[test]
fn real_figures_belong_to_the_very_file_only() {
    let telescope = pair("telescope").comparison;
    let bytes = |loaded: Option<&Rc<Example>>, scenario: &Scenario| real(loaded, scenario).map(|(_, bytes)| bytes);
    assert_eq!(bytes(None, &telescope.before), Some(1_910_000_000));
    assert_eq!(bytes(None, telescope.after.as_ref().unwrap()), Some(251_000_000));
    let rust = Rc::new(pair("rust-cli"));
    assert_eq!(bytes(None, &rust.comparison.before), None, "the gallery was never opened");
    assert_eq!(bytes(Some(&rust), &rust.comparison.before), Some(896_532_440));
    assert!(is_example(Some(&rust), &rust.comparison) && is_example(Some(&rust), &telescope));
    let mut changed = telescope;
    changed.before.target = Some("build".into());
    assert_eq!(bytes(None, &changed.before), None);
    changed.before.target = None;
    changed.before.dockerfile.push_str("RUN true\n");
    assert_eq!(bytes(None, &changed.before), None);
    assert!(!is_example(None, &changed));
}
