//! When an example gives way: whoever puts a Dockerfile of their own in its place wants to see that alone, not with the
//! other side of the example, and not with what is known of its project.

use super::{Side, State, action, examples};
use crate::scenario::{Comparison, Scenario};

/// Whether a text is the person's own, put in the place of an untouched example's first Dockerfile: less than half of its
/// lines are the example's. Some are, in many files: `COPY . .` is.
pub(super) fn is_own_file(state: &State, side: Side, text: &str) -> bool {
    let is_shown_to_learn = state.embed.is_some() || state.lesson.sitting.is_some();
    if side != Side::Before || is_shown_to_learn || !examples::is_example(state.example.as_ref(), &state.comparison) {
        return false;
    }
    let told = |line: &&str| !line.is_empty() && !line.starts_with('#');
    let old: Vec<&str> = state.comparison.before.dockerfile.lines().map(str::trim).filter(told).collect();
    let (mut own, mut shared) = (0, 0);
    for line in text.lines().map(str::trim).filter(told) {
        own += 1;
        shared += usize::from(old.contains(&line));
    }
    own == 0 || shared * 2 < own
}

/// Puts the text alone in the place of the example, which can be brought back.
pub(super) fn begin(state: &mut State, text: String) {
    let before = Scenario { dockerfile: text, ..Scenario::default() };
    action::replace(state, Comparison { before, after: None });
    action::offer(state, "Your Dockerfile stands alone now, without the example's project.", "Bring the example back");
}
