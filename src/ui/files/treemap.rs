//! The files as a treemap: the core's rectangles, drawn as buttons. A folder that is pressed takes all the room; the
//! tree says the same in words.

use web_sys::wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::side::Filed;
use super::walk::{Direction, neighbour};
use super::words::{class, folder, mark, place, whence, words};
use crate::bytes::format;
use crate::sight::{FilesSight, Tile};
use crate::state::{Action, Place, Side};
use crate::ui::store::use_dispatch;

/// What is smaller cannot be pressed: its folder can be looked into, and the tree lists it.
const TARGET: i32 = 24;
/// What is lower has no room for a second line; what is narrower none for more than its bytes.
const HIGH: i32 = 40;
const MARKED: i32 = 120;

#[derive(Clone, PartialEq, Properties)]
pub struct TreemapProps {
    pub side: Side,
    pub filed: Filed,
    pub marked: Option<Place>,
    /// Looks into the folder of a path.
    pub go: Callback<String>,
}

#[component]
pub fn Treemap(props: &TreemapProps) -> Html {
    let TreemapProps { side, filed, marked, go } = props.clone();
    let dispatch = use_dispatch();
    let sight = filed.sight();
    let container = use_node_ref();
    // What the pointer is on, and where arrow keys go on from: by keys, which outlast an edit.
    let pointed = use_state(|| None::<u32>);
    let walked = use_state(|| None::<u32>);
    let follow = use_mut_ref(|| false);
    // Whoever looked into a folder from a tile goes on from a tile.
    use_effect_with(sight.nodes.get(sight.within).map(|node| node.key), {
        let (container, follow) = (container.clone(), follow.clone());
        move |_| {
            if follow.take() {
                focus(&container, "[tabindex='0']");
            }
        }
    });
    let key_of = |tile: &Tile| sight.nodes[tile.node].key;
    let targets: Vec<Tile> = sight.tiles.iter().copied().filter(is_target).collect();
    let reached = targets.iter().find(|tile| Some(key_of(tile)) == *walked).or(targets.first()).copied();
    let look_into = {
        let (walked, follow, go) = (walked.clone(), follow.clone(), go.clone());
        move |path: String, from: Option<u32>| {
            walked.set(from);
            follow.replace(true);
            go.emit(path);
        }
    };
    let onkeydown = {
        let (container, filed, look_into) = (container.clone(), filed.clone(), look_into.clone());
        Callback::from(move |event: KeyboardEvent| {
            let sight = filed.sight();
            if event.key() == "Escape" {
                if let Some(above) = sight.above(sight.within).last() {
                    event.prevent_default();
                    look_into(sight.nodes[*above].path.clone(), Some(sight.nodes[sight.within].key));
                }
            } else if let Some(direction) = Direction::of_key(&event.key()) {
                event.prevent_default();
                if let Some(next) = reached.and_then(|from| neighbour(&targets, from, direction)) {
                    let key = sight.nodes[next.node].key;
                    walked.set(Some(key));
                    focus(&container, &format!("[data-key='{key}']"));
                }
            }
        })
    };
    let point = |at: Option<usize>| {
        let (dispatch, pointed) = (dispatch.clone(), pointed.clone());
        let (key, place) = (at.map(|at| sight.nodes[at].key), at.and_then(|at| place(sight, at, side)));
        move || {
            pointed.set(key);
            dispatch.dispatch(Action::Light(place));
        }
    };
    let press = |at: usize| {
        let node = &sight.nodes[at];
        let folder = is_folder(sight, at).then(|| node.path.clone());
        let place = place(sight, at, side).filter(|place| place.step.is_some());
        let (dispatch, look_into) = (dispatch.clone(), look_into.clone());
        move |_: MouseEvent| match &folder {
            Some(path) => look_into(path.clone(), None),
            None => {
                if let Some(place) = place {
                    dispatch.dispatch(Action::Select(Some(place)));
                }
            }
        }
    };
    let tiles = sight.tiles.iter().map(|tile| {
        let (at, key) = (tile.node, key_of(tile));
        let lit = marked.is_some() && place(sight, at, side) == marked;
        let holds = is_folder(sight, at).then_some("folder");
        let taken = (sight.nodes[at].taken > 0).then_some("taken");
        let class = classes!("tile", class(sight, at), holds, taken, lit.then_some("lit"));
        let style = style(sight, tile);
        let (enter, leave) = (point(Some(at)), point(None));
        if !is_target(tile) {
            // The pointer gets nearer to it by its folder.
            let folder = sight.above(at).last().copied().filter(|folder| *folder != sight.within);
            return html! {
                <div {key} {class} {style} onclick={folder.map(|folder| Callback::from(press(folder)))}
                    onmouseenter={move |_| enter()} onmouseleave={move |_| leave()}></div>
            };
        }
        let shown = shown(sight, tile);
        let (focused, blurred) = (enter.clone(), leave.clone());
        html! {
            <button type="button" {key} {class} {style} data-key={key.to_string()} data-testid="tile"
                data-path={sight.nodes[at].path.clone()} aria-label={spoken(sight, at, shown.as_ref())}
                tabindex={if reached == Some(*tile) { "0" } else { "-1" }} onclick={press(at)}
                onmouseenter={move |_| enter()} onmouseleave={move |_| leave()}
                onfocus={move |_| focused()} onblur={move |_| blurred()}>
                if let Some((name, more)) = shown {
                    <span class="tile-name">{ name }</span>
                    { " " }
                    if !more.is_empty() { <span class="tile-bytes">{ more }</span> }
                }
            </button>
        }
    });
    let told = pointed.and_then(|key| sight.nodes.iter().position(|node| node.key == key));
    let identity = side.name().to_ascii_lowercase();
    html! {
        <>
            { crumbs(sight, side, &go) }
            <div ref={container} class="treemap" style={format!("height:{}px", sight.height)} {onkeydown}
                role="group" aria-label={format!("Files of {}. Arrow keys walk, Enter looks into a folder, Escape goes out.", sight.title)}
                data-testid={format!("treemap-{identity}")}>
                { for tiles }
            </div>
            <p class="treemap-words" data-testid={format!("files-words-{identity}")}>
                { match told {
                    Some(at) => words(sight, at),
                    None => "Point at a tile to see what it is. Press a folder to look into it.".to_owned(),
                } }
            </p>
        </>
    }
}

/// The folders above the one that is shown, to go back to.
fn crumbs(sight: &FilesSight, side: Side, go: &Callback<String>) -> Html {
    let mut folders = sight.above(sight.within);
    folders.push(sight.within);
    html! {
        <nav class="files-crumbs" aria-label={format!("Folder of {}", side.name())}>
            { for folders.into_iter().filter_map(|at| sight.nodes.get(at).map(|node| (at, node))).map(|(at, node)| {
                let (go, path) = (go.clone(), node.path.clone());
                html! {
                    <button type="button" class="plain" key={node.key} aria-current={(at == sight.within).then_some("true")}
                        data-testid="files-crumb" onclick={move |_: MouseEvent| go.emit(path.clone())}>
                        { if at == 0 { "all files" } else { node.name.as_str() } }
                    </button>
                }
            }) }
        </nav>
    }
}

/// What stands on a tile, as far as there is room: its name, and its bytes with what makes it other than plain.
fn shown(sight: &FilesSight, tile: &Tile) -> Option<(String, String)> {
    let node = &sight.nodes[tile.node];
    let bytes = format::rough(node.bytes.likely);
    let more = match mark(sight, tile.node).filter(|_| tile.width >= MARKED) {
        _ if tile.height < HIGH && !is_folder(sight, tile.node) => String::new(),
        Some(mark) => format!("{bytes}, {mark}"),
        None => bytes,
    };
    tile.named.then(|| (node.name.clone(), more))
}

/// What is read aloud: what stands on it first, and the rest.
fn spoken(sight: &FilesSight, at: usize, shown: Option<&(String, String)>) -> String {
    match shown {
        Some((name, more)) => {
            let bytes = if more.is_empty() { format::rough(sight.nodes[at].bytes.likely) } else { more.clone() };
            format!("{name} {bytes} in {}{}", folder(sight, at), whence(sight, at))
        }
        None => words(sight, at),
    }
}

/// Its place in shares of the width, which follows the page, and in pixels from the top.
fn style(sight: &FilesSight, tile: &Tile) -> String {
    let share = |pixels: i32| {
        let hundredths = i64::from(pixels) * 10_000 / i64::from(sight.width.max(1));
        format!("{}.{:02}%", hundredths / 100, hundredths % 100)
    };
    let (left, width) = (share(tile.x), share(tile.width));
    format!("left:{left};width:{width};top:{}px;height:{}px", tile.y, tile.height)
}

fn is_target(tile: &Tile) -> bool {
    tile.width >= TARGET && tile.height >= TARGET
}

fn is_folder(sight: &FilesSight, at: usize) -> bool {
    sight.nodes[at].end > at + 1
}

fn focus(container: &NodeRef, selector: &str) {
    let found = container.cast::<Element>().and_then(|map| map.query_selector(selector).ok().flatten());
    if let Some(tile) = found.and_then(|tile| tile.dyn_into::<HtmlElement>().ok()) {
        let _ = tile.focus();
    }
}
