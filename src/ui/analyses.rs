//! Keeps the analysis of a scenario up to date while a person types: at once where that is quick, else when they
//! pause. Everything else of the page is drawn from what this gives.

use std::rc::Rc;

use yew::prelude::*;

use super::browser::{self, Timeout};
use super::tables::SharedCatalog;
use crate::analysis::{Analysis, analyze_start};
use crate::scenario::Scenario;

/// An analysis together with the scenario it is of. Comparing two costs nothing.
#[derive(Clone, Debug)]
pub struct Analyzed {
    pub scenario: Rc<Scenario>,
    pub analysis: Rc<Analysis>,
}

impl PartialEq for Analyzed {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.analysis, &other.analysis)
    }
}

/// An analysis that took longer than a frame may last waits for a pause in typing the next time.
const QUICK_MILLISECONDS: f64 = 16.0;
const PAUSE_MILLISECONDS: u32 = 120;
/// More would hold the page up for longer than a person takes for an instant; no Dockerfile written by hand has so many.
const MOST_LINES: usize = 12_000;

#[derive(Default)]
struct Kept {
    analyzed: Option<Analyzed>,
    /// What the analysis rests on.
    catalog: Option<SharedCatalog>,
    took: f64,
    pause: Option<Timeout>,
}

/// The newest analysis of `scenario`; for a moment perhaps that of the one before.
#[hook]
pub fn use_analysis(scenario: Option<&Scenario>, catalog: &SharedCatalog) -> Option<Analyzed> {
    let kept = use_mut_ref(Kept::default);
    let redraw = use_force_update();
    let mut own = kept.borrow_mut();
    let Some(scenario) = scenario else {
        *own = Kept::default();
        return None;
    };
    let same_catalog = own.catalog.as_ref() == Some(catalog);
    if let Some(analyzed) = own.analyzed.clone().filter(|_| same_catalog) {
        if *analyzed.scenario == *scenario {
            own.pause = None;
            return Some(analyzed);
        }
        if own.took > QUICK_MILLISECONDS {
            let (kept, scenario, catalog) = (kept.clone(), scenario.clone(), catalog.clone());
            own.pause = Some(browser::after(PAUSE_MILLISECONDS, move || {
                kept.borrow_mut().analyze(scenario, &catalog);
                redraw.force_update();
            }));
            return Some(analyzed);
        }
    }
    // What waits would put an older analysis in the place of this one.
    own.pause = None;
    Some(own.analyze(scenario.clone(), catalog))
}

impl Kept {
    fn analyze(&mut self, scenario: Scenario, catalog: &SharedCatalog) -> Analyzed {
        let begin = browser::now();
        let analysis = Rc::new(analyze_start(&scenario, &catalog.0, MOST_LINES));
        self.took = browser::now() - begin;
        self.catalog = Some(catalog.clone());
        let analyzed = Analyzed { scenario: Rc::new(scenario), analysis };
        self.analyzed = Some(analyzed.clone());
        analyzed
    }
}
