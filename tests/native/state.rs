//! What people do to the page, told without a browser.

use std::rc::Rc;

use drydock::scenario::{Comparison, ImageSize, Scenario};
use drydock::sight::{Give, TruthSight};
use drydock::state::permalink::{Shared, encode};
use drydock::state::{
    Action, Measure, Place, Side, State, Theme, Total, Totals, TypedSizeError, parse_size, start, then_and_now, update,
};

use crate::random::Random;

fn two(before: &str, after: &str) -> State {
    let scenario = |text: &str| Scenario { dockerfile: text.into(), ..Scenario::default() };
    State {
        comparison: Comparison { before: scenario(before), after: Some(scenario(after)) },
        one_project: true,
        ..State::default()
    }
}

fn after_all(state: State, actions: impl IntoIterator<Item = Action>) -> State {
    actions.into_iter().fold(state, |state, action| update(&state, action))
}

#[test]
fn typing_changes_one_side_only() {
    let state = update(&two("FROM a", "FROM b"), Action::EditDockerfile(Side::After, "FROM c".into()));
    assert_eq!(state.comparison, two("FROM a", "FROM c").comparison);
}

#[test]
fn an_action_that_changes_nothing_gives_an_equal_state() {
    let state = start("", None, Theme::Auto);
    for action in [
        Action::EditDockerfile(Side::Before, state.comparison.before.dockerfile.clone()),
        Action::SetTarget(Side::After, None),
        Action::SetContext(Side::Before, "no/such/".into(), None),
        Action::OverrideLayer(Side::Before, "0/7".into(), None),
        Action::ClearOverrides(Side::After),
        Action::AddAfter,
        load("telescope"),
        Action::Restore,
        Action::Select(None),
        Action::Measure(Measure::Disk),
        Action::Theme(Theme::Auto),
        Action::Light(None),
        Action::DismissNotice,
    ] {
        assert_eq!(update(&state, action.clone()), state, "{action:?}");
    }
}

#[test]
fn facts_of_the_project_reach_both_sides_until_they_are_kept_apart() {
    let shared = after_all(two("", ""), [Action::SetContext(Side::Before, "src/".into(), Some(5))]);
    assert_eq!(shared.comparison.after.as_ref().unwrap().context["src/"], 5);
    let apart =
        after_all(shared, [Action::ShareProject(false), Action::SetContext(Side::After, "src/".into(), Some(7))]);
    assert_eq!(apart.comparison.before.context["src/"], 5);
    assert_eq!(apart.comparison.after.as_ref().unwrap().context["src/"], 7);
    let again = after_all(apart, [Action::ShowSide(Side::After), Action::ShareProject(true)]);
    assert_eq!(again.comparison.before.context["src/"], 7);
}

#[test]
fn an_image_size_of_nothing_takes_the_given_one_away() {
    let size = ImageSize { disk: Some(5), pull: None };
    let given = update(&two("", ""), Action::SetImage(Side::After, "corp/base".into(), Some(size)));
    assert_eq!(given.comparison.before.images["corp/base"], size);
    let empty = ImageSize::default();
    let taken = update(&given, Action::SetImage(Side::After, "corp/base".into(), Some(empty)));
    assert!(taken.comparison.before.images.is_empty());
}

#[test]
fn overrides_are_set_and_cleared() {
    let state = after_all(
        two("", ""),
        [
            Action::OverrideLayer(Side::Before, State::layer_key(Some("build"), 1, 2), Some(10)),
            Action::OverrideLayer(Side::Before, State::layer_key(None, 0, 3), Some(20)),
        ],
    );
    assert_eq!(state.comparison.before.overrides.keys().collect::<Vec<_>>(), ["0/3", "build/2"]);
    assert!(update(&state, Action::ClearOverrides(Side::Before)).comparison.before.overrides.is_empty());
    // The pulled size of a layer is of the size on disk that it came with.
    let mut pasted = state.clone();
    pasted.comparison.before.pull_overrides.extend([("build/2".into(), 4), ("0/9".into(), 5)]);
    assert_eq!(pasted.comparison.before.layers_given(), 3);
    let corrected = update(&pasted, Action::OverrideLayer(Side::Before, "build/2".into(), Some(11)));
    assert_eq!(corrected.comparison.before.pull_overrides.keys().collect::<Vec<_>>(), ["0/9"]);
    assert_eq!(update(&pasted, Action::ClearOverrides(Side::Before)).comparison.before.layers_given(), 0);
}

#[test]
fn an_own_dockerfile_in_the_place_of_an_example_stands_alone() {
    let example = start("", None, Theme::Auto);
    let edit = |side, text: &str| update(&example, Action::EditDockerfile(side, text.into()));

    let own = edit(Side::Before, "# Mine\nFROM golang:1.26\n");
    let alone = Scenario { dockerfile: "# Mine\nFROM golang:1.26\n".into(), ..Scenario::default() };
    assert_eq!(own.comparison, Comparison { before: alone, after: None });
    let notice = own.notice.as_ref().expect("a word about it");
    assert_eq!(notice.restore, Some("Bring the example back"));
    assert_eq!(update(&own, Action::Restore).comparison, example.comparison);
    let alike = edit(Side::Before, "FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN npm run build\n");
    assert_eq!(alike.comparison.after, None);
    // What is typed after that is an edit like any other.
    let more = update(&own, Action::EditDockerfile(Side::Before, "FROM alpine\n".into()));
    assert_eq!((more.comparison.after, more.aside), (None, own.aside));

    // Whoever changes a few lines, or the other side, works on the example.
    let first = &example.comparison.before.dockerfile;
    for (side, text) in
        [(Side::Before, first.replace("node:lts", "node:22")), (Side::After, "FROM alpine\n".to_owned())]
    {
        let edited = edit(side, &text);
        assert!(edited.comparison.after.is_some() && edited.notice.is_none());
        assert_eq!(edited.comparison.before.manifests, example.comparison.before.manifests);
    }
}

#[test]
fn what_a_replacement_puts_aside_can_be_brought_back_and_forth() {
    let mine = two("FROM mine", "FROM mine AS too");
    for action in [Action::StartEmpty, Action::RemoveAfter, load("telescope")] {
        let replaced = update(&mine, action.clone());
        assert_ne!(replaced.comparison, mine.comparison);
        assert!(replaced.notice.as_ref().unwrap().restore.is_some(), "{action:?}");
        let back = update(&replaced, Action::Restore);
        assert_eq!(back.comparison, mine.comparison, "{action:?}");
        assert_eq!(update(&back, Action::Restore).comparison, replaced.comparison, "{action:?}");
    }
}

#[test]
fn whatever_people_do_the_state_stays_whole() {
    let mut random = Random::new(1);
    for _ in 0..40 {
        let mut state = start("", None, Theme::Auto);
        for _ in 0..30 {
            state = update(&state, any_action(&mut random));
            let Comparison { before, after } = &state.comparison;
            if let (Some(after), true) = (after, state.one_project) {
                assert_eq!(
                    (&before.context, &before.manifests, &before.images, &before.dockerignore),
                    (&after.context, &after.manifests, &after.images, &after.dockerignore),
                );
            }
            assert!(state.scenario(state.side).is_some());
            let link = encode(&Shared::of(&state, None, None)).unwrap();
            assert_eq!(start(&link, None, Theme::Auto).comparison, state.comparison);
        }
    }
}

fn any_action(random: &mut Random) -> Action {
    let side = *random.pick(&Side::BOTH);
    let text = (*random.pick(&["", "a", "FROM x", "src/"])).to_owned();
    let bytes = random.maybe(Random::next);
    match random.below(16) {
        0 => Action::EditDockerfile(side, text),
        1 => Action::SetTarget(side, Some(text)),
        2 => Action::SetBuildArg(side, text, None),
        3 => Action::SetDockerignore(side, Some(text)),
        4 => Action::SetContext(side, text, bytes),
        5 => Action::SetManifest(side, text.clone(), Some(text)),
        6 => Action::SetImage(side, text, Some(ImageSize { disk: bytes, pull: None })),
        7 => Action::ShareProject(random.below(2) == 0),
        8 => Action::OverrideLayer(side, text, bytes),
        9 => Action::AddAfter,
        10 => Action::RemoveAfter,
        11 => Action::ClearOverrides(side),
        12 => load(["telescope", "go-service", "python-web"][random.below(3)]),
        13 => Action::Restore,
        14 => Action::ShowSide(side),
        _ => Action::StartEmpty,
    }
}

#[test]
fn what_is_lit_hides_what_is_selected_on_its_own_side_only() {
    let place = |side, stage| Place { side, stage, step: Some(2) };
    let (selected, lit) = (place(Side::Before, 1), place(Side::Before, 0));
    let state = after_all(two("FROM a", "FROM b"), [Action::Select(Some(selected)), Action::Light(Some(lit))]);
    assert_eq!(state.marked(Side::Before), Some(lit));
    let elsewhere = update(&state, Action::Light(Some(place(Side::After, 0))));
    assert_eq!(elsewhere.marked(Side::Before), Some(selected));
    assert_eq!(elsewhere.marked(Side::After), Some(place(Side::After, 0)));
}

#[test]
fn a_link_goes_before_a_draft_and_a_draft_before_the_example() {
    let link = encode(&Shared::of(&two("FROM link", ""), Some("2026-11-01"), None)).unwrap();
    let draft = encode(&Shared::of(&two("FROM draft", ""), None, None)).unwrap();
    let text = |state: &State| state.comparison.before.dockerfile.clone();

    assert!(text(&start("", None, Theme::Auto)).contains("FROM node:lts"));
    assert_eq!(text(&start("", Some(&draft), Theme::Auto)), "FROM draft");
    let opened = start(&format!("#{link}"), Some(&draft), Theme::Dark);
    assert_eq!(text(&opened), "FROM link");
    assert_eq!((opened.theme, opened.link_tables.as_deref()), (Theme::Dark, Some("2026-11-01")));
    assert_eq!(opened.notice.as_ref().unwrap().restore, Some("Restore my draft"));
    assert_eq!(text(&update(&opened, Action::Restore)), "FROM draft");
}

#[test]
fn opening_a_link_says_nothing_when_nothing_is_lost() {
    let link = encode(&Shared::of(&two("FROM link", ""), None, None)).unwrap();
    assert_eq!(start(&link, None, Theme::Auto).notice, None);
    assert_eq!(start(&link, Some(&link), Theme::Auto).notice, None);
}

#[test]
fn a_draft_stays_restorable_while_examples_come_and_go() {
    let mine = two("FROM mine", "");
    let loads = crate::examples::pairs().into_iter().map(|pair| Action::LoadExample(Rc::new(pair.example)));
    let state = after_all(mine.clone(), loads);
    assert_eq!(state.notice.as_ref().unwrap().restore, Some("Restore my draft"));
    assert_eq!(update(&state, Action::Restore).comparison, mine.comparison);
}

#[test]
fn an_example_that_takes_the_place_of_another_offers_no_draft() {
    let state = after_all(start("", None, Theme::Auto), ["go-service", "rust-cli", "telescope"].map(load));
    assert_eq!((state.notice, state.aside), (None, None));
}

fn load(name: &str) -> Action {
    Action::LoadExample(Rc::new(crate::examples::pair(name)))
}

#[test]
fn a_link_may_name_an_example() {
    let draft = encode(&Shared::of(&two("FROM draft", ""), None, None)).unwrap();
    let asking = start("#example=go-service&theme=dark", Some(&draft), Theme::Auto);
    assert_eq!(asking.asked.as_deref(), Some("go-service"));
    assert_eq!(asking.comparison.before.dockerfile, "FROM draft");
    let there = update(&asking, load("go-service"));
    assert_eq!((there.asked.as_deref(), there.notice.unwrap().restore), (None, Some("Restore my draft")));
    assert_eq!(start("#example=", None, Theme::Auto), start("", None, Theme::Auto));
}

#[test]
fn a_broken_link_keeps_the_draft_and_says_so() {
    let draft = encode(&Shared::of(&two("FROM draft", ""), None, None)).unwrap();
    let cut = &draft[..draft.len() / 2];
    let state = start(cut, Some(&draft), Theme::Auto);
    assert_eq!(state.comparison.before.dockerfile, "FROM draft");
    assert!(state.notice.unwrap().text.starts_with("This link could not be opened"));
}

#[test]
fn the_name_of_a_place_on_the_page_is_no_link() {
    assert_eq!(start("#layers", None, Theme::Auto), start("", None, Theme::Auto));
}

#[test]
fn a_link_of_older_tables_tells_then_and_now() {
    let totals = |before: u64, after: u64| Totals {
        before: Total::new(before, before / 3),
        after: Some(Total::new(after, after / 3)),
    };
    let (then, now) = (totals(1_907_612_345, 251_000_000), totals(1_870_000_000, 251_000_000));
    let said = |tables: &str, then| then_and_now(tables, then, now, Measure::Disk, "2027-03-01");
    assert_eq!(said("2027-03-01", Some(then)), None);
    assert_eq!(
        said("2026-11-23", Some(then)).unwrap(),
        "This link was made with the size tables of 2026-11-23, by which it was 1.91 GB → 251 MB. \
         By those of 2027-03-01 it is 1.87 GB → 251 MB.",
    );
    assert!(said("2026-11-23", Some(now)).unwrap().ends_with("the sizes are the same."));
    assert!(said("2026-11-23", None).unwrap().ends_with("may have been others."));

    let state = State { link_tables: None, ..two("FROM a", "FROM b") };
    let link = encode(&Shared::of(&state, Some("2026-11-23"), Some(then))).unwrap();
    let opened = start(&link, None, Theme::Auto);
    assert_eq!((opened.link_tables.as_deref(), opened.link_totals), (Some("2026-11-23"), Some(then)));
    assert_eq!(update(&opened, Action::StartEmpty).link_totals, None);
}

#[test]
fn sizes_are_read_as_people_type_them() {
    for (typed, bytes) in [
        ("340 MB", 340_000_000),
        ("1.2GB", 1_200_000_000),
        ("1,2 GB", 1_200_000_000),
        ("1 GiB", 1_073_741_824),
        ("350000000", 350_000_000),
        ("1,913,000 kB", 1_913_000_000),
        ("1.913.000 kb", 1_913_000_000),
        ("12 345 678", 12_345_678),
        (" .5m ", 500_000),
        ("64Mi", 67_108_864),
        ("0", 0),
        ("17 bytes", 17),
    ] {
        assert_eq!(parse_size(typed), Ok(bytes), "{typed}");
    }
}

#[test]
fn a_size_that_cannot_be_read_says_why() {
    assert_eq!(parse_size("  "), Err(TypedSizeError::Empty));
    assert_eq!(parse_size("big"), Err(TypedSizeError::NotANumber("big".into())));
    assert_eq!(parse_size("-5 MB"), Err(TypedSizeError::NotANumber("-5 MB".into())));
    assert_eq!(parse_size("1.2.3 MB"), Err(TypedSizeError::NotANumber("1.2.3 MB".into())));
    assert_eq!(parse_size("5 parsecs"), Err(TypedSizeError::UnknownUnit("parsecs".into())));
    assert_eq!(parse_size("9999999 TB"), Err(TypedSizeError::TooLarge));
}

#[test]
fn sizes_of_a_real_build_are_entered_and_taken_back() {
    let sizes = TruthSight {
        form: "docker history".into(),
        layers: vec![("0/0".into(), 7), ("0/1".into(), 8)],
        pulls: vec![("0/1".into(), 3)],
        images: vec![("corp/base".into(), Some(100), None)],
        ..TruthSight::default()
    };
    let mine = two("FROM corp/base", "FROM corp/base AS slim");
    let entered = update(&mine, Action::EnterSizes(Side::After, Box::new(sizes.clone())));
    let after = entered.comparison.after.as_ref().unwrap();
    assert_eq!((after.overrides["0/1"], after.pull_overrides["0/1"], after.layers_given()), (8, 3, 2));
    assert_eq!(entered.comparison.before.layers_given(), 0, "layers are of one Dockerfile");
    assert_eq!(entered.comparison.before.images["corp/base"].disk, Some(100), "its project has the same base");
    let notice = entered.notice.as_ref().unwrap();
    assert_eq!(notice.text, "2 layers and 1 base image are now of the size that docker history tells.");
    assert_eq!(update(&entered, Action::Restore).comparison, mine.comparison);
    let again = update(&entered, Action::EnterSizes(Side::After, Box::new(sizes)));
    assert_eq!(again, entered, "what changes nothing is nothing to take back");

    let cleared = update(&entered, Action::ClearOverrides(Side::After));
    assert_eq!(cleared.comparison.after.as_ref().unwrap().layers_given(), 0);
    assert_eq!(update(&cleared, Action::Restore).comparison, entered.comparison);
}

#[test]
fn the_field_of_a_fact_stands_open_until_the_fact_is_taken_away() {
    let wanted = Give::Manifest("package.json".into());
    let asked = update(&two("", ""), Action::Give(Side::After, wanted.clone()));
    assert_eq!(asked.giving, Some((Side::Before, wanted.clone())), "one project has one field");
    let given = update(&asked, Action::SetManifest(Side::Before, "package.json".into(), Some("{}".into())));
    assert_eq!(given.giving, asked.giving);
    assert_eq!(update(&given, Action::SetManifest(Side::Before, "package.json".into(), None)).giving, None);
    let apart = after_all(two("", ""), [Action::ShareProject(false), Action::Give(Side::After, wanted.clone())]);
    assert_eq!(apart.giving, Some((Side::After, wanted)));
    let history = update(&two("", ""), Action::Give(Side::After, Give::History));
    assert_eq!(history.giving, Some((Side::After, Give::History)));
    assert_eq!(update(&history, load("telescope")).giving, None);
}
