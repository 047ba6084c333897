//! A stage's layers as they lie on each other: the base at the bottom, heights by size, all stages on one scale. The
//! table beside it says the same in words, so it is hidden from screen readers.

use yew::prelude::*;

use crate::sight::StageSight;
use crate::state::{Measure, Place, Side};
use crate::ui::figure::percent;
use crate::ui::store::{Dispatch, lighting};

/// Pixels of the largest stage.
const HIGHEST: u128 = 256;
/// What lies thinner than so many parts of the stack is drawn with its neighbour.
const THINNEST: u64 = 150;

/// What is drawn of a stage, and on which scale.
#[derive(Clone, Copy)]
pub struct Stack<'a> {
    pub side: Side,
    pub index: usize,
    pub stage: &'a StageSight,
    pub measure: Measure,
    pub marked: Option<Place>,
    pub scale: u64,
}

pub fn stack(own: Stack<'_>, dispatch: &Dispatch) -> Html {
    let blocks = blocks(&own);
    let whole: u64 = blocks.iter().map(|block| block.bytes + block.wasted).sum();
    let mut below = 0;
    let drawn = blocks.iter().map(|block| {
        let place = Place { side: own.side, stage: own.index, step: block.step };
        let class = if block.step.is_none() { "base" } else { own.stage.role.class() };
        let lit = (own.marked == Some(place)).then_some("lit");
        let light = lighting(dispatch, place);
        let height = block.bytes + block.wasted;
        below += height;
        let top = whole - below;
        html! {
            <g class={classes!("layer-block", lit)} onmouseenter={light.enter} onmouseleave={light.leave}>
                <rect {class} y={percent(top, whole)} width="100%" height={percent(height, whole)} />
                if block.wasted > 0 {
                    <rect class="wasted" y={percent(top, whole)} width="100%" height={percent(block.wasted, whole)} />
                }
            </g>
        }
    });
    let height = u128::from(whole) * HIGHEST / u128::from(own.scale.max(1));
    html! {
        <svg class="layer-stack" aria-hidden="true" style={format!("height:{height}px")}>
            { for drawn }
        </svg>
    }
}

/// The base, or a layer with its thin neighbours.
struct Block {
    step: Option<usize>,
    /// Without what later layers hide of it.
    bytes: u64,
    wasted: u64,
}

/// The lowest first.
fn blocks(own: &Stack<'_>) -> Vec<Block> {
    let likely = |weight| own.measure.of(weight).range.likely;
    let whole = likely(&own.stage.total);
    let mut blocks = vec![Block { step: None, bytes: likely(&own.stage.base_weight), wasted: 0 }];
    for (step, layer) in own.stage.steps.iter().enumerate() {
        let Some(layer) = &layer.layer else { continue };
        let all = likely(&layer.weight);
        // Wasted bytes are known on disk; of what is pulled they are as large a share.
        let disk = layer.weight.disk.range.likely.max(1);
        let wasted = u128::from(layer.wasted.range.likely.min(disk)) * u128::from(all) / u128::from(disk);
        let block = Block { step: Some(step), bytes: all - wasted as u64, wasted: wasted as u64 };
        match blocks.last_mut() {
            Some(last) if last.step.is_some() && last.bytes + last.wasted < whole / THINNEST => {
                if all > last.bytes + last.wasted {
                    last.step = block.step;
                }
                last.bytes += block.bytes;
                last.wasted += block.wasted;
            }
            _ => blocks.push(block),
        }
    }
    blocks
}
