//! The editor: a native text area over our own colouring of the same text. The browser edits, scrolls, undoes and
//! reads aloud; this only draws beneath, and tells what was typed and where the pointer is.

mod area;
mod highlight;
mod ink;
mod window;

use std::ops::Range;
use std::rc::Rc;

use web_sys::{Element, HtmlElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::analyses::Analyzed;
use crate::order;
use crate::state::{Place, Side};
use crate::text::Span;
use area::Area;
use highlight::Piece;
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
    /// What stands in the editor now; the analysis may be of what stood there a moment ago.
    pub text: Rc<str>,
    pub analyzed: Analyzed,
    pub marked: Option<Place>,
    pub handle: EditorHandle,
}

#[component]
pub fn Editor(props: &EditorProps) -> Html {
    let block = use_state_eq(|| 0usize);
    let (side, text) = (props.side, props.text.clone());
    let sheet = *use_memo(text.clone(), |text| window::sheet(text));
    let lines = window::drawn(*block, sheet.lines);
    let coloured = use_memo((text.clone(), props.analyzed.clone(), lines.clone()), |(text, analyzed, lines)| {
        coloured(text, sheet.lines, analyzed, lines.clone())
    });
    let wrong = use_memo(props.analyzed.clone(), wrong_lines);

    let scrolled = Callback::from(move |event: Event| {
        let shell: Element = event.target_unchecked_into();
        let line_height = f64::from(shell.scroll_height()) / sheet.lines.max(1) as f64;
        block.set((f64::from(shell.scroll_top()) / line_height.max(1.0)) as usize / window::BLOCK);
    });
    let lit = props.marked.and_then(|place| lit_lines(&props.analyzed, place));

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
                            <div class="editor-lit" style={format!("--line:{};--count:{}", lit.start - 1, lit.len())}></div>
                        }
                        <Ink lines={coloured} />
                        <Area {side} {text} lines={sheet.lines} analyzed={props.analyzed.clone()} area={props.handle.area.clone()} />
                    </div>
                </div>
            </div>
        </div>
    }
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

/// The pieces of the drawn lines; none when there is too much of them to colour. Where the analysis is of an older
/// text, lines that are still the same keep their colours.
fn coloured(text: &str, count: usize, analyzed: &Analyzed, lines: Range<usize>) -> Option<Vec<Vec<Piece>>> {
    let plain: Vec<&str> = text.split('\n').skip(lines.start - 1).take(lines.len()).collect();
    if plain.iter().map(|line| line.len()).sum::<usize>() > window::MOST_COLOURED_BYTES {
        return None;
    }
    let old = &analyzed.scenario.dockerfile;
    let problems: Vec<Span> = analyzed.analysis.errors().map(|error| error.span).collect();
    let pieces = |lines| highlight::pieces(&analyzed.analysis.dockerfile, old, &problems, lines);
    if old == text {
        return Some(pieces(lines));
    }
    let (head, tail) = window::unchanged(old, text);
    let (old_count, new_count) = (analyzed.analysis.dockerfile.lines.count(), count);
    let tail_start = (new_count - tail + 1).clamp(lines.start, lines.end);
    let head_end = (head + 1).clamp(lines.start, tail_start);
    let mut drawn = pieces(lines.start..head_end);
    for line in &plain[head_end - lines.start..tail_start - lines.start] {
        drawn.push(vec![Piece { ink: highlight::Ink::Plain, problem: false, text: (*line).to_owned() }]);
    }
    let back = |line: usize| (line + old_count).saturating_sub(new_count).max(1);
    drawn.extend(pieces(back(tail_start)..back(lines.end)));
    Some(drawn)
}

fn wrong_lines(analyzed: &Analyzed) -> Vec<usize> {
    let lines = &analyzed.analysis.dockerfile.lines;
    let mut wrong: Vec<usize> = analyzed.analysis.errors().map(|error| lines.line(error.span.start)).collect();
    order::sort(&mut wrong);
    wrong.dedup();
    wrong
}

/// The step, or the FROM, that a line belongs to.
fn place_of(analyzed: &Analyzed, side: Side, line: usize) -> Option<Place> {
    let Analyzed { analysis, .. } = analyzed;
    let instructions = &analysis.dockerfile.instructions;
    let at = instructions.partition_point(|instruction| instruction.end_line < line);
    if instructions.get(at).is_none_or(|instruction| instruction.start_line > line) {
        return None;
    }
    let stages = &analysis.graph.stages;
    let stage = stages.partition_point(|stage| stage.from_instruction <= at).checked_sub(1)?;
    let step = stages[stage].steps.iter().position(|step| step.instruction == at && !step.triggered);
    (step.is_some() || stages[stage].from_instruction == at).then_some(Place { side, stage, step })
}

/// The lines of a place.
fn lit_lines(analyzed: &Analyzed, place: Place) -> Option<Range<usize>> {
    let stage = analyzed.analysis.graph.stages.get(place.stage)?;
    let at = match place.step {
        Some(step) => stage.steps.get(step)?.instruction,
        None => stage.from_instruction,
    };
    let instruction = analyzed.analysis.dockerfile.instructions.get(at)?;
    Some(instruction.start_line..instruction.end_line + 1)
}
