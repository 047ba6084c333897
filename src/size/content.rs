//! Kinds of content and how well each compresses: what turns on-disk bytes into pull bytes.

use std::sync::OnceLock;

use super::catalog::rows;
use crate::bytes::Range;
use crate::bytes::decimal::decimal;

/// What a file or folder holds, as far as compression cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Content {
    AptPackages,
    PackageLists,
    ApkPackages,
    RpmPackages,
    NodeModules,
    NpmCache,
    SitePackages,
    GoBinary,
    GoCache,
    RustBinary,
    CargoTarget,
    NativeBinary,
    SourceTree,
    Text,
    JavascriptBundle,
    Archive,
    UnpackedArchive,
    JavaArchive,
    Media,
    Zeros,
    Random,
    Mixed,
    Opaque,
    AlpineBase,
    DebianBase,
    UbuntuBase,
    CentosBase,
    BusyboxBase,
    OtherBase,
}

/// In the order of the variants; the words of `data/compression-ratios.csv`.
const NAMES: [&str; 29] = [
    "apt-packages",
    "package-lists",
    "apk-packages",
    "rpm-packages",
    "node-modules",
    "npm-cache",
    "site-packages",
    "go-binary",
    "go-cache",
    "rust-binary",
    "cargo-target",
    "native-binary",
    "source-tree",
    "text",
    "javascript-bundle",
    "archive",
    "unpacked-archive",
    "java-archive",
    "media",
    "zeros",
    "random",
    "mixed",
    "opaque-data",
    "alpine-base",
    "debian-base",
    "ubuntu-base",
    "centos-base",
    "busybox-base",
    "other-base",
];

const ALL: [Content; 29] = [
    Content::AptPackages,
    Content::PackageLists,
    Content::ApkPackages,
    Content::RpmPackages,
    Content::NodeModules,
    Content::NpmCache,
    Content::SitePackages,
    Content::GoBinary,
    Content::GoCache,
    Content::RustBinary,
    Content::CargoTarget,
    Content::NativeBinary,
    Content::SourceTree,
    Content::Text,
    Content::JavascriptBundle,
    Content::Archive,
    Content::UnpackedArchive,
    Content::JavaArchive,
    Content::Media,
    Content::Zeros,
    Content::Random,
    Content::Mixed,
    Content::Opaque,
    Content::AlpineBase,
    Content::DebianBase,
    Content::UbuntuBase,
    Content::CentosBase,
    Content::BusyboxBase,
    Content::OtherBase,
];

impl Content {
    /// Compressed over uncompressed: low, likely, high.
    pub fn ratio(self) -> (f64, f64, f64) {
        static RATIOS: OnceLock<Vec<(f64, f64, f64)>> = OnceLock::new();
        let table = RATIOS.get_or_init(|| NAMES.iter().map(|name| read(name)).collect());
        table.get(self as usize).copied().unwrap_or(UNKNOWN)
    }

    /// The pull bytes of so many bytes on disk.
    pub fn compressed(self, disk: Range) -> Range {
        self.compressed_beside(disk, disk.likely)
    }

    /// The same where the layer holds so many bytes of short texts in all: they compress as one.
    pub fn compressed_beside(self, disk: Range, texts: u64) -> Range {
        let (low, likely, high) = match self {
            Self::Text if disk.likely > 0 && disk.likely < SMALL_TEXT => text_ratio(texts.max(disk.likely)),
            _ => self.ratio(),
        };
        disk.ratio(low, likely, high)
    }

    /// Whether so many bytes count among the short texts of a layer.
    pub fn is_short_text(self, bytes: u64) -> bool {
        self == Self::Text && bytes < SMALL_TEXT
    }

    /// A base image by its distribution.
    pub fn of_base(distribution: &str) -> Self {
        match distribution.split(':').next().unwrap_or("") {
            "alpine" => Self::AlpineBase,
            "debian" => Self::DebianBase,
            "ubuntu" => Self::UbuntuBase,
            "centos" | "almalinux" | "rockylinux" | "fedora" | "oraclelinux" | "amazonlinux" => Self::CentosBase,
            "busybox" => Self::BusyboxBase,
            _ => Self::OtherBase,
        }
    }

    /// The kind a table names.
    pub fn named(name: &str) -> Self {
        let at = NAMES.iter().position(|known| *known == name);
        at.and_then(|at| ALL.get(at)).copied().unwrap_or(Self::Mixed)
    }

    /// A file by its name, when nothing else tells.
    pub fn of_file(name: &str) -> Self {
        let extension = name.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
        match extension.as_str() {
            "gz" | "tgz" | "xz" | "bz2" | "zst" | "zip" | "br" | "7z" | "deb" | "rpm" | "apk" | "whl" | "gem" => {
                Self::Archive
            }
            "jar" | "war" | "ear" => Self::JavaArchive,
            "png" | "jpg" | "jpeg" | "webp" | "gif" | "mp4" | "mp3" | "woff" | "woff2" | "avif" | "pdf" | "ico" => {
                Self::Media
            }
            "so" | "a" | "o" | "exe" | "dll" | "node" => Self::NativeBinary,
            "bin" | "dat" | "db" | "pack" | "data" | "model" | "pkl" | "pt" | "onnx" => Self::Opaque,
            _ => Self::Text,
        }
    }
}

/// Texts shorter than this compress less well the shorter they are.
const SMALL_TEXT: u64 = 8192;
/// By the binary logarithm of the length, from 32 bytes on: deflated over plain, the median of 4,600 settings, scripts
/// and sources of a Debian 12 system, 2026-11.
const TEXT_RATIOS: [f64; 9] = [1.04, 0.94, 0.80, 0.68, 0.575, 0.50, 0.455, 0.38, 0.33];

/// Low, likely and high for one text of so many bytes: eight in ten lie within a fifth.
fn text_ratio(bytes: u64) -> (f64, f64, f64) {
    let doublings = (bytes.max(32) as f64 / 32.0).log2();
    let below = (doublings as usize).min(TEXT_RATIOS.len() - 2);
    let share = (doublings - below as f64).min(1.0);
    let likely = TEXT_RATIOS[below] + (TEXT_RATIOS[below + 1] - TEXT_RATIOS[below]) * share;
    (likely * 0.8, likely, (likely * 1.2).min(1.1))
}

/// Where the table has no row, which its test rules out.
const UNKNOWN: (f64, f64, f64) = (0.2, 0.4, 1.0);

fn read(name: &str) -> (f64, f64, f64) {
    let table = rows(include_str!("../../data/compression-ratios.csv"));
    let row = table.into_iter().find(|row| row[0] == name);
    let number = |text: &str| decimal(text).filter(|ratio| *ratio > 0.0);
    row.and_then(|row| Some((number(row[2])?, number(row[1])?, number(row[3])?))).unwrap_or(UNKNOWN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_row() {
        assert_eq!(Content::OtherBase as usize + 1, NAMES.len());
        for name in NAMES {
            let (low, likely, high) = read(name);
            assert!(low <= likely && likely <= high && high < UNKNOWN.2 + 0.1, "{name}");
            assert_ne!((low, likely, high), UNKNOWN, "{name}");
        }
    }
}
