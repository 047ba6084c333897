//! What a link carries, to the fragment of an address and back. Every link ever made opens for ever: a new format gets
//! a new version before the dot, and the old one keeps its reader. A link comes from anybody, so reading is bounded.

mod dictionary;
mod envelope;
mod error;
mod numbers;
mod scenario_fields;
mod wire;

pub use error::PermalinkError;

use super::fleet::Services;
use super::{Measure, Place, Side, State, Totals, View};
use crate::cache::{Cache, Pick};
use crate::scenario::Comparison;

/// The part of the state that travels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shared {
    pub comparison: Comparison,
    pub side: Side,
    pub measure: Measure,
    pub view: View,
    pub change: Pick,
    pub cache: Cache,
    pub services: Services,
    pub selected: Option<Place>,
    /// The date of the tables the sender saw the sizes by.
    pub tables: Option<String>,
    /// And those sizes, where they were known when the link was made.
    pub totals: Option<Totals>,
}

impl Shared {
    pub fn of(state: &State, tables: Option<&str>, totals: Option<Totals>) -> Self {
        Self {
            comparison: state.comparison.clone(),
            side: state.side,
            measure: state.measure,
            view: state.view,
            change: state.change.clone(),
            cache: state.cache,
            services: state.services,
            selected: state.selected,
            tables: tables.map(str::to_owned),
            totals,
        }
    }
}

/// `v1.` and the payload: what stands after `#` in the address. Refused only where `decode` would refuse it.
pub fn encode(shared: &Shared) -> Result<String, PermalinkError> {
    envelope::wrap(&wire::write(shared)?)
}

/// The reverse, for a fragment with or without its `#`.
pub fn decode(fragment: &str) -> Result<Shared, PermalinkError> {
    wire::read(&envelope::unwrap(fragment)?)
}

/// Whether a fragment is meant as a link at all, whole or broken; others are names of places on the page.
pub fn is_link(fragment: &str) -> bool {
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    let digits = fragment.strip_prefix('v').map_or("", |rest| rest.split('.').next().unwrap_or(""));
    fragment.contains('.') && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}
