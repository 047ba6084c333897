//! The rows of all releases to the one text that the library's `size::packages::apt` reads: one section per column, so
//! that it compresses well, and `=` for what did not change since the release before.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write;

use super::closure::{Closure, Release};
use super::weights::Weights;

/// Byte code over Python source: measured on Debian 12 with Python 3.11; the standard library's tests and tools are not compiled.
const BYTE_CODE: f64 = 1.25;
const BYTE_CODE_OF_STANDARD_LIBRARY: f64 = 1.12;
const SECTIONS: [&str; 6] = ["size", "docs", "code", "flags", "depends", "recommends"];

/// One release as it goes into the table.
pub struct Part {
    pub name: &'static str,
    pub lists_bytes: u64,
    pub release: Release,
    pub closure: Closure,
    pub aliases: Vec<(String, String)>,
}

pub fn write(date: &str, parts: &[Part], weights: &Weights) -> String {
    let names: BTreeSet<&str> = parts.iter().flat_map(|part| part.closure.rows.keys()).map(String::as_str).collect();
    let ids: HashMap<&str, usize> = names.iter().copied().zip(0..).collect();
    let mut text = format!("drydock-apt 1 {date} {}\n", names.len());
    text.push_str("names\n");
    let mut before = "";
    for name in &names {
        let shared = before.bytes().zip(name.bytes()).take_while(|(one, other)| one == other).count().min(35);
        let _ = writeln!(text, "{}{}", base_36(shared), &name[shared..]);
        before = name;
    }
    let mut last: HashMap<&str, [String; 6]> = HashMap::new();
    for part in parts {
        let _ = writeln!(text, "release {} {} {}", part.name, part.lists_bytes, part.aliases.len());
        for (alias, name) in &part.aliases {
            let _ = writeln!(text, "{alias} {}", base_36(ids[name.as_str()]));
        }
        let fields: HashMap<&str, [String; 6]> =
            part.closure.rows.keys().map(|name| (name.as_str(), fields(part, name, &ids, weights))).collect();
        for (at, section) in SECTIONS.iter().enumerate() {
            let _ = writeln!(text, "{section}");
            for name in &names {
                let absent = if at == 0 { "-" } else { "" };
                let field = fields.get(name).map_or(absent, |fields| &fields[at]);
                let same = !field.is_empty() && last.get(name).is_some_and(|last| last[at] == field);
                let _ = writeln!(text, "{}", if same { "=" } else { field });
            }
        }
        last = names.iter().map(|name| (*name, fields.get(name).cloned().unwrap_or_else(absent))).collect();
    }
    text
}

fn absent() -> [String; 6] {
    let mut fields: [String; 6] = Default::default();
    fields[0] = "-".to_owned();
    fields
}

fn fields(part: &Part, name: &str, ids: &HashMap<&str, usize>, weights: &Weights) -> [String; 6] {
    let package = &part.release.packages[name];
    let row = &part.closure.rows[name];
    let weight = weights.of(part.name, package);
    let ratio = if name.starts_with("libpython3") { BYTE_CODE_OF_STANDARD_LIBRARY } else { BYTE_CODE };
    // Small packages are met as often as large ones: at least one KiB, so that the shares have something to stand on.
    let slim = (weight.slim as f64 / 1024.0).round().max(1.0);
    let documentation = weight.full.saturating_sub(weight.slim) as f64 / 1024.0;
    let docs = (64.0 * documentation / (slim + documentation)).round();
    // A package that is mostly documentation says how much in KiB, after a plus.
    let docs = if docs > 48.0 { format!("+{}", rounded(documentation.round() as u64, 3)) } else { share(docs) };
    let written = weight.python as f64 * ratio + weights.products(name) as f64;
    let code = share((32.0 * written / 1024.0 / slim).round());
    let mut flags = String::new();
    let uses_debconf = package.depends.iter().flatten().any(|way| way.name == "debconf");
    for (flag, is_set) in [
        ('m', weight.measured),
        ('b', part.release.base.contains(name)),
        ('q', uses_debconf),
        ('u', package.updated && part.release.base.contains(name)),
        ('r', row.incomplete),
    ] {
        flags.extend(is_set.then_some(flag));
    }
    let size = rounded(slim as u64, if weight.measured { 3 } else { 2 });
    [size, docs, code, flags, groups(&row.depends, ids), groups(&row.recommends, ids)]
}

fn share(share: f64) -> String {
    if share > 0.0 { base_36(share as usize) } else { String::new() }
}

/// A number with so many leading digits, and a letter for the power of ten it lacks: 12345 with three is `123b`.
fn rounded(value: u64, digits: usize) -> String {
    let text = value.to_string();
    let Some(power) = text.len().checked_sub(digits).filter(|power| *power > 0) else { return text };
    let unit = 10u64.pow(power as u32);
    format!("{}{}", (value + unit / 2) / unit, char::from(b'a' + power as u8 - 1))
}

/// Groups by their first way, as steps from one to the next; other ways follow in full.
fn groups(groups: &[Vec<String>], ids: &HashMap<&str, usize>) -> String {
    let mut rows: Vec<Vec<usize>> =
        groups.iter().map(|ways| ways.iter().map(|way| ids[way.as_str()]).collect()).collect();
    rows.sort();
    let mut before = 0;
    let mut words = Vec::new();
    for ways in rows {
        let others: String = ways[1..].iter().map(|way| format!("|{}", base_36(*way))).collect();
        words.push(base_36(ways[0] - before) + &others);
        before = ways[0];
    }
    words.join(" ")
}

fn base_36(mut value: usize) -> String {
    let mut digits = Vec::new();
    while digits.is_empty() || value > 0 {
        digits.push(char::from_digit((value % 36) as u32, 36).unwrap_or('0'));
        value /= 36;
    }
    digits.iter().rev().collect()
}
