//! What a builder remembers: the results of steps by their keys, for good, and the contents of cache mounts.

use std::collections::HashMap;
use std::rc::Rc;

use super::definition::Definition;
use super::digest::{Digest, digest};
use super::select::Item;
use super::tree::{Node, Tree};

/// A builder's cache. Starts empty.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// The files after each step, by its key.
    pub results: HashMap<Digest, Tree>,
    /// The steps seen on top of a key, the latest last: to tell what is different about a new one.
    pub seen: HashMap<Digest, Vec<Rc<Remembered>>>,
    pub mounts: HashMap<String, Node>,
    executions: u64,
}

/// A step as it was when it was built.
#[derive(Clone, Debug)]
pub struct Remembered {
    pub definition: Definition,
    /// What it took from the context or other stages.
    pub items: Vec<Item>,
    pub key: Digest,
}

impl World {
    /// Different each time: stands for the moment something is executed.
    pub fn moment(&mut self) -> Digest {
        self.executions += 1;
        digest("moment", self.executions)
    }
}
