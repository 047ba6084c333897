//! A group of steps that belong together to words: what is different about them, and what there is to add.

use super::pairs::Group;
use super::traits::{main_command, traits};
use super::works::{Work, Works};
use super::{Kind, image, lowest_base};
use crate::bytes::Source;
use crate::stages::{Action, Base};
use crate::syntax::{MountKind, Payload};

pub(super) struct Told {
    pub kind: Kind,
    pub words: String,
    pub detail: String,
}

/// Of an instruction that is named in a sentence, in characters.
const LONGEST: usize = 64;
const LONGEST_REASON: usize = 160;
/// Paths named in one sentence.
const MOST_PATHS: usize = 3;

/// What became of the steps of a group.
pub(super) fn told(one: &Works, two: &Works, group: &Group) -> Told {
    let (old, new) = (main(one, &group.before), main(two, &group.after));
    let (old, new) = match (old, new) {
        (Some(old), Some(new)) => (old, new),
        (Some(old), None) => return said(Kind::Gone, format!("{} is gone", named(one, old)), ""),
        (None, Some(new)) => return appeared(two, new, group),
        // There is no group of nothing.
        (None, None) => return said(Kind::Same, String::new(), ""),
    };
    let shipped = group.before.iter().any(|work| ships(&one.works[*work]));
    let ships = group.after.iter().any(|work| ships(&two.works[*work]));
    let reworded = || {
        let (from, to) = (named(one, old), named(two, new));
        if from == to { String::new() } else { format!("The instruction now is {to}.") }
    };
    match (shipped, ships) {
        (true, false) => {
            let stage = code(&two.analysis.graph.stages[new.stage].display_name());
            let verb = if is_run(new) { "runs in" } else { "belongs to" };
            let copied = copied(two, &group.after);
            let rest = match copied.as_str() {
                "" => ", which does not ship".to_owned(),
                paths => format!("; only {paths} is copied from it"),
            };
            said(Kind::LeftBehind, format!("{} now {verb} stage {stage}{rest}", named(one, old)), &reworded())
        }
        (false, true) => {
            let stage = code(&one.analysis.graph.stages[old.stage].display_name());
            let verb = if is_run(old) { "ran in" } else { "belonged to" };
            let words = format!("{} now ships; it {verb} stage {stage}, which did not", named(two, new));
            said(Kind::Ships, words, "")
        }
        _ if traits(old.step).exact == traits(new.step).exact => same(one, two, old, new, group),
        _ => {
            let others = group.before.len().saturating_sub(1) + group.after.len().saturating_sub(1);
            let (from, to) = (named(one, old), named(two, new));
            if from == to && cache_mounts(new) > cache_mounts(old) {
                return said(Kind::Rewritten, format!("{to} now has a cache mount"), &reason(old, new));
            }
            if from == to {
                return said(Kind::Rewritten, format!("{to} is written differently"), &reason(old, new));
            }
            let detail = if others == 0 { reason(old, new) } else { String::new() };
            said(Kind::Rewritten, format!("{from} → {to}"), &detail)
        }
    }
}

/// What became of the image below.
pub(super) fn base(one: &Works, two: &Works) -> Told {
    let base = |works: &Works| {
        let stage = works.lowest.map(|stage| &works.analysis.graph.stages[stage]);
        stage.map_or_else(|| "nothing".to_owned(), |stage| image(&stage.base).to_owned())
    };
    let (old, new) = (base(one), base(two));
    if old == new {
        let words = format!("{} has another size", code(&new));
        let given =
            |works: &Works| works.lowest.is_some_and(|stage| is_given(&works.analysis.sizes.stages[stage].base.disk));
        return said(Kind::Base, words, given_on(given(one), given(two)));
    }
    let behind = two.analysis.graph.stages.iter().find(|stage| {
        stage.reachable
            && Some(stage.index) != two.lowest
            && !matches!(stage.base, Base::Stage(_))
            && image(&stage.base) == old
    });
    let detail = behind.map(|stage| {
        format!("{} is now the base of stage {} only, which does not ship.", code(&old), code(&stage.display_name()))
    });
    said(Kind::Base, format!("{} → {}", code(&old), code(&new)), detail.as_deref().unwrap_or(""))
}

fn said(kind: Kind, words: String, detail: &str) -> Told {
    Told { kind, words, detail: detail.to_owned() }
}

fn appeared(two: &Works, new: &Work, group: &Group) -> Told {
    let name = named(two, new);
    if new.ships {
        return said(Kind::New, format!("{name} is new"), "");
    }
    let stage = code(&two.analysis.graph.stages[new.stage].display_name());
    let copied = copied(two, &group.after);
    said(Kind::New, format!("{name} is new in stage {stage}, and {copied} is copied"), "")
}

/// The same words on both sides: why they weigh something else.
fn same(one: &Works, two: &Works, old: &Work, new: &Work, group: &Group) -> Told {
    let name = named(two, new);
    let words = if new.disk.likely == old.disk.likely {
        format!("{name} compresses differently")
    } else if new.disk.likely < old.disk.likely {
        format!("{name} brings less")
    } else {
        format!("{name} brings more")
    };
    let given = given_on(is_given(&old.own.disk), is_given(&new.own.disk));
    if !given.is_empty() {
        return said(Kind::Same, words, given);
    }
    let from_stage = !new.ships || !old.ships;
    let paths = (copied(one, &group.before), copied(two, &group.after));
    if from_stage && paths.0 != paths.1 && !paths.0.is_empty() && !paths.1.is_empty() {
        return said(Kind::Same, words, &format!("Copied is now {}, not {}.", paths.1, paths.0));
    }
    if !is_run(new) {
        let detail = "What it takes is another: the context, its known sizes or `.dockerignore` differ.";
        return said(Kind::Same, words, detail);
    }
    let stands = |works: &Works, work: &Work| image(lowest_base(works, work.stage)).to_owned();
    let (below, above) = (stands(one, old), stands(two, new));
    if below != above {
        let detail = format!("The same instruction on {} instead of {}.", code(&above), code(&below));
        return said(Kind::Same, words, &detail);
    }
    said(Kind::Same, words, &reason(old, new))
}

/// What else the new step is made of, as the estimate says it.
fn reason(old: &Work, new: &Work) -> String {
    let (before, after) = (&old.own.disk.reason, &new.own.disk.reason);
    if before == after || old.disk.likely == new.disk.likely {
        return String::new();
    }
    format!("Was: {}. Now: {}.", plain(before, LONGEST_REASON), plain(after, LONGEST_REASON))
}

fn is_given(estimate: &crate::bytes::Estimate) -> bool {
    estimate.source == Source::Given
}

const fn given_on(before: bool, after: bool) -> &'static str {
    match (before, after) {
        (true, false) => "Its size was given before, and is estimated after.",
        (false, true) => "Its size is given after, and was estimated before.",
        _ => "",
    }
}

fn is_run(work: &Work) -> bool {
    matches!(work.step.action, Action::Run(_))
}

fn cache_mounts(work: &Work) -> usize {
    let Action::Run(run) = &work.step.action else { return 0 };
    run.mounts.iter().filter(|mount| mount.kind == MountKind::Cache).count()
}

fn ships(work: &Work) -> bool {
    work.ships && work.is_in_image()
}

/// The step that a group is named by: the one that made most of the image, else the heaviest.
fn main<'a, 'b>(side: &'b Works<'a>, own: &[usize]) -> Option<&'b Work<'a>> {
    let works = own.iter().map(|work| &side.works[*work]);
    // Of equals the first, as they stand in the text.
    works.rev().max_by_key(|work| (work.disk.likely, work.pull.likely, work.own.disk.range.likely))
}

/// What copies take of the files that these steps wrote.
fn copied(side: &Works, own: &[usize]) -> String {
    let mut paths: Vec<String> = Vec::new();
    for carrier in own.iter().flat_map(|work| &side.works[*work].carriers) {
        let Action::Copy(copy) = &side.works[*carrier].step.action else { continue };
        for path in &copy.sources {
            let path = code(path);
            if !paths.contains(&path) && paths.len() <= MOST_PATHS {
                paths.push(path);
            }
        }
    }
    if paths.len() > MOST_PATHS {
        paths.truncate(MOST_PATHS - 1);
        return format!("{} and more", paths.join(", "));
    }
    paths.join(" and ")
}

/// A step by what people would call it.
fn named(side: &Works, work: &Work) -> String {
    if let Some(command) = main_command(work.step) {
        return code(&command);
    }
    let Some(written) = side.analysis.dockerfile.instructions.get(work.step.instruction) else {
        return code(work.step.keyword.name());
    };
    let own = match &written.payload {
        Payload::Onbuild(trigger) if work.step.triggered => trigger,
        _ => written,
    };
    code(&format!("{} {}", own.keyword.name(), own.arguments.text))
}

/// Any text between grave accents, on one line and not all of a long one.
fn code(text: &str) -> String {
    format!("`{}`", plain(text, LONGEST))
}

fn plain(text: &str, longest: usize) -> String {
    let mut shown = String::new();
    let mut length = 0;
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        for c in (length > 0).then_some(' ').into_iter().chain(word.chars()) {
            if length >= longest {
                shown.push('…');
                return shown;
            }
            shown.push(if c == '`' { '\'' } else { c });
            length += 1;
        }
    }
    shown
}
