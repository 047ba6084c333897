//! One instruction of a stage with its variables expanded, and the build's state before it.

use std::rc::Rc;

use super::Scope;
use super::dispatch::remote::{self, Remote};
use crate::syntax::{CommandLine, Keyword, Mount};
use crate::text::Span;

/// One instruction of a stage with its variables expanded.
#[derive(Clone, Debug)]
pub struct Step {
    /// Index into `Dockerfile::instructions` (of the ONBUILD where `triggered`).
    pub instruction: usize,
    /// The first line of the instruction.
    pub line: usize,
    pub span: Span,
    pub keyword: Keyword,
    /// Added to the stage by an ONBUILD of its base stage.
    pub triggered: bool,
    pub action: Action,
    /// Whether it makes a layer.
    pub layer: bool,
    /// The history entry without what RUN adds for its build arguments; `history_text` has all of it.
    pub history: Option<String>,
    /// The build's state *before* this step.
    pub state: State,
    /// Variables it uses that nothing defines: once for each word that uses them, in order.
    pub undefined: Vec<String>,
}

/// What a step does, expanded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    Run(RunAction),
    Copy(CopyAction),
    Workdir {
        path: String,
    },
    Env(Vec<(String, String)>),
    /// Names with the value each has from here on; `None` when it has none.
    Arg(Vec<(String, Option<String>)>),
    User(String),
    Shell(Vec<String>),
    /// LABEL, EXPOSE, CMD, ENTRYPOINT, VOLUME, HEALTHCHECK, STOPSIGNAL, MAINTAINER, ONBUILD: configuration only.
    Metadata,
    /// In error, or it could not be read.
    Invalid,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunAction {
    pub command: CommandLine,
    /// What the shell is given to run, heredoc bodies in place: the script to split into commands.
    pub script: String,
    /// With targets made absolute and values expanded.
    pub mounts: Vec<Mount>,
    /// For each mount with `from`: the stage or image it names.
    pub mount_sources: Vec<Option<CopySource>>,
    pub network: Option<String>,
    pub security: Option<String>,
}

/// COPY or ADD.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyAction {
    /// ADD rather than COPY.
    pub add: bool,
    pub from: CopySource,
    /// Expanded, as written otherwise.
    pub sources: Vec<String>,
    /// Absolute; ends in `/` where the written one did (or is `.`), which makes it a folder.
    pub destination: String,
    /// Heredoc files: name and expanded content.
    pub inline_files: Vec<(String, String)>,
    pub chown: Option<String>,
    pub chmod: Option<String>,
    pub link: bool,
    pub parents: bool,
    pub excludes: Vec<String>,
    pub checksum: Option<String>,
    pub keep_git_dir: bool,
    pub unpack: Option<bool>,
}

/// Where COPY, ADD or a mount takes files from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CopySource {
    Context,
    Stage(usize),
    Image { written: String, normalized: String },
}

/// Variables, working directory, user and shell at one point of a stage. Cheap to clone.
#[derive(Clone, Debug)]
pub struct State {
    pub variables: Scope,
    /// `/` while nothing in the Dockerfile sets it: what the base image's configuration says is not known.
    pub workdir: Rc<str>,
    /// Whether this Dockerfile set it, on this stage or one below.
    pub workdir_set: bool,
    /// Empty for root, or whatever the base image says.
    pub user: Rc<str>,
    /// The shell for shell-form RUN.
    pub shell: Rc<[String]>,
    /// Whether a SHELL instruction set it.
    pub shell_set: bool,
}

impl Default for State {
    fn default() -> Self {
        Self {
            variables: Scope::default(),
            workdir: "/".into(),
            workdir_set: false,
            user: "".into(),
            shell: ["/bin/sh".to_string(), "-c".to_string()].into(),
            shell_set: false,
        }
    }
}

impl CopyAction {
    /// Whether a source of ADD is an address, to be downloaded or cloned.
    pub fn is_remote(&self, source: &str) -> bool {
        self.add && remote::kind(source) != Remote::Local
    }
}

impl Step {
    /// The history entry BuildKit writes: for RUN with the build arguments in scope. None for ONBUILD and for steps
    /// in error.
    pub fn history_text(&self) -> Option<String> {
        let history = self.history.as_deref()?;
        let (Action::Run(_), Some(command)) = (&self.action, history.strip_prefix("RUN ")) else {
            return Some(history.to_string());
        };
        let declared = self.state.variables.declared();
        if declared.is_empty() {
            return Some(history.to_string());
        }
        let mut text = format!("RUN |{}", declared.len());
        for variable in declared {
            text.extend([" ", &*variable.name, "=", variable.value.as_deref().unwrap_or("")]);
        }
        text.extend([" ", command]);
        Some(text)
    }
}

impl Action {
    /// External images it takes files from, as written.
    pub(super) fn images(&self) -> Vec<&str> {
        let sources: Vec<&CopySource> = match self {
            Self::Copy(copy) => vec![&copy.from],
            Self::Run(run) => run.mount_sources.iter().flatten().collect(),
            _ => Vec::new(),
        };
        sources
            .into_iter()
            .filter_map(|source| match source {
                CopySource::Image { written, .. } => Some(written.as_str()),
                _ => None,
            })
            .collect()
    }
}
