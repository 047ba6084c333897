//! A person in a lesson: which step, what was answered, and what was put aside. Each step puts its own Dockerfiles on the
//! page; leaving brings back everything as it was.

use std::rc::Rc;

use super::figures::{Condition, Facts};
use super::{Asked, Lesson, Progress, Step, Task};
use crate::cache::{Cache, Pick};
use crate::state::action::adopt;
use crate::state::permalink::{self, Shared};
use crate::state::{Notice, Place, Side, State, View};

/// All that the page knows of lessons.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Classroom {
    pub is_list_open: bool,
    /// A lesson that was asked for and has not been fetched yet.
    pub asked: Option<Asked>,
    pub sitting: Option<Sitting>,
    pub progress: Progress,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sitting {
    pub lesson: Rc<Lesson>,
    pub at: usize,
    /// What was answered to each step.
    pub said: Vec<Option<Said>>,
    pub is_hint_open: bool,
    /// The page as it was.
    own: Rc<State>,
}

/// An answer to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    Choice(usize),
    Bytes(u64),
}

/// What a person does with lessons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Move {
    /// Opens or closes the list.
    List(bool),
    Ask(Asked),
    /// The lesson that was asked for has come, or, without one, is unknown.
    Sit(Option<Rc<Lesson>>),
    /// They could not be fetched.
    Lost,
    Go(usize),
    Say(Said),
    Hint,
    /// Puts the solution on the page, or, again, what the step began with.
    Show,
    Again,
    Leave,
    /// Leaves at the end.
    Finish,
}

impl Sitting {
    pub fn step(&self) -> Option<&Step> {
        self.lesson.steps.get(self.at)
    }

    /// The question's answer, where there is one.
    pub fn said(&self) -> Option<Said> {
        self.said.get(self.at).copied().flatten()
    }

    /// Whether the page would give the answer away.
    pub fn is_asking(&self) -> bool {
        let asks = self.step().is_some_and(|step| matches!(step.task, Task::Predict { .. } | Task::Guess { .. }));
        asks && self.said().is_none()
    }

    /// What the step begins with.
    pub fn scene(&self) -> Option<Shared> {
        permalink::decode(self.lesson.scenes.get(self.step()?.scene)?).ok()
    }

    /// The step that is lit while nothing else is.
    pub fn lit(&self) -> Option<Place> {
        let (second, stage, step) = self.step()?.light.filter(|_| !self.is_asking())?;
        Some(Place { side: side(second), stage, step })
    }
}

/// Whether each goal of a step holds; nothing for what is not known yet.
pub fn goals_of<'a>(task: &'a Task, facts: &'a Facts) -> impl Iterator<Item = Option<bool>> + 'a {
    let goals: &[(_, Condition)] = match task {
        Task::Try { goals, .. } => goals,
        _ => &[],
    };
    goals.iter().map(|(_, condition)| facts.holds(condition))
}

pub fn take(state: &mut State, step: Move) {
    match step {
        Move::List(open) => state.lesson.is_list_open = open,
        Move::Ask(asked) => {
            state.lesson.is_list_open = false;
            state.lesson.asked = Some(asked);
        }
        Move::Sit(Some(lesson)) => sit(state, lesson),
        Move::Sit(None) => unknown(state),
        Move::Lost => {
            state.lesson.is_list_open = false;
            state.lesson.asked = None;
            state.notice = Some(Notice::problem("The lessons could not be loaded. Try again in a moment."));
        }
        Move::Go(at) => go(state, at),
        Move::Say(said) => say(state, said),
        Move::Hint => {
            if let Some(sitting) = &mut state.lesson.sitting {
                sitting.is_hint_open = !sitting.is_hint_open;
            }
        }
        Move::Show => show(state),
        Move::Again => set_scene(state),
        Move::Leave => leave(state),
        Move::Finish => {
            leave(state);
            state.lesson.is_list_open = true;
        }
    }
}

/// Brings back what was there before the lesson, but for the colours, which are no part of it.
pub fn leave(state: &mut State) {
    state.lesson.asked = None;
    let Some(sitting) = state.lesson.sitting.take() else { return };
    let left = std::mem::replace(state, (*sitting.own).clone());
    state.theme = left.theme;
    state.lesson = Classroom { progress: left.lesson.progress, ..Classroom::default() };
}

fn sit(state: &mut State, lesson: Rc<Lesson>) {
    let at = state.lesson.asked.take().map_or(0, |asked| asked.step);
    // From one lesson to the next, what was there before the first one waits on.
    let own = match state.lesson.sitting.take() {
        Some(sitting) => sitting.own,
        None => Rc::new(State { lesson: Classroom::default(), notice: None, ..state.clone() }),
    };
    state.lesson.is_list_open = false;
    let said = vec![None; lesson.steps.len()];
    state.lesson.sitting = Some(Sitting { lesson, at: 0, said, is_hint_open: false, own });
    go(state, at);
}

fn unknown(state: &mut State) {
    let Some(asked) = state.lesson.asked.take() else { return };
    state.lesson.is_list_open = true;
    state.notice = Some(Notice::problem(format!("There is no lesson “{}”. These are all there are.", asked.name)));
}

fn go(state: &mut State, at: usize) {
    let Some(sitting) = &mut state.lesson.sitting else { return };
    sitting.at = at.min(sitting.lesson.steps.len().saturating_sub(1));
    sitting.is_hint_open = false;
    state.lesson.progress.note(&sitting.lesson.name, sitting.at + 1);
    set_scene(state);
}

/// A question is read beside the text alone; what answers it is shown once it is answered.
fn say(state: &mut State, said: Said) {
    let Some(sitting) = &mut state.lesson.sitting else { return };
    if let Some(own) = sitting.said.get_mut(sitting.at) {
        *own = Some(said);
    }
    set_view(state);
}

fn show(state: &mut State) {
    let step = state.lesson.sitting.as_ref().and_then(Sitting::step);
    let Some(Task::Try { second, solution, .. }) = step.map(|step| step.task.clone()) else { return };
    match (second, &mut state.comparison.after) {
        (true, Some(after)) => after.dockerfile = solution,
        (true, None) => {}
        (false, _) => state.comparison.before.dockerfile = solution,
    }
}

fn set_scene(state: &mut State) {
    let Some(scene) = state.lesson.sitting.as_ref().and_then(Sitting::scene) else { return };
    adopt(state, scene);
    // What the scene displaced is another scene, or waits in the sitting.
    state.aside = None;
    state.undo = Rc::default();
    set_view(state);
}

fn set_view(state: &mut State) {
    let Some(sitting) = &state.lesson.sitting else { return };
    let Some(step) = sitting.step() else { return };
    let view = View::of_name(&step.view).unwrap_or_default();
    let change = step.change.as_deref().and_then(Pick::of_code).unwrap_or_default();
    let second = step.light.is_some_and(|(second, ..)| second) || matches!(step.task, Task::Try { second: true, .. });
    let view = if sitting.is_asking() { View::Dockerfile } else { view };
    state.view = view;
    state.change = change;
    state.cache = Cache::Warm;
    if state.comparison.after.is_some() {
        state.side = side(second);
    }
}

const fn side(second: bool) -> Side {
    if second { Side::After } else { Side::Before }
}
