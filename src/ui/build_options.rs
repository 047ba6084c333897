//! What the person tells the build besides the Dockerfile: target, platform and build arguments. It offers what the
//! Dockerfile declares, and keeps showing what it does not.

use std::rc::Rc;

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::looked::Looked;
use super::store::{Dispatch, on, use_dispatch};
use crate::scenario::Scenario;
use crate::sight::{Look, Sight, StageSight};
use crate::state::{Action, Side};

#[derive(Clone, PartialEq, Properties)]
pub struct BuildOptionsProps {
    pub side: Side,
    /// What the person has told: fields show that, whatever was last looked at.
    pub look: Rc<Look>,
    pub looked: Looked,
}

/// The platforms that Docker's own images are built for.
const PLATFORMS: [&str; 7] =
    ["linux/amd64", "linux/arm64", "linux/arm/v7", "linux/386", "linux/ppc64le", "linux/riscv64", "linux/s390x"];

/// More rows of arguments that nothing declares would bury the rest.
const MOST_UNDECLARED: usize = 100;

#[component]
pub fn BuildOptions(props: &BuildOptionsProps) -> Html {
    let dispatch = use_dispatch();
    let BuildOptionsProps { side, look, looked } = props;
    let (scenario, sight) = (&look.scenario, looked.sight());
    let arguments = arguments(sight, scenario);
    html! {
        <details class="build-options" data-testid={format!("build-options-{}", identity(*side))}>
            <summary>{ "Build options" }<span class="quiet">{ summary(scenario, sight) }</span></summary>
            <div class="build-options-fields">
                <Target side={*side} stages={stages(sight)} chosen={scenario.target.clone()}
                    is_known={sight.is_target_known || looked.scenario().target != scenario.target} />
                <Platform side={*side} chosen={scenario.platform.clone()} />
            </div>
            { own_sizes(*side, scenario.layers_given(), &dispatch) }
            if !arguments.is_empty() {
                <fieldset class="build-arguments">
                    <legend>{ "Build arguments" }</legend>
                    { for arguments.iter().map(|argument| html! {
                        <BuildArgument key={argument.name.clone()} side={*side} argument={argument.clone()} />
                    }) }
                </fieldset>
            }
        </details>
    }
}

/// How many layers have the size that the person gave, and the way back.
fn own_sizes(side: Side, count: usize, dispatch: &Dispatch) -> Html {
    let words = match count {
        0 => return Html::default(),
        1 => "1 layer has the size that you gave.".to_owned(),
        _ => format!("{count} layers have the sizes that you gave."),
    };
    html! {
        <p>
            { words }
            <button type="button" class="plain" data-testid={format!("clear-overrides-{}", identity(side))}
                onclick={on(dispatch, move |_: MouseEvent| Action::ClearOverrides(side))}>{ "Back to the estimates" }</button>
        </p>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct TargetProps {
    side: Side,
    /// What a target may be called, and what it is shown as.
    stages: Vec<(String, String)>,
    chosen: Option<String>,
    /// Whether there is a stage of that name, shown among these or not.
    is_known: bool,
}

#[component]
fn Target(props: &TargetProps) -> Html {
    let TargetProps { side, stages, chosen, is_known } = props.clone();
    let set = on(&use_dispatch(), move |event: Event| {
        let value = event.target_unchecked_into::<HtmlSelectElement>().value();
        Action::SetTarget(side, Some(value).filter(|value| !value.is_empty()))
    });
    let other = chosen.clone().filter(|chosen| stages.iter().all(|(value, _)| !value.eq_ignore_ascii_case(chosen)));
    html! {
        <label>
            <span>{ "Target" }</span>
            <select data-testid={format!("target-{}", identity(side))} onchange={set}>
                <option value="" selected={chosen.is_none()}>{ "the last stage" }</option>
                { for stages.into_iter().map(|(value, shown)| {
                    let selected = chosen.as_ref().is_some_and(|chosen| chosen.eq_ignore_ascii_case(&value));
                    html! { <option {value} {selected}>{ shown }</option> }
                }) }
                if let Some(other) = other {
                    <option value={other.clone()} selected=true>
                        { if is_known { other } else { format!("{other} (no such stage)") } }
                    </option>
                }
            </select>
        </label>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct PlatformProps {
    side: Side,
    chosen: Option<String>,
}

#[component]
fn Platform(props: &PlatformProps) -> Html {
    let PlatformProps { side, chosen } = props.clone();
    let set = on(&use_dispatch(), move |event: Event| {
        let value = event.target_unchecked_into::<HtmlSelectElement>().value();
        Action::SetPlatform(side, Some(value).filter(|value| value != PLATFORMS[0]))
    });
    let chosen = chosen.unwrap_or_else(|| PLATFORMS[0].to_owned());
    let other = Some(chosen.as_str()).filter(|chosen| !PLATFORMS.contains(chosen));
    html! {
        <label>
            <span>{ "Platform" }</span>
            <select data-testid={format!("platform-{}", identity(side))} onchange={set}>
                { for PLATFORMS.into_iter().chain(other).map(|platform| html! {
                    <option value={platform.to_owned()} selected={platform == chosen}>{ platform }</option>
                }) }
            </select>
        </label>
    }
}

/// One build argument: declared by the Dockerfile, given by the person, or both.
#[derive(Clone, PartialEq)]
struct Argument {
    name: String,
    default: Option<String>,
    declared: bool,
    given: Option<String>,
}

#[derive(Clone, PartialEq, Properties)]
struct BuildArgumentProps {
    side: Side,
    argument: Argument,
}

/// An emptied field takes the argument back.
#[component]
fn BuildArgument(props: &BuildArgumentProps) -> Html {
    let BuildArgumentProps { side, argument } = props.clone();
    let name = argument.name.clone();
    let set = on(&use_dispatch(), move |event: InputEvent| {
        let value = event.target_unchecked_into::<HtmlInputElement>().value();
        Action::SetBuildArg(side, name.clone(), Some(value).filter(|value| !value.is_empty()))
    });
    html! {
        <label>
            <span>
                <code>{ &argument.name }</code>
                if !argument.declared { <span class="quiet">{ "not declared in the Dockerfile" }</span> }
            </span>
            <input type="text" spellcheck="false" autocomplete="off" oninput={set}
                data-testid={format!("build-arg-{}-{}", argument.name, identity(side))}
                placeholder={argument.default.unwrap_or_else(|| "no value".to_owned())}
                value={argument.given.unwrap_or_default()} />
        </label>
    }
}

/// Declared arguments in the order of the text, then those that are given for nothing.
fn arguments(sight: &Sight, scenario: &Scenario) -> Vec<Argument> {
    let given = |name: &str| scenario.build_args.get(name).cloned();
    let declared = sight.arguments.iter().map(|declared| Argument {
        name: declared.name.clone(),
        default: declared.default.clone(),
        declared: true,
        given: given(&declared.name),
    });
    let mut arguments: Vec<Argument> = declared.collect();
    for (name, value) in scenario.build_args.iter().take(MOST_UNDECLARED) {
        if !arguments.iter().any(|argument| argument.name == *name) {
            let given = Some(value.clone());
            arguments.push(Argument { name: name.clone(), default: None, declared: false, given });
        }
    }
    arguments
}

fn stages(sight: &Sight) -> Vec<(String, String)> {
    let stage = |(index, stage): (usize, &Rc<StageSight>)| match &stage.name {
        Some(name) => (name.clone(), name.clone()),
        None => (index.to_string(), format!("stage {index}")),
    };
    sight.stages.iter().enumerate().map(stage).collect()
}

/// What differs from a plain `docker build .`
fn summary(scenario: &Scenario, sight: &Sight) -> String {
    let target = sight.target_name.as_ref().filter(|_| sight.stage_count > 1);
    let arguments = match scenario.build_args.len() {
        0 => None,
        1 => Some("1 build argument".to_owned()),
        count => Some(format!("{count} build arguments")),
    };
    let platform = scenario.platform.clone().unwrap_or_else(|| PLATFORMS[0].to_owned());
    [target.map(|target| format!("target {target}")), Some(platform), arguments]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}

const fn identity(side: Side) -> &'static str {
    match side {
        Side::Before => "before",
        Side::After => "after",
    }
}
