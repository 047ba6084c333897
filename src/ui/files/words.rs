//! A file or folder in words: what it is, what it weighs, who put it there, and what became of it.

use crate::bytes::format;
use crate::sight::{Fate, FileKind, FilesSight, Role};
use crate::state::{Place, Side};

/// All that is known of a node.
pub fn words(sight: &FilesSight, at: usize) -> String {
    let node = &sight.nodes[at];
    let name = match node.kind {
        FileKind::Folder | FileKind::File => node.path.clone(),
        FileKind::Heap => format!("{}, somewhere in {}", node.name, folder(sight, at)),
        FileKind::Part | FileKind::Others => format!("{} in {}", node.name, folder(sight, at)),
    };
    format!("{name}: {}{}", format::figure(node.bytes, node.source), whence(sight, at))
}

/// The path of the folder that a node is in.
pub fn folder(sight: &FilesSight, at: usize) -> &str {
    sight.above(at).last().map_or("/", |above| sight.nodes[*above].path.as_str())
}

/// Who put it there and what became of it, as sentences that follow something.
pub fn whence(sight: &FilesSight, at: usize) -> String {
    let node = &sight.nodes[at];
    let mut words = String::new();
    let by = |layer: usize| match &sight.layers[layer] {
        layer if layer.step.is_none() => format!("the base image {}", layer.text),
        layer => format!("line {}, {}", layer.line, layer.text),
    };
    words += &match node.layer {
        Some(layer) if sight.layers[layer].step.is_none() => format!(". From {}", by(layer)),
        Some(layer) if node.fate == Fate::Changed => format!(". Written again by {}", by(layer)),
        Some(layer) => format!(". Put there by {}", by(layer)),
        None => ". From several layers".to_owned(),
    };
    let hider =
        node.hidden_by.map_or_else(|| "later layers".to_owned(), |by| format!("line {}", sight.layers[by].line));
    match node.fate {
        Fate::Removed => words += &format!(". Wasted: {hider} removes it, the layer still holds it"),
        Fate::Replaced => words += &format!(". Wasted: {hider} writes it again, the layer still holds these bytes"),
        Fate::Added | Fate::Changed if node.wasted > 0 => {
            words += &format!(". {} of it wasted", format::rough(node.wasted))
        }
        Fate::Added | Fate::Changed => {}
    }
    if let Some(taken) = taken(sight, at) {
        words.push_str(". ");
        words += &taken;
    }
    words
}

/// Who takes it, or that it is left behind.
pub fn taken(sight: &FilesSight, at: usize) -> Option<String> {
    let node = &sight.nodes[at];
    if node.taken == 0 {
        return (sight.role == Some(Role::Discarded) && sight.nodes[0].taken > 0).then(|| "Left behind".to_owned());
    }
    let takers = sight.takers.iter().enumerate().filter(|(at, _)| node.takers >> at & 1 == 1);
    let mut lines: Vec<String> =
        takers.clone().take(3).map(|(_, taker)| format!("line {} ({})", taker.line, taker.title)).collect();
    if takers.count() > 3 {
        lines.push("more".to_owned());
    }
    let lines = lines.join(", ");
    Some(match node.taken < node.bytes.likely {
        true => format!("{} of it taken by {lines}", format::rough(node.taken)),
        false => format!("Taken by {lines}"),
    })
}

/// What stands beside the name: what makes it other than plain, in a word.
pub fn mark(sight: &FilesSight, at: usize) -> Option<&'static str> {
    let node = &sight.nodes[at];
    match node.fate {
        Fate::Removed => Some("removed, wasted"),
        Fate::Replaced => Some("older copy, wasted"),
        _ if node.taken > 0 && node.taken == node.bytes.likely => Some("taken"),
        _ if node.taken > 0 => Some("partly taken"),
        Fate::Changed => Some("changed"),
        Fate::Added => None,
    }
}

/// The style of what becomes of its bytes.
pub fn class(sight: &FilesSight, at: usize) -> &'static str {
    let node = &sight.nodes[at];
    let is_base = node.layer.is_some_and(|layer| sight.layers[layer].step.is_none());
    match sight.role {
        _ if node.fate.is_hidden() => "wasted hatched",
        Some(Role::Discarded) if node.taken > 0 && sight.ships(node.takers) => "shipped",
        _ if is_base => "base",
        Some(role) => role.class(),
        None => "",
    }
}

/// The step that put it there, to be lit.
pub fn place(sight: &FilesSight, at: usize, side: Side) -> Option<Place> {
    let layer = sight.layers.get(sight.nodes.get(at)?.layer?)?;
    Some(Place { side, stage: layer.stage, step: layer.step })
}
