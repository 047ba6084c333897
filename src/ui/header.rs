//! The head of the page: what this is, the examples, the colours, and what can be shared.

use yew::prelude::*;

use super::gallery::Gallery;
use super::lesson::BUTTON;
use super::share::Share;
use super::store::{Dispatch, on};
use crate::state::lesson::Move;
use crate::state::parcel::Parcel;
use crate::state::{Action, Theme};

/// With whether there are two Dockerfiles, whether the list of lessons is open, and what takes a parcel.
pub fn header(theme: Theme, two: bool, lessons: bool, take: &Callback<Parcel>, dispatch: &Dispatch) -> Html {
    let (next, words) = match theme {
        Theme::Auto => (Theme::Light, "Theme: auto"),
        Theme::Light => (Theme::Dark, "Theme: light"),
        Theme::Dark => (Theme::Auto, "Theme: dark"),
    };
    html! {
        <header class="header">
            <div class="header-name">
                <h1>{ mark() }{ "Drydock" }</h1>
                <p>{ "A dry run for Dockerfiles: what would be built, what ships, and what it weighs." }</p>
            </div>
            <div class="header-tools">
                <Gallery />
                <button type="button" id={BUTTON} data-testid="lessons" aria-expanded={lessons.to_string()}
                    onclick={on(dispatch, move |_: MouseEvent| Action::Lesson(Move::List(!lessons)))}>{ "Lessons" }</button>
                <button type="button" data-testid="second-dockerfile"
                    onclick={on(dispatch, move |_: MouseEvent| if two { Action::RemoveAfter } else { Action::AddAfter })}>
                    { if two { "One Dockerfile only" } else { "Compare with a second" } }
                </button>
                <button type="button" data-testid="theme-toggle" onclick={on(dispatch, move |_: MouseEvent| Action::Theme(next))}>
                    { words }
                </button>
                <Share take={take.clone()} />
            </div>
        </header>
    }
}

/// Layers in a dock: the same drawing as `static/icon.svg`.
fn mark() -> Html {
    html! {
        <svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
            <path class="mark-dock" d="M2 4 V18 Q2 21 5 21 H19 Q22 21 22 18 V4" />
            <rect class="mark-base" x="6" y="14" width="12" height="4" rx="1" />
            <rect class="mark-layer" x="6" y="9" width="12" height="3.5" rx="1" />
            <rect class="mark-left" x="6" y="4" width="12" height="3.5" rx="1" />
        </svg>
    }
}
