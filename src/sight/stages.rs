//! Stages, steps, edges and the parts of the image, as many of each as are shown.

use std::rc::Rc;

use super::look::lines;
use super::seen::{BaseSight, LayerSight, PartSight, Segment, StageSight, StepSight, Taken};
use crate::analysis::Analysis;
use crate::size::Layer;
use crate::stages::{Base, BuildGraph, EdgeKind, Giver, roles, shipped};

/// Rows of layers, bases included; more would only slow the page down.
const MOST_ROWS: usize = 400;
/// What one stage takes, in words.
const MOST_TAKEN: usize = 20;
/// With fewer parts than this each part of a bar is told apart.
const MOST_SEGMENTS: usize = 400;
/// A part of an image thinner than one in so many is not seen in its bar.
const THINNEST: u64 = 300;
/// Of an instruction on one line, in characters.
const MOST_TEXT: usize = 160;

/// How a stage is called, with a name or without.
pub(super) fn title(graph: &BuildGraph, stage: usize) -> String {
    match graph.stages.get(stage).and_then(|stage| stage.name.clone()) {
        Some(name) => name,
        None if graph.stages.len() == 1 => "the only stage".to_owned(),
        None => format!("stage {stage}"),
    }
}

pub(super) fn is_target_known(graph: &BuildGraph, wanted: Option<&str>) -> bool {
    let Some(wanted) = wanted else { return true };
    graph.stages.iter().any(|stage| match &stage.name {
        Some(name) => name.eq_ignore_ascii_case(wanted),
        None => stage.index.to_string() == wanted,
    })
}

pub(super) fn stages(text: &str, analysis: &Analysis) -> Vec<Rc<StageSight>> {
    let graph = &analysis.graph;
    let instructions = &analysis.dockerfile.instructions;
    let roles = roles(graph);
    let mut room = MOST_ROWS;
    let mut shown: Vec<StageSight> = Vec::new();
    for ((stage, size), role) in graph.stages.iter().zip(&analysis.sizes.stages).zip(roles) {
        if room == 0 {
            break;
        }
        let carried = stage.steps.len().min(room - 1);
        room -= carried + 1;
        let steps = stage.steps.iter().zip(&size.layers).take(carried).map(|(step, layer)| {
            Rc::new(StepSight {
                lines: lines(instructions.get(step.instruction)),
                text: one_line(step.span.of(text)),
                layer: layer.as_ref().map(layer_sight),
            })
        });
        shown.push(StageSight {
            name: stage.name.clone(),
            title: title(graph, stage.index),
            lines: lines(instructions.get(stage.from_instruction)),
            base: match &stage.base {
                Base::Scratch => BaseSight::Scratch,
                Base::Image { written, .. } => BaseSight::Image(written.clone()),
                Base::Stage(base) => BaseSight::Stage(title(graph, *base)),
                Base::Unknown(written) => BaseSight::Unknown(written.clone()),
            },
            role,
            base_weight: size.base.clone(),
            total: size.total.clone(),
            steps: steps.collect(),
            step_count: stage.steps.len(),
            takes: Vec::new(),
            take_count: 0,
        });
    }
    take(analysis, &mut shown);
    shown.into_iter().map(Rc::new).collect()
}

fn layer_sight(layer: &Layer) -> LayerSight {
    let part = |part: &crate::size::Part| PartSight {
        label: part.label.clone(),
        path: part.path.clone(),
        disk: part.weight.disk.range,
        source: part.weight.disk.source,
    };
    LayerSight {
        weight: layer.weight.clone(),
        wasted: layer.wasted.clone(),
        parts: layer.parts.iter().map(part).collect(),
    }
}

/// Tells each stage what it copies and mounts.
fn take(analysis: &Analysis, stages: &mut [StageSight]) {
    for (edge, bytes) in analysis.graph.edges.iter().zip(&analysis.sizes.edges) {
        let Some(taker) = stages.get_mut(edge.taker).filter(|_| edge.kind != EdgeKind::From) else { continue };
        taker.take_count += 1;
        if taker.take_count <= MOST_TAKEN {
            let from = match &edge.giver {
                Giver::Stage(giver) => title(&analysis.graph, *giver),
                Giver::Image(image) => image.clone(),
            };
            let (bytes, source) = (bytes.range, bytes.source);
            taker.takes.push(Taken { kind: edge.kind, from, line: edge.line, bytes, source });
        }
    }
}

/// What the image consists of, the lowest first. Of very many parts, thin neighbours become one.
pub(super) fn segments(analysis: &Analysis) -> Vec<Segment> {
    let mut all = Vec::new();
    for stage in shipped(&analysis.graph) {
        let Some(size) = analysis.sizes.stages.get(stage) else { continue };
        let segment = |step: Option<usize>, weight: &crate::size::Weight| {
            let (disk, pull) = (weight.disk.range.likely, weight.pull.range.likely);
            Segment { stage, step, disk, pull }
        };
        if !matches!(analysis.graph.stages[stage].base, Base::Stage(_)) {
            all.push(segment(None, &size.base));
        }
        for (step, layer) in size.layers.iter().enumerate() {
            all.extend(layer.as_ref().map(|layer| segment(Some(step), &layer.weight)));
        }
    }
    if all.len() <= MOST_SEGMENTS {
        return all;
    }
    let image = &analysis.sizes.image.weight;
    let (disk, pull) = (image.disk.range.likely / THINNEST, image.pull.range.likely / THINNEST);
    let mut kept: Vec<Segment> = Vec::new();
    for segment in all {
        match kept.last_mut() {
            Some(last) if last.step.is_some() == segment.step.is_some() && last.disk <= disk && last.pull <= pull => {
                if segment.disk > last.disk {
                    (last.stage, last.step) = (segment.stage, segment.step);
                }
                last.disk += segment.disk;
                last.pull += segment.pull;
            }
            _ => kept.push(segment),
        }
    }
    kept
}

/// An instruction on one line, as far as anyone would read it there.
pub(super) fn one_line(written: &str) -> String {
    let mut text = String::new();
    for line in written.lines() {
        let line = line.trim();
        let line = line.strip_suffix(['\\', '`']).unwrap_or(line).trim_end();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if !text.is_empty() {
            text.push(' ');
        }
        text.extend(line.chars().take(MOST_TEXT));
        if text.len() > MOST_TEXT {
            text = text.chars().take(MOST_TEXT).collect();
            text.push('…');
            break;
        }
    }
    text
}
