//! What a first visitor sees is what the core says of it, and nothing else is ever shown for it.

use drydock::sight::{
    AdviceQuestion, ChangesQuestion, Core, Look, Question, RebuildQuestion, RewritesQuestion, read_answer,
};
use drydock::size::Catalog;
use drydock::size::packages::Tables;
use drydock::state::first_sight::{FirstSight, pack, questions};
use drydock::state::{Action, Side, State, Theme, start, update};

fn core() -> Core {
    let table = std::fs::read("data/packages/debian.txt").unwrap();
    Core::new(Catalog::shipped().with_packages(Tables::parse([table.as_slice()]).unwrap()))
}

fn made() -> FirstSight {
    let mut core = core();
    let answers: Vec<_> = questions().iter().map(|question| core.answer(&question.to_bytes())).collect();
    FirstSight::unpack(&pack(&answers)).unwrap()
}

fn look(state: &State, side: Side) -> Look {
    Look { scenario: state.scenario(side).unwrap().clone() }
}

#[test]
fn the_page_as_it_begins_is_answered_as_by_the_core() {
    let (first_sight, mut core) = (made(), core());
    let state = start("", None, Theme::Auto);
    for side in Side::BOTH {
        let look = look(&state, side);
        let answer = first_sight.answer(&look.ask().to_bytes()).unwrap();
        assert_eq!(read_answer::<<Look as Question>::Answer>(answer).unwrap(), core.look(&look));
        let rebuild = RebuildQuestion {
            scenario: look.scenario,
            change: state.change.clone(),
            cache: state.cache,
            second: side == Side::After,
        };
        let answer = first_sight.answer(&rebuild.ask().to_bytes()).unwrap();
        assert_eq!(read_answer::<<RebuildQuestion as Question>::Answer>(answer).unwrap(), core.rebuild(&rebuild));
        let advice = AdviceQuestion { scenario: rebuild.scenario.clone() };
        let answer = first_sight.answer(&advice.ask().to_bytes()).unwrap();
        assert_eq!(read_answer::<<AdviceQuestion as Question>::Answer>(answer).unwrap(), core.advice_sight(&advice));
        let rewrites = RewritesQuestion { scenario: rebuild.scenario };
        let answer = first_sight.answer(&rewrites.ask().to_bytes()).unwrap();
        assert_eq!(read_answer::<<RewritesQuestion as Question>::Answer>(answer).unwrap(), core.rewrites(&rewrites));
    }
    let changes = ChangesQuestion { before: state.comparison.before, after: state.comparison.after.unwrap() };
    let answer = first_sight.answer(&changes.ask().to_bytes()).unwrap();
    assert!(answer.len() < 4_000, "{} bytes are part of the first load", answer.len());
    assert_eq!(read_answer::<<ChangesQuestion as Question>::Answer>(answer).unwrap(), core.changes(&changes));
}

#[test]
fn whatever_is_changed_is_for_the_core() {
    let first_sight = made();
    let state = start("", None, Theme::Auto);
    let text = format!("{}\n", state.comparison.before.dockerfile);
    let edited = update(&state, Action::EditDockerfile(Side::Before, text));
    assert_eq!(first_sight.answer(&look(&edited, Side::Before).ask().to_bytes()), None);
    assert!(first_sight.answer(&look(&edited, Side::After).ask().to_bytes()).is_some());
}

#[test]
fn a_file_of_another_version_is_none() {
    for file in [&[][..], &[255; 9], &pack(&[vec![1, 2, 3]])] {
        assert_eq!(FirstSight::unpack(file), None);
    }
}
