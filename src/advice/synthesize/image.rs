//! The base image's name taken apart, and the names of its neighbours: the slim one, the one of another image of the same
//! publisher. Keeps what the author wrote, variables included, wherever that can be.

use crate::size::BaseImage;

/// The image of a FROM line.
#[derive(Clone, Debug, Default)]
pub(super) struct Image {
    /// As written after FROM, variables unexpanded, flags left out.
    pub written: String,
    /// `--platform=… `, with a final blank, or nothing.
    pub flags: String,
    /// Short and expanded: `node`, `mcr.microsoft.com/dotnet/sdk`.
    pub name: String,
    pub tag: String,
    /// `debian:bookworm`, `alpine:3.20`; empty where unknown.
    pub distribution: String,
}

impl Image {
    pub(super) fn new(written: &str, platform: Option<&str>, known: &BaseImage) -> Self {
        Self {
            written: written.to_owned(),
            flags: platform.map_or(String::new(), |platform| format!("--platform={platform} ")),
            name: known.name.clone(),
            tag: known.tag.clone(),
            distribution: known.distribution.clone(),
        }
    }

    /// What stands after FROM.
    pub(super) fn from(&self) -> String {
        format!("{}{}", self.flags, self.written)
    }

    /// Whether a word of the tag is this one or begins with it: `alpine` in `20-alpine3.19`.
    pub(super) fn has(&self, word: &str) -> bool {
        self.tag.split('-').any(|part| part.starts_with(word))
    }

    pub(super) fn is_alpine(&self) -> bool {
        self.has("alpine") || self.distribution.starts_with("alpine") || self.name == "alpine"
    }

    /// Whether it is a small variant already.
    pub(super) fn is_small(&self) -> bool {
        self.is_alpine() || self.has("slim")
    }

    pub(super) fn is_pinned(&self) -> bool {
        self.written.contains('@')
    }

    /// The first number of the tag: `20` of `20.11-bookworm`.
    pub(super) fn major(&self) -> Option<u32> {
        let first = self.tag.split(['-', '.', '_']).next()?;
        first.parse().ok()
    }

    /// The release the tag names: `bookworm`, `alpine3.19`.
    pub(super) fn release(&self) -> Option<&str> {
        const RELEASES: [&str; 9] =
            ["forky", "trixie", "bookworm", "bullseye", "buster", "noble", "jammy", "focal", "alpine3"];
        self.tag.split('-').find(|part| RELEASES.iter().any(|release| part.starts_with(release)))
    }

    /// Code name of the Debian or Ubuntu release below it, as far as known.
    pub(super) fn code_name(&self) -> &str {
        if let Some(release) = self.release().or_else(|| self.default_release()) {
            return release;
        }
        match self.distribution.split_once(':').map_or("", |(_, release)| release) {
            "12" => "bookworm",
            "13" => "trixie",
            "22.04" => "jammy",
            "24.04" => "noble",
            "26.04" => "resolute",
            "20.04" => "focal",
            name => name,
        }
    }

    /// The release of the official language images whose tag names none. The versions maintained when a Debian comes out move to
    /// it, the others stay (docker-library/official-images: bookworm in June 2023, trixie in August 2025).
    fn default_release(&self) -> Option<&'static str> {
        let mut numbers = self.tag.split(['-', '_']).next()?.split('.').map_while(|part| part.parse::<u32>().ok());
        let (major, minor) = (numbers.next()?, numbers.next()?);
        if self.is_alpine() || self.release().is_some() {
            return None;
        }
        let (bookworm, trixie) = match self.name.as_str() {
            "golang" => ((1, 19), (1, 24)),
            "rust" => ((1, 70), (1, 89)),
            "python" => ((3, 7), (3, 9)),
            "ruby" => ((3, 0), (3, 2)),
            "php" => ((8, 0), (8, 1)),
            _ => return None,
        };
        Some(match (major, minor) {
            version if version >= trixie => "trixie",
            version if version >= bookworm => "bookworm",
            _ => "bullseye",
        })
    }

    /// The same image with another tag. Variables stay where the new tag begins as the old one does.
    pub(super) fn with_tag(&self, tag: &str) -> Self {
        let unpinned = self.written.split('@').next().unwrap_or("");
        let slash = unpinned.rfind('/').map_or(0, |slash| slash + 1);
        // A colon inside `${X:-…}` is none of the name's.
        let end = unpinned[slash..].find('$').map_or(unpinned.len(), |dollar| slash + dollar);
        let (name, old) = match unpinned[slash..end].find(':') {
            Some(colon) => (&unpinned[..slash + colon], &unpinned[slash + colon + 1..]),
            None => (unpinned, ""),
        };
        let ending = tag.strip_prefix(self.tag.as_str()).filter(|_| !old.is_empty());
        // `${VERSION}-bookworm`: the words after the variable may change.
        let variable = old.starts_with('$').then(|| old.find('}').map(|brace| old.split_at(brace + 1))).flatten();
        let replaced = variable.and_then(|(variable, literal)| {
            let value = self.tag.strip_suffix(literal)?;
            Some(format!("{variable}{}", tag.strip_prefix(value)?))
        });
        let new = match (ending, replaced) {
            (Some(ending), _) => format!("{old}{ending}"),
            (None, Some(replaced)) => replaced,
            _ => tag.to_owned(),
        };
        Self { written: format!("{name}:{new}"), tag: tag.to_owned(), ..self.clone() }
    }

    /// Another image of the same publisher, from the same registry.
    pub(super) fn sibling(&self, name: &str, tag: &str) -> Self {
        let unpinned = self.written.split('@').next().unwrap_or("");
        let slash = unpinned.rfind('/').map_or(0, |slash| slash + 1);
        let mirror = if unpinned[..slash].ends_with("library/") { &unpinned[..slash] } else { "" };
        Self { written: format!("{mirror}{name}:{tag}"), name: name.to_owned(), tag: tag.to_owned(), ..self.clone() }
    }

    /// The slim variant of an image that has one; itself where it is small already.
    pub(super) fn slim(&self) -> Self {
        if self.is_small() {
            return self.clone();
        }
        let release = self.release();
        let tag = match (self.tag.as_str(), release) {
            ("latest", _) => "slim".to_owned(),
            // Node writes the release before the variant, Python and Ruby after it.
            (tag, Some(release)) if self.name != "node" && tag != release => {
                format!("{}-slim-{release}", tag.trim_end_matches(release).trim_end_matches('-'))
            }
            (tag, Some(release)) if !matches!(self.name.as_str(), "node" | "debian") && tag == release => {
                format!("slim-{release}")
            }
            (tag, _) => format!("{tag}-slim"),
        };
        self.with_tag(&tag)
    }

    /// The variant on Alpine, where the tag does not ask for another system.
    pub(super) fn alpine(&self) -> Option<Self> {
        if self.is_alpine() {
            return Some(self.clone());
        }
        if self.release().is_some() {
            return None;
        }
        let tag = self.tag.trim_end_matches("slim").trim_end_matches('-');
        Some(self.with_tag(&if matches!(tag, "latest" | "") { "alpine".to_owned() } else { format!("{tag}-alpine") }))
    }

    /// The bare system below this image: `debian:bookworm-slim`, `alpine:3.20`; `None` where that is not known.
    pub(super) fn system(&self) -> Option<Self> {
        if self.is_alpine() {
            let release = self.release().and_then(|release| release.strip_prefix("alpine"));
            let known = self.distribution.strip_prefix("alpine:").filter(|_| release.is_none());
            let tag = if self.name == "alpine" { self.tag.as_str() } else { release.or(known).unwrap_or("latest") };
            return Some(self.sibling("alpine", tag));
        }
        let name = self.code_name();
        match self.distribution.split(':').next() {
            // A program runs on a newer C library than the one it was linked with, never on an older one.
            _ if self.name == "gcc" && self.release().is_none() => Some(self.sibling("debian", "trixie-slim")),
            _ if name.is_empty() => None,
            _ if self.default_release().is_some() => Some(self.sibling("debian", &format!("{name}-slim"))),
            Some("debian") => Some(self.sibling("debian", &format!("{name}-slim"))),
            Some("ubuntu") if self.name == "ubuntu" => Some(self.clone()),
            Some("ubuntu") => Some(self.sibling("ubuntu", self.distribution.split(':').nth(1).unwrap_or(name))),
            _ => None,
        }
    }
}
