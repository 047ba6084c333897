//! What a step asks of the reader: to pick an answer, to guess a size, or to change the Dockerfile.

use web_sys::{HtmlInputElement, SubmitEvent};
use yew::prelude::*;

use super::prose::{paragraphs, pieces};
use crate::state::lesson::figures::{Condition, Facts, Sum};
use crate::state::lesson::{Move, Piece, Said, Sitting, Step, Task};
use crate::state::parse_size;

pub fn task(sitting: &Sitting, step: &Step, facts: &Facts, act: &Callback<Move>) -> Html {
    match &step.task {
        Task::Reveal => Html::default(),
        Task::Predict { question, choices } => predict(question, choices, sitting, step, facts, act),
        Task::Guess { question, bytes } => guess(question, bytes, sitting, step, facts, act),
        Task::Try { goals, hint, .. } => attempt(goals, hint, sitting, step, facts, act),
    }
}

type Worded = (Vec<Piece>, Condition);

fn predict(
    question: &[Piece],
    choices: &[Worded],
    sitting: &Sitting,
    step: &Step,
    facts: &Facts,
    act: &Callback<Move>,
) -> Html {
    let said = match sitting.said() {
        Some(Said::Choice(choice)) => Some(choice),
        _ => None,
    };
    let right = choices.iter().position(|(_, condition)| facts.holds(condition) == Some(true));
    // Until the answer has come nobody was right or wrong.
    let told = said.zip(right);
    html! {
        <>
            <div class="lesson-choices" role="group" aria-labelledby="lesson-question">
                <p class="lesson-question" id="lesson-question">{ pieces(question, facts) }</p>
                { for choices.iter().enumerate().map(|(at, (words, _))| {
                    let mark = match told {
                        Some((_, right)) if right == at => Some(("right", "✓ ")),
                        Some((said, _)) if said == at => Some(("wrong", "✗ ")),
                        _ => None,
                    };
                    html! {
                        <button type="button" class={classes!("lesson-choice", mark.map(|(class, _)| class))}
                            aria-pressed={(said == Some(at)).to_string()} data-testid="lesson-choice"
                            onclick={act.reform(move |_: MouseEvent| Move::Say(Said::Choice(at)))}>
                            <span aria-hidden="true">{ mark.map_or("", |(_, sign)| sign) }</span>
                            { pieces(words, facts) }
                        </button>
                    }
                }) }
            </div>
            <div role="status" class="lesson-then" data-testid="lesson-answer">
                if let Some((said, right)) = told {
                    <p><b>{ if said == right { "That is right." } else { "Not this one. It is: " } }</b>
                        if said != right { { pieces(&choices[right].0, facts) } }</p>
                    { paragraphs(&step.then, facts) }
                }
            </div>
        </>
    }
}

fn guess(question: &[Piece], bytes: &Sum, sitting: &Sitting, step: &Step, facts: &Facts, act: &Callback<Move>) -> Html {
    let said = match sitting.said() {
        Some(Said::Bytes(bytes)) => Some(bytes),
        _ => None,
    };
    let field = NodeRef::default();
    let submitted = {
        let (act, field) = (act.clone(), field.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let typed = field.cast::<HtmlInputElement>().map(|field| field.value()).unwrap_or_default();
            let typed = if typed.ends_with(|last: char| last.is_ascii_digit()) { typed + " MB" } else { typed };
            if let Ok(bytes) = parse_size(&typed) {
                act.emit(Move::Say(Said::Bytes(bytes)));
            }
        })
    };
    html! {
        <>
            <form class="lesson-guess" onsubmit={submitted}>
                <label class="lesson-question" for="lesson-guess">{ pieces(question, facts) }</label>
                <input ref={field} type="text" id="lesson-guess" inputmode="decimal" autocomplete="off" data-testid="lesson-guess" />
                <span>{ "MB" }</span>
                <button type="submit" data-testid="lesson-check">{ "Check" }</button>
            </form>
            <div role="status" class="lesson-then" data-testid="lesson-answer">
                if let Some((said, value)) = said.zip(facts.value(bytes)) {
                    <p><b>{ nearness(said, value.amount.unsigned_abs()) }</b>{ " About " }
                        <span class="lesson-figure">{ value.text() }</span>{ "." }</p>
                    { paragraphs(&step.then, facts) }
                }
            </div>
        </>
    }
}

fn nearness(said: u64, right: u64) -> &'static str {
    if said.abs_diff(right) <= right / 4 {
        "Close."
    } else if said < right {
        "It is more."
    } else {
        "It is less."
    }
}

fn attempt(
    goals: &[Worded],
    hint: &[Vec<Piece>],
    sitting: &Sitting,
    step: &Step,
    facts: &Facts,
    act: &Callback<Move>,
) -> Html {
    let reached: Vec<bool> = goals.iter().map(|(_, goal)| facts.holds(goal) == Some(true)).collect();
    let is_done = reached.iter().all(|reached| *reached);
    let button = |words: &'static str, name: &'static str, step: fn() -> Move| {
        html! {
            <button type="button" data-testid={name} onclick={act.reform(move |_: MouseEvent| step())}>{ words }</button>
        }
    };
    html! {
        <>
            <ul class="lesson-goals" data-testid="lesson-goals">
                { for goals.iter().zip(&reached).map(|((words, _), reached)| html! {
                    <li class={classes!(reached.then_some("reached"))}>
                        <span aria-hidden="true">{ if *reached { "✓" } else { "○" } }</span>
                        <span>{ pieces(words, facts) }
                            <span class="visually-hidden">{ if *reached { ": reached" } else { ": not yet" } }</span></span>
                    </li>
                }) }
            </ul>
            <div class="lesson-help">
                { button(if sitting.is_hint_open { "Hide the hint" } else { "Hint" }, "lesson-hint", || Move::Hint) }
                { button("Show me", "lesson-show", || Move::Show) }
                { button("Start again", "lesson-again", || Move::Again) }
            </div>
            if sitting.is_hint_open { <div class="lesson-hint">{ paragraphs(hint, facts) }</div> }
            <div role="status" class="lesson-then" data-testid="lesson-answer">
                if is_done {
                    <p><b>{ "Reached." }</b></p>
                    { paragraphs(&step.then, facts) }
                }
            </div>
        </>
    }
}
