//! What can be taken from the page: the link at hand, everything else in a menu, and the question before a likely secret
//! leaves with it.

use web_sys::wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node};
use yew::prelude::*;

use crate::state::parcel::{Parcel, Way};
use crate::state::secrets::{Field, Secret};

/// How many secrets are named one by one.
const MOST_NAMED: usize = 6;

#[derive(Clone, PartialEq, Properties)]
pub struct ShareProps {
    pub take: Callback<Parcel>,
}

/// The link at hand, and the menu of all other forms. The menu closes when something is chosen, by Escape, and when the focus
/// leaves it.
#[component]
pub fn Share(props: &ShareProps) -> Html {
    let menu = use_node_ref();
    let close = {
        let menu = menu.clone();
        move || {
            if let Some(menu) = menu.cast::<Element>() {
                // It fails only for names that are no attributes.
                let _ = menu.remove_attribute("open");
            }
        }
    };
    let entry = |parcel: Parcel| {
        let (take, close) = (props.take.clone(), close.clone());
        let chosen = Callback::from(move |_: MouseEvent| {
            close();
            take.emit(parcel);
        });
        html! {
            <li><button type="button" class="share-entry" data-testid={identity(parcel)} onclick={chosen}>
                { parcel.name() }
            </button></li>
        }
    };
    let of = |copied: bool| {
        let parcels = Parcel::ALL.into_iter().filter(move |parcel| *parcel != Parcel::Link);
        parcels.filter(move |parcel| (parcel.way() == Way::Clipboard) == copied)
    };
    let key = {
        let (menu, close) = (menu.clone(), close.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                close();
                focus_first(&menu, "summary");
            }
        })
    };
    let left = {
        let (menu, close) = (menu.clone(), close.clone());
        Callback::from(move |event: FocusEvent| {
            let next = event.related_target().and_then(|next| next.dyn_into::<Node>().ok());
            let inside = menu.cast::<Node>().is_some_and(|menu| next.is_some_and(|next| menu.contains(Some(&next))));
            if !inside {
                close();
            }
        })
    };
    html! {
        <div class="share" role="group" aria-label="Share">
            <button type="button" class="primary" data-testid="copy-link"
                onclick={props.take.reform(|_: MouseEvent| Parcel::Link)}>{ "Copy link" }</button>
            <details class="share-more" ref={menu} onkeydown={key} onfocusout={left}>
                <summary aria-label="More ways to share" data-testid="share-menu">{ "▾" }</summary>
                // It takes the focus, so that a press between two entries does not close it.
                <div class="share-menu" tabindex="-1">
                    <h2>{ "Copy" }</h2>
                    <ul>{ for of(true).map(&entry) }</ul>
                    <h2>{ "Save" }</h2>
                    <ul>{ for of(false).map(&entry) }</ul>
                    <p class="quiet">{ "Pictures carry the comparison: drop one onto this page to open it again." }</p>
                </div>
            </details>
        </div>
    }
}

fn focus_first(inside: &NodeRef, selector: &str) {
    let found = inside.cast::<Element>().and_then(|menu| menu.query_selector(selector).ok().flatten());
    if let Some(found) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        // It fails only where the element is gone already.
        let _ = found.focus();
    }
}

#[derive(Clone, PartialEq, Properties)]
pub struct SecretsQuestionProps {
    pub secrets: Vec<Secret>,
    /// Whether to take the secrets out; none: to take nothing at all.
    pub decide: Callback<Option<bool>>,
}

/// Asks whether likely secrets may leave the page.
#[component]
pub fn SecretsQuestion(props: &SecretsQuestionProps) -> Html {
    let first = use_node_ref();
    use_effect_with((), {
        let first = first.clone();
        move |()| {
            if let Some(button) = first.cast::<HtmlElement>() {
                // It fails only where the element is gone already.
                let _ = button.focus();
            }
        }
    });
    let decide = |with: Option<bool>| props.decide.reform(move |_: MouseEvent| with);
    let more = props.secrets.len().saturating_sub(MOST_NAMED);
    html! {
        <section class="secrets" role="alertdialog" aria-labelledby="secrets-title" data-testid="secrets">
            <h2 id="secrets-title">{ "This looks secret. Anyone who has the link can read it." }</h2>
            <ul>
                { for props.secrets.iter().take(MOST_NAMED).map(|secret| html! {
                    <li>{ format!("{}: {}", place(secret), secret.what) }</li>
                }) }
                if more > 0 { <li class="quiet">{ format!("and {more} more") }</li> }
            </ul>
            <div class="secrets-choice">
                <button ref={first} type="button" class="primary" data-testid="secrets-remove" onclick={decide(Some(true))}>
                    { "Share without it" }
                </button>
                <button type="button" data-testid="secrets-keep" onclick={decide(Some(false))}>{ "Share as it is" }</button>
                <button type="button" class="plain" data-testid="secrets-cancel" onclick={decide(None)}>{ "Cancel" }</button>
            </div>
        </section>
    }
}

fn place(secret: &Secret) -> String {
    let side = secret.side.name();
    match &secret.field {
        Field::Dockerfile => format!("{side}, line {}, column {}", secret.line, secret.column),
        Field::Dockerignore => format!(".dockerignore, line {}", secret.line),
        Field::Manifest(path) => format!("{path}, line {}", secret.line),
        Field::BuildArg(name) => format!("{side}, build argument {name}"),
    }
}

fn identity(parcel: Parcel) -> &'static str {
    match parcel {
        Parcel::Link => "copy-link",
        Parcel::MarkdownLink => "share-markdown-link",
        Parcel::Summary => "share-summary",
        Parcel::Frame => "share-frame",
        Parcel::Element => "share-element",
        Parcel::Mermaid => "share-mermaid",
        Parcel::Dockerfile => "share-dockerfile",
        Parcel::Picture => "share-svg",
        Parcel::Pixels => "share-png",
        Parcel::Json => "share-json",
    }
}
