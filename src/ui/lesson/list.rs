//! The list of the lessons, with how far the person came in each.

use std::rc::Rc;

use yew::prelude::*;

use crate::state::lesson::{Asked, Classroom, Lesson, Move};

/// The heading's id.
pub const TITLE: &str = "lessons-title";

pub fn list(lessons: &[Rc<Lesson>], room: &Classroom, act: &Callback<Move>) -> Html {
    let closed = act.reform(|_: MouseEvent| Move::List(false));
    let minutes: u32 = lessons.iter().map(|lesson| lesson.minutes).sum();
    html! {
        <section class="lessons" aria-labelledby={TITLE} data-testid="lesson-list">
            <div class="lessons-head">
                <h2 id={TITLE} tabindex="-1">{ "Lessons" }</h2>
                <p class="quiet">
                    { format!("Guess, see, try. {} short lessons, {minutes} minutes in all; your own Dockerfiles wait until you leave.", lessons.len()) }
                </p>
                <button type="button" class="plain" data-testid="lessons-close" onclick={closed}>{ "Close" }</button>
            </div>
            <ol class="lessons-list">
                { for lessons.iter().enumerate().map(|(at, lesson)| one(at, lesson, room, act)) }
            </ol>
        </section>
    }
}

fn one(at: usize, lesson: &Lesson, room: &Classroom, act: &Callback<Move>) -> Html {
    let seen = room.progress.of(&lesson.name);
    let (all, minutes) = (lesson.steps.len(), lesson.minutes);
    let status = match seen {
        0 => format!("{minutes} min"),
        seen if seen < all => format!("{minutes} min · step {seen} of {all}"),
        _ => "✓ done".to_owned(),
    };
    let (act, name) = (act.clone(), lesson.name.clone());
    let opened = Callback::from(move |event: MouseEvent| {
        // With a key held, a link opens elsewhere.
        if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
            event.prevent_default();
            act.emit(Move::Ask(Asked { name: name.clone(), step: 0 }));
        }
    });
    html! {
        <li>
            <a class={classes!("lesson-card", (seen >= all).then_some("done"))} href={format!("#lesson={}", lesson.name)}
                data-testid={format!("lesson-{}", lesson.name)} onclick={opened}>
                <span class="lesson-number" aria-hidden="true">{ at + 1 }</span>
                <strong>{ &lesson.title }</strong>
                <span class="lesson-about">{ &lesson.about }</span>
                <span class="quiet">{ status }</span>
            </a>
        </li>
    }
}
