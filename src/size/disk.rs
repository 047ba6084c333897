//! What one step sees of the filesystem and writes to it: the stage's tree with the step's mounts laid over it.
//! Writes below a mount go to the mount and never ship.

use super::content::Content;
use super::filesystem::{Entry, Filesystem};
use super::ledger::{LayerId, Ledger, NOWHERE, Written};
use super::path;
use crate::bytes::{Range, Source};

/// A copy of more parts than this is one folder from then on, known only as a whole.
const PLACED: usize = 200;

/// A mount with the tree behind it.
#[derive(Clone, Debug)]
pub struct MountedTree {
    pub target: String,
    pub tree: Filesystem,
    /// The folder or file of `tree` that is mounted.
    pub source: String,
}

/// One step's view.
#[derive(Debug)]
pub struct Disk<'a> {
    pub tree: &'a mut Filesystem,
    pub ledger: &'a mut Ledger,
    pub layer: LayerId,
    pub mounts: Vec<MountedTree>,
}

impl Disk<'_> {
    /// Whether a path lies below a mount, so that nothing written there ships.
    pub fn is_mounted(&self, path: &str) -> bool {
        self.mount(path).is_some()
    }

    pub fn exists(&self, path: &str) -> bool {
        let (tree, path) = self.behind(path);
        tree.exists(&path)
    }

    pub fn is_file(&self, path: &str) -> bool {
        let (tree, path) = self.behind(path);
        tree.is_file(&path)
    }

    pub fn weigh(&self, path: &str) -> Range {
        let (tree, path) = self.behind(path);
        tree.weigh(self.ledger, &path)
    }

    pub fn list(&self, path: &str) -> Vec<std::rc::Rc<str>> {
        let (tree, path) = self.behind(path);
        tree.list(&path)
    }

    /// The paths a word of a command means.
    pub fn glob(&self, pattern: &str) -> Vec<String> {
        if !path::is_pattern(pattern) {
            return vec![pattern.to_owned()];
        }
        match self.mount(pattern) {
            None => self.tree.glob(pattern),
            Some(at) => {
                let (tree, behind) = self.behind(pattern);
                let MountedTree { target, source, .. } = &self.mounts[at];
                let back = |found: String| found.replacen(source.as_str(), target, 1);
                tree.glob(&behind).into_iter().map(back).collect()
            }
        }
    }

    pub fn make_folder(&mut self, path: &str) {
        let (tree, ledger, layer, path) = self.place(path);
        if !tree.exists(&path) {
            ledger.touch(layer, &path, 0);
            tree.make_folder(&path);
        }
    }

    /// A folder, file or link whose entry stands in this layer, with the length of what a link holds.
    pub fn touch(&mut self, path: &str, target: u64) {
        let (_, ledger, layer, path) = self.place(path);
        ledger.touch(layer, &path, target);
    }

    pub fn write_file(&mut self, path: &str, written: Written) {
        let (tree, ledger, layer, path) = self.place(path);
        tree.write_file(ledger, layer, &path, written);
    }

    pub fn add(&mut self, path: &str, written: Written) {
        let (tree, ledger, layer, path) = self.place(path);
        tree.add(ledger, layer, &path, written);
    }

    /// Bytes at the end of a file, which a lower layer's file takes along into this layer.
    pub fn append(&mut self, path: &str, written: Written) {
        self.copy_up(path, false, "written again to be appended to");
        let (tree, ledger, layer, path) = self.place(path);
        if tree.is_file(&path) {
            tree.add(ledger, layer, &path, written);
        } else {
            tree.write_file(ledger, layer, &path, written);
        }
    }

    pub fn remove(&mut self, path: &str) -> bool {
        let (tree, ledger, layer, path) = self.place(path);
        tree.remove(ledger, layer, &path)
    }

    pub fn remove_share(&mut self, path: &str, share: f32) {
        let (tree, ledger, layer, path) = self.place(path);
        tree.remove_share(ledger, layer, &path, share);
    }

    /// Takes so many bytes of a kind away from what a folder itself holds: from this layer first, then, hidden only, from
    /// lower ones.
    pub fn remove_bytes(&mut self, path: &str, content: Content, bytes: u64) {
        let layer = self.layer;
        let own = self.held_bytes(path, content, Some(layer));
        if own > 0 {
            self.remove_share_of(path, content, layer, (bytes as f32 / own as f32).min(1.0));
        }
        let rest = bytes.saturating_sub(own);
        let lower = self.held_bytes(path, content, None).saturating_sub(self.held_bytes(path, content, Some(layer)));
        if rest > 0 && lower > 0 {
            let share = (rest as f32 / lower as f32).min(1.0);
            let (tree, ledger, layer, path) = self.place(path);
            tree.take(ledger, layer, &path, share, |piece| piece.content == content && piece.layer != layer);
        }
    }

    /// Takes a share of what one layer wrote of a kind away from what a folder itself holds.
    pub fn remove_share_of(&mut self, path: &str, content: Content, of: LayerId, share: f32) {
        let (tree, ledger, layer, path) = self.place(path);
        tree.take(ledger, layer, &path, share, |piece| piece.content == content && piece.layer == of);
    }

    /// The likely bytes of a kind that this layer wrote into what a folder itself holds.
    pub fn own_bytes(&self, path: &str, content: Content) -> u64 {
        self.held_bytes(path, content, Some(self.layer))
    }

    fn held_bytes(&self, path: &str, content: Content, layer: Option<LayerId>) -> u64 {
        let (tree, path) = self.behind(path);
        let held = tree.entry(&path).map_or_else(Vec::new, |entry| entry.held);
        let fits = |held: &&super::ledger::Held| {
            let piece = self.ledger.piece(**held);
            piece.content == content && layer.is_none_or(|layer| piece.layer == layer)
        };
        held.iter().filter(fits).fold(0, |sum, held| sum.saturating_add(self.ledger.range(*held).likely))
    }

    /// What is at a path but was never placed, as the folder above that holds it.
    pub fn opaque_above(&self, path: &str) -> Option<String> {
        let (tree, path) = self.behind(path);
        tree.opaque_above(&path).map(|(folder, _)| folder)
    }

    pub fn copy_up(&mut self, path: &str, recursive: bool, label: &str) -> bool {
        let (tree, ledger, layer, path) = self.place(path);
        tree.copy_up(ledger, layer, &path, recursive, label)
    }

    /// `mv`: below the same mount or none, pieces of this layer just move; what lies in lower layers is written again.
    pub fn rename(&mut self, from: &str, to: &str) {
        if self.mount(from) != self.mount(to) {
            self.copy(from, to);
            self.remove(from);
            return;
        }
        self.copy_up(from, true, "moved");
        let (_, to) = self.behind(to);
        let (tree, ledger, layer, from) = self.place(from);
        if from != to && tree.exists(&from) {
            let replaced = tree.is_file(&to);
            if replaced {
                tree.remove(ledger, layer, &to);
            }
            tree.rename(&from, &to);
        }
    }

    /// `cp`: whether there was anything to copy.
    pub fn copy(&mut self, from: &str, to: &str) -> bool {
        let (tree, source) = self.behind(from);
        let entries = tree.entries(&source);
        if entries.is_empty() {
            return false;
        }
        self.place_entries(&entries, to, None);
        true
    }

    /// Puts entries of another place below `to`, as new bytes of this layer. Returns what they weigh.
    pub fn place_entries(&mut self, entries: &[Entry], to: &str, label: Option<&str>) -> Range {
        let (tree, ledger, layer, to) = self.place(to);
        let helds: Vec<_> = entries.iter().flat_map(|entry| &entry.held).copied().collect();
        let total = Range::sum(helds.iter().map(|held| ledger.range(*held)));
        let mut fresh = ledger.duplicate(layer, &to, &helds, label);
        if helds.len() > PLACED {
            crate::order::sort_by_key(&mut fresh, |held| held.piece);
            fresh.dedup_by_key(|held| held.piece);
            tree.hold(&to, fresh.into_iter().map(|held| super::ledger::Held { share: 1.0, ..held }));
            return total;
        }
        let mut fresh = fresh.into_iter();
        for entry in entries {
            let place = if entry.path.is_empty() { to.clone() } else { path::join(&to, &entry.path) };
            let held: Vec<_> = fresh.by_ref().take(entry.held.len()).collect();
            if entry.file {
                tree.hold_file(ledger, layer, &place, held);
            } else {
                tree.hold(&place, held);
            }
        }
        total
    }

    fn mount(&self, path: &str) -> Option<usize> {
        let within = |(_, mount): &(usize, &MountedTree)| path::is_within(path, &mount.target);
        let deepest = self.mounts.iter().enumerate().filter(within).max_by_key(|(_, mount)| mount.target.len());
        deepest.map(|(at, _)| at)
    }

    /// The tree a path is really in, and its path there.
    pub fn behind(&self, path: &str) -> (&Filesystem, String) {
        match self.mount(path) {
            None => (self.tree, path.to_owned()),
            Some(at) => {
                let mount = &self.mounts[at];
                (&mount.tree, path::absolute(&mount.source, path[mount.target.len()..].trim_start_matches('/')))
            }
        }
    }

    fn place(&mut self, path: &str) -> (&mut Filesystem, &mut Ledger, LayerId, String) {
        match self.mount(path) {
            None => (self.tree, self.ledger, self.layer, path.to_owned()),
            Some(at) => {
                let mount = &mut self.mounts[at];
                let below = path::absolute(&mount.source, path[mount.target.len()..].trim_start_matches('/'));
                (&mut mount.tree, self.ledger, NOWHERE, below)
            }
        }
    }
}

/// Bytes the script itself spells out.
pub fn exact_text(label: &'static str, bytes: usize) -> Written {
    Written::new(label, Range::exact(bytes as u64), Content::Text, Source::Measured)
}
