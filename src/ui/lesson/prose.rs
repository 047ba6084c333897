//! Paragraphs of a lesson, with the figures of the answers in them.

use yew::prelude::*;

use crate::state::lesson::figures::Facts;
use crate::state::lesson::{Paragraph, Piece, Step};

/// Stands where an answer has not come yet.
const UNKNOWN: &str = "…";

pub fn paragraphs(prose: &[Paragraph], facts: &Facts) -> Html {
    prose.iter().map(|paragraph| html! { <p>{ pieces(paragraph, facts) }</p> }).collect()
}

pub fn pieces(pieces: &[Piece], facts: &Facts) -> Html {
    pieces.iter().map(|piece| one(piece, facts)).collect()
}

fn one(piece: &Piece, facts: &Facts) -> Html {
    let figure =
        |text: Option<String>| html! { <span class="lesson-figure">{ text.as_deref().unwrap_or(UNKNOWN) }</span> };
    match piece {
        Piece::Text(text) => html! { text },
        Piece::Strong(text) => html! { <b>{ text }</b> },
        Piece::Code(text) => html! { <code>{ text }</code> },
        Piece::Figure(sum) => figure(facts.text(sum)),
        Piece::Change(from, to) => figure(facts.change(from, to)),
        Piece::Reported(text) => html! { <span class="lesson-reported">{ text }</span> },
    }
}

/// The figures of a step beside each other, and who reported those that are not ours.
pub fn rows(step: &Step, facts: &Facts) -> Html {
    let is_reported = step.rows.iter().any(|row| row.reported.is_some());
    html! {
        <>
            if !step.rows.is_empty() {
                <table class="lesson-rows">
                    <thead>
                        <tr>
                            <td></td>
                            if is_reported { <th scope="col" class="number">{ "reported" }</th> }
                            <th scope="col" class="number">{ "estimated here" }</th>
                        </tr>
                    </thead>
                    <tbody>
                        { for step.rows.iter().map(|row| html! {
                            <tr>
                                <th scope="row">{ &row.label }</th>
                                if is_reported {
                                    <td class="number lesson-reported">{ row.reported.as_deref().unwrap_or("–") }</td>
                                }
                                <td class="number">{ facts.text(&row.sum).as_deref().unwrap_or(UNKNOWN) }</td>
                            </tr>
                        }) }
                    </tbody>
                </table>
            }
            if let Some(source) = &step.source {
                <p class="lesson-source quiet">{ "Reported: " }{ source }</p>
            }
        </>
    }
}
