//! The whole context copied before what needs little or nothing of it: every edit of a source file then installs all
//! dependencies anew. Silent where the installation must see the sources, and where it cannot tell what it needs.
//!
//! After Docker's “Optimize cache usage in builds” (docs.docker.com/build/cache/optimize: order your layers) and its
//! language guides, which copy the manifests first.

mod insertion;
mod manifests;
mod walk;

use self::walk::Move;
use super::super::calls::Manager;
use super::super::editing::newline;
use super::super::{Advice, Fix, Gain, Rule, Subject};
use crate::stages::{Action, CopyAction, CopySource, Stage, Step};
use crate::syntax::{Instruction, Payload};
use crate::text::{Edit, Span};

pub const RULE: Rule = Rule {
    name: "context-before-install",
    title: "Sources are copied before dependencies are installed",
    gain: Gain::Rebuild,
};

pub fn look(subject: &Subject<'_>, found: &mut Vec<Advice>) {
    for stage in subject.graph.stages.iter().filter(|stage| stage.reachable) {
        let Some(copy) = Whole::of(subject, stage) else { continue };
        match walk::moves(subject, &copy) {
            Some(moved) => found.push(advice(subject, &copy, &moved)),
            None => insertion::look(subject, &copy, found),
        }
    }
}

/// The first copy of everything in a stage.
struct Whole<'a> {
    stage: &'a Stage,
    at: usize,
    step: &'a Step,
    action: &'a CopyAction,
    instruction: &'a Instruction,
}

impl<'a> Whole<'a> {
    fn of(subject: &Subject<'a>, stage: &'a Stage) -> Option<Self> {
        let is_whole = |action: &CopyAction| {
            let all = |source: &String| matches!(source.trim_end_matches('/'), "." | "" | "./." | "*" | "./*");
            action.from == CopySource::Context
                && !action.parents
                && matches!(action.sources.as_slice(), [one] if all(one))
        };
        let (at, step, action) = stage.steps.iter().enumerate().find_map(|(at, step)| match &step.action {
            Action::Copy(action) if is_whole(action) && !step.triggered => Some((at, step, action)),
            _ => None,
        })?;
        // Files of the system come out of such a context, too.
        let instruction = subject.instruction(step)?;
        (action.destination != "/").then_some(Self { stage, at, step, action, instruction })
    }

    /// The folder it fills, without a slash at the end.
    fn folder(&self) -> &str {
        self.action.destination.trim_end_matches('/').trim_end_matches("/.")
    }
}

fn advice(subject: &Subject<'_>, copy: &Whole<'_>, moved: &Move<'_>) -> Advice {
    let what = moved.manifests.first().map(|manifests| manifests.manager);
    let (title, why) = match what {
        Some(manager) => (
            format!("Sources are copied before {}", installs(manager)),
            format!(
                "Any edit of a file makes this copy another one, and {} runs again after it. With {} copied first and the \
                 rest after the installation, only a change of dependencies installs anew.",
                installs(manager),
                moved.manifests[0].names()
            ),
        ),
        None => (
            "Sources are copied before packages are installed".to_owned(),
            "Any edit of a file makes this copy another one, and everything after it runs again, though it needs none of \
             these files. Copied below, the sources rebuild only what uses them."
                .to_owned(),
        ),
    };
    Advice::new(subject, &RULE, copy.instruction.span, title, why).fix(fix(subject, copy, moved))
}

fn fix(subject: &Subject<'_>, copy: &Whole<'_>, moved: &Move<'_>) -> Option<Fix> {
    let mut edits = moved.edits.clone();
    let written = written(subject, copy, moved)?;
    let newline = newline(subject);
    let (from, text) = with_comments(subject, copy.instruction);
    let mut in_place = Vec::new();
    for manifests in &moved.manifests {
        let lines = manifests.lines(copy);
        match manifests.before {
            // Right above its RUN the manifests take the copy's own place.
            None => in_place.extend(lines),
            Some(_) if lines.is_empty() => {}
            Some(at) => edits.push(Edit::insert(at, lines.join(newline) + newline)),
        }
    }
    edits.push(match in_place.is_empty() {
        true => Edit::delete(Span::new(from.start, blank_end(subject, from))),
        false => Edit::replace(from, in_place.join(newline)),
    });
    let above = text.strip_suffix(copy.instruction.span.of(subject.text())).unwrap_or("");
    edits.extend(moved.insertion(subject, &format!("{above}{written}")));
    let label = match moved.manifests.first() {
        Some(manifests) => format!("Copy {} first, the rest after the installation", manifests.names()),
        None => "Copy after the installation".to_owned(),
    };
    let doubts: Vec<String> = moved.manifests.iter().filter_map(|manifests| manifests.doubt(subject)).collect();
    let mut fix = match doubts.first() {
        Some(doubt) => Fix::to_check(label, edits, doubt.clone()),
        None => Fix::safe(label, edits),
    };
    fix.dockerignore = moved.manifests.iter().find_map(|manifests| manifests.ignored(subject));
    Some(fix)
}

/// The end of the line an instruction ends on, and of a blank one after it where one stands above, too.
fn blank_end(subject: &Subject<'_>, taken: Span) -> usize {
    let text = subject.text();
    let line_end = |at: usize| text[at..].find('\n').map_or(text.len(), |length| at + length + 1);
    let end = line_end(taken.end);
    let below = line_end(end);
    let above = &text[..taken.start];
    let has_blank_above = above.trim_end_matches([' ', '\t', '\r']).ends_with("\n\n") || above.ends_with("\r\n\r\n");
    if has_blank_above && text[end..below].trim().is_empty() { below } else { end }
}

/// The copy as it is written, its destination made absolute where another folder is the working directory below.
fn written(subject: &Subject<'_>, copy: &Whole<'_>, moved: &Move<'_>) -> Option<String> {
    let span = copy.instruction.span;
    let text = span.of(subject.text());
    let (Payload::Copy(transfer) | Payload::Add(transfer)) = &copy.instruction.payload else { return None };
    let destination = transfer.destination.as_ref()?;
    if destination.text.starts_with('/') || *copy.step.state.workdir == *moved.workdir_after {
        return Some(text.to_owned());
    }
    let place =
        Span::new(destination.span.start.checked_sub(span.start)?, destination.span.end.checked_sub(span.start)?);
    let is_plain = place.of(text) == destination.text;
    is_plain.then(|| format!("{}{}/{}", &text[..place.start], copy.folder(), &text[place.end..]))
}

/// The instruction with the comments right above it, which speak of it.
fn with_comments<'a>(subject: &Subject<'a>, instruction: &Instruction) -> (Span, &'a str) {
    let text = subject.text();
    let mut start = instruction.span.start;
    for comment in instruction.comments.iter().rev() {
        let between = text.get(comment.span.end..start).unwrap_or("x");
        if !between.trim().is_empty() || between.matches('\n').count() != 1 {
            break;
        }
        start = comment.span.start;
    }
    let span = Span::new(start, instruction.span.end);
    (span, span.of(text))
}

fn installs(manager: Manager) -> &'static str {
    match manager {
        Manager::Npm => "npm's install",
        Manager::Yarn => "yarn's install",
        Manager::Pnpm => "pnpm's install",
        Manager::Bun => "bun's install",
        Manager::Pip => "pip's install",
        Manager::Pipenv => "pipenv's install",
        Manager::Poetry => "poetry's install",
        Manager::Go => "the download of Go's modules",
        Manager::Maven => "the download of Maven's dependencies",
        Manager::Composer => "composer's install",
        Manager::Bundler => "bundler's install",
        _ => "the installation",
    }
}
