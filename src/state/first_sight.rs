//! What a first visitor sees before the core has come: the answers to the questions that the page begins with, made
//! when the page is built and fetched beside it.

use super::{Side, start};
use crate::sight::{AdviceQuestion, Ask, ChangesQuestion, Look, RebuildQuestion, RewritesQuestion};
use crate::state::Theme;

/// The questions of the page as a first visitor finds it.
pub fn questions() -> Vec<Ask> {
    let state = start("", None, Theme::Auto);
    let mut questions = Vec::new();
    for side in Side::BOTH {
        let Some(scenario) = state.scenario(side) else { continue };
        questions.push(Ask::Look(Look { scenario: scenario.clone() }));
        questions.push(Ask::Rebuild(RebuildQuestion {
            scenario: scenario.clone(),
            change: state.change.clone(),
            cache: state.cache,
            second: side == Side::After,
        }));
        questions.push(Ask::Advice(AdviceQuestion { scenario: scenario.clone() }));
        questions.push(Ask::Rewrites(RewritesQuestion { scenario: scenario.clone() }));
    }
    if let (before, Some(after)) = (state.comparison.before, state.comparison.after) {
        questions.push(Ask::Changes(Box::new(ChangesQuestion { before, after })));
    }
    questions
}

/// The file of the answers, in the order of the questions.
pub fn pack(answers: &[Vec<u8>]) -> Vec<u8> {
    // Writing to memory fails only for lists whose length nobody knows.
    postcard::to_allocvec(answers).unwrap_or_default()
}

/// Questions with their answers, as they travel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FirstSight(Vec<(Vec<u8>, Vec<u8>)>);

impl FirstSight {
    /// From the bytes of the file. Nothing where they are of another version: then the core has to answer.
    pub fn unpack(file: &[u8]) -> Option<Self> {
        let answers: Vec<Vec<u8>> = postcard::from_bytes(file).ok()?;
        let questions = questions();
        if questions.len() != answers.len() {
            return None;
        }
        Some(Self(questions.iter().map(Ask::to_bytes).zip(answers).collect()))
    }

    pub fn answer(&self, question: &[u8]) -> Option<&[u8]> {
        self.0.iter().find(|(known, _)| known == question).map(|(_, answer)| answer.as_slice())
    }
}
