//! A build graph to positions: boxes in ranks from the bases to the target, wires that go around boxes. Pure and
//! stable: an edit moves boxes only as far as it changes who takes from whom. Draws nothing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::ranks;
use crate::analysis::Analysis;
use crate::bytes::Range;
use crate::order::sort_by;
use crate::stages::{EdgeKind, Giver};

/// Above so many boxes a picture explains nothing any more; the table still does.
const MOST_BOXES: usize = 150;
/// Steps of one wire that light it; no one points at so many.
const MOST_STEPS: usize = 500;

/// So many wires leave each other room for their bytes in the middle between ranks.
const MOST_FREE: usize = 10;

/// Which way the build flows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Flow {
    Rightwards,
    Downwards,
}

/// Sizes in CSS pixels.
struct Metrics {
    stage: (f64, f64),
    image: (f64, f64),
    /// Between ranks: room for the bytes on a wire.
    rank_gap: f64,
    /// Between boxes of one rank.
    gap: f64,
    /// What a wire that passes a rank takes of it.
    lane: f64,
    margin: f64,
}

const RIGHTWARDS: Metrics =
    Metrics { stage: (164.0, 92.0), image: (164.0, 52.0), rank_gap: 84.0, gap: 24.0, lane: 10.0, margin: 3.0 };
const DOWNWARDS: Metrics =
    Metrics { stage: (156.0, 92.0), image: (156.0, 52.0), rank_gap: 52.0, gap: 16.0, lane: 12.0, margin: 3.0 };

/// In whole pixels, which look crisp and cost the page no code to print fractions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    pub width: i32,
    pub height: i32,
    pub boxes: Vec<Placed>,
    pub wires: Vec<Wire>,
}

/// A stage or external image with its upper left corner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    pub what: Giver,
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
}

/// All edges of one kind between the same two boxes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wire {
    pub giver: Giver,
    pub taker: usize,
    pub kind: EdgeKind,
    /// The taker's steps that take.
    pub steps: Vec<usize>,
    /// Likely bytes of all of them together.
    pub bytes: u64,
    /// An SVG path.
    pub path: String,
    /// Where the bytes are written.
    pub label: (i32, i32),
}

/// The picture of a graph, or nothing when it has no stage or too many boxes.
pub(super) fn picture(analysis: &Analysis, flow: Flow) -> Option<Picture> {
    let graph = &analysis.graph;
    let wires = bundles(analysis);
    let images: Vec<&Giver> = images(&wires);
    if graph.stages.is_empty() || graph.stages.len() + images.len() > MOST_BOXES {
        return None;
    }
    let metrics = match flow {
        Flow::Rightwards => RIGHTWARDS,
        Flow::Downwards => DOWNWARDS,
    };
    let whats: Vec<Giver> = (0..graph.stages.len()).map(Giver::Stage).chain(images.into_iter().cloned()).collect();
    let number = |giver: &Giver| whats.iter().position(|what| what == giver);
    let links: Vec<(usize, usize)> = wires.iter().filter_map(|wire| Some((number(&wire.giver)?, wire.taker))).collect();
    let ranks = ranked(graph.stages.len(), whats.len(), &links);

    // Along the flow a box takes its length, across it its breadth.
    let size = |at: usize| if at < graph.stages.len() { metrics.stage } else { metrics.image };
    let across = |at: usize| match flow {
        Flow::Rightwards => size(at).1,
        Flow::Downwards => size(at).0,
    };
    let along = match flow {
        Flow::Rightwards => metrics.stage.0,
        Flow::Downwards => metrics.stage.1,
    };
    let breadths: Vec<f64> = (0..whats.len()).map(across).collect();
    let order = ordered(graph.stages.len(), whats.len(), &links);
    let rows = ranks::arrange(&ranks, &order, &links, &breadths, metrics.lane, metrics.gap);

    let length = rows.ranks as f64 * (along + metrics.rank_gap) - metrics.rank_gap + 2.0 * metrics.margin;
    let breadth = rows.breadth + 2.0 * metrics.margin;
    let start = |rank: usize| metrics.margin + rank as f64 * (along + metrics.rank_gap);
    let corner = |main: f64, cross: f64| match flow {
        Flow::Rightwards => (main, cross),
        Flow::Downwards => (cross, main),
    };
    let boxes = whats
        .iter()
        .enumerate()
        .map(|(at, what)| {
            let (width, height) = size(at);
            let own = if flow == Flow::Rightwards { width } else { height };
            let main = start(ranks[at]) + (along - own) / 2.0;
            let (x, y) = corner(main, metrics.margin + rows.centres[at] - across(at) / 2.0);
            Placed { what: what.clone(), x: whole(x), y: whole(y), width: whole(width), height: whole(height) }
        })
        .collect();
    let ports = ports(&links, &rows, &breadths);
    let crowded = wires.len() > MOST_FREE;
    let wires = wires
        .into_iter()
        .enumerate()
        .map(|(at, wire)| {
            let (giver, taker) = links[at];
            let mut stops = vec![(start(ranks[giver]) + along, ports[at].0 + metrics.margin)];
            for (rank, centre) in &rows.routes[at] {
                stops.push((start(*rank), centre + metrics.margin));
                stops.push((start(*rank) + along, centre + metrics.margin));
            }
            stops.push((start(ranks[taker]), ports[at].1 + metrics.margin));
            let stops: Vec<(i32, i32)> =
                stops.into_iter().map(|(main, cross)| corner(main, cross)).map(|(x, y)| (whole(x), whole(y))).collect();
            let label = label(&stops, crowded, flow);
            Wire { path: path(&stops, flow), label, ..wire }
        })
        .collect();
    let (width, height) = corner(length, breadth);
    Some(Picture { width: whole(width), height: whole(height), boxes, wires })
}

/// Edges of one kind between the same two are one wire. External bases are written in the box of their stage, so FROM
/// is a wire only between stages.
fn bundles(analysis: &Analysis) -> Vec<Wire> {
    let graph = &analysis.graph;
    let mut wires: Vec<Wire> = Vec::new();
    let mut carried: Vec<Vec<Range>> = Vec::new();
    let mut known: BTreeMap<(&Giver, usize, u8), usize> = BTreeMap::new();
    for (edge, bytes) in graph.edges.iter().zip(&analysis.sizes.edges) {
        let drawn = match &edge.giver {
            Giver::Stage(giver) => *giver < edge.taker,
            Giver::Image(_) => edge.kind != EdgeKind::From,
        };
        if !drawn || edge.taker >= graph.stages.len() {
            continue;
        }
        let slot = *known.entry((&edge.giver, edge.taker, edge.kind as u8)).or_insert_with(|| {
            let (giver, taker, kind) = (edge.giver.clone(), edge.taker, edge.kind);
            wires.push(Wire { giver, taker, kind, steps: Vec::new(), bytes: 0, path: String::new(), label: (0, 0) });
            carried.push(Vec::new());
            wires.len() - 1
        });
        carried[slot].push(bytes.range);
        wires[slot].steps.extend(edge.step.filter(|_| carried[slot].len() <= MOST_STEPS));
    }
    for (wire, ranges) in wires.iter_mut().zip(carried) {
        wire.bytes = Range::sum(ranges).likely;
    }
    wires
}

fn images(wires: &[Wire]) -> Vec<&Giver> {
    let mut images: Vec<&Giver> = Vec::new();
    for wire in wires {
        if matches!(wire.giver, Giver::Image(_)) && images.len() <= MOST_BOXES && !images.contains(&&wire.giver) {
            images.push(&wire.giver);
        }
    }
    images
}

/// A stage stands one rank after the last of what it takes from; an image directly before its first taker.
/// Stages come in file order and take only from earlier ones, so one pass is enough.
fn ranked(stages: usize, boxes: usize, links: &[(usize, usize)]) -> Vec<usize> {
    let mut ranks = vec![0; boxes];
    for stage in 0..stages {
        let givers = links.iter().filter(|(_, taker)| *taker == stage);
        ranks[stage] = givers.map(|(giver, _)| ranks[*giver] + 1).max().unwrap_or(0);
    }
    for image in stages..boxes {
        let takers = links.iter().filter(|(giver, _)| *giver == image);
        ranks[image] = takers.map(|(_, taker)| ranks[*taker] - 1).min().unwrap_or(0);
    }
    ranks
}

/// The order that boxes keep in whichever rank they are: each stage behind the first that it takes from, so that what
/// belongs together stands together, and else that of the file; an image before its first taker. A stage more, at the end,
/// thus never changes the order of the others, and neither does a step more.
fn ordered(stages: usize, boxes: usize, links: &[(usize, usize)]) -> Vec<usize> {
    let parent =
        |stage: usize| links.iter().find(|(giver, taker)| *taker == stage && *giver < stages).map(|link| link.0);
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); stages];
    // Those yet to be placed, the next at the end.
    let mut waiting: Vec<usize> = Vec::new();
    for stage in (0..stages).rev() {
        match parent(stage) {
            Some(parent) => children[parent].push(stage),
            None => waiting.push(stage),
        }
    }
    let first_taker = |image: usize| links.iter().find(|(giver, _)| *giver == image).map(|(_, taker)| *taker);
    let images: Vec<(usize, Option<usize>)> = (stages..boxes).map(|image| (image, first_taker(image))).collect();
    let mut order = Vec::with_capacity(boxes);
    while let Some(stage) = waiting.pop() {
        order.extend(images.iter().filter(|(_, taker)| *taker == Some(stage)).map(|(image, _)| *image));
        order.push(stage);
        waiting.append(&mut children[stage]);
    }
    order
}

/// Where each wire leaves and arrives: beside each other along the box's edge, in the order they come from.
fn ports(links: &[(usize, usize)], rows: &ranks::Rows, breadths: &[f64]) -> Vec<(f64, f64)> {
    let mut ports = vec![(0.0, 0.0); links.len()];
    for (at, breadth) in breadths.iter().enumerate() {
        let mut leaving: Vec<(f64, usize)> = Vec::new();
        let mut arriving: Vec<(f64, usize)> = Vec::new();
        for (link, (giver, taker)) in links.iter().enumerate() {
            let route = &rows.routes[link];
            if *giver == at {
                leaving.push((route.first().map_or(rows.centres[*taker], |(_, centre)| *centre), link));
            }
            if *taker == at {
                arriving.push((route.last().map_or(rows.centres[*giver], |(_, centre)| *centre), link));
            }
        }
        for wires in [&mut leaving, &mut arriving] {
            sort_by(wires, |one, other| one.0.total_cmp(&other.0));
        }
        let place = |nth: usize, count: usize| {
            let step = (breadth * 0.7 / count as f64).min(28.0);
            rows.centres[at] + (nth as f64 - (count as f64 - 1.0) / 2.0) * step
        };
        for (nth, (_, link)) in leaving.iter().enumerate() {
            ports[*link].0 = place(nth, leaving.len());
        }
        for (nth, (_, link)) in arriving.iter().enumerate() {
            ports[*link].1 = place(nth, arriving.len());
        }
    }
    ports
}

fn path(stops: &[(i32, i32)], flow: Flow) -> String {
    let mut path = format!("M{} {}", stops[0].0, stops[0].1);
    for (at, pair) in stops.windows(2).enumerate() {
        let ((x, y), (to_x, to_y)) = (pair[0], pair[1]);
        path += &if at % 2 == 1 {
            format!(" L{to_x} {to_y}")
        } else if flow == Flow::Rightwards {
            let middle = (x + to_x) / 2;
            format!(" C{middle} {y} {middle} {to_y} {to_x} {to_y}")
        } else {
            let middle = (y + to_y) / 2;
            format!(" C{x} {middle} {to_x} {middle} {to_x} {to_y}")
        };
    }
    path
}

/// In the first gap between ranks: in its middle, or, where many wires cross there, on the wire before it bends.
fn label(stops: &[(i32, i32)], crowded: bool, flow: Flow) -> (i32, i32) {
    let ((x, y), (to_x, to_y)) = (stops[0], stops[1]);
    match flow {
        _ if !crowded => ((x + to_x) / 2, (y + to_y) / 2),
        Flow::Rightwards => (x + (to_x - x) * 3 / 10, y),
        Flow::Downwards => (x, y + (to_y - y) * 3 / 10),
    }
}

fn whole(pixels: f64) -> i32 {
    pixels.round() as i32
}
