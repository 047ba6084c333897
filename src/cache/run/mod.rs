//! What a RUN step makes of the files, for the commands whose effect can be told without running them: copying,
//! moving, filtering text. Anything else is assumed to depend on all it could see and to write anywhere but over
//! files that known commands put in place.

mod scripts;
mod dependencies;
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
    /// How many scripts have called each other so far.
    pub depth: usize,
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
    /// Of what the words depend on that stands there as written: `$(…)`, `$NAME`.
    unknown: Digest,
}

/// Runs a script on the files.
pub fn run(view: &mut View, script: &str, circumstances: &Circumstances) -> Ending {
    let list = commands(script, &|name: &str| (circumstances.variable)(name));
    let mut progress = Progress {
        script,
        status: Some(true),
        stops_early: false,
        substituted: 0,
        assigned: 0,
        named: None,
        output: Content::empty(),
        // Groups share their redirections and their pipe, but nothing in the list says where they begin.
        groups: script.contains(['{', '(']),
        written: String::new(),
    };
    for (index, command) in list.iter().enumerate() {
        let Some(rest) = view.budget.checked_sub(COMMAND) else { break };
        view.budget = rest;
        let next = list.get(index + 1).map(|next| next.joined);
        if let Some(ending) = progress.step(view, command, next, circumstances) {
            return ending;
        }
    }
    progress.write_after_blocks(view, circumstances);
    if progress.status == Some(false) { Ending::Failed } else { Ending::Well }
}

/// A script under way.
struct Progress<'a> {
    script: &'a str,
    status: Option<bool>,
    /// After `set -e`.
    stops_early: bool,
    /// Of what `$(…)` printed for the command that comes.
    substituted: Digest,
    /// Of what variables were set to that are not known.
    assigned: Digest,
    /// Of all files the script names, once asked for.
    named: Option<Digest>,
    /// What was printed and can still be piped.
    output: Content,
    groups: bool,
    /// The file written last.
    written: String,
}

impl Progress<'_> {
    fn step(
        &mut self,
        view: &mut View,
        command: &Command,
        next: Option<Join>,
        circumstances: &Circumstances,
    ) -> Option<Ending> {
        let skipped = match command.joined {
            Join::And => self.status == Some(false),
            Join::Or => self.status == Some(true),
            Join::Sequence | Join::Pipe => false,
        };
        if skipped {
            return None;
        }
        let unclear = !(command.certain || command.joined == Join::Or && self.status == Some(false));
        let pipes = std::mem::replace(&mut self.output, Content::empty());
        let (input, before) = if command.joined == Join::Pipe { (Some(pipes), None) } else { (None, Some(pipes)) };
        let outcome = self.execute(view, command, input, circumstances, unclear);
        if command.substituted {
            self.substituted = digest("substituted", (self.substituted, outcome.output.digest()));
            self.output = before.unwrap_or_else(Content::empty);
            return None;
        }
        if command.words.is_empty() && !command.assignments.is_empty() {
            self.assigned = digest("assigned", (self.assigned, self.substituted));
        }
        self.substituted = if next == Some(Join::Pipe) { self.substituted } else { 0 };
        self.output = match before.filter(|_| self.groups) {
            Some(before) => before.followed_by(&outcome.output),
            None => outcome.output,
        };
        self.status = outcome.succeeded.filter(|_| !unclear);
        match command.program() {
            "set" if command.words.iter().any(|word| word.starts_with('-') && word.contains('e')) => {
                self.stops_early = true;
            }
            "exit" if !unclear => {
                let failed = command.words.get(1).is_some_and(|code| code != "0" && !code.starts_with('$'));
                return Some(if failed { Ending::Failed } else { Ending::Well });
            }
            _ => {}
        }
        let last_of_list = next.is_none_or(|next| next == Join::Sequence);
        (self.status == Some(false) && self.stops_early && last_of_list).then_some(Ending::Failed)
    }

    fn execute(
        &mut self,
        view: &mut View,
        command: &Command,
        mut input: Option<Content>,
        circumstances: &Circumstances,
        unclear: bool,
    ) -> Outcome {
        let directory = path::absolute(circumstances.directory, &command.directory);
        for redirection in command.redirections.iter().filter(|redirection| redirection.descriptor == 0) {
            let place = path::absolute(&directory, &redirection.target);
            input = match redirection.kind {
                RedirectionKind::Text => Some(Content::of_text(redirection.target.clone())),
                _ => match view.read(&place) {
                    Some(content) => Some(content),
                    None if view.is_certain(&place) && !unclear => return Outcome::failed(),
                    None => None,
                },
            };
        }
        let mut invocation = Invocation {
            program: command.program(),
            arguments: command.words.get(1..).unwrap_or(&[]),
            directory,
            input,
            circumstances,
            unknown: digest("unknown", (self.assigned, self.substituted)),
        };
        if self.needs_names(&invocation, unclear) {
            invocation.unknown = digest("unknown", (invocation.unknown, self.names(view, circumstances)));
        }
        let outcome = dispatch(view, &invocation);
        self.redirect(view, command, &invocation, outcome)
    }

    /// Whether what the command does depends on words that only a real shell knows, or on files that others list.
    fn needs_names(&self, invocation: &Invocation, unclear: bool) -> bool {
        let listed = invocation.program == "xargs" || invocation.arguments.iter().any(|word| word == "{}");
        listed || unclear && invocation.is_vague()
    }

    /// The digest of all files whose names or patterns stand in the script.
    fn names(&mut self, view: &View, circumstances: &Circumstances) -> Digest {
        *self.named.get_or_insert_with(|| {
            let words =
                self.script.split(|character: char| character.is_whitespace() || "'\"();|&<>=`".contains(character));
            let words = words.filter(|word| !word.is_empty() && !word.starts_with(['-', '$', '#'])).take(NAMED);
            let paths = words.flat_map(|word| view.expand(&path::absolute(circumstances.directory, word)));
            let found: Vec<Digest> = paths.map(|path| view.find(&path).identity()).collect();
            digest("named", found)
        })
    }

    /// `done > file`: what a loop writes whose rounds are not known depends on the files that the script names.
    fn write_after_blocks(&mut self, view: &mut View, circumstances: &Circumstances) {
        let mut words = self.script.split_whitespace().peekable();
        while let Some(word) = words.next() {
            let closes = matches!(word, "done" | "fi" | "esac");
            let Some(operator) = words.next_if(|next| closes && next.starts_with('>')) else { continue };
            let attached = operator.trim_start_matches('>');
            let target = if attached.is_empty() { words.next().unwrap_or("") } else { attached };
            let target = path::absolute(circumstances.directory, target.trim_matches(['"', '\'', ';', ')']));
            if !target.starts_with("/dev/") && self.written != target {
                let names = self.names(view, circumstances);
                let content = Content::Unseen(digest("block", (self.script, names, self.assigned)));
                view.write(&target, content, circumstances.user);
            }
        }
    }

    /// Writes the output where the redirections say; what is left goes to the next command or nowhere.
    fn redirect(&mut self, view: &mut View, command: &Command, invocation: &Invocation, outcome: Outcome) -> Outcome {
        let mut output = outcome.output;
        for redirection in command.redirections.iter().filter(|redirection| redirection.descriptor != 0) {
            let target = path::absolute(&invocation.directory, &redirection.target);
            let appends = match redirection.kind {
                RedirectionKind::Write => self.groups && self.written == target,
                RedirectionKind::Append => true,
                RedirectionKind::Read | RedirectionKind::Text | RedirectionKind::Duplicate => continue,
            };
            if target.starts_with("/dev/") {
                output = Content::empty();
                continue;
            }
            let written = match redirection.descriptor {
                1 => std::mem::replace(&mut output, Content::empty()),
                _ => Content::Unseen(digest("messages", (&command.words, redirection.descriptor))),
            };
            if redirection.target.contains(['$', '`']) {
                view.tree.disturb(digest("somewhere", (invocation.identity(), written.digest())));
                continue;
            }
            let content = match view.read(&target).filter(|_| appends) {
                Some(before) => before.followed_by(&written),
                None => written,
            };
            view.write(&target, content, invocation.circumstances.user);
            self.written = target;
        }
        Outcome { output, ..outcome }
    }
}

/// What a command costs of the budget, in files copied.
const COMMAND: usize = 10;
/// More words of a script are not looked up.
const NAMED: usize = 256;

/// The commands known here, by kind.
fn dispatch(view: &mut View, invocation: &Invocation) -> Outcome {
    if let Some(outcome) = scripts::run_script(view, invocation) {
        return outcome;
    }
    if let Some(outcome) = effects::run(view, invocation) {
        return outcome;
    }
    if let Some(outcome) = filters::run(view, invocation) {
        return outcome;
    }
    effects::opaque(view, invocation)
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
        view.expand(&path::absolute(&self.directory, operand))
    }

    /// Of its words and of what stands behind those that are not known.
    fn identity(&self) -> Digest {
        digest("invocation", (self.program, self.arguments, self.unknown))
    }

    /// Whether something in the words is not known. In the scripts of awk and the like `$` means something else.
    fn is_vague(&self) -> bool {
        let mut words = self.arguments.iter().filter(|word| !word.starts_with('-'));
        if matches!(self.program, "awk" | "gawk" | "mawk" | "sed" | "grep" | "egrep" | "jq") {
            words.next();
        }
        words.any(|word| word.contains(['$', '`']))
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
        unknown: 0,
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
