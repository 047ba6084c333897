//! The foot of the page: version, date of the tables, and what happens to what one pastes.

use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub struct FooterProps {
    /// The date of the size tables.
    pub tables: AttrValue,
    /// The date of the tables that the opened link was made with.
    pub link_tables: Option<AttrValue>,
}

const SOURCE: &str = env!("CARGO_PKG_REPOSITORY");

#[component]
pub fn Footer(props: &FooterProps) -> Html {
    html! {
        <footer class="footer">
            <p>
                <b>{ "Nothing is uploaded." }</b>
                { " Everything is computed in this page. A copied link carries the Dockerfiles in the part after #, which browsers keep to themselves." }
            </p>
            <p>
                { concat!("Drydock ", env!("CARGO_PKG_VERSION")) }
                { " · size tables of " }<span data-testid="tables-date">{ props.tables.clone() }</span>
                if let Some(date) = props.link_tables.as_ref().filter(|date| **date != props.tables) {
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
