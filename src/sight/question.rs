//! The questions, each with the type of its answer, and how both travel: as bytes without names, in the order of the
//! fields. Whoever reads them must be of the same version as whoever wrote them.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{
    AdviceQuestion, ChangesQuestion, Export, FilesQuestion, FolderQuestion, LeansQuestion, RebuildSight,
    RewritesQuestion, Sight, TruthQuestion, whole,
};
use crate::cache::{Cache, Pick};
use crate::scenario::Scenario;

/// Something the page wants to know. Equal questions have equal answers, as long as no packages are added.
pub trait Question: Clone + PartialEq + 'static {
    type Answer: DeserializeOwned + 'static;

    /// The question as it is sent.
    fn ask(&self) -> Ask;
}

/// All questions in one type: what the core is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ask {
    Look(Look),
    Rebuild(RebuildQuestion),
    AddPackages(AddPackages),
    Export(Box<Export>),
    Truth(TruthQuestion),
    Leans(LeansQuestion),
    Files(FilesQuestion),
    Advice(AdviceQuestion),
    Rewrites(RewritesQuestion),
    Changes(Box<ChangesQuestion>),
    Folder(FolderQuestion),
}

/// Everything that is to be seen of one Dockerfile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    #[serde(with = "whole")]
    pub scenario: Scenario,
}

/// What a change of one Dockerfile or its project runs again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RebuildQuestion {
    #[serde(with = "whole")]
    pub scenario: Scenario,
    pub change: Pick,
    pub cache: Cache,
    /// Whether it is the second Dockerfile of a comparison: a change may be of a line of one of the two.
    pub second: bool,
}

/// The bytes of a package table, by which later answers weigh what is installed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddPackages {
    pub table: Vec<u8>,
}

impl Question for Look {
    type Answer = Sight;

    fn ask(&self) -> Ask {
        Ask::Look(self.clone())
    }
}

impl Question for RebuildQuestion {
    type Answer = RebuildSight;

    fn ask(&self) -> Ask {
        Ask::Rebuild(self.clone())
    }
}

impl Question for AddPackages {
    type Answer = ();

    fn ask(&self) -> Ask {
        Ask::AddPackages(self.clone())
    }
}

impl Ask {
    pub fn to_bytes(&self) -> Vec<u8> {
        to_bytes(self)
    }

    /// The question in any bytes; the error says that there is none.
    pub fn of_bytes(bytes: &[u8]) -> Result<Self, String> {
        postcard::from_bytes(bytes).map_err(|error| format!("this is no question: {error}"))
    }
}

/// The answer in the bytes that came back. The error is the core's, or says that they are no answer.
pub fn read_answer<Answer: DeserializeOwned>(bytes: &[u8]) -> Result<Answer, String> {
    postcard::from_bytes(bytes).unwrap_or_else(|error| Err(format!("this is no answer: {error}")))
}

/// An answer, or why there is none, as `read_answer` reads it.
pub(super) fn write_answer<Answer: Serialize>(answer: &Result<Answer, String>) -> Vec<u8> {
    to_bytes(answer)
}

/// Writing to memory fails only for lists whose length nobody knows, of which there are none.
fn to_bytes(value: &impl Serialize) -> Vec<u8> {
    postcard::to_allocvec(value).unwrap_or_default()
}
