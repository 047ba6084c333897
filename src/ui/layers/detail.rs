//! What stands behind a number: both sizes with their ranges, where they come from and why, what they consist of,
//! and a field to put in what the person knows better.

use yew::prelude::*;

use crate::bytes::{Estimate, format};
use crate::scenario::ImageSize;
use crate::size::Part;
use crate::stages::Base;
use crate::state::{Action, Place, State};
use crate::ui::analyses::Analyzed;
use crate::ui::figure::{source_words, spread};
use crate::ui::size_override::SizeOverride;
use crate::ui::store::Dispatch;

/// A layer can consist of hundreds of packages; the largest tell the story.
const MOST_PARTS: usize = 12;

/// The inside of an opened row.
pub fn detail(place: Place, analyzed: &Analyzed, dispatch: &Dispatch) -> Html {
    let analysis = &analyzed.analysis;
    let (Some(_), Some(size)) = (analysis.graph.stages.get(place.stage), analysis.sizes.stages.get(place.stage)) else {
        return Html::default();
    };
    let layer = place.step.and_then(|step| size.layers.get(step)?.as_ref());
    let weight = layer.map_or(&size.base, |layer| &layer.weight);
    let wasted = layer.map(|layer| &layer.wasted).filter(|wasted| wasted.range.likely > 0);
    html! {
        <div class="detail">
            <dl>
                { entry("On disk", &weight.disk, None) }
                { entry("To pull", &weight.pull, Some(&weight.disk)) }
                if let Some(wasted) = wasted {
                    { entry("Wasted", wasted, None) }
                }
            </dl>
            if let Some(layer) = layer.filter(|layer| !layer.parts.is_empty()) {
                { parts(&layer.parts) }
            }
            { overrides(place, analyzed, dispatch) }
        </div>
    }
}

/// What holds for the estimate `above` too is not said again.
fn entry(name: &'static str, estimate: &Estimate, above: Option<&Estimate>) -> Html {
    let said = above.is_some_and(|above| above.reason == estimate.reason && above.source == estimate.source);
    html! {
        <>
            <dt>{ name }</dt>
            <dd>
                <b>{ format::estimate(estimate) }</b>
                if let Some(spread) = spread(estimate.range) {
                    <span class="quiet">{ format!(" likely {}, range {spread}", format::rough(estimate.range.likely)) }</span>
                }
                if !said {
                    <p>{ estimate.reason.clone() }</p>
                    <p class="quiet">
                        <span class={classes!("source", estimate.source.name())}>{ estimate.source.name() }</span>
                        { ": " }{ source_words(estimate.source) }
                    </p>
                }
            </dd>
        </>
    }
}

fn parts(parts: &[Part]) -> Html {
    let more = parts.len().saturating_sub(MOST_PARTS);
    html! {
        <div class="scrolling">
            <table class="detail-parts">
                <caption>{ "What it consists of" }</caption>
                <tbody>
                    { for parts.iter().take(MOST_PARTS).map(|part| html! {
                        <tr>
                            <th scope="row">{ &part.label }</th>
                            <td><code>{ &part.path }</code></td>
                            <td class="number">{ format::estimate(&part.weight.disk) }</td>
                        </tr>
                    }) }
                </tbody>
            </table>
            if more > 0 {
                <p class="quiet">{ format!("… and {more} smaller ones.") }</p>
            }
        </div>
    }
}

/// The fields of a place: two for a base image, one for a layer, none for a base that is a stage of this file.
fn overrides(place: Place, analyzed: &Analyzed, dispatch: &Dispatch) -> Html {
    let dispatch = dispatch.clone();
    let Place { side, stage: index, step } = place;
    let Analyzed { scenario, analysis } = analyzed;
    let Some(stage) = analysis.graph.stages.get(index) else { return Html::default() };
    if let Some(step) = step {
        let key = State::layer_key(stage.name.as_deref(), index, step);
        let given = scenario.overrides.get(&key).copied();
        let set = Callback::from(move |bytes| dispatch.dispatch(Action::OverrideLayer(side, key.clone(), bytes)));
        return html! { <SizeOverride label="Size on disk, if you know it" name="override-input" {given} {set} /> };
    }
    let Base::Image { written, .. } = &stage.base else { return Html::default() };
    let given = scenario.images.get(written).copied().unwrap_or_default();
    let set = |change: fn(ImageSize, Option<u64>) -> ImageSize| {
        let (dispatch, written) = (dispatch.clone(), written.clone());
        Callback::from(move |bytes| {
            dispatch.dispatch(Action::SetImage(side, written.clone(), Some(change(given, bytes))));
        })
    };
    html! {
        <>
            <SizeOverride label="Base image on disk, if you know it" name="base-override" given={given.disk}
                set={set(|size, disk| ImageSize { disk, ..size })} />
            <SizeOverride label="Base image to pull" name="base-override-pull" given={given.pull}
                set={set(|size, pull| ImageSize { pull, ..size })} />
        </>
    }
}
