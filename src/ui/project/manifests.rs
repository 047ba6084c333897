//! The texts of dependency manifests, pasted.

use std::collections::BTreeMap;

use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::leans::{FIELD, GIVING};
use crate::bytes::format;
use crate::sight::Give;
use crate::state::{Action, Side};
use crate::ui::browser::go_to;
use crate::ui::store::{on, use_dispatch};

#[derive(Clone, PartialEq, Properties)]
pub struct ManifestsProps {
    pub side: Side,
    pub texts: BTreeMap<String, String>,
    /// The one that the person was led to give, which need not be there yet.
    pub asked: Option<String>,
}

#[component]
pub fn Manifests(props: &ManifestsProps) -> Html {
    let side = props.side;
    // Where it will stand once something is typed: a field that moves would lose the focus.
    let mut rows = props.texts.clone();
    if let Some(asked) = &props.asked {
        rows.entry(asked.clone()).or_default();
    }
    let row = |(path, text): (&String, &String)| {
        let asked = props.asked.as_ref() == Some(path);
        html! { <ManifestText key={path.clone()} {side} path={path.clone()} text={text.clone()} {asked} /> }
    };
    html! {
        <fieldset class="project-manifests">
            <legend>{ "Dependency manifests" }</legend>
            <ul>{ for rows.iter().map(row) }</ul>
            <NewManifest {side} known={props.texts.keys().cloned().collect::<Vec<_>>()} />
        </fieldset>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct ManifestTextProps {
    side: Side,
    path: String,
    text: String,
    asked: bool,
}

#[component]
fn ManifestText(props: &ManifestTextProps) -> Html {
    let dispatch = use_dispatch();
    let ManifestTextProps { side, path, text, asked } = props.clone();
    // One that was just added is empty, and open to be pasted into; it must not close with the first character.
    let open = use_memo((), |()| text.is_empty());
    let (owned, gone) = (path.clone(), path.clone());
    let edit = on(&dispatch, move |event: InputEvent| {
        let text = event.target_unchecked_into::<HtmlTextAreaElement>().value();
        Action::SetManifest(side, owned.clone(), Some(text))
    });
    let remove = on(&dispatch, move |_: MouseEvent| Action::SetManifest(side, gone.clone(), None));
    html! {
        <li>
            <details open={*open}>
                <summary><code>{ &path }</code><span class="quiet">{ length(&text) }</span></summary>
                <textarea id={asked.then_some(GIVING)} rows="8" spellcheck="false" aria-label={format!("Text of {path}")} value={text.clone()} oninput={edit} />
                <button type="button" class="plain" onclick={remove}>{ format!("Remove {path}") }</button>
            </details>
        </li>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct NewManifestProps {
    side: Side,
    known: Vec<String>,
}

/// The row that adds a manifest by its path. Naming one that is there already leaves it as it is.
#[component]
fn NewManifest(props: &NewManifestProps) -> Html {
    let dispatch = use_dispatch();
    let NewManifestProps { side, known } = props.clone();
    let field = use_node_ref();
    let add = {
        let field = field.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(field) = field.cast::<HtmlInputElement>() else { return };
            let typed = field.value();
            let path = typed.trim().trim_start_matches("./");
            if !path.is_empty() && !known.iter().any(|known| known == path) {
                // It is part of the project once it has a text.
                dispatch.dispatch(Action::Give(side, Give::Manifest(path.to_owned())));
                go_to(FIELD);
            }
            field.set_value("");
        })
    };
    let identity = side.name().to_ascii_lowercase();
    html! {
        <form class="project-add" onsubmit={add}>
            <input ref={field} type="text" aria-label="Path of a manifest" placeholder="package.json" spellcheck="false"
                autocomplete="off" list={format!("manifest-names-{identity}")} data-testid={format!("manifest-path-{identity}")} />
            <datalist id={format!("manifest-names-{identity}")}>
                <option value="package.json" />
                <option value="requirements.txt" />
            </datalist>
            <button type="submit">{ "Add" }</button>
        </form>
    }
}

fn length(text: &str) -> String {
    match text.len() {
        0 => "paste its text".to_owned(),
        bytes => format::exact(bytes as u64),
    }
}
