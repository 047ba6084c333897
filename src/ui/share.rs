//! What can be taken from the page: the link at hand, everything else in a menu, and the question before a likely secret
//! leaves with it.

use yew::prelude::*;

use crate::state::parcel::{Parcel, Way};
use crate::state::secrets::{Field, Secret};

/// How many secrets are named one by one.
const MOST_NAMED: usize = 6;

/// The two buttons of the head: the link, and the menu of all other forms.
pub fn share_buttons(take: &Callback<Parcel>) -> Html {
    let entry = |parcel: Parcel| {
        html! {
            <li><button type="button" class="share-entry" data-testid={identity(parcel)}
                onclick={take.reform(move |_: MouseEvent| parcel)}>{ parcel.name() }</button></li>
        }
    };
    let of = |copied: bool| {
        let parcels = Parcel::ALL.into_iter().filter(move |parcel| *parcel != Parcel::Link);
        parcels.filter(move |parcel| (parcel.way() == Way::Clipboard) == copied)
    };
    html! {
        <div class="share" role="group" aria-label="Share">
            <button type="button" class="primary" data-testid="copy-link" onclick={take.reform(|_: MouseEvent| Parcel::Link)}>
                { "Copy link" }
            </button>
            <details class="share-more">
                <summary class="primary" aria-label="More ways to share" data-testid="share-menu">{ "▾" }</summary>
                <div class="share-menu">
                    <h2>{ "Copy" }</h2>
                    <ul>{ for of(true).map(entry) }</ul>
                    <h2>{ "Save" }</h2>
                    <ul>{ for of(false).map(entry) }</ul>
                    <p class="quiet">{ "Pictures carry the comparison: drop one onto this page to open it again." }</p>
                </div>
            </details>
        </div>
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
            if let Some(button) = first.cast::<web_sys::HtmlElement>() {
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
