//! What the Rebuild view claims of the examples: everyday changes of real pairs.

use drydock::analysis::{Rebuilt, analyze, rebuilt};
use drydock::cache::{Build, Cache, Outcome, Pick, everyday, picked, rebuild};
use drydock::scenario::Scenario;
use drydock::size::Catalog;

fn run(scenario: &Scenario, pick: Pick, cache: Cache) -> (Rebuilt, Vec<usize>) {
    let analysis = analyze(scenario, &Catalog::complete());
    let build = Build::of(scenario);
    let (_, change) = picked(&pick, &build, &analysis.graph).expect("the change fits the project");
    let outcomes = rebuild(&build, &change, cache).expect("the change can be applied");
    let steps = outcomes.steps.iter().filter(|step| step.outcome == Outcome::Again);
    let lines = steps.map(|step| step.line).collect();
    (rebuilt(&analysis, &outcomes), lines)
}

fn pair(name: &str) -> (Scenario, Scenario) {
    let comparison = crate::examples::pair(name).comparison;
    (comparison.before, comparison.after.expect("it is a pair"))
}

/// The line that begins with a text.
fn line(scenario: &Scenario, start: &str) -> usize {
    let at = scenario.dockerfile.lines().position(|line| line.starts_with(start));
    at.unwrap_or_else(|| panic!("no line starts with {start}")) + 1
}

#[test]
fn a_source_edit_leaves_the_modules_that_ship_alone_only_after_the_rewrite() {
    let (before, after) = pair("telescope");
    let (whole, lines) = run(&before, Pick::Source, Cache::Warm);
    assert!(lines.contains(&line(&before, "RUN npm install")), "{lines:?}");
    let (less, lines) = run(&after, Pick::Source, Cache::Warm);
    let modules = line(&after, "COPY --from=dependencies /telescope/node_modules");
    assert!(!lines.contains(&modules), "{lines:?}");
    assert!(less.pushed.likely * 20 < whole.pushed.likely, "{less:?} {whole:?}");
    let (_, lines) = run(&after, Pick::Dependency, Cache::Warm);
    assert!(lines.contains(&modules), "{lines:?}");
}

#[test]
fn reasons_name_files_of_a_stage_by_absolute_paths_and_those_of_the_context_from_its_top() {
    let (_, after) = pair("telescope");
    let graph = analyze(&after, &Catalog::shipped()).graph;
    let build = Build::of(&after);
    let (_, change) = picked(&Pick::File("src/backend/index.js".into()), &build, &graph).unwrap();
    let outcomes = rebuild(&build, &change, Cache::Warm).unwrap();
    let reason = |start: &str| {
        let at = line(&after, start);
        outcomes.steps.iter().find(|step| step.line == at).unwrap().reason.as_str()
    };
    assert_eq!(reason("COPY . ."), "src/backend/index.js changed");
    assert_eq!(
        reason("COPY --from=dependencies /telescope/src/frontend/public"),
        "/telescope/src/frontend/public changed"
    );
}

#[test]
fn telescope_installs_its_modules_again_for_a_source_edit_until_the_manifests_come_first() {
    let (before, after) = pair("telescope-manifests");
    let install = |scenario: &Scenario| line(scenario, "RUN npm install");
    let runs = |scenario: &Scenario, pick| run(scenario, pick, Cache::Warm).1.contains(&install(scenario));
    assert!(runs(&before, Pick::Source));
    assert!(!runs(&after, Pick::Source));
    for scenario in [&before, &after] {
        assert!(runs(scenario, Pick::Dependency));
        assert!(runs(scenario, Pick::File("src/frontend/package.json".into())));
    }
    let (first, second) = (run(&before, Pick::Source, Cache::Warm).0, run(&after, Pick::Source, Cache::Warm).0);
    assert!(second.built.likely < first.built.likely, "{first:?} {second:?}");
}

#[test]
fn a_source_edit_installs_nothing_where_the_manifest_comes_first() {
    for (name, install) in [("python-web", "RUN pip install"), ("go-service", "RUN go mod download")] {
        let (before, after) = pair(name);
        let install = line(&after, install);
        let (_, lines) = run(&after, Pick::Source, Cache::Warm);
        assert!(!lines.contains(&install), "{name} {lines:?}");
        let (_, lines) = run(&after, Pick::Dependency, Cache::Warm);
        assert!(lines.contains(&install), "{name} {lines:?}");
        let (first, second) = (run(&before, Pick::Source, Cache::Warm).0, run(&after, Pick::Source, Cache::Warm).0);
        assert!(second.pushed.likely < first.pushed.likely, "{name} {first:?} {second:?}");
    }
}

#[test]
fn nothing_runs_again_for_nothing_and_everything_without_a_cache_or_on_another_base() {
    for name in ["telescope", "telescope-manifests", "go-service", "python-web"] {
        let (before, after) = pair(name);
        for scenario in [before, after] {
            assert_eq!(run(&scenario, Pick::Nothing, Cache::Warm).0.again, 0, "{name}");
            for (pick, cache) in [(Pick::Nothing, Cache::Cold), (Pick::Base, Cache::Warm)] {
                let (numbers, _) = run(&scenario, pick, cache);
                assert_eq!(numbers.again, numbers.steps, "{name}");
            }
        }
    }
}

#[test]
fn everyday_changes_are_on_files_of_the_project() {
    let (scenario, _) = pair("python-web");
    let analysis = analyze(&scenario, &Catalog::complete());
    let titles: Vec<String> =
        everyday(&Build::of(&scenario), &analysis.graph).into_iter().map(|(title, _)| title).collect();
    let expected =
        ["I edit shop/main.py", "I add a dependency (requirements.txt)", "python:3.13 moves", "Nothing changes"];
    assert_eq!(titles, expected);
}

#[test]
fn an_edited_line_runs_again_with_all_that_follow() {
    let (_, after) = pair("go-service");
    let at = line(&after, "RUN CGO_ENABLED");
    let (_, lines) = run(&after, Pick::Line { second: true, line: at }, Cache::Warm);
    assert_eq!(lines, [at, line(&after, "COPY --from=build /out/service")]);
    let entrypoint = line(&after, "ENTRYPOINT");
    assert_eq!(run(&after, Pick::Line { second: true, line: entrypoint }, Cache::Warm).0.again, 0);
}
