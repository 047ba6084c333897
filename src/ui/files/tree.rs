//! The files as a list of folders that open: the same as the treemap, in words.

use yew::prelude::*;

use super::words::{class, mark, place, taken};
use crate::bytes::format;
use crate::sight::{FileKind, FilesSight};
use crate::state::{Action, Place, Side};
use crate::ui::store::{Dispatch, on};

pub fn tree(sight: &FilesSight, side: Side, marked: Option<Place>, dispatch: &Dispatch) -> Html {
    html! {
        <ul class="files-tree" aria-label={format!("Files of {}", sight.title)}
            data-testid={format!("files-tree-{}", side.name().to_ascii_lowercase())}>
            { for sight.children(0).map(|child| row(sight, child, side, marked, dispatch)) }
        </ul>
    }
}

/// Folders are as deep as paths are, which the core cuts.
fn row(sight: &FilesSight, at: usize, side: Side, marked: Option<Place>, dispatch: &Dispatch) -> Html {
    let node = &sight.nodes[at];
    let place = place(sight, at, side);
    let lit = (place.is_some() && marked == place).then_some("lit");
    let light = on(dispatch, move |_: MouseEvent| Action::Light(place));
    let leave = on(dispatch, |_: MouseEvent| Action::Light(None));
    let is_folder = node.end > at + 1;
    let words = html! {
        <>
            <i class={classes!("swatch", class(sight, at))} aria-hidden="true"></i>
            <span class="files-name">
                { &node.name }
                if is_folder && node.kind == FileKind::Folder { { "/" } }
                if let Some(mark) = mark(sight, at) { { " " }<span class="tag">{ mark }</span> }
            </span>
            { " " }
            { from(sight, at, place.filter(|_| !is_folder), dispatch) }
            { " " }
            <span class="number" title={taken(sight, at)}>{ format::figure(node.bytes, node.source) }</span>
        </>
    };
    html! {
        <li key={node.key}>
            if is_folder {
                // What holds a good part is open at first.
                <details open={node.bytes.likely > sight.nodes[0].bytes.likely / 4 && node.kind == FileKind::Folder}>
                    <summary class={classes!("files-row", lit)} onmouseenter={light} onmouseleave={leave}>{ words }</summary>
                    <ul>{ for sight.children(at).map(|child| row(sight, child, side, marked, dispatch)) }</ul>
                </details>
            } else {
                <div class={classes!("files-row", lit)} onmouseenter={light} onmouseleave={leave}>{ words }</div>
            }
        </li>
    }
}

/// The line that put it there; of a file, to be pressed.
fn from(sight: &FilesSight, at: usize, place: Option<Place>, dispatch: &Dispatch) -> Html {
    let node = &sight.nodes[at];
    let words = match node.layer.map(|layer| &sight.layers[layer]) {
        None => String::new(),
        Some(layer) if layer.step.is_none() => "base image".to_owned(),
        Some(layer) => match node.hidden_by {
            Some(by) => format!("line {}, hidden by line {}", layer.line, sight.layers[by].line),
            None => format!("line {}", layer.line),
        },
    };
    match place.filter(|place| place.step.is_some()) {
        Some(place) => html! {
            <button type="button" class="plain files-from"
                onclick={on(dispatch, move |_: MouseEvent| Action::Select(Some(place)))}>{ words }</button>
        },
        None => html! { <span class="files-from quiet">{ words }</span> },
    }
}
