//! What a change runs again: a change is picked, and both Dockerfiles' steps fall like dominoes or hold.

mod choices;
mod steps;
mod summary;

use std::rc::Rc;

use yew::prelude::*;

use super::answers::{Answered, use_answer};
use super::legend::item;
use super::looked::Looked;
use super::section::section;
use crate::bytes::{Range, format};
use crate::cache::{Cache, Pick};
use crate::sight::{RebuildQuestion, RebuildSight};
use crate::state::{Place, Side, View};
use choices::Choices;
use steps::Steps;
use summary::{summary, time_bar};

#[derive(Clone, PartialEq, Properties)]
pub struct RebuildProps {
    /// None before they are looked at, which comes first.
    pub before: Option<Looked>,
    pub after: Option<Looked>,
    /// Whether there are two Dockerfiles.
    pub two: bool,
    pub change: Pick,
    pub cache: Cache,
    pub marked: Option<Place>,
}

/// One Dockerfile's rebuild. Comparing two costs nothing.
#[derive(Clone)]
struct Rebuilding {
    side: Side,
    answered: Rc<Answered<RebuildQuestion>>,
}

impl PartialEq for Rebuilding {
    fn eq(&self, other: &Self) -> bool {
        self.side == other.side && Rc::ptr_eq(&self.answered, &other.answered)
    }
}

impl Rebuilding {
    fn sight(&self) -> &RebuildSight {
        &self.answered.answer
    }

    /// The change in words, for this Dockerfile.
    fn title(&self) -> &str {
        self.sight().title.as_deref().unwrap_or(UNCHANGED)
    }
}

/// The title where a change concerns the other Dockerfile.
const UNCHANGED: &str = "nothing changes here";

#[component]
pub fn Rebuild(props: &RebuildProps) -> Html {
    let before = use_rebuilding(Side::Before, props.before.as_ref(), &props.change, props.cache);
    let after = use_rebuilding(Side::After, props.after.as_ref(), &props.change, props.cache);
    // One side alone would say something else than both.
    let complete = before.is_some() && after.is_some() == props.two;
    let sides: Vec<Rebuilding> = [before, after].into_iter().flatten().filter(|_| complete).collect();
    let legend = html! {
        <ul class="legend" aria-label="Legend of the steps">
            { item("again", "runs again") }
            { item("reused", "reused") }
            { item("not-built", "not built") }
        </ul>
    };
    let content = html! {
        <>
            if let Some(before) = props.before.clone() {
                <Choices {before} after={props.after.clone()} change={props.change.clone()} cache={props.cache} />
            } else {
                <div class="rebuild-choices"></div>
            }
            <p class="rebuild-summary" role="status" aria-live="polite" data-testid="rebuild-summary">
                { summary(&sides) }
            </p>
            <div class="rebuild-sides">
                { for sides.iter().map(|side| column(side, &sides, props.marked)) }
            </div>
            <p class="footnote">
                { "Worked out by BuildKit's rules for cache keys. What an unknown command writes is taken to depend on \
                   all it could see; bytes are those of the first build. Times are a model to compare the two with, not \
                   seconds: typical work for installing, compiling and copying, stages side by side where neither waits \
                   for the other, and the bytes pushed. Pulling base images is left out." }
            </p>
        </>
    };
    section(View::Rebuild, "What runs again", &NodeRef::default(), legend, content)
}

/// The newest rebuild of one Dockerfile under a change.
#[hook]
fn use_rebuilding(side: Side, looked: Option<&Looked>, change: &Pick, cache: Cache) -> Option<Rebuilding> {
    let question = use_memo((looked.cloned(), change.clone(), cache), |(looked, change, cache)| {
        let scenario = looked.as_ref()?.scenario().clone();
        Some(RebuildQuestion { scenario, change: change.clone(), cache: *cache, second: side == Side::After })
    });
    let answered = use_answer(question.as_ref().as_ref())?;
    Some(Rebuilding { side, answered })
}

fn column(side: &Rebuilding, sides: &[Rebuilding], marked: Option<Place>) -> Html {
    let identity = side.side.name().to_ascii_lowercase();
    let sight = side.sight();
    html! {
        <div class="rebuild-side" data-testid={format!("rebuild-{identity}")}>
            <h3>{ side.side.name() }<span class="quiet">{ side.title() }</span></h3>
            <p class="rebuild-count" data-testid={format!("rebuild-count-{identity}")}>
                <b>{ format!("{} of {} steps", sight.again, sight.steps) }</b>
                { format!(" run again: {} built, {} pushed", bytes(&sight.built), bytes(&sight.pushed)) }
            </p>
            { time_bar(side, sides) }
            <Steps rebuilding={side.clone()} marked={marked.filter(|place| place.side == side.side)} />
        </div>
    }
}

fn bytes(range: &Range) -> String {
    if range.high == 0 { "nothing".to_owned() } else { format::rough(range.likely) }
}
