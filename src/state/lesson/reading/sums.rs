//! Figures and conditions as lessons write them: `before.disk - after.disk`, `after.again < 3`, `after has "npm ci"`.

use super::super::figures::{Condition, Order, Quantity, Sum, Term};

pub(super) fn sum(text: &str) -> Result<Sum, String> {
    let wrong = || format!("no figure: {text}");
    let mut terms = Vec::new();
    let mut sign = 1;
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let Some(count) = number(word) else {
            terms.push((sign, of(word).ok_or_else(wrong)?));
            sign = next_sign(words.next()).ok_or_else(wrong)?;
            continue;
        };
        let next = words.peek().copied();
        if let Some(bytes) = next.and_then(unit) {
            words.next();
            terms.push((sign, Term::Bytes(count * bytes)));
        } else if let Some(term) = next.and_then(of) {
            words.next();
            terms.push((sign * i64::try_from(count).map_err(|_| wrong())?, term));
        } else {
            terms.push((sign, Term::Count(count)));
        }
        sign = next_sign(words.next()).ok_or_else(wrong)?;
    }
    if terms.is_empty() { Err(wrong()) } else { Ok(Sum(terms)) }
}

pub(super) fn condition(text: &str) -> Result<Condition, String> {
    let wrong = || format!("no condition: {text}");
    let quoted = |text: &str| Some(text.trim().strip_prefix('"')?.strip_suffix('"')?.to_owned());
    if let Some((side, own)) = text.split_once(" has ") {
        return Ok(Condition::Has(second(side).ok_or_else(wrong)?, quoted(own).ok_or_else(wrong)?));
    }
    if let Some((side, own)) = text.split_once(" lacks ") {
        return Ok(Condition::Lacks(second(side).ok_or_else(wrong)?, quoted(own).ok_or_else(wrong)?));
    }
    if let Some(side) = text.strip_suffix(" is sound") {
        return Ok(Condition::Sound(second(side).ok_or_else(wrong)?));
    }
    let orders = [(" < ", Order::Less), (" > ", Order::More), (" = ", Order::Equal), (" ~ ", Order::About)];
    let mut found = orders.iter().filter_map(|(sign, order)| Some((text.split_once(sign)?, *order)));
    let ((left, right), order) = found.next().ok_or_else(wrong)?;
    Ok(Condition::Compare(sum(left)?, order, sum(right)?))
}

/// After the last term nothing stands.
fn next_sign(word: Option<&str>) -> Option<i64> {
    match word {
        None | Some("+") => Some(1),
        Some("-") => Some(-1),
        Some(_) => None,
    }
}

fn number(word: &str) -> Option<u64> {
    word.parse().ok()
}

fn unit(word: &str) -> Option<u64> {
    match word {
        "kB" => Some(1_000),
        "MB" => Some(1_000_000),
        "GB" => Some(1_000_000_000),
        _ => None,
    }
}

fn second(side: &str) -> Option<bool> {
    match side.trim() {
        "before" => Some(false),
        "after" => Some(true),
        _ => None,
    }
}

/// `after.line12.disk`.
fn of(word: &str) -> Option<Term> {
    let (side, name) = word.split_once('.')?;
    let quantity = match name {
        "disk" => Quantity::Disk,
        "pull" => Quantity::Pull,
        "base.disk" => Quantity::BaseDisk,
        "base.pull" => Quantity::BasePull,
        "wasted" => Quantity::Wasted,
        "layers" => Quantity::Layers,
        "stages" => Quantity::Stages,
        "largest" => Quantity::LargestLine,
        "steps" => Quantity::Steps,
        "again" => Quantity::Again,
        "built" => Quantity::Built,
        "pushed" => Quantity::Pushed,
        _ => numbered(name)?,
    };
    Some(Term::Of(second(side)?, quantity))
}

fn numbered(name: &str) -> Option<Quantity> {
    let (place, what) = name.split_once('.')?;
    if let Some(stage) = place.strip_prefix("stage") {
        return (what == "disk").then(|| stage.parse().ok().map(Quantity::StageDisk))?;
    }
    let line = place.strip_prefix("line")?.parse().ok()?;
    match what {
        "disk" => Some(Quantity::LineDisk(line)),
        "pull" => Some(Quantity::LinePull(line)),
        "wasted" => Some(Quantity::LineWasted(line)),
        _ => None,
    }
}
