//! What the person knows of the project around the Dockerfile: sizes in the build context, dependency manifests, the
//! ignore file. Entered once for both sides, or apart for each.

mod context_sizes;
mod dockerignore;
mod manifests;
mod size_field;

use std::rc::Rc;

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::section::section;
use super::store::{on, use_dispatch};
use crate::bytes::format;
use crate::scenario::Scenario;
use crate::sight::Look;
use crate::state::{Action, Side, View};
use context_sizes::ContextSizes;
use dockerignore::Dockerignore;
use manifests::Manifests;

#[derive(Clone, PartialEq, Properties)]
pub struct ProjectProps {
    pub before: Rc<Look>,
    pub after: Option<Rc<Look>>,
    pub one_project: bool,
}

#[component]
pub fn Project(props: &ProjectProps) -> Html {
    let dispatch = use_dispatch();
    let apart = props.after.as_ref().filter(|_| !props.one_project);
    let share =
        on(&dispatch, |event: Event| Action::ShareProject(event.target_unchecked_into::<HtmlInputElement>().checked()));
    let known = html! { <span class="quiet">{ summary(&props.before.scenario) }</span> };
    let content = html! {
        <>
            <p class="project-why">
                { "A Dockerfile does not say how large the files are that it copies, nor what a package manager will \
                   install. What you tell here narrows the ranges. It stays in this page and in the links you make." }
            </p>
            if props.after.is_some() {
                <label class="project-share">
                    <input type="checkbox" data-testid="one-project" checked={props.one_project} onchange={share} />
                    { "The same project before and after" }
                </label>
            }
            <div class="project-sides">
                { facts(Side::Before, &props.before.scenario, apart.is_some()) }
                if let Some(after) = apart {
                    { facts(Side::After, &after.scenario, true) }
                }
            </div>
        </>
    };
    section(View::Project, "The project", &NodeRef::default(), known, content)
}

fn facts(side: Side, scenario: &Scenario, titled: bool) -> Html {
    html! {
        <div class="project-facts">
            if titled { <h3>{ side.name() }</h3> }
            <ContextSizes {side} sizes={scenario.context.clone()} />
            <Manifests {side} texts={scenario.manifests.clone()} />
            <Dockerignore {side} text={scenario.dockerignore.clone()} />
        </div>
    }
}

fn summary(scenario: &Scenario) -> String {
    let mut known = Vec::new();
    if !scenario.context.is_empty() {
        let total = scenario.context.values().fold(0, |total: u64, bytes| total.saturating_add(*bytes));
        known.push(format!("{} of build context", format::exact(total)));
    }
    match scenario.manifests.len() {
        0 => {}
        1 => known.push("1 manifest".to_owned()),
        count => known.push(format!("{count} manifests")),
    }
    if scenario.dockerignore.is_some() {
        known.push(".dockerignore".to_owned());
    }
    if known.is_empty() { "nothing known yet".to_owned() } else { known.join(", ") }
}
