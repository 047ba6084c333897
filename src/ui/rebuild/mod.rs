//! What a change runs again: a change is picked, and both Dockerfiles' steps fall like dominoes or hold.

mod choices;
mod steps;
mod summary;

use std::rc::Rc;

use yew::prelude::*;

use super::analyses::Analyzed;
use super::legend::item;
use crate::analysis::{RebuildTime, Rebuilt, rebuild_time, rebuilt};
use crate::bytes::format;
use crate::cache::{Build, Cache, Change, Pick, Rebuild as Outcomes, picked, rebuild};
use crate::state::{Place, Side};
use choices::Choices;
use steps::Steps;
use summary::{summary, time_bar};

#[derive(Clone, PartialEq, Properties)]
pub struct RebuildProps {
    pub before: Analyzed,
    pub after: Option<Analyzed>,
    pub change: Pick,
    pub cache: Cache,
    pub marked: Option<Place>,
}

/// One Dockerfile's rebuild.
#[derive(Clone, PartialEq)]
struct Rebuilding {
    side: Side,
    analyzed: Analyzed,
    /// The change in words, for this Dockerfile.
    title: String,
    outcomes: Rc<Outcomes>,
    numbers: Rebuilt,
    time: RebuildTime,
}

/// The title where a change concerns the other Dockerfile.
const UNCHANGED: &str = "nothing changes here";

#[component]
pub fn Rebuild(props: &RebuildProps) -> Html {
    let sides = use_memo(
        (props.before.clone(), props.after.clone(), props.change.clone(), props.cache),
        |(before, after, change, cache)| {
            let sides = [(Side::Before, Some(before)), (Side::After, after.as_ref())];
            let sides = sides.into_iter().filter_map(|(side, analyzed)| Some((side, analyzed?)));
            sides.filter_map(|(side, analyzed)| rebuilding(side, analyzed, change, *cache)).collect::<Vec<_>>()
        },
    );
    html! {
        <section class="rebuild" aria-labelledby="rebuild-title" data-testid="rebuild">
            <h2 id="rebuild-title">{ "What runs again" }</h2>
            <Choices before={props.before.clone()} after={props.after.clone()} change={props.change.clone()}
                cache={props.cache} />
            <p class="rebuild-summary" role="status" aria-live="polite" data-testid="rebuild-summary">
                { summary(&sides) }
            </p>
            <ul class="legend" aria-label="Legend of the steps">
                { item("again", "runs again") }
                { item("reused", "reused") }
                { item("not-built", "not built") }
            </ul>
            <div class="rebuild-sides">
                { for sides.iter().map(|side| column(side, &sides, props.marked)) }
            </div>
            <p class="footnote">
                { "Worked out by BuildKit's rules for cache keys. What an unknown command writes is taken to depend on \
                   all it could see; bytes are those of the first build. Times are a model to compare the two with, not \
                   seconds: typical work for installing, compiling and copying, stages side by side where neither waits \
                   for the other, and the bytes pushed. Pulling base images is left out." }
            </p>
        </section>
    }
}

fn column(side: &Rebuilding, sides: &[Rebuilding], marked: Option<Place>) -> Html {
    let identity = side.side.name().to_ascii_lowercase();
    html! {
        <div class="rebuild-side" data-testid={format!("rebuild-{identity}")}>
            <h3>{ side.side.name() }<span class="quiet">{ &side.title }</span></h3>
            <p class="rebuild-count" data-testid={format!("rebuild-count-{identity}")}>
                <b>{ format!("{} of {} steps", side.numbers.again, side.numbers.steps) }</b>
                { format!(" run again: {} built, {} pushed", bytes(&side.numbers.built), bytes(&side.numbers.pushed)) }
            </p>
            { time_bar(side, sides) }
            <Steps side={side.side} analyzed={side.analyzed.clone()} outcomes={side.outcomes.clone()}
                marked={marked.filter(|place| place.side == side.side)} />
        </div>
    }
}

/// The rebuild of one Dockerfile; a line of the other one changes nothing here.
fn rebuilding(side: Side, analyzed: &Analyzed, change: &Pick, cache: Cache) -> Option<Rebuilding> {
    let build = Build::of(&analyzed.scenario);
    let elsewhere = matches!(change, Pick::Line { second, .. } if *second != (side == Side::After));
    let (title, change) = match picked(change, &build, &analyzed.analysis.graph) {
        Some(picked) if !elsewhere => picked,
        _ => (UNCHANGED.to_owned(), Change::Nothing),
    };
    let outcomes = rebuild(&build, &change, cache).ok()?;
    let numbers = rebuilt(&analyzed.analysis, &outcomes);
    let time = rebuild_time(&analyzed.analysis, &outcomes);
    Some(Rebuilding { side, analyzed: analyzed.clone(), title, outcomes: Rc::new(outcomes), numbers, time })
}

fn bytes(range: &crate::bytes::Range) -> String {
    if range.high == 0 { "nothing".to_owned() } else { format::rough(range.likely) }
}
