//! What advice saves, as figures; those that are nothing are left out.

use yew::prelude::*;

use crate::bytes::{Range, format};
use crate::sight::{Choice, Gain, Rewritten};

/// Fewer bytes are not worth a figure: an empty layer has some to pull, too.
const LEAST: u64 = 10_000;

pub fn savings(choice: &Choice) -> Html {
    let steps = choice.steps_saved;
    if choice.saves_disk.likely.max(choice.saves_pull.likely) < LEAST && steps == 0 {
        return html! { <p class="advice-gain">{ good_for(choice.gain) }</p> };
    }
    html! {
        <div class="advice-figures">
            { bytes(choice.saves_disk, "on disk") }
            { bytes(choice.saves_pull, "to pull") }
            if steps > 0 {
                { figure(format!("−{steps} step{}", if steps == 1 { "" } else { "s" }), "when a source file is edited") }
            }
        </div>
    }
}

fn bytes(saved: Range, what: &'static str) -> Html {
    if saved.likely < LEAST { Html::default() } else { figure(format!("−{}", format::rough(saved.likely)), what) }
}

fn figure(number: String, what: &'static str) -> Html {
    html! { <div class="figure"><b>{ number }</b><span>{ what }</span></div> }
}

/// What advice is good for where there is no figure of it.
fn good_for(gain: Gain) -> &'static str {
    match gain {
        Gain::Size => "Good for a smaller image",
        Gain::Rebuild => "Good for faster rebuilds",
        Gain::Safety => "Good for fewer surprises",
        Gain::Tidiness => "Good for whoever reads it",
    }
}

/// What a whole new file saves, as the end of a sentence.
pub fn in_words(new: &Rewritten) -> String {
    match (new.saves_disk.likely, new.saves_pull.likely) {
        (0, 0) => "no bytes, but what the cards say".to_owned(),
        (disk, pull) => format!("{} on disk and {} to pull", format::rough(disk), format::rough(pull)),
    }
}
