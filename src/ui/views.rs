//! The bar that jumps to the views of the page, and tells which one is being read.

use yew::prelude::*;

use super::browser;
use super::store::{on, use_dispatch};
use crate::state::{Action, View};

/// In the order of the page.
const VIEWS: [View; 8] = [
    View::Dockerfile,
    View::Stages,
    View::Layers,
    View::Advice,
    View::Changes,
    View::Files,
    View::Rebuild,
    View::Project,
];

#[derive(Clone, PartialEq, Properties)]
pub struct ViewsProps {
    /// The view that a link opens at; none where it opens at the top.
    pub opened: Option<View>,
    /// Whether there are two Dockerfiles, to have changes between them.
    pub two: bool,
}

#[component]
pub fn Views(props: &ViewsProps) -> Html {
    let dispatch = use_dispatch();
    let read = browser::use_read_view(props.two);
    use_effect_with(props.opened, |opened| {
        if let Some(view) = opened {
            browser::jump_to(*view);
        }
    });
    html! {
        <nav class="views" aria-label="Views">
            { for VIEWS.into_iter().filter(|view| props.two || *view != View::Changes).map(|view| html! {
                <button type="button" data-testid={format!("view-{}", view.name())}
                    aria-current={(read == Some(view)).then_some("true")}
                    onclick={on(&dispatch, move |_: MouseEvent| {
                        browser::jump_to(view);
                        Action::View(view)
                    })}>{ view.title() }</button>
            }) }
        </nav>
    }
}
