//! A comparison as Markdown for a pull request: the saving, the sizes, where the saving comes from, the stages, the link.

use std::fmt::{self, Display, Formatter};

use super::Compared;
use super::compared::{change, image, stages};
use crate::analysis::{Change, Effect, changes};
use crate::bytes::{Estimate, TABLES, format};
use crate::size::Weight;

/// Changes that are told; more would bury the answer.
const MOST_CHANGES: usize = 5;
/// Longest name in a cell, in characters.
const LONGEST: usize = 80;

/// Shows a comparison.
pub struct Markdown<'a>(pub Compared<'a>);

impl Display for Markdown<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let compared = &self.0;
        writeln!(out, "**{}**, {}\n", compared.figures(), compared.answer())?;
        sizes(out, compared)?;
        change_table(out, compared)?;
        stage_table(out, compared)?;
        match compared.link.filter(|link| link.contains("://")) {
            Some(link) => write!(out, "[Open in Drydock](<{}>): estimated", address(link))?,
            None => write!(out, "Estimated")?,
        }
        writeln!(out, " without building, by size tables of {TABLES}, Drydock {}.", env!("CARGO_PKG_VERSION"))
    }
}

fn sizes(out: &mut Formatter<'_>, compared: &Compared) -> fmt::Result {
    writeln!(out, "| | on disk | to pull | layers |\n|---|--:|--:|--:|")?;
    for (name, side) in compared.sides() {
        let (weight, layers) = (image(side), side.sizes.image.layers);
        writeln!(out, "| {name} | {} | {} | {layers} |", amount(&weight.disk), amount(&weight.pull))?;
    }
    if let Some(after) = compared.after {
        let (before, after) = (image(compared.before), image(after));
        let of = |of: fn(&Weight) -> &Estimate| change(before, after, of);
        writeln!(out, "| | {} | {} | |", of(|weight| &weight.disk), of(|weight| &weight.pull))?;
    }
    writeln!(out)
}

/// The largest changes; the last row has the rest, so that the column adds up.
fn change_table(out: &mut Formatter<'_>, compared: &Compared) -> fmt::Result {
    let Some(after) = compared.after else { return Ok(()) };
    let changes = changes(compared.before, after);
    if changes.is_empty() {
        return Ok(());
    }
    writeln!(out, "| where it comes from | on disk | to pull |\n|---|--:|--:|")?;
    let shown = if changes.len() > MOST_CHANGES + 1 { MOST_CHANGES } else { changes.len() };
    let figure = |changes: &[Change], of: fn(&Change) -> &Effect| {
        let sum =
            |side: fn(&Effect) -> u64| changes.iter().fold(0u64, |sum, change| sum.saturating_add(side(of(change))));
        format::difference(sum(|effect| effect.before.likely), sum(|effect| effect.after.likely))
    };
    let mut row = |words: &str, changes: &[Change]| {
        let (disk, pull) = (figure(changes, |change| &change.disk), figure(changes, |change| &change.pull));
        writeln!(out, "| {} | {disk} | {pull} |", words.replace('|', "\\|"))
    };
    for change in &changes[..shown] {
        row(&change.words, std::slice::from_ref(change))?;
    }
    let rest = &changes[shown..];
    if !rest.is_empty() {
        let count: usize = rest.iter().map(|change| change.count).sum();
        row(&format!("{count} more changes"), rest)?;
    }
    writeln!(out)
}

fn stage_table(out: &mut Formatter<'_>, compared: &Compared) -> fmt::Result {
    writeln!(out, "| stage | FROM | | on disk | to pull |\n|---|---|---|--:|--:|")?;
    for (name, side) in compared.sides() {
        let (listed, hidden) = stages(side, usize::MAX);
        for stage in listed {
            let (disk, pull) = (format::total(&stage.weight.disk), format::total(&stage.weight.pull));
            let side = if compared.after.is_some() { format!("{name}: ") } else { String::new() };
            let (own, base) = (code(&stage.name), code(&stage.base));
            writeln!(out, "| {side}{own} | {base} | {} | {disk} | {pull} |", stage.role.words())?;
        }
        if hidden > 0 {
            writeln!(out, "| … and {hidden} more | | | | |")?;
        }
    }
    writeln!(out)
}

/// With its range, where there is one worth saying.
fn amount(estimate: &Estimate) -> String {
    let range = format::range(estimate.range);
    let total = format::total(estimate);
    if range.contains('–') { format!("{total} ({range})") } else { total }
}

/// Any text as code in a cell of a table: neither Markdown nor HTML is read in it.
fn code(text: &str) -> String {
    let mut plain = String::from("`");
    for c in text.chars().take(LONGEST) {
        match c {
            '|' => plain += "\\|",
            '`' => plain.push('\''),
            c if c.is_control() => plain.push(' '),
            c => plain.push(c),
        }
    }
    if text.chars().nth(LONGEST).is_some() {
        plain.push('…');
    }
    plain.push('`');
    plain
}

/// What would end the address, or the line, is left out.
fn address(link: &str) -> String {
    link.chars().filter(|c| !c.is_control() && !c.is_whitespace() && !"<>\\".contains(*c)).collect()
}
