//! What is wrong with a Dockerfile, under its editor: errors with line and column, then the quieter notes of the
//! build checks. A click leads to the place.

use yew::prelude::*;

use super::editor::EditorHandle;
use super::looked::Looked;
use crate::sight::{Note, Problem};
use crate::state::Side;
use crate::text::Span;

#[derive(Clone, PartialEq, Properties)]
pub struct ProblemsProps {
    pub side: Side,
    pub looked: Looked,
    pub editor: EditorHandle,
}

#[component]
pub fn Problems(props: &ProblemsProps) -> Html {
    let problems = &props.looked.sight().problems;
    let (errors, notes) = (problems.error_count, problems.note_count);
    let name = props.side.name().to_ascii_lowercase();
    let empty = props.looked.text().trim().is_empty();
    let error_items = problems.errors.iter().map(|Problem { span, line, column, message, hint }| {
        let hint = hint.as_ref().map(|hint| html! { <span class="problem-hint">{ hint }</span> });
        item(props, *span, (*line, *column), "error", html! { <>{ message }{ hint }</> })
    });
    let note_items = problems.notes.iter().map(|Note { span, line, column, message, rule, url }| {
        let message = html! {
            <>{ message }{ " " }<a class="problem-rule" href={url.clone()} rel="noreferrer">{ rule }</a></>
        };
        item(props, *span, (*line, *column), "note", message)
    });
    let more = (errors + notes).saturating_sub(problems.errors.len() + problems.notes.len());

    html! {
        <div class="problems" data-testid={format!("problems-{name}")}>
            if empty {
                <p class="problems-summary quiet">{ "Paste or type a Dockerfile; begin with FROM." }</p>
            } else if errors + notes == 0 {
                <p class="problems-summary quiet">{ "No errors, and nothing that the build checks would remark on." }</p>
            } else {
                <details open={errors > 0}>
                    <summary class="problems-summary">{ summary(errors, notes) }</summary>
                    <ol>
                        { for error_items }
                        { for note_items }
                    </ol>
                    if more > 0 {
                        <p class="quiet">{ format!("… and {more} more.") }</p>
                    }
                </details>
            }
        </div>
    }
}

fn summary(errors: usize, notes: usize) -> Html {
    let count = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    html! {
        <>
            if errors > 0 { <b class="problem-error">{ count(errors, "error") }</b> }
            if errors > 0 && notes > 0 { { ", " } }
            if notes > 0 { { count(notes, "note") }{ " from the build checks" } }
        </>
    }
}

fn item(props: &ProblemsProps, span: Span, place: (usize, usize), kind: &'static str, message: Html) -> Html {
    let go = {
        let (editor, looked) = (props.editor.clone(), props.looked.clone());
        Callback::from(move |_: MouseEvent| editor.go_to(looked.text(), span))
    };
    html! {
        <li class={format!("problem-{kind}")} data-testid="message">
            <button type="button" onclick={go} title="Go to this place in the editor">
                { format!("{}:{}", place.0, place.1) }
            </button>
            <span>{ message }</span>
        </li>
    }
}
