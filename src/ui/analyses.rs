//! Keeps the analysis of a scenario up to date while a person types: at once where that is quick, else when they
//! pause. Everything else of the page is drawn from what this gives.

use std::rc::Rc;

use yew::prelude::*;

use super::browser::{self, Timeout};
use super::tables::SharedCatalog;
use crate::analysis::{Analysis, analyze};
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
pub fn use_analysis(scenario: &Scenario, catalog: &SharedCatalog) -> Analyzed {
    let kept = use_mut_ref(Kept::default);
    let redraw = use_force_update();
    let mut own = kept.borrow_mut();
    let same_catalog = own.catalog.as_ref() == Some(catalog);
    if let Some(analyzed) = own.analyzed.clone().filter(|_| same_catalog) {
        if *analyzed.scenario == *scenario {
            own.pause = None;
            return analyzed;
        }
        if own.took > QUICK_MILLISECONDS {
            let (kept, scenario, catalog) = (kept.clone(), scenario.clone(), catalog.clone());
            own.pause = Some(browser::after(PAUSE_MILLISECONDS, move || {
                let (fresh, took) = measured(scenario, &catalog);
                let mut own = kept.borrow_mut();
                own.analyzed = Some(fresh);
                own.took = took;
                drop(own);
                redraw.force_update();
            }));
            return analyzed;
        }
    }
    let (fresh, took) = measured(scenario.clone(), catalog);
    own.catalog = Some(catalog.clone());
    own.took = took;
    own.analyzed = Some(fresh.clone());
    fresh
}

fn measured(scenario: Scenario, catalog: &SharedCatalog) -> (Analyzed, f64) {
    let begin = browser::now();
    let analysis = Rc::new(analyze(&scenario, &catalog.0));
    (Analyzed { scenario: Rc::new(scenario), analysis }, browser::now() - begin)
}
