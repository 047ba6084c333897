//! A comparison as Markdown for a pull request: the saving, the sizes, the stages, the link.

use std::fmt::{self, Display, Formatter};

use super::Compared;
use super::compared::{change, image, stages};
use crate::bytes::{Estimate, TABLES, format};
use crate::size::Weight;

/// Longest name in a cell, in characters.
const LONGEST: usize = 80;

/// Shows a comparison.
pub struct Markdown<'a>(pub Compared<'a>);

impl Display for Markdown<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let compared = &self.0;
        writeln!(out, "**{}**, {}\n", compared.figures(), compared.answer())?;
        sizes(out, compared)?;
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
