//! Every lesson holds what it promises: its figures come from the core, its questions have one right answer, what is to be
//! tried is not there at first and the solution reaches it.

use std::fs;

use drydock::cache::{Cache, Pick};
use drydock::scenario::Scenario;
use drydock::sight::{Core, Look, RebuildQuestion, RebuildSight, Sight};
use drydock::size::Catalog;
use drydock::size::packages::Tables;
use drydock::state::lesson::figures::{Condition, Facts, Sum, Term};
use drydock::state::lesson::{
    Asked, Lesson, Move, Paragraph, Piece, Progress, Said, Step, Task, address_of, asked, goals_of, pack, reading,
    unpack,
};
use drydock::state::permalink::decode;
use drydock::state::{Action, Side, State, Theme, View, start, update};

const NAMES: [&str; 8] = [
    "what-a-layer-is",
    "deleting-later",
    "choosing-a-base",
    "production-only",
    "splitting-into-stages",
    "cache-order",
    "cache-mounts",
    "seven-services",
];

fn core() -> Core {
    let table = fs::read("data/packages/debian.txt").unwrap();
    Core::new(Catalog::shipped().with_packages(Tables::parse([table.as_slice()]).unwrap()))
}

fn lessons(core: &mut Core) -> Vec<Lesson> {
    let files = fs::read_dir("data/lessons").unwrap().map(|entry| {
        let entry = entry.unwrap();
        (entry.file_name().into_string().unwrap(), fs::read_to_string(entry.path()).unwrap())
    });
    let mut sources = reading::Sources {
        example: &|name| fs::read_to_string(format!("data/gallery/{name}")).ok(),
        look: &mut |scenario| core.look(&Look { scenario: scenario.clone() }),
    };
    reading::read_all(files.collect(), &mut sources).unwrap()
}

/// What the core says of a step's Dockerfiles.
struct Answers {
    texts: [String; 2],
    sights: [Option<Sight>; 2],
    rebuilds: [Option<RebuildSight>; 2],
}

impl Answers {
    fn of(core: &mut Core, sides: [Option<Scenario>; 2], change: Option<&str>) -> Self {
        let change = change.map(|code| Pick::of_code(code).unwrap());
        let texts = sides.each_ref().map(|side| side.as_ref().map_or(String::new(), |own| own.dockerfile.clone()));
        let rebuilds = [0, 1].map(|side| {
            let (scenario, change) = (sides[side].clone()?, change.clone()?);
            Some(core.rebuild(&RebuildQuestion { scenario, change, cache: Cache::Warm, second: side == 1 }))
        });
        let sights = sides.map(|side| Some(core.look(&Look { scenario: side? })));
        Self { texts, sights, rebuilds }
    }

    fn facts(&self) -> Facts<'_> {
        Facts {
            sights: self.sights.each_ref().map(Option::as_ref),
            rebuilds: self.rebuilds.each_ref().map(Option::as_ref),
            texts: self.texts.each_ref().map(String::as_str),
        }
    }
}

fn sides(lesson: &Lesson, step: &Step) -> [Option<Scenario>; 2] {
    let comparison = decode(&lesson.scenes[step.scene]).unwrap().comparison;
    [Some(comparison.before), comparison.after]
}

/// All paragraphs of a step, with the words of choices and goals.
fn said(step: &Step) -> Vec<&Paragraph> {
    let mut all: Vec<&Paragraph> = step.prose.iter().chain(&step.then).collect();
    match &step.task {
        Task::Predict { question, choices } => {
            all.push(question);
            all.extend(choices.iter().map(|(words, _)| words));
        }
        Task::Guess { question, .. } => all.push(question),
        Task::Try { hint, .. } => all.extend(hint),
        Task::Reveal => {}
    }
    all
}

#[test]
fn every_figure_is_known_and_every_question_has_one_right_answer() {
    let mut core = core();
    for lesson in lessons(&mut core) {
        for step in &lesson.steps {
            let place = format!("{}, “{}”", lesson.name, step.title);
            let answers = Answers::of(&mut core, sides(&lesson, step), step.change.as_deref());
            let facts = answers.facts();
            for sight in answers.sights.iter().flatten() {
                assert_eq!(sight.problems.errors, [], "{place}");
            }
            for piece in said(step).into_iter().flatten() {
                match piece {
                    Piece::Figure(sum) => assert!(facts.text(sum).is_some(), "{place}: {sum:?}"),
                    Piece::Change(from, to) => assert!(facts.change(from, to).is_some(), "{place}: {from:?} {to:?}"),
                    _ => {}
                }
            }
            for row in &step.rows {
                assert!(facts.value(&row.sum).is_some(), "{place}: {}", row.label);
            }
            match &step.task {
                Task::Predict { choices, .. } => {
                    let right: Vec<_> = choices.iter().map(|(_, condition)| facts.holds(condition).unwrap()).collect();
                    assert_eq!(right.iter().filter(|right| **right).count(), 1, "{place}: {right:?}");
                    assert!((2..=4).contains(&choices.len()), "{place}");
                }
                Task::Guess { bytes, .. } => assert!(facts.value(bytes).unwrap().amount > 1_000_000, "{place}"),
                Task::Reveal | Task::Try { .. } => {}
            }
        }
    }
}

#[test]
fn what_is_to_be_tried_is_reached_by_the_solution_and_not_before() {
    let mut core = core();
    for lesson in lessons(&mut core) {
        for step in &lesson.steps {
            let Task::Try { second, solution, .. } = &step.task else { continue };
            let place = format!("{}, “{}”", lesson.name, step.title);
            let mut sides = sides(&lesson, step);
            let reached = |core: &mut Core, sides: &[Option<Scenario>; 2]| {
                let answers = Answers::of(core, sides.clone(), step.change.as_deref());
                goals_of(&step.task, &answers.facts()).map(|goal| goal.unwrap()).collect::<Vec<_>>()
            };
            let before = reached(&mut core, &sides);
            assert!(before.contains(&false), "{place}: nothing is left to do");
            sides[usize::from(*second)].as_mut().unwrap().dockerfile.clone_from(solution);
            let after = reached(&mut core, &sides);
            assert!(!after.contains(&false), "{place}: the solution reaches {after:?}");
        }
    }
}

#[test]
fn every_lesson_asks_tells_and_lets_try() {
    let all = lessons(&mut core());
    assert_eq!(all.iter().map(|lesson| lesson.name.as_str()).collect::<Vec<_>>(), NAMES);
    for lesson in &all {
        let has = |is: fn(&Task) -> bool| lesson.steps.iter().any(|step| is(&step.task));
        assert!(has(|task| matches!(task, Task::Predict { .. } | Task::Guess { .. })), "{}: predict", lesson.name);
        assert!(has(|task| matches!(task, Task::Reveal)), "{}: reveal", lesson.name);
        assert!(has(|task| matches!(task, Task::Try { .. })), "{}: try", lesson.name);
        assert!((2..=8).contains(&lesson.minutes) && lesson.steps.len() <= 12, "{}", lesson.name);
    }
}

/// Figures with a unit are worked out, or reported by somebody who is named; a goal may say its own bound.
#[test]
fn no_size_is_written_by_hand() {
    for lesson in lessons(&mut core()) {
        for step in &lesson.steps {
            let place = format!("{}, “{}”", lesson.name, step.title);
            for piece in said(step).into_iter().flatten() {
                if let Piece::Text(text) | Piece::Strong(text) | Piece::Code(text) = piece {
                    assert_eq!(size_in(text), None, "{place}: {text}");
                    assert!(!text.contains("---") && !text.contains('`'), "{place}: {text}");
                }
            }
            let is_reported = said(step).into_iter().flatten().any(|piece| matches!(piece, Piece::Reported(_)))
                || step.rows.iter().any(|row| row.reported.is_some());
            assert_eq!(is_reported, step.source.is_some(), "{place}: what is reported has a source");
            let Task::Try { goals, .. } = &step.task else { continue };
            for (words, goal) in goals {
                let words: String = words.iter().map(written).collect();
                let bound = |sum: &Sum| sum.0.iter().any(|(_, term)| matches!(term, Term::Bytes(_)));
                let has_bound = matches!(goal, Condition::Compare(left, _, right) if bound(left) || bound(right));
                assert!(size_in(&words).is_none() || has_bound, "{place}: {words}");
            }
        }
    }
}

fn written(piece: &Piece) -> &str {
    match piece {
        Piece::Text(text) | Piece::Strong(text) | Piece::Code(text) | Piece::Reported(text) => text,
        Piece::Figure(_) | Piece::Change(..) => "",
    }
}

/// The first unit of size or share that stands behind a figure.
fn size_in(text: &str) -> Option<&str> {
    let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || c == '\u{a0}').collect();
    let units = ["kB", "MB", "GB", "TB", "%", "bytes", "megabytes", "gigabytes"];
    words.windows(2).find_map(|pair| {
        let unit = pair[1].trim_end_matches(|c: char| c.is_ascii_punctuation() && c != '%');
        (pair[0].ends_with(|c: char| c.is_ascii_digit()) && units.contains(&unit)).then_some(pair[1])
    })
}

#[test]
fn sizes_are_found_in_prose() {
    assert_eq!(size_in("it takes 250 MB, they say"), Some("MB,"));
    assert_eq!(size_in("87 % smaller"), Some("%"));
    assert_eq!(size_in("line 3 of the MB"), None);
}

#[test]
fn the_file_of_the_lessons_is_read_back() {
    let all = lessons(&mut core());
    let read = unpack(&pack(&all)).unwrap();
    assert!(read.iter().map(|lesson| &**lesson).eq(&all));
    assert_eq!(unpack(b"something else"), None);
}

fn seated(state: &State, lesson: &Lesson, step: usize) -> State {
    let asked = Asked { name: lesson.name.clone(), step };
    let state = update(state, Action::Lesson(Move::Ask(asked)));
    update(&state, Action::Lesson(Move::Sit(Some(lesson.clone().into()))))
}

#[test]
fn leaving_brings_everything_back() {
    let all = lessons(&mut core());
    let draft = update(&start("", None, Theme::Auto), Action::EditDockerfile(Side::Before, "FROM own\n".into()));
    let draft = update(&update(&draft, Action::DismissNotice), Action::View(View::Rebuild));
    let mut state = seated(&draft, &all[0], 0);
    assert_ne!(state.comparison, draft.comparison);
    for at in 1..all[0].steps.len() {
        state = update(&state, Action::Lesson(Move::Go(at)));
        state = update(&state, Action::Lesson(Move::Say(Said::Choice(0))));
        state = update(&state, Action::Lesson(Move::Show));
        state = update(&state, Action::EditDockerfile(Side::Before, "FROM scratch\n".into()));
    }
    // On to another lesson, and to the colours one likes.
    state = seated(&state, &all[1], 2);
    state = update(&state, Action::Theme(Theme::Dark));
    let left = update(&state, Action::Lesson(Move::Leave));
    assert_eq!(left.lesson.progress.of(&all[0].name), all[0].steps.len());
    assert_eq!(left.lesson.progress.of(&all[1].name), 3);
    let mut expected = State { theme: Theme::Dark, ..draft };
    expected.lesson.progress = left.lesson.progress.clone();
    assert_eq!(left, expected);
}

#[test]
fn what_replaces_everything_leaves_the_lesson_first() {
    let all = lessons(&mut core());
    let draft = update(&start("", None, Theme::Auto), Action::EditDockerfile(Side::Before, "FROM own\n".into()));
    for action in [Action::LoadExample(crate::examples::pair("go-service").into()), Action::StartEmpty] {
        let state = update(&seated(&draft, &all[0], 0), action);
        assert_eq!(state.lesson.sitting, None);
        assert_eq!(state.aside.as_deref(), Some(&draft.comparison), "the draft can be brought back");
    }
}

#[test]
fn a_question_shows_nothing_that_answers_it() {
    let all = lessons(&mut core());
    let at = all[0].steps.iter().position(|step| matches!(step.task, Task::Predict { .. })).unwrap();
    let state = seated(&start("", None, Theme::Auto), &all[0], at);
    assert!(state.lesson.sitting.as_ref().unwrap().is_asking());
    assert_eq!((state.view, state.marked_anywhere()), (View::Dockerfile, None));
    let state = update(&state, Action::Lesson(Move::Say(Said::Choice(0))));
    assert!(!state.lesson.sitting.as_ref().unwrap().is_asking());
    assert_eq!(Some(state.view), View::of_name(&all[0].steps[at].view));
}

#[test]
fn addresses_name_lessons_and_steps() {
    let wanted = |name: &str, step| Some(Asked { name: name.into(), step });
    assert_eq!(asked("#lesson=cache-order"), wanted("cache-order", 0));
    assert_eq!(asked("lesson=cache-order&step=3&theme=dark"), wanted("cache-order", 2));
    assert_eq!(asked("#lesson=cache-order&step=0"), wanted("cache-order", 0));
    assert_eq!(asked("#lesson=<b>x</b>&step=many"), wanted("", 0));
    assert_eq!(asked("#lesson=cache-order?secret=abc"), wanted("cache-order", 0));
    assert_eq!(asked("#v1.abc&lesson=cache-order"), None);
    assert_eq!(asked(""), None);
    let all = lessons(&mut core());
    let state = start("#lesson=what-a-layer-is&step=3", None, Theme::Auto);
    assert_eq!(address_of(&state).as_deref(), Some("lesson=what-a-layer-is&step=3"));
    let state = update(&state, Action::Lesson(Move::Sit(Some(all[0].clone().into()))));
    assert_eq!(address_of(&state).as_deref(), Some("lesson=what-a-layer-is&step=3"));
    assert_eq!(address_of(&update(&state, Action::Lesson(Move::Go(0)))).as_deref(), Some("lesson=what-a-layer-is"));
    assert_eq!(address_of(&update(&state, Action::Lesson(Move::Leave))), None);
    // Steps that are not there are the last one.
    let state = seated(&start("", None, Theme::Auto), &all[0], 99);
    assert_eq!(state.lesson.sitting.unwrap().at, all[0].steps.len() - 1);
}

#[test]
fn an_unknown_lesson_costs_nothing() {
    let draft = update(&start("", None, Theme::Auto), Action::EditDockerfile(Side::Before, "FROM own\n".into()));
    let state = update(&draft, Action::Lesson(Move::Ask(Asked { name: "nothing".into(), step: 0 })));
    let state = update(&state, Action::Lesson(Move::Sit(None)));
    assert_eq!(state.comparison, draft.comparison);
    assert!(state.lesson.is_list_open && state.lesson.asked.is_none());
    assert!(state.notice.unwrap().text.contains("“nothing”"));
}

#[test]
fn progress_is_kept_as_a_text() {
    let mut progress = Progress::default();
    progress.note("cache-order", 3);
    progress.note("cache-order", 2);
    progress.note("what-a-layer-is", 1);
    assert_eq!(progress.text(), "cache-order=3 what-a-layer-is=1");
    assert_eq!(Progress::of_text(&progress.text()), progress);
    assert_eq!(Progress::of_text("what = = is=this =9 "), Progress::of_text("=9"));
}

#[test]
fn what_is_wrong_in_a_lesson_is_said_with_its_place() {
    let mut core = core();
    let mut read = |part: &str| {
        let text = format!(
            "title: T\nabout: A\nminutes: 2\n\n=== dockerfile one\nFROM alpine:3.20\nRUN apk add curl\n\n=== {part}\n"
        );
        let mut sources = reading::Sources {
            example: &|_| None,
            look: &mut |scenario| core.look(&Look { scenario: scenario.clone() }),
        };
        reading::read_all(vec![("1-t.txt".into(), text)], &mut sources).map(|lessons| lessons[0].steps.len())
    };
    assert_eq!(read("reveal A\nbefore: one\nlight: before 2\n\nIt takes {before.disk}."), Ok(1));
    for (part, error) in [
        ("reveal A\nbefore: two\n\n", "t, “A”: no Dockerfile two"),
        ("reveal A\n\nText.", "t, “A”: the first step names a Dockerfile: before"),
        ("reveal A\nbefore: one\n\nIt takes {before.size}.", "t, “A”: no figure: before.size"),
        ("reveal A\nbefore: one\n\nIt is **bold.", "t, “A”: ** without **: It is **bold."),
        ("reveal A\nbefore: one\nlight: before 9\n\n", "t, “A”: no step to light: before 9"),
        ("reveal A\nbefore: one\nview: cellar\n\n", "t, “A”: no view cellar"),
        ("predict A\nbefore: one\nquestion: Q\nchoice: X\n\n", "t, “A”: no condition: X"),
        ("exam A\nbefore: one\n\n", "t, “A”: no kind of step: exam"),
    ] {
        assert_eq!(read(part), Err(error.to_string()));
    }
}
