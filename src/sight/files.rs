//! The question of a stage's files, and its answer as the page draws it: folders and files in the order of a tree, and
//! rectangles for those that are looked into. Plain data; `folders` and `treemap` make it.

use serde::{Deserialize, Serialize};

use super::{Ask, Question, whole};
use crate::bytes::{Range, Source};
use crate::scenario::Scenario;
use crate::stages::{EdgeKind, Role};

/// What a stage's filesystem holds at its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilesQuestion {
    #[serde(with = "whole")]
    pub scenario: Scenario,
    /// The target where none is named, or one that is not there.
    pub stage: Option<usize>,
    /// The path of the folder that the rectangles are of; `/` for everything.
    pub within: String,
    pub shape: Shape,
}

/// The room for the rectangles: of a phone, of a column, of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shape {
    Narrow,
    Column,
    Wide,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilesSight {
    /// None where there is no stage at all.
    pub stage: Option<usize>,
    pub title: String,
    pub role: Option<Role>,
    /// Likely bytes of the image that it, or the lowest stage below it, begins with.
    pub base: u64,
    /// The titles of the first stages that are FROM it, which have all of it.
    pub above: Vec<String>,
    /// Of a stage that ships: the first stages that do not, with what is taken of them.
    pub givers: Vec<FileGiver>,
    /// The root first, each folder before what is in it, the largest first. No more than can be told apart.
    pub nodes: Vec<FileNode>,
    /// Those that nodes name.
    pub layers: Vec<FileLayer>,
    pub takers: Vec<FileTaker>,
    /// The folder that the rectangles are of: an index into the nodes.
    pub within: usize,
    pub width: i32,
    pub height: i32,
    /// Folders before what is in them; what is too small to be seen has none.
    pub tiles: Vec<Tile>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileNode {
    /// The same for the same thing after a change elsewhere; each has its own.
    pub key: u32,
    pub kind: FileKind,
    /// Its last name; several where folders hold nothing else.
    pub name: String,
    pub path: String,
    /// The index after the last node in it.
    pub end: usize,
    pub depth: usize,
    pub bytes: Range,
    pub source: Source,
    pub fate: Fate,
    /// The layer that all of it is in, and the one that hides it, where there is only one.
    pub layer: Option<usize>,
    pub hidden_by: Option<usize>,
    /// Likely bytes that a later layer hides, and that other stages take.
    pub wasted: u64,
    pub taken: u64,
    /// Bits of the takers that take all or a part of it.
    pub takers: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FileKind {
    Folder,
    File,
    /// Bytes somewhere in the folder above, whose places are not known.
    Heap,
    /// A named thing that a file or heap is made of.
    Part,
    /// Small ones together.
    Others,
}

/// What became of the bytes by the end of the stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Fate {
    Added,
    /// Written in the place of bytes that are hidden now.
    Changed,
    Removed,
    Replaced,
}

/// A layer; without a step it is the image that a stage begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileLayer {
    pub stage: usize,
    pub step: Option<usize>,
    pub line: usize,
    /// The name of the image, or the instruction on one line.
    pub text: String,
}

/// A step that takes files from the stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileTaker {
    pub stage: usize,
    pub step: usize,
    pub title: String,
    pub line: usize,
    pub kind: EdgeKind,
    /// What becomes of what it takes.
    pub role: Role,
}

/// A stage that is left behind: its likely bytes, and those of them that other stages take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileGiver {
    pub stage: usize,
    pub title: String,
    pub bytes: u64,
    pub taken: u64,
}

/// The rectangle of a node, with its upper left corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tile {
    pub node: usize,
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
    /// Whether there is room for its name: for a folder, above what is in it.
    pub named: bool,
}

impl Question for FilesQuestion {
    type Answer = FilesSight;

    fn ask(&self) -> Ask {
        Ask::Files(self.clone())
    }
}

impl Fate {
    /// Whether a later layer hides it.
    pub const fn is_hidden(self) -> bool {
        matches!(self, Self::Removed | Self::Replaced)
    }
}

impl FilesSight {
    /// The folders that a node is in, the root first.
    pub fn above(&self, node: usize) -> Vec<usize> {
        let mut above: Vec<usize> = Vec::new();
        for (at, folder) in self.nodes.iter().enumerate().take(node) {
            if folder.end > node {
                above.push(at);
            }
        }
        above
    }

    /// What is right in a node.
    pub fn children(&self, node: usize) -> impl Iterator<Item = usize> {
        let (mut next, end) = (node + 1, self.nodes.get(node).map_or(0, |node| node.end));
        std::iter::from_fn(move || {
            let own = next;
            next = self.nodes.get(own).filter(|_| own < end)?.end;
            Some(own)
        })
    }

    /// Whether something in an image comes from the takers of these bits.
    pub fn ships(&self, takers: u64) -> bool {
        self.takers.iter().enumerate().any(|(at, taker)| takers >> at & 1 == 1 && taker.role == Role::Shipped)
    }
}
