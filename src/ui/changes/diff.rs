//! Both texts with their differences: side by side where there is room, else one below the other. Removed and added
//! lines are marked by signs; long runs of unchanged lines are folded until somebody opens them.

use yew::prelude::*;

use super::{Shown, effect, lines};
use crate::sight::{HunkSight, SpotSight};
use crate::state::Side;

/// Longer runs of unchanged lines are folded, but for some beside the differences.
const FOLDED: usize = 6;
const KEPT: usize = 2;
/// Lines that are drawn; a browser slows down long before anybody reads on.
const MOST_LINES: usize = 1500;

pub fn diff(shown: &Shown<'_>) -> Html {
    let question = &shown.answered.question;
    let sight = &shown.answered.answer;
    let (before, after) = (lines(&question.before.dockerfile), lines(&question.after.dockerfile));
    let mut room = MOST_LINES;
    let mut left = sight.lines_left.0 + sight.lines_left.1;
    let mut parts = Vec::new();
    for (at, hunk) in sight.hunks.iter().enumerate() {
        let rows = hunk.before.1.max(hunk.after.1);
        let is_folded = hunk.is_same && rows > FOLDED && !shown.unfolded.contains(&at);
        let cost = if is_folded { 2 * KEPT } else { rows };
        if cost > room {
            left += hunk.before.1 + hunk.after.1;
            continue;
        }
        room -= cost;
        let middle = if is_folded { KEPT..rows - KEPT } else { rows..rows };
        parts.push(html! {
            <>
                { run(shown, hunk, 0..middle.start, &before, &after) }
                if is_folded {
                    { fold(shown, at, middle.len()) }
                    { run(shown, hunk, middle.end..rows, &before, &after) }
                }
            </>
        });
    }
    if sight.hunks.iter().all(|hunk| hunk.is_same) {
        return html! { <p class="quiet">{ "The texts are the same; what is known of the project differs." }</p> };
    }
    html! {
        <div class="diff" role="region" aria-label="Both Dockerfiles with their differences" data-testid="diff">
            <div class="diff-run diff-head" aria-hidden="true"><b>{ "Before" }</b><b>{ "After" }</b></div>
            { for parts }
            if left > 0 { <p class="quiet">{ format!("… and {left} more lines, which are not shown.") }</p> }
        </div>
    }
}

/// Some rows of a hunk: lines of both sides, or those that are alike.
fn run(shown: &Shown<'_>, hunk: &HunkSight, rows: std::ops::Range<usize>, before: &[&str], after: &[&str]) -> Html {
    let column = |side: Side, (first, count): (usize, usize), text: &[&str]| {
        let class = match (hunk.is_same, side) {
            (true, Side::Before) => "same",
            (true, Side::After) => "same twin",
            (false, Side::Before) => "removed",
            (false, Side::After) => "added",
        };
        let end = rows.end.min(count);
        html! {
            <div class={class} aria-hidden={(hunk.is_same && side == Side::After).then_some("true")}>
                { for (rows.start.min(end)..end).map(|row| line(shown, side, hunk.is_same, first + row, text)) }
            </div>
        }
    };
    html! {
        <div class="diff-run">
            { column(Side::Before, hunk.before, before) }
            { column(Side::After, hunk.after, after) }
        </div>
    }
}

fn line(shown: &Shown<'_>, side: Side, is_same: bool, number: usize, text: &[&str]) -> Html {
    let stands = |spot: &&SpotSight| (spot.lines.start..=spot.lines.end).contains(&(number + 1));
    let changes = &shown.answered.answer.changes;
    let own = changes.iter().enumerate().find_map(|(at, change)| {
        let spots = if side == Side::Before { &change.before } else { &change.after };
        Some((at, change, spots.iter().find(stands)?))
    });
    // A change says once what it does: on its first line of Before, or of After where it is new.
    let figure = own.filter(|(_, change, spot)| {
        let first = change
            .before
            .first()
            .map(|spot| (Side::Before, spot))
            .or(change.after.first().map(|spot| (Side::After, spot)));
        first == Some((side, spot)) && spot.lines.start == number + 1
    });
    let (sign, said) = match (is_same, side) {
        (true, _) => (" ", ""),
        (_, Side::Before) => ("−", "removed: "),
        (_, Side::After) => ("+", "added: "),
    };
    let lit = shown.lit.is_some() && own.map(|(at, ..)| at) == shown.lit;
    html! {
        <div class={classes!("diff-line", lit.then_some("lit"))}>
            <span class="diff-number">{ number + 1 }</span>
            <span class="diff-sign" aria-hidden="true">{ sign }</span>
            if !said.is_empty() { <span class="visually-hidden">{ said }</span> }
            <code>{ text.get(number).copied().unwrap_or("").to_owned() }</code>
            if let Some((_, change, _)) = figure {
                <span class="diff-effect">{ effect(change, shown.measure).figure() }</span>
            }
        </div>
    }
}

fn fold(shown: &Shown<'_>, at: usize, count: usize) -> Html {
    let unfolded = shown.unfolded.clone();
    let open = Callback::from(move |_: MouseEvent| {
        let mut opened = (*unfolded).clone();
        opened.push(at);
        unfolded.set(opened);
    });
    html! {
        <button type="button" class="plain diff-fold" data-testid="diff-unfold" onclick={open}>
            { format!("Show {count} unchanged lines") }
        </button>
    }
}
