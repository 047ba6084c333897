//! A project's files to the sizes of a build context, for the page, which lists files and knows no patterns.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::{Ask, Question};
use crate::context::{Ignore, condense};
use crate::scenario::Scenario;
use crate::stages::{Action, CopySource, resolve};
use crate::syntax::parse;

/// What a Scenario should say of a folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolderQuestion {
    /// Paths from the folder with their bytes; those that end in `/` are folders counted as a whole.
    pub files: Rc<Vec<(String, u64)>>,
    pub dockerignore: String,
    /// Texts whose COPY instructions need what they name told apart.
    pub dockerfiles: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolderSight {
    /// As `Scenario::context` has them, in order.
    pub sizes: Vec<(String, u64)>,
    /// Bytes that a build sends, and that `.dockerignore` keeps out.
    pub sent: u64,
    pub kept_out: u64,
}

impl Question for FolderQuestion {
    type Answer = FolderSight;

    fn ask(&self) -> Ask {
        Ask::Folder(self.clone())
    }
}

/// More sources than this are not told apart anyway.
const MOST_NAMED: usize = 1_000;

pub(super) fn folder(question: &FolderQuestion) -> FolderSight {
    let (ignore, _) = Ignore::parse(&question.dockerignore);
    let mut named: Vec<String> = question.dockerfiles.iter().flat_map(|text| sources(text)).collect();
    named.truncate(MOST_NAMED);
    let condensed = condense(&question.files, &ignore, &named);
    FolderSight { sizes: condensed.sizes, sent: condensed.sent, kept_out: condensed.kept_out }
}

/// What a Dockerfile copies from the build context.
fn sources(text: &str) -> Vec<String> {
    let graph = resolve(&parse(text), &Scenario::default());
    let copies = graph.stages.iter().flat_map(|stage| &stage.steps).filter_map(|step| match &step.action {
        Action::Copy(copy) if copy.from == CopySource::Context => Some(&copy.sources),
        _ => None,
    });
    copies.flatten().cloned().collect()
}
