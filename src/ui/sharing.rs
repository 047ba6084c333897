//! Takes something from the page: asks about secrets first, then hands the parcel to the browser.

use yew::prelude::*;

use super::browser;
use super::courier::Post;
use super::looked::Looked;
use super::share::SecretsQuestion;
use super::store::Store;
use crate::bytes::TABLES;
use crate::sight::Weight;
use crate::state::parcel::Parcel;
use crate::state::permalink::Shared;
use crate::state::secrets::{Secret, secrets, without_secrets};
use crate::state::{Action, Theme, Total, Totals};

/// What takes a parcel, and the question that may stand open.
pub struct Sharing {
    pub take: Callback<Parcel>,
    pub question: Html,
}

#[hook]
pub fn use_sharing(store: &UseReducerHandle<Store>, act: &Callback<Action>, totals: Option<Totals>) -> Sharing {
    let asked = use_state(|| None::<(Parcel, Vec<Secret>)>);
    let post = use_context::<Post>().expect("the page stands inside Page, which provides it");
    let deliver = {
        let (store, act) = (store.clone(), act.clone());
        move |parcel: Parcel, clean: bool| {
            let state = &store.0;
            let mut shared = Shared::of(state, Some(TABLES), totals);
            if clean {
                shared.comparison = without_secrets(&shared.comparison);
            }
            let dark = match state.theme {
                Theme::Auto => browser::is_dark(),
                theme => theme == Theme::Dark,
            };
            browser::take(parcel, &shared, dark, &post.courier, act.clone());
        }
    };
    let take = {
        let (store, asked, deliver) = (store.clone(), asked.clone(), deliver.clone());
        Callback::from(move |parcel: Parcel| {
            let found = if parcel.carries_everything() { secrets(&store.0.comparison) } else { Vec::new() };
            if found.is_empty() {
                deliver(parcel, false);
            } else {
                asked.set(Some((parcel, found)));
            }
        })
    };
    let question = match &*asked {
        Some((parcel, found)) => {
            let (parcel, asked, deliver) = (*parcel, asked.clone(), deliver);
            let decide = Callback::from(move |clean: Option<bool>| {
                asked.set(None);
                if let Some(clean) = clean {
                    deliver(parcel, clean);
                }
            });
            html! { <SecretsQuestion secrets={found.clone()} {decide} /> }
        }
        None => Html::default(),
    };
    Sharing { take, question }
}

/// The sizes that the page shows, where it shows those of the Dockerfiles as they stand.
pub fn totals(store: &Store, before: Option<&Looked>, after: Option<&Looked>) -> Option<Totals> {
    let comparison = &store.0.comparison;
    let total = |weight: &Weight| Total::new(weight.disk.range.likely, weight.pull.range.likely);
    let of = |looked: &Looked| total(&looked.sight().image.weight);
    let before = before.filter(|looked| *looked.scenario() == comparison.before)?;
    let after = match &comparison.after {
        Some(scenario) => Some(of(after.filter(|looked| looked.scenario() == scenario)?)),
        None => None,
    };
    Some(Totals { before: of(before), after })
}
