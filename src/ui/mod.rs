//! The page: turns the state and the core's answers into HTML, and events into actions. It computes nothing itself.
//!
//! What tests find things by (`data-testid`; `SIDE` is `before` or `after`):
//! - head: `gallery` opens `gallery-dialog` with one `gallery-card` for each pair, `start-empty` and `gallery-close`, `second-dockerfile`, `theme-toggle`, `copy-link`, `share-menu` with `share-FORM`; messages: `notice`,
//!   `restore`; `secrets` with `secrets-remove`, `secrets-keep`, `secrets-cancel`; `then-and-now`
//! - bar of views, also of an embed: `view-VIEW`; each view of the whole width: its name; embed: `open-whole`
//! - comparison: `saving`, `total-SIDE`, `measure-disk`, `measure-pull`, `services`, `fleet`
//! - sides: `show-SIDE` (the tab of narrow screens), `editor-SIDE`, `problems-SIDE` with one `message` each,
//!   `stage-graph-SIDE` with `graph-farther-SIDE`, `graph-nearer-SIDE`, `graph-whole-SIDE` where it is large, `stages-table-SIDE`, `layers-SIDE`
//! - layers: `layer-row` with `data-line`; in an opened one `override-input`, `override-input-clear`, or, for a base
//!   image, `base-override`, `base-override-pull` and their `-clear`
//! - advice: `advice-SIDE`, `advice-card` with `data-rule` and `data-line`, and in it `advice-line`, `apply`; `no-advice`;
//!   `apply-all`, `write-stages`, `join-stages`, `stages-kept`; `undo` of the message, `advice-undo` of the view
//! - files: `files`, `files-treemap`, `files-tree`, `files-SIDE`, `files-stage-SIDE`, `files-summary-SIDE`,
//!   `treemap-SIDE` with `tile`s that have a `data-path`, `files-crumb`, `files-giver`, `files-words-SIDE`, `files-tree-SIDE`
//! - changes: `changes-answer`, `waterfall` with one `change-row` each, `diff` with `diff-unfold`
//! - rebuild: `rebuild`, `change-source`, `change-dependency`, `change-base`, `change-nothing`, `change-file`,
//!   `change-line`, `cache-warm`, `cache-cold`, `rebuild-SIDE`, `rebuild-count-SIDE`, `rebuild-time-SIDE`,
//!   `rebuild-summary`, `rebuild-row` with `data-line` and `data-outcome`
//! - project: `why-wide`; `leans-SIDE` with one `lean` each; `real-build-paste-SIDE`, `real-build-use-SIDE`,
//!   `real-build-clear-SIDE`; `folder-input`, `folder`, `folder-use-SIDE`; `one-project`, `context-path-SIDE`, `context-size-SIDE`, `manifest-path-SIDE`, `dockerignore-SIDE`
//! - lessons: `lessons` opens the `lesson-list` with `lesson-NAME` and `lessons-close`; in a `lesson`: `lesson-step`,
//!   `lesson-back`, `lesson-next`, `lesson-leave`; `lesson-choice`, `lesson-guess`, `lesson-check`, `lesson-goals`,
//!   `lesson-hint`, `lesson-show`, `lesson-again`, `lesson-answer`
//! - foot: `tables-date`

mod advice;
pub mod answers;
pub mod browser;
mod build_options;
mod changes;
mod comparison;
pub mod courier;
mod editor;
mod embed;
mod figure;
mod files;
mod fleet;
mod footer;
mod gallery;
mod header;
mod layers;
mod legend;
mod lesson;
mod looked;
mod notice;
mod problems;
mod project;
mod rebuild;
mod section;
mod share;
mod sharing;
mod side;
mod size_bar;
mod size_override;
mod stage_graph;
mod stages_table;
mod store;
mod views;

use std::rc::Rc;

use yew::prelude::*;

use crate::bytes::TABLES;
use crate::sight::{Flow, Look};
use crate::state::examples::is_example;
use crate::state::lesson::address_of;
use crate::state::permalink::Shared;
use crate::state::{Action, Measure, Place, Side, State, then_and_now};
use advice::Advice;
use answers::{use_packages, use_trouble};
use changes::changes;
use comparison::Comparison;
use editor::EditorHandle;
use embed::{EmbedFoot, EmbedSide, asked_place, embed_views};
use files::Files;
use fleet::fleet;
use footer::footer;
use gallery::use_asked;
use header::header;
use lesson::Lessons;
use looked::{Looked, use_look, use_looked};
use notice::notice_bar;
use project::{Project, ProjectSide, is_wide, use_leans, why_wide};
use rebuild::Rebuild;
use sharing::{Sharing, totals, use_sharing};
use side::SideColumn;
use store::{Dispatch, Store, on};
use views::Views;

/// Where two columns, and a graph from left to right, have no room any more.
const NARROW: &str = "(max-width: 600px)";
/// The same in an embed that shows two Dockerfiles beside each other.
const NARROW_PAIR: &str = "(max-width: 960px)";

/// The whole page.
#[component]
pub fn App() -> Html {
    let store = use_reducer(|| Store(browser::first_state()));
    let state = &store.0;
    let dispatch = store.dispatcher();
    let act = use_callback((), {
        let dispatch = dispatch.clone();
        move |action: Action, ()| dispatch.dispatch(action)
    });
    use_trouble(&act);
    use_asked(state.asked.as_deref(), &act);
    let before_look = use_look(Some(&state.comparison.before));
    let after_look = use_look(state.comparison.after.as_ref());
    let before = use_looked(before_look.as_ref());
    let after = use_looked(after_look.as_ref());
    // A second Dockerfile begins as a copy of the first, which has an answer already.
    let after = after.or_else(|| {
        before.clone().filter(|before| Some(before.scenario()) == after_look.as_ref().map(|look| &look.scenario))
    });
    use_packages([&before, &after].into_iter().flatten().any(|looked| looked.sight().wants_packages));
    let project = use_node_ref();
    let reading = browser::use_near(&project);
    // Somebody's own Dockerfile is worth a line on why its range is wide; an example is not before its project is read.
    let own = state.embed.is_none() && !is_example(state.example.as_ref(), &state.comparison);
    let wants = |looked: &Option<Looked>| {
        reading || own && looked.as_ref().is_some_and(|looked| is_wide(looked.sight().image.weight.disk.range))
    };
    let before_leaning = use_leans(before_look.as_ref(), wants(&before));
    let after_leaning = use_leans(after_look.as_ref(), wants(&after));
    let now = totals(&store, before.as_ref(), after.as_ref());
    browser::use_window(state, &act, TABLES, now);
    let Sharing { take, question } = use_sharing(&store, &act, now);
    let two = after_look.is_some();
    let (narrow, narrow_pair) = (browser::use_media(NARROW), browser::use_media(NARROW_PAIR));
    // A lesson takes a part of the width.
    let downwards = narrow || state.lesson.sitting.is_some() || narrow_pair && two && state.embed.is_some();
    let flow = if downwards { Flow::Downwards } else { Flow::Rightwards };
    let scale = scale(state.measure, [before.as_ref(), after.as_ref()]);
    let editors = use_memo((), |()| [EditorHandle::default(), EditorHandle::default()]);
    let marked = state.marked_anywhere();

    let is_asking = state.lesson.sitting.as_ref().is_some_and(|sitting| sitting.is_asking());
    let asking = (is_asking || state.lesson.asked.is_some()).then_some("asking");
    let lessons = html! {
        <Lessons room={state.lesson.clone()} embedded={state.embed.is_some()} before={before.clone()} after={after.clone()}
            view={state.view} />
    };

    let Some(before_look) = before_look else { return Html::default() };
    if state.embed.is_some() {
        let own = |side, look: &Rc<Look>, looked: &Option<Looked>| EmbedSide {
            side,
            look: look.clone(),
            looked: looked.clone(),
        };
        let mut sides = vec![own(Side::Before, &before_look, &before)];
        sides.extend(after_look.as_ref().map(|look| own(Side::After, look, &after)));
        return html! {
            <ContextProvider<Dispatch> context={dispatch.clone()}>
                <Embedded place={asked_place(state, &sides)} {act} />
                { notice_bar(state.notice.as_ref(), &dispatch) }
                { lessons }
                <main class={classes!("embed", state.is_readonly().then_some("readonly"), asking)} data-testid="app">
                    <h1 class="visually-hidden">{ "Drydock: stages and sizes of a Dockerfile" }</h1>
                    { comparison(state, before, after) }
                    { embed_views(state, &sides, flow, scale, &dispatch) }
                    <EmbedFoot shared={Shared::of(state, Some(TABLES), None)} lesson={address_of(state)} />
                </main>
            </ContextProvider<Dispatch>>
        };
    }
    let mut project_sides = vec![ProjectSide {
        side: Side::Before,
        look: before_look.clone(),
        looked: before.clone(),
        leaning: before_leaning,
    }];
    project_sides.extend(after_look.clone().map(|look| ProjectSide {
        side: Side::After,
        look,
        looked: after.clone(),
        leaning: after_leaning,
    }));
    let then = state.link_tables.as_deref().zip(now);
    let then = then.and_then(|(tables, now)| then_and_now(tables, state.link_totals, now, state.measure, TABLES));

    html! {
        <ContextProvider<Dispatch> context={dispatch.clone()}>
            <a class="skip-link" href="#editor-before">{ "Skip to the Dockerfile" }</a>
            { header(state.theme, two, state.lesson.is_list_open, &take, &dispatch) }
            { question }
            { notice_bar(state.notice.as_ref(), &dispatch) }
            { lessons }
            <main class={classes!("page", (!two).then_some("alone"), asking)} data-testid="app">
                if let Some(then) = then {
                    <p class="then-and-now" data-testid="then-and-now">{ then }</p>
                }
                { comparison(state, before.clone(), after.clone()) }
                <div class="comparison-foot">
                    { fleet(state.services, state.measure, &[&before, &after].into_iter().flatten().collect::<Vec<_>>(), &dispatch) }
                    { why_wide(&project_sides, &dispatch) }
                </div>
                <Views opened={state.link_view} two={state.differs()} />
                if two { { tabs(state.side, &dispatch) } }
                <div class="sides">
                    { column(state, Side::Before, &before_look, &before, &editors[0], flow, scale) }
                    if let Some(after_look) = &after_look {
                        { column(state, Side::After, after_look, &after, &editors[1], flow, scale) }
                    }
                </div>
                <Advice before={before.clone()} after={after.clone()} editors={(*editors).clone()} {marked} undo={state.undo.clone()} />
                { changes(before.as_ref(), after.as_ref(), state.measure, marked) }
                <Files before={before.clone()} after={after.clone()} {two} {marked} selected={state.selected} />
                <Rebuild {before} {after} {two}
                    change={state.change.clone()} cache={state.cache} {marked} />
                <Project sides={project_sides} one_project={state.one_project} giving={state.giving.clone()} folder={state.folder.clone()} place={project} />
                <p class="footnote" id="editor-keys">
                    { "In the editors, Tab moves on to the next control, as everywhere on this page." }
                </p>
            </main>
            { footer(TABLES) }
        </ContextProvider<Dispatch>>
    }
}

/// The comparison once there is something to compare; its place until then.
fn comparison(state: &State, before: Option<Looked>, after: Option<Looked>) -> Html {
    let complete = after.is_some() == state.comparison.after.is_some();
    match before.filter(|_| complete) {
        Some(before) => html! {
            <Comparison {before} {after} measure={state.measure} example={state.example.clone()} marked={state.marked_anywhere()} />
        },
        None => html! {
            <section class="comparison comparison-waiting" aria-busy="true">
                <p class="quiet">{ "Working out the sizes …" }</p>
            </section>
        },
    }
}

fn column(
    state: &State,
    side: Side,
    look: &Rc<Look>,
    looked: &Option<Looked>,
    editor: &EditorHandle,
    flow: Flow,
    scale: u64,
) -> Html {
    html! {
        <SideColumn {side} editor={editor.clone()} look={look.clone()} looked={looked.clone()} measure={state.measure}
            marked={state.marked(side)} selected={state.selected.filter(|place| place.side == side)} {flow} {scale}
            shown={state.side == side} alone={state.comparison.after.is_none()} applied={state.undo.len()} />
    }
}

/// Which side a narrow screen shows; wide ones show both and hide this.
fn tabs(shown: Side, dispatch: &Dispatch) -> Html {
    html! {
        <div class="tabs" role="group" aria-label="Which Dockerfile">
            { for Side::BOTH.into_iter().map(|side| html! {
                <button type="button" aria-pressed={(side == shown).to_string()} data-testid={format!("show-{}", side.name().to_ascii_lowercase())}
                    onclick={on(dispatch, move |_: MouseEvent| Action::ShowSide(side))}>{ side.name() }</button>
            }) }
        </div>
    }
}

/// The largest stage of either side: the full length of every small bar.
fn scale(measure: Measure, sides: [Option<&Looked>; 2]) -> u64 {
    sides.into_iter().flatten().map(|looked| measure.largest(looked.sight())).max().unwrap_or(0)
}

#[derive(Clone, PartialEq, Properties)]
struct EmbeddedProps {
    place: Option<Place>,
    act: Callback<Action>,
}

/// What an embed does beyond showing: it tells its height, and opens the step that its address asks for.
#[component]
fn Embedded(props: &EmbeddedProps) -> Html {
    browser::use_height_told();
    let act = props.act.clone();
    use_effect_with(props.place, move |place| {
        if place.is_some() {
            act.emit(Action::Select(*place));
        }
    });
    Html::default()
}
