//! What changed between two Dockerfiles: the changes are exactly the difference of the two images, each is told by its
//! name, and the hunks of lines are both texts.

use std::fs;
use std::path::PathBuf;

use drydock::analysis::{Analysis, Change, Kind, analyze, changes, fixed, hunks, multi_stage};
use drydock::report::Compared;
use drydock::report::markdown::Markdown;
use drydock::scenario::{Comparison, Scenario};
use drydock::sight::{ChangesQuestion, ChangesSight, Core, Question, read_answer};
use drydock::size::Catalog;
use serde_json::Value;

use crate::mutations::mutated;
use crate::random::Random;

const BUILDS: &str = include_str!("../accuracy/build-truth.jsonl");

/// The changes of a pair, after all that must hold of any pair.
fn checked(before: &Scenario, after: &Scenario, catalog: &Catalog) -> Vec<Change> {
    let (one, two) = (analyze(before, catalog), analyze(after, catalog));
    let changes = changes(&one, &two);
    let totals = |side: &Analysis| {
        let weight = &side.sizes.image.weight;
        [i128::from(weight.disk.range.likely), i128::from(weight.pull.range.likely)]
    };
    let (old, new) = (totals(&one), totals(&two));
    let sum = |of: fn(&Change) -> i128| changes.iter().map(of).sum::<i128>();
    let texts = || format!("{}\n---\n{}\n{changes:#?}", before.dockerfile, after.dockerfile);
    assert_eq!(sum(|change| change.disk.difference()), new[0] - old[0], "on disk: {}", texts());
    assert_eq!(sum(|change| change.pull.difference()), new[1] - old[1], "to pull: {}", texts());
    for change in &changes {
        assert!(!change.words.is_empty() && !change.words.contains('\n'), "{}", texts());
        assert!(!change.before.is_empty() || !change.after.is_empty(), "{}", texts());
        assert_eq!(change.words.matches('`').count() % 2, 0, "{}", texts());
    }
    is_both_texts(before, after, &one, &two, &changes);
    changes
}

/// Whoever puts the lines of the hunks together has the texts again.
fn is_both_texts(before: &Scenario, after: &Scenario, one: &Analysis, two: &Analysis, changes: &[Change]) {
    let texts = [before.dockerfile.as_str(), after.dockerfile.as_str()];
    let lines: Vec<Vec<&str>> = texts.iter().map(|text| text.split('\n').collect()).collect();
    let (mut old, mut new) = (Vec::new(), Vec::new());
    for hunk in hunks(texts, [one, two], changes) {
        let (left, right) = (&lines[0][hunk.before.clone()], &lines[1][hunk.after.clone()]);
        assert!(!hunk.is_same || left == right, "{left:?} {right:?}");
        old.extend_from_slice(left);
        new.extend_from_slice(right);
        assert!(hunk.changes.iter().all(|change| *change < changes.len()));
    }
    assert_eq!([old.join("\n"), new.join("\n")], texts);
}

fn told(changes: &[Change]) -> String {
    let mut text = String::new();
    for change in changes {
        let Change { words, detail, disk, pull, before, after, .. } = change;
        let line = |place: &drydock::analysis::Spot| match place.step {
            Some(step) => format!("{}/{step}", place.stage),
            None => format!("{}", place.stage),
        };
        let places = |places: &[drydock::analysis::Spot]| places.iter().map(line).collect::<Vec<_>>().join(" ");
        text += &format!(
            "{:+} {:+} {:?} {words} | {detail} | {} > {}\n",
            disk.difference(),
            pull.difference(),
            change.kind,
            places(before),
            places(after)
        );
    }
    text
}

fn pair(name: &str) -> (Scenario, Scenario) {
    let Comparison { before, after } = crate::examples::pair(name).comparison;
    (before, after.unwrap())
}

fn dockerfile(text: &str) -> Scenario {
    Scenario { dockerfile: text.to_owned(), ..Scenario::default() }
}

/// What the first visitor sees: each change with its bytes on disk and pulled.
#[test]
fn telescope_says_where_its_gigabytes_went() {
    let (before, after) = pair("telescope");
    let catalog = Catalog::complete();
    assert_eq!(told(&checked(&before, &after, &catalog)), TELESCOPE);
}

const TELESCOPE: &str = "\
-828000000 -298403374 Base `node:lts` → `node:lts-alpine` |  | 0 > 0
-889354080 -270310660 LeftBehind `npm install --no-package-lock` now runs in stage `dependencies`; only \
`/telescope/node_modules` is copied from it | The instruction now is `npm install --only=production \
--no-package-lock`. | 0/4 > 1/1 2/0
-5594900 -1846549 Rewritten `COPY . .` → `COPY ./src/backend ./src/backend` |  | 0/3 > 2/2 1/0
+236864 +105540 New `apk add --no-cache tini` is new |  |  > 0/0
-770 -585 Smaller 2 smaller changes together |  | 0/5 0/2 > 1/2 2/1
";

#[test]
fn all_pairs_add_up_in_both_directions() {
    let catalog = Catalog::complete();
    for example in crate::examples::pairs() {
        let (before, after) = pair(&example.name);
        checked(&before, &after, &catalog);
        checked(&after, &before, &catalog);
        assert_eq!(checked(&before, &before, &catalog), []);
    }
    let builds = builds();
    // Files of one project stand together; some pairs have nothing in common.
    for near in 1..4 {
        builds.windows(near + 1).for_each(|row| drop(checked(&row[0].1, &row[near].1, &catalog)));
    }
    for before in fixtures() {
        let after = match multi_stage(&before, &catalog) {
            Ok(split) => split.scenario,
            Err(_) => fixed(&before, &catalog).scenario,
        };
        checked(&before, &after, &catalog);
        checked(&after, &before, &catalog);
    }
}

/// How many mutated pairs an ordinary test run tries.
const EXECUTIONS: usize = 600;

#[test]
fn mutated_pairs_add_up() {
    let catalog = Catalog::complete();
    let seeds: Vec<Scenario> = fixtures().into_iter().chain(builds().into_iter().map(|(_, build)| build)).collect();
    let texts: Vec<String> = seeds.iter().map(|seed| seed.dockerfile.clone()).collect();
    let mut random = Random::new(17);
    for _ in 0..EXECUTIONS {
        let seed = random.pick(&seeds);
        let before = Scenario { dockerfile: mutated(&texts, &mut random), ..seed.clone() };
        let after = Scenario { dockerfile: mutated(&texts, &mut random), ..seed.clone() };
        checked(&before, &after, &catalog);
        checked(seed, &after, &catalog);
    }
}

/// Sizes that are given as large as numbers go still add up.
#[test]
fn sizes_beyond_all_measure_add_up() {
    let catalog = Catalog::complete();
    let mut before = dockerfile("FROM scratch\nRUN a\nRUN b\nRUN c\n");
    before.overrides = [("0/0", u64::MAX), ("0/1", u64::MAX / 2)].map(|(key, bytes)| (key.to_owned(), bytes)).into();
    let after = dockerfile("FROM scratch AS x\nRUN b\nFROM scratch\nCOPY --from=x /y /z\nRUN c\n");
    checked(&before, &after, &catalog);
    checked(&after, &before, &catalog);
}

#[test]
fn thousands_of_stages_and_layers_are_told_in_a_few_changes() {
    let catalog = Catalog::complete();
    let stages: String =
        (0..10_000).map(|at| format!("FROM alpine AS s{at}\nRUN apk add p{at}\nCOPY a{at} /\n")).collect();
    let chain: String = (1..10_000).map(|at| format!("FROM s{} AS s{at}\nRUN make {at}\n", at - 1)).collect();
    let copies: String = (0..10_000).map(|at| format!("COPY --from=s{at} /a{at} /\n")).collect();
    let one = dockerfile(&format!("{stages}FROM alpine\n{copies}"));
    let two = dockerfile(&format!("FROM alpine AS s0\n{chain}"));
    let three = dockerfile(&format!("FROM alpine\n{}", "RUN make\n".repeat(20_000)));
    for (before, after) in [(&one, &two), (&two, &three), (&three, &one)] {
        let changes = checked(before, after, &catalog);
        assert!(changes.len() <= 16, "{}", changes.len());
        assert!(changes.iter().all(|change| change.before.len() <= 24 && change.after.len() <= 24));
    }
}

/// What the page is sent is no more than it can show, and is the same that the core says.
#[test]
fn the_page_is_sent_what_it_can_show() {
    let mut core = Core::new(Catalog::complete());
    let lines = |odd: &str| -> String {
        (0..22_000).map(|at| format!("RUN a{at}{}\n", if at % 2 == 0 { odd } else { "" })).collect()
    };
    let before = dockerfile(&format!("FROM alpine\n{}", lines("")));
    let after = dockerfile(&format!("FROM alpine\n{}", lines(" x")));
    let question = ChangesQuestion { before, after };
    let bytes = core.answer(&question.ask().to_bytes());
    assert!(bytes.len() < 40_000, "{}", bytes.len());
    let sight: ChangesSight = read_answer(&bytes).unwrap();
    assert_eq!(sight, core.changes(&question));
    let shown = sight.hunks.iter().fold((0, 0), |sum, hunk| (sum.0 + hunk.before.1, sum.1 + hunk.after.1));
    assert!(sight.lines_left.0 > 0);
    assert_eq!((shown.0 + sight.lines_left.0, shown.1 + sight.lines_left.1), (22_002, 22_002));
}

#[test]
fn a_pull_request_is_told_where_it_comes_from() {
    let catalog = Catalog::complete();
    let (before, after) = pair("python-web");
    let (before, after) = (analyze(&before, &catalog), analyze(&after, &catalog));
    let text = Markdown(Compared { before: &before, after: Some(&after), link: None }).to_string();
    let table: Vec<&str> = text.lines().skip_while(|line| !line.contains("where it comes from")).take(4).collect();
    assert_eq!(table[2], "| `python:3.13` → `python:3.13-slim` | −984 MB | −370 MB |");
    let odd = dockerfile("FROM alpine\nRUN apk add 'a|b`<i>'\n");
    let (one, two) = (analyze(&dockerfile("FROM alpine\n"), &catalog), analyze(&odd, &catalog));
    let text = Markdown(Compared { before: &one, after: Some(&two), link: None }).to_string();
    assert!(text.contains("| `apk add a\\|b'<i>` is new |"), "{text}");
    let many: String = (0..30).map(|at| format!("RUN apk add p{at}\n")).collect();
    let many = analyze(&dockerfile(&format!("FROM alpine\n{many}")), &catalog);
    let text = Markdown(Compared { before: &one, after: Some(&many), link: None }).to_string();
    assert!(text.contains("| 25 more changes | +"), "{text}");
}

/// What is told of small pairs, by its first words.
#[test]
fn each_kind_of_change_has_its_name() {
    let catalog = Catalog::complete();
    for (before, after, expected) in KINDS {
        let changes = checked(&dockerfile(before), &dockerfile(after), &catalog);
        let said: Vec<(Kind, &str)> = changes.iter().map(|change| (change.kind, change.words.as_str())).collect();
        assert!(said.contains(&expected), "{said:#?}");
    }
}

type Pair = (&'static str, &'static str, (Kind, &'static str));

const KINDS: [Pair; 9] = [
    ("FROM debian:13\n", "FROM alpine:3.22\n", (Kind::Base, "`debian:13` → `alpine:3.22`")),
    ("FROM alpine\n", "FROM alpine\nRUN apk add curl\n", (Kind::New, "`apk add curl` is new")),
    ("FROM alpine\nRUN apk add curl\n", "FROM alpine\n", (Kind::Gone, "`apk add curl` is gone")),
    (
        "FROM golang:1.26\nCOPY . .\nRUN go build -o /bin/a .\n",
        "FROM golang:1.26 AS build\nCOPY . .\nRUN go build -o /bin/a .\nFROM golang:1.26\nCOPY --from=build /bin/a /bin/\n",
        (Kind::LeftBehind, "`go build -o /bin/a .` now runs in stage `build`; only `/bin/a` is copied from it"),
    ),
    (
        "FROM golang:1.26 AS build\nCOPY . .\nRUN go build -o /bin/a .\nFROM golang:1.26\nCOPY --from=build /bin/a /bin/\n",
        "FROM golang:1.26\nCOPY . .\nRUN go build -o /bin/a .\n",
        (Kind::Ships, "`COPY . .` now ships; it belonged to stage `build`, which did not"),
    ),
    (
        "FROM debian:13\nRUN apt-get update\nRUN apt-get install -y gcc\n",
        "FROM debian:13\nRUN apt-get update && apt-get install -y gcc && rm -rf /var/lib/apt/lists/*\n",
        (Kind::Rewritten, "`apt-get install -y gcc` is written differently"),
    ),
    (
        "FROM python:3.13\nRUN pip install -r requirements.txt\n",
        "FROM python:3.13\nRUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt\n",
        (Kind::Rewritten, "`pip install -r requirements.txt` now has a cache mount"),
    ),
    (
        "FROM debian:13-slim\nRUN apt-get install -y curl ca-certificates\n",
        "FROM debian:13\nRUN apt-get install -y curl ca-certificates\n",
        (Kind::Same, "`apt-get install -y curl ca-certificates` brings more"),
    ),
    ("FROM alpine\nRUN apk add a`b``\n", "FROM alpine\n", (Kind::Gone, "`apk add a'b''` is gone")),
];

fn builds() -> Vec<(String, Scenario)> {
    let read = |line: &str| {
        let row: Value = serde_json::from_str(line).unwrap();
        (row["name"].to_string(), Scenario::from_json(row["scenario"].clone()).unwrap())
    };
    BUILDS.lines().map(read).collect()
}

/// The single stages that we know how to split.
fn fixtures() -> Vec<Scenario> {
    let paths = fs::read_dir("tests/multi_stage").unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|own| own == "Dockerfile")).collect();
    paths.sort();
    let scenario = |path: &PathBuf| {
        let known = fs::read_to_string(path.with_extension("json")).unwrap_or_else(|_| "{}".into());
        let known = Scenario::from_json(serde_json::from_str(&known).unwrap()).unwrap();
        Scenario { dockerfile: fs::read_to_string(path).unwrap(), ..known }
    };
    paths.iter().map(scenario).collect()
}
