//! Figures of lessons: sums over what the core answered, how they read, and conditions on them. Nothing is known before
//! the answers are there.

use serde::{Deserialize, Serialize};

use crate::bytes::{Estimate, Range, Source, Weight, format};
use crate::sight::{RebuildSight, Sight, StepSight};

/// What figures are taken from: each side's text and its answers, as far as they have come.
#[derive(Clone, Copy, Default)]
pub struct Facts<'a> {
    pub sights: [Option<&'a Sight>; 2],
    pub rebuilds: [Option<&'a RebuildSight>; 2],
    pub texts: [&'a str; 2],
}

/// Terms, each so many times.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum(pub Vec<(i64, Term)>);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Term {
    Bytes(u64),
    Count(u64),
    /// Of the second Dockerfile or of the first.
    Of(bool, Quantity),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Quantity {
    Disk,
    Pull,
    /// What the image stands on.
    BaseDisk,
    BasePull,
    Wasted,
    Layers,
    Stages,
    /// The line of the largest layer above the base.
    LargestLine,
    LineDisk(usize),
    LinePull(usize),
    LineWasted(usize),
    /// All of a stage, by its index.
    StageDisk(usize),
    /// Of the rebuild: steps that are built at all, steps that run again, bytes that are made and sent anew.
    Steps,
    Again,
    Built,
    Pushed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Order {
    Less,
    More,
    Equal,
    /// Within a fiftieth of each other.
    About,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Condition {
    Compare(Sum, Order, Sum),
    /// The second Dockerfile or the first has this text.
    Has(bool, String),
    Lacks(bool, String),
    /// It has no errors.
    Sound(bool),
}

/// A figure once it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value {
    pub amount: i64,
    is_bytes: bool,
    source: Source,
}

impl Value {
    /// In as many digits as its source deserves.
    pub fn text(self) -> String {
        let amount = self.amount.unsigned_abs();
        match self.source {
            _ if !self.is_bytes => amount.to_string(),
            Source::Given | Source::Measured | Source::Index => format::exact(amount),
            Source::Neighbour | Source::Typical | Source::Guess => format::rough(amount),
        }
    }
}

impl Facts<'_> {
    pub fn value(&self, sum: &Sum) -> Option<Value> {
        let mut total = Value { amount: 0, is_bytes: false, source: Source::Given };
        for (times, term) in &sum.0 {
            let own = match *term {
                Term::Bytes(bytes) => known(bytes, true),
                Term::Count(count) => known(count, false),
                Term::Of(second, quantity) => self.of(usize::from(second), quantity)?,
            };
            total.amount = total.amount.saturating_add(own.amount.saturating_mul(*times));
            total.is_bytes |= own.is_bytes;
            total.source = total.source.max(own.source);
        }
        Some(total)
    }

    pub fn text(&self, sum: &Sum) -> Option<String> {
        self.value(sum).map(Value::text)
    }

    /// `87 % smaller`.
    pub fn change(&self, from: &Sum, to: &Sum) -> Option<String> {
        let bytes = |sum: &Sum| Some(self.value(sum)?.amount.unsigned_abs());
        Some(format::change(bytes(from)?, bytes(to)?))
    }

    pub fn holds(&self, condition: &Condition) -> Option<bool> {
        Some(match condition {
            Condition::Compare(left, order, right) => {
                let (left, right) = (self.value(left)?.amount, self.value(right)?.amount);
                match order {
                    Order::Less => left < right,
                    Order::More => left > right,
                    Order::Equal => left == right,
                    Order::About => left.abs_diff(right) <= left.unsigned_abs().max(right.unsigned_abs()) / 50,
                }
            }
            Condition::Has(second, text) => self.texts[usize::from(*second)].contains(text.as_str()),
            Condition::Lacks(second, text) => !self.texts[usize::from(*second)].contains(text.as_str()),
            Condition::Sound(second) => self.sights[usize::from(*second)]?.problems.error_count == 0,
        })
    }

    fn of(&self, side: usize, quantity: Quantity) -> Option<Value> {
        let sight = || self.sights[side];
        let rebuild = || self.rebuilds[side];
        let layer = |line| Some(step_at(sight()?, line)?.layer.as_ref());
        let weight = |line| Some(layer(line)?.map(|layer| &layer.weight));
        Some(match quantity {
            Quantity::Disk => estimated(&sight()?.image.weight.disk),
            Quantity::Pull => estimated(&sight()?.image.weight.pull),
            Quantity::BaseDisk => estimated(&base(sight()?)?.disk),
            Quantity::BasePull => estimated(&base(sight()?)?.pull),
            Quantity::Wasted => estimated(&sight()?.image.wasted),
            Quantity::Layers => known(sight()?.image.layers as u64, false),
            Quantity::Stages => known(sight()?.stage_count as u64, false),
            Quantity::LargestLine => known(largest(sight()?)? as u64, false),
            Quantity::LineDisk(line) => weight(line)?.map_or(known(0, true), |weight| estimated(&weight.disk)),
            Quantity::LinePull(line) => weight(line)?.map_or(known(0, true), |weight| estimated(&weight.pull)),
            Quantity::LineWasted(line) => layer(line)?.map_or(known(0, true), |layer| estimated(&layer.wasted)),
            Quantity::StageDisk(stage) => estimated(&sight()?.stages.get(stage)?.total.disk),
            Quantity::Steps => known(rebuild()?.steps as u64, false),
            Quantity::Again => known(rebuild()?.again as u64, false),
            Quantity::Built => worked_out(rebuild()?.built),
            Quantity::Pushed => worked_out(rebuild()?.pushed),
        })
    }
}

fn known(amount: u64, is_bytes: bool) -> Value {
    Value { amount: amount.try_into().unwrap_or(i64::MAX), is_bytes, source: Source::Given }
}

fn estimated(estimate: &Estimate) -> Value {
    Value { source: estimate.source, ..known(estimate.range.likely, true) }
}

/// Of sums whose parts are estimated, one way or another.
fn worked_out(range: Range) -> Value {
    Value { source: Source::Typical, ..known(range.likely, true) }
}

fn base(sight: &Sight) -> Option<&Weight> {
    let lowest = sight.segments.iter().find(|segment| segment.step.is_none())?;
    Some(&sight.stages.get(lowest.stage)?.base_weight)
}

fn step_at(sight: &Sight, line: usize) -> Option<&StepSight> {
    let mut steps = sight.stages.iter().flat_map(|stage| &stage.steps);
    steps.find(|step| step.lines.start <= line && line <= step.lines.end).map(|step| &**step)
}

fn largest(sight: &Sight) -> Option<usize> {
    let layers = sight.segments.iter().filter_map(|segment| Some((segment, segment.step?)));
    let (segment, step) = layers.max_by_key(|(segment, _)| segment.disk)?;
    Some(sight.stages.get(segment.stage)?.steps.get(step)?.lines.start)
}
