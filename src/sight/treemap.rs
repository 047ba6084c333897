//! Nodes of a stage's files to rectangles whose areas are their bytes: squarified, folders as frames. Stable: neighbours
//! are ordered by powers of two of their bytes and then by name, so that a small change moves edges but no places.

use std::cmp::Reverse;

use super::files::{FileKind, FileNode, Shape, Tile};
use crate::order::sort_by_key;

/// Room for a folder's name, and around what is in it.
const HEAD: i32 = 20;
const FRAME: i32 = 3;
/// A folder smaller than this is a frame without a name.
const NAMED: (i32, i32) = (56, 46);
/// What else has less room than this shows no name.
const WORDS: (i32, i32) = (40, 22);
/// Narrower than this nothing is seen.
const THINNEST: i32 = 3;

impl Shape {
    /// Width and height in CSS pixels; the width is stretched to what there is.
    pub const fn size(self) -> (i32, i32) {
        match self {
            Self::Narrow => (350, 420),
            Self::Column => (640, 400),
            Self::Wide => (1340, 440),
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Room {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

/// The rectangles of everything in a folder.
pub(super) fn tiles(nodes: &[FileNode], within: usize, shape: Shape) -> Vec<Tile> {
    let (width, height) = shape.size();
    let mut tiles = Vec::new();
    let mut folders = vec![(within, Room { x: 0.0, y: 0.0, width: f64::from(width), height: f64::from(height) })];
    while let Some((folder, room)) = folders.pop() {
        let children = ordered(nodes, folder);
        let bytes: Vec<f64> = children.iter().map(|at| nodes[*at].bytes.likely as f64).collect();
        for (node, room) in children.into_iter().zip(squarified(&bytes, room)) {
            let tile = tile(node, &nodes[node], room);
            if tile.width < THINNEST || tile.height < THINNEST {
                continue;
            }
            tiles.push(tile);
            if nodes[node].end > node + 1 {
                folders.push((node, inside(&tile)));
            }
        }
    }
    // So that folders come before what is in them, and Tab and pointer meet them in the order of the tree.
    sort_by_key(&mut tiles, |tile| tile.node);
    tiles
}

fn tile(node: usize, of: &FileNode, room: Room) -> Tile {
    // Edges are rounded, not sizes: neighbours then share them.
    let (x, y) = (room.x.round() as i32, room.y.round() as i32);
    let width = (room.x + room.width).round() as i32 - x;
    let height = (room.y + room.height).round() as i32 - y;
    let least = if of.end > node + 1 { NAMED } else { WORDS };
    Tile { node, x, y, width, height, named: width >= least.0 && height >= least.1 }
}

/// The room in a folder's frame.
fn inside(tile: &Tile) -> Room {
    let head = if tile.named { HEAD } else { FRAME };
    let frame = FRAME.min(tile.width / 4).min(tile.height / 4);
    let head = head.min(tile.height / 2).max(frame);
    Room {
        x: f64::from(tile.x + frame),
        y: f64::from(tile.y + head),
        width: f64::from((tile.width - 2 * frame).max(0)),
        height: f64::from((tile.height - head - frame).max(0)),
    }
}

/// The nodes right in a folder, in an order that small changes keep; what was put together comes last.
fn ordered(nodes: &[FileNode], folder: usize) -> Vec<usize> {
    let mut children = Vec::new();
    let mut next = folder + 1;
    while next < nodes.get(folder).map_or(0, |folder| folder.end) {
        children.push(next);
        next = nodes[next].end;
    }
    sort_by_key(&mut children, |at| {
        let node = &nodes[*at];
        (node.kind == FileKind::Others, Reverse(node.bytes.likely.max(1).ilog2()), node.name.as_str(), node.key)
    });
    children
}

/// Bruls, Huizing and van Wijk's squarified treemap: rows along the shorter side, each as long as that makes its worst
/// rectangle more like a square.
fn squarified(bytes: &[f64], room: Room) -> Vec<Room> {
    let total: f64 = bytes.iter().sum();
    let scale = if total > 0.0 { room.width * room.height / total } else { 0.0 };
    let mut left = room;
    let mut rooms = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let side = left.width.min(left.height);
        let (mut sum, mut least, mut most) = (0.0f64, f64::MAX, 0.0f64);
        let mut end = at;
        let mut worst = f64::MAX;
        while end < bytes.len() {
            let area = bytes[end] * scale;
            let (sum_with, least_with, most_with) = (sum + area, least.min(area), most.max(area));
            let square = sum_with * sum_with;
            let with = (side * side * most_with / square).max(square / (side * side * least_with));
            // Where a side is nothing there is no ratio.
            if end > at && (with > worst || with.is_nan()) {
                break;
            }
            (sum, least, most, worst) = (sum_with, least_with, most_with, with);
            end += 1;
        }
        let wide = left.width >= left.height;
        let depth = if side > 0.0 { (sum / side).min(left.width.max(left.height)) } else { 0.0 };
        let mut along = 0.0;
        for area in bytes[at..end].iter().map(|bytes| bytes * scale) {
            let length = if sum > 0.0 { area / sum * side } else { 0.0 };
            rooms.push(match wide {
                true => Room { x: left.x, y: left.y + along, width: depth, height: length },
                false => Room { x: left.x + along, y: left.y, width: length, height: depth },
            });
            along += length;
        }
        left = match wide {
            true => Room { x: left.x + depth, width: left.width - depth, ..left },
            false => Room { y: left.y + depth, height: left.height - depth, ..left },
        };
        at = end;
    }
    rooms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rectangles_fill_the_room_by_their_bytes_and_come_near_to_squares() {
        let room = Room { x: 0.0, y: 0.0, width: 600.0, height: 400.0 };
        let bytes = [6.0, 6.0, 4.0, 3.0, 2.0, 2.0, 1.0];
        let rooms = squarified(&bytes, room);
        for (room, bytes) in rooms.iter().zip(bytes) {
            assert!((room.width * room.height - bytes * 10_000.0).abs() < 0.01, "{room:?}");
            assert!((room.width / room.height).max(room.height / room.width) < 3.0, "{room:?}");
            assert!(room.x + room.width < 600.01 && room.y + room.height < 400.01);
        }
    }

    #[test]
    fn a_small_change_keeps_everything_at_its_place() {
        let node = |name: &str, end: usize, bytes: u64| FileNode {
            key: end as u32,
            kind: FileKind::File,
            name: name.to_owned(),
            path: name.to_owned(),
            end,
            depth: 1,
            bytes: crate::bytes::Range::exact(bytes),
            source: crate::bytes::Source::Given,
            fate: super::super::Fate::Added,
            layer: None,
            hidden_by: None,
            wasted: 0,
            taken: 0,
            takers: 0,
        };
        let nodes = |second: u64| vec![node("/", 4, 0), node("a", 2, 600), node("b", 3, second), node("c", 4, 100)];
        let order = |nodes: &[FileNode]| ordered(nodes, 0);
        assert_eq!(order(&nodes(599)), order(&nodes(601)), "sorted by bytes, a and b would change places");
        assert_eq!(order(&nodes(599)), [1, 2, 3]);
        assert_eq!(order(&nodes(2000)), [2, 1, 3]);
    }
}
