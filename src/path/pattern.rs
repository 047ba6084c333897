//! Shell patterns of single names: `*`, `?`, `[…]` and `\`, as POSIX has them. Only the pattern of one name; slashes and
//! leading dots are the caller's.

/// Bytes of the longest name that file systems take: longer ones are matched by a plain beginning and ending alone. A
/// match costs no more than the square of it, whatever the text.
const LONGEST: usize = 255;

/// What stands for something else than itself.
const SPECIAL: [u8; 4] = [b'*', b'?', b'[', b'\\'];

/// Whether a name matches a pattern, whole.
pub fn matches(pattern: &str, name: &str) -> bool {
    let is_special = |byte: u8| SPECIAL.contains(&byte);
    let alike = pattern.bytes().zip(name.bytes()).take_while(|(one, other)| one == other && !is_special(*one)).count();
    match pattern[alike..].bytes().next() {
        None => return alike == name.len(),
        Some(byte) if !is_special(byte) => return false,
        Some(_) => {}
    }
    // Nearly all patterns are a beginning and an ending, or one of both.
    let ending = pattern[alike..].strip_prefix('*').filter(|ending| !ending.bytes().any(is_special));
    if let Some(ending) = ending {
        return name[alike..].ends_with(ending);
    }
    if pattern.len() > LONGEST || name.len() > LONGEST {
        return false;
    }
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    let items = items(&pattern);
    let (mut at, mut seen) = (0, 0);
    // After the last star, and where what it stands for ends so far: earlier stars need no second try.
    let mut star: Option<(usize, usize)> = None;
    while seen < name.len() {
        match (items.get(at), star) {
            (Some(Item::Star), _) => {
                at += 1;
                star = Some((at, seen));
            }
            (Some(item), _) if item.takes(name[seen]) => {
                at += 1;
                seen += 1;
            }
            (_, Some((after, from))) => {
                star = Some((after, from + 1));
                at = after;
                seen = from + 1;
            }
            _ => return false,
        }
    }
    items[at..].iter().all(|rest| matches!(rest, Item::Star))
}

enum Item<'a> {
    Star,
    Any,
    Literal(char),
    /// What stands after the bracket, the closing one included.
    Class(&'a [char]),
}

fn items(pattern: &[char]) -> Vec<Item<'_>> {
    let mut items = Vec::with_capacity(pattern.len());
    let (mut at, mut closes) = (0, true);
    while at < pattern.len() {
        let rest = &pattern[at + 1..];
        let (item, length) = match pattern[at] {
            '*' => (Item::Star, 1),
            '?' => (Item::Any, 1),
            '\\' => rest.first().map_or((Item::Literal('\\'), 1), |escaped| (Item::Literal(*escaped), 2)),
            '[' if closes => match class(rest, '\0') {
                Some((length, _)) => (Item::Class(&rest[..length]), length + 1),
                // One that nothing closes is a character like others, and so are those after it.
                None => {
                    closes = false;
                    (Item::Literal('['), 1)
                }
            },
            literal => (Item::Literal(literal), 1),
        };
        items.push(item);
        at += length;
    }
    items
}

impl Item<'_> {
    fn takes(&self, character: char) -> bool {
        match self {
            Self::Star => false,
            Self::Any => true,
            Self::Literal(literal) => *literal == character,
            Self::Class(pattern) => class(pattern, character).is_some_and(|(_, is_of)| is_of),
        }
    }
}

/// The length of a class after its bracket, the closing one included, and whether the character is of it.
fn class(pattern: &[char], character: char) -> Option<(usize, bool)> {
    let negated = matches!(pattern.first(), Some('!' | '^'));
    let start = usize::from(negated);
    let (mut at, mut found) = (start, false);
    loop {
        let rest = &pattern[at..];
        if *rest.first()? == ']' && at > start {
            return Some((at + 1, found != negated));
        }
        if let Some((length, is_of)) = named(rest, character) {
            found |= is_of;
            at += length;
            continue;
        }
        let (low, length) = member(rest)?;
        match rest.get(length..) {
            // A dash before the end of the class is one.
            Some(['-', end, ..]) if *end != ']' => {
                let (high, more) = member(&rest[length + 1..])?;
                found |= (low..=high).contains(&character);
                at += length + 1 + more;
            }
            _ => {
                found |= low == character;
                at += length;
            }
        }
    }
}

/// A single character of a class, escaped or not, and its length.
fn member(pattern: &[char]) -> Option<(char, usize)> {
    match *pattern.first()? {
        '\\' => pattern.get(1).map(|escaped| (*escaped, 2)),
        plain => Some((plain, 1)),
    }
}

/// `[:alpha:]` and its like inside a class: the length, and whether the character is one.
fn named(pattern: &[char], character: char) -> Option<(usize, bool)> {
    let inside = pattern.strip_prefix(&['[', ':'])?;
    let length = inside.iter().take_while(|letter| letter.is_ascii_lowercase()).count();
    inside[length..].starts_with(&[':', ']']).then_some(())?;
    let name: String = inside[..length].iter().collect();
    let found = match name.as_str() {
        "alpha" => character.is_ascii_alphabetic(),
        "digit" => character.is_ascii_digit(),
        "alnum" => character.is_ascii_alphanumeric(),
        "lower" => character.is_ascii_lowercase(),
        "upper" => character.is_ascii_uppercase(),
        "xdigit" => character.is_ascii_hexdigit(),
        "punct" => character.is_ascii_punctuation(),
        "space" => character.is_ascii_whitespace() || character == '\u{b}',
        "blank" => matches!(character, ' ' | '\t'),
        "cntrl" => character.is_ascii_control(),
        "graph" => character.is_ascii_graphic(),
        "print" => character.is_ascii_graphic() || character == ' ',
        _ => return None,
    };
    Some((length + 4, found))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_match_as_in_a_shell() {
        for (pattern, names, others) in [
            ("*?", "anything|.hidden", ""),
            ("*.jar", "app.jar|.jar", "app.jar.original|jar"),
            ("package*.json", "package.json|package-lock.json", "package.json5|my-package.json"),
            ("a*b*c", "axxbyyc|abc|abcbc", "ab|abca|xabc"),
            ("app-?.[tj]s", "app-1.js|app-é.ts", "app-.js|app-12.js|app-1.cs"),
            ("[a-c]x", "ax|bx|cx", "dx|-x|x"),
            ("[^a-c]x", "dx|]x", "ax|x"),
            ("[!a]*", "bcd|b", "abc|"),
            ("[!]a]", "b|!", "]|a"),
            ("[]a]", "]|a", "b|[]a]"),
            ("[a-]", "a|-", "b|]"),
            ("[-a]", "a|-", "b"),
            ("[a\\]b]", "a|]|b", "\\|c"),
            ("[[:digit:]x]?", "7a|xx", "aa|:7"),
            ("[![:upper:]]*", "abc|1", "Abc"),
            ("[[:none:]]", ":]|n]|[]", "n|:"),
            ("[z-a]?", "", "zz|aa|mm"),
            ("a[", "a[", "a|ab"),
            ("[a", "[a", "a"),
            ("a\\*", "a*", "a|ab|a\\*"),
            ("\\[a]", "[a]", "a"),
            ("a?\\", "ab\\", "ab|abc"),
            ("**a**", "a|bab", "b|"),
            ("?", "a|é", "|ab"),
        ] {
            for name in names.split('|').filter(|name| !name.is_empty()) {
                assert!(matches(pattern, name), "{pattern} takes {name:?}");
            }
            for name in others.split('|') {
                assert!(!matches(pattern, name), "{pattern} does not take {name:?}");
            }
        }
    }

    #[test]
    fn what_no_file_system_has_ends_soon() {
        let long = "a".repeat(1_000_000);
        assert!(matches(&long, &long) && matches("*", &long) && matches("a*", &long) && matches("*a", &long));
        assert!(!matches(&"*a".repeat(1_000), &long));
        assert!(!matches("*a?", &long), "a name longer than any");
        let name = "a".repeat(255);
        assert!(matches("?*a", &name) && matches(&format!("{}?", "*a".repeat(126)), &name));
        assert!(!matches(&format!("{}b", "*a".repeat(127)), &name));
        assert!(!matches(&"[".repeat(255), &name) && !matches(&"[[:".repeat(85), &name));
    }
}
