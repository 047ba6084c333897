//! The images as bars on one scale: the base, then the layers above it.

use super::svg::{Svg, Text};
use super::{Compared, INNER, MARGIN, WIDTH};
use crate::analysis::Analysis;
use crate::bytes::format;
use crate::report::compared::image;
use crate::stages::{Base, shipped};

const LABEL: i32 = 58;
const FIGURE: i32 = 82;
const HEIGHT: i32 = 22;
const PITCH: i32 = 32;
const LENGTH: i32 = INNER - LABEL - FIGURE;

/// Draws below `top`; where it ends.
pub(super) fn draw(svg: &mut Svg, compared: &Compared, top: i32) -> i32 {
    let totals = compared.sides().map(|(_, side)| image(side).disk.range.likely);
    let scale = totals.max().unwrap_or(0).max(1);
    let mut y = top;
    for (name, side) in compared.sides() {
        svg.text(MARGIN, y + 16, &Text::new("quiet", name));
        let mut done = 0u64;
        for (class, bytes) in parts(side) {
            let from = length(done, scale);
            done = done.saturating_add(bytes);
            svg.bar(class, MARGIN + LABEL + from, y, length(done, scale) - from, HEIGHT);
        }
        svg.text(WIDTH - MARGIN, y + 16, &Text::new("strong end", &format::total(&image(side).disk)));
        y += PITCH;
    }
    y
}

/// What the image consists of, the lowest first. Neighbours thinner than a pixel or two are one.
fn parts(analysis: &Analysis) -> Vec<(&'static str, u64)> {
    let graph = &analysis.graph;
    let thin = image(analysis).disk.range.likely / 200;
    let mut parts: Vec<(&'static str, u64)> = Vec::new();
    for stage in shipped(graph) {
        let Some(size) = analysis.sizes.stages.get(stage) else { continue };
        if !matches!(graph.stages[stage].base, Base::Stage(_)) {
            parts.push(("part base", size.base.disk.range.likely));
        }
        for layer in size.layers.iter().flatten() {
            let bytes = layer.weight.disk.range.likely;
            match parts.last_mut() {
                Some(last) if last.0 == "part shipped" && (last.1 < thin || bytes < thin) => last.1 += bytes,
                _ => parts.push(("part shipped", bytes)),
            }
        }
    }
    parts
}

fn length(bytes: u64, scale: u64) -> i32 {
    let pixels = u128::from(bytes.min(scale)) * LENGTH as u128 / u128::from(scale);
    pixels as i32
}
