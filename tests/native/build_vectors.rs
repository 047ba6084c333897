//! Whole Dockerfiles with BuildKit's own answers: what a build reaches, its history, environment, working directory
//! and operations, or its error.

use std::collections::BTreeMap;

use drydock::checks::{self, Finding};
use drydock::context::Context;
use drydock::scenario::Scenario;
use drydock::stages::{Base, BuildGraph, EdgeKind, Giver, Step, chain, history, resolve, unique_steps};
use drydock::syntax::{Dockerfile, Keyword, parse};
use serde_json::{Value, json};

use crate::vectors::of_kind;

#[test]
fn builds_equal_buildkits() {
    let mut mismatches = Vec::new();
    let vectors: Vec<Value> = of_kind("build").collect();
    vectors.iter().for_each(|vector| compare(vector, &mut mismatches));
    assert_eq!(vectors.len(), 77);
    assert!(mismatches.is_empty(), "{} mismatches:\n{}", mismatches.len(), mismatches.join("\n"));
}

fn compare(vector: &Value, mismatches: &mut Vec<String>) {
    let scenario = scenario(vector);
    let dockerfile = parse(&scenario.dockerfile);
    let graph = resolve(&dockerfile, &scenario);
    let errors: Vec<&str> = dockerfile.errors.iter().chain(&graph.errors).map(|error| error.message.as_str()).collect();
    let mut check = |field: &str, ours: Value| {
        let theirs = &vector[field];
        if *theirs != ours {
            mismatches.push(format!("{} {field}\n   ours {ours}\n theirs {theirs}", vector["id"]));
        }
    };
    check("checks", findings(&scenario, &dockerfile, &graph));
    if let Some(error) = vector["error"].as_str() {
        let line = dockerfile.errors.first().map(|error| dockerfile.lines.line(error.span.start)).unwrap_or(0);
        let first = errors.first().copied().unwrap_or("none");
        let prefixed = format!("dockerfile parse error on line {line}: {first}");
        check("error", if prefixed == error { prefixed.into() } else { first.into() });
        return;
    }
    check("error", errors.first().map_or(Value::Null, |error| (*error).into()));
    let target = graph.target.unwrap();
    let end = &graph.stages[target].end;
    let environment = end.variables.image_environment();
    let pairs = environment
        .iter()
        .map(|variable| format!("{}={}", variable.name, variable.image_value.as_deref().unwrap_or("")));
    check("env", pairs.collect::<Vec<_>>().into());
    let on_image = history_base(&graph, target);
    check("workdir", if end.workdir_set || !on_image { (&*end.workdir).into() } else { "".into() });
    check("history", entries(&graph, target));
    check("unique_ops", operations(&graph));
    check("reachable", reachable(&scenario, &dockerfile, &graph));
}

/// What the checks find before BuildKit stops.
fn findings(scenario: &Scenario, dockerfile: &Dockerfile, graph: &BuildGraph) -> Value {
    let findings = checks::check(&scenario.dockerfile, dockerfile, graph, &Context::new(scenario));
    let printed = findings.iter().filter(|finding| !finding.is_past_error);
    let row = |finding: &Finding| json!({"rule": finding.rule.name, "line": finding.line, "message": finding.message});
    printed.map(row).collect::<Vec<_>>().into()
}

fn scenario(vector: &Value) -> Scenario {
    let arguments = vector["build_args"].as_object().cloned().unwrap_or_default();
    let build_args: BTreeMap<String, String> =
        arguments.into_iter().map(|(name, value)| (name, value.as_str().unwrap().into())).collect();
    Scenario {
        dockerfile: vector["dockerfile"].as_str().unwrap().into(),
        build_args,
        target: vector["target"].as_str().map(String::from),
        platform: vector["target_arch"].as_str().map(|arch| format!("linux/{arch}")),
        ..Scenario::default()
    }
}

fn history_base(graph: &BuildGraph, target: usize) -> bool {
    let lowest = chain(graph, target)[0];
    matches!(graph.stages[lowest].base, Base::Image { .. })
}

fn entries(graph: &BuildGraph, target: usize) -> Value {
    let history = history(graph, target);
    assert_eq!(history.own_layers, history.entries.iter().filter(|(s, i)| graph.stages[*s].steps[*i].layer).count());
    let entry = |(stage, step): &(usize, usize)| {
        let step = &graph.stages[*stage].steps[*step];
        json!({"created_by": step.history_text(), "layer": step.layer})
    };
    history.entries.iter().map(entry).collect::<Vec<_>>().into()
}

fn operations(graph: &BuildGraph) -> Value {
    let found = unique_steps(graph).target;
    let counts = [
        ("exec", found.exec),
        ("file", found.file),
        ("file.copy", found.copy),
        ("file.mkdir", found.mkdir),
        ("file.mkfile", found.mkfile),
        ("merge", found.merge),
        ("source", found.source),
    ];
    let counts = counts.into_iter().filter(|(_, count)| *count > 0);
    Value::Object(counts.map(|(name, count)| (name.to_string(), count.into())).collect())
}

/// The stages a build reaches and the images it copies or mounts from, as the vectors list them.
fn reachable(scenario: &Scenario, dockerfile: &Dockerfile, graph: &BuildGraph) -> Value {
    let mut rows: Vec<(usize, Value)> = Vec::new();
    for stage in graph.stages.iter().filter(|stage| stage.reachable) {
        let mut needed = Vec::new();
        for edge in graph.edges.iter().filter(|edge| edge.taker == stage.index && edge.kind != EdgeKind::From) {
            match &edge.giver {
                Giver::Stage(index) => {
                    let giver = &graph.stages[*index];
                    needed.push(format!("{}|{}", giver.name.as_deref().unwrap_or(""), base(graph, *index)));
                }
                Giver::Image(name) => {
                    needed.push(format!("|{name}"));
                    // BuildKit knows no line for a mount's image.
                    let line = if edge.kind == EdgeKind::Copy { edge.line } else { 0 };
                    let row = json!({"base": name, "commands": null, "deps": [], "from_line": line,
                        "name": "(image)", "target": false});
                    rows.push((line, row));
                }
            }
        }
        let commands: Vec<String> = stage.steps.iter().map(|step| command(scenario, dockerfile, step)).collect();
        let row = json!({"base": base(graph, stage.index), "deps": needed, "from_line": stage.from_line,
            "commands": if commands.is_empty() { Value::Null } else { commands.into() },
            "name": stage.display_name(), "target": graph.target == Some(stage.index)});
        rows.push((stage.from_line, row));
    }
    // A lone stage shows no name.
    if graph.stages.len() == 1 && rows.len() == 1 {
        rows[0].1["name"] = "".into();
    }
    rows.sort_by_key(|(line, _)| *line);
    rows.into_iter().map(|(_, row)| row).collect::<Vec<_>>().into()
}

fn base(graph: &BuildGraph, stage: usize) -> String {
    match &graph.stages[stage].base {
        Base::Scratch => "scratch".into(),
        Base::Image { normalized, .. } => normalized.clone(),
        Base::Stage(below) => graph.stages[*below].name.clone().unwrap(),
        Base::Unknown(written) => written.clone(),
    }
}

fn command(scenario: &Scenario, dockerfile: &Dockerfile, step: &Step) -> String {
    match step.keyword {
        Keyword::Onbuild => "onbuild".into(),
        keyword if step.triggered => keyword.name().into(),
        _ => dockerfile.instructions[step.instruction].keyword_span.of(&scenario.dockerfile).into(),
    }
}
