//! Paths inside images and contexts: joined, cleaned and cut into names. Nothing leaves the root.

/// Deeper folders are folded into one name, so that no text makes the trees deep.
const DEEPEST: usize = 64;

/// `path` seen from `folder`: absolute, without `.`, `..`, doubled or trailing slashes.
pub fn join(folder: &str, path: &str) -> String {
    let mut names: Vec<&str> = Vec::new();
    let start = if path.starts_with('/') { "" } else { folder };
    for name in start.split('/').chain(path.split('/')) {
        match name {
            "" | "." => {}
            ".." => drop(names.pop()),
            name => names.push(name),
        }
    }
    let mut joined = String::with_capacity(start.len() + path.len() + 2);
    for name in &names {
        joined.push('/');
        joined.push_str(name);
    }
    if joined.is_empty() { "/".into() } else { joined }
}

/// The names of a path that `join` made.
pub fn names(path: &str) -> impl Iterator<Item = &str> {
    path.trim_matches('/').splitn(DEEPEST, '/').filter(|name| !name.is_empty())
}

/// The last name; `/` for the root.
pub fn base(path: &str) -> &str {
    path.trim_end_matches('/').rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or("/")
}

/// The folder it stands in; `/` for the root.
pub fn parent(path: &str) -> &str {
    match path.trim_end_matches('/').rsplit_once('/') {
        Some(("", _)) | None => "/",
        Some((folder, _)) => folder,
    }
}

/// What is left of `path` below `folder`, without a leading slash; `None` when it is not in there.
pub fn below<'a>(path: &'a str, folder: &str) -> Option<&'a str> {
    let rest = path.strip_prefix(folder.trim_end_matches('/'))?;
    if rest.is_empty() { Some("") } else { rest.strip_prefix('/') }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_cleaned_and_stay_below_the_root() {
        assert_eq!(join("/app", "./src/../a//b/"), "/app/a/b");
        assert_eq!(join("/app", "../../.."), "/");
        assert_eq!(join("/app", "/x/."), "/x");
        assert_eq!((base("/a/b"), parent("/a/b"), base("/"), parent("/a")), ("b", "/a", "/", "/"));
        assert_eq!((below("/a/b", "/a"), below("/ab", "/a"), below("/a", "/")), (Some("b"), None, Some("a")));
    }

    #[test]
    fn a_deep_path_has_few_names() {
        assert_eq!(names(&"/a".repeat(10_000)).count(), DEEPEST);
    }
}
