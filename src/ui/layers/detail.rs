//! What stands behind a number: both sizes with their ranges, where they come from and why, what they consist of,
//! and a field to put in what the person knows better.

use yew::prelude::*;

use crate::bytes::{Estimate, Weight, format};
use crate::scenario::{ImageSize, Scenario};
use crate::sight::{BaseSight, LayerSight, PartSight, StageSight};
use crate::state::{Action, Place, Side, State};
use crate::ui::figure::{source_words, spread};
use crate::ui::size_override::SizeOverride;
use crate::ui::store::Dispatch;

/// What the person gave for a place: a size for a layer, by its key; two for a base image, by the name written.
#[derive(Clone, PartialEq)]
pub enum Given {
    Layer(String, Option<u64>),
    Image(String, ImageSize),
    /// A base that is a stage of this file: its own rows take sizes.
    Nothing,
}

pub fn given(scenario: &Scenario, stage: &StageSight, place: Place) -> Given {
    match (place.step, &stage.base) {
        (Some(step), _) => {
            let key = State::layer_key(stage.name.as_deref(), place.stage, step);
            let bytes = scenario.overrides.get(&key).copied();
            Given::Layer(key, bytes)
        }
        (None, BaseSight::Image(written)) => {
            Given::Image(written.clone(), scenario.images.get(written).copied().unwrap_or_default())
        }
        (None, _) => Given::Nothing,
    }
}

/// The inside of an opened row.
pub fn detail(side: Side, weight: &Weight, layer: Option<&LayerSight>, given: &Given, dispatch: &Dispatch) -> Html {
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
            { overrides(side, given, dispatch) }
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

fn parts(parts: &[PartSight]) -> Html {
    html! {
        <div class="scrolling">
            <table class="detail-parts">
                <caption>{ "What it consists of" }</caption>
                <tbody>
                    { for parts.iter().map(|part| html! {
                        <tr>
                            <th scope="row">{ &part.label }</th>
                            <td><code>{ &part.path }</code></td>
                            <td class="number">{ format::figure(part.disk, part.source) }</td>
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

/// The fields of a place: two for a base image, one for a layer.
fn overrides(side: Side, given: &Given, dispatch: &Dispatch) -> Html {
    match given.clone() {
        Given::Layer(key, given) => {
            let dispatch = dispatch.clone();
            let set = Callback::from(move |bytes| dispatch.dispatch(Action::OverrideLayer(side, key.clone(), bytes)));
            html! { <SizeOverride label="Size on disk, if you know it" name="override-input" {given} {set} /> }
        }
        Given::Image(written, given) => {
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
        Given::Nothing => Html::default(),
    }
}
