//! Lessons on the page: the list of them, and the open one beside the Dockerfiles it is about. The file with all lessons
//! is fetched when somebody opens the first.

mod list;
mod prose;
mod strip;
mod task;

use std::rc::Rc;

use web_sys::HtmlElement;
use yew::prelude::*;

use super::answers::use_answer;
use super::browser;
use super::looked::{Looked, use_look, use_looked};
use super::store::use_dispatch;
use crate::cache::{Cache, Pick};
use crate::scenario::Scenario;
use crate::sight::RebuildQuestion;
use crate::state::lesson::figures::Facts;
use crate::state::lesson::{Classroom, Lesson, Move, Task, unpack};
use crate::state::{Action, View};
use list::list;
use strip::strip;

/// The button of the page's head that opens the list.
pub const BUTTON: &str = "lessons-button";

#[derive(Clone, PartialEq, Properties)]
pub struct LessonsProps {
    pub room: Classroom,
    pub embedded: bool,
    /// What stands on the page, as it was last looked at.
    pub before: Option<Looked>,
    pub after: Option<Looked>,
    pub view: View,
}

/// Nothing, the list, or a lesson.
#[component]
pub fn Lessons(props: &LessonsProps) -> Html {
    let dispatch = use_dispatch();
    let LessonsProps { room, embedded, .. } = props.clone();
    let lessons = use_lessons(&room);
    let first = use_mut_ref(|| true);
    use_effect_with(room.progress.text(), move |text| {
        if !first.replace(false) && !embedded {
            browser::keep_progress(text);
        }
    });

    let sitting = room.sitting.as_ref();
    let at = sitting.map(|sitting| (Rc::clone(&sitting.lesson), sitting.at));
    let scene = use_memo(at.clone(), |_| sitting.and_then(|sitting| sitting.scene()));
    let task = sitting.and_then(|sitting| Some(&sitting.step()?.task));
    // What is tried is judged as it stands on the page; all else is said of the step's own Dockerfiles.
    let live = matches!(task, Some(Task::Try { .. }));
    let scene = scene.as_ref().as_ref().map(|scene| &scene.comparison);
    let own = [scene.map(|scene| &scene.before), scene.and_then(|scene| scene.after.as_ref())];
    let looks = [use_look(own[0].filter(|_| !live)), use_look(own[1].filter(|_| !live))];
    let looked = [use_looked(looks[0].as_ref()), use_looked(looks[1].as_ref())];
    let looked = if live { [props.before.clone(), props.after.clone()] } else { looked };
    let looked: Vec<Option<&Looked>> = looked
        .iter()
        .zip(own)
        .map(|(looked, own)| looked.as_ref().filter(|looked| live || Some(looked.scenario()) == own))
        .collect();
    let change = sitting.and_then(|sitting| Pick::of_code(sitting.step()?.change.as_deref()?));
    let question = |side: usize| {
        let scenario: &Scenario = looked[side]?.scenario();
        let (scenario, change) = (scenario.clone(), change.clone()?);
        Some(RebuildQuestion { scenario, change, cache: Cache::Warm, second: side == 1 })
    };
    let questions = [question(0), question(1)];
    let rebuilt = [use_answer(questions[0].as_ref()), use_answer(questions[1].as_ref())];
    let rebuild = |side: usize| {
        let answered = rebuilt[side].as_ref()?;
        (Some(&answered.question) == questions[side].as_ref()).then_some(&answered.answer)
    };
    let facts = Facts {
        sights: [0, 1].map(|side| looked[side].map(Looked::sight)),
        rebuilds: [rebuild(0), rebuild(1)],
        texts: [0, 1].map(|side| looked[side].map_or("", Looked::text)),
    };

    let heading = use_node_ref();
    let is_list_shown = room.is_list_open && lessons.is_some();
    use_focus(&heading, at.clone(), is_list_shown, embedded);
    use_shown(at, sitting.is_some_and(|sitting| sitting.is_asking()), looked[0].is_some(), props);
    let act = {
        let dispatch = dispatch.clone();
        Callback::from(move |step: Move| dispatch.dispatch(Action::Lesson(step)))
    };
    html! {
        <>
            if let Some(lessons) = lessons.as_ref().filter(|_| room.is_list_open) {
                { list(lessons, &room, &act) }
            }
            if let Some(sitting) = sitting {
                { strip(sitting, &facts, &heading, embedded, &act) }
            } else if room.asked.is_some() || room.is_list_open && lessons.is_none() {
                <p class="lesson-coming quiet" role="status">{ "Fetching the lessons …" }</p>
            }
        </>
    }
}

/// All lessons once they were wanted and have come. The one that is asked for begins then.
#[hook]
fn use_lessons(room: &Classroom) -> Option<Rc<Vec<Rc<Lesson>>>> {
    let dispatch = use_dispatch();
    let lessons = use_state(|| None::<Rc<Vec<Rc<Lesson>>>>);
    let wanted = room.is_list_open || room.asked.is_some();
    use_effect_with(wanted && lessons.is_none(), {
        let (lessons, dispatch) = (lessons.setter(), dispatch.clone());
        move |fetching| {
            if *fetching {
                browser::fetch_beside("data-lessons", move |file| match file.as_deref().and_then(unpack) {
                    Some(all) => lessons.set(Some(Rc::new(all))),
                    None => dispatch.dispatch(Action::Lesson(Move::Lost)),
                });
            }
        }
    });
    use_effect_with((room.asked.clone(), lessons.is_some()), {
        let lessons = lessons.clone();
        move |(asked, _)| {
            if let (Some(asked), Some(lessons)) = (asked, lessons.as_ref()) {
                let found = lessons.iter().find(|lesson| lesson.name == asked.name);
                dispatch.dispatch(Action::Lesson(Move::Sit(found.cloned())));
            }
        }
    });
    (*lessons).clone()
}

/// Puts the focus where the list or a new step begins, and back to the button of the lessons when both are gone. The page
/// around an embed keeps its focus until somebody has gone on.
#[hook]
fn use_focus(heading: &NodeRef, at: Option<(Rc<Lesson>, usize)>, is_list_shown: bool, embedded: bool) {
    let was_open = use_mut_ref(|| false);
    use_effect_with((heading.clone(), at, is_list_shown), move |(heading, at, is_list_shown)| {
        let is_open = at.is_some() || *is_list_shown;
        let was_open = was_open.replace(is_open);
        if *is_list_shown {
            browser::begin_reading(browser::element(list::TITLE));
        } else if at.is_some() && (was_open || !embedded) {
            browser::begin_reading(heading.cast::<HtmlElement>());
        } else if was_open {
            browser::begin_reading(browser::element(BUTTON));
        }
    });
}

/// Puts before the eyes what the step speaks of. An embed is all before them.
#[hook]
fn use_shown(at: Option<(Rc<Lesson>, usize)>, is_asking: bool, is_there: bool, props: &LessonsProps) {
    let (view, embedded) = (props.view, props.embedded);
    use_effect_with((at, is_asking, is_there), move |(at, ..)| {
        if at.is_some() && !embedded {
            browser::show_beside(view);
        }
    });
}
