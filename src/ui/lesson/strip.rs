//! The open lesson: one step of it, and the way to the others.

use yew::prelude::*;

use super::prose::{paragraphs, rows};
use super::task::task;
use crate::state::lesson::figures::Facts;
use crate::state::lesson::{Move, Sitting};

pub fn strip(sitting: &Sitting, facts: &Facts, heading: &NodeRef, embedded: bool, act: &Callback<Move>) -> Html {
    let Some(step) = sitting.step() else { return Html::default() };
    let (at, all) = (sitting.at, sitting.lesson.steps.len());
    let left = act.reform(|_: MouseEvent| Move::Leave);
    html! {
        <section class="lesson" aria-label={format!("Lesson: {}", sitting.lesson.title)} data-testid="lesson">
            <div class="lesson-head">
                <p class="lesson-name">{ &sitting.lesson.title }</p>
                if !embedded {
                    <button type="button" class="plain" data-testid="lesson-leave" onclick={left}>{ "Leave" }</button>
                }
            </div>
            // A new step is a new element: what was typed and where it was scrolled to does not go on.
            <div class="lesson-step" key={at}>
                <h2 ref={heading.clone()} tabindex="-1" data-testid="lesson-step">
                    { &step.title }
                    <span class="visually-hidden">{ format!(", step {} of {all}", at + 1) }</span>
                </h2>
                { paragraphs(&step.prose, facts) }
                { rows(step, facts) }
                { task(sitting, step, facts, act) }
            </div>
            { way(sitting, at, all, embedded, act) }
        </section>
    }
}

fn way(sitting: &Sitting, at: usize, all: usize, embedded: bool, act: &Callback<Move>) -> Html {
    let go = |to: usize| act.reform(move |_: MouseEvent| Move::Go(to));
    let is_last = at + 1 == all;
    let forward = if is_last { act.reform(|_: MouseEvent| Move::Finish) } else { go(at + 1) };
    html! {
        <nav class="lesson-way" aria-label="Steps of the lesson">
            <button type="button" disabled={at == 0} data-testid="lesson-back" onclick={go(at.saturating_sub(1))}>{ "Back" }</button>
            <ol class="lesson-dots">
                { for sitting.lesson.steps.iter().enumerate().map(|(to, step)| html! {
                    <li>
                        <button type="button" class={classes!((to < at).then_some("passed"))}
                            aria-current={(to == at).then_some("step")} title={step.title.clone()}
                            aria-label={format!("Step {}: {}", to + 1, step.title)} onclick={go(to)} />
                    </li>
                }) }
            </ol>
            <button type="button" class="primary" data-testid="lesson-next" disabled={is_last && embedded} onclick={forward}>
                { if is_last && !embedded { "Finish" } else { "Next" } }
            </button>
        </nav>
    }
}
