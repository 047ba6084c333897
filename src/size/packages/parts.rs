//! Small tables of packages, each row with what it brings by itself and which other rows it needs: names in, every row
//! once out. Shared by the managers whose closures were measured rather than indexed.

use std::collections::HashSet;

use super::rows;

/// A package's own contribution, without what it needs.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) name: &'static str,
    /// The numbers of the table, in the order of its columns.
    pub(super) numbers: Vec<u64>,
    pub(super) class: &'static str,
}

pub(super) struct Parts {
    pub(super) known: Vec<Part>,
    pub(super) unknown: Vec<String>,
}

/// Where a table keeps what: how many number columns follow the name, then the needs; and the class.
pub(super) struct Columns {
    pub(super) numbers: usize,
    pub(super) class: usize,
}

/// The rows of the names and of all they need, each once, in the order met. Skips what `has` says is there already.
pub(super) fn gather(table: &'static str, columns: &Columns, names: &[&str], has: impl Fn(&str) -> bool) -> Parts {
    let mut met: HashSet<&str> = HashSet::new();
    let mut parts = Parts { known: Vec::new(), unknown: Vec::new() };
    let mut queue: Vec<&str> = names.iter().rev().copied().collect();
    while let Some(name) = queue.pop() {
        if has(name) || !met.insert(name) {
            continue;
        }
        let Some(row) = rows::find(table, name) else {
            parts.unknown.push(name.to_owned());
            continue;
        };
        let numbers = row[1..=columns.numbers].iter().map(|field| field.parse().unwrap_or(0)).collect();
        parts.known.push(Part { name: row[0], numbers, class: row[columns.class] });
        queue.extend(row[columns.numbers + 1].split(' ').filter(|name| !name.is_empty()));
    }
    parts
}
