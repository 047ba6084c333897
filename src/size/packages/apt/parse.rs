//! The text form of the Debian indexes to an [`Index`] per release. Checks everything that a look-up relies on: order,
//! uniqueness, ids.
//!
//! The first line is `drydock-apt 1 DATE COUNT`. Then come sections, each a title line and COUNT lines, one a package.
//! `names` is sorted; each name begins with the length of the prefix it shares with the one before (a base-36 digit).
//! Then for each release a line `release NAME LISTS-BYTES ALIASES`, as many lines of an alias and the package it stands
//! for, and these sections, in which `=` repeats the line of the release before:
//!
//! - `size`: KiB on an image without documentation; a letter for trailing zeros; `-` where the release lacks the package;
//! - `docs`: 64ths of the whole that only an image with documentation has, or `+` and KiB;
//! - `code`: what configuring it writes, byte code above all, in 32nds of the size;
//! - `flags`: `m` measured, `b` of the base, `u` updated since the release, `q` asks questions, `r` recommends more
//!   than the table has;
//! - `depends`, `recommends`: packages by their place in base 36; first ways to satisfy a dependency as steps from one
//!   to the next; `|` leads another way.

use std::str::Lines;
use std::sync::{Arc, OnceLock};

use super::super::BadTable;
use super::{Edge, Index, Names, Package};

/// More than any distribution has: keeps ids and sums small whatever the text says.
const MOST_PACKAGES: usize = 1 << 20;

struct Reader<'a> {
    lines: Lines<'a>,
    line: usize,
}

impl Index {
    pub(in super::super) fn parse(text: &str) -> Result<Vec<Self>, BadTable> {
        let mut reader = Reader { lines: text.lines(), line: 0 };
        let header = reader.next()?.strip_prefix("drydock-apt 1 ").and_then(|rest| rest.split_once(' '));
        let (date, count) = header.ok_or(reader.fail("not a Debian package index"))?;
        let count = count.parse().ok().filter(|count| *count < MOST_PACKAGES).ok_or(reader.fail("not a count"))?;
        let names = Arc::new(reader.names(count)?);
        let mut indexes: Vec<Self> = Vec::new();
        let mut last: Vec<Vec<&str>> = Vec::new();
        while let Some(line) = reader.lines.next() {
            reader.line += 1;
            let words: Vec<&str> = line.split(' ').collect();
            let ["release", release, lists, aliases] = words[..] else { return Err(reader.fail("not a release")) };
            let number = |text: &str| text.parse::<u32>().map_err(|_| reader.fail("not a number"));
            let (lists_bytes, aliases) = (u64::from(number(lists)?), number(aliases)?);
            let mut index = Self {
                release: release.to_owned(),
                date: date.to_owned(),
                lists_bytes,
                names: Arc::clone(&names),
                packages: Vec::new(),
                edges: Vec::new(),
                aliases: Vec::new(),
                by_letters: OnceLock::new(),
            };
            for _ in 0..aliases {
                let alias =
                    reader.next()?.split_once(' ').and_then(|(name, id)| Some((name.to_owned(), place(id, count)?)));
                let alias = alias.ok_or(reader.fail("not an alias"))?;
                if index.aliases.last().is_some_and(|before| before.0 >= alias.0) {
                    return Err(reader.fail("aliases are not sorted"));
                }
                index.aliases.push(alias);
            }
            let mut columns = Vec::new();
            for (at, title) in ["size", "docs", "code", "flags", "depends", "recommends"].into_iter().enumerate() {
                columns.push(reader.section(title, count, last.get(at).map(Vec::as_slice))?);
            }
            for id in 0..count {
                let package =
                    read_package(&columns, id, count, &mut index.edges).ok_or(reader.fail("not a package"))?;
                index.packages.push(package);
            }
            last = columns;
            indexes.push(index);
        }
        Ok(indexes)
    }
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Result<&'a str, BadTable> {
        self.line += 1;
        self.lines.next().ok_or(self.fail("the table ends too early"))
    }

    fn fail(&self, problem: &'static str) -> BadTable {
        BadTable { line: self.line, problem }
    }

    fn names(&mut self, count: usize) -> Result<Names, BadTable> {
        if self.next()? != "names" {
            return Err(self.fail("the names are missing"));
        }
        let mut names = Names::default();
        let mut name = String::new();
        for _ in 0..count {
            let folded = self.next()?;
            let shared = folded.chars().next().and_then(|digit| digit.to_digit(36)).map(|shared| shared as usize);
            let shared = shared.filter(|shared| *shared <= name.len() && folded.is_ascii());
            let shared = shared.ok_or(self.fail("the name's prefix does not fit"))?;
            let sorted = name.is_empty() || folded[1..] > name[shared..];
            name.truncate(shared);
            name.push_str(&folded[1..]);
            if !sorted || name.is_empty() {
                return Err(self.fail("names are not sorted or not unique"));
            }
            names.text.push_str(&name);
            names.ends.push(names.text.len() as u32);
        }
        Ok(names)
    }

    fn section(&mut self, title: &str, count: usize, last: Option<&[&'a str]>) -> Result<Vec<&'a str>, BadTable> {
        if self.next()? != title {
            return Err(self.fail("a section is missing"));
        }
        let mut column = Vec::new();
        for id in 0..count {
            let field = self.next()?;
            let same = if field == "=" { last.map(|last| last[id]) } else { Some(field) };
            column.push(same.ok_or(self.fail("nothing to repeat"))?);
        }
        Ok(column)
    }
}

fn read_package(columns: &[Vec<&str>], id: usize, count: usize, edges: &mut Vec<Edge>) -> Option<Package> {
    let field = |at: usize| columns[at][id];
    let present = field(0) != "-";
    let slim = if present { size(field(0))? * 1024 } else { 0 };
    let share = |field: &str| if field.is_empty() { Some(0) } else { place(field, 1 << 12).map(u64::from) };
    let full = match field(1).strip_prefix('+') {
        Some(more) => slim + size(more)? * 1024,
        None => slim * 64 / (64 - share(field(1))?.min(63)),
    };
    let flags = field(3);
    for (at, recommended) in [(4, false), (5, true)] {
        read_edges(field(at), recommended, count, edges)?;
    }
    Some(Package {
        present,
        slim,
        full,
        byte_code: slim * share(field(2))? / 32,
        edges_end: edges.len() as u32,
        measured: flags.contains('m'),
        base: flags.contains('b'),
        asks_questions: flags.contains('q'),
        updated: flags.contains('u'),
        recommends_more: flags.contains('r'),
    })
}

/// `123b` is 12300: the letter says how many zeros follow.
fn size(field: &str) -> Option<u64> {
    let digits = field.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
    let power = match &field.as_bytes()[digits.len()..] {
        [] => 0,
        [letter] => u32::from(letter - b'a' + 1),
        _ => return None,
    };
    let zeros = 10u64.checked_pow(power)?;
    digits.parse::<u64>().ok()?.checked_mul(zeros).filter(|kib| *kib < 1 << 30)
}

fn read_edges(field: &str, recommended: bool, count: usize, edges: &mut Vec<Edge>) -> Option<()> {
    let mut first = 0;
    for group in field.split(' ').filter(|group| !group.is_empty()) {
        let (step, others) = group.split_once('|').map_or((group, None), |(step, others)| (step, Some(others)));
        first = place(step, count)?.checked_add(first).filter(|id| (*id as usize) < count)?;
        edges.push(Edge { package: first, recommended, or_next: true });
        for other in others.into_iter().flat_map(|others| others.split('|')) {
            edges.push(Edge { package: place(other, count)?, recommended, or_next: true });
        }
        edges.last_mut()?.or_next = false;
    }
    Some(())
}

fn place(text: &str, count: usize) -> Option<u32> {
    u32::from_str_radix(text, 36).ok().filter(|id| (*id as usize) < count)
}
