//! The page: turns the state into HTML and events into actions. It computes nothing itself.
//!
//! What tests find things by (`data-testid`; `SIDE` is `before` or `after`):
//! - head: `examples`, `second-dockerfile`, `theme-toggle`, `copy-link`; messages: `notice`, `restore`
//! - comparison: `saving`, `total-SIDE`, `measure-disk`, `measure-pull`
//! - sides: `show-SIDE` (the tab of narrow screens), `editor-SIDE`, `problems-SIDE` with one `message` each,
//!   `stage-graph-SIDE`, `stages-table-SIDE`, `layers-SIDE`
//! - layers: `layer-row` with `data-line`; in an opened one `override-input`, `override-input-clear`, or, for a base
//!   image, `base-override`, `base-override-pull` and their `-clear`
//! - rebuild: `rebuild`, `change-source`, `change-dependency`, `change-base`, `change-nothing`, `change-file`,
//!   `change-line`, `cache-warm`, `cache-cold`, `rebuild-SIDE`, `rebuild-count-SIDE`, `rebuild-time-SIDE`,
//!   `rebuild-summary`, `rebuild-row` with `data-line` and `data-outcome`
//! - foot: `tables-date`

mod analyses;
pub mod answers;
pub mod browser;
mod build_options;
mod comparison;
pub mod courier;
mod editor;
mod figure;
mod footer;
mod header;
mod layers;
mod legend;
mod notice;
mod problems;
mod project;
mod rebuild;
mod role;
mod side;
mod size_bar;
mod size_override;
mod stage_graph;
mod stages_table;
mod store;
mod tables;

use std::rc::Rc;

use yew::prelude::*;

use crate::state::{Action, Measure, Side, State};
use analyses::{Analyzed, use_analysis};
use answers::use_trouble;
use comparison::Comparison;
use footer::footer;
use header::header;
use notice::notice_bar;
use project::Project;
use rebuild::Rebuild;
use side::SideColumn;
use stage_graph::layout::Flow;
use store::{Dispatch, Store, on};
use tables::use_catalog;

/// The date of the size tables.
const TABLES: &str = "2026-11-23";
/// Where two columns, and a graph from left to right, have no room any more.
const NARROW: &str = "(max-width: 600px)";

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
    browser::use_window(state, &act, TABLES);
    use_trouble(&act);
    let catalog = use_catalog(&state.comparison);
    let before = use_analysis(Some(&state.comparison.before), &catalog);
    let after = use_analysis(state.comparison.after.as_ref(), &catalog);
    let copy_link = {
        let store = store.clone();
        Callback::from(move |_: MouseEvent| browser::copy_link(&store.0, act.clone(), TABLES))
    };
    let flow = if browser::use_media(NARROW) { Flow::Downwards } else { Flow::Rightwards };
    let scale = scale(state.measure, [before.as_ref(), after.as_ref()]);
    let two = after.is_some();
    let before_text = use_shared(&state.comparison.before.dockerfile);
    let after_text = use_shared(state.comparison.after.as_ref().map_or("", |after| &after.dockerfile));

    let Some(before) = before else { return Html::default() };

    html! {
        <ContextProvider<Dispatch> context={dispatch.clone()}>
            <a class="skip-link" href="#editor-before">{ "Skip to the Dockerfile" }</a>
            { header(state.theme, two, copy_link, &dispatch) }
            { notice_bar(state.notice.as_ref(), &dispatch) }
            <main class={classes!("page", (!two).then_some("alone"))} data-testid="app">
                <Comparison before={before.clone()} after={after.clone()} measure={state.measure}
                    marked={state.lit.or(state.selected)} />
                if two { { tabs(state.side, &dispatch) } }
                <div class="sides">
                    { column(state, Side::Before, before_text, &before, flow, scale) }
                    if let Some(after) = &after {
                        { column(state, Side::After, after_text, after, flow, scale) }
                    }
                </div>
                <Rebuild before={before.clone()} after={after.clone()} change={state.change.clone()} cache={state.cache}
                    marked={state.lit.or(state.selected)} />
                <Project before={before.clone()} after={after.clone()} one_project={state.one_project} />
                <p class="footnote" id="editor-keys">
                    { "In the editors, Tab moves on to the next control, as everywhere on this page." }
                </p>
            </main>
            { footer(TABLES, state.link_tables.as_deref()) }
        </ContextProvider<Dispatch>>
    }
}

/// A text as long as it stays the same: then comparing it costs nothing.
#[hook]
fn use_shared(text: &str) -> Rc<str> {
    let kept = use_mut_ref(|| Rc::<str>::from(""));
    let mut kept = kept.borrow_mut();
    if **kept != *text {
        *kept = text.into();
    }
    kept.clone()
}

fn column(state: &State, side: Side, text: Rc<str>, analyzed: &Analyzed, flow: Flow, scale: u64) -> Html {
    html! {
        <SideColumn {side} {text} analyzed={analyzed.clone()} measure={state.measure} marked={state.marked(side)}
            selected={state.selected.filter(|place| place.side == side)} {flow} {scale}
            shown={state.side == side} alone={state.comparison.after.is_none()} />
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
fn scale(measure: Measure, sides: [Option<&Analyzed>; 2]) -> u64 {
    let stages = sides.into_iter().flatten().flat_map(|analyzed| &analyzed.analysis.sizes.stages);
    stages.map(|stage| measure.of(&stage.total).range.likely).max().unwrap_or(0)
}
