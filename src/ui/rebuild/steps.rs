//! The steps of one Dockerfile after a change: as a row of dominoes, and as a table with the reasons.

use std::rc::Rc;

use yew::prelude::*;

use crate::bytes::format;
use crate::cache::{Outcome, Rebuild, StepOutcome};
use crate::state::{Place, Side};
use crate::ui::analyses::Analyzed;
use crate::ui::role::stage_name;
use crate::ui::store::{lighting, use_dispatch};

#[derive(Clone, PartialEq, Properties)]
pub struct StepsProps {
    pub side: Side,
    pub analyzed: Analyzed,
    pub outcomes: Rc<Rebuild>,
    pub marked: Option<Place>,
}

/// Longer tables would only slow the page down.
const MOST_ROWS: usize = 300;

#[component]
pub fn Steps(props: &StepsProps) -> Html {
    let graph = &props.analyzed.analysis.graph;
    let built: Vec<&StepOutcome> =
        props.outcomes.steps.iter().filter(|step| step.step.is_some() && class(step.outcome).is_some()).collect();
    html! {
        <>
            <div class="dominoes" aria-hidden="true">
                { for graph.stages.iter().filter_map(|stage| {
                    let mut own = built.iter().filter(|step| step.stage == stage.index).take(MOST_ROWS).peekable();
                    own.peek()?;
                    Some(html! {
                        <div class="domino-row">
                            <span class="quiet">{ stage_name(graph, stage.index) }</span>
                            { for own.map(|step| html! {
                                <i class={classes!("domino", class(step.outcome), is_marked(props, step).then_some("lit"))}></i>
                            }) }
                        </div>
                    })
                }) }
            </div>
            <div class="scrolling" tabindex="0" role="region" aria-label={format!("Steps of {}", props.side.name())}>
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
                        { for built.iter().take(MOST_ROWS).map(|step| html! {
                            <Row side={props.side} analyzed={props.analyzed.clone()} step={(*step).clone()}
                                lit={is_marked(props, step)} />
                        }) }
                    </tbody>
                </table>
            </div>
            if built.len() > MOST_ROWS {
                <p class="quiet">{ format!("The first {MOST_ROWS} of {} steps.", built.len()) }</p>
            }
        </>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct RowProps {
    side: Side,
    analyzed: Analyzed,
    step: StepOutcome,
    lit: bool,
}

#[component]
fn Row(props: &RowProps) -> Html {
    let RowProps { side, analyzed, step, lit } = props;
    let place = Place { side: *side, stage: step.stage, step: step.step };
    let light = lighting(&use_dispatch(), place);
    let instruction = step.step.and_then(|index| analyzed.analysis.graph.stages.get(step.stage)?.steps.get(index));
    let words = instruction.map_or("", |instruction| instruction.span.of(&analyzed.scenario.dockerfile));
    let layer = step.step.and_then(|index| analyzed.analysis.sizes.stages.get(step.stage)?.layers.get(index)?.as_ref());
    html! {
        <tr class={classes!(class(step.outcome), lit.then_some("lit"))} data-testid="rebuild-row"
            data-line={step.line.to_string()} data-outcome={class(step.outcome)}
            onmouseenter={light.enter} onmouseleave={light.leave}>
            <td class="layer-line">{ step.line }</td>
            <th scope="row"><code title={words.to_owned()}>{ words.lines().next().unwrap_or("").to_owned() }</code></th>
            <td>
                <i class={classes!("swatch", class(step.outcome))} aria-hidden="true"></i>
                <b>{ outcome_words(step) }</b>
                <span class="quiet">{ format!(": {}", step.reason) }</span>
            </td>
            <td class="number">{ layer.map(|layer| format::rough(layer.weight.disk.range.likely)) }</td>
        </tr>
    }
}

fn is_marked(props: &StepsProps, step: &StepOutcome) -> bool {
    props.marked.is_some_and(|place| place.stage == step.stage && place.step == step.step)
}

fn outcome_words(step: &StepOutcome) -> &'static str {
    match (step.outcome, step.merged) {
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
