//! Two rebuilds in one line, and each one's time as a bar on a common scale.

use yew::prelude::*;

use super::{Rebuilding, UNCHANGED, bytes};
use crate::sight::compared_in_words;

/// What the change costs in the second Dockerfile instead of the first.
pub fn summary(sides: &[Rebuilding]) -> String {
    let title = sides.iter().map(Rebuilding::title).find(|title| *title != UNCHANGED).unwrap_or(UNCHANGED);
    let steps = |side: &Rebuilding| format!("{} of {}", side.sight().again, side.sight().steps);
    match sides {
        [before, after] => format!(
            "{title}: {} steps instead of {}; {} instead of {} pushed; {}, by a model.",
            steps(after),
            steps(before),
            bytes(&after.sight().pushed),
            bytes(&before.sight().pushed),
            compared_in_words(after.sight().time(), before.sight().time()),
        ),
        [side] => format!("{title}: {} steps run again; {} pushed.", steps(side), bytes(&side.sight().pushed)),
        _ => String::new(),
    }
}

/// A time in hundredths of the longer one of both sides; alone it would say nothing.
pub fn time_bar(side: &Rebuilding, sides: &[Rebuilding]) -> Html {
    let [before, after] = sides else { return Html::default() };
    let hundredth = (before.sight().time().max(after.sight().time()) / 100).max(1);
    let building = side.sight().building / hundredth;
    let pushing = side.sight().time() / hundredth - building;
    let identity = if side.side == before.side { "rebuild-time-before" } else { "rebuild-time-after" };
    html! {
        <div class="rebuild-time" data-testid={identity}>
            <div class="rebuild-bar" aria-hidden="true">
                <i class="again" style={format!("width:{building}%")}></i>
                <i class="pushed" style={format!("width:{pushing}%")}></i>
            </div>
            <p class="quiet">
                { format!("Time, by a model: {building} building and {pushing} pushing, of 100 for the longer side") }
            </p>
        </div>
    }
}
