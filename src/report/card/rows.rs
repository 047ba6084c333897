//! The stage graphs: one row for each stage in the order of the file, and arcs beside them from each stage to those that take
//! from it. No two rows ever change places, and any graph fits.

use std::fmt::Write;

use super::svg::{Svg, Text};
use super::{Compared, INNER, MARGIN};
use crate::analysis::Analysis;
use crate::bytes::format;
use crate::report::compared::{Flow, Listed, flows, stages};
use crate::stages::EdgeKind;

/// More rows than this make the card a poster.
const MOST_ROWS: usize = 9;
const PITCH: i32 = 46;
const GAP: i32 = 32;
/// Room for the arcs.
const RAIL: i32 = 52;
const SIZE: i32 = 74;

/// Draws below `top`, both sides beside each other; where the longer one ends.
pub(super) fn draw(svg: &mut Svg, compared: &Compared, top: i32) -> i32 {
    let sides: Vec<_> = compared.sides().collect();
    let width = if sides.len() == 2 { (INNER - GAP) / 2 } else { INNER };
    let heaviest = |analysis: &Analysis| {
        let totals = analysis.sizes.stages.iter().map(|stage| stage.total.disk.range.likely);
        totals.max().unwrap_or(0)
    };
    let scale = sides.iter().map(|(_, side)| heaviest(side)).max().unwrap_or(0).max(1);
    let mut bottom = top;
    for (at, (name, side)) in sides.into_iter().enumerate() {
        let x = MARGIN + at as i32 * (width + GAP);
        let place = Place { x, y: top, width };
        bottom = bottom.max(graph(svg, place, name, side, scale));
    }
    bottom
}

#[derive(Clone, Copy)]
struct Place {
    x: i32,
    y: i32,
    width: i32,
}

fn graph(svg: &mut Svg, place: Place, name: &str, analysis: &Analysis, scale: u64) -> i32 {
    let (listed, hidden) = stages(analysis, MOST_ROWS);
    let count = analysis.graph.stages.len();
    let stages = if count == 1 { "1 stage".to_owned() } else { format!("{count} stages") };
    let title = if name == "Image" { stages } else { format!("{name}: {stages}") };
    svg.text(place.x, place.y + 14, &Text::new("quiet", &title));
    let first = place.y + 30;
    let centre = |row: usize| first + row as i32 * PITCH + PITCH / 2 - 6;
    let row = |index: usize| listed.iter().position(|stage| stage.index == index);
    for flow in flows(analysis) {
        if let (Some(giver), Some(taker)) = (row(flow.giver), row(flow.taker)) {
            arc(svg, place.x + RAIL - 14, centre(giver), centre(taker), &flow);
        }
    }
    for (at, stage) in listed.iter().enumerate() {
        stage_row(svg, place, centre(at), stage, scale);
    }
    let end = first + listed.len() as i32 * PITCH;
    if hidden > 0 {
        svg.text(place.x + RAIL, end + 8, &Text::new("small quiet", &format!("and {hidden} more stages")));
        return end + 20;
    }
    end
}

fn stage_row(svg: &mut Svg, place: Place, centre: i32, stage: &Listed, scale: u64) {
    let class = stage.role.class();
    let (left, right) = (place.x + RAIL, place.x + place.width);
    svg.bar(class, left - 12, centre - 14, 4, 30);
    svg.text(left, centre - 3, &Text::new("name", &stage.name).fitting(right - left - SIZE, 8));
    svg.text(right, centre - 3, &Text::new("strong end", &format::total(&stage.weight.disk)));
    let said = format!("FROM {} · {}", stage.base, stage.role.words());
    svg.text(left, centre + 11, &Text::new("small quiet", &said).fitting(right - left, 7));
    let whole = right - left;
    let bytes = stage.weight.disk.range.likely.min(scale);
    let part = u128::from(bytes) * whole as u128 / u128::from(scale);
    svg.bar("rail", left, centre + 17, whole, 3);
    svg.bar(class, left, centre + 17, part as i32, 3);
}

/// From giver to taker, the further out the longer it is, with a tip at the taker.
fn arc(svg: &mut Svg, x: i32, from: i32, to: i32, flow: &Flow) {
    let class = match flow.kind {
        EdgeKind::From => "from",
        EdgeKind::Copy => "copy",
        EdgeKind::Mount => "mount",
    };
    // What leaves a row does so below what arrives.
    let (from, to) = (from + 5, to - 5);
    let rows = (to - from).abs() / PITCH;
    let out = x - 2 - (14 + 7 * rows).min(RAIL - 18);
    let tip = x - 1;
    let mut path = String::new();
    // Writing to a string does not fail.
    let _ = write!(path, "M{x} {from}C{out} {from} {out} {to} {} {to}", tip - 5);
    svg.path(class, &path);
    svg.path("tip", &format!("M{} {}l6 4l-6 4z", tip - 6, to - 4));
}
