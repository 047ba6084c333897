//! What Markdown, Mermaid and the card say of a comparison, as plain values: totals, stages, and what flows between them.

use std::collections::BTreeMap;

use crate::analysis::Analysis;
use crate::bytes::format;
use crate::size::Weight;
use crate::stages::{Base, BuildGraph, EdgeKind, Giver, Role, roles};

/// One Dockerfile, or two side by side.
#[derive(Clone, Copy)]
pub struct Compared<'a> {
    pub before: &'a Analysis,
    pub after: Option<&'a Analysis>,
    /// Where the comparison opens: the address of a page with the payload of a permalink behind `#`, or that payload alone.
    pub link: Option<&'a str>,
}

/// With more stages than this nobody reads a picture or a table.
const MOST_STAGES: usize = 40;

/// One stage as it is listed.
pub(super) struct Listed<'a> {
    pub index: usize,
    pub name: String,
    /// What stands behind FROM.
    pub base: String,
    pub role: Role,
    pub weight: &'a Weight,
}

/// All edges of one kind between the same two stages.
pub(super) struct Flow {
    pub giver: usize,
    pub taker: usize,
    pub kind: EdgeKind,
    pub bytes: u64,
}

impl<'a> Compared<'a> {
    pub(super) fn sides(&self) -> impl Iterator<Item = (&'static str, &'a Analysis)> + use<'a> {
        let names = if self.after.is_some() { ["Before", "After"] } else { ["Image", ""] };
        names.into_iter().zip([Some(self.before), self.after]).filter_map(|(name, side)| Some((name, side?)))
    }

    /// `1.9 GB → 250 MB`, or the size alone.
    pub(super) fn figures(&self) -> String {
        self.sides().map(|(_, side)| format::total(&image(side).disk)).collect::<Vec<_>>().join(" → ")
    }

    /// `87 % smaller on disk`, or where there is no comparison `on disk`.
    pub(super) fn answer(&self) -> String {
        match self.after {
            Some(after) => format!("{} on disk", change(image(self.before), image(after), |weight| &weight.disk)),
            None => "on disk".to_owned(),
        }
    }
}

pub(super) fn change(before: &Weight, after: &Weight, of: fn(&Weight) -> &crate::bytes::Estimate) -> String {
    format::change(of(before).range.likely, of(after).range.likely)
}

pub(super) fn image(analysis: &Analysis) -> &Weight {
    &analysis.sizes.image.weight
}

/// The stages that are listed, in file order, and how many more there are. Of many, those that are built go before the others.
pub(super) fn stages(analysis: &Analysis, most: usize) -> (Vec<Listed<'_>>, usize) {
    let graph = &analysis.graph;
    let most = most.min(MOST_STAGES);
    let roles = roles(graph);
    let count = graph.stages.len();
    let never = |index: &usize| roles[*index] == Role::Never;
    let mut shown: Vec<usize> = (0..count).filter(|index| !never(index)).collect();
    // The target stands last and must be seen.
    shown.drain(..shown.len().saturating_sub(most));
    let room = most - shown.len();
    shown.extend((0..count).filter(never).take(room));
    shown.sort_unstable();
    let listed = shown.into_iter().map(|index| Listed {
        index,
        name: name(graph, index),
        base: base(graph, index),
        role: roles[index],
        weight: &analysis.sizes.stages[index].total,
    });
    let listed: Vec<Listed> = listed.collect();
    let hidden = count - listed.len();
    (listed, hidden)
}

/// What flows between stages; copies from images are none of it.
pub(super) fn flows(analysis: &Analysis) -> Vec<Flow> {
    let mut flows: BTreeMap<(usize, usize, u8), Flow> = BTreeMap::new();
    for (edge, bytes) in analysis.graph.edges.iter().zip(&analysis.sizes.edges) {
        let Giver::Stage(giver) = edge.giver else { continue };
        let key = (edge.taker, giver, edge.kind as u8);
        let new = Flow { giver, taker: edge.taker, kind: edge.kind, bytes: 0 };
        let flow = flows.entry(key).or_insert(new);
        flow.bytes = flow.bytes.saturating_add(bytes.range.likely);
    }
    flows.into_values().collect()
}

pub(super) fn name(graph: &BuildGraph, index: usize) -> String {
    graph.stages[index].name.clone().unwrap_or_else(|| format!("stage {index}"))
}

pub(super) fn base(graph: &BuildGraph, index: usize) -> String {
    match &graph.stages[index].base {
        Base::Scratch => "scratch".to_owned(),
        Base::Image { written, .. } | Base::Unknown(written) => written.clone(),
        Base::Stage(base) => name(graph, *base),
    }
}
