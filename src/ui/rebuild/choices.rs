//! Which change, and where the next build runs.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::cache::{Cache, Pick};
use crate::state::{Action, Side};
use crate::ui::looked::Looked;
use crate::ui::store::{on, use_dispatch};

#[derive(Clone, PartialEq, Properties)]
pub struct ChoicesProps {
    pub before: Looked,
    pub after: Option<Looked>,
    pub change: Pick,
    pub cache: Cache,
}

/// Longer lists would only slow the page down.
const MOST_LINES: usize = 200;

const EVERYDAY: [(Pick, &str, &str); 4] = [
    (Pick::Source, "source", "I edit a source file"),
    (Pick::Dependency, "dependency", "I add a dependency"),
    (Pick::Base, "base", "The base image moves"),
    (Pick::Nothing, "nothing", "Nothing changes"),
];

#[component]
pub fn Choices(props: &ChoicesProps) -> Html {
    let dispatch = use_dispatch();
    let everyday = EVERYDAY.iter().map(|(pick, identity, words)| {
        let chosen = *pick == props.change;
        let choose = on(&dispatch, move |_: MouseEvent| Action::Change(pick.clone()));
        html! {
            <button type="button" aria-pressed={chosen.to_string()} onclick={choose}
                data-testid={format!("change-{identity}")}>{ *words }</button>
        }
    });
    let file = match &props.change {
        Pick::File(path) => path.clone(),
        _ => String::new(),
    };
    let set_file = on(&dispatch, |event: Event| {
        let path = event.target_unchecked_into::<HtmlInputElement>().value().trim().to_owned();
        Action::Change(if path.is_empty() { Pick::default() } else { Pick::File(path) })
    });
    let set_line = on(&dispatch, |event: Event| {
        let code = event.target_unchecked_into::<HtmlSelectElement>().value();
        Action::Change(Pick::of_code(&code).unwrap_or_default())
    });
    let known: Vec<&String> = props.before.scenario().context.keys().filter(|path| !path.ends_with('/')).collect();
    html! {
        <div class="rebuild-choices">
            <div class="rebuild-everyday" role="group" aria-label="What changes">{ for everyday }</div>
            <label>
                <span>{ "Another file" }</span>
                <input type="text" spellcheck="false" autocomplete="off" list="rebuild-files" placeholder="src/app.js"
                    data-testid="change-file" value={file} onchange={set_file} />
            </label>
            <datalist id="rebuild-files">
                { for known.into_iter().take(MOST_LINES).map(|path| html! { <option value={path.clone()} /> }) }
            </datalist>
            <label>
                <span>{ "A line of the Dockerfile" }</span>
                <select data-testid="change-line" onchange={set_line}>
                    <option value="" selected={!matches!(props.change, Pick::Line { .. })}>{ "none" }</option>
                    { lines(Side::Before, &props.before, &props.change) }
                    if let Some(after) = &props.after { { lines(Side::After, after, &props.change) } }
                </select>
            </label>
            <fieldset class="switch">
                <legend class="visually-hidden">{ "Where the next build runs" }</legend>
                { for [
                    (Cache::Warm, "cache-warm", "My machine", "It did the build before: its cache is warm"),
                    (Cache::Cold, "cache-cold", "CI, no cache", "A builder that never built this"),
                ].into_iter().map(|(cache, identity, words, title)| html! {
                    <label {title}>
                        <input type="radio" name="cache" data-testid={identity} checked={props.cache == cache}
                            onchange={on(&dispatch, move |_: Event| Action::Cache(cache))} />
                        <span>{ words }</span>
                    </label>
                }) }
            </fieldset>
        </div>
    }
}

fn lines(side: Side, looked: &Looked, change: &Pick) -> Html {
    let mut text = looked.text().lines().zip(1..);
    let instructions = looked.sight().instructions.iter().take(MOST_LINES);
    html! {
        <optgroup label={side.name()}>
            { for instructions.map(|instruction| {
                let start = instruction.lines.start;
                let written = text.find(|(_, line)| *line == start).map_or("", |(written, _)| written);
                let words: String = written.trim_start().chars().take(48).collect();
                let pick = Pick::Line { second: side == Side::After, line: start };
                html! {
                    <option value={pick.code()} selected={pick == *change}>{ format!("{start}: {words}") }</option>
                }
            }) }
        </optgroup>
    }
}
