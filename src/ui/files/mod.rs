//! What a stage's filesystem holds, as a treemap or as a tree: which layer put what there, what is wasted, and what
//! other stages take of it. Asked only once it comes near.

mod side;
mod tree;
mod treemap;
mod walk;
mod words;

use yew::prelude::*;

use super::browser::{use_media, use_near};
use super::legend::item;
use super::looked::Looked;
use super::section::section;
use crate::sight::Shape;
use crate::state::{Place, Side, View};
use side::FilesSide;

#[derive(Clone, PartialEq, Properties)]
pub struct FilesProps {
    /// None before they are looked at, which comes first.
    pub before: Option<Looked>,
    pub after: Option<Looked>,
    /// Whether there are two Dockerfiles.
    pub two: bool,
    pub marked: Option<Place>,
    pub selected: Option<Place>,
}

#[component]
pub fn Files(props: &FilesProps) -> Html {
    let place = use_node_ref();
    let near = use_near(&place);
    let as_tree = use_state(|| false);
    let shape = match (use_media(super::NARROW), props.two) {
        (true, _) => Shape::Narrow,
        (false, true) => Shape::Column,
        (false, false) => Shape::Wide,
    };
    let choice = |tree: bool, identity: &'static str, words: &'static str| {
        let as_tree = as_tree.clone();
        html! {
            <label>
                <input type="radio" name="files-form" data-testid={identity} checked={*as_tree == tree}
                    onchange={move |_: Event| as_tree.set(tree)} />
                <span>{ words }</span>
            </label>
        }
    };
    let aside = html! {
        <div class="files-head">
            <ul class="legend" aria-label="Legend of the files">
                { item("base", "base image") }
                { item("shipped", "ships") }
                { item("discarded", "left behind") }
                { item("wasted hatched", "wasted: hidden by a later layer") }
            </ul>
            <fieldset class="switch">
                <legend class="visually-hidden">{ "How files are shown" }</legend>
                { choice(false, "files-treemap", "Treemap") }
                { choice(true, "files-tree", "Tree") }
            </fieldset>
        </div>
    };
    let side = |side: Side, looked: &Option<Looked>| {
        html! {
            <FilesSide {side} looked={looked.clone().filter(|_| near)} alone={!props.two} as_tree={*as_tree} {shape}
                marked={props.marked.filter(|place| place.side == side)}
                selected={props.selected.filter(|place| place.side == side)} />
        }
    };
    let content = html! {
        <>
            <div class="two">
                { side(Side::Before, &props.before) }
                if props.two { { side(Side::After, &props.after) } }
            </div>
            <p class="footnote">
                { "Bytes on disk, as the stage's layers hold them when its last step is done. Only what commands are known \
                   to write has a place; the rest is shown in the folder that holds it." }
            </p>
        </>
    };
    section(View::Files, "Files", &place, aside, content)
}
