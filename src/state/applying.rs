//! What the core proposed, done to the Dockerfiles, and undone one after another. Edits are made only to the very text they
//! were proposed for: whatever was typed since is never overwritten.

use std::rc::Rc;

use super::{Notice, Side, State};
use crate::scenario::{Comparison, Scenario};
use crate::sight::{FixSight, Rewritten};
use crate::text::apply;

/// A change of a Dockerfile, with what it was proposed for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Whose Dockerfile it was proposed for.
    pub side: Side,
    pub of: Scenario,
    /// What would become of it.
    pub after: Scenario,
    pub place: Put,
    /// What was done then, as a sentence.
    pub done: String,
}

/// Where the new Dockerfile goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// In the place of the old one.
    Here,
    /// Into After, to be compared with the old one; in the place of an old one that stands there itself.
    AsAfter,
    /// Into Before, and the old one into After.
    AsBefore,
}

/// What an applied proposal can be taken back to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undo {
    pub done: String,
    before: Comparison,
    one_project: bool,
    /// What it made of the comparison: whoever edits that has something to lose.
    made: Comparison,
}

/// Nobody goes back further; each holds two comparisons.
const MOST_UNDONE: usize = 50;

impl Proposal {
    /// One fix, for a button or a quick fix.
    pub fn fix(side: Side, of: &Scenario, fix: &FixSight) -> Self {
        let mut after = of.clone();
        after.dockerfile = apply(&of.dockerfile, &fix.edits);
        after.dockerignore = fix.dockerignore.clone().or(after.dockerignore);
        after.overrides.clone_from(&fix.given.overrides);
        after.pull_overrides.clone_from(&fix.given.pull_overrides);
        Self { side, of: of.clone(), after, place: Put::Here, done: format!("Applied “{}”.", fix.label) }
    }

    /// A whole new Dockerfile.
    pub fn rewrite(side: Side, of: &Scenario, new: &Rewritten, place: Put, done: impl Into<String>) -> Self {
        let mut after = of.clone();
        after.dockerfile.clone_from(&new.dockerfile);
        after.dockerignore.clone_from(&new.dockerignore);
        after.overrides.clone_from(&new.given.overrides);
        after.pull_overrides.clone_from(&new.given.pull_overrides);
        // Stages that are written or taken away have other names.
        if place != Put::Here {
            after.target = None;
        }
        Self { side, of: of.clone(), after, place, done: done.into() }
    }

    /// What was done, and what came with it.
    fn told(&self) -> String {
        let mut told = self.done.clone();
        if self.of.dockerignore != self.after.dockerignore {
            told += " Lines of .dockerignore were changed, too.";
        }
        let (of, after) = (&self.of, &self.after);
        let lost = of.overrides.len().saturating_sub(after.overrides.len());
        let lost = lost.max(of.pull_overrides.len().saturating_sub(after.pull_overrides.len()));
        if lost > 0 {
            let layers = if lost == 1 { "a layer" } else { "layers" };
            told += &format!(" The size you gave for {layers} was let go, since it is another step now.");
        }
        told
    }
}

pub(super) fn apply_proposal(state: &mut State, proposal: Proposal) {
    let Some(now) = state.scenario(proposal.side) else { return };
    if !is_of(&proposal.of, now) {
        let text = "Nothing was changed: the Dockerfile is not the one this was worked out for. Try again in a moment.";
        state.notice = Some(Notice::problem(text));
        return;
    }
    let before = state.comparison.clone();
    let one_project = state.one_project;
    let mut new = now.clone();
    take(&mut new, &proposal.after);
    let old = now.clone();
    match (proposal.place, proposal.side) {
        (Put::Here, Side::Before) => state.comparison.before = new,
        (Put::Here | Put::AsAfter, Side::After) | (Put::AsAfter, Side::Before) => state.comparison.after = Some(new),
        (Put::AsBefore, _) => state.comparison = Comparison { before: new, after: Some(old) },
    }
    if proposal.place != Put::Here {
        state.side = if proposal.place == Put::AsAfter { Side::After } else { Side::Before };
    }
    // One project has one ignore file.
    if one_project {
        let sides = [Some(&mut state.comparison.before), state.comparison.after.as_mut()];
        for scenario in sides.into_iter().flatten() {
            scenario.dockerignore.clone_from(&proposal.after.dockerignore);
        }
    }
    if state.comparison == before {
        return;
    }
    state.lit = None;
    state.selected = None;
    state.notice = Some(Notice::information(proposal.told()).undoable());
    let made = state.comparison.clone();
    let undo = Rc::make_mut(&mut state.undo);
    undo.push(Undo { done: proposal.done, before, one_project, made });
    let forgotten = undo.len().saturating_sub(MOST_UNDONE);
    undo.drain(..forgotten);
}

/// Takes the last applied proposal back. What was edited since is put aside.
pub(super) fn undo(state: &mut State) {
    let Some(last) = Rc::make_mut(&mut state.undo).pop() else { return };
    let edited = state.comparison != last.made;
    let old = std::mem::replace(&mut state.comparison, last.before);
    state.one_project = last.one_project;
    state.lit = None;
    state.selected = None;
    if state.comparison.after.is_none() {
        state.side = Side::Before;
    }
    let text = format!("Undone. {}", last.done);
    state.notice = Some(if edited {
        state.aside = Some(Box::new(old));
        Notice::information("Undone, and with it what you edited since.").offering("Bring it back")
    } else {
        Notice::information(text)
    });
}

/// Whether this text in a side's editor takes the last applied proposal back: the editor's own undo knows of texts only,
/// and what came with it goes, too.
pub(super) fn is_taken_back(state: &State, side: Side, text: &str) -> bool {
    let text_of = |comparison: &Comparison| match side {
        Side::Before => Some(comparison.before.dockerfile == text),
        Side::After => comparison.after.as_ref().map(|after| after.dockerfile == text),
    };
    let last = state.undo.last().filter(|last| last.made == state.comparison);
    last.is_some_and(|last| text_of(&last.before) == Some(true) && text_of(&last.made) == Some(false))
}

/// Whether a proposal for the one still fits the other: what a proposal changes must be as it was.
fn is_of(of: &Scenario, now: &Scenario) -> bool {
    of.dockerfile == now.dockerfile
        && of.dockerignore == now.dockerignore
        && of.overrides == now.overrides
        && of.pull_overrides == now.pull_overrides
}

fn take(scenario: &mut Scenario, after: &Scenario) {
    scenario.dockerfile.clone_from(&after.dockerfile);
    scenario.dockerignore.clone_from(&after.dockerignore);
    scenario.target.clone_from(&after.target);
    scenario.overrides.clone_from(&after.overrides);
    scenario.pull_overrides.clone_from(&after.pull_overrides);
}
