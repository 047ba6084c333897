//! One RUN as its rules see it: the disk, the working directory, variables, and how sure it is that a command runs.
//! Everything a rule writes goes through here, so that what may not happen is counted as a range from nothing.

use std::collections::HashMap;
use std::rc::Rc;

use super::Sizing;
use super::catalog::Catalog;
use super::content::Content;
use super::disk::Disk;
use super::ledger::Written;
use super::packages::apt::Installed;
use super::path;
use super::rules::Stream;
use super::stage::StageState;
use super::unknown_paths;
use crate::bytes::{Range, Source};
use crate::order;

/// How likely it is that the commands at hand run at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chance {
    /// Behind `||`, in an `else`, or under a test that fails with what is known.
    Unlikely,
    /// Under a test nobody can decide from here.
    Likely,
    Certain,
}

pub struct Run<'a> {
    pub disk: Disk<'a>,
    pub catalog: &'a Catalog,
    pub sizing: &'a Sizing<'a>,
    pub stage: &'a mut StageState,
    /// The working directory, which `cd` moves.
    pub folder: String,
    pub home: String,
    /// What the script assigned so far; `None` where nobody can know the value.
    pub assigned: HashMap<String, Option<String>>,
    /// The stage's variables before this step.
    pub inherited: &'a dyn Fn(&str) -> Option<String>,
    pub chance: Chance,
    /// The packages that were there before this step, and whether `apt-mark auto` gave all others free.
    pub apt_before: Option<Rc<Installed>>,
    pub all_automatic: bool,
    /// What this step asked apt for.
    pub apt_requested: Vec<String>,
    /// How deep scripts of manifests stand in each other.
    pub nesting: usize,
}

impl Run<'_> {
    pub fn is_certain(&self) -> bool {
        self.chance == Chance::Certain
    }

    pub fn is_alpine(&self) -> bool {
        self.stage.image.distribution.starts_with("alpine") || self.stage.image.tag.contains("alpine")
    }

    /// A variable's value, where it is known.
    pub fn variable(&self, name: &str) -> Option<String> {
        match self.assigned.get(name) {
            Some(value) => value.clone(),
            None => (self.inherited)(name),
        }
    }

    pub fn absolute(&self, word: &str) -> String {
        match word.strip_prefix('~') {
            Some(rest) if rest.is_empty() || rest.starts_with('/') => {
                path::absolute(&self.home, rest.trim_start_matches('/'))
            }
            _ => path::absolute(&self.folder, word),
        }
    }

    /// The paths a word names; a pattern that fits nothing names none.
    pub fn paths(&self, word: &str) -> Vec<String> {
        let absolute = self.absolute(word);
        if path::is_pattern(word) { self.disk.glob(&absolute) } else { vec![absolute] }
    }

    fn weighed(&self, written: Written) -> Written {
        match self.chance {
            Chance::Certain => written,
            Chance::Likely => written.perhaps(true),
            Chance::Unlikely => written.perhaps(false),
        }
    }

    pub fn write_file(&mut self, path: &str, written: Written) {
        if is_device(path) {
            return;
        }
        // What is unlikely to be written does not replace what is there.
        if self.chance == Chance::Unlikely && self.disk.is_file(path) {
            return self.add(path, written);
        }
        let written = self.weighed(written);
        self.disk.write_file(path, written);
    }

    pub fn append(&mut self, path: &str, written: Written) {
        if is_device(path) {
            return;
        }
        let written = self.weighed(written);
        self.disk.append(path, written);
    }

    pub fn add(&mut self, path: &str, written: Written) {
        let written = self.weighed(written);
        self.disk.add(path, written);
    }

    /// Removes a path where that is at least likely.
    pub fn remove(&mut self, path: &str) -> bool {
        self.chance >= Chance::Likely && self.disk.remove(path)
    }

    pub fn copy_up(&mut self, path: &str, recursive: bool, label: &str) -> bool {
        if self.chance < Chance::Likely {
            return self.disk.exists(path);
        }
        self.disk.copy_up(path, recursive, label)
    }

    pub fn copy(&mut self, from: &str, to: &str) -> bool {
        if self.chance < Chance::Likely {
            return true;
        }
        if let Some(stream) = self.archive(from) {
            self.keep_archive(to, stream);
        }
        self.carry_manifests(from, to);
        self.disk.copy(from, to)
    }

    pub fn rename(&mut self, from: &str, to: &str) -> bool {
        if self.chance < Chance::Likely {
            return true;
        }
        let there = self.disk.exists(from);
        if let Some(stream) = self.archive(from) {
            self.keep_archive(to, stream);
        }
        self.carry_manifests(from, to);
        self.disk.rename(from, to);
        there
    }

    /// A file or folder taken from where nothing is known: a share of the folder above, or a guess by its name.
    pub fn guess_file(&mut self, from: &str, to: &str, why: &'static str) {
        let (range, content) = unknown_paths::guess(from);
        let within = self.disk.opaque_above(from).map(|folder| self.disk.weigh(&folder));
        let range = match within {
            Some(whole) => {
                Range::new(range.low.min(whole.high), range.likely.min(whole.likely), range.high.min(whole.high))
            }
            None => range,
        };
        self.add(to, Written::new(why, range, content, Source::Guess));
    }

    /// Byte code goes: about a quarter of what Python installs weigh (measured: 27 % in the median).
    pub fn shrink_byte_code(&mut self, folder: &str) {
        let python: Vec<String> = {
            let (tree, behind) = self.disk.behind(folder);
            let entries = tree.entries(&behind);
            let is_python = |held: &super::ledger::Held| self.disk.ledger.piece(*held).content == Content::SitePackages;
            let found = entries.into_iter().filter(|entry| entry.held.iter().any(is_python));
            found.map(|entry| path::absolute(folder, &entry.path)).collect()
        };
        for path in python {
            self.disk.remove_share(&path, 0.27);
        }
    }

    /// A package repository that a script or a line of settings adds: NodeSource's `nodejs` replaces Debian's.
    pub fn note_repository(&mut self, text: &str) {
        if text.contains("nodesource.com")
            && self.chance >= Chance::Likely
            && let Some(installed) = &mut self.stage.apt
        {
            Rc::make_mut(installed).has_nodesource = true;
        }
    }

    /// What is known of an archive or download at a path.
    pub fn archive(&self, word: &str) -> Option<Stream> {
        self.stage.archives.get(&self.absolute(word)).map(|stream| (**stream).clone())
    }

    pub fn keep_archive(&mut self, path: &str, stream: Stream) {
        self.stage.keep_archive(path.to_owned(), stream);
    }

    /// The text of a dependency manifest: as COPY or the script put it there, or the one of that name in the context.
    pub fn manifest(&self, word: &str) -> Option<Rc<str>> {
        let path = self.absolute(word);
        if let Some(text) = self.stage.manifests.get(&path) {
            return Some(text.clone());
        }
        if self.disk.is_mounted(&path) || self.stage.copied_context {
            let name = path::file_name(&path);
            let known = &self.sizing.scenario.manifests;
            return known
                .iter()
                .find(|(key, _)| key.trim_start_matches("./") == name)
                .map(|(_, text)| text.as_str().into());
        }
        None
    }

    fn carry_manifests(&mut self, from: &str, to: &str) {
        let manifests = self.stage.manifests.iter().filter(|(key, _)| path::is_within(key, from));
        let moved = order::map(
            manifests.map(|(key, text)| (path::absolute(to, key[from.len()..].trim_start_matches('/')), text.clone())),
        );
        self.stage.keep_manifests(moved);
    }
}

fn is_device(path: &str) -> bool {
    path::is_within(path, "/dev") || path::is_within(path, "/proc") || path::is_within(path, "/sys")
}
