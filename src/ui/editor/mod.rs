//! The editor: a native text area over our own colouring of the same text. The browser edits, scrolls, undoes and
//! reads aloud; this only draws beneath, and tells what was typed and where the pointer is.

mod area;
mod ink;
mod window;

use std::ops::Range;
use std::rc::Rc;

use web_sys::{Element, HtmlElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::looked::Looked;
use crate::sight::{Lines, Look, Sight};
use crate::state::colours::{self, Piece};
use crate::state::{Place, Side};
use crate::text::Span;
use area::Area;
use ink::Ink;

/// The elements of one editor, for those who send the person to a place in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EditorHandle {
    area: NodeRef,
    sheet: NodeRef,
}

#[derive(Clone, PartialEq, Properties)]
pub struct EditorProps {
    pub side: Side,
    /// What stands in the editor now; what was looked at may have stood there a moment ago.
    pub look: Rc<Look>,
    pub looked: Option<Looked>,
    pub marked: Option<Place>,
    pub handle: EditorHandle,
    #[prop_or_default]
    pub readonly: bool,
}

#[component]
pub fn Editor(props: &EditorProps) -> Html {
    let block = use_state_eq(|| 0usize);
    let EditorProps { side, look, looked, .. } = props.clone();
    let sheet = *use_memo(look.clone(), |look| window::sheet(&look.scenario.dockerfile));
    let lines = window::drawn(*block, sheet.lines);
    let coloured = use_memo((look.clone(), looked.clone(), lines.clone()), |(look, looked, lines)| {
        coloured(&look.scenario.dockerfile, looked.as_ref(), lines.clone())
    });
    let coloured = use_unchanged(coloured);
    let wrong = looked.as_ref().map_or(&[][..], |looked| &looked.sight().problems.lines);
    let at_hand = use_mut_ref(|| None);
    at_hand.replace(looked.clone());

    let scrolled = Callback::from(move |event: Event| {
        let shell: Element = event.target_unchecked_into();
        let line_height = f64::from(shell.scroll_height()) / sheet.lines.max(1) as f64;
        block.set((f64::from(shell.scroll_top()) / line_height.max(1.0)) as usize / window::BLOCK);
    });
    let lit = props.marked.zip(looked.as_ref()).and_then(|(place, looked)| lit_lines(looked.sight(), place));

    html! {
        <div class="editor">
            <div class="editor-shell" onscroll={scrolled}>
                <div class={classes!("editor-sheet", coloured.is_none().then_some("plain"))} ref={props.handle.sheet.clone()}
                    style={format!("--lines:{};--columns:{};--first:{}", sheet.lines, sheet.columns, lines.start - 1)}>
                    <div class="editor-gutter" aria-hidden="true">
                        <pre>{ numbers(lines.clone()) }</pre>
                        { for wrong.iter().filter(|line| lines.contains(line)).map(|line| html! {
                            <i class="editor-wrong" key={*line} style={format!("--line:{}", line - 1)}></i>
                        }) }
                    </div>
                    <div class="editor-page">
                        if let Some(lit) = lit {
                            <div class="editor-lit" style={format!("--line:{};--count:{}", lit.start.saturating_sub(1), lit.end + 1 - lit.start)}></div>
                        }
                        <Ink lines={coloured} />
                        <Area {side} {look} readonly={props.readonly} lines={sheet.lines} looked={at_hand} area={props.handle.area.clone()} />
                    </div>
                </div>
            </div>
        </div>
    }
}

/// The value before, where the new one is equal: then comparing them again costs nothing.
#[hook]
fn use_unchanged<T: PartialEq + 'static>(value: Rc<T>) -> Rc<T> {
    let kept = use_mut_ref(|| value.clone());
    let mut kept = kept.borrow_mut();
    if **kept != *value {
        *kept = value;
    }
    kept.clone()
}

impl EditorHandle {
    /// Puts the caret on a place in the text and scrolls it into sight.
    pub fn go_to(&self, text: &str, span: Span) {
        let (Some(area), Some(sheet)) = (self.area.cast::<HtmlTextAreaElement>(), self.sheet.cast::<HtmlElement>())
        else {
            return;
        };
        let start = window::browser_offset(text, span.start);
        let end = window::browser_offset(text, span.end).max(start);
        // A place that is gone by now only leaves the caret where it was.
        let _ = area.focus();
        let _ = area.set_selection_range(start, end);
        if let Some(shell) = sheet.parent_element() {
            let lines = text.split('\n').count();
            let line_height = f64::from(sheet.offset_height()) / lines as f64;
            let line = window::line_at(text, start) as f64;
            shell.set_scroll_top(((line - 4.0).max(0.0) * line_height) as i32);
        }
    }
}

fn numbers(lines: Range<usize>) -> String {
    let mut numbers = String::new();
    for line in lines {
        numbers += &line.to_string();
        numbers.push('\n');
    }
    numbers
}

/// The pieces of the drawn lines; none when there is too much of them to colour.
fn coloured(text: &str, looked: Option<&Looked>, lines: Range<usize>) -> Option<Vec<Vec<Piece>>> {
    let drawn = text.split('\n').skip(lines.start - 1).take(lines.len());
    if drawn.map(str::len).sum::<usize>() > window::MOST_COLOURED_BYTES {
        return None;
    }
    Some(colours::pieces(text, looked.map(|looked| (looked.text(), looked.sight())), lines))
}

/// The step, or the FROM, that a line belongs to.
pub(super) fn place_of(sight: &Sight, side: Side, line: usize) -> Option<Place> {
    let at = sight.instructions.partition_point(|instruction| instruction.lines.end < line);
    let instruction = sight.instructions.get(at).filter(|instruction| instruction.lines.start <= line)?;
    let (stage, step) = instruction.place?;
    Some(Place { side, stage, step })
}

/// The lines of a place.
fn lit_lines(sight: &Sight, place: Place) -> Option<Lines> {
    let shown = sight.stages.get(place.stage).and_then(|stage| match place.step {
        Some(step) => stage.steps.get(step).map(|step| step.lines),
        None => Some(stage.lines),
    });
    let own = Some((place.stage, place.step));
    shown.or_else(|| sight.instructions.iter().find(|instruction| instruction.place == own).map(|own| own.lines))
}
