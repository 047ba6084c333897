//! What an entry of a history says it was made by, and whether that is a step of the Dockerfile: in the words of
//! BuildKit, of the builder before it, of buildah and of kaniko, whole or cut short.

use super::Entry;
use crate::stages::{Action, BuildGraph, Step};
use crate::syntax::{Dockerfile, Keyword};

/// How well an entry and a step fit; none is 0. Gaps cost 1 each, see `align`.
pub(super) type Fit = i32;
/// Letter for letter.
const EXACT: Fit = 10;
/// As far as the text goes, or but for what another builder writes differently.
const NEAR: Fit = 9;
/// Cut within the build arguments or the content's hash, before what tells it from others of its kind.
const CUT_EARLY: Fit = 5;
/// A step without a layer: the keyword and the rest, or the keyword alone.
const SAME_SETTING: Fit = 5;
const SAME_KEYWORD: Fit = 3;

const BUILDKIT: &str = " # buildkit";
const SHELL: &str = "/bin/sh -c ";
/// What the builder before BuildKit put before every instruction but RUN.
const NO_OPERATION: &str = "#(nop) ";

/// An entry's text, read once.
pub(super) struct Made {
    keyword: Keyword,
    /// After the keyword, blanks folded; of RUN the words after its build arguments too, which hold blanks at times.
    rest: String,
    cut: bool,
    /// RUN: how many build arguments stand before the command.
    arguments: Option<usize>,
    /// RUN: where the command begins if no value holds a blank, and where the script does after the shell's `-c`.
    command_at: usize,
    script_at: Option<usize>,
}

/// A step of the Dockerfile in the words that histories use.
pub(super) struct Known<'a> {
    step: &'a Step,
    /// After the keyword, with what BuildKit puts behind it.
    rest: String,
    /// RUN: without its build arguments. Others: without flags.
    command: String,
    /// RUN: what the shell is given.
    script: String,
    /// As the Dockerfile has it, without flags.
    written: String,
}

/// Whether an entry's text is of an instruction that never makes a layer.
pub(super) fn is_configuration(text: &str) -> bool {
    !matches!(Made::of(text, false).keyword, Keyword::Run | Keyword::Copy | Keyword::Add | Keyword::Workdir)
}

impl Made {
    pub(super) fn by(entry: &Entry) -> Self {
        Self::of(&entry.text, entry.cut)
    }

    fn of(text: &str, cut: bool) -> Self {
        let text = fold(text);
        let text = if cut { text.as_str() } else { text.strip_suffix(BUILDKIT).unwrap_or(&text) };
        let bare = text.strip_prefix(SHELL).unwrap_or(text);
        let instruction = bare.strip_prefix(NO_OPERATION).map(str::trim_start);
        let (word, rest) = instruction.unwrap_or(text).split_once(' ').unwrap_or((instruction.unwrap_or(text), ""));
        let is_capital = word.bytes().all(|byte| byte.is_ascii_uppercase());
        let (keyword, rest) = match if is_capital { Keyword::of(word) } else { Keyword::Unknown } {
            Keyword::Unknown | Keyword::From => (Keyword::Run, instruction.unwrap_or(text)),
            keyword => (keyword, rest),
        };
        let counted = rest.strip_prefix('|').filter(|_| keyword == Keyword::Run);
        let counted = counted.and_then(|rest| {
            let (count, rest) = rest.split_once(' ').unwrap_or((rest, ""));
            Some((count.parse().ok()?, rest))
        });
        let (arguments, rest) = counted.map_or((None, rest), |(count, rest)| (Some(count), rest));
        let values: usize = rest.split_inclusive(' ').take(arguments.unwrap_or(0)).map(str::len).sum();
        let script_at = rest.find(" -c ").map(|at| at + " -c ".len()).filter(|at| *at < rest.len());
        Self { keyword, rest: rest.to_owned(), cut, arguments, command_at: values, script_at }
    }
}

impl<'a> Known<'a> {
    /// The steps of a stage's chain that a history has entries for, with their stage and number.
    pub(super) fn of(graph: &'a BuildGraph, dockerfile: &Dockerfile, (stage, at): (usize, usize)) -> Self {
        let step = &graph.stages[stage].steps[at];
        let whole = fold(&step.history_text().unwrap_or_default());
        let rest = whole.split_once(' ').map_or("", |(_, rest)| rest).to_owned();
        let bare = fold(step.history.as_deref().unwrap_or_default());
        let command = without_flags(bare.split_once(' ').map_or("", |(_, rest)| rest)).to_owned();
        let script = if let Action::Run(run) = &step.action { fold(&run.script) } else { String::new() };
        let written = fold(&dockerfile.instructions[step.instruction].arguments.text);
        Self { step, rest, command, script, written }
    }

    pub(super) fn fits(&self, made: &Made) -> Fit {
        if self.step.keyword != made.keyword {
            return 0;
        }
        match self.step.keyword {
            Keyword::Run => self.run(made),
            Keyword::Copy | Keyword::Add => self.copy(made),
            Keyword::Workdir => self.workdir(made),
            _ if same(&self.rest, &made.rest, made.cut) => SAME_SETTING,
            _ => SAME_KEYWORD,
        }
    }

    fn run(&self, made: &Made) -> Fit {
        if made.arguments.is_none() {
            let told = [&self.command, &self.script, &self.written];
            let is_same = told.iter().any(|text| same(text, &made.rest, made.cut));
            return if is_same { EXACT } else { self.in_another_shell(made) };
        }
        if !made.cut {
            return match made.rest.strip_suffix(without_mark(&self.command)) {
                Some(before) if before.is_empty() || before.ends_with(' ') => EXACT,
                _ => self.in_another_shell(made),
            };
        }
        // With the values as they would be now, or else any without blanks.
        let now = self.rest.strip_prefix('|').and_then(|rest| rest.split_once(' ')).map_or("", |(_, rest)| rest);
        let after = &made.rest[made.command_at..];
        match () {
            () if now.starts_with(&made.rest) && now.len() - made.rest.len() < self.command.len() => NEAR,
            () if after.is_empty() => CUT_EARLY,
            () if self.command.starts_with(after) => NEAR,
            () => self.in_another_shell(made),
        }
    }

    /// The base image may set another shell than the one the Dockerfile shows.
    fn in_another_shell(&self, made: &Made) -> Fit {
        let Some(text) = made.script_at.map(|at| &made.rest[at..]) else { return 0 };
        let begins = || {
            let rest = text.strip_prefix(self.script.as_str());
            self.script.starts_with(text) || rest.is_some_and(|rest| BUILDKIT.starts_with(rest))
        };
        if text == self.script || (made.cut && begins()) { NEAR } else { 0 }
    }

    fn copy(&self, made: &Made) -> Fit {
        if same(&self.rest, &made.rest, made.cut) {
            return EXACT;
        }
        let rest = without_flags(&made.rest);
        let is_bare = |text: &str| !rest.is_empty() && same(text, rest, made.cut);
        if is_bare(&self.command) || is_bare(without_flags(&self.written)) {
            return NEAR;
        }
        // The builder before BuildKit names the content by its hash and the place as an absolute path.
        let is_hashed = ["file:", "dir:", "multi:"].iter().any(|kind| rest.starts_with(kind));
        let Some((_, place)) = rest.rsplit_once(" in ").filter(|_| is_hashed) else {
            return if is_hashed && made.cut { CUT_EARLY } else { 0 };
        };
        let Action::Copy(copy) = &self.step.action else { return 0 };
        let (place, own) = (place.trim_end_matches('/'), copy.destination.trim_end_matches('/'));
        if place == own || (made.cut && !place.is_empty() && own.starts_with(place)) { NEAR } else { 0 }
    }

    fn workdir(&self, made: &Made) -> Fit {
        let above = made.rest.strip_suffix(self.written.as_str());
        let relative = !self.written.starts_with('/') && above.is_some_and(|above| above.ends_with('/'));
        match () {
            () if same(&self.rest, &made.rest, made.cut) => EXACT,
            // Below a folder that the base image set.
            () if relative || made.rest == self.written => NEAR,
            () => 0,
        }
    }
}

/// Whether the text of an entry is this one, as far as it goes.
fn same(text: &str, told: &str, cut: bool) -> bool {
    if cut { !told.is_empty() && text.starts_with(told) } else { text == told || without_mark(text) == told }
}

fn without_mark(text: &str) -> &str {
    text.strip_suffix(BUILDKIT).unwrap_or(text)
}

fn without_flags(mut text: &str) -> &str {
    while let Some(flag) = text.strip_prefix("--") {
        text = flag.split_once(' ').map_or("", |(_, rest)| rest);
    }
    text
}

/// Every run of blanks and ends of lines as one blank.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}
