//! What a person can do, and the state that follows. What changes nothing gives an equal state.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::applying::{Proposal, apply_proposal, is_taken_back, undo};
use super::desk::Trouble;
use super::examples::{self, Example};
use super::fleet::Services;
use super::folder::{self, ProjectFacts, Reading};
use super::lesson;
use super::own_file::{self, is_own_file};
use super::permalink::{self, Shared};
use super::trouble_notice::{is_trouble_notice, trouble_notice};
use super::{Measure, Notice, Place, Side, State, Theme, View, facts};
use crate::cache::{Cache, Pick};
use crate::scenario::{Comparison, ImageSize, Scenario};
use crate::sight::{Give, TruthSight};

/// One thing a person did. `None` as the new value takes the old one away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    EditDockerfile(Side, String),
    /// Puts another text in the place of a Dockerfile at once, too large a step for the editor's own undo; what is said of it.
    ReplaceDockerfile(Side, String, &'static str),
    SetTarget(Side, Option<String>),
    SetPlatform(Side, Option<String>),
    SetBuildArg(Side, String, Option<String>),

    // Facts of the project: they reach both sides while `State::one_project` holds.
    SetDockerignore(Side, Option<String>),
    SetContext(Side, String, Option<u64>),
    SetManifest(Side, String, Option<String>),
    SetImage(Side, String, Option<ImageSize>),
    ShareProject(bool),

    /// A layer's on-disk bytes, by `State::layer_key`.
    OverrideLayer(Side, String, Option<u64>),
    /// Takes every layer override of a side away.
    ClearOverrides(Side),
    /// Opens the field where a fact is told.
    Give(Side, Give),
    /// Enters the sizes of a real build.
    EnterSizes(Side, Box<TruthSight>),
    /// A project folder is being read, or is forgotten.
    Folder(Option<Reading>),
    UseProject(Side, Box<ProjectFacts>),
    UseDockerfile(Side, String),

    /// Begins After as a copy of Before.
    AddAfter,
    RemoveAfter,
    LoadExample(Rc<Example>),
    /// Empties both Dockerfiles and all that is known of the project.
    StartEmpty,
    /// Opens the fragment of a link, or the name of an example, `#` or not.
    OpenLink(String),
    /// Does what the core proposed, to the very text it was proposed for.
    Apply(Box<Proposal>),
    /// Takes the last applied proposal back.
    Undo,
    /// Brings back what the last replacement put aside; what is there now is put aside in turn.
    Restore,

    ShowSide(Side),
    Measure(Measure),
    View(View),
    /// Shows what a change would run again.
    Change(Pick),
    Cache(Cache),
    Services(Services),
    Theme(Theme),
    Lesson(lesson::Move),
    Light(Option<Place>),
    /// Lights a place on each side that belong together.
    LightBoth([Option<Place>; 2]),
    Select(Option<Place>),
    Tell(Notice),
    /// The core gives no answers, or does so again.
    Trouble(Option<Trouble>),
    DismissNotice,
}

/// The state after an action.
pub fn update(state: &State, action: Action) -> State {
    let mut next = state.clone();
    match action {
        Action::EditDockerfile(side, text) if is_taken_back(state, side, &text) => undo(&mut next),
        Action::EditDockerfile(side, text) if is_own_file(state, side, &text) => own_file::begin(&mut next, text),
        Action::EditDockerfile(side, text) => on(&mut next, side, |scenario| scenario.dockerfile = text),
        Action::ReplaceDockerfile(side, text, said) => replace_dockerfile(&mut next, side, text, said),
        Action::SetTarget(side, target) => on(&mut next, side, |scenario| scenario.target = target),
        Action::SetPlatform(side, platform) => on(&mut next, side, |scenario| scenario.platform = platform),
        Action::SetBuildArg(side, name, value) => {
            on(&mut next, side, |scenario| put(&mut scenario.build_args, name, value))
        }
        Action::SetDockerignore(side, text) => {
            project(&mut next, side, |scenario| scenario.dockerignore.clone_from(&text))
        }
        Action::SetContext(side, path, bytes) => {
            project(&mut next, side, |scenario| put(&mut scenario.context, path.clone(), bytes));
        }
        Action::SetManifest(side, path, text) => {
            project(&mut next, side, |scenario| put(&mut scenario.manifests, path.clone(), text.clone()));
            if text.is_none() {
                next.giving = None;
            }
        }
        Action::SetImage(side, name, size) => {
            let size = size.filter(|size| *size != ImageSize::default());
            project(&mut next, side, |scenario| put(&mut scenario.images, name.clone(), size));
        }
        Action::ShareProject(shared) => share_project(&mut next, shared),
        Action::OverrideLayer(side, key, bytes) => on(&mut next, side, |scenario| {
            // What is pulled of it is of the size it had.
            put(&mut scenario.pull_overrides, key.clone(), None);
            put(&mut scenario.overrides, key, bytes);
        }),
        Action::ClearOverrides(side) => facts::clear_overrides(&mut next, side),
        Action::Give(side, give) => facts::give(&mut next, side, give),
        Action::EnterSizes(side, sizes) => facts::enter_sizes(&mut next, side, &sizes),
        Action::Folder(reading) => next.folder = reading,
        Action::UseProject(side, facts) => folder::use_project(&mut next, side, &facts),
        Action::UseDockerfile(side, text) => folder::use_dockerfile(&mut next, side, &text),
        Action::AddAfter => {
            next.comparison.after.get_or_insert_with(|| state.comparison.before.clone());
        }
        Action::RemoveAfter => remove_after(&mut next),
        Action::LoadExample(example) => load_example(&mut next, example),
        Action::StartEmpty => {
            lesson::leave(&mut next);
            let two = next.comparison.after.is_some();
            let empty = Comparison { before: Scenario::default(), after: two.then(Scenario::default) };
            replace(&mut next, empty);
            offer(&mut next, "Everything was emptied.", "Bring it back");
        }
        Action::OpenLink(fragment) => open_link(&mut next, &fragment),
        Action::Apply(proposal) => apply_proposal(&mut next, *proposal),
        Action::Undo => undo(&mut next),
        Action::Restore => restore(&mut next),
        Action::ShowSide(side) if state.scenario(side).is_some() => next.side = side,
        Action::ShowSide(_) => {}
        Action::Measure(measure) => next.measure = measure,
        Action::View(view) => next.view = view,
        Action::Change(change) => next.change = change,
        Action::Cache(cache) => next.cache = cache,
        Action::Services(services) => next.services = services,
        Action::Theme(theme) => next.theme = theme,
        Action::Lesson(step) => lesson::take(&mut next, step),
        Action::Light(place) => (next.lit, next.lit_beside) = (place, None),
        Action::LightBoth([before, after]) => (next.lit, next.lit_beside) = (before.or(after), before.and(after)),
        Action::Select(place) => next.selected = place,
        Action::Tell(notice) => {
            // It may be that what a link asked for cannot be had.
            next.asked = None;
            next.notice = Some(notice);
        }
        Action::Trouble(Some(trouble)) => next.notice = Some(trouble_notice(trouble)),
        Action::Trouble(None) => next.notice = next.notice.filter(|notice| !is_trouble_notice(notice)),
        Action::DismissNotice => next.notice = None,
    }
    next
}

/// Takes over everything a link or a draft carries.
pub(super) fn adopt(state: &mut State, shared: Shared) {
    replace(state, shared.comparison);
    state.side = if state.scenario(shared.side).is_some() { shared.side } else { Side::Before };
    state.measure = shared.measure;
    state.view = shared.view;
    state.change = shared.change;
    state.cache = shared.cache;
    state.services = shared.services;
    state.selected = shared.selected;
    state.link_tables = shared.tables;
    state.link_totals = shared.totals;
}

/// Whether what is known of the project is the same on both sides.
pub(super) fn same_project(comparison: &Comparison) -> bool {
    comparison.after.as_ref().is_none_or(|after| {
        let before = &comparison.before;
        before.dockerignore == after.dockerignore
            && before.context == after.context
            && before.manifests == after.manifests
            && before.images == after.images
    })
}

pub(super) fn on(state: &mut State, side: Side, change: impl FnOnce(&mut Scenario)) {
    match side {
        Side::Before => change(&mut state.comparison.before),
        Side::After => {
            if let Some(after) = &mut state.comparison.after {
                change(after);
            }
        }
    }
}

fn project(state: &mut State, side: Side, change: impl Fn(&mut Scenario)) {
    on(state, side, &change);
    if state.one_project {
        on(state, side.other(), &change);
    }
}

/// Taking away puts the others into a new map: what `BTreeMap::remove` needs to keep its balance would be a good part of
/// the page's weight.
fn put<V>(map: &mut BTreeMap<String, V>, key: String, value: Option<V>) {
    match value {
        Some(value) => drop(map.insert(key, value)),
        None => {
            for (known, value) in std::mem::take(map) {
                if known != key {
                    map.insert(known, value);
                }
            }
        }
    }
}

/// Sharing again takes the facts of the side that is shown for both.
fn share_project(state: &mut State, shared: bool) {
    state.one_project = shared;
    if !shared {
        return;
    }
    let shown = state.scenario(state.side).unwrap_or(&state.comparison.before).clone();
    for side in Side::BOTH {
        on(state, side, |scenario| {
            scenario.dockerignore.clone_from(&shown.dockerignore);
            scenario.context.clone_from(&shown.context);
            scenario.manifests.clone_from(&shown.manifests);
            scenario.images.clone_from(&shown.images);
        });
    }
}

/// Puts another comparison in the place of this one, which is put aside unless it is as good as empty.
pub(super) fn replace(state: &mut State, comparison: Comparison) {
    let old = std::mem::replace(&mut state.comparison, comparison);
    if old != state.comparison && old != Comparison::default() {
        state.aside = Some(Box::new(old));
    }
    state.one_project = same_project(&state.comparison);
    state.undo = Default::default();
    state.lit = None;
    state.lit_beside = None;
    state.selected = None;
    state.giving = None;
    state.link_tables = None;
    state.link_totals = None;
    state.notice = None;
    if state.comparison.after.is_none() {
        state.side = Side::Before;
    }
}

fn replace_dockerfile(state: &mut State, side: Side, text: String, said: &'static str) {
    let old = state.comparison.clone();
    on(state, side, |scenario| scenario.dockerfile = text);
    state.notice = None;
    if old != state.comparison {
        state.aside = Some(Box::new(old));
        offer(state, said, "Undo");
    }
}

pub(super) fn offer(state: &mut State, text: &str, restore: &'static str) {
    if state.aside.is_some() {
        state.notice = Some(Notice::information(text).offering(restore));
    }
}

fn remove_after(state: &mut State) {
    if state.comparison.after.is_some() {
        let alone = Comparison { before: state.comparison.before.clone(), after: None };
        replace(state, alone);
        offer(state, "The second Dockerfile was removed.", "Bring it back");
    }
}

fn load_example(state: &mut State, example: Rc<Example>) {
    lesson::leave(state);
    state.asked = None;
    keeping_own_work(state, |state| replace(state, example.comparison.clone()));
    offer_own_work(state, "The example took the place of your Dockerfiles.");
    // Until here the one before it tells whether own work is there.
    let known = state.example.replace(example);
    state.aside = state.aside.take().filter(|aside| !examples::is_example(known.as_ref(), aside));
}

fn open_link(state: &mut State, fragment: &str) {
    if let Some(name) = examples::asked(fragment) {
        lesson::leave(state);
        state.asked = Some(name.to_owned());
        return;
    }
    match permalink::decode(fragment) {
        Ok(shared) => {
            lesson::leave(state);
            let same = shared.comparison == state.comparison;
            keeping_own_work(state, |state| adopt(state, shared));
            state.link_view = Some(state.view).filter(|view| *view != View::default());
            if !same {
                offer_own_work(state, "The link's Dockerfiles are shown instead of yours.");
            }
        }
        Err(error) => state.notice = Some(Notice::problem(format!("This link could not be opened: {error}"))),
    }
}

/// An example that goes away does not push aside what the person wrote: it can be loaded again.
fn keeping_own_work(state: &mut State, change: impl FnOnce(&mut State)) {
    let is_example = examples::is_example(state.example.as_ref(), &state.comparison);
    let own = if is_example { state.aside.take() } else { None };
    change(state);
    if is_example {
        state.aside = own;
    }
}

fn offer_own_work(state: &mut State, text: &str) {
    if state.aside.as_deref().is_some_and(|aside| !examples::is_example(state.example.as_ref(), aside)) {
        offer(state, text, "Restore my draft");
    }
}

fn restore(state: &mut State) {
    if let Some(aside) = state.aside.take() {
        replace(state, *aside);
    }
}
