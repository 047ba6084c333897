//! How far off savings are, against pairs of a Dockerfile and what a person made of it, both really built: what is said of
//! the person's own, and what the fixes or the stages written here are said to save. `cargo xtask accuracy` shows the rows.

use drydock::advice::Fix;
use drydock::analysis::{Analysis, advised, analyze, fixed, multi_stage, saving, with};
use drydock::bytes::{Range, Source};
use drydock::scenario::Scenario;
use drydock::size::Catalog;
use drydock::stages::{Base, shipped};

const BUILDS: &str = include_str!("../accuracy/build-truth.jsonl");

struct Build {
    name: String,
    pair: String,
    role: String,
    scenario: Scenario,
    /// On-disk bytes of the image that was built.
    built: u64,
}

/// With the weights of the base images of all builds: their names stand for other images here than on a hub.
fn builds() -> Vec<Build> {
    let read = |line: &str| {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| row[name].as_str().unwrap_or("").to_owned();
        let scenario = Scenario::from_json(row["scenario"].clone()).unwrap();
        let built = row["image"]["disk"].as_u64().unwrap();
        Build { name: text("name"), pair: text("pair"), role: text("role"), scenario, built }
    };
    let mut builds: Vec<Build> = BUILDS.lines().map(read).collect();
    let images: Vec<_> = builds.iter().flat_map(|build| build.scenario.images.clone()).collect();
    for build in &mut builds {
        build.scenario.images.extend(images.clone());
    }
    builds
}

/// What is made of a Dockerfile here: stages where they pay, else every fix.
fn written(before: &Scenario, catalog: &Catalog) -> (Scenario, bool) {
    match multi_stage(before, catalog) {
        Ok(after) => (fixed(&after.scenario, catalog).scenario, true),
        Err(_) => (with_all_fixes(before, catalog), false),
    }
}

/// After every fix, also those that ask a person to look, until none is left.
fn with_all_fixes(scenario: &Scenario, catalog: &Catalog) -> Scenario {
    let mut scenario = fixed(scenario, catalog).scenario;
    for _ in 0..8 {
        let analysis = analyze(&scenario, catalog);
        let smaller = |fix: &Fix| {
            let after = analyze(&with(&scenario, fix), catalog);
            likely(&after) < likely(&analysis) && after.errors().next().is_none()
        };
        let advice = advised(&scenario, &analysis, catalog);
        let fix = advice.iter().filter_map(|advised| advised.advice.fix.as_ref()).find(|fix| smaller(fix));
        let Some(fix) = fix else { break };
        scenario = with(&scenario, fix);
    }
    scenario
}

fn likely(analysis: &Analysis) -> u64 {
    analysis.sizes.image.weight.disk.range.likely
}

/// The image that the last stage stands on, empty for none.
fn base(analysis: &Analysis) -> String {
    match analysis.graph.stages.last().map(|stage| &stage.base) {
        Some(Base::Image { written, .. }) => written.clone(),
        _ => String::new(),
    }
}

/// Whether a hundredth of the image or more is of a size that nothing given or known tells.
fn is_guessed(analysis: &Analysis) -> bool {
    let guessed = |layer: &&drydock::size::Layer| {
        layer.weight.disk.source == Source::Guess && layer.weight.disk.range.likely > likely(analysis) / 100
    };
    shipped(&analysis.graph)
        .iter()
        .flat_map(|&stage| analysis.sizes.stages[stage].layers.iter().flatten())
        .any(|layer| guessed(&layer))
}

fn per_cent(before: u64, after: u64) -> f64 {
    100.0 * (1.0 - after as f64 / before.max(1) as f64)
}

fn holds(range: Range, truth: u64) -> bool {
    range.low <= truth && truth <= range.high
}

/// Points that a saving said may be off the one that was built, either way, where both stand on the same base image.
const POINTS: f64 = 5.0;

#[test]
fn savings_of_built_pairs() {
    let catalog = Catalog::complete();
    let builds = builds();
    let (mut wrong, mut split) = (Vec::new(), 0);
    let (mut by_hand, mut alike, mut lighter, mut guessed) = (Vec::new(), Vec::new(), 0, 0);
    for before in builds.iter().filter(|build| build.role == "before") {
        let old = analyze(&before.scenario, &catalog);
        let (ours, stages) = written(&before.scenario, &catalog);
        let ours = analyze(&ours, &catalog);
        split += usize::from(stages);
        let said = per_cent(likely(&old), likely(&ours));
        for after in builds.iter().filter(|build| build.role == "after" && build.pair == before.pair) {
            let new = analyze(&after.scenario, &catalog);
            let built = per_cent(before.built, after.built);
            let hand = per_cent(likely(&old), likely(&new));
            let pair = format!("{} to {}", before.name, after.name);
            let same = base(&ours) == base(&new);
            let unknown = is_guessed(&old);
            let note = match (unknown, same) {
                (true, _) => "rests on a guess".to_owned(),
                (_, true) => String::new(),
                (_, false) => format!("on {} instead of {}", base(&ours), base(&new)),
            };
            println!("  {pair:<58} built {built:>5.1} %  said {hand:>5.1} %  written here {said:>5.1} %  {note}");
            if (likely(&old) as f64 - likely(&ours) as f64) < 0.8 * (likely(&old) as f64 - likely(&new) as f64) {
                wrong.push(format!("{pair}: {said:.1} % of {hand:.1} %"));
            }
            // Of what nobody knows the size, the range is what is said, and it has to hold the truth.
            if unknown {
                guessed += 1;
                let truth = before.built - after.built;
                for range in [saving(&old, &new).0, saving(&old, &ours).0] {
                    if !holds(range, truth) {
                        wrong.push(format!("{pair}: {truth} is not in {range:?}"));
                    }
                }
                continue;
            }
            by_hand.push((hand - built).abs());
            if (hand - built).abs() > POINTS || said < built - POINTS || (same && said > built + POINTS) {
                wrong.push(format!("{pair}: built {built:.1} %, said {hand:.1} %, written here {said:.1} %"));
            }
            if same { alike.push((said - built).abs()) } else { lighter += 1 }
        }
    }
    let worst = |points: &[f64]| points.iter().copied().fold(0.0, f64::max);
    let row = |title: &str, rows: usize, says: String| println!("\n| {title} | {rows} | | {says} | |");
    row(
        "real builds: saving of a before/after pair",
        by_hand.len(),
        format!("at most {:.1} points off", worst(&by_hand)),
    );
    row(
        "… of fixes and stages written here, on the same base",
        alike.len(),
        format!("at most {:.1} points off", worst(&alike)),
    );
    assert!(lighter + alike.len() + guessed >= 12 && alike.len() >= 6, "{lighter}, {}, {guessed}", alike.len());
    assert!(split >= 5, "{split} were split");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
