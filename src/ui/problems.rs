//! What is wrong with a Dockerfile, under its editor: errors with line and column, then the quieter notes of the
//! build checks. A click leads to the place.

use yew::prelude::*;

use super::analyses::Analyzed;
use super::editor::EditorHandle;
use crate::order;
use crate::state::Side;
use crate::text::Span;

#[derive(Clone, PartialEq, Properties)]
pub struct ProblemsProps {
    pub side: Side,
    pub analyzed: Analyzed,
    pub editor: EditorHandle,
}

/// More than this nobody reads; the rest is counted.
const MOST_SHOWN: usize = 50;

#[component]
pub fn Problems(props: &ProblemsProps) -> Html {
    let Analyzed { scenario, analysis } = &props.analyzed;
    let errors = analysis.errors().count();
    let notes = analysis.findings.len();
    let name = props.side.name().to_ascii_lowercase();
    let empty = scenario.dockerfile.trim().is_empty();

    let mut in_order: Vec<_> = analysis.errors().collect();
    order::sort_by_key(&mut in_order, |error| error.span.start);
    let error_items = in_order.into_iter().take(MOST_SHOWN).map(|error| {
        let hint = error.hint.as_ref().map(|hint| html! { <span class="problem-hint">{ hint }</span> });
        item(props, error.span, "error", html! { <>{ &error.message }{ hint }</> })
    });
    let room = MOST_SHOWN.saturating_sub(errors);
    let note_items = analysis.findings.iter().take(room).map(|finding| {
        let rule = finding.rule;
        let message = html! {
            <>{ &finding.message }{ " " }<a class="problem-rule" href={rule.url()} rel="noreferrer">{ rule.name }</a></>
        };
        item(props, finding.span, "note", message)
    });
    let more = (errors + notes).saturating_sub(MOST_SHOWN);

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

fn item(props: &ProblemsProps, span: Span, kind: &'static str, message: Html) -> Html {
    let Analyzed { scenario, analysis } = &props.analyzed;
    let place = analysis.dockerfile.lines.position(&scenario.dockerfile, span.start);
    let go = {
        let (editor, scenario) = (props.editor.clone(), scenario.clone());
        Callback::from(move |_: MouseEvent| editor.go_to(&scenario.dockerfile, span))
    };
    html! {
        <li class={format!("problem-{kind}")} data-testid="message">
            <button type="button" onclick={go} title="Go to this place in the editor">
                { format!("{}:{}", place.line, place.column) }
            </button>
            <span>{ message }</span>
        </li>
    }
}
