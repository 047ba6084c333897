//! The waterfall as a table: the first row is the one image, the last the other, and each row between them is a change
//! whose bar begins where the one above ends. A row opens what stands behind it.

use yew::prelude::*;

use super::{Shown, effect, lines, sentence};
use crate::bytes::format;
use crate::sight::{ChangeSight, SpotSight};
use crate::state::{Action, Place, Side};
use crate::ui::figure::percent;
use crate::ui::legend::item;
use crate::ui::store::{Dispatch, on};

pub fn waterfall(shown: &Shown<'_>, dispatch: &Dispatch) -> Html {
    let sight = &shown.answered.answer;
    let measure = shown.measure;
    let (before, after) = (measure.of(&sight.before).range.likely, measure.of(&sight.after).range.likely);
    let mut running = before;
    let mut rows = Vec::new();
    for (at, change) in sight.changes.iter().enumerate() {
        let own = effect(change, measure);
        // Sums come before differences, so that nothing falls below nothing on the way.
        let next = running.saturating_add(own.after.likely).saturating_sub(own.before.likely);
        rows.push((at, change, running, next));
        running = next;
    }
    let scale = rows.iter().map(|(_, _, _, next)| *next).chain([before, after]).max().unwrap_or(0);
    html! {
        <>
            <p class="changes-answer" data-testid="changes-answer">{ answer(before, after, measure.words(), rows.is_empty()) }</p>
            if !rows.is_empty() {
                <ul class="legend" aria-label="Legend of the changes">
                    { item("shipped", "in the image") }
                    { item("saved", "saved") }
                    { item("wasted", "added") }
                </ul>
                <table class="waterfall" data-testid="waterfall">
                    <caption class="visually-hidden">{ format!("From Before to After, {}", measure.words()) }</caption>
                    <colgroup><col class="waterfall-words" /><col /><col class="waterfall-figure" /></colgroup>
                    <tbody>
                        { total("Before", before, scale) }
                        { for rows.into_iter().map(|(at, change, from, to)| row(shown, dispatch, at, change, (from, to, scale))) }
                        { total("After", after, scale) }
                    </tbody>
                </table>
                <p class="footnote">{ "Likely sizes, in three digits so that they add up; a row tells how far they may be off." }</p>
            }
        </>
    }
}

fn answer(before: u64, after: u64, measure: &str, is_same: bool) -> String {
    if is_same {
        return "Both images weigh the same, on disk and to pull.".to_owned();
    }
    let (old, new) = (format::rough(before), format::rough(after));
    match before.cmp(&after) {
        std::cmp::Ordering::Greater => {
            format!("Where the {} go: from {old} {measure} to {new}, change by change.", format::rough(before - after))
        }
        std::cmp::Ordering::Less => {
            format!(
                "Where {} more come from: from {old} {measure} to {new}, change by change.",
                format::rough(after - before)
            )
        }
        std::cmp::Ordering::Equal => format!("Both images weigh {old} {measure}; what one change saves another adds."),
    }
}

fn total(name: &'static str, bytes: u64, scale: u64) -> Html {
    html! {
        <tr class="waterfall-total">
            <th scope="row">{ name }</th>
            <td class="waterfall-bar">{ bar("shipped", 0, bytes, scale) }</td>
            <td class="number">{ format::exact(bytes) }</td>
        </tr>
    }
}

fn row(shown: &Shown<'_>, dispatch: &Dispatch, at: usize, change: &ChangeSight, bar_of: (u64, u64, u64)) -> Html {
    let own = effect(change, shown.measure);
    let is_open = **shown.open == Some(at);
    let places = [(Side::Before, &change.before), (Side::After, &change.after)]
        .map(|(side, spots)| spots.first().map(|spot| Place { side, stage: spot.stage, step: spot.step }));
    let open = shown.open.clone();
    let toggle = Callback::from(move |_: MouseEvent| open.set((!is_open).then_some(at)));
    let (from, to, scale) = bar_of;
    let class = if to < from { "saved" } else { "wasted" };
    html! {
        <>
            <tr class={classes!("waterfall-row", (shown.lit == Some(at)).then_some("lit"))} data-testid="change-row"
                onmouseenter={on(dispatch, move |_: MouseEvent| Action::LightBoth(places))}
                onmouseleave={on(dispatch, |_: MouseEvent| Action::Light(None))}
                onfocusin={on(dispatch, move |_: FocusEvent| Action::LightBoth(places))}
                onfocusout={on(dispatch, |_: FocusEvent| Action::Light(None))}>
                <th scope="row">
                    <button type="button" aria-expanded={is_open.to_string()} onclick={toggle}>
                        <span>{ sentence(&change.words) }</span>
                    </button>
                </th>
                <td class="waterfall-bar">{ bar(class, from.min(to), from.max(to), scale) }</td>
                <td class="number">{ own.figure() }</td>
            </tr>
            if is_open { <tr class="waterfall-detail"><td colspan="3">{ detail(shown, change) }</td></tr> }
        </>
    }
}

fn bar(class: &'static str, from: u64, to: u64, scale: u64) -> Html {
    html! {
        <svg width="100%" height="14" aria-hidden="true">
            <rect class="track" width="100%" height="14" />
            <rect {class} x={percent(from, scale)} width={percent(to - from, scale)} height="14" />
        </svg>
    }
}

/// What it made of either image, with the ranges, and its lines.
fn detail(shown: &Shown<'_>, change: &ChangeSight) -> Html {
    let question = &shown.answered.question;
    let own = effect(change, shown.measure);
    let side = |side: Side, text: &str, spots: &[SpotSight], range: crate::bytes::Range| {
        let lines = lines(text);
        html! {
            <div>
                <h3>{ side.name() }<span class="quiet">{ format!(" {} {}", format::range(range), shown.measure.words()) }</span></h3>
                <ul>
                    { for spots.iter().map(|spot| html! {
                        <li>
                            <span class="layer-line">{ spot.lines.start }</span>
                            <code>{ lines.get(spot.lines.start.saturating_sub(1)).copied().unwrap_or("").to_owned() }</code>
                        </li>
                    }) }
                </ul>
            </div>
        }
    };
    html! {
        <>
            if !change.detail.is_empty() { <p>{ sentence(&change.detail) }</p> }
            <div class="two">
                { side(Side::Before, &question.before.dockerfile, &change.before, own.before) }
                { side(Side::After, &question.after.dockerfile, &change.after, own.after) }
            </div>
        </>
    }
}
