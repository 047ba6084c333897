//! How far off the sizes are, against real builds and real layers. `cargo xtask accuracy` shows the rows of README's
//! table that these tests print; the asserts hold what is reached, so that a change that makes sizes worse shows.

use std::collections::BTreeMap;

use drydock::bytes::{Range, Source};
use drydock::context::Context;
use drydock::scenario::{ImageSize, Scenario};
use drydock::size::packages::Tables;
use drydock::size::{Catalog, Sizes, estimate};
use drydock::{stages, syntax};
use serde_json::Value;

const BUILDS: &str = include_str!("../accuracy/build-truth.jsonl");
const LAYERS: &str = include_str!("../accuracy/layers.jsonl");

fn catalog() -> Catalog {
    let files: [&[u8]; 1] = [include_bytes!("../../data/packages/debian.txt")];
    Catalog::shipped().with_packages(Tables::parse(files).expect("shipped package tables"))
}

fn sizes(scenario: &Scenario, catalog: &Catalog) -> (stages::BuildGraph, Sizes) {
    let dockerfile = syntax::parse(&scenario.dockerfile);
    let graph = stages::resolve(&dockerfile, scenario);
    let sizes = estimate(&graph, &Context::new(scenario), scenario, catalog);
    (graph, sizes)
}

/// One true figure and what was said of it.
struct Row {
    name: String,
    truth: u64,
    range: Range,
    source: Source,
}

impl Row {
    fn error(&self) -> f64 {
        (self.range.likely as f64 - self.truth as f64).abs() / (self.truth as f64).max(1.0)
    }

    fn is_inside(&self) -> bool {
        self.range.low <= self.truth && self.truth <= self.range.high
    }
}

#[derive(Debug)]
struct Score {
    rows: usize,
    inside: f64,
    median: f64,
    ninth_decile: f64,
}

fn score(rows: &[&Row]) -> Score {
    let mut errors: Vec<f64> = rows.iter().map(|row| row.error()).collect();
    errors.sort_by(f64::total_cmp);
    let at = |share: f64| errors.get(((errors.len().max(1) - 1) as f64 * share) as usize).copied().unwrap_or(0.0);
    let inside = rows.iter().filter(|row| row.is_inside()).count() as f64 / rows.len().max(1) as f64;
    Score { rows: rows.len(), inside, median: at(0.5), ninth_decile: at(0.9) }
}

/// One row of README's table.
fn print(title: &str, score: &Score) {
    let Score { rows, inside, median, ninth_decile } = score;
    let (inside, median, ninth_decile) = (inside * 100.0, median * 100.0, ninth_decile * 100.0);
    println!("\n| {title} | {rows} | {inside:.0} % | {median:.1} % | {ninth_decile:.1} % |");
}

fn print_rows(rows: &[Row]) {
    if std::env::var_os("ACCURACY_ROWS").is_none() {
        return;
    }
    for row in rows {
        let mark = if row.is_inside() { ' ' } else { '!' };
        let Range { low, likely, high } = row.range;
        println!("{mark} {:>11} {low:>11} {likely:>11} {high:>11} {:<9} {}", row.truth, row.source.name(), row.name);
    }
}

/// A row for each class with so many figures that a share of them means something.
fn by_source(rows: &[Row]) -> BTreeMap<Source, Score> {
    let mut classes: BTreeMap<Source, Vec<&Row>> = BTreeMap::new();
    rows.iter().for_each(|row| classes.entry(row.source).or_default().push(row));
    let scores: BTreeMap<Source, Score> = classes.into_iter().map(|(source, rows)| (source, score(&rows))).collect();
    for (source, score) in &scores {
        print(&format!("… of class *{}*", source.name()), score);
    }
    scores
}

#[test]
fn real_builds() {
    let catalog = catalog();
    let (mut layers, mut pulls, mut images, mut image_pulls) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for line in BUILDS.lines() {
        let truth: Value = serde_json::from_str(line).expect("a row of the truth file");
        let scenario: Scenario = serde_json::from_value(truth["scenario"].clone()).expect("a scenario");
        let (graph, sizes) = sizes(&scenario, &catalog);
        let name = truth["name"].as_str().unwrap_or_default();
        for layer in truth["layers"].as_array().expect("layers") {
            let stage = layer["stage"].as_u64().unwrap_or(0) as usize;
            let line = layer["line"].as_u64().unwrap_or(0) as usize;
            let step =
                graph.stages[stage].steps.iter().position(|step| step.line == line).expect("a step on that line");
            let sized = sizes.stages[stage].layers[step].as_ref().expect("a layer");
            let row = |truth: &Value, estimate: &drydock::bytes::Estimate| Row {
                name: format!("{name} line {line}: {}", estimate.reason),
                truth: truth.as_u64().unwrap_or(0),
                range: estimate.range,
                source: estimate.source,
            };
            layers.push(row(&layer["disk"], &sized.weight.disk));
            pulls.push(row(&layer["pull"], &sized.weight.pull));
        }
        let image = &sizes.image.weight;
        let whole = |figure: &str, range| Row {
            name: name.into(),
            truth: truth["image"][figure].as_u64().unwrap_or(0),
            range,
            source: Source::Typical,
        };
        images.push(whole("disk", image.disk.range));
        image_pulls.push(whole("pull", image.pull.range));
    }
    print_rows(&layers);
    print_rows(&pulls);
    print_rows(&images);
    let known = score(&layers.iter().collect::<Vec<_>>());
    let heavy = score(&layers.iter().filter(|row| row.truth >= 100_000).collect::<Vec<_>>());
    let total = score(&images.iter().collect::<Vec<_>>());
    print("real builds: layers on disk", &known);
    print("… of 100 kB and more", &heavy);
    print("real builds: layers pulled", &score(&pulls.iter().collect::<Vec<_>>()));
    print("real builds: whole images on disk", &total);
    print("real builds: whole images pulled", &score(&image_pulls.iter().collect::<Vec<_>>()));
    assert!(known.inside >= 0.95, "layers inside their range: {known:?}");
    assert!(total.median <= 0.01, "image totals: {total:?}");
}

/// Fewer figures of a class than this say little about its ranges.
const COUNTED: usize = 30;

#[test]
fn published_layers() {
    let catalog = catalog();
    let (mut layers, mut images) = (Vec::new(), Vec::new());
    let extra = std::env::var("ACCURACY_LAYERS").ok().and_then(|path| std::fs::read_to_string(path).ok());
    for line in extra.as_deref().unwrap_or(LAYERS).lines() {
        let truth: Value = serde_json::from_str(line).expect("a row of the truth file");
        let base = truth["base"]["name"].as_str().unwrap_or_default().to_owned();
        let size = ImageSize { disk: truth["base"]["disk"].as_u64(), pull: truth["base"]["pull"].as_u64() };
        let scenario = Scenario {
            dockerfile: truth["dockerfile"].as_str().unwrap_or_default().to_owned(),
            images: BTreeMap::from([(base, size)]),
            ..Scenario::default()
        };
        let (graph, sizes) = sizes(&scenario, &catalog);
        let mut whole = size.pull.unwrap_or(0);
        for layer in truth["layers"].as_array().expect("layers") {
            let line = layer[0].as_u64().unwrap_or(0) as usize;
            let pull = layer[1].as_u64().unwrap_or(0);
            whole += pull;
            let Some(step) = graph.stages[0].steps.iter().position(|step| step.line == line) else { continue };
            let Some(sized) = sizes.stages[0].layers[step].as_ref() else { continue };
            let text: String = scenario.dockerfile.lines().nth(line - 1).unwrap_or("").chars().take(90).collect();
            let image = truth["image"].as_str().unwrap_or_default();
            layers.push(Row {
                name: format!("{image} {text} — {}", sized.weight.pull.reason),
                truth: pull,
                range: sized.weight.pull.range,
                source: sized.weight.pull.source,
            });
        }
        let range = sizes.image.weight.pull.range;
        images.push(Row { name: truth["image"].to_string(), truth: whole, range, source: Source::Typical });
    }
    print_rows(&layers);
    print_rows(&images);
    let of = |least: u64| score(&layers.iter().filter(|row| row.truth >= least).collect::<Vec<_>>());
    let all = of(0);
    print("published layers, pulled", &all);
    let heavy = of(1_000_000);
    print("… of 1 MB and more", &heavy);
    let classes = by_source(&layers);
    let total = score(&images.iter().collect::<Vec<_>>());
    print("published images, pulled, given their base", &total);
    assert!(all.median <= 0.21 && all.inside >= 0.8, "layers: {all:?}");
    assert!(heavy.inside >= 0.78, "large layers: {heavy:?}");
    assert!(total.median <= 0.075 && total.inside >= 0.8, "whole images: {total:?}");
    for (source, score) in classes.iter().filter(|(_, score)| score.rows >= COUNTED) {
        assert!((0.75..=0.92).contains(&score.inside), "ranges of class {}: {score:?}", source.name());
    }
}
