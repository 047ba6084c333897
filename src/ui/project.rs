//! What the person knows of the project around the Dockerfile: what would make the sizes surer, the sizes of a real
//! build, of the build context, dependency manifests, the ignore file. Entered once for both sides, or apart for each.

mod context_sizes;
mod dockerignore;
mod folder;
mod leans;
mod manifests;
mod real_build;
mod size_field;

pub use leans::{Leaning, is_wide, use_leans, why_wide};

use std::rc::Rc;

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::browser;
use super::looked::Looked;
use super::section::section;
use super::store::{Dispatch, on, use_dispatch};
use crate::bytes::format;
use crate::scenario::Scenario;
use crate::sight::{Give, Look};
use crate::state::folder::Reading;
use crate::state::{Action, Side, View};
use context_sizes::ContextSizes;
use dockerignore::Dockerignore;
use folder::ProjectFolder;
use leans::leans;
use manifests::Manifests;
use real_build::RealBuild;

/// One Dockerfile with what is known of its sizes.
#[derive(Clone)]
pub struct ProjectSide {
    pub side: Side,
    pub look: Rc<Look>,
    pub looked: Option<Looked>,
    pub leaning: Option<Rc<Leaning>>,
}

impl PartialEq for ProjectSide {
    fn eq(&self, other: &Self) -> bool {
        let same_leaning = match (&self.leaning, &other.leaning) {
            (Some(own), Some(other)) => Rc::ptr_eq(own, other),
            (own, other) => own.is_none() && other.is_none(),
        };
        self.look == other.look && self.looked == other.looked && same_leaning
    }
}

#[derive(Clone, PartialEq, Properties)]
pub struct ProjectProps {
    /// One or two.
    pub sides: Vec<ProjectSide>,
    pub one_project: bool,
    /// The fact that the person was led to give.
    pub giving: Option<(Side, Give)>,
    /// The project folder, as far as it is read.
    pub folder: Option<Reading>,
    /// Where the view is.
    pub place: NodeRef,
}

#[component]
pub fn Project(props: &ProjectProps) -> Html {
    let dispatch = use_dispatch();
    let ProjectProps { sides, one_project, giving, folder, place } = props;
    let two = sides.len() > 1;
    let share =
        on(&dispatch, |event: Event| Action::ShareProject(event.target_unchecked_into::<HtmlInputElement>().checked()));
    let first = sides.first().map(|own| summary(&own.look.scenario));
    let known = html! { <span class="quiet">{ first }</span> };
    let content = html! {
        <>
            <p class="project-why">
                { "A Dockerfile does not say how large the files are that it copies, nor what a package manager will \
                   install. What you tell here narrows the ranges. It stays in this page and in the links you make." }
            </p>
            <div class="project-part">
                <h3>{ "What the estimates lean on most" }<span class="quiet">{ "the whole image, on disk" }</span></h3>
                <div class="two">
                    { for sides.iter().map(|own| {
                        leans(own.side, two, own.looked.as_ref(), own.leaning.as_deref(), &dispatch)
                    }) }
                </div>
            </div>
            <div class="project-part">
                <h3>{ "What a real build says" }</h3>
                { commands(&dispatch) }
                <div class="two">
                    { for sides.iter().map(|own| html! {
                        <RealBuild side={own.side} titled={two} look={own.look.clone()} looked={own.looked.clone()}
                            asked={*giving == Some((own.side, Give::History))} />
                    }) }
                </div>
            </div>
            <div class="project-part">
                <h3>{ "What the build is given" }</h3>
                if two {
                    <label class="project-share">
                        <input type="checkbox" data-testid="one-project" checked={*one_project} onchange={share} />
                        { "The same project before and after" }
                    </label>
                }
                <ProjectFolder reading={folder.clone()} together={!two || *one_project}
                    dockerfiles={sides.iter().map(|own| own.look.scenario.dockerfile.clone()).collect::<Vec<_>>()} />
                <div class="project-sides">
                    { for sides.iter().take(if *one_project { 1 } else { 2 }).map(|own| {
                        let asked = giving.as_ref().filter(|(side, _)| *side == own.side).map(|(_, give)| give);
                        facts(own.side, &own.look.scenario, two && !one_project, asked)
                    }) }
                </div>
            </div>
        </>
    };
    section(View::Project, "The project", place, known, content)
}

/// The commands whose output is understood, for the sizes on disk and to pull.
const COMMANDS: [(&str, &str); 2] = [
    ("docker history --no-trunc --format json IMAGE", "on disk, each layer by the instruction that made it"),
    ("docker manifest inspect IMAGE", "to pull, as the registry has it"),
];

fn commands(dispatch: &Dispatch) -> Html {
    html! {
        <>
            <p class="project-why">
                { "Paste what one of these prints, or docker image inspect, or dive --json, and the layers that match \
                   take their true sizes." }
            </p>
            <ul class="project-commands">
                { for COMMANDS.into_iter().map(|(command, tells)| {
                    let dispatch = dispatch.clone();
                    let copy = move |_: MouseEvent| {
                        let dispatch = dispatch.clone();
                        browser::copy(command, move |action| dispatch.dispatch(action));
                    };
                    html! {
                        <li>
                            <code>{ command }</code>
                            <button type="button" class="plain" aria-label={format!("Copy {command}")} onclick={copy}>{ "Copy" }</button>
                            <span class="quiet">{ tells }</span>
                        </li>
                    }
                }) }
            </ul>
        </>
    }
}

fn facts(side: Side, scenario: &Scenario, titled: bool, asked: Option<&Give>) -> Html {
    let (path, manifest) = match asked {
        Some(Give::Context(path)) => (Some(path.clone()), None),
        Some(Give::Manifest(path)) => (None, Some(path.clone())),
        _ => (None, None),
    };
    html! {
        <div class="project-facts">
            if titled { <h4>{ side.name() }</h4> }
            <ContextSizes {side} sizes={scenario.context.clone()} asked={path} />
            <Manifests {side} texts={scenario.manifests.clone()} asked={manifest} />
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
