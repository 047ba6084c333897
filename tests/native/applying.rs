//! Advice as the page gets and applies it: the same text as the core would write, undone step by step, sizes that were
//! given for layers kept with their steps.

use std::fs;
use std::path::{Path, PathBuf};

use drydock::analysis::{advised, analyze, multi_stage, rebuilt, with};
use drydock::cache::{Build, Cache, Outcome, Pick, picked, rebuild};
use drydock::scenario::{Comparison, Scenario};
use drydock::sight::{AdviceQuestion, AdviceSight, Core, RewritesQuestion, RewritesSight, Stages};
use drydock::size::Catalog;
use drydock::state::changed_lines::changed_lines;
use drydock::state::{Action, Proposal, Put, Side, State, Tone, update};
use drydock::text::{Edit, Span};

use crate::mutations::mutated;
use crate::random::Random;

fn core() -> Core {
    Core::new(Catalog::complete())
}

fn of(dockerfile: &str) -> Scenario {
    Scenario { dockerfile: dockerfile.into(), ..Scenario::default() }
}

fn advice(scenario: &Scenario) -> AdviceSight {
    core().advice_sight(&AdviceQuestion { scenario: scenario.clone() })
}

fn rewrites(scenario: &Scenario) -> RewritesSight {
    core().rewrites(&RewritesQuestion { scenario: scenario.clone() })
}

/// A page with this Dockerfile alone.
fn page(scenario: &Scenario) -> State {
    State { comparison: Comparison { before: scenario.clone(), after: None }, one_project: true, ..State::default() }
}

fn applied(state: &State, proposal: Proposal) -> State {
    update(state, Action::Apply(Box::new(proposal)))
}

#[test]
fn every_card_applied_on_the_page_gives_the_text_of_the_core() {
    let (mut core, catalog) = (core(), Catalog::complete());
    let mut count = 0;
    for scenario in fixtures() {
        let sight = core.advice_sight(&AdviceQuestion { scenario: scenario.clone() });
        let found = advised(&scenario, &analyze(&scenario, &catalog), &catalog);
        let mut fixes: Vec<_> = found.iter().filter_map(|advised| advised.advice.fix.as_ref()).collect();
        for fix in sight.cards.iter().flat_map(|card| &card.choices).filter_map(|choice| choice.fix.as_ref()) {
            let at = fixes.iter().position(|own| own.label == fix.label && own.edits == fix.edits).unwrap();
            let expected = with(&scenario, fixes.remove(at));
            let state = applied(&page(&scenario), Proposal::fix(Side::Before, &scenario, fix));
            assert_eq!(state.comparison.before, expected);
            assert_eq!(update(&state, Action::Undo).comparison.before, scenario);
            // The lines that are shown are those that change.
            let mut lines: Vec<&str> = scenario.dockerfile.lines().collect();
            let changes = changed_lines(&scenario.dockerfile, &fix.edits);
            for changed in changes.iter().rev() {
                let at = changed.line - 1;
                assert_eq!(lines[at..at + changed.old.len()], changed.old);
                lines.splice(at..at + changed.old.len(), changed.new.iter().map(String::as_str));
            }
            assert_eq!(lines, expected.dockerfile.lines().collect::<Vec<_>>(), "{}", fix.label);
            count += 1;
        }
        assert!(fixes.is_empty(), "no card for {fixes:?}");
    }
    assert!(count > 100, "{count}");
}

#[test]
fn emptying_a_cache_and_mounting_it_are_one_card_with_two_choices() {
    let dockerfile =
        "FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\nCMD npm start\n";
    let sight = advice(&of(dockerfile));
    let of_line: Vec<_> = sight.cards.iter().filter(|card| card.line == 4).collect();
    let rules: Vec<Vec<&str>> =
        of_line.iter().map(|card| card.choices.iter().map(|choice| choice.rule.as_str()).collect()).collect();
    assert!(rules.contains(&vec!["npm-cache", "no-cache-mount"]), "{rules:?}");
    assert_eq!(rules.iter().flatten().filter(|rule| **rule == "no-cache-mount").count(), 1);
}

#[test]
fn cards_that_make_the_image_smaller_come_first_and_the_largest_at_the_top() {
    let mut core = core();
    for scenario in fixtures() {
        let sight = core.advice_sight(&AdviceQuestion { scenario });
        let is_size =
            |card: &drydock::sight::Card| card.choices.iter().any(|choice| choice.gain == drydock::sight::Gain::Size);
        let disk =
            |card: &drydock::sight::Card| card.choices.iter().map(|choice| choice.saves_disk.likely).max().unwrap_or(0);
        for pair in sight.cards.windows(2) {
            assert!(is_size(&pair[0]) || !is_size(&pair[1]), "{pair:?}");
            let in_order = is_size(&pair[0]) != is_size(&pair[1]) || disk(&pair[0]) >= disk(&pair[1]);
            assert!(in_order, "{pair:?}");
        }
    }
}

#[test]
fn more_cards_than_are_read_are_counted() {
    let mut dockerfile = "FROM alpine:3.20\n".to_owned();
    for at in 0..150 {
        dockerfile += &format!("ADD file{at} /srv/\n");
    }
    let sight = advice(&of(&dockerfile));
    assert!(sight.cards.len() == 100 && sight.card_count >= 150, "{} of {}", sight.cards.len(), sight.card_count);
}

#[test]
fn fixes_are_undone_one_after_another() {
    let first =
        of("FROM debian:12\nRUN apt-get update && apt-get install -y nginx\nRUN pip install pandas\nADD a /a\n");
    let mut states = vec![page(&first)];
    while let Some(now) = states.last().cloned() {
        let scenario = now.comparison.before.clone();
        let sight = advice(&scenario);
        let Some(fix) = sight.cards.iter().flat_map(|card| &card.choices).find_map(|choice| choice.fix.as_ref()) else {
            break;
        };
        let next = applied(&now, Proposal::fix(Side::Before, &scenario, fix));
        assert!(next.notice.as_ref().is_some_and(|notice| notice.undo && notice.text.contains(&fix.label)));
        states.push(next);
        assert!(states.len() < 10);
    }
    assert!(states.len() > 3, "{}", states.len());
    let mut state = states.pop().unwrap();
    for earlier in states.iter().rev() {
        state = update(&state, Action::Undo);
        assert_eq!(state.comparison, earlier.comparison);
    }
    assert!(state.undo.is_empty() && state.aside.is_none());
    assert_eq!(update(&state, Action::Undo), state);
}

#[test]
fn what_is_typed_after_a_fix_can_be_brought_back_after_undoing_it() {
    let scenario = of("FROM debian:12\nADD a /a\n");
    let fix = advice(&scenario).cards[0].choices[0].fix.clone().unwrap();
    let state = applied(&page(&scenario), Proposal::fix(Side::Before, &scenario, &fix));
    let typed = format!("{}RUN true\n", state.comparison.before.dockerfile);
    let state = update(&state, Action::EditDockerfile(Side::Before, typed.clone()));
    let undone = update(&state, Action::Undo);
    assert_eq!(undone.comparison.before, scenario);
    assert_eq!(undone.notice.as_ref().unwrap().restore, Some("Bring it back"));
    assert_eq!(update(&undone, Action::Restore).comparison.before.dockerfile, typed);
}

#[test]
fn the_editor_s_own_undo_takes_all_of_a_fix_back() {
    let mut scenario = of("FROM node:22\nRUN npm install\nCOPY . .\n");
    scenario.dockerignore = Some("dist\n".into());
    let mut proposal = Proposal {
        side: Side::Before,
        of: scenario.clone(),
        after: scenario.clone(),
        place: Put::Here,
        done: "Done.".into(),
    };
    proposal.after.dockerfile = "FROM node:22-slim\nRUN npm install\nCOPY . .\n".into();
    proposal.after.dockerignore = None;
    let state = applied(&page(&scenario), proposal);
    let back = update(&state, Action::EditDockerfile(Side::Before, scenario.dockerfile.clone()));
    assert_eq!(back.comparison.before, scenario);
    assert!(back.undo.is_empty() && back.aside.is_none());

    // What was typed since is undone first, as a text alone.
    let typed = update(&state, Action::EditDockerfile(Side::Before, "FROM node:22-slim\n".into()));
    let other = update(&typed, Action::EditDockerfile(Side::Before, scenario.dockerfile.clone()));
    assert_eq!((other.comparison.before.dockerignore, other.undo.len()), (None, 1));
}

#[test]
fn nothing_is_done_to_a_text_that_is_another_by_now() {
    let scenario = of("FROM debian:12\nADD a /a\n");
    let fix = advice(&scenario).cards[0].choices[0].fix.clone().unwrap();
    let typed = of("FROM debian:12\nADD ab /a\n");
    let state = applied(&page(&typed), Proposal::fix(Side::Before, &scenario, &fix));
    assert_eq!(state.comparison.before, typed);
    assert_eq!(state.notice.as_ref().unwrap().tone, Tone::Problem);
    assert!(state.undo.is_empty());
    // Nor to a side that is not there.
    let alone = page(&scenario);
    assert_eq!(applied(&alone, Proposal::fix(Side::After, &scenario, &fix)), alone);
}

#[test]
fn sizes_given_for_layers_stay_with_their_steps() {
    let dockerfile = "FROM node:22 AS app\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN npm run build\n";
    let overrides = [("app/1", 5), ("app/2", 900_000_000), ("0/3", 7)];
    let scenario = Scenario {
        overrides: overrides.into_iter().map(|(key, bytes)| (key.to_owned(), bytes)).collect(),
        pull_overrides: [("app/3".to_owned(), 3)].into(),
        dockerignore: Some("node_modules\n".to_owned()),
        ..of(dockerfile)
    };
    let sight = advice(&scenario);
    let choices = || sight.cards.iter().flat_map(|card| &card.choices);
    let fix = |rule: &str| choices().find(|choice| choice.rule == rule).unwrap().fix.as_ref().unwrap();
    // A step comes in front of three, which move down.
    let fix_order = fix("context-before-install");
    let state = applied(&page(&scenario), Proposal::fix(Side::Before, &scenario, fix_order));
    let after = &state.comparison.before;
    let at = |text: &str| after.dockerfile.lines().skip(1).position(|line| line == text).unwrap();
    assert_eq!(after.overrides.get(&format!("app/{}", at("RUN npm ci"))), Some(&900_000_000));
    assert_eq!(after.overrides.get(&format!("app/{}", at("COPY . ."))), Some(&5));
    assert_eq!(after.overrides.get(&format!("app/{}", at("RUN npm run build"))), Some(&7));
    assert_eq!(after.pull_overrides.get(&format!("app/{}", at("RUN npm run build"))), Some(&3));
    assert_eq!(after.overrides.len(), 3);
    assert_eq!(*after, with(&scenario, &core_fix(&scenario, "context-before-install")));
    assert!(!state.notice.unwrap().text.contains("let go"));
    // A step that becomes another one loses its size, and that is said.
    let state = applied(&page(&scenario), Proposal::fix(Side::Before, &scenario, fix("npm-cache")));
    assert_eq!(state.comparison.before.overrides.len(), 2);
    assert!(state.notice.unwrap().text.contains("let go"));
}

#[test]
fn an_ignore_file_that_changes_takes_the_size_of_what_is_copied() {
    let scenario = Scenario {
        overrides: [("0/1".to_owned(), 500_000_000), ("0/2".to_owned(), 7)].into(),
        ..of("FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\n")
    };
    let sight = advice(&scenario);
    let choices = sight.cards.iter().flat_map(|card| &card.choices);
    let fix = choices.filter_map(|choice| choice.fix.as_ref()).find(|fix| fix.dockerignore.is_some()).unwrap();
    assert_eq!(fix.given.overrides, [("0/2".to_owned(), 7)].into());
}

#[test]
fn all_safe_fixes_are_one_step_back_and_forth() {
    let scenario = of(
        "FROM debian:12\nRUN apt-get update && apt-get install -y nginx\nADD https-notes.txt /a\nRUN pip install pandas\n",
    );
    let sight = rewrites(&scenario);
    let new = sight.fixed.as_ref().unwrap();
    assert!(sight.fix_count >= 2 && new.saves_disk.likely > 10_000_000, "{sight:?}");
    let proposal = Proposal::rewrite(Side::Before, &scenario, new, Put::Here, "Done.");
    let state = applied(&page(&scenario), proposal);
    assert!(state.comparison.before.dockerfile.contains("rm -rf /var/lib/apt/lists"));
    assert_eq!(update(&state, Action::Undo).comparison, page(&scenario).comparison);
    assert_eq!(rewrites(&state.comparison.before).fixed, None);
}

#[test]
fn the_single_stage_of_telescope_becomes_a_small_after_by_one_click() {
    let before = fixture(Path::new("tests/multi_stage/node-telescope.Dockerfile"));
    let RewritesSight { stages: Stages::Split(new), .. } = rewrites(&before) else { panic!("not split") };
    let state = applied(&page(&before), Proposal::rewrite(Side::Before, &before, &new, Put::AsAfter, "Done."));
    let Comparison { before: left, after: Some(after) } = &state.comparison else { panic!("no After") };
    assert_eq!(left.dockerfile, before.dockerfile);
    assert_eq!(state.side, Side::After);
    assert_eq!(after.dockerfile, multi_stage(&before, &Catalog::complete()).unwrap().scenario.dockerfile);
    let analysis = analyze(after, &Catalog::complete());
    let disk = analysis.sizes.image.weight.disk.range.likely;
    assert!(disk <= 300_000_000, "{disk}");
    let now = analyze(&before, &Catalog::complete()).sizes.image.weight.disk.range.likely;
    let (saved, promised) = (now - disk, new.saves_disk.likely);
    assert!(saved.abs_diff(promised) < saved / 50, "{saved} instead of {promised}");
    // An edited source file installs nothing again.
    let build = Build::of(after);
    let (_, change) = picked(&Pick::Source, &build, &analysis.graph).unwrap();
    let again = rebuild(&build, &change, Cache::Warm).unwrap();
    assert!(rebuilt(&analysis, &again).again > 0);
    for step in again.steps.iter().filter(|step| step.outcome == Outcome::Again) {
        let text = after.dockerfile.lines().nth(step.line - 1).unwrap();
        assert!(!text.contains("npm install") && !text.contains("npm ci"), "{text}");
    }
    assert_eq!(update(&state, Action::Undo).comparison, page(&before).comparison);
}

#[test]
fn several_stages_become_one_in_before_to_show_what_they_save() {
    let present = Scenario {
        target: Some("run".into()),
        ..of(
            "FROM golang:1.23 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /app .\nFROM scratch AS run\nCOPY --from=build /app /app\nCMD [\"/app\"]\n",
        )
    };
    let RewritesSight { stages: Stages::Joined(new), .. } = rewrites(&present) else { panic!("not joined") };
    assert!(new.saves_disk.likely > 500_000_000, "{:?}", new.saves_disk);
    let proposal = Proposal::rewrite(Side::Before, &present, &new, Put::AsBefore, "Done.");
    let state = applied(&page(&present), proposal);
    assert_eq!(state.comparison.after.as_ref(), Some(&present));
    let before = &state.comparison.before;
    assert_eq!((before.dockerfile.matches("FROM ").count(), &before.target), (1, &None));
    assert_eq!(analyze(before, &Catalog::complete()).errors().next(), None);
}

#[test]
fn an_ignore_file_is_of_both_sides_while_the_project_is_one() {
    let scenario = of("FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\n");
    let sight = advice(&scenario);
    let choices = sight.cards.iter().flat_map(|card| &card.choices);
    let fix = choices.filter_map(|choice| choice.fix.as_ref()).find(|fix| fix.dockerignore.is_some()).unwrap();
    let one = update(&page(&scenario), Action::AddAfter);
    for (state, before) in [(one.clone(), fix.dockerignore.clone()), (State { one_project: false, ..one }, None)] {
        let state = applied(&state, Proposal::fix(Side::After, &scenario, fix));
        assert_eq!(state.comparison.before.dockerignore, before);
        assert_eq!(state.comparison.after.as_ref().unwrap().dockerignore, fix.dockerignore);
        assert_eq!(state.comparison.before.dockerfile, scenario.dockerfile);
        assert!(state.notice.unwrap().text.contains(".dockerignore"));
    }
}

#[test]
fn another_comparison_has_nothing_to_undo() {
    let scenario = of("FROM debian:12\nADD a /a\n");
    let fix = advice(&scenario).cards[0].choices[0].fix.clone().unwrap();
    let state = applied(&page(&scenario), Proposal::fix(Side::Before, &scenario, &fix));
    let state = update(&state, Action::StartEmpty);
    assert!(state.undo.is_empty());
    assert_eq!(update(&state, Action::Undo), state);
}

#[test]
fn any_text_with_any_sizes_given_is_answered() {
    let (mut core, mut random) = (core(), Random::new(6));
    let seeds: Vec<String> = fixtures().into_iter().map(|scenario| scenario.dockerfile).collect();
    for _ in 0..150 {
        let given = (0..4).map(|at| (format!("{}/{}", at % 2, random.below(6)), 1_000_000));
        let overrides = given.collect();
        let scenario = Scenario { overrides, ..of(&mutated(&seeds, &mut random)) };
        let sight = core.advice_sight(&AdviceQuestion { scenario: scenario.clone() });
        for fix in sight.cards.iter().flat_map(|card| &card.choices).filter_map(|choice| choice.fix.as_ref()) {
            changed_lines(&scenario.dockerfile, &fix.edits);
            assert!(fix.given.overrides.len() <= scenario.overrides.len());
        }
        core.rewrites(&RewritesQuestion { scenario });
    }
}

#[test]
fn what_is_not_split_says_why() {
    for (dockerfile, why) in
        [("FROM alpine:3.20\nRUN ./thing\n", "known"), ("", "empty"), ("FROM scratch\n", "nothing")]
    {
        let Stages::Kept(words) = rewrites(&of(dockerfile)).stages else { panic!("{dockerfile}") };
        assert!(words.contains(why), "{words}");
    }
}

#[test]
fn lines_that_change_stand_without_those_that_stay() {
    let text = "FROM a\nRUN b && \\\n    c\nCOPY . .\n";
    let edits =
        [Edit::insert(text.find("COPY").unwrap(), "COPY x .\n"), Edit::delete(Span::new(text.len(), text.len()))];
    let changed = changed_lines(text, &edits[..1]);
    assert_eq!(
        (changed[0].line, changed[0].old.len(), changed[0].new.as_slice()),
        (4, 0, &["COPY x .".to_owned()][..])
    );
    let end = text.find("c\n").unwrap() + 1;
    let changed = changed_lines(text, &[Edit::insert(end, " && d")]);
    assert_eq!((changed[0].line, changed[0].old[0].as_str(), changed[0].new[0].as_str()), (3, "    c", "    c && d"));
    assert!(changed_lines(text, &edits[1..]).is_empty());
}

/// The fix of a rule as the core has it.
fn core_fix(scenario: &Scenario, rule: &str) -> drydock::advice::Fix {
    let catalog = Catalog::complete();
    let found = advised(scenario, &analyze(scenario, &catalog), &catalog);
    found.into_iter().find(|advised| advised.advice.rule.name == rule).unwrap().advice.fix.unwrap()
}

fn fixtures() -> Vec<Scenario> {
    let folders = listed(Path::new("tests/advice")).into_iter().filter(|folder| !folder.ends_with("hundred"));
    let files = folders.flat_map(|folder| listed(&folder));
    files.filter(|path| path.extension().is_some_and(|end| end == "Dockerfile")).map(|path| fixture(&path)).collect()
}

/// A Dockerfile with the rest of its Scenario, which stands beside it.
fn fixture(path: &Path) -> Scenario {
    let dockerfile = fs::read_to_string(path).unwrap();
    match fs::read_to_string(path.with_extension("json")) {
        Ok(json) => Scenario { dockerfile, ..serde_json::from_str(&json).unwrap() },
        Err(_) => Scenario { dockerfile, ..Scenario::default() },
    }
}

fn listed(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}
