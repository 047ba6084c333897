//! The gallery: pairs of Dockerfiles to learn from, one card each, in a dialog. Its file is fetched when it is first
//! opened, or when a link asks for one of its pairs; a card is a link to its pair.

use std::rc::Rc;

use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::browser;
use super::figure::percent;
use super::store::use_dispatch;
use crate::bytes::{Estimate, format};
use crate::state::examples::{By, Card, Real, address, unpack};
use crate::state::{Action, Notice};

/// The attribute of the page's place that names the file.
const FILE: &str = "data-gallery";
/// Said where the file cannot be had.
const MISSING: &str = "The examples could not be loaded. Try again with a connection.";

/// The button and what it opens.
#[component]
pub fn Gallery() -> Html {
    let dispatch = use_dispatch();
    let dialog = use_node_ref();
    // None before it was opened; then the cards, once they came.
    let cards = use_state(|| None::<Option<Rc<[Card]>>>);
    let open = {
        let (dialog, cards) = (dialog.clone(), cards.clone());
        move |_: MouseEvent| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                // It fails only where it is open already.
                let _ = dialog.show_modal();
            }
            if !matches!(&*cards, Some(Some(_))) {
                let cards = cards.clone();
                browser::fetch_beside(FILE, move |file| {
                    cards.set(Some(file.and_then(|file| unpack(&file)).map(Rc::from)))
                });
            }
        }
    };
    let close = {
        let dialog = dialog.clone();
        Callback::from(move |()| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        })
    };
    let empty = {
        let (dispatch, close) = (dispatch.clone(), close.clone());
        move |_: MouseEvent| {
            close.emit(());
            dispatch.dispatch(Action::StartEmpty);
        }
    };
    html! {
        <>
            <button type="button" data-testid="gallery" aria-haspopup="dialog" onclick={open}>{ "Examples" }</button>
            <dialog ref={dialog} class="gallery" aria-labelledby="gallery-title" data-testid="gallery-dialog">
                <div class="gallery-head">
                    <h2 id="gallery-title">{ "Examples" }</h2>
                    <p class="quiet">{ "One project, two Dockerfiles. Sizes are on disk. What you wrote is put aside, and can be brought back." }</p>
                    <button type="button" class="plain" data-testid="gallery-close"
                        onclick={close.reform(|_: MouseEvent| ())}>{ "Close" }</button>
                </div>
                {
                    match &*cards {
                        None => html! { <p class="quiet gallery-waiting" role="status">{ "Fetching the examples …" }</p> },
                        Some(None) => html! { <p class="gallery-waiting" role="alert">{ MISSING }</p> },
                        Some(Some(cards)) => html! {
                            <ul class="gallery-cards">{ for cards.iter().map(|card| self::card(card, &close)) }</ul>
                        },
                    }
                }
                <div class="gallery-foot">
                    <button type="button" data-testid="start-empty" onclick={empty}>{ "Start empty" }</button>
                    <span class="quiet">{ "and write or paste your own" }</span>
                </div>
            </dialog>
        </>
    }
}

/// A pair as a link; the page follows its address by itself.
fn card(card: &Card, close: &Callback<()>) -> Html {
    let [before, after] = &card.disk;
    let (low, high) = (after.range.likely, before.range.likely);
    let saving = match format::saving(high, low) {
        0 => "same size".to_owned(),
        share => format!("{share} % smaller"),
    };
    html! {
        <li>
            <a class="card gallery-card" href={address(&card.name)} data-testid="gallery-card" data-name={card.name.clone()}
                onclick={close.reform(|_: MouseEvent| ())}>
                <span class="gallery-stack">{ &card.stack }</span>
                <strong class="gallery-title">{ &card.title }</strong>
                <span class="gallery-sizes">
                    { format::total(before) }<span aria-label="to">{ " → " }</span><b>{ format::total(after) }</b>
                    <span class="tag gallery-saving">{ saving }</span>
                </span>
                { bars([before, after]) }
                <span class="gallery-trick">{ &card.trick }</span>
                { for card.real.iter().map(real) }
            </a>
        </li>
    }
}

/// Both images on one scale; their numbers stand above.
fn bars(disk: [&Estimate; 2]) -> Html {
    let scale = disk.iter().map(|estimate| estimate.range.likely).max().unwrap_or(0);
    html! {
        <svg class="gallery-bars" aria-hidden="true" width="100%" height="18">
            { for disk.iter().zip(["0", "10"]).map(|(estimate, y)| html! {
                <>
                    <rect class="track" {y} width="100%" height="8" />
                    <rect class="shipped" {y} width={percent(estimate.range.likely, scale)} height="8" />
                </>
            }) }
        </svg>
    }
}

fn real(real: &Real) -> Html {
    let [before, after] = real.disk.map(format::exact);
    let whose = match real.by {
        By::Project => "The project reported",
        By::Build => "Built for real",
    };
    html! { <span class="gallery-real quiet">{ format!("{whose}: {before} → {after} ({})", real.date) }</span> }
}

/// Fetches the example that a link asks for by its name, and loads it.
#[hook]
pub fn use_asked(asked: Option<&str>, act: &Callback<Action>) {
    let act = act.clone();
    use_effect_with(asked.map(str::to_owned), move |asked| {
        let Some(name) = asked.clone() else { return };
        browser::fetch_beside(FILE, move |file| {
            let cards = file.and_then(|file| unpack(&file));
            let is_missing = cards.is_none();
            let found = cards.unwrap_or_default().into_iter().find(|card| card.name == name);
            act.emit(match found.and_then(|card| card.example()) {
                Some(example) => Action::LoadExample(Rc::new(example)),
                None if is_missing => Action::Tell(Notice::problem(MISSING)),
                None => Action::Tell(Notice::problem(format!("There is no example called {name}."))),
            });
        });
    });
}
