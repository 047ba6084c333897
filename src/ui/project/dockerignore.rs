//! The ignore file, pasted.

use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use crate::state::{Action, Side};
use crate::ui::store::{on, use_dispatch};

#[derive(Clone, PartialEq, Properties)]
pub struct DockerignoreProps {
    pub side: Side,
    pub text: Option<String>,
}

/// An emptied field means that there is no such file.
#[component]
pub fn Dockerignore(props: &DockerignoreProps) -> Html {
    let side = props.side;
    let edit = on(&use_dispatch(), move |event: InputEvent| {
        let text = event.target_unchecked_into::<HtmlTextAreaElement>().value();
        Action::SetDockerignore(side, Some(text).filter(|text| !text.is_empty()))
    });
    html! {
        <label class="project-ignore">
            <span>{ ".dockerignore" }</span>
            <textarea rows="5" spellcheck="false" placeholder={".git\nnode_modules"} oninput={edit}
                data-testid={format!("dockerignore-{}", side.name().to_ascii_lowercase())}
                value={props.text.clone().unwrap_or_default()} />
        </label>
    }
}
