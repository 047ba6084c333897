//! The foot of the page: version, date of the tables, and what happens to what one pastes.

use yew::prelude::*;

const SOURCE: &str = env!("CARGO_PKG_REPOSITORY");

/// With the date of the size tables.
pub fn footer(tables: &'static str) -> Html {
    html! {
        <footer class="footer">
            <p>
                <b>{ "Nothing is uploaded." }</b>
                { " Everything is computed in this page. A copied link carries the Dockerfiles in the part after #, which browsers keep to themselves." }
            </p>
            <p>
                { concat!("Drydock ", env!("CARGO_PKG_VERSION")) }
                { " · size tables of " }<span data-testid="tables-date">{ tables }</span>
                { " · MIT or Apache-2.0" }
                if !SOURCE.is_empty() {
                    { " · " }<a href={SOURCE}>{ "source" }</a>
                }
            </p>
        </footer>
    }
}
