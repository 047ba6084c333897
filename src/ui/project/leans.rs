//! What the estimates lean on most: the facts worth giving, each with what would come of it and the way to its field.

use std::rc::Rc;

use yew::prelude::*;

use super::ProjectSide;
use crate::bytes::Range;
use crate::sight::{BaseSight, Give, LeanSight, LeansQuestion, Look};
use crate::state::{Action, Place, Side};
use crate::ui::answers::{Answered, use_answer};
use crate::ui::browser;
use crate::ui::figure::percent;
use crate::ui::looked::Looked;
use crate::ui::store::{Dispatch, lighting};

pub type Leaning = Answered<LeansQuestion>;

/// The field of the fact that the person was led to give, and how it is found.
pub const GIVING: &str = "giving";
pub const FIELD: &str = "#giving";

/// How long the person must have rested: the answer costs some twenty estimates, and nobody reads it while typing.
const REST: u32 = 800;
/// Facts that are shown at first.
const SHOWN: usize = 3;

/// What one side's estimate leans on, once somebody may read it.
#[hook]
pub fn use_leans(look: Option<&Rc<Look>>, wanted: bool) -> Option<Rc<Leaning>> {
    let rested = use_state(|| None::<Rc<Look>>);
    use_effect_with(look.filter(|_| wanted).cloned(), {
        let rested = rested.clone();
        move |look| {
            let look = look.clone();
            let wait = browser::after(REST, move || rested.set(look));
            move || drop(wait)
        }
    });
    let question =
        use_memo((*rested).clone(), |look| look.as_ref().map(|look| LeansQuestion { scenario: look.scenario.clone() }));
    use_answer(question.as_ref().as_ref())
}

/// Whether a range leaves a reader wondering: more than a quarter of what is likely.
pub fn is_wide(range: Range) -> bool {
    range.high - range.low > range.likely / 4
}

/// One line under the figures: the fact that would narrow the widest of them most.
pub fn why_wide(sides: &[ProjectSide], dispatch: &Dispatch) -> Html {
    let width = |range: Range| range.high - range.low;
    let wide = sides.iter().filter_map(|own| {
        let facts = &own.leaning.as_ref()?.answer;
        let lean = facts.iter().find(|lean| lean.give != Give::History && is_wide(lean.now))?;
        Some((own.side, own.looked.as_ref()?, lean))
    });
    let widest = wide.max_by_key(|(_, _, lean)| width(lean.now));
    html! {
        <p class="why-wide" data-testid="why-wide">
            if let Some((side, looked, lean)) = widest {
                { if sides.len() > 1 { format!("Why is {} so wide? ", side.name()) } else { "Why so wide? ".to_owned() } }
                <button type="button" class="plain" onclick={go(side, lean, looked, dispatch)}>{ capital(&lean.action) }</button>
                { format!(": {} on disk.", lean.effect) }
            }
        </p>
    }
}

/// One side's facts, the most helpful first.
pub fn leans(
    side: Side,
    titled: bool,
    looked: Option<&Looked>,
    leaning: Option<&Leaning>,
    dispatch: &Dispatch,
) -> Html {
    let facts = looked.zip(leaning.map(|leaning| leaning.answer.as_slice()));
    let list = |looked: &Looked, facts: &[LeanSight]| {
        html! { <ul>{ for facts.iter().map(|lean| item(side, lean, looked, dispatch)) }</ul> }
    };
    html! {
        <div class="card leans" data-testid={format!("leans-{}", side.name().to_ascii_lowercase())}>
            if titled { <h4>{ side.name() }</h4> }
            if let Some((looked, facts)) = facts {
                if facts.is_empty() {
                    <p class="quiet">{ "Nothing: every size is known as well as it can be." }</p>
                } else {
                    { list(looked, &facts[..facts.len().min(SHOWN)]) }
                }
                if facts.len() > SHOWN {
                    <details>
                        <summary>{ format!("{} more", facts.len() - SHOWN) }</summary>
                        { list(looked, &facts[SHOWN..]) }
                    </details>
                }
            } else {
                <p class="quiet">{ "Trying what would make the sizes surer …" }</p>
            }
        </div>
    }
}

fn item(side: Side, lean: &LeanSight, looked: &Looked, dispatch: &Dispatch) -> Html {
    let place = place(side, lean, looked);
    let light = place.map(|place| lighting(dispatch, place));
    let light = light.as_ref();
    html! {
        <li onmouseenter={light.map(|light| light.enter.clone())} onmouseleave={light.map(|light| light.leave.clone())}
            onfocusin={light.map(|light| light.focus.clone())} onfocusout={light.map(|light| light.blur.clone())}>
            <button type="button" data-testid="lean" onclick={go(side, lean, looked, dispatch)}>{ capital(&lean.action) }</button>
            <span class="quiet">{ &lean.effect }</span>
            if lean.give != Give::History { { bar(lean) } }
        </li>
    }
}

/// The range as it is, and within it what it shrinks to.
fn bar(lean: &LeanSight) -> Html {
    let scale = lean.now.high;
    let strip = |class: &'static str, range: Range| {
        html! { <rect {class} x={percent(range.low, scale)} width={percent(range.high - range.low, scale)} height="8" rx="2" /> }
    };
    html! {
        <svg width="100%" height="8" aria-hidden="true">
            { strip("leans-now", lean.now) }
            { strip("leans-after", lean.after) }
        </svg>
    }
}

/// Leads the person to the field in which the fact is given.
fn go(side: Side, lean: &LeanSight, looked: &Looked, dispatch: &Dispatch) -> Callback<MouseEvent> {
    let (dispatch, give) = (dispatch.clone(), lean.give.clone());
    let row = match give {
        Give::Layer(..) => Some("[data-testid=override-input]"),
        Give::Image(_) => Some("[data-testid=base-override]"),
        Give::Manifest(_) | Give::Context(_) | Give::History => None,
    };
    let row = row.zip(place(side, lean, looked));
    Callback::from(move |_| match row {
        Some((field, place)) => {
            dispatch.dispatch(Action::ShowSide(side));
            dispatch.dispatch(Action::Select(Some(place)));
            browser::go_to(field);
        }
        None => {
            dispatch.dispatch(Action::Give(side, give.clone()));
            browser::go_to(FIELD);
        }
    })
}

/// What a fact is about: the layer or base whose size it is, else the first of the steps that it makes surer.
fn place(side: Side, lean: &LeanSight, looked: &Looked) -> Option<Place> {
    let (stage, step) = match &lean.give {
        Give::Layer(stage, step) => (*stage, Some(*step)),
        Give::Image(name) => {
            let stages = &looked.sight().stages;
            (stages.iter().position(|stage| matches!(&stage.base, BaseSight::Image(base) if base == name))?, None)
        }
        Give::Manifest(_) | Give::Context(_) | Give::History => {
            let (stage, step) = lean.steps.first()?;
            (*stage, Some(*step))
        }
    };
    Some(Place { side, stage, step })
}

/// A sentence begins with a capital; a button does, too.
fn capital(words: &str) -> String {
    let (first, rest) = words.split_at_checked(1).unwrap_or(("", words));
    first.to_ascii_uppercase() + rest
}
