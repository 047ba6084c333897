//! The stage graphs of a comparison as a Mermaid flowchart, as documents and issue trackers draw it.

use std::fmt::{self, Display, Formatter};

use super::Compared;
use super::compared::{flows, stages};
use crate::analysis::Analysis;
use crate::bytes::format;
use crate::stages::EdgeKind;

/// Longest name in a box, in characters.
const LONGEST: usize = 60;

/// Shows a comparison.
pub struct Mermaid<'a>(pub Compared<'a>);

impl Display for Mermaid<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        writeln!(out, "flowchart LR")?;
        for (side, (name, analysis)) in self.0.sides().enumerate() {
            let total = format::total(&analysis.sizes.image.weight.disk);
            writeln!(out, "  subgraph side{side}[\"{name}: {} on disk\"]", label(&total))?;
            graph(out, side, analysis)?;
            writeln!(out, "  end")?;
        }
        writeln!(out, "  classDef shipped fill:#0f6f9c,stroke:#0f6f9c,color:#ffffff")?;
        writeln!(out, "  classDef discarded fill:#d5cdb9,stroke:#85878a,color:#1c2126,stroke-dasharray:4 3")?;
        writeln!(out, "  classDef never fill:#ece8df,stroke:#85878a,color:#59616b,stroke-dasharray:1 3")
    }
}

fn graph(out: &mut Formatter<'_>, side: usize, analysis: &Analysis) -> fmt::Result {
    let (listed, hidden) = stages(analysis, usize::MAX);
    for stage in &listed {
        let class = stage.role.class();
        let (own, base) = (label(&stage.name), label(&stage.base));
        let disk = label(&format::total(&stage.weight.disk));
        writeln!(out, "    s{side}x{}[\"{own}<br/>FROM {base}<br/>{disk}\"]:::{class}", stage.index)?;
    }
    if hidden > 0 {
        writeln!(out, "    s{side}more[\"and {hidden} more stages\"]")?;
    }
    let is_listed = |index: usize| listed.iter().any(|stage| stage.index == index);
    for flow in flows(analysis) {
        if !is_listed(flow.giver) || !is_listed(flow.taker) {
            continue;
        }
        let arrow = match flow.kind {
            EdgeKind::From => "-->".to_owned(),
            EdgeKind::Copy => format!("-. \"COPY {}\" .->", label(&format::rough(flow.bytes))),
            EdgeKind::Mount => "-. \"mount\" .->".to_owned(),
        };
        writeln!(out, "    s{side}x{} {arrow} s{side}x{}", flow.giver, flow.taker)?;
    }
    Ok(())
}

/// Any text in a quoted label. Mermaid reads marks of its own, Markdown and HTML there, so everything that is no letter,
/// digit or harmless mark is written by its number.
fn label(text: &str) -> String {
    let mut safe = String::new();
    for c in text.chars().take(LONGEST) {
        if c.is_alphanumeric() || " .:/@-".contains(c) {
            safe.push(c);
        } else if !c.is_control() {
            safe += &format!("#{};", c as u32);
        }
    }
    if text.chars().nth(LONGEST).is_some() {
        safe.push('…');
    }
    safe
}
