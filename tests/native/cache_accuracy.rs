//! Rebuilds as BuildKit really did them, step by step, against what the simulator says.

use serde_json::Value;

const TRUTH: &str = include_str!("../accuracy/cache-truth.jsonl");

#[test]
fn rebuilds_agree_with_buildkit() {
    let (mut scored, mut equal, mut disagreements) = (0, 0, Vec::new());
    for line in TRUTH.lines() {
        let row: Value = serde_json::from_str(line).expect("the truth is JSON");
        let answer = drydock::cache::scenario(line).unwrap_or_else(|error| panic!("{}: {error}", row["name"]));
        let (truth, steps) = (rows(&row), rows(&answer));
        assert_eq!(truth.len(), steps.len(), "{}: {answer}", row["name"]);
        for (expected, found) in truth.iter().zip(steps) {
            if matches!(expected["cached"].as_str(), Some("meta" | "base")) {
                continue;
            }
            for field in ["cached", "merge_cached"] {
                let (Some(wanted), got) = (expected.get(field), found.get(field)) else { continue };
                scored += 1;
                if Some(wanted) == got {
                    equal += 1;
                } else {
                    let got = got.unwrap_or(&Value::Null);
                    let place = format!("{} line {}", row["name"], expected["line"]);
                    disagreements.push(format!("{place}: {field} is {wanted}, not {got} ({})", found["reason"]));
                }
            }
        }
    }
    for disagreement in &disagreements {
        println!("{disagreement}");
    }
    println!("{equal} of {scored} steps agree");
    assert!(scored > 1300, "only {scored} steps were scored");
    assert!(equal * 100 >= scored * 99, "{equal} of {scored} steps agree:\n{}", disagreements.join("\n"));
}

fn rows(value: &Value) -> &[Value] {
    value["steps"].as_array().map(Vec::as_slice).unwrap_or_default()
}
