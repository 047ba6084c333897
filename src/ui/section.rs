//! The frame of a view that takes the whole width: its place to jump to, its heading, and what it shows.

use yew::prelude::*;

use crate::state::View;

/// `aside` stands at the end of the heading's line: a legend, a switch. `place` is for those who wait until it comes near.
pub fn section(view: View, title: &str, place: &NodeRef, aside: Html, content: Html) -> Html {
    let name = view.name();
    let identity = format!("{name}-title");
    html! {
        <section ref={place.clone()} class={classes!("view", name)} aria-labelledby={identity.clone()} data-testid={name} data-view={name}>
            <div class="view-head">
                <h2 id={identity}>{ title }</h2>
                { aside }
            </div>
            { content }
        </section>
    }
}
