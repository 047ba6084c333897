//! Comma-separated tables that the crate carries: rows of fields, quotes understood. The tables are the crate's own, so
//! there is no error to report; the tests check them.

use std::cmp::Ordering;

/// The rows whose first field is the key, in the table's order. Only those are taken apart.
pub(super) fn all<'a>(table: &'static str, key: &'a str) -> impl Iterator<Item = Vec<&'static str>> + use<'a> {
    table.lines().skip(1).filter(move |line| first(line) == key).map(fields)
}

/// The row whose first field is the key, in a table sorted by it: look-ups come by the thousand.
pub(super) fn find(table: &'static str, key: &str) -> Option<Vec<&'static str>> {
    let mut rest = table.split_once('\n')?.1;
    while !rest.is_empty() {
        let middle = rest.floor_char_boundary(rest.len() / 2);
        let start = rest[..middle].rfind('\n').map_or(0, |end| end + 1);
        let (line, after) = rest[start..].split_once('\n').unwrap_or((&rest[start..], ""));
        match first(line).cmp(key) {
            Ordering::Equal => return Some(fields(line)),
            Ordering::Less => rest = after,
            Ordering::Greater => rest = &rest[..start],
        }
    }
    None
}

fn first(line: &str) -> &str {
    line.split(',').next().unwrap_or(line)
}

fn fields(line: &'static str) -> Vec<&'static str> {
    let mut fields = Vec::new();
    let mut rest = line;
    loop {
        let quoted = rest.strip_prefix('"').and_then(|inside| inside.split_once('"'));
        let (field, after) = quoted.unwrap_or_else(|| rest.split_at(rest.find(',').unwrap_or(rest.len())));
        fields.push(field);
        match after.strip_prefix(',') {
            Some(next) => rest = next,
            None => return fields,
        }
    }
}
