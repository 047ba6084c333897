//! The steps of one Dockerfile after a change: as a row of dominoes, and as a table with the reasons.

use std::rc::Rc;

use yew::prelude::*;

use super::Rebuilding;
use crate::bytes::format;
use crate::sight::{Outcome, RebuildRow};
use crate::state::{Place, Side};
use crate::ui::store::{lighting, use_dispatch};

#[derive(Clone, PartialEq, Properties)]
pub struct StepsProps {
    pub rebuilding: Rebuilding,
    pub marked: Option<Place>,
}

#[component]
pub fn Steps(props: &StepsProps) -> Html {
    let (side, sight) = (props.rebuilding.side, props.rebuilding.sight());
    let is_marked =
        |stage: usize, step: usize| props.marked.is_some_and(|place| place.stage == stage && place.step == Some(step));
    html! {
        <>
            <div class="dominoes" aria-hidden="true">
                { for sight.dominoes.iter().map(|stage| html! {
                    <div class="domino-row">
                        <span class="quiet">{ &stage.title }</span>
                        { for stage.steps.iter().map(|(step, outcome)| html! {
                            <i class={classes!("domino", class(*outcome), is_marked(stage.stage, *step).then_some("lit"))}></i>
                        }) }
                    </div>
                }) }
            </div>
            <div class="scrolling" tabindex="0" role="region" aria-label={format!("Steps of {}", side.name())}>
                <table class="rebuild-steps">
                    <thead>
                        <tr>
                            <th scope="col">{ "Line" }</th>
                            <th scope="col">{ "Step" }</th>
                            <th scope="col">{ "What happens" }</th>
                            <th scope="col" class="number">{ "Layer" }</th>
                        </tr>
                    </thead>
                    <tbody>
                        { for sight.rows.iter().map(|row| html! {
                            <Row key={format!("{}/{}", row.stage, row.step)} {side} row={row.clone()}
                                lit={is_marked(row.stage, row.step)} />
                        }) }
                    </tbody>
                </table>
            </div>
            if sight.row_count > sight.rows.len() {
                <p class="quiet">{ format!("The first {} of {} steps.", sight.rows.len(), sight.row_count) }</p>
            }
        </>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct RowProps {
    side: Side,
    row: Rc<RebuildRow>,
    lit: bool,
}

/// A component of its own, so that an edit draws only those rows anew of which something changes.
#[component]
fn Row(props: &RowProps) -> Html {
    let RowProps { side, row, lit } = props;
    let place = Place { side: *side, stage: row.stage, step: Some(row.step) };
    let light = lighting(&use_dispatch(), place);
    html! {
        <tr class={classes!(class(row.outcome), lit.then_some("lit"))} data-testid="rebuild-row"
            data-line={row.line.to_string()} data-outcome={class(row.outcome)}
            onmouseenter={light.enter} onmouseleave={light.leave}>
            <td class="layer-line">{ row.line }</td>
            <th scope="row"><code title={row.text.clone()}>{ row.text.lines().next().unwrap_or("").to_owned() }</code></th>
            <td>
                <i class={classes!("swatch", class(row.outcome))} aria-hidden="true"></i>
                <b>{ outcome_words(row) }</b>
                <span class="quiet">{ format!(": {}", row.reason) }</span>
            </td>
            <td class="number">{ row.layer.map(format::rough) }</td>
        </tr>
    }
}

fn outcome_words(row: &RebuildRow) -> &'static str {
    match (row.outcome, row.merged) {
        (Outcome::Again, _) => "runs again",
        (Outcome::Reused, Some(false)) => "reused, put on another base",
        (Outcome::NotBuilt, _) => "not built",
        _ => "reused",
    }
}

/// The style of a step that is built; none for what only sets configuration.
fn class(outcome: Outcome) -> Option<&'static str> {
    match outcome {
        Outcome::Again => Some("again"),
        Outcome::Reused => Some("reused"),
        Outcome::NotBuilt => Some("not-built"),
        Outcome::Configuration | Outcome::Base => None,
    }
}
