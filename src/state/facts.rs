//! Facts from outside entered into the state, each so that the next step can take it back.

use super::action::on;
use super::{Notice, Side, State};
use crate::scenario::Comparison;
use crate::sight::{Give, TruthSight};

/// What is told of the project is told on the first side where both have the same.
pub(super) fn give(state: &mut State, side: Side, give: Give) {
    let of_project = matches!(give, Give::Manifest(_) | Give::Context(_));
    let side = if of_project && state.one_project { Side::Before } else { side };
    if state.scenario(side).is_some() {
        state.giving = Some((side, give));
    }
}

/// The sizes of layers are of one Dockerfile; those of base images are of the project.
pub(super) fn enter_sizes(state: &mut State, side: Side, sizes: &TruthSight) {
    let before = state.comparison.clone();
    on(state, side, |scenario| sizes.enter(scenario));
    if state.one_project
        && let Some(images) = state.scenario(side).map(|scenario| scenario.images.clone())
    {
        on(state, side.other(), |scenario| scenario.images = images);
    }
    let entered = counted(sizes.layer_count(), sizes.images.len());
    keep(state, before, &format!("{entered} now of the size that {} tells.", sizes.form), "Take them back");
}

pub(super) fn clear_overrides(state: &mut State, side: Side) {
    let before = state.comparison.clone();
    on(state, side, |scenario| {
        scenario.overrides.clear();
        scenario.pull_overrides.clear();
    });
    keep(state, before, "The layers are estimated again.", "Bring the given sizes back");
}

/// Puts what was before aside, unless nothing changed.
pub(super) fn keep(state: &mut State, before: Comparison, text: &str, restore: &'static str) {
    if before != state.comparison {
        state.aside = Some(Box::new(before));
        state.notice = Some(Notice::information(text).offering(restore));
    }
}

/// `12 layers and 1 base image are`
fn counted(layers: usize, images: usize) -> String {
    let said = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    let all = match (layers, images) {
        (_, 0) => said(layers, "layer"),
        (0, _) => said(images, "base image"),
        _ => format!("{} and {}", said(layers, "layer"), said(images, "base image")),
    };
    format!("{all} {}", if layers + images == 1 { "is" } else { "are" })
}
