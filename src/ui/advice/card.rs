//! One piece of advice: where, why, what it saves, the lines that change and the button that changes them.

use yew::platform::spawn_local;
use yew::prelude::*;

use super::diff::diff;
use super::saving::savings;
use super::{Advised, staying};
use crate::sight::{Card, Choice, FixSight};
use crate::state::{Action, Place, Proposal};
use crate::ui::editor::EditorHandle;
use crate::ui::store::{Dispatch, lighting, use_dispatch};

#[derive(Clone, PartialEq, Properties)]
pub struct AdviceCardProps {
    pub advised: Advised,
    /// Which of its cards.
    pub index: usize,
    /// The step it is about.
    pub place: Option<Place>,
    pub lit: bool,
    /// None where nothing can be changed.
    pub editor: Option<EditorHandle>,
}

/// A component of its own, so that pointing at something draws at most two of them anew.
#[component]
pub fn AdviceCard(props: &AdviceCardProps) -> Html {
    let dispatch = use_dispatch();
    let card = &props.advised.answered.answer.cards[props.index];
    let Some(first) = card.choices.first() else { return Html::default() };
    let light = props.place.map(|place| lighting(&dispatch, place));
    let (enter, leave, focus, blur) = match light {
        Some(light) => (Some(light.enter), Some(light.leave), Some(light.focus), Some(light.blur)),
        None => (None, None, None, None),
    };
    let several = card.choices.len() > 1;
    html! {
        <li class={classes!("card", "advice-card", props.lit.then_some("lit"))}
            data-testid="advice-card" data-rule={first.rule.clone()} data-line={card.line.to_string()}
            onmouseenter={enter} onmouseleave={leave} onfocusin={focus} onfocusout={blur}>
            <div class="advice-head">
                <h4>{ &first.title }</h4>
                { line(props, card, &dispatch) }
            </div>
            { for card.choices.iter().enumerate().map(|(at, choice)| html! {
                <div class="advice-choice" data-rule={choice.rule.clone()}>
                    if several { <p class="advice-or">{ if at == 0 { "Either" } else { "or" } }</p> }
                    <p>{ &choice.why }</p>
                    { savings(choice) }
                    { remedy(props, (at, choice), &dispatch) }
                </div>
            }) }
        </li>
    }
}

/// Where it is; a click goes there.
fn line(props: &AdviceCardProps, card: &Card, dispatch: &Dispatch) -> Html {
    let words = format!("line {}", card.line);
    let Some(editor) = props.editor.clone() else { return html! { <span class="quiet">{ words }</span> } };
    let (advised, span, dispatch) = (props.advised.clone(), card.span, dispatch.clone());
    let go = Callback::from(move |_: MouseEvent| {
        dispatch.dispatch(Action::ShowSide(advised.side));
        let (editor, answered) = (editor.clone(), advised.answered.clone());
        // A narrow screen shows one side, and this one only when it is drawn.
        spawn_local(async move { editor.go_to(&answered.question.scenario.dockerfile, span) });
    });
    html! {
        <button type="button" class="plain advice-line" data-testid="advice-line" onclick={go}
            title="Go to this place in the editor">{ words }</button>
    }
}

/// The change, what there is to say of it, and its button.
fn remedy(props: &AdviceCardProps, (at, choice): (usize, &Choice), dispatch: &Dispatch) -> Html {
    let Some(fix) = &choice.fix else {
        return html! { <p class="quiet">{ "Only you can change this one: the text cannot be edited exactly from here." }</p> };
    };
    let (advised, index) = (props.advised.clone(), props.index);
    let apply = staying(dispatch, move || {
        let Advised { side, answered } = &advised;
        let fix = answered.answer.cards[index].choices[at].fix.as_ref()?;
        Some(Action::Apply(Box::new(Proposal::fix(*side, &answered.question.scenario, fix))))
    });
    html! {
        <>
            { diff(&props.advised.answered.question.scenario, fix) }
            <div class="advice-foot">
                { badge(fix) }
                if props.editor.is_some() {
                    <button type="button" data-testid="apply" onclick={apply}>{ &fix.label }</button>
                }
            </div>
        </>
    }
}

fn badge(fix: &FixSight) -> Html {
    match &fix.check {
        None => html! { <p class="advice-safe"><b>{ "Safe" }</b>{ " The image does the same, by this model." }</p> },
        Some(why) => html! { <p class="advice-check"><b>{ "Check this" }</b>{ " " }{ why }</p> },
    }
}
