//! A Dockerfile as it was last looked at, for the views to share.

use std::rc::Rc;

use yew::prelude::*;

use super::answers::{Answered, use_answer};
use crate::scenario::Scenario;
use crate::sight::{Look, Sight};

/// What is to be seen of a scenario, with that scenario. Comparing two costs nothing.
#[derive(Clone)]
pub struct Looked(Rc<Answered<Look>>);

impl PartialEq for Looked {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Looked {
    pub fn sight(&self) -> &Sight {
        &self.0.answer
    }

    /// What was looked at. The person may have gone on typing.
    pub fn scenario(&self) -> &Scenario {
        &self.0.question.scenario
    }

    pub fn text(&self) -> &str {
        &self.scenario().dockerfile
    }
}

/// The newest sight of a question; for a moment perhaps that of the one before, or none.
#[hook]
pub fn use_looked(look: Option<&Rc<Look>>) -> Option<Looked> {
    use_answer(look.map(|look| &**look)).map(Looked)
}

/// The question about a scenario, the very same for as long as the scenario stays the same: then comparing it costs
/// nothing.
#[hook]
pub fn use_look(scenario: Option<&Scenario>) -> Option<Rc<Look>> {
    let kept = use_mut_ref(|| None::<Rc<Look>>);
    let mut kept = kept.borrow_mut();
    if kept.as_ref().map(|look| &look.scenario) != scenario {
        *kept = scenario.map(|scenario| Rc::new(Look { scenario: scenario.clone() }));
    }
    kept.clone()
}
