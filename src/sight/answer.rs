//! Questions to answers: the one place where the core is asked. Any bytes get an answer; those that are no question get
//! one that says so.

use std::rc::Rc;

use super::question::{Ask, write_answer};
use super::{
    AdviceQuestion, AdviceSight, ChangesQuestion, ChangesSight, FilesQuestion, FilesSight, LeanSight, LeansQuestion,
    Look, RebuildQuestion, RebuildSight, RewritesQuestion, RewritesSight, Sight, TruthQuestion, TruthSight, advising,
    changes, export, facts, folder, folders, look, rebuild,
};
use crate::analysis::{Advised, Analysis, advised, analyze};
use crate::scenario::Scenario;
use crate::size::Catalog;

/// The core with what it remembers: the tables, and the analyses of the last few scenarios. A comparison's two sides
/// are asked about again and again while one of them is edited.
pub struct Core {
    catalog: Catalog,
    /// The last asked for at the end.
    analyses: Vec<(Scenario, Rc<Analysis>)>,
}

/// Both sides as they are, and as they were a keystroke ago.
const REMEMBERED: usize = 4;

impl Core {
    pub fn new(catalog: Catalog) -> Self {
        Self { catalog, analyses: Vec::new() }
    }

    /// The answer to a question, both as bytes.
    pub fn answer(&mut self, question: &[u8]) -> Vec<u8> {
        match Ask::of_bytes(question) {
            Ok(Ask::Look(question)) => write_answer(&Ok(self.look(&question))),
            Ok(Ask::Rebuild(question)) => write_answer(&Ok(self.rebuild(&question))),
            Ok(Ask::AddPackages(question)) => write_answer(&self.add_packages(&question.table)),
            Ok(Ask::Export(question)) => write_answer(&export::export(self, &question)),
            Ok(Ask::Truth(question)) => write_answer(&Ok(self.truth(&question))),
            Ok(Ask::Leans(question)) => write_answer(&Ok(self.leans(&question))),
            Ok(Ask::Files(question)) => write_answer(&Ok(self.files(&question))),
            Ok(Ask::Advice(question)) => write_answer(&Ok(self.advice_sight(&question))),
            Ok(Ask::Rewrites(question)) => write_answer(&Ok(self.rewrites(&question))),
            Ok(Ask::Changes(question)) => write_answer(&Ok(self.changes(&question))),
            Ok(Ask::Folder(question)) => write_answer(&Ok(folder::folder(&question))),
            Err(error) => write_answer::<()>(&Err(error)),
        }
    }

    pub fn look(&mut self, question: &Look) -> Sight {
        let analysis = self.analysis(&question.scenario);
        look::sight(&question.scenario, &analysis, &self.catalog)
    }

    pub fn rebuild(&mut self, question: &RebuildQuestion) -> RebuildSight {
        let analysis = self.analysis(&question.scenario);
        rebuild::rebuild(question, &analysis)
    }

    /// What a pasted history says of the layers; the error says what was expected.
    pub fn truth(&mut self, question: &TruthQuestion) -> Result<TruthSight, String> {
        let analysis = self.analysis(&question.scenario);
        facts::truth(question, &analysis)
    }

    /// The facts worth giving. Not remembered: sizes are estimated some twenty times for it.
    pub fn leans(&mut self, question: &LeansQuestion) -> Vec<LeanSight> {
        let analysis = self.analysis(&question.scenario);
        facts::leans(question, &analysis, &self.catalog)
    }

    /// Where the difference of two images comes from.
    pub fn changes(&mut self, question: &ChangesQuestion) -> ChangesSight {
        let (before, after) = (self.analysis(&question.before), self.analysis(&question.after));
        changes::changes(question, &before, &after)
    }

    /// What a stage's filesystem holds. Not remembered: its sizes are estimated once more for it.
    pub fn files(&mut self, question: &FilesQuestion) -> FilesSight {
        let analysis = self.analysis(&question.scenario);
        folders::files_sight(question, &analysis, &self.catalog)
    }

    /// What could be better, as cards.
    pub fn advice_sight(&mut self, question: &AdviceQuestion) -> AdviceSight {
        let advised = self.advice(&question.scenario);
        advising::cards(&question.scenario, advised)
    }

    /// What one click would make of the whole Dockerfile. Not remembered: it takes some twenty analyses.
    pub fn rewrites(&mut self, question: &RewritesQuestion) -> RewritesSight {
        let analysis = self.analysis(&question.scenario);
        advising::rewrites(&question.scenario, &analysis, &self.catalog)
    }

    /// What could be better, with what it saves. Not remembered: it takes several analyses.
    pub fn advice(&mut self, scenario: &Scenario) -> Vec<Advised> {
        let analysis = self.analysis(scenario);
        advised(scenario, &analysis, &self.catalog)
    }

    /// Adds a package table, by which later answers weigh what is installed. The error says why it is none.
    pub fn add_packages(&mut self, table: &[u8]) -> Result<(), String> {
        self.catalog.packages.add(table).map_err(|error| error.to_string())?;
        self.analyses.clear();
        Ok(())
    }

    /// The analysis of a scenario, worked out once for as long as it is remembered.
    pub fn analysis(&mut self, scenario: &Scenario) -> Rc<Analysis> {
        let known = self.analyses.iter().position(|(known, _)| known == scenario);
        let own = match known {
            Some(at) => self.analyses.remove(at),
            None => (scenario.clone(), Rc::new(analyze(scenario, &self.catalog))),
        };
        let analysis = Rc::clone(&own.1);
        self.analyses.push(own);
        let forgotten = self.analyses.len().saturating_sub(REMEMBERED);
        self.analyses.drain(..forgotten);
        analysis
    }
}
