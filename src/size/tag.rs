//! Image tags taken apart: version, distribution and variant, and how far one tag is from another.

use crate::order;

/// A tag as its makers mean it: `3.12-slim-bookworm` is version 3.12, variant slim, on bookworm.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tag {
    /// Empty for moving tags without a number: `latest`, `lts`, `alpine`.
    pub version: Vec<u32>,
    /// `bookworm`, `noble`, `alpine3.20`; empty where the tag leaves it to the publisher.
    pub distribution: String,
    /// What is left, sorted: `alpine`, `slim`, `fpm`, `jdk` …
    pub variants: Vec<String>,
}

/// Code names of Debian and Ubuntu releases, and the numbers some tags write instead.
const CODE_NAMES: [&str; 20] = [
    "trixie", "bookworm", "bullseye", "buster", "stretch", "jessie", "wheezy", "sid", "resolute", "noble", "jammy",
    "focal", "bionic", "xenial", "trusty", "plucky", "questing", "ubuntu", "debian", "forky",
];
const MOVING: [&str; 9] = ["latest", "lts", "stable", "current", "mainline", "edge", "rolling", "oldstable", "testing"];

impl Tag {
    pub fn read(text: &str) -> Self {
        let mut tag = Self::default();
        for word in text.split(['-', '_']).filter(|word| !word.is_empty()) {
            let number = word.strip_prefix('v').unwrap_or(word);
            if number.starts_with(|first: char| first.is_ascii_digit()) && tag.version.is_empty() {
                tag.version = number.split('.').map_while(|part| part.parse().ok()).take(4).collect();
                if tag.version.is_empty() {
                    tag.variants.push(word.to_owned());
                }
            } else if let Some(release) = word.strip_prefix("alpine") {
                tag.variants.push("alpine".to_owned());
                if !release.is_empty() {
                    word.clone_into(&mut tag.distribution);
                }
            } else if CODE_NAMES.iter().any(|name| word.starts_with(name)) {
                word.clone_into(&mut tag.distribution);
            } else if !MOVING.contains(&word) {
                tag.variants.push(word.to_owned());
            }
        }
        order::sort(&mut tag.variants);
        tag
    }

    /// How far another tag's image is likely to be from this one's: 0 for the same, about 100 for the next major version,
    /// 1000 and more for another variant.
    pub fn distance(&self, other: &Self) -> u32 {
        let differing = |one: &Self, two: &Self| {
            let missing = one.variants.iter().filter(|variant| !two.variants.contains(variant));
            missing.map(|variant| if variant == "alpine" { 4000 } else { 1000 }).sum::<u32>()
        };
        let variants = differing(self, other) + differing(other, self);
        let distribution = match (self.distribution.as_str(), other.distribution.as_str()) {
            (one, two) if one == two => 0,
            ("", _) | (_, "") => 15,
            _ => 40,
        };
        variants + distribution + self.version_distance(other)
    }

    fn version_distance(&self, other: &Self) -> u32 {
        if self.version.is_empty() != other.version.is_empty() {
            return 60;
        }
        let weights = [100, 10, 2, 1];
        for (place, weight) in weights.into_iter().enumerate() {
            match (self.version.get(place), other.version.get(place)) {
                (Some(one), Some(two)) if one != two => {
                    return one.abs_diff(*two).saturating_mul(weight).min(weight * 8);
                }
                (Some(_), Some(_)) => {}
                _ => return 0,
            }
        }
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_tags_apart() {
        let tag = Tag::read("3.12-slim-bookworm");
        assert_eq!(
            (tag.version, tag.distribution.as_str(), tag.variants),
            (vec![3, 12], "bookworm", vec!["slim".into()])
        );
        let tag = Tag::read("22.11.0-alpine3.20");
        assert_eq!((tag.distribution.as_str(), tag.variants), ("alpine3.20", vec!["alpine".into()]));
        assert_eq!(Tag::read("lts").version, Vec::<u32>::new());
    }

    #[test]
    fn prefers_the_same_variant_to_a_nearer_version() {
        let wanted = Tag::read("20-slim");
        assert!(wanted.distance(&Tag::read("22-slim")) < wanted.distance(&Tag::read("20")));
        assert!(wanted.distance(&Tag::read("20-bookworm-slim")) < wanted.distance(&Tag::read("22-slim")));
    }
}
