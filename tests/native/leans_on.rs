//! What an estimate leans on: the facts that would help are named, and giving them does what was said.

use drydock::analysis::{Analysis, Give, Lean, analyze, leans_on};
use drydock::bytes::Range;
use drydock::report::json::Report;
use drydock::report::leans::Leans;
use drydock::scenario::{ImageSize, Scenario};
use drydock::size::Catalog;
use serde_json::Value;

const BUILDS: &str = include_str!("../accuracy/build-truth.jsonl");

fn leans(scenario: &Scenario) -> (Analysis, Vec<Lean>) {
    let catalog = Catalog::shipped();
    let analysis = analyze(scenario, &catalog);
    let leans = leans_on(scenario, &analysis, &catalog);
    (analysis, leans)
}

fn of(dockerfile: &str) -> (Analysis, Vec<Lean>) {
    leans(&Scenario { dockerfile: dockerfile.into(), ..Scenario::default() })
}

fn width(range: Range) -> u64 {
    range.high - range.low
}

fn gives(leans: &[Lean]) -> Vec<&Give> {
    leans.iter().map(|lean| &lean.give).collect()
}

#[test]
fn manifests_are_asked_for_by_the_commands_that_read_them() {
    for (run, copy, path) in [
        ("npm ci", "package*.json ./", "package-lock.json"),
        ("npm install", "web/package.json ./", "web/package.json"),
        ("yarn --frozen-lockfile", ". .", "package.json"),
        ("cd /a && pnpm install", ". .", "package.json"),
        ("pip install --no-cache-dir -r requirements.txt", "requirements.txt .", "requirements.txt"),
        ("pip install -r/requirements/prod.txt", ". .", "prod.txt"),
        ("python -m pip install -r requirements/base.txt", "requirements ./requirements", "requirements/base.txt"),
        ("uv pip install -r a.txt", ". .", "a.txt"),
        ("poetry install --no-root", "poetry.lock pyproject.toml ./", "poetry.lock"),
        ("bundle install", "Gemfile* ./", "Gemfile.lock"),
        ("composer install --no-dev", ". .", "composer.lock"),
    ] {
        let (analysis, leans) = of(&format!("FROM debian:bookworm\nWORKDIR /app\nCOPY {copy}\nRUN {run}\n"));
        let lean = leans.iter().find(|lean| lean.give == Give::Manifest(path.into()));
        let lean = lean.unwrap_or_else(|| panic!("{run}: {:?}", gives(&leans)));
        assert!(width(lean.after) < width(lean.now), "{run}: {lean:?}");
        assert!(lean.steps.contains(&(0, 2)), "{run}: {lean:?}");
        assert_eq!(lean.action(&analysis.graph), format!("paste {path}"));
        assert!(lean.effect().starts_with("the range shrinks from "));
    }
}

#[test]
fn a_fact_of_an_earlier_stage_counts_by_what_ships_of_it() {
    let dockerfile = "FROM node:22 AS build\nWORKDIR /app\nCOPY package.json .\nRUN npm install --omit=dev\nRUN apt-get update && curl -O https://x.example/y\nFROM node:22-slim\nCOPY --from=build /app/node_modules /app/node_modules\n";
    let (_, leans) = of(dockerfile);
    assert_eq!(leans[0].give, Give::Manifest("package.json".into()), "{leans:?}");
    assert!(leans[0].steps.contains(&(1, 0)), "{:?}", leans[0]);
    // What stays behind in the build stage is not asked for.
    assert!(!gives(&leans).contains(&&Give::Layer(0, 3)), "{leans:?}");
}

#[test]
fn private_bases_contexts_and_layers_are_asked_for() {
    let (analysis, leans) =
        of("FROM registry.example/base:1\nCOPY . /srv\nCOPY ./models /models\nRUN ./configure.sh\n");
    let gives = gives(&leans);
    assert_eq!(*gives.last().unwrap(), &Give::History);
    for give in [Give::Image("registry.example/base:1".into()), Give::Context("models/".into())] {
        assert!(gives.contains(&&give), "{give:?} is not among {gives:?}");
    }
    let (_, leans) = of("FROM scratch\nCOPY . /srv\nADD https://x.example/data.bin /data.bin\n");
    for give in [Give::Context("./".into()), Give::Layer(0, 1)] {
        assert!(leans.iter().any(|lean| lean.give == give), "{give:?} is not among {leans:?}");
    }
    assert!(leans.windows(2).take(leans.len() - 2).all(|pair| width(pair[0].after) <= width(pair[1].after)));
    let text = Leans { leans: &leans, analysis: &analysis }.to_string();
    assert!(
        text.contains("what would make this surer") && text.contains("say how large the build context is"),
        "{text}"
    );
}

#[test]
fn giving_what_was_asked_for_does_what_was_said() {
    let dockerfile = "FROM debian:bookworm\nCOPY . /srv\nRUN curl -O https://x.example/y.bin\n";
    let scenario = Scenario { dockerfile: dockerfile.into(), ..Scenario::default() };
    let (analysis, leans) = leans(&scenario);
    assert!(leans.len() > 2);
    for lean in leans {
        let mut given = scenario.clone();
        match &lean.give {
            Give::Image(name) => {
                let disk = Some(analysis.sizes.stages[0].base.disk.range.likely);
                given.images.insert(name.clone(), ImageSize { disk, pull: None });
            }
            Give::Context(path) => drop(given.context.insert(path.clone(), 1_000_000)),
            Give::Layer(stage, step) => drop(given.overrides.insert(format!("{stage}/{step}"), 30_000_000)),
            Give::Manifest(_) | Give::History => continue,
        }
        let after = analyze(&given, &Catalog::shipped()).sizes.image.weight.disk.range;
        assert!(width(after) <= width(lean.after) * 11 / 10, "{lean:?}: {after:?}");
    }
}

/// Real projects, first without their manifests and then with them.
#[test]
fn the_expected_range_of_a_manifest_is_about_that_of_a_real_one() {
    let mut compared = 0;
    for line in BUILDS.lines() {
        let truth: Value = serde_json::from_str(line).unwrap();
        let scenario: Scenario = serde_json::from_value(truth["scenario"].clone()).unwrap();
        let mut blind = scenario.clone();
        blind.manifests.clear();
        for lean in leans(&blind).1 {
            let Give::Manifest(path) = &lean.give else { continue };
            let Some(text) = scenario.manifests.get(path) else { continue };
            let mut given = blind.clone();
            given.manifests.insert(path.clone(), text.clone());
            let after = analyze(&given, &Catalog::shipped()).sizes.image.weight.disk.range;
            println!(
                "{} {path}: {} now, {} said, {} then",
                truth["name"],
                width(lean.now),
                width(lean.after),
                width(after)
            );
            assert!(width(after) < width(lean.now), "{}", truth["name"]);
            compared += 1;
        }
    }
    assert!(compared >= 5, "only {compared} manifests were asked for");
}

#[test]
fn nothing_is_asked_for_where_everything_is_known_and_little_where_much_stands() {
    assert_eq!(of("FROM scratch\nCMD [\"a\"]\n").1, []);
    assert_eq!(of("").1, []);
    let long = format!("FROM scratch\n{}", "RUN curl -O https://x.example/y.bin\n".repeat(3_000));
    assert!(of(&long).1.len() <= 9);
}

#[test]
fn the_report_has_them() {
    let scenario = Scenario { dockerfile: "FROM node:22\nCOPY . .\nRUN npm ci\n".into(), ..Scenario::default() };
    let (analysis, leans) = leans(&scenario);
    let report = Report::new("Dockerfile", &scenario.dockerfile, &analysis).with_leans(&leans, &analysis);
    let report = serde_json::to_value(report).unwrap();
    let first = &report["leans_on"][0];
    assert_eq!((&first["give"], &first["name"]), (&Value::from("manifest"), &Value::from("package-lock.json")));
    assert_eq!(first["lines"], serde_json::json!([3]));
    assert_eq!(first["now"], report["image"]["disk"]);
    assert_eq!(report["leans_on"][leans.len() - 1]["give"], "history");
}
