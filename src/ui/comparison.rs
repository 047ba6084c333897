//! The answer at the top of the page: what the change saves, in words and as two bars on one scale.

use std::rc::Rc;

use yew::prelude::*;

use super::figure::spread;
use super::legend::item;
use super::looked::Looked;
use super::size_bar::{bar, merged, segments};
use super::store::{on, use_dispatch};
use crate::bytes::{Estimate, format};
use crate::state::examples::{By, Example, Real, real};
use crate::state::{Action, Measure, Place, Side};

#[derive(Clone, PartialEq, Properties)]
pub struct ComparisonProps {
    pub before: Looked,
    pub after: Option<Looked>,
    pub measure: Measure,
    /// The example that was loaded, whose real sizes may be known.
    pub example: Option<Rc<Example>>,
    pub marked: Option<Place>,
}

#[component]
pub fn Comparison(props: &ComparisonProps) -> Html {
    let dispatch = use_dispatch();
    let measure = props.measure;
    let sides: Vec<(Side, &Looked)> = [(Side::Before, Some(&props.before)), (Side::After, props.after.as_ref())]
        .into_iter()
        .filter_map(|(side, looked)| Some((side, looked?)))
        .collect();
    let whole = |looked: &Looked| measure.of(&looked.sight().image.weight).clone();
    // Real sizes are those on disk.
    let reports: Vec<Option<(&Real, u64)>> = sides
        .iter()
        .map(|(_, looked)| real(props.example.as_ref(), looked.scenario()).filter(|_| measure == Measure::Disk))
        .collect();
    let ends = sides.iter().map(|(_, looked)| whole(looked).range.high);
    let scale = ends.chain(reports.iter().flatten().map(|(_, bytes)| *bytes)).max().unwrap_or(0);
    // A little room, so that the end of the longest whisker stays visible.
    let scale = scale + scale / 100;

    html! {
        <section class="comparison" aria-labelledby="comparison-title" data-view="sizes">
            <div class="comparison-words">
                <h2 id="comparison-title" class="visually-hidden">{ "What the change saves" }</h2>
                { headline(&sides, measure) }
                <div class="comparison-answer">
                    <p class="comparison-saving" data-testid="saving">{ answer(&sides, measure) }</p>
                    { measure_switch(measure, &on(&dispatch, Action::Measure)) }
                </div>
            </div>
            <div class="comparison-bars">
                { for sides.iter().zip(&reports).map(|((side, looked), report)| {
                    let estimate = whole(looked);
                    let parts = merged(segments(looked.sight(), *side, measure), scale);
                    let marked = props.marked.filter(|place| place.side == *side);
                    html! {
                        <div class="comparison-row">
                            <span class="comparison-side">{ if sides.len() == 1 { "Image" } else { side.name() } }</span>
                            { bar(&dispatch, &parts, estimate.range, report.map(|(_, bytes)| bytes), scale, marked) }
                            <span class="comparison-total">
                                <b data-testid={format!("total-{}", side.name().to_ascii_lowercase())}>{ format::total(&estimate) }</b>
                                if let Some(spread) = spread(estimate.range) {
                                    <span class="quiet">{ spread }</span>
                                }
                            </span>
                        </div>
                    }
                }) }
                { legend(reports.iter().flatten().next().map(|(real, _)| real.by)) }
                { said(&sides, &reports) }
            </div>
            <p class="visually-hidden" role="status">{ spoken(&sides, measure) }</p>
        </section>
    }
}

fn headline(sides: &[(Side, &Looked)], measure: Measure) -> Html {
    let whole = |at: usize| sides.get(at).map(|(_, looked)| measure.of(&looked.sight().image.weight));
    match (whole(0), whole(1)) {
        (Some(before), Some(after)) => html! {
            <p class="comparison-figures">
                <span>{ format::total(before) }</span>
                <span class="comparison-arrow" aria-label="to">{ "→" }</span>
                <strong>{ format::total(after) }</strong>
            </p>
        },
        (Some(alone), None) => html! {
            <p class="comparison-figures"><strong>{ format::total(alone) }</strong></p>
        },
        _ => Html::default(),
    }
}

/// The headline's second line.
fn answer(sides: &[(Side, &Looked)], measure: Measure) -> String {
    let of = |looked: &Looked| measure.of(&looked.sight().image.weight).clone();
    match sides {
        [(_, before), (_, after)] => format!("{} {}", saving(&of(before), &of(after)), measure.words()),
        _ => format!("this image {}", measure.words()),
    }
}

fn saving(before: &Estimate, after: &Estimate) -> String {
    format::change(before.range.likely, after.range.likely)
}

fn measure_switch(measure: Measure, choose: &Callback<Measure>) -> Html {
    let option = |own: Measure, identity: &'static str, words: &'static str, title: &'static str| {
        html! {
            <label {title}>
                <input type="radio" name="measure" data-testid={identity} checked={measure == own}
                    onchange={choose.reform(move |_| own)} />
                <span>{ words }</span>
            </label>
        }
    };
    html! {
        <fieldset class="switch">
            <legend class="visually-hidden">{ "Which size" }</legend>
            { option(Measure::Disk, "measure-disk", "On disk", "The files of all layers, as docker history adds them up") }
            { option(Measure::Pull, "measure-pull", "Pull", "The same layers gzip-compressed, as a registry keeps and sends them") }
        </fieldset>
    }
}

fn legend(real: Option<By>) -> Html {
    html! {
        <ul class="legend" aria-label="Legend of the bars">
            { item("base", "base image") }
            { item("shipped", "own layers") }
            { item("whisker", "80 % range") }
            if let Some(by) = real {
                { item("reported", match by { By::Project => "reported by the project", By::Build => "built for real" }) }
            }
        </ul>
    }
}

/// What the project itself published, or what a build gave, in a sentence.
fn said(sides: &[(Side, &Looked)], reports: &[Option<(&Real, u64)>]) -> Html {
    let figures: Vec<String> = sides
        .iter()
        .zip(reports)
        .filter_map(|((side, _), report)| {
            Some(format!("{} {}", format::exact(report.as_ref()?.1), side.name().to_ascii_lowercase()))
        })
        .collect();
    let Some((real, _)) = reports.iter().flatten().next() else { return Html::default() };
    let whose = match real.by {
        By::Project => "The project itself reported",
        By::Build => "Built for real:",
    };
    html! {
        <p class="comparison-reported quiet">
            { format!("{whose} {} ({}, {}).", figures.join(" and "), real.source, real.date) }
        </p>
    }
}

fn spoken(sides: &[(Side, &Looked)], measure: Measure) -> String {
    let mut text = String::new();
    for (side, looked) in sides {
        let estimate = measure.of(&looked.sight().image.weight);
        text += &format!("{}: {} {}", side.name(), format::total(estimate), measure.words());
        if let Some(spread) = spread(estimate.range) {
            text += &format!(", likely between {}", spread.replace('–', " and "));
        }
        text += ". ";
    }
    if let [(_, before), (_, after)] = sides {
        let of = |looked: &Looked| measure.of(&looked.sight().image.weight).clone();
        text += &format!("After is {}.", saving(&of(before), &of(after)));
    }
    text
}
