//! The page: turns the state into HTML and events into actions. It computes nothing itself.

pub mod browser;

use yew::prelude::*;

/// The whole page.
#[function_component]
pub fn App() -> Html {
    html! {
        <main data-testid="app">
            <h1>{ "Drydock" }</h1>
            <p>{ "A dry run for Dockerfiles." }</p>
        </main>
    }
}
