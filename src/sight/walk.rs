//! Ways through the picture of a build graph: from a stage to its neighbours, and back to all that it is made of. Works on
//! the picture alone, so that what is lit and where keys lead is what is seen.

use super::picture::{Flow, Picture, Placed};
use crate::stages::Giver;

/// Where from a box to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Along the flow, to what takes from it.
    On,
    /// Against it, to what it takes from.
    Back,
    /// To its neighbours in the same rank.
    Former,
    Latter,
}

impl Picture {
    /// The stage that stands next to one on a way: the nearest rank first, then the nearest place in it.
    pub fn next(&self, stage: usize, way: Way, flow: Flow) -> Option<usize> {
        let places = |placed: &Placed| match flow {
            Flow::Rightwards => (placed.x, placed.y + placed.height / 2),
            Flow::Downwards => (placed.y, placed.x + placed.width / 2),
        };
        let own = places(self.boxes.iter().find(|placed| placed.what == Giver::Stage(stage))?);
        let stages = self.boxes.iter().filter_map(|placed| match placed.what {
            Giver::Stage(other) if other != stage => Some((other, places(placed))),
            _ => None,
        });
        let joined = |other: usize| {
            let wired = |giver: usize, taker: usize| {
                self.wires.iter().any(|wire| wire.giver == Giver::Stage(giver) && wire.taker == taker)
            };
            match way {
                Way::On => wired(stage, other),
                Way::Back => wired(other, stage),
                Way::Former | Way::Latter => true,
            }
        };
        let is_there = |(along, across): (i32, i32)| match way {
            Way::On | Way::Back => true,
            Way::Former => along == own.0 && across < own.1,
            Way::Latter => along == own.0 && across > own.1,
        };
        let there = stages.filter(|(other, place)| is_there(*place) && joined(*other));
        there.min_by_key(|(_, place)| ((place.0 - own.0).abs(), (place.1 - own.1).abs())).map(|(other, _)| other)
    }

    /// All that a stage stands on or takes from, near and far, itself included: which boxes, and which wires.
    pub fn origins(&self, stage: usize) -> (Vec<bool>, Vec<bool>) {
        let number = |what: &Giver| self.boxes.iter().position(|placed| placed.what == *what);
        let mut boxes: Vec<bool> = self.boxes.iter().map(|placed| placed.what == Giver::Stage(stage)).collect();
        let mut wires = vec![false; self.wires.len()];
        let mut waiting = vec![stage];
        while let Some(taker) = waiting.pop() {
            for (at, wire) in self.wires.iter().enumerate().filter(|(_, wire)| wire.taker == taker) {
                wires[at] = true;
                let Some(giver) = number(&wire.giver) else { continue };
                if let (false, Giver::Stage(giver)) = (std::mem::replace(&mut boxes[giver], true), &wire.giver) {
                    waiting.push(*giver);
                }
            }
        }
        (boxes, wires)
    }
}
