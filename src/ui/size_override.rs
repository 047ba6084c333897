//! A field for a size that the person knows: reads it as people write sizes, says what it could not read, and takes
//! it back.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::bytes::format;
use crate::state::parse_size;

#[derive(Clone, PartialEq, Properties)]
pub struct SizeOverrideProps {
    pub label: AttrValue,
    /// The name by which tests find the field.
    pub name: AttrValue,
    pub given: Option<u64>,
    /// The new size, or none to go back to the estimate.
    pub set: Callback<Option<u64>>,
}

#[component]
pub fn SizeOverride(props: &SizeOverrideProps) -> Html {
    // What is being typed, until it is used.
    let typed = use_state_eq(|| None::<String>);
    let error = use_state_eq(|| None::<String>);
    let shown = (*typed).clone().unwrap_or_else(|| props.given.map(format::exact).unwrap_or_default());
    let oninput = {
        let typed = typed.clone();
        Callback::from(move |event: InputEvent| {
            typed.set(Some(event.target_unchecked_into::<HtmlInputElement>().value()));
        })
    };
    let submit = {
        let (typed, error, set, shown) = (typed.clone(), error.clone(), props.set.clone(), shown.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            match parse_size(&shown) {
                Ok(bytes) => {
                    typed.set(None);
                    error.set(None);
                    set.emit(Some(bytes));
                }
                Err(problem) => error.set(Some(problem.to_string())),
            }
        })
    };
    let clear = {
        let (typed, error, set) = (typed, error.clone(), props.set.clone());
        Callback::from(move |_: MouseEvent| {
            typed.set(None);
            error.set(None);
            set.emit(None);
        })
    };
    let note = format!("{}-error", props.name);
    html! {
        <form class="size-override" onsubmit={submit}>
            <label>
                <span>{ props.label.clone() }</span>
                <input {oninput} data-testid={props.name.clone()} type="text" inputmode="text" placeholder="340 MB"
                    autocomplete="off" value={shown}
                    aria-invalid={error.is_some().to_string()} aria-describedby={note.clone()} />
            </label>
            <button type="submit">{ "Use it" }</button>
            if props.given.is_some() {
                <button type="button" class="plain" data-testid={format!("{}-clear", props.name)} onclick={clear}>
                    { "Back to the estimate" }
                </button>
            }
            <span id={note} class="size-override-error" role="alert">{ (*error).clone() }</span>
        </form>
    }
}
