//! The model of a rebuild's time: what was measured keeps its proportions, and stages side by side cost the longest.

use drydock::analysis::{RebuildTime, analyze, rebuild_time};
use drydock::cache::{Build, Cache, Change, Pick, picked, rebuild};
use drydock::scenario::Scenario;
use drydock::sight::compared_in_words;
use drydock::size::Catalog;
use serde_json::Value;

const BUILDS: &str = include_str!("../accuracy/build-truth.jsonl");

/// Seconds that BuildKit 73ed6825 took on an otherwise idle machine (2026-11): everything, then after an edit.
const MEASURED: [(&str, &str, f64, f64); 10] = [
    ("flask-single-full", "app.py", 5.8, 5.36),
    ("flask-single-slim-ordered", "app.py", 5.24, 0.19),
    ("flask-multi-venv", "app.py", 11.54, 0.29),
    ("express-ts-single", "src/big.ts", 8.58, 7.07),
    ("express-ts-multi", "src/big.ts", 10.79, 2.84),
    ("express-ts-prune", "src/big.ts", 7.25, 3.46),
    ("c-single", "util.h", 26.33, 0.57),
    ("c-multi-scratch", "util.h", 13.03, 0.47),
    ("go-single", "main.go", 31.57, 36.09),
    ("go-multi-scratch", "main.go", 31.05, 29.73),
];
/// Seconds of the model's unit: what copying a megabyte took there.
const UNIT: f64 = 0.0157 / 1000.0;

fn time(scenario: &Scenario, change: &Change, cache: Cache) -> RebuildTime {
    let analysis = analyze(scenario, &Catalog::complete());
    let outcomes = rebuild(&Build::of(scenario), change, cache).expect("the change can be applied");
    rebuild_time(&analysis, &outcomes)
}

fn cold(dockerfile: &str) -> u64 {
    let scenario = Scenario { dockerfile: dockerfile.into(), ..Scenario::default() };
    time(&scenario, &Change::Nothing, Cache::Cold).building
}

#[test]
fn measured_builds_keep_their_proportions() {
    let rows: Vec<Value> = BUILDS.lines().map(|line| serde_json::from_str(line).expect("a row")).collect();
    for (name, path, all, edited) in MEASURED {
        let row = rows.iter().find(|row| row["name"] == name).expect("the row of that name");
        let scenario: Scenario = serde_json::from_value(row["scenario"].clone()).expect("a scenario");
        let edit = Change::EditFile { path: path.into(), content: None };
        for (seconds, change, cache) in [(all, &Change::Nothing, Cache::Cold), (edited, &edit, Cache::Warm)] {
            let model = time(&scenario, change, cache).building as f64 * UNIT;
            // What takes less than a second is mostly BuildKit's own beginning and end, which the model leaves out.
            let holds = if seconds < 1.0 { model < 2.0 } else { seconds / 2.2 < model && model < seconds * 1.5 };
            assert!(holds, "{name} {cache:?}: {seconds} {model}");
        }
    }
}

#[test]
fn stages_side_by_side_take_as_long_as_the_longest() {
    let one = cold("FROM alpine AS a\nRUN make a\nFROM scratch\nCOPY --from=a /x /x\n");
    let two = "FROM alpine AS a\nRUN make a\nFROM alpine AS b\nRUN make b\n";
    let parallel = cold(&format!("{two}FROM scratch\nCOPY --from=a /x /x\nCOPY --from=b /y /x\n"));
    let chained = cold(&format!("{two}COPY --from=a /x /x\nRUN make c\n"));
    assert!(one < parallel && parallel < one + one / 2, "{one} {parallel}");
    assert!(chained > one + one / 2, "{one} {chained}");
    assert_eq!(cold(&format!("{two}FROM scratch\nCOPY --from=a /x /x\n")), one, "b is not built");
}

#[test]
fn commands_are_told_by_how_they_begin() {
    let run = |script: &str| cold(&format!("FROM alpine\nRUN {script}\n"));
    assert!(run("true") < run("CGO_ENABLED=0 go build ."));
    assert!(run("echo make") < run("make"));
    assert!(run("cd /a && make") > run("cd /a && echo make"));
    assert!(run("npm run build") < run("npm ci"));
    assert!(run("npm ci && npm run build") > run("npm ci"));
    assert_eq!(cold("FROM alpine\nENV a=b\nCMD [\"make\"]\n"), 0);
    assert_eq!(cold(""), 0);
}

#[test]
fn telescope_takes_less_time_for_a_source_edit_with_its_manifests_first() {
    let comparison = crate::examples::pair("telescope-manifests").comparison;
    let edited = |scenario: &Scenario| {
        let analysis = analyze(scenario, &Catalog::complete());
        let (_, change) = picked(&Pick::Source, &Build::of(scenario), &analysis.graph).unwrap();
        time(scenario, &change, Cache::Warm)
    };
    let (before, after) = (edited(&comparison.before), edited(&comparison.after.unwrap()));
    assert!(after.building * 10 < before.building * 9, "{before:?} {after:?}");
    assert!(after.total() < before.total());
}

#[test]
fn times_are_compared_in_words() {
    let expected = [
        (20_000, 100_000, "about a fifth of the time"),
        (1_000, 100_000, "next to no time"),
        (99_000, 100_000, "about the same time"),
        (47_000, 100_000, "about half the time"),
        (190_000, 100_000, "about twice the time"),
        (900_000, 100_000, "many times the time"),
        (5_000, 0, "many times the time"),
        (0, 0, "about the same time"),
        (0, 5_000, "next to no time"),
        (u64::MAX, u64::MAX - 1, "about the same time"),
    ];
    for (time, with, words) in expected {
        assert_eq!(compared_in_words(time, with), words, "{time} {with}");
    }
}
