//! An analysed Dockerfile to advice: what could be better, why, and the text edits that would make it so. Never computes
//! what a fix saves: `analysis::advised` runs the pipeline again on the edited text.
//!
//! A rule is one file of `rules`, `pub const RULE` and `pub fn look`, and its line in [`RULES`]. It is silent in stages
//! that do not ship, about what lies under a mount, and where it cannot tell. Where it is sure but cannot edit the text
//! exactly (a heredoc with tabs, a command in a variable), it gives advice without a fix.

mod bases;
mod calls;
pub mod editing;
mod rules;
mod run;
mod subject;
pub mod flatten;
pub mod synthesize;

pub(crate) use calls::{Ask, Manager, call, packages};
pub use run::Run;
pub(crate) use run::commands;
pub use subject::Subject;

use serde::{Deserialize, Serialize};

use crate::order;
use crate::text::{Edit, Span};

/// What a rule found at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    pub rule: &'static Rule,
    /// From 1: where `span` starts.
    pub line: usize,
    pub span: Span,
    /// What is so, in a few words; the rule's own title where this place has nothing to add.
    pub title: String,
    /// What happens and why, in one or two sentences.
    pub why: String,
    pub fix: Option<Fix>,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// In kebab case: the name of its file and of its folder of fixtures.
    pub name: &'static str,
    pub title: &'static str,
    pub gain: Gain,
}

/// What following the advice is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Gain {
    /// Fewer bytes in the image.
    Size,
    /// Less to do when something changes.
    Rebuild,
    /// Fewer ways to be attacked, or to be surprised.
    Safety,
    /// A Dockerfile that says what it means.
    Tidiness,
}

/// Edits that follow the advice. They keep the author's layout, comments and line ends, and make the finding go away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as the text of a button: “Remove the lists in the same RUN”.
    pub label: String,
    /// Of the Dockerfile, in order, none overlapping.
    pub edits: Vec<Edit>,
    /// The whole new text of `.dockerignore`, where it changes.
    pub dockerignore: Option<String>,
    pub safety: Safety,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Safety {
    /// It cannot change what the image does, by what this model knows.
    Safe,
    /// It may; the line says what to look at.
    Check(String),
}

/// Advice for a smaller image that saves less than both is not worth a reader's time: a megabyte is less than a tenth of
/// what any common base weighs, and a hundredth of the image is less than the estimate is sure of.
const LEAST_BYTES: u64 = 1_000_000;
const LEAST_SHARE: u64 = 100;

/// Whether so many bytes less are not worth advice, in an image of that size.
pub fn is_little(saved: u64, image: u64) -> bool {
    saved < LEAST_BYTES && saved < image / LEAST_SHARE
}

/// Everything the rules found, in the order of lines.
pub fn advise(subject: &Subject<'_>) -> Vec<Advice> {
    let mut found = Vec::new();
    for (_, look) in RULES {
        look(subject, &mut found);
    }
    // What an ONBUILD adds to two stages is written once.
    let mut seen = std::collections::HashSet::new();
    found.retain(|advice| seen.insert((advice.rule.name, advice.span)));
    order::sort_by_key(&mut found, |advice| advice.span);
    // Of edits that overlap one would not be made, and the rest would not be the fix: two commands side by side that are
    // both to go.
    let overlaps = |fix: &Fix| fix.edits.windows(2).any(|pair| pair[1].span.start < pair[0].span.end);
    for advice in &mut found {
        advice.fix = advice.fix.take().filter(|fix| !overlaps(fix));
    }
    found
}

/// A rule with its name and title, and the function that adds what it finds.
type Entry = (&'static Rule, fn(&Subject<'_>, &mut Vec<Advice>));

/// All rules. Where two have something to say of one place, the first speaks first.
pub const RULES: &[Entry] = &[
    (&rules::package_lists_kept::RULE, rules::package_lists_kept::look),
    (&rules::package_cache_kept::RULE, rules::package_cache_kept::look),
    (&rules::recommends_installed::RULE, rules::recommends_installed::look),
    (&rules::apk_cache::RULE, rules::apk_cache::look),
    (&rules::pip_cache::RULE, rules::pip_cache::look),
    (&rules::npm_cache::RULE, rules::npm_cache::look),
    (&rules::yarn_cache::RULE, rules::yarn_cache::look),
    (&rules::heavy_base::RULE, rules::heavy_base::look),
    (&rules::toolchain_shipped::RULE, rules::toolchain_shipped::look),
    (&rules::moving_base::RULE, rules::moving_base::look),
    (&rules::ended_base::RULE, rules::ended_base::look),
    (&rules::unused_stage::RULE, rules::unused_stage::look),
    (&rules::dev_dependencies::RULE, rules::dev_dependencies::look),
    (&rules::build_tools_shipped::RULE, rules::build_tools_shipped::look),
    (&rules::secrets_in_variables::RULE, rules::secrets_in_variables::look),
    (&rules::secrets_copied::RULE, rules::secrets_copied::look),
    (&rules::dockerignore::RULE, rules::dockerignore::look),
    (&rules::context_before_install::RULE, rules::context_before_install::look),
    (&rules::no_cache_mount::RULE, rules::no_cache_mount::look),
    (&rules::archive_kept::RULE, rules::archive_kept::look),
    (&rules::removed_later::RULE, rules::removed_later::look),
    (&rules::written_twice::RULE, rules::written_twice::look),
    (&rules::add_for_copy::RULE, rules::add_for_copy::look),
];

impl Advice {
    /// Advice about a place of the Dockerfile, without a fix.
    pub fn new(
        subject: &Subject<'_>,
        rule: &'static Rule,
        span: Span,
        title: impl Into<String>,
        why: impl Into<String>,
    ) -> Self {
        let line = subject.dockerfile.lines.line(span.start);
        Self { rule, line, span, title: title.into(), why: why.into(), fix: None }
    }

    #[must_use]
    pub fn fix(mut self, fix: Option<Fix>) -> Self {
        self.fix = fix;
        self
    }
}

impl Fix {
    pub fn safe(label: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self { label: label.into(), edits: tidied(edits), dockerignore: None, safety: Safety::Safe }
    }

    /// A fix that may change what the image does: `why` says what to look at.
    pub fn to_check(label: impl Into<String>, edits: Vec<Edit>, why: impl Into<String>) -> Self {
        Self { safety: Safety::Check(why.into()), ..Self::safe(label, edits) }
    }

    /// What another one does, too; what either says to check is to be checked.
    fn add(&mut self, other: Self) {
        self.edits.extend(other.edits);
        if self.is_safe() {
            self.safety = other.safety;
        }
    }

    pub fn is_safe(&self) -> bool {
        self.safety == Safety::Safe
    }
}

/// Adds advice about several places that saves something only together, since what one leaves out the next one writes:
/// as one piece, at the first place that can be fixed, and one for each place that cannot.
fn together(found: &mut Vec<Advice>, places: impl IntoIterator<Item = Advice>) {
    let mut all: Option<Advice> = None;
    for advice in places {
        match (advice.fix.is_some(), &mut all) {
            (true, Some(Advice { fix: Some(fix), .. })) => {
                let own = advice.fix.into_iter();
                own.for_each(|own| fix.add(own));
            }
            (true, _) => all = Some(advice),
            (false, _) => found.push(advice),
        }
    }
    if let Some(Advice { fix: Some(fix), .. }) = &mut all {
        fix.edits = tidied(std::mem::take(&mut fix.edits));
    }
    found.extend(all);
}

/// In order, each once: a loop that is unrolled asks for the same edit in each round.
fn tidied(mut edits: Vec<Edit>) -> Vec<Edit> {
    order::sort_by_key(&mut edits, |edit| edit.span);
    edits.dedup();
    edits
}
