//! The sizes of a real build: output of a tool, pasted, and what it says of the layers before it is used.

use std::rc::Rc;

use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::leans::GIVING;
use crate::bytes::format;
use crate::scenario::Scenario;
use crate::sight::{BaseSight, Look, TrueStep, TruthQuestion, TruthSight, Unmatched};
use crate::state::{Action, Side};
use crate::ui::answers::use_answer;
use crate::ui::looked::Looked;
use crate::ui::store::{Dispatch, on, use_dispatch};

#[derive(Clone, PartialEq, Properties)]
pub struct RealBuildProps {
    pub side: Side,
    /// Whether there is another side, to say which one this is.
    pub titled: bool,
    pub look: Rc<Look>,
    pub looked: Option<Looked>,
    /// Whether the person was led here.
    pub asked: bool,
}

#[component]
pub fn RealBuild(props: &RealBuildProps) -> Html {
    let dispatch = use_dispatch();
    let RealBuildProps { side, titled, look, looked, asked } = props;
    let (side, identity) = (*side, side.name().to_ascii_lowercase());
    let paste = use_state(AttrValue::default);
    let question = use_memo((look.clone(), (*paste).clone()), |(look, paste)| {
        let (scenario, paste) = (look.scenario.clone(), paste.to_string());
        (!paste.trim().is_empty()).then_some(TruthQuestion { scenario, paste })
    });
    let answered = use_answer(question.as_ref().as_ref());
    let oninput = {
        Callback::from(move |event: InputEvent| {
            paste.set(event.target_unchecked_into::<HtmlTextAreaElement>().value().into());
        })
    };
    html! {
        <div class="card real-build" data-testid={format!("real-build-{identity}")}>
            <label>
                <span>{ if *titled { format!("What it prints for {}", side.name()) } else { "What it prints".to_owned() } }</span>
                <textarea id={asked.then_some(GIVING)} rows="6" spellcheck="false" {oninput}
                    data-testid={format!("real-build-paste-{identity}")}
                    placeholder={"IMAGE          CREATED      CREATED BY                 SIZE\n3f1c2a9d7b55   2 days ago   RUN /bin/sh -c npm ci …    412MB"} />
            </label>
            <div role="status">
                if let Some(answered) = answered {
                    { match &answered.answer {
                        Ok(sizes) => found(side, sizes, looked.as_ref(), &dispatch),
                        Err(expected) => html! { <p class="project-error">{ expected.clone() }</p> },
                    } }
                }
            </div>
            { given(side, &look.scenario, looked.as_ref(), &dispatch) }
        </div>
    }
}

/// What was recognised, and the button that uses it.
fn found(side: Side, sizes: &TruthSight, looked: Option<&Looked>, dispatch: &Dispatch) -> Html {
    let nothing = sizes.steps.is_empty() && sizes.images.is_empty();
    let use_it = {
        let sizes = sizes.clone();
        on(dispatch, move |_: MouseEvent| Action::EnterSizes(side, Box::new(sizes.clone())))
    };
    html! {
        <>
            <p><b>{ recognised(sizes) }</b></p>
            if !nothing {
                <button type="button" class="primary" onclick={use_it}
                    data-testid={format!("real-build-use-{}", side.name().to_ascii_lowercase())}>{ "Use these sizes" }</button>
            }
            { for sizes.notes.iter().map(|note| html! { <p>{ note.clone() }</p> }) }
            if !nothing {
                <div class="scrolling" tabindex="0" role="region" aria-label="Sizes that were matched">
                    <table>
                        <thead><tr>
                            <th scope="col">{ "line" }</th><th scope="col">{ "instruction" }</th>
                            <th scope="col" class="number">{ "estimated on disk" }</th>
                            <th scope="col" class="number">{ "really" }</th>
                        </tr></thead>
                        <tbody>
                            { for sizes.images.iter().map(|(name, disk, pull)| html! {
                                <tr><td></td><th scope="row"><code>{ format!("FROM {name}") }</code></th><td></td>
                                    <td class="number">{ really(*disk, *pull) }</td></tr>
                            }) }
                            { for sizes.steps.iter().map(|step| matched(step, looked)) }
                        </tbody>
                    </table>
                </div>
            }
            { unmatched(sizes) }
        </>
    }
}

fn recognised(sizes: &TruthSight) -> String {
    let count = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    let mut parts = Vec::new();
    if sizes.layer_count() > 0 {
        parts.push(count(sizes.layer_count(), "layer"));
    }
    if !sizes.images.is_empty() {
        parts.push(count(sizes.images.len(), "base image"));
    }
    match parts.is_empty() {
        true => format!("Read as {}, but none of it fits a line of this Dockerfile.", sizes.form),
        false => format!("Read as {}: sizes of {}.", sizes.form, parts.join(" and ")),
    }
}

fn matched(step: &TrueStep, looked: Option<&Looked>) -> Html {
    let text = looked.and_then(|looked| looked.sight().stages.get(step.stage)?.steps.get(step.step));
    html! {
        <tr>
            <td class="quiet">{ step.line }</td>
            <th scope="row"><code>{ text.map(|step| step.text.clone()) }</code></th>
            <td class="number quiet">{ format::range(step.estimated) }</td>
            <td class="number">{ really(step.disk, step.pull) }</td>
        </tr>
    }
}

fn really(disk: Option<u64>, pull: Option<u64>) -> String {
    match (disk, pull) {
        (Some(disk), Some(pull)) => format!("{} on disk, {} to pull", format::exact(disk), format::exact(pull)),
        (Some(disk), None) => format!("{} on disk", format::exact(disk)),
        (None, Some(pull)) => format!("{} to pull", format::exact(pull)),
        (None, None) => "not told".to_owned(),
    }
}

/// What fits nowhere, each with the reason.
fn unmatched(sizes: &TruthSight) -> Html {
    if sizes.unmatched.is_empty() {
        return Html::default();
    }
    let row = |Unmatched { line, text, bytes, why }: &Unmatched| {
        html! {
            <li>
                if let Some(line) = line { { format!("Line {line}: ") } }
                <code>{ text.clone() }</code>
                if let Some(bytes) = bytes { { format!(" ({})", format::exact(*bytes)) } }
                <span class="quiet">{ format!(" {why}") }</span>
            </li>
        }
    };
    let hidden = sizes.unmatched_count - sizes.unmatched.len();
    html! {
        <details>
            <summary>{ format!("{} without a match", sizes.unmatched_count) }</summary>
            <ul>
                { for sizes.unmatched.iter().map(row) }
                if hidden > 0 { <li class="quiet">{ format!("… and {hidden} more") }</li> }
            </ul>
        </details>
    }
}

/// What the person gave so far, and the way back.
fn given(side: Side, scenario: &Scenario, looked: Option<&Looked>, dispatch: &Dispatch) -> Html {
    let layers = scenario.layers_given();
    let stages = looked.map_or(&[][..], |looked| looked.sight().stages.as_slice());
    let stands_here =
        |name: &&String| stages.iter().any(|stage| matches!(&stage.base, BaseSight::Image(base) if base == *name));
    let image = |name: &String| {
        let gone = name.clone();
        html! {
            <p>
                <code>{ name }</code>{ " has the size that you gave." }
                <button type="button" class="plain" aria-label={format!("Estimate it again: {name}")}
                    onclick={on(dispatch, move |_: MouseEvent| Action::SetImage(side, gone.clone(), None))}>{ "Estimate it again" }</button>
            </p>
        }
    };
    html! {
        <div class="real-build-given">
            if layers > 0 {
                <p>
                    { if layers == 1 { "1 layer has the size that you gave.".to_owned() } else { format!("{layers} layers have the sizes that you gave.") } }
                    <button type="button" class="plain" data-testid={format!("real-build-clear-{}", side.name().to_ascii_lowercase())}
                        onclick={on(dispatch, move |_: MouseEvent| Action::ClearOverrides(side))}>{ "Take them all away" }</button>
                </p>
            }
            { for scenario.images.keys().filter(stands_here).map(image) }
        </div>
    }
}
