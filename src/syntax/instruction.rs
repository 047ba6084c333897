//! What an instruction is once it is read: keyword, flags, arguments, heredocs and a typed payload.
//! Nothing is expanded here: `$VARIABLES` and quotes stand as written, `stages` gives them their values.

use super::joined::Joined;
use crate::text::{Diagnostic, Span};

/// One instruction with everything that belongs to it in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instruction {
    pub keyword: Keyword,
    /// The keyword as written, whose casing matters to checks; for an unknown instruction the word that is none.
    pub keyword_text: String,
    pub keyword_span: Span,
    /// From the keyword to the end of the last line that belongs to it, heredoc bodies included.
    pub span: Span,
    /// First and last physical line, from 1; the last includes heredoc bodies and their terminators.
    pub start_line: usize,
    pub end_line: usize,
    pub flags: Vec<Flag>,
    /// What follows keyword and flags, with continuation lines joined and comments left out.
    pub arguments: Joined,
    pub heredocs: Vec<Heredoc>,
    /// The comment lines above, back to the instruction before or to an empty comment.
    pub comments: Vec<Comment>,
    /// A blank line stood inside a continuation (BuildKit warns of it at the instruction's last line).
    pub has_empty_continuation: bool,
    /// A line that looks like an instruction of its own, but that a continuation made part of this one.
    pub swallowed: Option<Span>,
    pub payload: Payload,
    /// Of an ONBUILD trigger: what is wrong with it. It is an error only for a build in which a stage runs the trigger.
    pub trigger_errors: Vec<Diagnostic>,
}

/// A Dockerfile keyword. The order is that of the Dockerfile reference's table of contents, alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Keyword {
    Add,
    Arg,
    Cmd,
    Copy,
    Entrypoint,
    Env,
    Expose,
    From,
    Healthcheck,
    Label,
    Maintainer,
    Onbuild,
    Run,
    Shell,
    Stopsignal,
    User,
    Volume,
    Workdir,
    /// A word that is no instruction; the error stands among the diagnostics.
    Unknown,
}

/// A leading `--name[=value]`, its quotes and escapes removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag {
    pub name: String,
    pub value: Option<String>,
    pub span: Span,
}

/// A heredoc of RUN, COPY or ADD.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heredoc {
    pub name: String,
    /// Whether the delimiter was unquoted, so that COPY and ADD expand variables in the body.
    pub expands: bool,
    /// Whether it was opened by `<<-`; `content` already has its leading tabs removed then.
    pub strips_tabs: bool,
    pub content: String,
    pub body: Span,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Without the `#` and surrounding blanks.
    pub text: String,
    pub span: Span,
}

/// A word as written, with where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    pub text: String,
    pub span: Span,
}

/// What each of the eighteen instructions says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Payload {
    Add(Transfer),
    Arg(Vec<Argument>),
    Cmd(CommandLine),
    Copy(Transfer),
    Entrypoint(CommandLine),
    Env(Pairs),
    Expose(Vec<Word>),
    From(From),
    Healthcheck(Healthcheck),
    Label(Pairs),
    Maintainer(Word),
    /// The trigger, its heredocs repeated in it.
    Onbuild(Box<Instruction>),
    Run(Run),
    Shell(Vec<String>),
    Stopsignal(Word),
    User(Word),
    Volume(Vec<Word>),
    Workdir(Word),
    /// It could not be read; the reason stands among the diagnostics.
    Invalid,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct From {
    pub image: Word,
    /// As written; BuildKit lower-cases it.
    pub name: Option<Word>,
    pub platform: Option<String>,
    /// The `AS` as written, for the casing check.
    pub as_keyword: Option<Word>,
}

/// COPY and ADD: sources, destination and the flags of either.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Transfer {
    /// Paths as written; heredocs are not among them.
    pub sources: Vec<Word>,
    pub destination: Option<Word>,
    /// Sources that are heredocs: indexes into the instruction's `heredocs`. The file's name is the heredoc's.
    pub inline: Vec<usize>,
    pub from: Option<String>,
    pub chown: Option<String>,
    pub chmod: Option<String>,
    pub link: bool,
    pub parents: bool,
    pub excludes: Vec<String>,
    /// ADD only.
    pub checksum: Option<String>,
    pub keep_git_dir: bool,
    pub unpack: Option<bool>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    pub command: CommandLine,
    pub mounts: Vec<Mount>,
    pub network: Option<String>,
    pub security: Option<String>,
}

/// The command of RUN, CMD, ENTRYPOINT or HEALTHCHECK CMD.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommandLine {
    /// Text for the shell, heredoc markers included (the bodies stand in the instruction's `heredocs`).
    Shell(String),
    /// A JSON array.
    Exec(Vec<String>),
}

/// `RUN --mount=…`. As parsed, its fields are what the options say unexpanded, as far as that makes sense; wrong
/// values count only where the step is built: there [`Mount::resolve`] gives the mount with variables replaced.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mount {
    pub kind: MountKind,
    pub target: Option<String>,
    pub source: Option<String>,
    pub from: Option<String>,
    pub id: Option<String>,
    pub sharing: Option<String>,
    pub read_only: bool,
    pub required: bool,
    /// What was written, in order: keys in lower case, values as they are.
    pub options: Vec<(String, Option<String>)>,
    pub span: Span,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MountKind {
    #[default]
    Bind,
    Cache,
    Tmpfs,
    Secret,
    Ssh,
}

/// The pairs of ENV or LABEL.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs {
    pub pairs: Vec<Pair>,
    /// Written as `ENV key value`.
    pub legacy: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    pub name: Word,
    pub value: Word,
}

/// One word of ARG.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    pub name: Word,
    pub default: Option<Word>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Healthcheck {
    None,
    Command(CommandLine),
}

impl Default for CommandLine {
    fn default() -> Self {
        Self::Shell(String::new())
    }
}

impl Keyword {
    /// All eighteen, in the order of the variants.
    pub const ALL: [Self; 18] = [
        Self::Add,
        Self::Arg,
        Self::Cmd,
        Self::Copy,
        Self::Entrypoint,
        Self::Env,
        Self::Expose,
        Self::From,
        Self::Healthcheck,
        Self::Label,
        Self::Maintainer,
        Self::Onbuild,
        Self::Run,
        Self::Shell,
        Self::Stopsignal,
        Self::User,
        Self::Volume,
        Self::Workdir,
    ];

    /// In capitals, as the reference writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Add => "ADD",
            Self::Arg => "ARG",
            Self::Cmd => "CMD",
            Self::Copy => "COPY",
            Self::Entrypoint => "ENTRYPOINT",
            Self::Env => "ENV",
            Self::Expose => "EXPOSE",
            Self::From => "FROM",
            Self::Healthcheck => "HEALTHCHECK",
            Self::Label => "LABEL",
            Self::Maintainer => "MAINTAINER",
            Self::Onbuild => "ONBUILD",
            Self::Run => "RUN",
            Self::Shell => "SHELL",
            Self::Stopsignal => "STOPSIGNAL",
            Self::User => "USER",
            Self::Volume => "VOLUME",
            Self::Workdir => "WORKDIR",
            Self::Unknown => "unknown instruction",
        }
    }

    /// The keyword a word spells, in any case; `Unknown` for any other word.
    pub fn of(word: &str) -> Self {
        let same = |keyword: &&Self| keyword.name().eq_ignore_ascii_case(word);
        Self::ALL.iter().find(same).copied().unwrap_or(Self::Unknown)
    }
}
