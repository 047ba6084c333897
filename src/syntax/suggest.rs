//! The nearest known word to one that is not known.

/// The option fewer than three edits away from `word`, as BuildKit suggests it; the first of several that are as near.
pub fn nearest<'a>(word: &str, options: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    let mut best = (3, None);
    for option in options {
        if option == word {
            return None;
        }
        // Each character more or less is an edit, so far longer words need not be compared.
        if length.abs_diff(option.chars().count()) < best.0 {
            let edits = distance(word, option);
            if edits < best.0 {
                best = (edits, Some(option));
            }
        }
    }
    best.1
}

/// How many insertions, deletions and replacements of characters turn one word into the other (Levenshtein).
fn distance(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.chars().count()).collect();
    for (line, left) in from.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], line + 1);
        for (column, right) in to.chars().enumerate() {
            let replaced = diagonal + usize::from(left != right);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row.pop().unwrap_or(0)
}
