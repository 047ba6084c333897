//! Paths inside images and contexts, cut into names.

pub use crate::path::{absolute, parent};

/// Deeper folders are folded into one name, so that no text makes the trees deep.
const DEEPEST: usize = 64;

/// The names of an absolute path.
pub fn names(path: &str) -> impl Iterator<Item = &str> {
    path.trim_matches('/').splitn(DEEPEST, '/').filter(|name| !name.is_empty())
}

/// The last name; `/` for the root.
pub fn base(path: &str) -> &str {
    path.trim_end_matches('/').rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or("/")
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
        assert_eq!(absolute("/app", "./src/../a//b/"), "/app/a/b");
        assert_eq!(absolute("/app", "../../.."), "/");
        assert_eq!(absolute("/app", "/x/."), "/x");
        assert_eq!((base("/a/b"), parent("/a/b"), base("/"), parent("/a")), ("b", "/a", "/", "/"));
        assert_eq!((below("/a/b", "/a"), below("/ab", "/a"), below("/a", "/")), (Some("b"), None, Some("a")));
    }

    #[test]
    fn a_deep_path_has_few_names() {
        assert_eq!(names(&"/a".repeat(10_000)).count(), DEEPEST);
    }
}
