//! An image's name and tag to the distribution below it and the Debian packages it comes with, by applying the install
//! lines of the image family's own Dockerfiles. Says nothing of the image's size: that is the catalog's.

use super::apt::{Installed, Options, install};
use super::{Tables, apk, rows};
use crate::bytes::Source;

/// image, variant (a word of the tag), what it is built from, packages, source, date.
const FAMILIES: &str = include_str!("../../../data/base-packages.csv");

/// The longest chain of families in the table, with room to spare; a loop in the table ends here.
const LONGEST_CHAIN: usize = 8;

/// What an image is made on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Distribution {
    /// By code name: `bookworm`.
    Debian(String),
    /// By number: `24.04`.
    Ubuntu(String),
    /// By number, empty where not known: `3.22`.
    Alpine(String),
    /// Another one, or none at all, by the name as far as known.
    Other(String),
}

/// What a base image brings, as far as packages go.
#[derive(Clone, Debug)]
pub struct Base {
    pub distribution: Distribution,
    /// The Debian packages it comes with; `None` without an index that fits.
    pub installed: Option<Installed>,
    /// The Alpine packages it comes with beside those of the bare image.
    pub apk: apk::Installed,
}

/// What the image `name:tag` brings. `distribution` is what the catalog knows about it, such as `debian:bookworm`.
pub fn base(tables: &Tables, name: &str, tag: &str, distribution: Option<&str>) -> Base {
    let name = short_name(name);
    let tag = tag.to_ascii_lowercase();
    let chain = chain(name, &tag);
    let known = distribution.and_then(named).or_else(|| from_tag(name, &tag));
    let distribution = known.unwrap_or_else(|| from_root(chain.root));
    // Slim Debian images and all of Ubuntu's keep documentation out by dpkg's configuration.
    let docs_excluded = match &distribution {
        Distribution::Ubuntu(_) => true,
        _ => chain.root == "debian-slim" || tag.contains("slim"),
    };
    let mut apk = apk::Installed::default();
    apk.crowded = name != "alpine";
    if chain.root == "alpine" {
        for packages in &chain.installs {
            apk::add(&mut apk, &packages.split(' ').collect::<Vec<_>>(), None, &distribution);
        }
    }
    let installed = tables.apt(&distribution).map(|(index, fit)| {
        let mut installed = Installed::bare(index, docs_excluded, fit);
        for packages in chain.installs.iter().rev().filter(|_| chain.root != "alpine") {
            let names: Vec<&str> = packages.split(' ').collect();
            install(index, &mut installed, &names, Options { recommends: false, other_release: false });
        }
        installed
    });
    Base { distribution, installed, apk }
}

impl Distribution {
    /// The Debian release whose index answers for it, and how well it fits.
    pub(super) fn apt_release(&self) -> Option<(&'static str, Source)> {
        match self {
            Self::Debian(name) if name == "bookworm" => Some(("bookworm", Source::Index)),
            Self::Debian(name) if name == "trixie" => Some(("trixie", Source::Index)),
            Self::Debian(name) if ["forky", "sid", "testing", "unstable"].contains(&name.as_str()) => {
                Some(("trixie", Source::Neighbour))
            }
            Self::Debian(_) => Some(("bookworm", Source::Neighbour)),
            // Since 24.04 Ubuntu's libraries carry the names of trixie (64-bit time).
            Self::Ubuntu(version) if version.as_str() >= "24" => Some(("trixie", Source::Neighbour)),
            Self::Ubuntu(_) => Some(("bookworm", Source::Neighbour)),
            Self::Alpine(_) => None,
            // Where apt runs on an image nobody knows, the names at least mean what they mean in Debian.
            Self::Other(_) => Some(("bookworm", Source::Guess)),
        }
    }
}

struct Chain {
    /// The packages that each family adds, the image's own first.
    installs: Vec<&'static str>,
    root: &'static str,
}

fn chain(name: &str, tag: &str) -> Chain {
    let mut chain = Chain { installs: Vec::new(), root: "" };
    let Some((mut from, packages)) = family(name, |variant| has_variant(tag, variant)) else {
        return chain;
    };
    chain.installs.push(packages);
    for _ in 0..LONGEST_CHAIN {
        let (next, variant) = from.split_once(':').unwrap_or((from, ""));
        let Some((below, packages)) = family(next, |word| word == variant) else { break };
        chain.installs.push(packages);
        from = below;
    }
    chain.root = from;
    chain
}

/// A word of the tag is the variant, with a version after it where it names a distribution: `alpine3.22`.
fn has_variant(tag: &str, variant: &str) -> bool {
    tag.split(['-', '_']).any(|word| word == variant || (variant == "alpine" && word.starts_with(variant)))
}

/// The first row of the image whose variant fits; a row without a variant fits always.
fn family(name: &str, fits: impl Fn(&str) -> bool) -> Option<(&'static str, &'static str)> {
    let row = rows::all(FAMILIES, name).find(|row| row[1].is_empty() || fits(row[1]))?;
    Some((row[2], row[3]))
}

/// `docker.io/library/node` is `node`.
fn short_name(name: &str) -> &str {
    let name = name.strip_prefix("docker.io/").unwrap_or(name);
    name.strip_prefix("library/").unwrap_or(name)
}

fn named(text: &str) -> Option<Distribution> {
    let (name, version) = text.split_once(':').unwrap_or((text, ""));
    match name {
        "debian" => Some(Distribution::Debian(debian_name(version)?.to_owned())),
        "ubuntu" => Some(Distribution::Ubuntu(ubuntu_number(version).unwrap_or(version).to_owned())),
        "alpine" => Some(Distribution::Alpine(version.to_owned())),
        "" => None,
        other => Some(Distribution::Other(other.to_owned())),
    }
}

fn from_tag(name: &str, tag: &str) -> Option<Distribution> {
    let words = || tag.split(['-', '_']);
    let alpine = words().find_map(|word| word.strip_prefix("alpine"));
    if let Some(version) = alpine {
        return Some(Distribution::Alpine(version.to_owned()));
    }
    match name {
        "alpine" => return Some(Distribution::Alpine(words().next().unwrap_or("").to_owned())),
        "debian" => {
            return named(&format!("debian:{}", words().next().unwrap_or("")))
                .or_else(|| Some(Distribution::Debian(DEFAULT_DEBIAN.to_owned())));
        }
        "ubuntu" => {
            let first = words().next().unwrap_or("");
            let number = ubuntu_number(first).unwrap_or(if first.starts_with(|letter: char| letter.is_ascii_digit()) {
                first
            } else {
                DEFAULT_UBUNTU
            });
            return Some(Distribution::Ubuntu(number.to_owned()));
        }
        _ => {}
    }
    words().find_map(|word| {
        let word = word.strip_prefix("debian").unwrap_or(word);
        let debian = debian_name(word)
            .filter(|_| !word.starts_with(|letter: char| letter.is_ascii_digit()) || tag.contains("debian"));
        let debian = debian.map(|name| Distribution::Debian(name.to_owned()));
        let ubuntu = || {
            let version = word.strip_prefix("ubuntu").filter(|version| !version.is_empty());
            ubuntu_number(word).or(version).map(|version| Distribution::Ubuntu(version.to_owned()))
        };
        debian.or_else(ubuntu)
    })
}

/// What a family's tags without a distribution's name stand on in November 2026.
const DEFAULT_DEBIAN: &str = "trixie";
const DEFAULT_UBUNTU: &str = "24.04";

fn from_root(root: &str) -> Distribution {
    match root {
        "debian" | "debian-slim" => Distribution::Debian(DEFAULT_DEBIAN.to_owned()),
        "ubuntu" => Distribution::Ubuntu(DEFAULT_UBUNTU.to_owned()),
        "alpine" => Distribution::Alpine(String::new()),
        other => Distribution::Other(other.to_owned()),
    }
}

/// The code name of a Debian release by its name or number.
fn debian_name(word: &str) -> Option<&'static str> {
    const RELEASES: [(&str, &str); 10] = [
        ("7", "wheezy"),
        ("8", "jessie"),
        ("9", "stretch"),
        ("10", "buster"),
        ("11", "bullseye"),
        ("12", "bookworm"),
        ("13", "trixie"),
        ("14", "forky"),
        ("unstable", "sid"),
        ("testing", "testing"),
    ];
    let number = word.split('.').next().unwrap_or(word);
    RELEASES.iter().find(|release| release.0 == number || release.1 == word).map(|release| release.1)
}

fn ubuntu_number(word: &str) -> Option<&'static str> {
    const RELEASES: [(&str, &str); 8] = [
        ("precise", "12.04"),
        ("trusty", "14.04"),
        ("xenial", "16.04"),
        ("bionic", "18.04"),
        ("focal", "20.04"),
        ("jammy", "22.04"),
        ("noble", "24.04"),
        ("resolute", "26.04"),
    ];
    RELEASES.iter().find(|release| release.0 == word).map(|release| release.1)
}
