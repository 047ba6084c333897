//! What advice saves, as figures; those that are nothing are left out.

use yew::prelude::*;

use super::card::gain;
use crate::bytes::{Range, format};
use crate::sight::{Choice, Rewritten};

pub fn savings(choice: &Choice) -> Html {
    let steps = choice.steps_saved;
    html! {
        <div class="advice-figures">
            { bytes(choice.saves_disk, "on disk") }
            { bytes(choice.saves_pull, "to pull") }
            if steps > 0 {
                { figure(format!("−{steps} step{}", if steps == 1 { "" } else { "s" }), "when a source file is edited") }
            }
            if choice.saves_disk.likely + choice.saves_pull.likely == 0 && steps == 0 {
                { figure(gain(choice.gain).to_owned(), "rather than fewer bytes") }
            }
        </div>
    }
}

fn bytes(saved: Range, what: &'static str) -> Html {
    if saved.likely == 0 { Html::default() } else { figure(format!("−{}", format::rough(saved.likely)), what) }
}

fn figure(number: String, what: &'static str) -> Html {
    html! { <div class="figure"><b>{ number }</b><span>{ what }</span></div> }
}

/// Both figures of a whole file in words.
pub fn in_words(new: &Rewritten) -> String {
    if new.saves_disk.likely + new.saves_pull.likely == 0 {
        return "no bytes, but steps of a rebuild or surprises".to_owned();
    }
    format!("{} on disk, {} to pull", format::rough(new.saves_disk.likely), format::rough(new.saves_pull.likely))
}
