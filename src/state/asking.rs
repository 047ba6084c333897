//! One question of the page and its newest answer while the question changes: which question is to be sent when, and
//! what is shown meanwhile. It sends nothing itself.

use std::rc::Rc;

use super::desk::Trouble;
use crate::sight::Question;

/// An answer with the question it is of: the page may have gone on meanwhile.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered<Q: Question> {
    pub question: Q,
    pub answer: Q::Answer,
}

/// The newest answer, and the one question under way.
pub struct Asking<Q: Question> {
    newest: Option<Rc<Answered<Q>>>,
    /// What the core knew when the newest answer was asked for.
    edition: u32,
    is_under_way: bool,
    /// It had no answer and is not asked again until it changes; or until the edition does, where one is named.
    refused: Option<(Q, Option<u32>)>,
    /// Counts how often there was nothing to ask any more: what was asked before is of no interest after.
    visit: u32,
}

/// A question to be sent, to be handed back with its answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Errand<Q> {
    pub question: Q,
    edition: u32,
    visit: u32,
}

impl<Q: Question> Default for Asking<Q> {
    fn default() -> Self {
        Self { newest: None, edition: 0, is_under_way: false, refused: None, visit: 0 }
    }
}

impl<Q: Question> Asking<Q> {
    /// The newest answer, perhaps of an earlier question.
    pub fn newest(&self) -> Option<Rc<Answered<Q>>> {
        self.newest.clone()
    }

    /// What to send now, if anything: at most one question is under way, and the newest is the next. The edition
    /// counts how often the core has learnt something by which equal questions get other answers.
    pub fn next(&mut self, question: Option<&Q>, edition: u32) -> Option<Errand<Q>> {
        let Some(question) = question else {
            *self = Self { visit: self.visit.wrapping_add(1), ..Self::default() };
            return None;
        };
        let is_answered =
            self.edition == edition && self.newest.as_ref().is_some_and(|newest| newest.question == *question);
        let is_refused = self
            .refused
            .as_ref()
            .is_some_and(|(refused, only_in)| only_in.is_none_or(|only| only == edition) && refused == question);
        if self.is_under_way || is_answered || is_refused {
            return None;
        }
        self.is_under_way = true;
        Some(Errand { question: question.clone(), edition, visit: self.visit })
    }

    /// Takes an answer, or why there is none. Whether that changes anything: then `next` may have more to send.
    pub fn receive(&mut self, errand: Errand<Q>, answer: Result<Q::Answer, Trouble>) -> bool {
        if errand.visit != self.visit {
            return false;
        }
        self.is_under_way = false;
        match answer {
            Ok(answer) => {
                self.newest = Some(Rc::new(Answered { question: errand.question, answer }));
                self.edition = errand.edition;
                self.refused = None;
            }
            // No core at all is nothing against the question.
            Err(Trouble::Unreachable) => self.refused = Some((errand.question, Some(errand.edition))),
            Err(Trouble::Died | Trouble::Silent) => self.refused = Some((errand.question, None)),
        }
        true
    }
}
