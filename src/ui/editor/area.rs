//! The native text area: tells what is typed, and which place pointer and caret are on. What it holds may be a part of
//! the whole text.

use std::cell::RefCell;
use std::rc::Rc;

use web_sys::{HtmlElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::held::Held;
use super::{intake, place_of, window};
use crate::state::colours::changed;
use crate::state::{Action, Side, part};
use crate::ui::browser;
use crate::ui::looked::Looked;
use crate::ui::store::{on, use_dispatch};

#[derive(Clone, Properties)]
pub struct AreaProps {
    pub side: Side,
    pub text: AttrValue,
    pub readonly: bool,
    /// How many steps of what was applied can be undone: with it the text changes by the page's hand.
    pub applied: usize,
    /// How many lines that text has.
    pub lines: usize,
    /// What was last looked at, for events to find places by.
    pub looked: Rc<RefCell<Option<Looked>>>,
    pub area: NodeRef,
    pub held: Rc<RefCell<Held>>,
}

/// What was last looked at is not drawn here.
impl PartialEq for AreaProps {
    fn eq(&self, other: &Self) -> bool {
        self.side == other.side
            && self.readonly == other.readonly
            && self.applied == other.applied
            && self.text == other.text
    }
}

/// Drawn anew only when the text changes: comparing a long value with the browser's own is dear.
#[component]
pub fn Area(props: &AreaProps) -> Html {
    let dispatch = use_dispatch();
    use_writing(props);
    let last = use_mut_ref(|| None);
    let side = props.side;
    let held = props.held.clone();
    let typed = on(&dispatch, move |event: InputEvent| intake::typed(&event, side, &mut held.borrow_mut()));
    let (held, area, giver) = (props.held.clone(), props.area.clone(), dispatch.clone());
    use_effect_with((), move |()| {
        let area = area.cast::<HtmlTextAreaElement>();
        let listeners = area.map(|area| intake::listen(&area, side, &held, &giver));
        move || drop(listeners)
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
    let (lines, held) = (props.lines, props.held.clone());
    let pointed = light.reform(move |event: MouseEvent| {
        let area: HtmlElement = event.target_unchecked_into();
        let height = f64::from(area.client_height()) / lines.max(1) as f64;
        (f64::from(event.offset_y()) / height.max(1.0)) as usize + held.borrow().part().first_line
    });
    let held = props.held.clone();
    let moved = light.reform(move |event: Event| {
        let area: HtmlTextAreaElement = event.target_unchecked_into();
        let line = window::line_at(&area.value(), area.selection_start().ok().flatten().unwrap_or(0));
        line + held.borrow().part().first_line - 1
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
            readonly={props.readonly} value={props.text.clone()} oninput={typed}
            onmousemove={pointed} onmouseleave={left} onselect={moved.clone()}
            onclick={moved.reform(|event: MouseEvent| event.into())}
            onkeyup={moved.reform(|event: KeyboardEvent| event.into())}
            aria-label={format!("{name}: Dockerfile")} aria-describedby="editor-keys"
            spellcheck="false" autocapitalize="off" autocomplete="off" autocorrect="off" wrap="off"
            placeholder="FROM …" />
    }
}

/// Writes what was applied or taken back as if it were typed, before the drawing would set it: then the browser's own undo
/// goes over it. Parts of a long text are set, for they come and go.
#[hook]
fn use_writing(props: &AreaProps) {
    let applied = use_mut_ref(|| props.applied);
    if applied.replace(props.applied) == props.applied || props.held.borrow().is_long() {
        return;
    }
    let Some(area) = props.area.cast::<HtmlTextAreaElement>() else { return };
    let old = area.value();
    let (place, words) = changed(&old, &props.text);
    if part::is_long(&old) || place.is_empty() && words.is_empty() {
        return;
    }
    let place = (window::browser_offset(&old, place.start), window::browser_offset(&old, place.end));
    browser::write_from_afar(&area, place, words);
}
