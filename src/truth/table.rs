//! The table that `docker history` prints, and podman and nerdctl after it, into entries. Reads rows by what stands in
//! them, not by the columns' places, which heredocs of several lines and pasting through other programs shift.

use super::{Entry, Form, MOST, TrueImage, Truth, TruthError, excerpt, shortened};
use crate::bytes::typed::parse_size;

/// Characters of CREATED BY that are printed without `--no-trunc`: old versions of docker mark the cut with nothing.
const CUT: [usize; 2] = [44, 45];

/// What BuildKit puts behind most of its commands.
const MARK: &str = "# buildkit";

pub(super) fn read(text: &str) -> Result<Truth, TruthError> {
    let mut images: Vec<TrueImage> = Vec::new();
    let mut rows: Vec<Row<'_>> = Vec::new();
    let (mut offset, mut headed, mut name) = (0, None, None);
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let end = offset + line.len();
        let asked = asked_for(line);
        if is_header(line) || asked.is_some() {
            images.extend(image(&mut rows, &mut name)?);
            name = asked.or(name);
            headed = Some(end);
        } else if id(line).is_some() {
            rows.push(Row { number: number + 1, text: line });
        } else if let Some(row) = rows.last_mut() {
            // A heredoc, or the prompt after the table.
            row.text = &text[end - line.len() - row.text.len()..end];
        }
        if rows.len() > MOST || images.len() > MOST {
            return Err(TruthError::TooMany);
        }
        offset = end;
    }
    images.extend(image(&mut rows, &mut name)?);
    if let (true, Some(start)) = (images.is_empty(), headed) {
        images.extend(without_ids(&text[start..])?);
    }
    if images.is_empty() {
        return Err(TruthError::Unknown(excerpt(text)));
    }
    Ok(Truth { forms: vec![Form::History], images })
}

/// One row: from its image id to the next one.
struct Row<'a> {
    number: usize,
    text: &'a str,
}

fn is_header(line: &str) -> bool {
    line.contains("CREATED BY") && line.contains("SIZE")
}

/// The image whose history a command line asks for: `$ docker image history --no-trunc node:22`.
pub(super) fn asked_for(line: &str) -> Option<String> {
    let mut words = line.split_whitespace().skip_while(|word| !matches!(*word, "docker" | "podman" | "nerdctl"));
    let tool = words.next().and_then(|_| words.next());
    let command = if tool == Some("image") { words.next() } else { tool };
    let name = words.filter(|word| !word.starts_with('-')).last();
    name.filter(|_| command == Some("history")).map(|name| name.trim_matches(['"', '\'']).to_owned())
}

/// The newest row comes first.
fn image(rows: &mut Vec<Row<'_>>, name: &mut Option<String>) -> Result<Option<TrueImage>, TruthError> {
    let mut entries = Vec::with_capacity(rows.len());
    for row in std::mem::take(rows).into_iter().rev() {
        let entry = entry(row.text);
        entries.push(entry.ok_or_else(|| TruthError::Row { line: row.number, text: excerpt(row.text) })?);
    }
    let mut image = |entries| TrueImage { entries, names: name.take().into_iter().collect(), ..TrueImage::default() };
    Ok((!entries.is_empty()).then(|| image(entries)))
}

fn entry(row: &str) -> Option<Entry> {
    let body = without_created(row.trim_start()[id(row)?..].trim_start());
    // Lines before the one with the size are of a heredoc; lines after it are not of the table.
    let (mut offset, mut found) = (0, None);
    for line in body.split_inclusive('\n') {
        if let Some(size) = size(line) {
            found = Some((offset + size.start, size.bytes));
            if size.is_column && (offset == 0 || line[..size.start].trim_end().ends_with(MARK)) {
                break;
            }
        }
        offset += line.len();
    }
    let (end, bytes) = found?;
    Some(made_by(&body[..end], bytes))
}

fn made_by(text: &str, bytes: u64) -> Entry {
    let text = text.trim();
    let start = shortened(text);
    let unmarked = !text.ends_with(MARK) && CUT.contains(&text.chars().count());
    let cut = start.is_some() || unmarked;
    Entry { text: start.unwrap_or(text).to_owned(), cut, disk: Some(bytes), ..Entry::default() }
}

/// The length of the image id that a row begins with.
fn id(line: &str) -> Option<usize> {
    let word = line.split_whitespace().next()?;
    let digits = word.strip_prefix("sha256:").unwrap_or(word);
    let is_hash = (12..=64).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    (is_hash || word == "<missing>").then_some(word.len())
}

/// What follows the age or the time: `2 weeks ago`, `About an hour ago`, `2026-01-31T10:00:00+01:00`, `N/A`.
fn without_created(body: &str) -> &str {
    /// More than any age takes.
    const LONGEST_AGE: usize = 30;
    const UNITS: [&str; 7] = ["second", "minute", "hour", "day", "week", "month", "year"];
    let word = body.split_whitespace().next().unwrap_or("");
    if word == "N/A" || (word.contains('T') && word.len() >= 19 && word.starts_with(|c: char| c.is_ascii_digit())) {
        return &body[word.len()..];
    }
    let begins = word.bytes().all(|byte| byte.is_ascii_digit()) || matches!(word, "About" | "Less" | "a" | "an");
    match body.find(" ago").filter(|at| begins && *at < LONGEST_AGE) {
        Some(at) if UNITS.iter().any(|unit| body[..at].contains(unit)) => &body[at + " ago".len()..],
        _ => body,
    }
}

/// A size in a line of the table.
struct Size {
    start: usize,
    bytes: u64,
    /// It stands apart from what is left and right of it.
    is_column: bool,
}

/// The rightmost size that stands as a column; where blanks were folded, the rightmost with a unit.
fn size(line: &str) -> Option<Size> {
    let words: Vec<(usize, &str)> =
        line.split_whitespace().map(|word| (word.as_ptr() as usize - line.as_ptr() as usize, word)).collect();
    let sized = |at: usize| {
        let (start, word) = words[at];
        let spaced = words.get(at + 1).filter(|(next, unit)| *next == start + word.len() + 1 && unit.ends_with('B'));
        let end = spaced.map_or(start + word.len(), |(next, unit)| next + unit.len());
        let text = &line[start..end];
        let with_unit = text.ends_with('B');
        let figures = text.starts_with(|c: char| c.is_ascii_digit());
        // An exact count has no mark in it: `1,200` is part of a command.
        let plain = with_unit || text.bytes().all(|byte| byte.is_ascii_digit());
        let bytes = (figures && plain).then(|| parse_size(text).ok()).flatten()?;
        Some((start, end, bytes, with_unit))
    };
    let is_gap = |text: &str| text.contains('\t') || text.contains("  ");
    let column = |(start, end): (usize, usize)| {
        let (before, after) = (&line[..start], &line[end..]);
        let after_blanks = &after[..after.len() - after.trim_start().len()];
        is_gap(&before[before.trim_end().len()..]) && (after.trim().is_empty() || is_gap(after_blanks))
    };
    let mut last = None;
    for at in (0..words.len()).rev() {
        let Some((start, end, bytes, with_unit)) = sized(at) else { continue };
        if column((start, end)) {
            return Some(Size { start, bytes, is_column: true });
        }
        if with_unit && last.is_none() {
            last = Some(Size { start, bytes, is_column: false });
        }
    }
    last
}

/// Rows of a table without image ids, as `--format "table {{.CreatedBy}}\t{{.Size}}"` prints it.
fn without_ids(text: &str) -> Result<Option<TrueImage>, TruthError> {
    let mut entries = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let cells: Vec<&str> = line.split("  ").flat_map(|cell| cell.split('\t')).map(str::trim).collect();
        let is_size = |cell: &&&str| cell.ends_with('B') && cell.starts_with(|c: char| c.is_ascii_digit());
        let Some(bytes) = cells.iter().rfind(is_size).and_then(|cell| parse_size(cell).ok()) else {
            break;
        };
        let others = cells.iter().filter(|cell| !is_size(cell));
        entries.push(made_by(others.max_by_key(|cell| cell.len()).copied().unwrap_or(""), bytes));
        if entries.len() > MOST {
            return Err(TruthError::TooMany);
        }
    }
    entries.reverse();
    Ok((!entries.is_empty()).then(|| TrueImage { entries, ..TrueImage::default() }))
}
