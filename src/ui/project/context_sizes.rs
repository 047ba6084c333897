//! The sizes of files and folders that the build sends along.

use std::collections::BTreeMap;

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::leans::GIVING;
use super::size_field::SizeField;
use crate::state::{Action, Side, parse_size};
use crate::ui::store::{on, use_dispatch};

#[derive(Clone, PartialEq, Properties)]
pub struct ContextSizesProps {
    pub side: Side,
    pub sizes: BTreeMap<String, u64>,
    /// The path whose size the person was led to give.
    pub asked: Option<String>,
}

#[component]
pub fn ContextSizes(props: &ContextSizesProps) -> Html {
    let dispatch = use_dispatch();
    let side = props.side;
    let row = |(path, bytes): (&String, &u64)| {
        let (owned, gone) = (path.clone(), path.clone());
        let set = on(&dispatch, move |bytes: u64| Action::SetContext(side, owned.clone(), Some(bytes)));
        let remove = on(&dispatch, move |_: MouseEvent| Action::SetContext(side, gone.clone(), None));
        html! {
            <li key={path.clone()}>
                <code>{ path }</code>
                <SizeField label={format!("Size of {path}")} bytes={*bytes} {set} />
                <button type="button" class="plain" aria-label={format!("Remove {path}")} onclick={remove}>{ "Remove" }</button>
            </li>
        }
    };
    html! {
        <fieldset class="project-context">
            <legend>{ "Build context" }</legend>
            <ul>{ for props.sizes.iter().map(row) }</ul>
            <NewSize {side} asked={props.asked.clone()} />
        </fieldset>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct NewSizeProps {
    side: Side,
    asked: Option<String>,
}

/// The row that adds a path with its size.
#[component]
fn NewSize(props: &NewSizeProps) -> Html {
    let dispatch = use_dispatch();
    let side = props.side;
    let (path, size) = (use_node_ref(), use_node_ref());
    let wrong = use_state_eq(|| None::<String>);
    use_effect_with(props.asked.clone(), {
        let path = path.clone();
        move |asked| {
            if let (Some(asked), Some(path)) = (asked, path.cast::<HtmlInputElement>()) {
                path.set_value(asked);
            }
        }
    });
    let add = {
        let (path, size, wrong) = (path.clone(), size.clone(), wrong.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let (Some(path), Some(size)) = (path.cast::<HtmlInputElement>(), size.cast::<HtmlInputElement>()) else {
                return;
            };
            let typed = path.value();
            let entry = match typed.trim() {
                // The whole context.
                "." | "./" => "./",
                typed => typed.trim_start_matches("./"),
            };
            match parse_size(&size.value()) {
                _ if entry.is_empty() => wrong.set(Some("Name a file, or a folder with a / at its end.".to_owned())),
                Err(error) => wrong.set(Some(error.to_string())),
                Ok(bytes) => {
                    dispatch.dispatch(Action::SetContext(side, entry.to_owned(), Some(bytes)));
                    path.set_value("");
                    size.set_value("");
                    wrong.set(None);
                }
            }
        })
    };
    html! {
        <form class="project-add" onsubmit={add}>
            <input ref={path} type="text" aria-label="File or folder of the context" placeholder="src/" spellcheck="false"
                autocomplete="off" data-testid={format!("context-path-{}", side.name().to_ascii_lowercase())} />
            <input ref={size} id={props.asked.is_some().then_some(GIVING)} type="text" class="project-size" aria-label="Its size" placeholder="5 MB" autocomplete="off"
                data-testid={format!("context-size-{}", side.name().to_ascii_lowercase())} />
            <button type="submit">{ "Add" }</button>
            if let Some(wrong) = &*wrong {
                <span class="project-error" role="alert">{ wrong }</span>
            }
        </form>
    }
}
