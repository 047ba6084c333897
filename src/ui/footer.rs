//! The foot of the page: version, date of the tables, and what happens to what one pastes.

use yew::prelude::*;

const SOURCE: &str = env!("CARGO_PKG_REPOSITORY");

/// With the date of the size tables, and of those that the opened link was made with.
pub fn footer(tables: &'static str, link_tables: Option<&str>) -> Html {
    html! {
        <footer class="footer">
            <p>
                <b>{ "Nothing is uploaded." }</b>
                { " Everything is computed in this page. A copied link carries the Dockerfiles in the part after #, which browsers keep to themselves." }
            </p>
            <p>
                { concat!("Drydock ", env!("CARGO_PKG_VERSION")) }
                { " · size tables of " }<span data-testid="tables-date">{ tables }</span>
                if let Some(date) = link_tables.filter(|date| *date != tables) {
                    { format!(" (the opened link was made with those of {date}: sizes may differ)") }
                }
                { " · MIT or Apache-2.0" }
                if !SOURCE.is_empty() {
                    { " · " }<a href={SOURCE}>{ "source" }</a>
                }
            </p>
        </footer>
    }
}
