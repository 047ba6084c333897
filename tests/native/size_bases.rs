//! Base images: the table's row, its neighbours, names nobody has weighed, and what the person says.

use std::collections::BTreeMap;

use drydock::bytes::{Estimate, Source};
use drydock::context::Context;
use drydock::scenario::{ImageSize, Scenario};
use drydock::size::{Catalog, estimate};
use drydock::{stages, syntax};

const TABLE: &str = "image,tags,disk_kb,pull_kb,distro,date,source\n\
    debian,12-slim bookworm-slim,75000,28000,debian:bookworm,2026-09-18,ri\n\
    node,20 20-bookworm,1100000,400000,debian:bookworm,2026-02-03,ri\n\
    node,20-alpine 20-alpine3.23,135000,48000,alpine:3.23,2026-02-03,ri\n\
    node,22-slim,,80000,debian:bookworm,2026-02-03,ri\n";

fn base(image: &str, images: &[(&str, ImageSize)]) -> (Estimate, Estimate) {
    let images: BTreeMap<String, ImageSize> = images.iter().map(|(name, size)| ((*name).to_owned(), *size)).collect();
    let scenario = Scenario { dockerfile: format!("FROM {image}\n"), images, ..Scenario::default() };
    let dockerfile = syntax::parse(&scenario.dockerfile);
    let graph = stages::resolve(&dockerfile, &scenario);
    let sizes = estimate(&graph, &Context::new(&scenario), &scenario, &Catalog::new(TABLE, ""));
    (sizes.stages[0].base.disk.clone(), sizes.stages[0].base.pull.clone())
}

#[test]
fn the_very_tag_is_measured() {
    for image in [
        "node:20",
        "docker.io/library/node:20",
        "node:20-bookworm",
        "node:20@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    ] {
        let (disk, pull) = base(image, &[]);
        assert_eq!((disk.range.likely, pull.range.likely, disk.source), (1_100_000_000, 400_000_000, Source::Measured));
        assert!(disk.reason.contains("2026-02-03"), "{}", disk.reason);
    }
}

#[test]
fn a_missing_tag_takes_its_nearest_neighbour_and_says_so() {
    let (disk, _) = base("node:20.11.1-alpine3.19", &[]);
    assert_eq!((disk.range.likely, disk.source), (135_000_000, Source::Neighbour));
    assert!(
        disk.reason.contains("20-alpine") && disk.reason.contains("no row for 20.11.1-alpine3.19"),
        "{}",
        disk.reason
    );
    assert!(disk.range.high as f64 > 1.05 * disk.range.likely as f64);
}

#[test]
fn one_known_size_gives_the_other_by_the_family() {
    let (disk, pull) = base("node:22-slim", &[]);
    assert_eq!(pull.source, Source::Measured);
    assert_eq!(disk.source, Source::Neighbour);
    assert!((180_000_000..280_000_000).contains(&disk.range.likely), "{disk:?}");
}

#[test]
fn an_unknown_image_is_a_range_by_its_name() {
    for image in ["registry.example/team/app:1", "registry.example/tools:alpine", "ghcr.io/acme/distroless-thing"] {
        let (disk, _) = base(image, &[]);
        assert_eq!(disk.source, Source::Guess, "{image}");
        assert!(disk.range.high > 4 * disk.range.low, "{image}: {disk:?}");
    }
    let (namesake, _) = base("registry.example/mirror/node:20", &[]);
    assert_eq!((namesake.source, namesake.range.likely), (Source::Guess, 1_100_000_000));
}

#[test]
fn scratch_weighs_nothing() {
    assert_eq!(base("scratch", &[]).0.range.high, 0);
}

#[test]
fn what_the_person_says_wins_under_either_name() {
    let size = ImageSize { disk: Some(913_000_000), pull: None };
    for key in ["node:20", "docker.io/library/node:20"] {
        let (disk, pull) = base("node:20", &[(key, size)]);
        assert_eq!((disk.source, disk.range.likely), (Source::Given, 913_000_000));
        assert!((300_000_000..360_000_000).contains(&pull.range.likely), "{pull:?}");
    }
}

#[test]
fn the_shipped_table_is_sorted_sourced_and_dated() {
    let mut before = "";
    let sources = include_str!("../../data/sources.csv");
    for line in include_str!("../../data/base-images.csv").lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        assert_eq!(fields.len(), 7, "{line}");
        assert!(before <= fields[0], "{line}");
        assert!(fields[5].len() == 10 && sources.contains(&format!("\n{},", fields[6])), "{line}");
        assert!(!fields[2].is_empty() || !fields[3].is_empty(), "{line}");
        before = fields[0];
    }
}
