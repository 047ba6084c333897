//! Anything hashable to a 64-bit digest: how steps and files are told apart here. It stands for BuildKit's SHA-256
//! digests and is never shown or stored.

use std::hash::{DefaultHasher, Hash, Hasher};

pub type Digest = u64;

/// The digest of a value; a leading string keeps different kinds of things apart.
pub fn digest(kind: &str, value: impl Hash) -> Digest {
    let mut hasher = DefaultHasher::new();
    kind.hash(&mut hasher);
    value.hash(&mut hasher);
    hasher.finish()
}
