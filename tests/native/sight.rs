//! What the page is told: the same figures as the report, however it travels, and an answer to any bytes.

use drydock::report::json::Report;
use drydock::scenario::Scenario;
use drydock::sight::{
    AddPackages, Ask, BaseSight, Core, EdgeKind, Export, Form, Give, Giver, Ink, LeansQuestion, Look, Question,
    RebuildQuestion, RebuildSight, Role, Sight, TruthQuestion, read_answer,
};
use drydock::size::Catalog;
use serde_json::Value;

use crate::random::Random;

fn core() -> Core {
    Core::new(Catalog::shipped())
}

fn of(dockerfile: &str) -> Look {
    Look { scenario: Scenario { dockerfile: dockerfile.into(), ..Scenario::default() } }
}

fn asked<Q: Question>(core: &mut Core, question: &Q) -> Result<Q::Answer, String> {
    read_answer(&core.answer(&question.ask().to_bytes()))
}

fn examples() -> Vec<Scenario> {
    let comparisons = crate::examples::pairs().into_iter().map(|pair| pair.example.comparison);
    comparisons.flat_map(|comparison| [Some(comparison.before), comparison.after]).flatten().collect()
}

#[test]
fn a_comparison_is_exported_in_every_form() {
    let mut core = core();
    let (before, after) = (of("FROM node:22 AS a\n"), Some(of("FROM scratch\nCOPY x /\n")));
    let mut form = |form, after: Option<Look>| {
        let link = Some("https://drydock.example/#v1.x".to_owned());
        asked(&mut core, &Export { before: before.clone(), after, form, link }).unwrap()
    };
    assert!(form(Form::Markdown, after.clone()).contains("(<https://drydock.example/#v1.x>)"));
    assert!(form(Form::Mermaid, after.clone()).starts_with("flowchart"));
    for picture in [Form::Picture, Form::LightPicture, Form::DarkPicture] {
        assert!(form(picture, after.clone()).contains("data-drydock=\"v1.x\""));
    }
    let both: Value = serde_json::from_str(&form(Form::Json, after)).unwrap();
    assert_eq!((&both[0]["path"], &both[1]["path"]), (&"before".into(), &"after".into()));
    let alone: Value = serde_json::from_str(&form(Form::Json, None)).unwrap();
    assert_eq!(alone["stages"][0]["name"], "a");
}

#[test]
fn pasted_histories_and_facts_worth_giving_are_answered() {
    let mut core = core();
    let scenario = of("FROM debian AS run\nCOPY . /srv\nRUN npm install\nRUN curl -O https://x.example/y\n").scenario;
    let paste = r#"[{"CreatedBy":"RUN /bin/sh -c npm install # buildkit","Size":7},{"CreatedBy":"x","Size":3}]"#;
    let truth = asked(&mut core, &TruthQuestion { scenario: scenario.clone(), paste: paste.into() }).unwrap().unwrap();
    assert_eq!((truth.form.as_str(), &truth.layers), ("docker history", &vec![("run/1".to_owned(), 7)]));
    assert_eq!(truth.steps.iter().map(|step| (step.line, step.disk)).collect::<Vec<_>>(), [(3, Some(7))]);
    assert!(truth.steps[0].estimated.likely > 7 && truth.layer_count() == 1);
    let mut known = scenario.clone();
    truth.enter(&mut known);
    assert_eq!(known.overrides["run/1"], 7);
    let error =
        asked(&mut core, &TruthQuestion { scenario: scenario.clone(), paste: "FROM a".into() }).unwrap().unwrap_err();
    assert!(error.contains("docker history"), "{error}");
    let leans = asked(&mut core, &LeansQuestion { scenario }).unwrap();
    assert_eq!(
        (&leans[0].give, leans[0].action.as_str()),
        (&Give::Manifest("package.json".into()), "paste package.json")
    );
    assert!(leans.iter().any(|lean| lean.key.as_deref() == Some("run/2")), "{leans:?}");
    assert_eq!(leans.last().unwrap().give, Give::History);
}

#[test]
fn a_sight_says_what_the_report_says() {
    let mut core = core();
    for scenario in examples() {
        let analysis = core.analysis(&scenario);
        let report = serde_json::to_value(Report::new("Dockerfile", &scenario.dockerfile, &analysis)).unwrap();
        let sight = asked(&mut core, &Look { scenario: scenario.clone() }).unwrap();
        let likely = |value: &Value| value["likely"].as_u64().unwrap();
        assert_eq!(sight.image.weight.disk.range.likely, likely(&report["image"]["disk"]));
        assert_eq!(sight.image.weight.pull.range.high, report["image"]["pull"]["high"].as_u64().unwrap());
        assert_eq!(sight.image.layers as u64, report["image"]["layers"].as_u64().unwrap());
        let stages = report["stages"].as_array().unwrap();
        assert_eq!((sight.stages.len(), sight.stage_count), (stages.len(), stages.len()));
        for (stage, reported) in sight.stages.iter().zip(stages) {
            assert_eq!(stage.total.disk.range.likely, likely(&reported["disk"]));
            assert_eq!(stage.name.as_deref(), reported["name"].as_str());
            assert_eq!(stage.lines.start as u64, reported["from_line"].as_u64().unwrap());
            assert_eq!(stage.role != Role::Never, reported["reachable"].as_bool().unwrap());
            let steps = reported["steps"].as_array().unwrap();
            assert_eq!(stage.steps.len(), steps.len());
            for (step, reported) in stage.steps.iter().zip(steps) {
                assert_eq!(step.layer.is_some(), reported["layer"].as_bool().unwrap());
                let weight = step.layer.as_ref().map_or(0, |layer| layer.weight.disk.range.likely);
                assert_eq!(weight, likely(&reported["disk"]));
            }
        }
        let taken: usize = sight.stages.iter().map(|stage| stage.take_count).sum();
        let edges = report["edges"].as_array().unwrap();
        assert_eq!(taken, edges.iter().filter(|edge| edge["kind"] != "from").count());
        let parts: u64 = sight.segments.iter().map(|segment| segment.disk).sum();
        assert_eq!(parts, sight.image.weight.disk.range.likely);
    }
}

#[test]
fn what_arrives_is_what_was_sent() {
    let mut core = core();
    for scenario in examples() {
        let look = Look { scenario: scenario.clone() };
        let sight: Sight = asked(&mut core, &look).unwrap();
        assert_eq!(sight, core.look(&look));
        let question =
            RebuildQuestion { scenario, change: Default::default(), cache: Default::default(), second: false };
        let rebuild: RebuildSight = asked(&mut core, &question).unwrap();
        assert_eq!(rebuild, core.rebuild(&question));
        assert!(rebuild.title.is_some() && rebuild.again > 0 && rebuild.again <= rebuild.steps);
    }
}

#[test]
fn every_field_of_a_scenario_arrives() {
    let full: Scenario = serde_json::from_str(
        r#"{"dockerfile": "ARG V\nFROM me\nCOPY a /\nFROM x", "dockerignore": "b", "context": {"a": 5000000},
            "manifests": {"package.json": "{}"}, "build_args": {"V": "1"}, "target": "stage", "platform": "linux/arm64",
            "images": {"me": {"disk": 7000000}}, "overrides": {"0/0": 9000000}, "pull_overrides": {"0/0": 3000000}}"#,
    )
    .unwrap();
    let ask = Ask::Look(Look { scenario: full.clone() });
    assert_eq!(Ask::of_bytes(&ask.to_bytes()), Ok(ask));
}

#[test]
fn any_bytes_get_an_answer() {
    let mut core = core();
    let whole = of("FROM alpine AS a\nRUN x\nFROM a\n").ask().to_bytes();
    for end in 0..whole.len() {
        assert!(read_answer::<Sight>(&core.answer(&whole[..end])).is_err());
    }
    let mut random = Random::new(7);
    for _ in 0..2_000 {
        let mut bytes = whole.clone();
        for _ in 0..=random.below(3) {
            let at = random.below(bytes.len());
            bytes[at] = random.below(256) as u8;
        }
        // Whatever it says, it says something, and the page reads it or knows that it cannot.
        let answer = core.answer(&bytes);
        assert!(!answer.is_empty());
        let _ = read_answer::<Sight>(&answer);
        let _ = read_answer::<RebuildSight>(&bytes);
    }
}

#[test]
fn a_package_table_is_asked_for_and_makes_sizes_better_known() {
    let mut core = core();
    let question = of("FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y curl\n");
    let before = asked(&mut core, &question).unwrap();
    assert!(before.wants_packages);
    assert!(!asked(&mut core, &of("FROM alpine\n")).unwrap().wants_packages);
    assert!(asked(&mut core, &AddPackages { table: b"no table".to_vec() }).is_err());
    let table = std::fs::read("data/packages/debian.txt").unwrap();
    asked(&mut core, &AddPackages { table }).unwrap();
    let after = asked(&mut core, &question).unwrap();
    assert!(!after.wants_packages);
    let width = |sight: &Sight| sight.image.weight.disk.range.high - sight.image.weight.disk.range.low;
    assert!(width(&after) < width(&before));
}

#[test]
fn a_line_of_the_other_dockerfile_changes_nothing() {
    let scenario = of("FROM alpine\nRUN a\nRUN b\n").scenario;
    let asks = |second| {
        let change = drydock::cache::Pick::Line { second: true, line: 2 };
        core().rebuild(&RebuildQuestion { scenario: scenario.clone(), change, cache: Default::default(), second })
    };
    assert_eq!((asks(false).title, asks(false).again), (None, 0));
    assert_eq!((asks(true).title.as_deref(), asks(true).again), (Some("I edit line 2"), 2));
}

#[test]
fn the_colours_are_those_of_what_was_read() {
    let text = "# syntax=docker/dockerfile:1\n# é\nFROM --platform=$A golang AS build\nRUN echo \"a $B\" \\\n # in\n  'c'\n\
        RUN <<E\n# body\nE\n";
    let mut at = 0;
    let mut coloured = Vec::new();
    for run in core().look(&of(text)).inks {
        coloured.push((run.ink(), text[at..at + run.length()].trim()));
        at += run.length();
    }
    assert_eq!(at, text.len());
    coloured.retain(|(ink, _)| *ink != Ink::Plain);
    let expected = [
        (Ink::Directive, "# syntax=docker/dockerfile:1"),
        (Ink::Comment, "# é"),
        (Ink::Keyword, "FROM"),
        (Ink::Flag, "--platform=$A"),
        (Ink::Keyword, "AS"),
        (Ink::Name, "build"),
        (Ink::Keyword, "RUN"),
        (Ink::Text, "\"a"),
        (Ink::Variable, "$B"),
        (Ink::Text, "\""),
        (Ink::Comment, "# in"),
        (Ink::Text, "'c'"),
        (Ink::Keyword, "RUN"),
        (Ink::Heredoc, "# body"),
    ];
    assert_eq!(coloured, expected);
}

#[test]
fn a_stage_and_its_picture_tell_what_it_takes() {
    let sight = core().look(&of("FROM alpine AS a\nRUN x\nFROM scratch\nCOPY --from=a /b /b\nFROM a\n"));
    let taken = &sight.stages[1].takes[0];
    assert_eq!((taken.kind, taken.from.as_str(), taken.line), (EdgeKind::Copy, "a", 4));
    assert_eq!(sight.stages[2].base, BaseSight::Stage("a".into()));
    for picture in [sight.rightwards.unwrap(), sight.downwards.unwrap()] {
        let wires: Vec<_> = picture.wires.iter().map(|wire| (&wire.giver, wire.taker, wire.kind)).collect();
        assert_eq!(wires, [(&Giver::Stage(0), 1, EdgeKind::Copy), (&Giver::Stage(0), 2, EdgeKind::From)]);
        assert_eq!((picture.boxes.len(), &picture.wires[0].steps[..]), (3, &[0][..]));
    }
}

#[test]
fn a_very_long_file_is_told_shortly() {
    let mut long = "FROM alpine\n".to_owned();
    for line in 0..10_000 {
        long += &format!("RUN echo \"$A\" > /file{line}\nCOPY file{line} /\n");
    }
    let mut core = core();
    let bytes = core.answer(&of(&long).ask().to_bytes());
    assert!(bytes.len() < 600_000, "{} bytes", bytes.len());
    let sight: Sight = read_answer(&bytes).unwrap();
    assert_eq!((sight.row_count, sight.stages[0].step_count), (20_001, 20_000));
    assert!(sight.segments.len() < 700);
}
