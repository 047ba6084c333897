//! A simulated layered filesystem: a tree of paths holding pieces of the ledger. Inherited and copied trees share what
//! they have in common, so a stage on a stage costs nothing until it changes something. Symbolic links and owners are
//! not followed.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::ledger::{Gone, Held, LayerId, Ledger, Piece, Written};
use super::path;
use crate::bytes::Range;

/// The files of one stage at one point, with those of its base.
#[derive(Clone, Debug, Default)]
pub struct Filesystem {
    root: Rc<Node>,
    nodes: usize,
}

/// A file, or a folder with what is known to lie below it. A folder's own bytes are those nobody can place more
/// precisely (“node_modules, 433 MB”).
#[derive(Clone, Debug, Default)]
struct Node {
    held: Vec<Held>,
    children: BTreeMap<Rc<str>, Rc<Node>>,
    file: bool,
}

/// One path of a subtree, relative to its top (empty for the top itself).
#[derive(Clone, Debug)]
pub struct Entry {
    pub path: String,
    pub file: bool,
    pub held: Vec<Held>,
}

/// More paths than this are kept as bytes of their folder: it bounds every walk, and the totals stay right.
const NODES: usize = 256;
/// More pieces than this in one place melt together.
const HELD: usize = 24;

impl Filesystem {
    /// What a path holds: `None` where nothing is known there.
    pub fn entry(&self, path: &str) -> Option<Entry> {
        let node = self.node(path)?;
        Some(Entry { path: path.to_owned(), file: node.file, held: node.held.clone() })
    }

    pub fn exists(&self, path: &str) -> bool {
        self.node(path).is_some()
    }

    pub fn is_file(&self, path: &str) -> bool {
        self.node(path).is_some_and(|node| node.file)
    }

    /// The names right below a folder.
    pub fn list(&self, path: &str) -> Vec<Rc<str>> {
        self.node(path).map_or_else(Vec::new, |node| node.children.keys().cloned().collect())
    }

    /// The paths that fit a pattern; the path itself where it is none and exists.
    pub fn glob(&self, pattern: &str) -> Vec<String> {
        let mut found = vec![(String::new(), &self.root)];
        for name in path::names(pattern) {
            let mut next = Vec::new();
            for (prefix, node) in found {
                if path::is_pattern(name) {
                    let fits = node.children.iter().filter(|(child, _)| {
                        (name.starts_with('.') || !child.starts_with('.')) && path::matches(name, child)
                    });
                    next.extend(fits.map(|(child, node)| (format!("{prefix}/{child}"), node)));
                } else if let Some(child) = node.children.get(name) {
                    next.push((format!("{prefix}/{name}"), child));
                }
            }
            found = next;
        }
        found.into_iter().map(|(path, _)| if path.is_empty() { "/".to_owned() } else { path }).collect()
    }

    /// Everything at and below a path, the top first.
    pub fn entries(&self, path: &str) -> Vec<Entry> {
        let Some(top) = self.node(path) else { return Vec::new() };
        let mut entries = Vec::new();
        let mut stack = vec![(String::new(), top)];
        while let Some((path, node)) = stack.pop() {
            for (name, child) in node.children.iter().rev() {
                let below = if path.is_empty() { name.to_string() } else { format!("{path}/{name}") };
                stack.push((below, child.as_ref()));
            }
            entries.push(Entry { path, file: node.file, held: node.held.clone() });
        }
        entries
    }

    /// All bytes at and below a path.
    pub fn weigh(&self, ledger: &Ledger, path: &str) -> Range {
        Range::sum(self.held(path, true).into_iter().map(|held| ledger.range(held)))
    }

    /// What a path holds, with everything below it if asked, in the order of the tree.
    fn held(&self, path: &str, recursive: bool) -> Vec<Held> {
        let mut held = Vec::new();
        if let Some(node) = self.node(path) {
            node.walk(recursive, &mut |node| held.extend_from_slice(&node.held));
        }
        held
    }

    /// The nearest folder above a path that holds bytes nobody could place: the path may be among them.
    pub fn opaque_above(&self, path: &str) -> Option<(String, Vec<Held>)> {
        let mut node = &self.root;
        let mut at = String::new();
        let mut found = None;
        for name in path::names(path) {
            if !node.held.is_empty() && !node.file && !at.is_empty() {
                found = Some((at.clone(), node.held.clone()));
            }
            let Some(child) = node.children.get(name) else { break };
            at.push('/');
            at.push_str(name);
            node = child;
        }
        if !node.held.is_empty() && !node.file && at != path && !at.is_empty() {
            found = Some((at, node.held.clone()));
        }
        found
    }

    pub fn make_folder(&mut self, path: &str) {
        self.node_mut(path);
    }

    /// A file with these bytes, in place of whatever file was there.
    pub fn write_file(&mut self, ledger: &mut Ledger, layer: LayerId, path: &str, written: Written) {
        let (node, placed) = self.node_mut(path);
        if placed {
            node.file = true;
            let old = std::mem::take(&mut node.held);
            old.into_iter().for_each(|held| ledger.remove(layer, held, Gone::Replaced, path));
        }
        node.write(ledger, layer, path, written);
    }

    /// More bytes somewhere below a folder.
    pub fn add(&mut self, ledger: &mut Ledger, layer: LayerId, path: &str, written: Written) {
        let (node, _) = self.node_mut(path);
        node.write(ledger, layer, path, written);
    }

    /// Puts parts of pieces at a path, beside what it holds.
    pub fn hold(&mut self, path: &str, held: impl IntoIterator<Item = Held>) {
        let (node, _) = self.node_mut(path);
        node.hold(held);
    }

    /// A file that holds parts of pieces, in place of the one that was there.
    pub fn hold_file(&mut self, ledger: &mut Ledger, layer: LayerId, path: &str, held: Vec<Held>) {
        let (node, placed) = self.node_mut(path);
        if placed {
            node.file = true;
            let old = std::mem::replace(&mut node.held, held);
            old.into_iter().for_each(|held| ledger.remove(layer, held, Gone::Replaced, path));
        } else {
            node.hold(held);
        }
    }

    /// Removes a path with everything below it; whether there was anything.
    pub fn remove(&mut self, ledger: &mut Ledger, layer: LayerId, path: &str) -> bool {
        if !self.exists(path) {
            return false;
        }
        ledger.forget(layer, path);
        let mut below = false;
        for held in self.held(path, true) {
            below |= ledger.piece(held).layer != layer;
            ledger.remove(layer, held, Gone::Removed, path);
        }
        self.detach(path);
        // The folder it stood in changed; what a lower layer has is covered by a file named `.wh.` and its name.
        ledger.touch(layer, path::parent(path), 0);
        if below {
            ledger.touch(layer, path, 4);
        }
        true
    }

    /// Takes a share of what a folder itself holds away, where a part of it went that was never placed.
    pub fn remove_share(&mut self, ledger: &mut Ledger, layer: LayerId, path: &str, share: f32) {
        self.take(ledger, layer, path, share, |_| true);
    }

    /// The same of the pieces that fit.
    pub fn take(&mut self, ledger: &mut Ledger, layer: LayerId, path: &str, share: f32, fits: impl Fn(&Piece) -> bool) {
        let (node, _) = self.node_mut(path);
        for held in &mut node.held {
            if !fits(ledger.piece(*held)) {
                continue;
            }
            let gone = Held { share: held.share * share, ..*held };
            held.share -= gone.share;
            ledger.remove(layer, gone, Gone::Removed, path);
        }
    }

    /// Moves a path; its pieces stay what they are. Only right within one layer: see [`Filesystem::copy_up`].
    pub fn rename(&mut self, from: &str, to: &str) {
        if path::is_within(to, from) {
            return;
        }
        let Some(node) = self.detach(from) else { return };
        let added = count(&node);
        let (place, placed) = self.node_mut(to);
        if placed {
            // Into a folder that is there already: what it holds stays.
            let moved = Rc::unwrap_or_clone(node);
            place.file = moved.file;
            place.hold(moved.held);
            place.children.extend(moved.children);
            self.nodes += added.saturating_sub(1);
        }
    }

    /// Writes what lower layers hold at and below a path into this layer again, as any change of a file's owner, mode or
    /// times does. Returns whether something was there.
    pub fn copy_up(&mut self, ledger: &mut Ledger, layer: LayerId, path: &str, recursive: bool, label: &str) -> bool {
        // A folder's own owner, mode and times are no bytes; what it holds keeps theirs.
        if !recursive && !self.is_file(path) {
            return self.exists(path);
        }
        let mut old = self.held(path, recursive);
        old.retain(|held| ledger.piece(*held).layer != layer);
        if old.is_empty() {
            return self.exists(path);
        }
        let mut new = ledger.duplicate(layer, path, &old, Some(label)).into_iter();
        for held in &old {
            ledger.remove(layer, *held, Gone::Replaced, path);
        }
        let renew = &mut |node: &mut Node| {
            for held in node.held.iter_mut().filter(|held| ledger.piece(**held).layer != layer) {
                if let Some(fresh) = new.next() {
                    *held = fresh;
                }
            }
        };
        self.node_mut(path).0.walk_mut(recursive, renew);
        true
    }

    fn node(&self, path: &str) -> Option<&Node> {
        path::names(path).try_fold(&self.root, |node, name| node.children.get(name)).map(Rc::as_ref)
    }

    /// The node of a path, made with its parents where missing, and whether it is that path's own: when the tree is full
    /// it is the nearest folder above.
    fn node_mut(&mut self, path: &str) -> (&mut Node, bool) {
        let mut node = Rc::make_mut(&mut self.root);
        for name in path::names(path) {
            if !node.children.contains_key(name) {
                if self.nodes >= NODES {
                    return (node, false);
                }
                self.nodes += 1;
                node.children.insert(name.into(), Rc::default());
            }
            // A file that gets children was a folder all along.
            node.file = false;
            node = Rc::make_mut(node.children.entry(name.into()).or_default());
        }
        (node, true)
    }

    fn detach(&mut self, path: &str) -> Option<Rc<Node>> {
        let name = path::file_name(path);
        if name.is_empty() {
            self.nodes = 0;
            return Some(std::mem::take(&mut self.root));
        }
        if !self.exists(path) {
            return None;
        }
        let (parent, placed) = self.node_mut(path::parent(path));
        let node = placed.then(|| parent.children.remove(name)).flatten()?;
        self.nodes = self.nodes.saturating_sub(count(&node));
        Some(node)
    }
}

impl Node {
    /// Visits a node and, if asked, all below. Paths are cut at a fixed depth, so the recursion is bounded.
    fn walk(&self, recursive: bool, visit: &mut dyn FnMut(&Self)) {
        visit(self);
        if recursive {
            self.children.values().for_each(|child| child.walk(true, visit));
        }
    }

    fn walk_mut(&mut self, recursive: bool, visit: &mut dyn FnMut(&mut Self)) {
        visit(self);
        if recursive {
            self.children.values_mut().for_each(|child| Rc::make_mut(child).walk_mut(true, visit));
        }
    }

    fn write(&mut self, ledger: &mut Ledger, layer: LayerId, path: &str, written: Written) {
        let alike =
            |held: &&Held| ledger.piece(**held).layer == layer && ledger.piece(**held).content == written.content;
        match self.held.iter().rev().find(alike).filter(|_| self.held.len() >= HELD).copied() {
            Some(held) => ledger.grow(held, written.range),
            None => {
                let held = ledger.write(layer, path, written);
                self.hold([held]);
            }
        }
    }

    fn hold(&mut self, held: impl IntoIterator<Item = Held>) {
        // Twice the limit: what was copied here cannot melt, and no real place holds as much.
        let room = (2 * HELD).saturating_sub(self.held.len());
        self.held.extend(held.into_iter().filter(|held| held.share > 0.0).take(room));
    }
}

fn count(top: &Node) -> usize {
    let mut stack = vec![top];
    let mut nodes = 0;
    while let Some(node) = stack.pop() {
        nodes += 1;
        stack.extend(node.children.values().map(Rc::as_ref));
    }
    nodes
}
