//! Which files COPY, ADD and bind mounts take, the digest BuildKit compares them by, and what putting them into
//! a stage makes of its files.

use std::rc::Rc;

use super::digest::{Digest, digest};
use super::path;
use super::tree::{Content, File, Folder, Found, Node, Tree};

/// What one instruction takes.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    pub items: Vec<Item>,
    pub digest: Digest,
}

#[derive(Clone, Debug)]
pub struct Item {
    /// Where it stood, absolute.
    pub path: String,
    pub node: Node,
}

/// How copied files are changed on the way.
#[derive(Clone, Debug, Default)]
pub struct Paint {
    pub owner: Digest,
    pub mode: Option<Digest>,
    /// Unpack archives, as ADD does.
    pub unpack: bool,
    /// Keep the folders of the source path.
    pub parents: bool,
}

/// How a source is read.
#[derive(Clone, Copy, Default)]
pub struct Reading<'a> {
    /// Decides by a path below the source whether it is left out.
    pub excluded: Option<&'a dyn Fn(&str) -> bool>,
    /// Names count, as they do for `--parents`.
    pub named: bool,
    /// `*` and the like stand for themselves, as in mounts.
    pub literal: bool,
}

impl Selection {
    /// Adds what a source names; the error is a source that certainly does not exist.
    pub fn add(&mut self, tree: &Tree, source: &str, reading: Reading) -> Result<(), String> {
        let path = path::absolute("/", source);
        let wild = !reading.literal && has_wildcard(&path);
        let mut items = if wild { matches(tree, &path) } else { vec![plain(tree, &path)?] };
        if let Some(excluded) = reading.excluded {
            let mut work = MOST;
            for item in &mut items {
                item.node = filtered(&item.node, "", excluded, &mut work);
            }
        }
        let named = wild || reading.named;
        let parts: Vec<(Option<&str>, Digest)> = items
            .iter()
            .map(|item| match named {
                true => (
                    Some(path::base(&item.path)),
                    digest("named", (item.node.full_digest(), tree.content_digest(&item.node))),
                ),
                false => (None, tree.content_digest(&item.node)),
            })
            .collect();
        self.digest = digest("selection", (self.digest, parts));
        self.items.extend(items);
        Ok(())
    }

    /// Puts the files into `tree` at `destination`, which ends in `/` where it is a folder.
    pub fn place(&self, tree: &mut Tree, destination: &str, paint: &Paint, budget: &mut usize) {
        let folder = destination.ends_with('/') || self.items.len() > 1;
        for item in &self.items {
            let target =
                if paint.parents { path::absolute(destination, &item.path[1..]) } else { destination.to_string() };
            match &item.node {
                Node::Folder(inner) => overlay(tree, &target, inner, paint, budget),
                Node::File(File { content: Content::Archive(files), .. }) if paint.unpack => {
                    for (name, text) in files.iter() {
                        tree.put(&path::absolute(destination, name), Node::text(text));
                    }
                }
                node => {
                    let into = folder || matches!(tree.find(&target), Found::Node(Node::Folder(_)));
                    let target = match into && !paint.parents {
                        true => path::absolute(&target, path::base(&item.path)),
                        false => path::absolute("/", &target),
                    };
                    tree.put(&target, painted(node, paint, budget));
                }
            }
        }
    }
}

/// Whether a source is a pattern.
pub fn has_wildcard(path: &str) -> bool {
    let mut escaped = false;
    path.chars().any(|character| {
        let wild = !escaped && matches!(character, '*' | '?' | '[');
        escaped = !escaped && character == '\\';
        wild
    })
}

/// Lays the contents of a folder over the folder at `target`.
pub fn overlay(tree: &mut Tree, target: &str, source: &Rc<Folder>, paint: &Paint, budget: &mut usize) {
    if let Some(folder) = tree.folder_mut(&path::absolute("/", target)) {
        merge(folder, source, paint, budget);
    }
}

fn merge(folder: &mut Folder, source: &Folder, paint: &Paint, budget: &mut usize) {
    for (name, node) in &source.entries {
        let Some(rest) = budget.checked_sub(1) else {
            folder.others = Some(digest("merged", (folder.others, source.digest())));
            break;
        };
        *budget = rest;
        match (folder.entries.get_mut(name), node) {
            (Some(Node::Folder(existing)), Node::Folder(inner)) => merge(Rc::make_mut(existing), inner, paint, budget),
            _ => drop(folder.entries.insert(name.clone(), painted(node, paint, budget))),
        }
    }
    if let Some(others) = source.others {
        folder.others = Some(digest("copied", (folder.others, others)));
    }
    folder.changed();
}

/// The node with owner and mode as the instruction sets them. Past the budget a folder is kept as an identity only.
fn painted(node: &Node, paint: &Paint, budget: &mut usize) -> Node {
    let Some(rest) = budget.checked_sub(1) else {
        return Node::unseen(digest("painted", (node.full_digest(), paint.owner, paint.mode)));
    };
    *budget = rest;
    match node {
        Node::Link(_) => node.clone(),
        Node::File(file) => {
            Node::File(File { content: file.content.clone(), mode: mode(file.mode, paint), owner: paint.owner })
        }
        Node::Folder(folder) => {
            let mut copy = folder.emptied();
            copy.mode = mode(folder.mode, paint);
            copy.owner = paint.owner;
            for (name, node) in &folder.entries {
                copy.entries.insert(name.clone(), painted(node, paint, budget));
            }
            Node::Folder(Rc::new(copy))
        }
    }
}

fn mode(mode: u32, paint: &Paint) -> u32 {
    match paint.mode {
        Some(octal @ 0..=0o7777) => octal as u32,
        Some(symbolic) => digest("mode", (mode, symbolic)) as u32,
        None => mode,
    }
}

fn plain(tree: &Tree, path: &str) -> Result<Item, String> {
    let node = match tree.find(path) {
        Found::Node(node) => node,
        Found::Unseen(identity) => Node::unseen(identity),
        Found::Nothing => return Err(path.to_string()),
    };
    Ok(Item { path: path.to_string(), node })
}

/// A pattern matches no more than this, one by one.
const MOST: usize = 20_000;

/// The nodes a pattern matches, in order; none is fine.
pub fn matches(tree: &Tree, pattern: &str) -> Vec<Item> {
    let mut found = vec![Item { path: String::new(), node: tree.root() }];
    let mut unseen = Vec::new();
    for name in path::names(pattern) {
        let mut next = Vec::new();
        for item in found {
            let place = if item.path.is_empty() { "/" } else { &item.path };
            let Found::Node(Node::Folder(folder)) = tree.find(place) else { continue };
            if has_wildcard(name) {
                let entries = folder.entries.iter().filter(|(entry, _)| crate::path::matches(name, entry));
                next.extend(
                    entries.map(|(entry, node)| Item { path: format!("{}/{entry}", item.path), node: node.clone() }),
                );
                if let Some(others) = folder.others {
                    unseen.push(digest("matches", (others, name)));
                }
            } else if let Some(node) = folder.entries.get(name) {
                next.push(Item { path: format!("{}/{name}", item.path), node: node.clone() });
            }
        }
        found = next;
        if found.len() > MOST {
            unseen.push(digest("more", (found.len(), tree.digest())));
            found.truncate(MOST);
        }
    }
    if !unseen.is_empty() {
        found.push(Item { path: path::absolute("/", pattern), node: Node::unseen(digest("unseen matches", unseen)) });
    }
    found
}

/// The node without what is excluded below it.
fn filtered(node: &Node, path: &str, excluded: &dyn Fn(&str) -> bool, work: &mut usize) -> Node {
    let Node::Folder(folder) = node else { return node.clone() };
    if *work == 0 {
        return node.clone();
    }
    *work = work.saturating_sub(folder.entries.len().max(1));
    let mut kept = folder.emptied();
    for (name, inner) in &folder.entries {
        let path = if path.is_empty() { name.to_string() } else { format!("{path}/{name}") };
        if !excluded(&path) {
            kept.entries.insert(name.clone(), filtered(inner, &path, excluded, work));
        } else if let Node::Folder(_) = inner {
            // An exception further down may bring some of it back.
            if let Node::Folder(rest) = filtered(inner, &path, excluded, work)
                && !rest.entries.is_empty()
            {
                kept.entries.insert(name.clone(), Node::Folder(rest));
            }
        }
    }
    Node::Folder(Rc::new(kept))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_count_for_patterns_but_not_for_plain_sources() {
        let mut tree = Tree::default();
        tree.put("/a/x.txt", Node::text("1"));
        tree.put("/b/y.txt", Node::text("1"));
        let take = |source| {
            let mut selection = Selection::default();
            selection.add(&tree, source, Reading::default()).map(|()| selection.digest)
        };
        assert_eq!(take("a/x.txt"), take("b/y.txt"));
        assert_ne!(take("a/*.txt"), take("b/*.txt"));
        assert_eq!(take("gone"), Err("/gone".into()));
        assert!(take("gone*").is_ok());
    }
}
