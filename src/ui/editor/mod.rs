//! The editor: a native text area over our own colouring of the same text. The browser edits, scrolls, undoes and
//! reads aloud; this only draws beneath, and tells what was typed and where the pointer is. Of a long text the area
//! holds one part at a time.

mod area;
mod held;
mod ink;
mod intake;
mod part_bar;
mod window;

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use web_sys::{Element, HtmlElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::looked::Looked;
use crate::sight::{Lines, Look, Sight};
use crate::state::colours::{self, Piece};
use crate::state::part::{self, Part};
use crate::state::{Place, Side};
use crate::text::Span;
use area::Area;
use held::Held;
use ink::Ink;
use part_bar::part_bar;

/// One editor, for those who send the person to a place in it.
#[derive(Clone, Default)]
pub struct EditorHandle {
    area: NodeRef,
    sheet: NodeRef,
    held: Rc<RefCell<Held>>,
    redraw: Rc<RefCell<Callback<()>>>,
}

impl PartialEq for EditorHandle {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.held, &other.held)
    }
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
    /// How many steps of what was applied can be undone.
    #[prop_or_default]
    pub applied: usize,
}

/// What is drawn of a text, for as long as neither it nor the part changes.
#[derive(PartialEq)]
struct Shown {
    text: AttrValue,
    part: Part,
    sheet: window::Sheet,
    /// Of the whole text, where it is shown in parts.
    all_lines: Option<usize>,
    whole_lines: bool,
}

#[component]
pub fn Editor(props: &EditorProps) -> Html {
    let block = use_state_eq(|| 0usize);
    let turned = use_state(|| 0usize);
    let EditorProps { side, look, looked, .. } = props.clone();
    // Whoever draws this may make a new handle each time.
    let handle = (*use_memo((), |()| props.handle.clone())).clone();
    let shown = use_memo((look.clone(), *turned), |(look, _)| shown(&mut handle.held.borrow_mut(), look));
    let Shown { part, sheet, all_lines, .. } = *shown;
    let lines = window::drawn(*block, sheet.lines);
    let coloured = use_memo((shown.clone(), looked.clone(), lines.clone()), {
        let look = look.clone();
        move |(shown, looked, lines)| {
            let before = shown.part.first_line - 1;
            shown.whole_lines.then(|| {
                coloured(&look.scenario.dockerfile, looked.as_ref(), lines.start + before..lines.end + before)
            })?
        }
    });
    let coloured = use_unchanged(coloured);
    let own_lines = part.first_line..part.first_line + sheet.lines;
    let wrong = looked.as_ref().map_or(&[][..], |looked| &looked.sight().problems.lines);
    let wrong = wrong.iter().filter(|line| own_lines.contains(line)).map(|line| line + 1 - part.first_line);
    let at_hand = use_mut_ref(|| None);
    at_hand.replace(looked.clone());
    let redraw = Callback::from({
        let turned = turned.clone();
        move |()| turned.set(*turned + 1)
    });
    handle.redraw.replace(redraw.clone());
    use_effect({
        let handle = handle.clone();
        move || handle.select()
    });

    let scrolled = Callback::from(move |event: Event| {
        let shell: Element = event.target_unchecked_into();
        let line_height = f64::from(shell.scroll_height()) / sheet.lines.max(1) as f64;
        block.set((f64::from(shell.scroll_top()) / line_height.max(1.0)) as usize / window::BLOCK);
    });
    let lit = props.marked.zip(looked.as_ref()).and_then(|(place, looked)| lit_lines(looked.sight(), place));
    let lit = lit.and_then(|lit| within(lit, &own_lines));
    let turn = Callback::from({
        let handle = handle.clone();
        move |to: Part| {
            handle.held.borrow_mut().turn(to);
            handle.scroll_to(0);
            redraw.emit(());
        }
    });

    html! {
        <div class="editor">
            if let Some(all_lines) = all_lines {
                { part_bar(side, &handle.held.borrow(), sheet.lines, all_lines, &turn) }
            }
            <div class="editor-shell" onscroll={scrolled}>
                <div class={classes!("editor-sheet", coloured.is_none().then_some("plain"))} ref={handle.sheet.clone()}
                    style={format!("--lines:{};--columns:{};--first:{}", sheet.lines, sheet.columns, lines.start - 1)}>
                    <div class="editor-gutter" aria-hidden="true">
                        <pre>{ numbers(lines.start + part.first_line - 1..lines.end + part.first_line - 1) }</pre>
                        { for wrong.filter(|line| lines.contains(line)).map(|line| html! {
                            <i class="editor-wrong" key={line} style={format!("--line:{}", line - 1)}></i>
                        }) }
                    </div>
                    <div class="editor-page">
                        if let Some(lit) = lit {
                            <div class="editor-lit" style={format!("--line:{};--count:{}", lit.start, lit.len())}></div>
                        }
                        <Ink lines={coloured} />
                        <Area {side} text={shown.text.clone()} readonly={props.readonly} applied={props.applied} lines={sheet.lines} looked={at_hand}
                            area={handle.area.clone()} held={handle.held.clone()} />
                    </div>
                </div>
            </div>
        </div>
    }
}

fn shown(held: &mut Held, look: &Look) -> Shown {
    held.follow(&look.scenario.dockerfile);
    let part = held.part();
    Shown {
        text: AttrValue::from(held.shown().to_owned()),
        part,
        sheet: window::sheet(held.shown()),
        all_lines: held.is_long().then(|| part::lines(held.text())),
        whole_lines: part.is_whole_lines(held.text()),
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
        // A place that is gone by now only leaves the caret where it was.
        let place = text.floor_char_boundary(span.start)..text.floor_char_boundary(span.end.max(span.start));
        let turned = self.held.borrow_mut().reach(place);
        let area = self.area.cast::<HtmlTextAreaElement>();
        let _ = area.map(|area| area.focus());
        if turned {
            self.redraw.borrow().emit(());
        } else {
            self.select();
        }
    }

    /// Selects what was awaited.
    fn select(&self) {
        let selection = self.held.borrow_mut().selection();
        let (Some((start, end)), Some(area)) = (selection, self.area.cast::<HtmlTextAreaElement>()) else { return };
        let _ = area.set_selection_range(start, end);
        self.scroll_to(window::line_at(self.held.borrow().shown(), start).saturating_sub(4));
    }

    /// Scrolls so that a line (from 0) of what is shown is the first in sight.
    fn scroll_to(&self, line: usize) {
        let Some(sheet) = self.sheet.cast::<HtmlElement>() else { return };
        if let Some(shell) = sheet.parent_element() {
            let lines = part::lines(self.held.borrow().shown());
            shell.set_scroll_top((line as f64 * f64::from(sheet.offset_height()) / lines as f64) as i32);
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

/// Those of the lines that are shown, counted from 0 at the first one shown.
fn within(lines: Lines, own: &Range<usize>) -> Option<Range<usize>> {
    let (start, end) = (lines.start.max(own.start), (lines.end + 1).min(own.end));
    (start < end).then(|| start - own.start..end - own.start)
}
