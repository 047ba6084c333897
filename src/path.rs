//! Absolute paths as text: made from a folder and a word, and cut; patterns of names. Nothing leaves the root; no tree
//! here.

mod pattern;

pub use pattern::matches;

/// `path` seen from `folder`: absolute, without `.`, `..`, doubled or trailing slashes.
pub fn absolute(folder: &str, path: &str) -> String {
    let start = if path.starts_with('/') { "" } else { folder };
    let mut absolute = String::with_capacity(start.len() + path.len() + 2);
    for name in start.split('/').chain(path.split('/')) {
        match name {
            "" | "." => {}
            ".." => absolute.truncate(absolute.rfind('/').unwrap_or(0)),
            name => {
                absolute.push('/');
                absolute.push_str(name);
            }
        }
    }
    if absolute.is_empty() { "/".into() } else { absolute }
}

/// The folder it stands in; `/` for the root.
pub fn parent(path: &str) -> &str {
    match path.trim_end_matches('/').rsplit_once('/') {
        Some(("", _)) | None => "/",
        Some((folder, _)) => folder,
    }
}
