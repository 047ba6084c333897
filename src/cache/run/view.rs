//! The files a RUN step sees: the stage's, with mounts in place.

use super::super::digest::{Digest, digest};
use super::super::path;
use super::super::select::{has_wildcard, matches};
use super::super::tree::{Content, File, Found, Node, Tree};
use crate::order;

pub struct View {
    pub tree: Tree,
    /// Later ones hide earlier ones.
    pub mounts: Vec<Mounted>,
    /// How many files may still be copied one by one.
    pub budget: usize,
}

/// A mount: what stands at its target. Writes go there and not into the stage.
pub struct Mounted {
    pub target: String,
    pub node: Node,
    /// The cache it belongs to, where it keeps what is written.
    pub cache: Option<String>,
}

impl View {
    pub fn find(&self, path: &str) -> Found {
        match self.mount(path) {
            None => self.tree.find(path),
            Some((index, rest)) => match (&self.mounts[index].node, rest.as_str()) {
                (node, "") => Found::Node(node.clone()),
                (Node::Folder(folder), rest) => Tree::of_folder(folder.clone()).find(&path::absolute("/", rest)),
                (Node::File(File { content: Content::Unseen(identity), .. }), rest) => {
                    Found::Unseen(digest("below", (identity, rest)))
                }
                _ => Found::Nothing,
            },
        }
    }

    /// The content of a file; `None` for a folder or nothing.
    pub fn read(&self, path: &str) -> Option<Content> {
        match self.find(path) {
            Found::Node(Node::File(file)) => Some(match file.content {
                Content::Archive(_) => Content::Unseen(file.content.digest()),
                content => content,
            }),
            Found::Unseen(identity) => Some(Content::Unseen(identity)),
            Found::Node(Node::Folder(_) | Node::Link(_)) | Found::Nothing => None,
        }
    }

    /// Whether it is known what stands at a path, if anything.
    pub fn is_certain(&self, path: &str) -> bool {
        !matches!(self.find(path), Found::Unseen(_))
    }

    pub fn write(&mut self, path: &str, content: Content, user: &str) {
        let mode = match self.find(path) {
            Found::Node(Node::File(file)) => file.mode,
            _ => 0o644,
        };
        let real = self.tree.resolve(path).unwrap_or_else(|| path.to_string());
        self.put(&real, Node::File(File { content, mode, owner: owner(user) }));
    }

    pub fn put(&mut self, path: &str, node: Node) {
        match self.mount(path) {
            None => self.tree.put(path, node),
            Some((index, rest)) if rest.is_empty() => self.mounts[index].node = node,
            Some((index, rest)) => self.in_mount(index, |tree| tree.put(&path::absolute("/", &rest), node)),
        }
    }

    pub fn remove(&mut self, path: &str) {
        match self.mount(path) {
            None => self.tree.remove(path),
            Some((_, rest)) if rest.is_empty() => {}
            Some((index, rest)) => self.in_mount(index, |tree| tree.remove(&path::absolute("/", &rest))),
        }
    }

    pub fn make_folder(&mut self, path: &str, user: &str) {
        if !matches!(self.find(path), Found::Nothing | Found::Unseen(_)) {
            return;
        }
        let make = |tree: &mut Tree, path: &str| {
            if let Some(folder) = tree.folder_mut(path) {
                folder.owner = owner(user);
            }
        };
        match self.mount(path) {
            None => make(&mut self.tree, path),
            Some((index, rest)) => self.in_mount(index, |tree| make(tree, &path::absolute("/", &rest))),
        }
    }

    /// The paths a pattern matches; the path itself where it is none or nothing matches.
    pub fn expand(&self, path: &str) -> Vec<String> {
        if !has_wildcard(path) {
            return vec![path.to_string()];
        }
        let mut found: Vec<String> = match self.mount(path) {
            None => matches(&self.tree, path).into_iter().map(|item| item.path).collect(),
            Some((index, rest)) => match &self.mounts[index].node {
                Node::Folder(folder) => {
                    let prefix = self.mounts[index].target.trim_end_matches('/');
                    let items = matches(&Tree::of_folder(folder.clone()), &path::absolute("/", &rest));
                    items.into_iter().map(|item| format!("{prefix}{}", item.path)).collect()
                }
                _ => Vec::new(),
            },
        };
        found
            .extend(self.mounts.iter().filter(|mount| is_match(path, &mount.target)).map(|mount| mount.target.clone()));
        order::sort(&mut found);
        found.dedup();
        if found.is_empty() { vec![path.to_string()] } else { found }
    }

    /// Of all that can be seen.
    pub fn digest(&self) -> Digest {
        let mounts: Vec<(&str, Digest)> =
            self.mounts.iter().map(|mount| (mount.target.as_str(), mount.node.digest())).collect();
        digest("view", (self.tree.digest(), mounts))
    }

    /// Whether no command of unknown effect has run.
    pub fn is_quiet(&self) -> bool {
        self.tree.is_quiet()
    }

    fn mount(&self, path: &str) -> Option<(usize, String)> {
        let found = self.mounts.iter().enumerate().rev();
        found.filter_map(|(index, mount)| Some((index, path::below(path, &mount.target)?.to_string()))).next()
    }

    fn in_mount(&mut self, index: usize, change: impl FnOnce(&mut Tree)) {
        if let Node::Folder(folder) = &self.mounts[index].node {
            let mut tree = Tree::of_folder(folder.clone());
            change(&mut tree);
            self.mounts[index].node = tree.root();
        }
    }
}

/// Whether a whole path matches a pattern, name by name.
fn is_match(pattern: &str, path: &str) -> bool {
    let (patterns, names): (Vec<&str>, Vec<&str>) = (path::names(pattern).collect(), path::names(path).collect());
    patterns.len() == names.len()
        && patterns.iter().zip(names).all(|(pattern, name)| crate::path::matches(pattern, name))
}

/// Files belong to whoever made them; root is 0.
pub fn owner(user: &str) -> Digest {
    match user.split(':').next().unwrap_or("") {
        "" | "root" | "0" => 0,
        _ => digest("owner", user),
    }
}
