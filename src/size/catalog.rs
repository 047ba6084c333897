//! Typed look-ups over the tables of `data/`, which nothing else in the estimator reads. The tables are text inside
//! the program; each is split into rows the first time something asks for it, so that an unused one costs nothing.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range as Offsets;
use std::sync::OnceLock;

use super::base_images::KnownImage;
use super::memo::Memo;
use super::packages::{Tables, npm};

/// The facts sizes rest on. [`Catalog::shipped`] has the tables of this version; tests freeze small ones of their own.
#[derive(Debug, Default)]
pub struct Catalog {
    base_images: Cow<'static, str>,
    downloads: Cow<'static, str>,
    images: OnceLock<HashMap<String, Offsets<usize>>>,
    /// What the base-image table says of the images that were looked up.
    pub(super) known_images: Memo<KnownImage>,
    /// What Node manifests and lock files bring, and the scripts of manifests, by their texts.
    pub(super) known_installations: Memo<Option<npm::Installation>>,
    pub(super) known_scripts: Memo<Vec<(String, String)>>,
    /// Package indexes, added by whoever fetched them.
    pub packages: Tables,
}

/// One row of `data/base-images.csv`: a build of an image and the tags that named it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImageRow<'a> {
    pub tags: &'a str,
    pub disk: Option<u64>,
    pub pull: Option<u64>,
    /// `debian:bookworm`, `alpine:3.20`, …; empty where nobody wrote it down.
    pub distribution: &'a str,
    pub date: &'a str,
    pub source: &'a str,
}

/// One row of `data/downloads.csv`: an archive or installer recognised by a piece of its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DownloadRow<'a> {
    pub pattern: &'a str,
    pub what: &'a str,
    pub bytes: u64,
    pub unpacked: u64,
    /// Where an installer script puts what it installs; empty for plain files.
    pub installs_to: &'a str,
    pub date: &'a str,
    pub source: &'a str,
}

const SOURCES: &str = include_str!("../../data/sources.csv");
const ENDED_BASES: &str = include_str!("../../data/ended-bases.csv");
const UNKNOWN_IMAGES: &str = include_str!("../../data/unknown-images.csv");

impl Catalog {
    /// The tables of this version, without package indexes (see [`Catalog::packages`]).
    pub fn shipped() -> Self {
        Self::new(include_str!("../../data/base-images.csv"), include_str!("../../data/downloads.csv"))
    }

    /// The tables of this version with every package index, for programs that need not fetch them.
    pub fn complete() -> Self {
        let debian: &[u8] = include_bytes!("../../data/packages/debian.txt");
        // A test reads the shipped index, so that it is never ill.
        Self::shipped().with_packages(Tables::parse([debian]).unwrap_or_default())
    }

    /// A catalog of given base-image and download tables, in the form of the shipped ones.
    pub fn new(base_images: impl Into<Cow<'static, str>>, downloads: impl Into<Cow<'static, str>>) -> Self {
        Self { base_images: base_images.into(), downloads: downloads.into(), ..Self::default() }
    }

    #[must_use]
    pub fn with_packages(mut self, packages: Tables) -> Self {
        self.packages = packages;
        self
    }

    /// Every row of an image by its short name, such as `node` or `mcr.microsoft.com/dotnet/sdk`.
    pub fn image(&self, name: &str) -> impl Iterator<Item = ImageRow<'_>> {
        let images = self.images.get_or_init(|| blocks(&self.base_images));
        let block = images.get(name).cloned().unwrap_or_default();
        rows(self.base_images.get(block).unwrap_or_default()).map(|row| ImageRow {
            tags: row[1],
            disk: row[2].parse().ok().map(|kilobytes: u64| kilobytes * 1000),
            pull: row[3].parse().ok().map(|kilobytes: u64| kilobytes * 1000),
            distribution: row[4],
            date: row[5],
            source: row[6],
        })
    }

    /// The first download whose pattern the address contains.
    pub fn download(&self, address: &str) -> Option<DownloadRow<'_>> {
        // Only the line that fits is taken apart: there are hundreds, and each address asks.
        let fits = |line: &&str| contains_in_order(address, line.split(',').next().unwrap_or(line));
        let row = rows(self.downloads.lines().skip(1).find(fits)?).next()?;
        let bytes = |field: &str| field.parse::<u64>().unwrap_or(0);
        Some(DownloadRow {
            pattern: row[0],
            what: row[1],
            bytes: bytes(row[2]),
            unpacked: bytes(row[3]),
            installs_to: row[4],
            date: row[5],
            source: row[6],
        })
    }
}

/// What a source's short name stands for.
pub fn source(id: &str) -> &'static str {
    rows(SOURCES).find(|row| row[0] == id).map_or("", |row| row[1])
}

/// A release of an image that gets no fixes any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// The month, as `2023-04`.
    pub month: &'static str,
    /// The version to go to; empty where none takes its place.
    pub next: &'static str,
    pub hint: &'static str,
}

/// Whether a release has ended, by the image's short name and a version or code name.
pub fn ended(name: &str, release: &str) -> Option<Ended> {
    let row = rows(ENDED_BASES).find(|row| row[0] == name && (row[1] == release || row[1] == "*"))?;
    Some(Ended { month: row[2], next: row[3], hint: row[4] })
}

/// Low, likely and high bytes of an image nobody has weighed, by the first hint its name contains.
pub fn unknown_image(name: &str) -> (u64, u64, u64, &'static str) {
    let found = rows(UNKNOWN_IMAGES).skip(1).find(|row| row[0] == "*" || name.contains(row[0]));
    let bytes = |field: &str| field.parse::<u64>().unwrap_or(0) * 1000;
    found.map_or((0, 0, 0, ""), |row| (bytes(row[1]), bytes(row[2]), bytes(row[3]), row[0]))
}

/// The rows of a table, at most seven fields each; absent ones are empty. A quoted last field may hold commas.
pub(super) fn rows(text: &str) -> impl Iterator<Item = [&str; 7]> {
    text.lines().filter(|line| !line.is_empty()).map(|line| {
        let mut fields = [""; 7];
        let mut rest = line;
        for field in &mut fields {
            if let Some(quoted) = rest.strip_prefix('"') {
                let (inside, after) = quoted.split_once('"').unwrap_or((quoted, ""));
                *field = inside;
                rest = after.strip_prefix(',').unwrap_or(after);
            } else {
                let (first, after) = rest.split_once(',').unwrap_or((rest, ""));
                *field = first;
                rest = after;
            }
        }
        fields
    })
}

/// Where each image's rows stand; the table is sorted by image.
fn blocks(table: &str) -> HashMap<String, Offsets<usize>> {
    let mut blocks: HashMap<String, Offsets<usize>> = HashMap::new();
    let mut offset = 0;
    for line in table.split_inclusive('\n') {
        let name = line.split(',').next().unwrap_or("");
        let end = offset + line.len();
        match blocks.get_mut(name) {
            Some(block) => block.end = end,
            None => {
                blocks.insert(name.to_owned(), offset..end);
            }
        }
        offset = end;
    }
    blocks
}

/// Whether the parts of a pattern, split at `*`, stand in the text one after the other.
fn contains_in_order(text: &str, pattern: &str) -> bool {
    let mut rest = text;
    pattern.split('*').all(|part| match rest.find(part) {
        Some(at) => {
            rest = &rest[at + part.len()..];
            true
        }
        None => false,
    })
}
