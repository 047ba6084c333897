//! What one click makes of the whole Dockerfile: every safe fix, more stages, or none.

use std::rc::Rc;

use yew::prelude::*;

use super::Advised;
use super::saving::in_words;
use crate::sight::{RewritesQuestion, RewritesSight, Rewritten, Stages};
use crate::state::{Action, Proposal, Put};
use crate::ui::answers::Answered;

/// One button, and what stands beside it.
struct Offer {
    identity: &'static str,
    label: String,
    gives: String,
    put: Put,
    /// Said when it is done.
    done: String,
    /// Which of the answer it is.
    of: fn(&RewritesSight) -> Option<&Rewritten>,
}

pub fn whole_file(own: &Advised<'_>) -> Html {
    let Some(answered) = own.rewrites.as_ref().filter(|_| !own.looked.text().trim().is_empty()) else {
        return Html::default();
    };
    let sight = &answered.answer;
    let (kept, notes) = match &sight.stages {
        Stages::Kept(why) => (Some(why), None),
        Stages::Split(new) => (None, Some(&new.notes).filter(|notes| !notes.is_empty())),
        Stages::Joined(_) => (None, None),
    };
    html! {
        <div class="advice-whole">
            { for [all_safe(sight), stages(sight)].into_iter().flatten().map(|offer| button(own, answered, offer)) }
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
        gives: format!("Saves {}.", in_words(sight.fixed.as_ref()?)),
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
            gives: format!("Saves {}. It goes into After, to be compared.", in_words(new)),
            put: Put::AsAfter,
            done: "The multi-stage version was written into After.".to_owned(),
            of: of_stages,
        }),
        Stages::Joined(new) => Some(Offer {
            identity: "join-stages",
            label: "Flatten into one stage".to_owned(),
            gives: format!("The split saves {}: the single stage goes into Before, to show it.", in_words(new)),
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

fn button(own: &Advised<'_>, answered: &Rc<Answered<RewritesQuestion>>, offer: Offer) -> Html {
    let Offer { identity, label, gives, put, done, of } = offer;
    let (side, answered, dispatch) = (own.side, answered.clone(), own.dispatch.clone());
    let act = Callback::from(move |_: MouseEvent| {
        if let Some(new) = of(&answered.answer) {
            let proposal = Proposal::rewrite(side, &answered.question.scenario, new, put, done.clone());
            dispatch.dispatch(Action::Apply(Box::new(proposal)));
        }
    });
    html! {
        <div class="advice-offer">
            if own.editor.is_some() {
                <button type="button" data-testid={identity} onclick={act}>{ label }</button>
            } else {
                <b>{ label }</b>
            }
            <p>{ gives }</p>
        </div>
    }
}
