//! Weights as the page prints them: under the chosen measure, in as many digits as their source deserves, with the
//! word for that source.

use yew::prelude::*;

use crate::bytes::{Estimate, Range, Source, Weight, format};
use crate::sight::{Segment, Sight};
use crate::state::Measure;

impl Measure {
    pub(super) fn of(self, weight: &Weight) -> &Estimate {
        match self {
            Self::Disk => &weight.disk,
            Self::Pull => &weight.pull,
        }
    }

    pub(super) const fn of_segment(self, segment: &Segment) -> u64 {
        match self {
            Self::Disk => segment.disk,
            Self::Pull => segment.pull,
        }
    }

    /// The bytes of the largest stage.
    pub(super) const fn largest(self, sight: &Sight) -> u64 {
        match self {
            Self::Disk => sight.largest_disk,
            Self::Pull => sight.largest_pull,
        }
    }

    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Disk => "on disk",
            Self::Pull => "to pull",
        }
    }
}

/// What a source class means, for a person who wonders how far to trust a number.
pub fn source_words(source: Source) -> &'static str {
    match source {
        Source::Given => "You gave this size.",
        Source::Measured => "Measured on the very thing.",
        Source::Index => "From the package index of the very release.",
        Source::Neighbour => "From another release or variant of the same thing.",
        Source::Typical => "Typical for what is known of this project.",
        Source::Guess => "A guess: what decides this size is not in the text. Trust the range, not the middle.",
    }
}

/// The range in words, where there is one worth saying.
pub fn spread(range: Range) -> Option<String> {
    let text = format::range(range);
    (text.contains('–')).then_some(text)
}

/// A range that may break after its dash and nowhere else.
pub fn breakable(text: &str) -> Html {
    let end = text.char_indices().find(|(_, mark)| *mark == '–').map_or(text.len(), |(at, dash)| at + dash.len_utf8());
    let (low, high) = text.split_at(end);
    if high.is_empty() {
        return html! { { low } };
    }
    html! { <><span class="unbroken">{ low }</span><wbr /><span class="unbroken">{ high }</span></> }
}

/// A share of a whole in per cent, for SVG attributes.
pub fn percent(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "0%".to_owned();
    }
    let tenths = u128::from(part) * 1000 / u128::from(whole);
    format!("{}.{}%", tenths / 10, tenths % 10)
}
