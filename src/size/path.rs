//! Paths of the image: kept to a depth, walked, matched against shell patterns. Text only; no tree here.

pub use crate::path::parent;

/// Deeper folders count as part of the last one: no real image nests further, and it bounds every walk.
const DEPTH: usize = 40;
/// File systems take no longer name, so no longer pattern is worth matching.
const LONGEST_NAME: usize = 255;

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

/// Whether a name fits a shell pattern of `*`, `?` and `[…]`. Linear but for one remembered star.
pub fn matches(pattern: &str, name: &str) -> bool {
    if pattern.len() > LONGEST_NAME {
        return false;
    }
    // Nearly all patterns are an ending or a beginning.
    if let Some(ending) = pattern.strip_prefix('*').filter(|rest| !rest.contains(['*', '?', '[', '\\'])) {
        return name.ends_with(ending);
    }
    if let Some(beginning) = pattern.strip_suffix('*').filter(|rest| !rest.contains(['*', '?', '[', '\\'])) {
        return name.starts_with(beginning);
    }
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    let (mut at, mut seen) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while seen < name.len() {
        match step(&pattern, at, name[seen]) {
            Some(next) if pattern.get(at) != Some(&'*') => {
                at = next;
                seen += 1;
            }
            Some(next) => {
                star = Some((next, seen));
                at = next;
            }
            None => match star {
                Some((after, from)) => {
                    star = Some((after, from + 1));
                    at = after;
                    seen = from + 1;
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|rest| *rest == '*')
}

/// Where the pattern goes on once its item at `at` took a character; `None` where it does not take it.
fn step(pattern: &[char], at: usize, character: char) -> Option<usize> {
    match *pattern.get(at)? {
        '*' => Some(at + 1),
        '?' => Some(at + 1),
        '[' => {
            let end = at + 2 + pattern.get(at + 2..)?.iter().take(64).position(|end| *end == ']')?;
            let class = &pattern[at + 1..end];
            let (negated, class) = match class.first() {
                Some('!' | '^') => (true, &class[1..]),
                _ => (false, class),
            };
            let mut found = false;
            let mut place = 0;
            while place < class.len() {
                if class.get(place + 1) == Some(&'-') && place + 2 < class.len() {
                    found |= (class[place]..=class[place + 2]).contains(&character);
                    place += 3;
                } else {
                    found |= class[place] == character;
                    place += 1;
                }
            }
            (found != negated).then_some(end + 1)
        }
        '\\' => (pattern.get(at + 1) == Some(&character)).then_some(at + 2),
        literal => (literal == character).then_some(at + 1),
    }
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

    #[test]
    fn matches_shell_patterns() {
        for (pattern, name, expected) in [
            ("*", "anything", true),
            ("*.jar", "app.jar", true),
            ("*.jar", "app.jar.original", false),
            ("a*b*c", "axxbyyc", true),
            ("app-?.[tj]s", "app-1.js", true),
            ("[!a]*", "abc", false),
            ("lib[a-c]", "libb", true),
        ] {
            assert_eq!(matches(pattern, name), expected, "{pattern} {name}");
        }
    }
}
