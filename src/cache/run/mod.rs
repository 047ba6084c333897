//! What a RUN step makes of the files, for the commands whose effect can be told without running them: copying,
//! moving, filtering text. Anything else is assumed to depend on all it could see and to write anywhere but over
//! files that known commands put in place.

mod effects;
mod filters;
mod text;
mod pattern;
mod view;

use std::rc::Rc;

use super::digest::{Digest, digest};
use super::path;
use super::tree::{Content, Found, Tree};
use crate::syntax::shell::{Command, Join, RedirectionKind, commands};

pub use view::{Mounted, View};

/// How a script ends, where that can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It ends well, or nothing says that it does not.
    Well,
    /// It certainly fails, and the build with it.
    Failed,
}

/// What a script runs with besides files.
pub struct Circumstances<'a> {
    pub directory: &'a str,
    pub user: &'a str,
    pub variable: &'a dyn Fn(&str) -> Option<String>,
    /// Of all variables.
    pub environment: Digest,
    /// Different for every execution: what clocks and random numbers show.
    pub moment: Digest,
}

/// What one command wrote, and whether it succeeded where that is known.
struct Outcome {
    output: Content,
    succeeded: Option<bool>,
}

/// One command with what it needs at hand.
struct Invocation<'a> {
    program: &'a str,
    /// Arguments without the program; patterns replaced by the files they match where `expanded` is used.
    arguments: &'a [String],
    directory: String,
    input: Option<Content>,
    circumstances: &'a Circumstances<'a>,
    /// Of everything substituted into the words, which stand there as written.
    substituted: Digest,
}

/// Runs a script on the files.
pub fn run(view: &mut View, script: &str, circumstances: &Circumstances) -> Ending {
    let list = commands(script, &|name: &str| (circumstances.variable)(name));
    let mut status = Some(true);
    let mut stops_early = false;
    let mut piped: Option<Content> = None;
    let mut substituted: Digest = 0;
    for (index, command) in list.iter().enumerate() {
        let skipped = match command.joined {
            Join::And => status == Some(false),
            Join::Or => status != Some(false),
            Join::Sequence | Join::Pipe => false,
        };
        if skipped {
            continue;
        }
        let directory = path::join(circumstances.directory, &command.directory);
        let input = if command.joined == Join::Pipe { piped.take() } else { None };
        let unclear = !command.certain && command.joined != Join::Or;
        let outcome = execute(view, command, directory, input, circumstances, substituted, unclear);
        let into_pipe = list.get(index + 1).is_some_and(|next| next.joined == Join::Pipe);
        if command.substituted {
            substituted = digest("substituted", (substituted, outcome.output.digest()));
        } else if !into_pipe {
            substituted = 0;
        }
        piped = into_pipe.then_some(outcome.output);
        status = if unclear || command.substituted { None } else { outcome.succeeded };
        match command.program() {
            "set" if command.words.iter().any(|word| word.starts_with('-') && word.contains('e')) => stops_early = true,
            "exit" if command.certain => {
                let failed = command.words.get(1).is_some_and(|code| code != "0" && !code.starts_with('$'));
                return if failed { Ending::Failed } else { Ending::Well };
            }
            _ => {}
        }
        let last_of_list = list.get(index + 1).is_none_or(|next| next.joined == Join::Sequence);
        if status == Some(false) && stops_early && last_of_list {
            return Ending::Failed;
        }
    }
    if status == Some(false) { Ending::Failed } else { Ending::Well }
}

fn execute(
    view: &mut View,
    command: &Command,
    directory: String,
    input: Option<Content>,
    circumstances: &Circumstances,
    substituted: Digest,
    unclear: bool,
) -> Outcome {
    let mut input = input;
    for redirection in command.redirections.iter().filter(|redirection| redirection.descriptor == 0) {
        input = match redirection.kind {
            RedirectionKind::Text => Some(Content::of_text(redirection.target.clone())),
            _ => match view.read(&path::join(&directory, &redirection.target)) {
                Some(content) => Some(content),
                None if view.is_certain(&path::join(&directory, &redirection.target)) => return Outcome::failed(),
                None => None,
            },
        };
    }
    let invocation = Invocation {
        program: command.program(),
        arguments: command.words.get(1..).unwrap_or(&[]),
        directory,
        input,
        circumstances,
        substituted,
    };
    let outcome = if unclear { effects::opaque(view, &invocation) } else { dispatch(view, &invocation) };
    redirect(view, command, &invocation, outcome)
}

/// The commands known here, by kind.
fn dispatch(view: &mut View, invocation: &Invocation) -> Outcome {
    if let Some(outcome) = effects::run(view, invocation) {
        return outcome;
    }
    if let Some(outcome) = filters::run(view, invocation) {
        return outcome;
    }
    effects::opaque(view, invocation)
}

/// Writes the output where the redirections say; what is left goes to the next command or nowhere.
fn redirect(view: &mut View, command: &Command, invocation: &Invocation, outcome: Outcome) -> Outcome {
    let mut output = outcome.output;
    for redirection in command.redirections.iter().filter(|redirection| redirection.descriptor != 0) {
        let appends = match redirection.kind {
            RedirectionKind::Write => false,
            RedirectionKind::Append => true,
            _ => continue,
        };
        let target = path::join(&invocation.directory, &redirection.target);
        if target.starts_with("/dev/") {
            continue;
        }
        let written = match redirection.descriptor {
            1 => std::mem::replace(&mut output, Content::empty()),
            _ => Content::Unseen(digest("messages", (&command.words, redirection.descriptor))),
        };
        let content = match view.read(&target).filter(|_| appends) {
            Some(before) => before.followed_by(&written),
            None => written,
        };
        view.write(&target, content, invocation.circumstances.user);
    }
    Outcome { output, ..outcome }
}

impl Invocation<'_> {
    /// Arguments that are no options.
    fn operands(&self) -> impl Iterator<Item = &String> {
        self.arguments.iter().filter(|argument| !argument.starts_with('-') || *argument == "-")
    }

    /// Whether a short option is given, alone or among others.
    fn has(&self, option: char) -> bool {
        let short = |argument: &&String| argument.starts_with('-') && !argument.starts_with("--");
        self.arguments.iter().filter(short).any(|argument| argument.contains(option))
    }

    /// The absolute paths of an operand: itself, or what its pattern matches.
    fn paths(&self, view: &View, operand: &str) -> Vec<String> {
        view.expand(&path::join(&self.directory, operand))
    }

    /// Of its words and of what was substituted into them.
    fn identity(&self) -> Digest {
        digest("invocation", (self.program, self.arguments, self.substituted))
    }

    /// Whether something in the words is not known.
    fn is_vague(&self) -> bool {
        self.arguments.iter().any(|argument| argument.contains(['$', '`']))
    }
}

impl Outcome {
    fn done() -> Self {
        Self { output: Content::empty(), succeeded: Some(true) }
    }

    fn failed() -> Self {
        Self { output: Content::empty(), succeeded: Some(false) }
    }

    fn printed(output: Content) -> Self {
        Self { output, succeeded: Some(true) }
    }
}

impl Content {
    pub fn empty() -> Self {
        Self::Text(Rc::from(""))
    }

    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    fn followed_by(&self, next: &Self) -> Self {
        match (self, next) {
            (Self::Text(first), Self::Text(second)) => Self::of_text(format!("{first}{second}")),
            (Self::Text(first), next) if first.is_empty() => next.clone(),
            (first, Self::Text(second)) if second.is_empty() => first.clone(),
            (first, second) => Self::Unseen(digest("followed by", (first.digest(), second.digest()))),
        }
    }
}

/// The digest of all files a command could see.
fn everything(view: &View, invocation: &Invocation) -> Digest {
    let circumstances = invocation.circumstances;
    let seen = (view.digest(), circumstances.environment, circumstances.user, &invocation.directory);
    digest("everything", (seen, invocation.identity(), invocation.input.as_ref().map(Content::digest)))
}

/// A script for a shell that is not understood here.
pub fn opaque(view: &mut View, script: &str, circumstances: &Circumstances) -> Ending {
    let words = [script.to_string()];
    let invocation = Invocation {
        program: "",
        arguments: &words,
        directory: circumstances.directory.to_string(),
        input: None,
        circumstances,
        substituted: 0,
    };
    effects::opaque(view, &invocation);
    Ending::Well
}

/// WORKDIR: the folder, made by the user if it is missing.
pub fn make_folder(tree: &mut Tree, path: &str, user: &str) {
    if matches!(tree.find(path), Found::Nothing | Found::Unseen(_))
        && let Some(folder) = tree.folder_mut(path)
    {
        folder.owner = view::owner(user);
    }
}
