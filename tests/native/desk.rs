//! Questions and the core that answers them: who gets which answer, and what happens when the core does not come, does
//! not answer or breaks down.

use drydock::sight::AddPackages;
use drydock::state::asking::Asking;
use drydock::state::desk::{Desk, Recipient, Task, Trouble};
use drydock::state::{Action, Notice, State, update};

/// A question whose answer says nothing.
fn question(of: &str) -> AddPackages {
    AddPackages { table: of.into() }
}

fn post(question: &[u8]) -> Option<Task> {
    Some(Task::Post(question.into()))
}

#[test]
fn a_core_is_loaded_once_and_asked_one_question_after_the_other() {
    let mut desk = Desk::default();
    assert_eq!(desk.task(), None, "nobody needs it yet");
    desk.ask(b"one".into(), 1);
    desk.wake();
    assert_eq!(desk.task(), Some(Task::Load));
    desk.ask(b"two".into(), 2);
    assert_eq!(desk.task(), None);
    desk.came();
    assert_eq!(desk.task(), post(b"one"));
    assert_eq!(desk.task(), None);
    assert_eq!(desk.answered(), Some(Recipient::Asker(1)));
    assert_eq!(desk.task(), post(b"two"));
    assert_eq!(desk.answered(), Some(Recipient::Asker(2)));
    assert_eq!(desk.task(), None);
}

#[test]
fn a_core_that_cannot_be_had_fails_all_and_the_next_question_tries_again() {
    let mut desk = Desk::default();
    desk.ask(b"one".into(), 1);
    desk.ask(b"two".into(), 2);
    assert_eq!(desk.task(), Some(Task::Load));
    assert_eq!(desk.lost(Trouble::Unreachable), [1, 2]);
    assert_eq!(desk.task(), None);
    desk.ask(b"three".into(), 3);
    assert_eq!(desk.task(), Some(Task::Load));
}

#[test]
fn a_core_that_breaks_down_fails_its_own_question_alone_and_is_replaced() {
    let mut desk = Desk::default();
    desk.ask(b"deadly".into(), 1);
    desk.ask(b"good".into(), 2);
    desk.task();
    desk.came();
    assert_eq!(desk.task(), post(b"deadly"));
    assert_eq!(desk.lost(Trouble::Died), [1]);
    assert_eq!(desk.task(), Some(Task::Load));
    desk.came();
    assert_eq!(desk.task(), post(b"good"));
    assert_eq!(desk.lost(Trouble::Silent), [2]);
    assert_eq!(desk.task(), Some(Task::Load));
}

#[test]
fn tables_go_before_what_waits_and_a_new_core_gets_them_without_a_word() {
    let mut desk = Desk::default();
    desk.ask(b"one".into(), 1);
    desk.task();
    desk.came();
    desk.task();
    desk.ask(b"two".into(), 2);
    desk.add_tables(b"tables".into());
    desk.answered();
    assert_eq!(desk.task(), post(b"tables"));
    assert_eq!(desk.answered(), Some(Recipient::Tables));
    assert_eq!(desk.task(), post(b"two"));
    desk.lost(Trouble::Died);
    desk.task();
    desk.came();
    assert_eq!(desk.task(), post(b"tables"));
    assert_eq!(desk.answered(), Some(Recipient::Nobody));
}

#[test]
fn tables_that_break_the_core_are_not_given_to_the_next() {
    let mut desk = Desk::<()>::default();
    desk.wake();
    desk.task();
    desk.add_tables(b"tables".into());
    desk.came();
    assert_eq!(desk.task(), post(b"tables"));
    assert_eq!(desk.lost(Trouble::Died), []);
    assert_eq!(desk.task(), Some(Task::Load));
    desk.came();
    assert_eq!(desk.task(), None);
}

#[test]
fn no_answer_is_lost_and_none_is_taken_for_that_of_another_question() {
    let mut asking = Asking::<AddPackages>::default();
    let first = asking.next(Some(&question("a")), 0).unwrap();
    assert_eq!(asking.next(Some(&question("b")), 0), None, "one is under way");
    assert!(asking.receive(first, Ok(())));
    assert_eq!(asking.newest().unwrap().question, question("a"));
    let second = asking.next(Some(&question("b")), 0).unwrap();
    assert_eq!(second.question, question("b"));
    asking.next(None, 0);
    assert!(asking.newest().is_none());
    assert!(!asking.receive(second, Ok(())), "nobody wants it any more");
    assert!(asking.next(Some(&question("b")), 0).is_some());
}

#[test]
fn what_failed_is_asked_again_when_there_is_hope() {
    let mut asking = Asking::<AddPackages>::default();
    let errand = asking.next(Some(&question("a")), 0).unwrap();
    asking.receive(errand, Err(Trouble::Unreachable));
    assert_eq!(asking.next(Some(&question("a")), 0), None);
    let errand = asking.next(Some(&question("a")), 1).expect("the core is there again");
    asking.receive(errand, Err(Trouble::Died));
    assert_eq!(asking.next(Some(&question("a")), 2), None, "it would break down again");
    assert!(asking.next(Some(&question("b")), 2).is_some());
}

#[test]
fn trouble_is_told_until_it_is_over_and_other_notices_stay() {
    let told = |trouble| update(&State::default(), Action::Trouble(Some(trouble)));
    for trouble in [Trouble::Unreachable, Trouble::Died, Trouble::Silent] {
        let state = told(trouble);
        assert!(state.notice.is_some());
        assert_eq!(update(&state, Action::Trouble(None)).notice, None);
    }
    let other = update(&told(Trouble::Died), Action::Tell(Notice::information("Link copied.")));
    assert!(update(&other, Action::Trouble(None)).notice.is_some());
}
