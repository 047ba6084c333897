//! COPY and ADD: what they take, and what they make of the stage's files.

use super::{Missing, Request, Solver, Vertex};
use crate::cache::definition::is_remote;
use crate::cache::digest::{Digest, digest};
use crate::cache::path;
use crate::cache::select::{Item, Paint, Reading, Selection};
use crate::cache::tree::{Content, File, Node, Tree};
use crate::context::Ignore;
use crate::stages::{CopyAction, CopySource, Stage};

impl Solver<'_> {
    pub(super) fn copy_contents(
        &mut self,
        stage: &Stage,
        copy: &CopyAction,
        parent: &Vertex,
    ) -> Result<(Digest, Vec<Item>), Missing> {
        let mut selection = Selection::default();
        let excludes = Ignore::of_patterns(copy.excludes.iter().map(String::as_str));
        let excluded = |path: &str| excludes.excludes(path);
        let excluded: Option<&dyn Fn(&str) -> bool> = if excludes.is_empty() { None } else { Some(&excluded) };
        let tree = match copy.sources.iter().any(|source| !is_remote(source)) {
            true => self.source(&copy.from, stage)?,
            false => Tree::default(),
        };
        for source in &copy.sources {
            if is_remote(source) {
                let identity = digest("remote", (source, &copy.checksum));
                let name = path::base(source.split(['?', '#']).next().unwrap_or(source));
                selection.digest = digest("with", (selection.digest, identity));
                selection.items.push(Item { path: format!("/{name}"), node: Node::unseen(identity) });
            } else {
                let reading = Reading { excluded, named: copy.parents, literal: false };
                self.take(&mut selection, &tree, &copy.from, source, reading)?;
            }
        }
        for (name, text) in &copy.inline_files {
            let node = Node::text(text);
            selection.digest = digest("with", (selection.digest, node.digest()));
            selection.items.push(Item { path: format!("/{name}"), node });
        }
        // Where stage and source are the same state there is one input, and its key says it all.
        let same = matches!(copy.from, CopySource::Stage(index)
            if self.ends[index].as_ref().is_some_and(|end| end.key == parent.key));
        Ok((if same { 0 } else { selection.digest }, selection.items))
    }

    /// Adds what a source names. That a file is not in a stage may be a mistake about a command that ran there.
    pub(super) fn take(
        &mut self,
        selection: &mut Selection,
        tree: &Tree,
        from: &CopySource,
        source: &str,
        reading: Reading,
    ) -> Result<(), Missing> {
        let Err(path) = selection.add(tree, source, reading) else { return Ok(()) };
        if *from == CopySource::Context || self.believed {
            return Err(Missing::File(path));
        }
        self.failed = true;
        let node = Node::unseen(digest("doubtful", (&path, tree.digest())));
        selection.digest = digest("with", (selection.digest, node.digest()));
        selection.items.push(Item { path, node });
        Ok(())
    }

    pub(super) fn copied(&mut self, copy: &CopyAction, request: &Request) -> Tree {
        let mut tree = request.parent.tree.clone();
        let mode = copy.chmod.as_deref().map(|written| match u64::from_str_radix(written, 8) {
            Ok(octal) => octal & 0o7777,
            Err(_) => digest("mode", written) | 0o10000,
        });
        let owner = match copy.chown.as_deref() {
            None | Some("root" | "0" | "0:0" | "root:root") => 0,
            Some(owner) => digest("chown", owner),
        };
        let unpack = copy.unpack.unwrap_or(copy.add);
        let paint = Paint { owner, mode, unpack, parents: copy.parents };
        let mut selection = Selection { items: request.items.clone(), digest: 0 };
        if copy.add && copy.unpack == Some(true) {
            for item in &mut selection.items {
                unpack_unseen(&mut item.node);
            }
        }
        selection.place(&mut tree, &copy.destination, &paint, &mut self.budget);
        tree
    }
}

/// A downloaded archive becomes a folder of unknown files.
fn unpack_unseen(node: &mut Node) {
    if let Node::File(File { content: Content::Unseen(identity), .. }) = node {
        let mut tree = Tree::of_image(*identity);
        tree.folder_mut("/");
        *node = tree.root();
    }
}
