//! The patterns of grep and sed that are simple enough to try here: literals, `.`, `^`, `$`, classes and `*`.

/// A compiled pattern of one line.
pub(super) struct Pattern {
    atoms: Vec<(Atom, bool)>,
    at_start: bool,
    at_end: bool,
}

enum Atom {
    Any,
    Literal(char),
    Class(Vec<(char, char)>, bool),
}

/// More repetitions could make matching slow.
const REPETITIONS: usize = 3;

impl Pattern {
    /// `None` for what only a real engine can tell.
    pub(super) fn new(text: &str, extended: bool) -> Option<Self> {
        let mut characters = text.chars().peekable();
        let mut pattern = Self { atoms: Vec::new(), at_start: false, at_end: false };
        let mut repetitions = 0;
        while let Some(character) = characters.next() {
            let atom = match character {
                '^' if pattern.atoms.is_empty() && !pattern.at_start => {
                    pattern.at_start = true;
                    continue;
                }
                '$' if characters.peek().is_none() => {
                    pattern.at_end = true;
                    continue;
                }
                '*' if !pattern.atoms.is_empty() => {
                    let last = pattern.atoms.last_mut()?;
                    last.1 = true;
                    repetitions += 1;
                    continue;
                }
                '+' | '?' | '|' | '(' | ')' | '{' if extended => return None,
                '.' => Atom::Any,
                '[' => class(&mut characters)?,
                '\\' => match characters.next()? {
                    escaped if escaped.is_ascii_punctuation() && !"|+?(){}<>".contains(escaped) => {
                        Atom::Literal(escaped)
                    }
                    _ => return None,
                },
                literal => Atom::Literal(literal),
            };
            pattern.atoms.push((atom, false));
        }
        (repetitions <= REPETITIONS && pattern.atoms.len() <= 64).then_some(pattern)
    }

    /// Of a fixed text.
    pub(super) fn fixed(text: &str) -> Self {
        let atoms = text.chars().map(|character| (Atom::Literal(character), false)).collect();
        Self { atoms, at_start: false, at_end: false }
    }

    /// Whether it matches somewhere in a line. All places it may have reached are kept at once, so that the time is
    /// bounded by line times pattern.
    pub(super) fn is_in(&self, line: &str) -> bool {
        let line: Vec<char> = line.chars().take(4096).collect();
        let mut reached = vec![!self.at_start; line.len() + 1];
        reached[0] = true;
        for (atom, repeated) in &self.atoms {
            let mut next = if *repeated { reached.clone() } else { vec![false; line.len() + 1] };
            for (position, character) in line.iter().enumerate() {
                let from = reached[position] || *repeated && next[position];
                if from && atom.is(*character) {
                    next[position + 1] = true;
                }
            }
            reached = next;
        }
        if self.at_end { reached[line.len()] } else { reached.contains(&true) }
    }
}

impl Atom {
    fn is(&self, character: char) -> bool {
        match self {
            Self::Any => true,
            Self::Literal(literal) => *literal == character,
            Self::Class(ranges, negated) => {
                ranges.iter().any(|(low, high)| (*low..=*high).contains(&character)) != *negated
            }
        }
    }
}

fn class(characters: &mut std::iter::Peekable<std::str::Chars>) -> Option<Atom> {
    let negated = characters.next_if_eq(&'^').is_some();
    let mut ranges = Vec::new();
    loop {
        match characters.next()? {
            ']' if !ranges.is_empty() => return Some(Atom::Class(ranges, negated)),
            '[' => return None,
            low if characters.peek() == Some(&'-') => {
                characters.next();
                match characters.next()? {
                    ']' => {
                        ranges.extend([(low, low), ('-', '-')]);
                        return Some(Atom::Class(ranges, negated));
                    }
                    high => ranges.push((low, high)),
                }
            }
            single => ranges.push((single, single)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simple_patterns_match_as_grep_does() {
        for (pattern, line, expected) in [
            ("^//", "// a", true),
            ("^//", "a // b", false),
            ("x*y", "aaxxxyb", true),
            ("^[a-z]*$", "abc", true),
            ("^[a-z]*$", "abC", false),
            ("a.c", "xabcx", true),
            ("^$", "", true),
            ("\\.js$", "a.js", true),
        ] {
            let found = Pattern::new(pattern, false).map(|compiled| compiled.is_in(line));
            assert_eq!(found, Some(expected), "{pattern} in {line}");
        }
        assert!(Pattern::new("(a|b)", true).is_none());
    }
}
