//! A comparison in a form that leaves the page: the question, and its answer as text.

use std::fmt::Display;

use serde::{Deserialize, Serialize};

use super::{Ask, Core, Look, Question};
use crate::report::Compared;
use crate::report::card::{Paper, card};
use crate::report::json::Report;
use crate::report::markdown::Markdown;
use crate::report::mermaid::Mermaid;

/// One Dockerfile, or two side by side, in one of the forms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    pub before: Look,
    pub after: Option<Look>,
    pub form: Form,
    /// The address at which the comparison opens.
    pub link: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    /// For a pull request.
    Markdown,
    /// The stage graphs.
    Mermaid,
    /// A picture, as SVG, that follows light and dark.
    Picture,
    /// The same for light or dark paper.
    LightPicture,
    DarkPicture,
    /// The Analysis of each side.
    Json,
}

impl Question for Export {
    type Answer = String;

    fn ask(&self) -> Ask {
        Ask::Export(Box::new(self.clone()))
    }
}

/// The error says why there is no such form of it.
pub(super) fn export(core: &mut Core, question: &Export) -> Result<String, String> {
    let before = core.analysis(&question.before.scenario);
    let after = question.after.as_ref().map(|after| core.analysis(&after.scenario));
    let compared = Compared { before: &before, after: after.as_deref(), link: question.link.as_deref() };
    let text = |shown: &dyn Display| shown.to_string();
    Ok(match question.form {
        Form::Markdown => text(&Markdown(compared)),
        Form::Mermaid => text(&Mermaid(compared)),
        Form::Picture => card(&compared, Paper::Either),
        Form::LightPicture => card(&compared, Paper::Light),
        Form::DarkPicture => card(&compared, Paper::Dark),
        Form::Json => {
            let mut reports = json(core, "before", &question.before)?;
            if let Some(after) = &question.after {
                reports = format!("[{reports},\n{}]", json(core, "after", after)?);
            }
            reports + "\n"
        }
    })
}

fn json(core: &mut Core, name: &str, look: &Look) -> Result<String, String> {
    let analysis = core.analysis(&look.scenario);
    let advice = core.advice(&look.scenario);
    let report = Report::new(name, &look.scenario.dockerfile, &analysis).with_advice(&advice);
    serde_json::to_string(&report).map_err(|error| error.to_string())
}
