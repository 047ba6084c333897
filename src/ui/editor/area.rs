//! The native text area: tells what is typed, and which place pointer and caret are on.

use std::cell::RefCell;
use std::rc::Rc;

use web_sys::{HtmlElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::{place_of, window};
use crate::sight::Look;
use crate::state::{Action, Side};
use crate::ui::looked::Looked;
use crate::ui::store::{on, use_dispatch};

#[derive(Clone, Properties)]
pub struct AreaProps {
    pub side: Side,
    pub look: Rc<Look>,
    pub readonly: bool,
    /// How many lines the text has.
    pub lines: usize,
    /// What was last looked at, for events to find places by.
    pub looked: Rc<RefCell<Option<Looked>>>,
    pub area: NodeRef,
}

/// What was last looked at is not drawn here.
impl PartialEq for AreaProps {
    fn eq(&self, other: &Self) -> bool {
        self.side == other.side
            && self.readonly == other.readonly
            && self.look.scenario.dockerfile == other.look.scenario.dockerfile
    }
}

/// Drawn anew only when the text changes: comparing a long value with the browser's own is dear.
#[component]
pub fn Area(props: &AreaProps) -> Html {
    let dispatch = use_dispatch();
    let last = use_mut_ref(|| None);
    let side = props.side;
    let typed = on(&dispatch, move |event: InputEvent| {
        Action::EditDockerfile(side, event.target_unchecked_into::<HtmlTextAreaElement>().value())
    });
    let light = {
        let (dispatch, looked, last) = (dispatch.clone(), props.looked.clone(), last.clone());
        Callback::from(move |line: usize| {
            let place = looked.borrow().as_ref().and_then(|looked| place_of(looked.sight(), side, line));
            if last.replace(place) != place {
                dispatch.dispatch(Action::Light(place));
            }
        })
    };
    let lines = props.lines;
    let pointed = light.reform(move |event: MouseEvent| {
        let area: HtmlElement = event.target_unchecked_into();
        let height = f64::from(area.client_height()) / lines.max(1) as f64;
        (f64::from(event.offset_y()) / height.max(1.0)) as usize + 1
    });
    let moved = light.reform(|event: Event| {
        let area: HtmlTextAreaElement = event.target_unchecked_into();
        window::line_at(&area.value(), area.selection_start().ok().flatten().unwrap_or(0))
    });
    let left = on(&dispatch, move |_: MouseEvent| {
        last.replace(None);
        Action::Light(None)
    });
    let name = side.name();
    let identity = format!("editor-{}", name.to_ascii_lowercase());
    html! {
        <textarea
            id={identity.clone()} data-testid={identity} ref={props.area.clone()}
            readonly={props.readonly} value={props.look.scenario.dockerfile.clone()} oninput={typed}
            onmousemove={pointed} onmouseleave={left} onselect={moved.clone()}
            onclick={moved.reform(|event: MouseEvent| event.into())}
            onkeyup={moved.reform(|event: KeyboardEvent| event.into())}
            aria-label={format!("{name}: Dockerfile")} aria-describedby="editor-keys"
            spellcheck="false" autocapitalize="off" autocomplete="off" autocorrect="off" wrap="off"
            placeholder="FROM …" />
    }
}
