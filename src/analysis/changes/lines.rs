//! Two texts to the runs of lines that they share and that differ, and which changes those lines belong to. Lines are
//! what stands between line feeds, so that whoever splits the texts alike can put them together again.

use imara_diff::{Algorithm, Diff, InternedInput};

use super::{Change, Spot};
use crate::analysis::Analysis;
use crate::order;

/// A run of lines, counted from 0: alike on both sides, or all that differs there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hunk {
    pub before: std::ops::Range<usize>,
    pub after: std::ops::Range<usize>,
    pub is_same: bool,
    /// Indexes of the changes whose instructions stand in these lines, in their order.
    pub changes: Vec<usize>,
}

/// Lines of either text that are compared: what comes after them differs. It bounds the time that texts of nothing but
/// differences take.
const MOST_COMPARED: usize = 20_000;

/// The hunks of two Dockerfiles in order; together they are both texts.
pub fn hunks(texts: [&str; 2], analyses: [&Analysis; 2], changes: &[Change]) -> Vec<Hunk> {
    let [before, after] = texts;
    let mut input = InternedInput::default();
    input.update_before(before.split('\n').take(MOST_COMPARED));
    input.update_after(after.split('\n').take(MOST_COMPARED));
    // Histogram takes ever longer for texts of which every other line differs; this one has its bounds.
    let mut diff = Diff::compute(Algorithm::Myers, &input);
    diff.postprocess_lines(&input);
    let mut hunks: Vec<Hunk> = Vec::new();
    let (mut old, mut new) = (0, 0);
    let mut add = |before: std::ops::Range<usize>, after: std::ops::Range<usize>, is_same| {
        if !before.is_empty() || !after.is_empty() {
            hunks.push(Hunk { before, after, is_same, changes: Vec::new() });
        }
    };
    for hunk in diff.hunks() {
        let (before, after) =
            (hunk.before.start as usize..hunk.before.end as usize, hunk.after.start as usize..hunk.after.end as usize);
        add(old..before.start, new..after.start, true);
        (old, new) = (before.end, after.end);
        add(before, after, false);
    }
    let (compared, count) = ((input.before.len(), input.after.len()), |text: &str| text.split('\n').count());
    add(old..compared.0, new..compared.1, true);
    add(compared.0..count(before), compared.1..count(after), false);
    for (change, own) in changes.iter().enumerate() {
        mark(&mut hunks, analyses[0], &own.before, change, |hunk| &hunk.before);
        mark(&mut hunks, analyses[1], &own.after, change, |hunk| &hunk.after);
    }
    for hunk in &mut hunks {
        order::sort(&mut hunk.changes);
        hunk.changes.dedup();
    }
    hunks
}

/// First and last line of a place, counted from 1.
pub fn lines_of(analysis: &Analysis, spot: Spot) -> Option<(usize, usize)> {
    let stage = analysis.graph.stages.get(spot.stage)?;
    let instruction = match spot.step {
        Some(step) => stage.steps.get(step)?.instruction,
        None => stage.from_instruction,
    };
    let instruction = analysis.dockerfile.instructions.get(instruction)?;
    Some((instruction.start_line, instruction.end_line))
}

fn mark(
    hunks: &mut [Hunk],
    analysis: &Analysis,
    spots: &[Spot],
    change: usize,
    side: fn(&Hunk) -> &std::ops::Range<usize>,
) {
    for (first, last) in spots.iter().filter_map(|spot| lines_of(analysis, *spot)) {
        let from = hunks.partition_point(|hunk| side(hunk).end < first);
        let touching = hunks[from..].iter_mut().take_while(|hunk| side(hunk).start < last);
        touching.filter(|hunk| !side(hunk).is_empty()).for_each(|hunk| hunk.changes.push(change));
    }
}
