//! Says which part of a long text the editor shows, and turns to others.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::held::Held;
use crate::state::Side;
use crate::state::part::{self, Part};

pub fn part_bar(side: Side, held: &Held, shown_lines: usize, all_lines: usize, turn: &Callback<Part>) -> Html {
    let part = held.part();
    let name = side.name().to_ascii_lowercase();
    let button = |words: &'static str, identity: &str, to: Option<Part>| {
        let turn = turn.clone();
        html! {
            <button type="button" data-testid={format!("{identity}-{name}")} disabled={to.is_none()}
                onclick={move |_: MouseEvent| if let Some(to) = to { turn.emit(to) }}>{ words }</button>
        }
    };
    let text = held.text().to_owned();
    let go = turn.reform(move |event: Event| {
        let line = event.target_unchecked_into::<HtmlInputElement>().value().trim().parse().unwrap_or(1);
        part::from(&text, part::line_start(&text, line))
    });
    html! {
        <div class="editor-part" role="group" aria-label="The part of the text that is shown">
            <p role="status" data-testid={format!("part-{name}")}>
                { format!("Lines {} to {} of {}", part.first_line, part.first_line + shown_lines - 1, all_lines) }
                <span class="quiet">{ ". A long text is shown in parts; all of it is kept, and Select all means all of it." }</span>
            </p>
            { button("Earlier", "part-earlier", part::earlier(held.text(), part)) }
            { button("Later", "part-later", part::later(held.text(), part)) }
            <label>{ "Line " }
                <input type="number" min="1" max={all_lines.to_string()} value={part.first_line.to_string()} onchange={go}
                    data-testid={format!("part-line-{name}")} />
            </label>
        </div>
    }
}
