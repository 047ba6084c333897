//! A field for a size in a list of sizes: it takes effect when it is left or Enter is pressed, and says what it
//! could not read.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::bytes::format;
use crate::state::parse_size;

#[derive(Clone, PartialEq, Properties)]
pub struct SizeFieldProps {
    /// For those who do not see the row it stands in.
    pub label: AttrValue,
    pub bytes: u64,
    pub set: Callback<u64>,
}

#[component]
pub fn SizeField(props: &SizeFieldProps) -> Html {
    let wrong = use_state_eq(|| None::<(String, String)>);
    let onchange = {
        let (wrong, set) = (wrong.clone(), props.set.clone());
        Callback::from(move |event: Event| {
            let typed = event.target_unchecked_into::<HtmlInputElement>().value();
            match parse_size(&typed) {
                Ok(bytes) => {
                    wrong.set(None);
                    set.emit(bytes);
                }
                Err(error) => wrong.set(Some((typed, error.to_string()))),
            }
        })
    };
    let shown = wrong.as_ref().map_or_else(|| format::exact(props.bytes), |(typed, _)| typed.clone());
    html! {
        <>
            <input type="text" class="project-size" autocomplete="off" aria-label={props.label.clone()} value={shown} {onchange}
                aria-invalid={wrong.is_some().to_string()} />
            if let Some((_, error)) = &*wrong {
                <span class="project-error" role="alert">{ error }</span>
            }
        </>
    }
}
