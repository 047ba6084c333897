//! What one click makes of the whole Dockerfile: every safe fix, more stages, or none.

use std::rc::Rc;

use yew::prelude::*;

use super::saving::in_words;
use super::staying;
use crate::sight::{RewritesQuestion, RewritesSight, Rewritten, Stages};
use crate::state::{Action, Proposal, Put, Side, View};
use crate::ui::answers::Answered;
use crate::ui::browser;
use crate::ui::store::Dispatch;

/// One button, and what stands beside it.
struct Offer {
    identity: &'static str,
    label: String,
    /// Who saves what, to be read where there is no button; and behind one.
    who: &'static str,
    saves: String,
    put: Put,
    /// Said when it is done.
    done: String,
    /// Which of the answer it is.
    of: fn(&RewritesSight) -> Option<&Rewritten>,
}

pub fn whole_file(side: Side, answered: &Rc<Answered<RewritesQuestion>>, readonly: bool, dispatch: &Dispatch) -> Html {
    if answered.question.scenario.dockerfile.trim().is_empty() {
        return Html::default();
    }
    let sight = &answered.answer;
    let (kept, notes) = match &sight.stages {
        Stages::Kept(why) => (Some(why), None),
        Stages::Split(new) => (None, Some(&new.notes).filter(|notes| !notes.is_empty())),
        Stages::Joined(_) => (None, None),
    };
    let offers = [all_safe(sight), stages(sight)].into_iter().flatten();
    html! {
        <div class="advice-whole">
            { for offers.map(|offer| button(side, answered, offer, readonly, dispatch)) }
            if let Some(notes) = notes {
                <details class="advice-notes">
                    <summary>{ "What to know of the multi-stage version" }</summary>
                    <ul>{ for notes.iter().map(|note| html! { <li>{ note }</li> }) }</ul>
                </details>
            }
            if let Some(why) = kept {
                <p class="quiet" data-testid="stages-kept">{ format!("Its stages stay as they are: {why}.") }</p>
            }
        </div>
    }
}

fn all_safe(sight: &RewritesSight) -> Option<Offer> {
    let count = sight.fix_count;
    let fixes = if count == 1 { "1 safe fix".to_owned() } else { format!("{count} safe fixes") };
    Some(Offer {
        identity: "apply-all",
        label: format!("Apply all safe ({count})"),
        who: "All safe fixes together save",
        saves: in_words(sight.fixed.as_ref()?),
        put: Put::Here,
        done: format!("Applied {fixes}."),
        of: |sight| sight.fixed.as_ref(),
    })
}

fn stages(sight: &RewritesSight) -> Option<Offer> {
    match &sight.stages {
        Stages::Split(new) => Some(Offer {
            identity: "write-stages",
            label: "Write the multi-stage version".to_owned(),
            who: "A multi-stage version would save",
            saves: in_words(new),
            put: Put::AsAfter,
            done: "The multi-stage version was written into After.".to_owned(),
            of: of_stages,
        }),
        Stages::Joined(new) => Some(Offer {
            identity: "join-stages",
            label: "Flatten into one stage".to_owned(),
            who: "The split saves",
            saves: in_words(new),
            put: Put::AsBefore,
            done: "Before is the single stage now, and After the Dockerfile with its stages.".to_owned(),
            of: of_stages,
        }),
        Stages::Kept(_) => None,
    }
}

fn of_stages(sight: &RewritesSight) -> Option<&Rewritten> {
    match &sight.stages {
        Stages::Split(new) | Stages::Joined(new) => Some(new),
        Stages::Kept(_) => None,
    }
}

fn button(
    side: Side,
    answered: &Rc<Answered<RewritesQuestion>>,
    offer: Offer,
    readonly: bool,
    dispatch: &Dispatch,
) -> Html {
    let Offer { identity, label, who, saves, put, done, of } = offer;
    let answered = answered.clone();
    let apply = staying(dispatch, move || {
        let proposal = Proposal::rewrite(side, &answered.question.scenario, of(&answered.answer)?, put, done.clone());
        Some(Action::Apply(Box::new(proposal)))
    });
    let act = Callback::from(move |event: MouseEvent| {
        apply.emit(event);
        // What it comes to is to be seen where both stand side by side.
        if put != Put::Here {
            browser::jump_to(View::Sizes);
        }
    });
    if readonly {
        return html! { <p>{ format!("{who} {saves}.") }</p> };
    }
    let (who, then) = match put {
        Put::Here => ("Saves", ""),
        Put::AsAfter => ("Saves", " It goes into After, to be compared."),
        Put::AsBefore => (who, " The single stage goes into Before, to show that."),
    };
    html! {
        <div class="advice-offer">
            <button type="button" class={(put == Put::AsAfter).then_some("primary")} data-testid={identity} onclick={act}>{ label }</button>
            <p>{ format!("{who} {saves}.{then}") }</p>
        </div>
    }
}
