//! Several services like this one: what their images come to on each node when all of them stand on one base.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::looked::Looked;
use super::store::{Dispatch, on};
use crate::bytes::format;
use crate::state::fleet::{Load, Services};
use crate::state::{Action, Measure};

/// The control, and what comes of it for one or two Dockerfiles.
pub fn fleet(services: Services, measure: Measure, sides: &[&Looked], dispatch: &Dispatch) -> Html {
    let loads: Vec<Load> = sides.iter().map(|looked| Load::of(&looked.sight().segments, measure)).collect();
    let onchange = on(dispatch, |event: Event| {
        let typed = event.target_unchecked_into::<HtmlInputElement>().value();
        Action::Services(Services::new(typed.trim().parse().unwrap_or(1)))
    });
    html! {
        <div class="fleet">
            <label>
                { "×" }
                <input type="number" min="1" max={Services::MOST.to_string()} step="1" value={services.count().to_string()}
                    {onchange} data-testid="services" />
                { if services.count() == 1 { "service like this on a node" } else { "services like this on a node" } }
            </label>
            <p role="status" data-testid="fleet">
                if services.count() > 1 { { said(services.count(), services, measure, &loads) } }
            </p>
        </div>
    }
}

fn said(count: u32, services: Services, measure: Measure, loads: &[Load]) -> Html {
    let arrow = |of: &dyn Fn(&Load) -> u64| {
        let figures: Vec<String> = loads.iter().map(|load| format::rough(of(load))).collect();
        figures.join(" → ")
    };
    let verb = match measure {
        Measure::Disk => "on the disk of each node",
        Measure::Pull => "to pull for each node",
    };
    html! {
        <>
            <b>{ format!("{count} services: {}", arrow(&|load| load.shared(services))) }</b>
            { format!(" {verb}, if all {count} stand on the very same base image: its layers are there once ({}). ", arrow(&|load| load.base)) }
            <span class="quiet">{ format!("Each on a base of its own: {}.", arrow(&|load| load.apart(services))) }</span>
        </>
    }
}
