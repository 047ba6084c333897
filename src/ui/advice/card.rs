//! One piece of advice: where, why, what it saves, the lines that change and the button that changes them.

use std::rc::Rc;

use yew::platform::spawn_local;
use yew::prelude::*;

use super::Advised;
use super::diff::diff;
use super::saving::savings;
use crate::sight::{AdviceQuestion, Card, FixSight, Gain};
use crate::state::{Action, Proposal};
use crate::ui::answers::Answered;
use crate::ui::editor::place_of;
use crate::ui::store::lighting;

/// The card of that number.
pub fn card(own: &Advised<'_>, answered: &Rc<Answered<AdviceQuestion>>, at: usize) -> Html {
    let card = &answered.answer.cards[at];
    let Some(first) = card.choices.first() else { return Html::default() };
    let place = place_of(own.looked.sight(), own.side, card.line);
    let lit = place.is_some() && place == own.marked;
    let light = place.map(|place| lighting(own.dispatch, place));
    let (enter, leave, focus, blur) = match light {
        Some(light) => (Some(light.enter), Some(light.leave), Some(light.focus), Some(light.blur)),
        None => (None, None, None, None),
    };
    html! {
        <li key={format!("{}/{}", first.rule, card.line)} class={classes!("card", "advice-card", lit.then_some("lit"))}
            data-testid="advice-card" data-rule={first.rule.clone()} data-line={card.line.to_string()}
            onmouseenter={enter} onmouseleave={leave} onfocusin={focus} onfocusout={blur}>
            <div class="advice-head">
                <h4>{ &first.title }</h4>
                { line(own, answered, card) }
            </div>
            { for card.choices.iter().enumerate().map(|(choice, _)| html! {
                <>
                    if card.choices.len() > 1 { <p class="advice-or">{ if choice == 0 { "Either" } else { "or" } }</p> }
                    { remedy(own, answered, (at, choice)) }
                </>
            }) }
        </li>
    }
}

/// Where it is; a click goes there.
fn line(own: &Advised<'_>, answered: &Rc<Answered<AdviceQuestion>>, card: &Card) -> Html {
    let words = format!("line {}", card.line);
    let Some(editor) = own.editor.cloned() else { return html! { <span class="quiet">{ words }</span> } };
    let (answered, span, side, dispatch) = (answered.clone(), card.span, own.side, own.dispatch.clone());
    let go = Callback::from(move |_: MouseEvent| {
        // A narrow screen shows one side, and shows it after this.
        dispatch.dispatch(Action::ShowSide(side));
        let (editor, answered) = (editor.clone(), answered.clone());
        spawn_local(async move { editor.go_to(&answered.question.scenario.dockerfile, span) });
    });
    html! {
        <button type="button" class="plain advice-line" data-testid="advice-line" onclick={go}
            title="Go to this place in the editor">{ words }</button>
    }
}

/// What is to be done, what that saves and the button that does it.
fn remedy(own: &Advised<'_>, answered: &Rc<Answered<AdviceQuestion>>, (card, choice): (usize, usize)) -> Html {
    let own_choice = &answered.answer.cards[card].choices[choice];
    let fix = own_choice.fix.as_ref();
    html! {
        <div class="advice-choice">
            <p>{ &own_choice.why }</p>
            { savings(own_choice) }
            if let Some(fix) = fix {
                { diff(&answered.question.scenario, fix) }
                <div class="advice-foot">
                    { badge(fix) }
                    if own.editor.is_some() { { apply(own, answered, (card, choice), fix) } }
                </div>
            } else {
                <p class="quiet">{ "Only you can change this one: the text cannot be edited exactly from here." }</p>
            }
        </div>
    }
}

fn badge(fix: &FixSight) -> Html {
    match &fix.check {
        None => {
            html! { <p class="advice-safe"><b class="tag">{ "Safe" }</b>{ " By this model the image does the same." }</p> }
        }
        Some(why) => html! { <p class="advice-check"><b class="tag">{ "Check this" }</b>{ " " }{ why }</p> },
    }
}

fn apply(own: &Advised<'_>, answered: &Rc<Answered<AdviceQuestion>>, at: (usize, usize), fix: &FixSight) -> Html {
    let (side, answered, dispatch) = (own.side, answered.clone(), own.dispatch.clone());
    let apply = Callback::from(move |_: MouseEvent| {
        if let Some(fix) = &answered.answer.cards[at.0].choices[at.1].fix {
            let proposal = Proposal::fix(side, &answered.question.scenario, fix);
            dispatch.dispatch(Action::Apply(Box::new(proposal)));
        }
    });
    html! {
        <button type="button" class="primary" data-testid="apply" onclick={apply}>{ &fix.label }</button>
    }
}

/// What advice is good for where it saves no bytes.
pub fn gain(gain: Gain) -> &'static str {
    match gain {
        Gain::Size => "Smaller image",
        Gain::Rebuild => "Faster rebuilds",
        Gain::Safety => "Fewer surprises",
        Gain::Tidiness => "Plainer to read",
    }
}
