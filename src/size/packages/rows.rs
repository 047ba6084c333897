//! Comma-separated tables that the crate carries: rows of fields, quotes understood. The tables are the crate's own, so
//! there is no error to report; the tests check them.

/// The fields of each row after the header.
pub(super) fn read(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().skip(1).filter(|line| !line.is_empty()).map(fields)
}

/// The row whose first field is the key. Only that row is taken apart: look-ups come by the thousand.
pub(super) fn find(table: &'static str, key: &str) -> Option<Vec<&'static str>> {
    let is_row = |line: &&str| line.strip_prefix(key).is_some_and(|rest| rest.starts_with(','));
    table.lines().skip(1).find(is_row).map(fields)
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
