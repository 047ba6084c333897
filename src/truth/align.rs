//! Two lists in the same order, the steps of a Dockerfile and the entries of a history, into the pairs that belong
//! together. The steps are the history's end: what lies below the first of them is the base image and costs nothing.

use super::entry::Fit;

/// The best way to pair the lists up.
pub(super) struct Alignment {
    pub(super) score: Fit,
    /// For each step, the entry it is paired with.
    pub(super) pairs: Vec<Option<usize>>,
    /// For each step, an entry of another weight that it is paired with in a way just as good.
    pub(super) others: Vec<Option<usize>>,
    /// For each step, whether a way just as good leaves it out, its entry going to another step.
    pub(super) contested: Vec<bool>,
}

/// Pairs up; `fits` holds for each step a row of how well each entry fits, 0 where it does not.
pub(super) fn align(steps: usize, weights: &[Option<u64>], fits: &[Fit]) -> Alignment {
    let entries = weights.len();
    let width = entries + 1;
    let fit = |step: usize, entry: usize| fits[step * entries + entry];
    // An entry left out between steps costs one, below the first step nothing; a step left out costs one.
    let gap = |step: usize| Fit::from(step > 0);
    let mut after = vec![0; (steps + 1) * width];
    for step in (0..=steps).rev() {
        for entry in (0..=entries).rev() {
            let mut best = Fit::MIN;
            if step == steps && entry == entries {
                best = 0;
            }
            if entry < entries {
                best = best.max(after[step * width + entry + 1] - gap(step));
            }
            if step < steps {
                best = best.max(after[(step + 1) * width + entry] - 1);
            }
            if step < steps && entry < entries && fit(step, entry) > 0 {
                best = best.max(after[(step + 1) * width + entry + 1] + fit(step, entry));
            }
            after[step * width + entry] = best;
        }
    }
    let score = after[0];
    let pairs = trace(steps, entries, &after, &fit);
    let mut before = vec![Fit::MIN / 2; (steps + 1) * width];
    before[0] = 0;
    let mut others = vec![None; steps];
    let mut contested = vec![false; steps];
    for step in 0..=steps {
        for entry in 0..=entries {
            let mut best = before[step * width + entry];
            if entry > 0 {
                best = best.max(before[step * width + entry - 1] - gap(step));
            }
            if step > 0 {
                let left_out = before[(step - 1) * width + entry] - 1;
                best = best.max(left_out);
                contested[step - 1] |= left_out + after[step * width + entry] == score;
            }
            if step > 0 && entry > 0 && fit(step - 1, entry - 1) > 0 {
                let paired = before[(step - 1) * width + entry - 1] + fit(step - 1, entry - 1);
                best = best.max(paired);
                let other = pairs[step - 1].is_none_or(|pair| weights[pair] != weights[entry - 1]);
                if other && paired + after[step * width + entry] == score {
                    others[step - 1] = Some(entry - 1);
                }
            }
            before[step * width + entry] = best;
        }
    }
    Alignment { score, pairs, others, contested }
}

/// One of the best ways: the one that pairs as early as it can.
fn trace(steps: usize, entries: usize, after: &[Fit], fit: &impl Fn(usize, usize) -> Fit) -> Vec<Option<usize>> {
    let width = entries + 1;
    let mut pairs = vec![None; steps];
    let (mut step, mut entry) = (0, 0);
    while step < steps && entry < entries {
        let here = after[step * width + entry];
        let fits = fit(step, entry);
        if fits > 0 && here == after[(step + 1) * width + entry + 1] + fits {
            pairs[step] = Some(entry);
            step += 1;
            entry += 1;
        } else if here == after[step * width + entry + 1] - Fit::from(step > 0) {
            entry += 1;
        } else {
            step += 1;
        }
    }
    pairs
}
