//! What the command line writes: the contract of the JSON, and errors that stand outside the Dockerfile.

use drydock::analysis::{Analysis, advised, analyze};
use drydock::report::json::Report;
use drydock::report::text::Text;
use drydock::scenario::Scenario;
use drydock::size::Catalog;
use serde_json::{Value, json};

const TWO_STAGES: &str = "FROM golang:1.26 AS build\nRUN --mount=type=cache,target=/c <<EOF\ngo build -o /out/app .\nEOF\nFROM scratch\nCOPY --from=build /out/app /app\nCMD [\"/app\"]\n";

fn analysis(dockerfile: &str, dockerignore: Option<&str>) -> (Scenario, Analysis) {
    let scenario = Scenario {
        dockerfile: dockerfile.into(),
        dockerignore: dockerignore.map(str::to_owned),
        ..Scenario::default()
    };
    let analysis = analyze(&scenario, &Catalog::shipped());
    (scenario, analysis)
}

fn report(dockerfile: &str, dockerignore: Option<&str>) -> Value {
    let (scenario, analysis) = analysis(dockerfile, dockerignore);
    serde_json::to_value(Report::new("a/Dockerfile", &scenario.dockerfile, &analysis)).unwrap()
}

#[test]
fn json_has_every_field_of_the_contract() {
    let report = report(TWO_STAGES, None);
    let fields = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!(
        fields(&report),
        "path ok errors escape instructions stages edges external_images own_layers history_entries image checks advice leans_on"
    );
    assert_eq!(fields(&report["stages"][0]), "index name from_line base reachable target steps disk pull");
    assert_eq!(fields(&report["stages"][0]["base"]), "kind name disk pull source reason");
    assert_eq!(fields(&report["stages"][0]["steps"][0]), "line instruction layer disk pull source reason");
    assert_eq!(fields(&report["edges"][0]), "from to kind line bytes");
    assert_eq!(fields(&report["image"]), "disk pull layers wasted");
    assert_eq!(fields(&report["image"]["disk"]), "low likely high");
    assert_eq!(
        report["instructions"][1],
        json!({"keyword": "RUN", "start_line": 2, "end_line": 4, "flags": ["--mount=type=cache,target=/c"], "heredocs": 1})
    );
    assert_eq!(report["external_images"], json!(["golang:1.26"]));
    assert_eq!((&report["own_layers"], &report["history_entries"]), (&json!(1), &json!(2)));
    assert_eq!((&report["edges"][1]["from"], &report["edges"][1]["kind"]), (&json!(0), &json!("copy")));
}

#[test]
fn an_error_has_its_place_and_the_rest_is_still_known() {
    let report = report("FROM alpine\nRUNN x\nCOPY a /b\n", None);
    assert_eq!(report["ok"], json!(false));
    assert_eq!((&report["errors"][0]["line"], &report["errors"][0]["column"]), (&json!(2), &json!(1)));
    assert_eq!(report["own_layers"], json!(1));
}

#[test]
fn an_ill_ignore_file_fails_the_build_as_in_buildkit() {
    let report = report("FROM alpine\nCOPY . .\n", Some("a\n[\n"));
    assert_eq!(report["ok"], json!(false));
    assert!(report["errors"][0]["message"].as_str().unwrap().starts_with(".dockerignore line 2: "));
}

#[test]
fn a_message_does_not_carry_a_whole_text() {
    let (_, analysis) = analysis(&format!("FROM alpine\nENV A={}\n", "${a:-".repeat(9_000)), None);
    assert!(analysis.errors().all(|error| error.message.len() < 1_100));
}

#[test]
fn text_names_stages_by_what_becomes_of_them() {
    let (scenario, analysis) = analysis(&format!("FROM alpine AS spare\n{TWO_STAGES}"), None);
    let text = Text { path: "Dockerfile", text: &scenario.dockerfile, analysis: &analysis, advice: &[] }.to_string();
    for said in
        ["spare (never built)", "build (built, not shipped)", "(target, ships)", "COPY --from=build /out/app /app"]
    {
        assert!(text.contains(said), "{said} is not in\n{text}");
    }
}

#[test]
fn advice_stands_in_both_reports_with_what_it_saves() {
    let (scenario, analysis) = analysis("FROM debian:12\nRUN apt-get update && apt-get install -y curl\n", None);
    let advice = advised(&scenario, &analysis, &Catalog::shipped());
    let report = Report::new("Dockerfile", &scenario.dockerfile, &analysis).with_advice(&advice);
    let report = serde_json::to_value(report).unwrap();
    let lists = report["advice"].as_array().unwrap().iter().find(|tip| tip["rule"] == "package-lists-kept").unwrap();
    assert_eq!((&lists["line"], &lists["fixable"], &lists["safe"]), (&json!(2), &json!(true), &json!(true)));
    let saved = |field: &str, bound: &str| lists[field][bound].as_u64().unwrap();
    assert!(saved("saves_disk", "low") > 1_000_000 && saved("saves_disk", "low") <= saved("saves_disk", "likely"));
    assert!(saved("saves_pull", "likely") < saved("saves_disk", "likely"));
    let text =
        Text { path: "Dockerfile", text: &scenario.dockerfile, analysis: &analysis, advice: &advice }.to_string();
    assert!(text.contains("Dockerfile:2: Package lists stay in the image: saves "), "{text}");
}
