//! Paths below the root of the context.

/// The shortest form of a path, as Go's `path.Clean` makes it: no `.`, no doubled or final slashes, `..` resolved
/// where it can be. The empty path is `.`.
pub fn clean(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if rooted => {}
            part => parts.push(part),
        }
    }
    match (rooted, parts.is_empty()) {
        (true, _) => format!("/{}", parts.join("/")),
        (false, true) => ".".into(),
        (false, false) => parts.join("/"),
    }
}

/// A path as BuildKit looks it up in the context, which it cannot leave: empty for the root itself.
pub(super) fn inside(path: &str) -> String {
    clean(&format!("/{path}")).trim_start_matches('/').to_string()
}

/// A path and every folder above it, the highest first; the root is not among them.
pub(super) fn with_parents(path: &str) -> impl Iterator<Item = &str> {
    let slashes = path.match_indices('/').map(|(at, _)| at);
    slashes.chain([path.len()]).map(|end| &path[..end])
}
