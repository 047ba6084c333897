//! Paths of the image: kept to a depth, and walked. Text only; no tree here.

pub use crate::path::{matches, parent};

/// Deeper folders count as part of the last one: no real image nests further, and it bounds every walk.
const DEPTH: usize = 40;

/// `path` seen from `folder`, absolute and clean, cut where it gets too deep.
pub fn absolute(folder: &str, path: &str) -> String {
    let mut absolute = crate::path::absolute(folder, path);
    if let Some((end, _)) = absolute.match_indices('/').nth(DEPTH) {
        absolute.truncate(end);
    }
    absolute
}

/// The names of an absolute path, from the top.
pub fn names(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|name| !name.is_empty()).take(DEPTH)
}

pub fn file_name(path: &str) -> &str {
    path.trim_end_matches('/').rsplit('/').next().unwrap_or("")
}

pub fn join(folder: &str, name: &str) -> String {
    let folder = folder.trim_end_matches('/');
    format!("{folder}/{name}")
}

/// Whether `path` is `folder` or lies below it.
pub fn is_within(path: &str, folder: &str) -> bool {
    folder == "/" || path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

pub fn is_pattern(word: &str) -> bool {
    word.contains(['*', '?', '['])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_paths_absolute() {
        for (folder, path, expected) in [
            ("/app", "dist", "/app/dist"),
            ("/app", "../x/./y//z/", "/x/y/z"),
            ("/app", "/srv", "/srv"),
            ("/", "../..", "/"),
            ("/app", ".", "/app"),
        ] {
            assert_eq!(absolute(folder, path), expected);
        }
        assert_eq!((parent("/a/b"), parent("/a"), file_name("/a/b/")), ("/a", "/", "b"));
        assert!(is_within("/app/x", "/app") && !is_within("/apple", "/app"));
    }
}
