//! One image as a bar: its base, then its own layers, on a scale that it shares with others, with the range of the
//! whole as a whisker and, where known, what it really weighed.

use yew::prelude::*;

use super::figure::percent;
use super::store::{Dispatch, lighting};
use crate::bytes::Range;
use crate::sight::Sight;
use crate::state::{Measure, Place, Side};

/// A part of a bar: the base or one layer.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    pub place: Place,
    pub bytes: u64,
    pub base: bool,
}

/// What the image consists of, the lowest first.
pub fn segments(sight: &Sight, side: Side, measure: Measure) -> Vec<Segment> {
    let part = |part: &crate::sight::Segment| Segment {
        place: Place { side, stage: part.stage, step: part.step },
        bytes: measure.of_segment(part),
        base: part.step.is_none(),
    };
    sight.segments.iter().map(part).collect()
}

/// Neighbours too thin to be told apart become one, so that ten thousand layers do not become ten thousand shapes.
pub fn merged(segments: Vec<Segment>, scale: u64) -> Vec<Segment> {
    const THINNEST: u64 = 300;
    let mut kept: Vec<Segment> = Vec::new();
    for segment in segments {
        match kept.last_mut() {
            Some(last) if last.base == segment.base && last.bytes < scale / THINNEST => {
                if segment.bytes > last.bytes {
                    last.place = segment.place;
                }
                last.bytes += segment.bytes;
            }
            _ => kept.push(segment),
        }
    }
    kept
}

/// The bar itself, `scale` bytes wide. Its numbers stand in words beside it, so it is hidden from screen readers.
pub fn bar(
    dispatch: &Dispatch,
    segments: &[Segment],
    whole: Range,
    reported: Option<u64>,
    scale: u64,
    marked: Option<Place>,
) -> Html {
    let mut at = 0;
    let parts = segments.iter().filter(|segment| segment.bytes > 0).map(|segment| {
        let (x, place) = (percent(at, scale), segment.place);
        at += segment.bytes;
        let role = if segment.base { "base" } else { "shipped" };
        let lit = (marked == Some(place)).then_some("lit");
        let light = lighting(dispatch, place);
        html! {
            <rect class={classes!("size-bar-part", role, lit)} {x} y="9" width={percent(segment.bytes, scale)} height="26"
                onmouseenter={light.enter} onmouseleave={light.leave} />
        }
    });
    let (low, high) = (percent(whole.low, scale), percent(whole.high, scale));
    html! {
        <svg class="size-bar" aria-hidden="true" width="100%" height="44">
            <g>{ for parts }</g>
            if whole.low < whole.high {
                <g class="size-bar-whisker">
                    <line x1={low.clone()} x2={high.clone()} y1="22" y2="22" />
                    <line x1={low.clone()} x2={low} y1="17" y2="27" />
                    <line x1={high.clone()} x2={high} y1="17" y2="27" />
                </g>
            }
            if let Some(reported) = reported {
                <line class="size-bar-reported" x1={percent(reported, scale)} x2={percent(reported, scale)} y1="2" y2="42" />
            }
        </svg>
    }
}
