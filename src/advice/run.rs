//! One RUN of the image as rules read it: its commands with known variables replaced, its mounts, and where each word
//! stands in the Dockerfile, as far as that can be told exactly.

use super::subject::instruction;
use crate::path::absolute;
use crate::size::path;
use crate::stages::{Action, RunAction, Stage, Step};
use crate::syntax::shell::{self, Command, Join, Piece, PieceKind};
use crate::syntax::{CommandLine, Dockerfile, Instruction, MountKind};
use crate::text::Span;

pub struct Run<'a> {
    pub stage: &'a Stage,
    /// Index into the stage's steps.
    pub at: usize,
    /// Whether the image has its layer.
    pub shipped: bool,
    pub step: &'a Step,
    pub action: &'a RunAction,
    /// The RUN itself, also where an ONBUILD stands before it.
    pub instruction: &'a Instruction,
    /// What it runs, in order; empty where nobody here can read it.
    pub commands: Vec<Command>,
    /// The words and operators of the script, where they can be found in the Dockerfile.
    pub pieces: Vec<Piece>,
    pub origin: Origin,
}

/// Where a script stands in the Dockerfile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It is the instruction's arguments, continuation lines joined.
    Arguments,
    /// It is the body of a heredoc, which starts here.
    Heredoc(usize),
    /// A JSON array, or lines and heredocs mixed: nothing can be edited.
    Elsewhere,
}

impl<'a> Run<'a> {
    /// The step as a RUN; `None` where it is none.
    pub(super) fn of(dockerfile: &'a Dockerfile, stage: &'a Stage, at: usize, shipped: bool) -> Option<Self> {
        let step = stage.steps.get(at)?;
        let Action::Run(action) = &step.action else { return None };
        let instruction = instruction(dockerfile, step)?;
        let origin = origin(action, instruction);
        let commands = commands(step, action);
        let is_read = origin != Origin::Elsewhere && !commands.is_empty();
        let pieces = if is_read { shell::pieces(&action.script) } else { Vec::new() };
        Some(Self { stage, at, shipped, step, action, instruction, commands, pieces, origin })
    }

    /// Where a part of the script stands in the Dockerfile.
    pub fn source(&self, part: Span) -> Option<Span> {
        match self.origin {
            Origin::Arguments => Some(self.instruction.arguments.span(part.start..part.end)),
            Origin::Heredoc(start) => Some(Span::new(start + part.start, start + part.end)),
            Origin::Elsewhere => None,
        }
    }

    /// The words of a command as they are written, redirections left out. Empty where the command is not written there
    /// itself but in a variable, in quotes or in a `$(…)`.
    pub fn words(&self, command: &Command) -> Vec<&Piece> {
        let Span { start, end } = command.span;
        let first = self.pieces.partition_point(|piece| piece.span.start < start);
        let inside = self.pieces[first..].iter().take_while(|piece| piece.span.end <= end);
        let mut words = Vec::new();
        let mut is_file = false;
        for piece in inside {
            match piece.kind {
                PieceKind::Word if !is_file => words.push(piece),
                PieceKind::Operator => return Vec::new(),
                _ => {}
            }
            is_file = piece.kind == PieceKind::Redirection && piece.text != "<<";
        }
        let Some(program) = command.words.first() else { return Vec::new() };
        let at = words.iter().position(|word| word.text == *program);
        at.map(|at| words.split_off(at)).unwrap_or_default()
    }

    /// The place in the Dockerfile of a word of a command, the first that reads so.
    pub fn word(&self, command: &Command, text: &str) -> Option<Span> {
        let word = self.words(command).into_iter().find(|word| word.text == text)?;
        self.source(word.span)
    }

    /// Where a command stands in the Dockerfile; all of the instruction where that cannot be told.
    pub fn place(&self, command: &Command) -> Span {
        let known = (!self.words(command).is_empty()).then(|| self.source(command.span)).flatten();
        known.unwrap_or(self.instruction.span)
    }

    /// Whether what is at a path is not written to the layer: under a cache, a tmpfs or any other mount.
    pub fn is_mounted(&self, folder: &str) -> bool {
        self.action
            .mounts
            .iter()
            .filter(|mount| !matches!(mount.kind, MountKind::Secret | MountKind::Ssh))
            .any(|mount| mount.target.as_deref().is_some_and(|target| path::is_within(folder, &absolute("/", target))))
    }

    /// Whether a command removes a file, by `rm` or `find … -delete`.
    pub fn removes(&self, command: &Command, file: &str) -> bool {
        let words = command.words.get(1..).unwrap_or_default();
        let is_option = |word: &&String| word.starts_with('-');
        let named: Vec<&String> = match command.program() {
            "rm" => words.iter().filter(|word| !is_option(word)).collect(),
            "find" if words.iter().any(|word| word == "-delete" || word == "rm" || word == "/bin/rm") => {
                words.iter().take_while(|word| !word.starts_with(['-', '(', '!', '\\'])).collect()
            }
            _ => return false,
        };
        named.into_iter().flat_map(|word| braces(word)).any(|word| covers(&self.path(command, &word), file))
    }

    /// The absolute path that a word of a command means.
    pub fn path(&self, command: &Command, word: &str) -> String {
        let home = self.home();
        let expanded = match word.strip_prefix('~') {
            Some(rest) if rest.is_empty() || rest.starts_with('/') => format!("{home}{rest}"),
            _ => word.replace("${HOME}", &home).replace("$HOME", &home),
        };
        absolute(&absolute(&self.step.state.workdir, &command.directory), &expanded)
    }

    /// The home of whoever runs it.
    pub fn home(&self) -> String {
        if let Some(home) = self.step.state.variables.get("HOME") {
            return home.to_owned();
        }
        match self.step.state.user.split(':').next().unwrap_or("") {
            "" | "root" | "0" => "/root".to_owned(),
            name => format!("/home/{name}"),
        }
    }
}

fn origin(action: &RunAction, instruction: &Instruction) -> Origin {
    if !matches!(action.command, CommandLine::Shell(_)) {
        return Origin::Elsewhere;
    }
    match instruction.heredocs.as_slice() {
        [] if action.script == instruction.arguments.text => Origin::Arguments,
        // Tabs that `<<-` takes off are missing in the script.
        [only] if !only.strips_tabs && action.script == only.content => Origin::Heredoc(only.body.start),
        _ => Origin::Elsewhere,
    }
}

/// What a RUN runs, in order; empty where nobody here can read it.
pub(crate) fn commands(step: &Step, action: &RunAction) -> Vec<Command> {
    let variable = |name: &str| step.state.variables.get(name).map(str::to_owned);
    match &action.command {
        CommandLine::Exec(words) => match words.as_slice() {
            [shell, flag, script] if shell::is_posix(std::slice::from_ref(shell)) && flag.ends_with('c') => {
                shell::commands(script, &variable)
            }
            words => vec![Command {
                words: words.to_vec(),
                assignments: Vec::new(),
                redirections: Vec::new(),
                joined: Join::Sequence,
                certain: true,
                substituted: false,
                directory: String::new(),
                span: Span::default(),
            }],
        },
        CommandLine::Shell(_) if !shell::is_posix(&step.state.shell) => Vec::new(),
        // The body of a heredoc may be a program for another interpreter.
        CommandLine::Shell(_) if !is_shell_script(&action.script) => Vec::new(),
        CommandLine::Shell(_) => shell::commands(&action.script, &variable),
    }
}

fn is_shell_script(script: &str) -> bool {
    let Some(line) = script.strip_prefix("#!") else { return true };
    let line = line.lines().next().unwrap_or("");
    line.split(['/', ' ']).any(|word| shell::is_posix(&[word.to_owned()]))
}

/// Whether a pattern names a path or a folder above it.
fn covers(pattern: &str, file: &str) -> bool {
    let mut names = path::names(file);
    path::names(pattern).all(|own| names.next().is_some_and(|name| path::matches(own, name)))
}

/// The words that Bash makes of `a{b,c}d`: people write it where the shell is another, too. More than one brace is left
/// as it is.
fn braces(word: &str) -> Vec<String> {
    let inside = word.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)));
    match inside {
        Some((before, (inside, after))) if !before.ends_with('$') && inside.contains(',') => {
            inside.split(',').map(|one| format!("{before}{one}{after}")).collect()
        }
        _ => vec![word.to_owned()],
    }
}
