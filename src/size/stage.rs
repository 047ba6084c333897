//! What a stage carries from step to step beside its files: the image it stands on, packages, known archives and
//! manifests. Cheap to clone, so that a stage on a stage starts with it.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::base_images::BaseImage;
use super::estimate::Sizing;
use super::filesystem::Filesystem;
use super::packages::{apk, apt::Installed, bases::Distribution};
use super::rules::Stream;

#[derive(Clone, Debug)]
pub struct StageState {
    pub image: Rc<BaseImage>,
    pub tree: Filesystem,
    /// By absolute path: what downloads and archives are, beyond their bytes.
    pub archives: Rc<BTreeMap<String, Box<Stream>>>,
    /// By absolute path: the texts of dependency manifests that COPY brought.
    pub manifests: Rc<BTreeMap<String, Rc<str>>>,
    /// Something of the build context was copied, so that files of its known names are likely there.
    pub copied_context: bool,
    /// Paths that other stages copy from this one: what its builds are known to write.
    pub wanted: Rc<Vec<String>>,
    pub distribution: Rc<Distribution>,
    /// The Debian packages there; `None` without an index that fits.
    pub apt: Option<Rc<Installed>>,
    /// A setting of the image keeps apt's archives, or turns recommended packages off.
    pub keeps_archives: bool,
    pub without_recommends: bool,
    /// What `apk add` brought by name.
    pub apk: Rc<apk::Installed>,
    /// pip ran once, so that Python's own byte code is there.
    pub python_ran: bool,
}

impl StageState {
    pub fn new(image: BaseImage, sizing: &Sizing<'_>) -> Self {
        let base = sizing.catalog.packages.base(&image.name, &image.tag, &image.distribution);
        Self {
            image: Rc::new(image),
            tree: Filesystem::default(),
            archives: Rc::default(),
            manifests: Rc::default(),
            copied_context: false,
            wanted: Rc::default(),
            distribution: Rc::new(base.distribution.clone()),
            apt: base.installed.clone().map(Rc::new),
            keeps_archives: false,
            without_recommends: false,
            apk: Rc::new(base.apk.clone()),
            python_ran: false,
        }
    }

    /// Remembers what a download or an archive is; of too many the unpacked size is then guessed.
    pub fn keep_archive(&mut self, path: String, stream: Stream) {
        if self.archives.len() < REMEMBERED {
            Rc::make_mut(&mut self.archives).insert(path, Box::new(stream));
        }
    }

    /// Remembers the texts of manifests by their paths.
    pub fn keep_manifests(&mut self, texts: impl IntoIterator<Item = (String, Rc<str>)>) {
        let mut texts = texts.into_iter().take(REMEMBERED.saturating_sub(self.manifests.len())).peekable();
        if texts.peek().is_some() {
            Rc::make_mut(&mut self.manifests).extend(texts);
        }
    }
}

/// More archives or manifests than this of one stage are not remembered, which no real stage has: a stage hands them on
/// to those built on it, and thousands of both would multiply.
const REMEMBERED: usize = 256;
