//! Instructions to the build graph: stages, their bases, variables, edges, target and what it reaches, by BuildKit's
//! rules. Knows no sizes and no files.

use crate::syntax::{CommandLine, Keyword, Mount};
use crate::text::{Diagnostic, Span};

/// The stages of a Dockerfile and how they need each other.
#[derive(Clone, Debug, Default)]
pub struct BuildGraph {
    /// In file order.
    pub stages: Vec<Stage>,
    /// In the order of the instructions that make them.
    pub edges: Vec<Edge>,
    /// The stage that is built: index into `stages`.
    pub target: Option<usize>,
    /// Errors found here: bad bases, names, copies from later stages, cycles, failing `${X:?}` …
    pub errors: Vec<Diagnostic>,
    pub platform: Platform,
}

/// One stage: from its FROM to the next.
#[derive(Clone, Debug)]
pub struct Stage {
    pub index: usize,
    /// Lower-cased, as BuildKit keeps it.
    pub name: Option<String>,
    /// Index of the FROM in `Dockerfile::instructions`, and its line.
    pub from_instruction: usize,
    pub from_line: usize,
    pub base: Base,
    pub platform: Platform,
    /// ONBUILD triggers of a base stage first (marked so), then the stage's own instructions after FROM.
    pub steps: Vec<Step>,
    /// Whether the target needs it, itself included.
    pub reachable: bool,
}

/// What a stage is built on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Base {
    Scratch,
    /// An external image: as written after expansion, and normalised (`docker.io/library/node:lts`).
    Image {
        written: String,
        normalized: String,
    },
    /// An earlier stage, by index.
    Stage(usize),
    /// The FROM line is in error; what was written is kept for the page.
    Unknown(String),
}

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
    /// Whether it makes a layer, and the history entry BuildKit writes (none for ONBUILD).
    pub layer: bool,
    pub history: Option<String>,
    /// The build's state *before* this step.
    pub state: State,
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

/// `from` needs `to`'s result: an arrow of the graph, drawn from the stage or image that gives to the one that takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The giving stage or image.
    pub giver: Giver,
    /// The taking stage, by index.
    pub taker: usize,
    pub kind: EdgeKind,
    pub line: usize,
    /// For copies and mounts: index into the taker's `steps`.
    pub step: Option<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Giver {
    Stage(usize),
    /// Normalised image name.
    Image(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EdgeKind {
    From,
    Copy,
    Mount,
}

/// Variables, working directory, user and shell at one point of a stage. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct State {
    pub variables: Scope,
    pub workdir: std::rc::Rc<str>,
    pub user: std::rc::Rc<str>,
    /// The shell for shell-form RUN.
    pub shell: std::rc::Rc<[String]>,
}

/// The variables in force at one point: an immutable snapshot, cheap to clone, looked up in short time.
#[derive(Clone, Debug, Default)]
pub struct Scope {}

/// `os/arch[/variant]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Platform {
    pub os: String,
    pub arch: String,
    pub variant: Option<String>,
}

impl Default for Platform {
    fn default() -> Self {
        Self { os: "linux".into(), arch: "amd64".into(), variant: None }
    }
}
