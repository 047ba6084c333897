//! The files of a context or of a stage at one point, as far as they can be known without building: names, modes,
//! owners, links and either the text or an identity. Copies share what they have in common.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::digest::{Digest, digest};
use super::path;

/// A file system. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    root: Rc<Folder>,
    /// Grows with every command whose effects are unknown: it may have written anywhere.
    disturbed: Digest,
    /// Of a context: any of its folders may hold files nobody listed. Of an image, only the system's folders do.
    listed: bool,
}

#[derive(Clone, Debug)]
pub enum Node {
    File(File),
    Folder(Rc<Folder>),
    Link(Rc<str>),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct File {
    pub content: Content,
    pub mode: u32,
    pub owner: Digest,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Content {
    Text(Rc<str>),
    /// A tar archive of text files.
    Archive(Rc<BTreeMap<String, String>>),
    /// Bytes nobody has seen here; equal digests stand for equal bytes.
    Unseen(Digest),
}

#[derive(Clone, Debug)]
pub struct Folder {
    pub entries: BTreeMap<Rc<str>, Node>,
    pub mode: u32,
    pub owner: Digest,
    /// What else may be in it, of which only an identity is known.
    pub others: Option<Digest>,
    /// Installed dependencies: commands of unknown effect are taken to leave them alone.
    pub settled: bool,
    /// Digest, depth and count of what is below, once asked for.
    measured: Cell<Option<Measure>>,
}

#[derive(Clone, Copy, Debug)]
struct Measure {
    digest: Digest,
    height: usize,
}

/// What stands at a path.
#[derive(Clone, Debug)]
pub enum Found {
    Node(Node),
    /// It is certain that nothing does.
    Nothing,
    /// It is not known what does, or whether anything.
    Unseen(Digest),
}

/// Trees stay shallower than this: the functions here call themselves once per level.
const TALLEST: usize = 128;
/// How many links are followed before a path counts as missing, as Linux does.
const LINKS: usize = 40;
/// Folders of a usual image: one of these exists already and holds files nobody listed.
const SYSTEM: [&str; 20] = [
    "bin", "boot", "dev", "etc", "home", "lib", "lib32", "lib64", "media", "mnt", "opt", "proc", "root", "run", "sbin",
    "srv", "sys", "tmp", "usr", "var",
];
/// Those whose subfolders too usually exist.
const FILLED: [&str; 10] = ["bin", "dev", "etc", "lib", "lib64", "proc", "sbin", "sys", "usr", "var"];

impl Tree {
    /// The files of an image of which only the identity is known.
    pub fn of_image(identity: Digest) -> Self {
        Self { root: Rc::new(Folder { others: Some(identity), ..Folder::default() }), ..Self::default() }
    }

    /// A context of which only some files are known; the identity stands for all others.
    pub fn of_context(others: Option<Digest>) -> Self {
        Self { root: Rc::new(Folder { others, ..Folder::default() }), disturbed: 0, listed: true }
    }

    pub fn of_folder(root: Rc<Folder>) -> Self {
        Self { root, ..Self::default() }
    }

    pub fn root(&self) -> Node {
        Node::Folder(self.root.clone())
    }

    /// Equal for trees that are the same as far as anybody can know.
    pub fn digest(&self) -> Digest {
        digest("tree", (self.root.digest(), self.root.others, self.disturbed))
    }

    /// What stands at an absolute path, links followed.
    pub fn find(&self, path: &str) -> Found {
        match self.resolve(path) {
            Some(real) => self.entry(&real),
            None => Found::Nothing,
        }
    }

    /// What stands at an absolute path, a link in the last place as itself.
    pub fn entry(&self, path: &str) -> Found {
        let mut folder = &self.root;
        let mut names = path::names(path);
        let mut disturbed = if is_kept(path) { 0 } else { self.disturbed };
        while let Some(name) = names.next() {
            match folder.entries.get(name) {
                Some(Node::Folder(next)) => folder = next,
                Some(node) => {
                    return if names.next().is_none() { Found::Node(node.clone()) } else { Found::Nothing };
                }
                None if folder.others.is_some() || disturbed != 0 => {
                    return Found::Unseen(digest("unseen", (path, folder.others, disturbed)));
                }
                None => return Found::Nothing,
            }
            if folder.settled {
                disturbed = 0;
            }
        }
        Found::Node(Node::Folder(folder.clone()))
    }

    /// What consumers of the node at `path` compare: its content, and for a folder also what unknown commands may
    /// have put there. The mode of a folder itself does not count.
    pub fn content_digest(&self, node: &Node) -> Digest {
        match node {
            Node::Folder(folder) if self.disturbed != 0 && !folder.settled => {
                digest("disturbed", (folder.digest(), self.disturbed))
            }
            node => node.digest(),
        }
    }

    /// The path without links; `None` when they go in circles.
    pub fn resolve(&self, path: &str) -> Option<String> {
        let mut path = path.to_string();
        for _ in 0..LINKS {
            match self.first_link(&path) {
                None => return Some(path),
                Some(replaced) => path = replaced,
            }
        }
        None
    }

    fn first_link(&self, path: &str) -> Option<String> {
        let mut folder = &self.root;
        let mut walked = String::new();
        let mut names = path::names(path);
        while let Some(name) = names.next() {
            match folder.entries.get(name)? {
                Node::Folder(next) => folder = next,
                Node::File(_) => return None,
                Node::Link(target) => {
                    let rest: Vec<&str> = names.collect();
                    return Some(path::absolute(&path::absolute(&walked, target), &rest.join("/")));
                }
            }
            walked.push('/');
            walked.push_str(name);
        }
        None
    }

    /// Puts a node at a path, with the folders it needs. Links in the folders are followed, one at the end replaced.
    pub fn put(&mut self, path: &str, node: Node) {
        let name = path::base(path).to_string();
        let Some(folder) = self.folder_mut(path::parent(path)) else { return };
        let node = match &node {
            Node::Folder(inner) if inner.measure().height >= TALLEST / 2 => Node::unseen(node.digest()),
            _ => node,
        };
        folder.entries.insert(name.into(), node);
    }

    pub fn remove(&mut self, path: &str) {
        let name = path::base(path).to_string();
        if let Some(folder) = self.folder_mut(path::parent(path)) {
            folder.entries.remove(name.as_str());
        }
    }

    /// The folder at a path, made where it is missing; `None` when a file is in the way.
    pub fn folder_mut(&mut self, path: &str) -> Option<&mut Folder> {
        let path = self.resolve(path)?;
        let mut folder = Rc::make_mut(&mut self.root);
        folder.measured.set(None);
        let listed = self.listed;
        let top = path::names(&path).next().unwrap_or("").to_string();
        for (depth, name) in path::names(&path).enumerate() {
            let filled = listed || if depth == 0 { SYSTEM.contains(&name) } else { FILLED.contains(&top.as_str()) };
            let others = folder.others.filter(|_| filled).map(|others| digest("inside", (others, name)));
            let made = || Node::Folder(Rc::new(Folder { others, ..Folder::default() }));
            match folder.entries.entry(name.into()).or_insert_with(made) {
                Node::Folder(next) => folder = Rc::make_mut(next),
                Node::File(_) | Node::Link(_) => return None,
            }
            folder.measured.set(None);
        }
        Some(folder)
    }

    /// Whether no command of unknown effect has run.
    pub fn is_quiet(&self) -> bool {
        self.disturbed == 0
    }

    /// A command of unknown effect ran: everything not put in place by a known one may differ now.
    pub fn disturb(&mut self, by: Digest) {
        self.disturbed = digest("disturb", (self.disturbed, by)).max(1);
    }

    /// A package manager ran: the system's folders may differ now, those of the application do not.
    pub fn disturb_system(&mut self, by: Digest) {
        for top in ["/bin", "/etc", "/lib", "/lib64", "/sbin", "/usr", "/var"] {
            if let Some(folder) = self.folder_mut(top) {
                folder.others = Some(digest("disturb", (folder.others, by)));
            }
        }
    }
}

/// Where only package managers write: builds and the like put their results elsewhere.
fn is_kept(path: &str) -> bool {
    const KEPT: [&str; 7] = ["/etc/", "/bin/", "/sbin/", "/lib/", "/lib64/", "/usr/bin/", "/usr/lib/"];
    KEPT.iter().any(|folder| path.starts_with(folder))
}

impl Node {
    pub fn file(content: Content) -> Self {
        Self::File(File { content, mode: 0o644, owner: 0 })
    }

    pub fn text(text: &str) -> Self {
        Self::file(Content::Text(text.into()))
    }

    pub fn unseen(digest: Digest) -> Self {
        Self::file(Content::Unseen(digest))
    }

    /// Its content with mode and owner; a folder's own mode and owner are left out.
    pub fn digest(&self) -> Digest {
        match self {
            Self::File(file) => digest("file", file),
            Self::Link(target) => digest("link", target),
            Self::Folder(folder) => folder.digest(),
        }
    }

    /// As `digest`, a folder's own mode and owner included.
    pub fn full_digest(&self) -> Digest {
        match self {
            Self::Folder(folder) => digest("header", (folder.digest(), folder.mode, folder.owner)),
            node => node.digest(),
        }
    }
}

impl Folder {
    /// An empty folder with the same mode, owner and unlisted files.
    pub fn emptied(&self) -> Self {
        Self { mode: self.mode, owner: self.owner, others: self.others, settled: self.settled, ..Self::default() }
    }

    pub fn digest(&self) -> Digest {
        self.measure().digest
    }

    /// To be called after `entries` were changed in place.
    pub fn changed(&mut self) {
        self.measured.set(None);
    }

    fn measure(&self) -> Measure {
        if let Some(measured) = self.measured.get() {
            return measured;
        }
        let mut height = 0;
        let parts: Vec<(&str, Digest)> = self
            .entries
            .iter()
            .map(|(name, node)| {
                if let Node::Folder(folder) = node {
                    height = height.max(folder.measure().height + 1);
                }
                (&**name, node.full_digest())
            })
            .collect();
        let measured = Measure { digest: digest("folder", (parts, self.others)), height };
        self.measured.set(Some(measured));
        measured
    }
}

impl Default for Folder {
    fn default() -> Self {
        Self {
            entries: BTreeMap::new(),
            mode: 0o755,
            owner: 0,
            others: None,
            settled: false,
            measured: Cell::new(None),
        }
    }
}

impl Content {
    /// Longer texts are kept as an identity only, so that `cat a a > b` over and over stays small.
    const LONGEST_TEXT: usize = 16 * 1024;

    pub fn of_text(text: String) -> Self {
        if text.len() > Self::LONGEST_TEXT { Self::Unseen(digest("long", text)) } else { Self::Text(text.into()) }
    }

    pub fn digest(&self) -> Digest {
        digest("content", self)
    }
}

impl Found {
    pub fn identity(&self) -> Digest {
        match self {
            Self::Node(node) => node.full_digest(),
            Self::Nothing => 0,
            Self::Unseen(identity) => *identity,
        }
    }
}
