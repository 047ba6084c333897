//! What a link carries, as bytes.

use serde::{Deserialize, Serialize};

use super::{PermalinkError, Shared};
use crate::scenario::Comparison;
use crate::state::{Measure, Place, Side, View};

#[derive(Serialize, Deserialize)]
struct Wire {
    c: Comparison,
    #[serde(default)]
    v: u8,
    #[serde(default)]
    d: u8,
    #[serde(default)]
    m: u8,
    #[serde(default)]
    p: Option<(u8, usize, Option<usize>)>,
    #[serde(default)]
    t: Option<String>,
}

pub(super) fn write(shared: &Shared) -> Vec<u8> {
    let wire = Wire {
        c: shared.comparison.clone(),
        v: shared.view as u8,
        d: shared.side as u8,
        m: shared.measure as u8,
        p: shared.selected.map(|place| (place.side as u8, place.stage, place.step)),
        t: shared.tables.clone(),
    };
    serde_json::to_vec(&wire).unwrap_or_default()
}

pub(super) fn read(bytes: &[u8]) -> Result<Shared, PermalinkError> {
    let wire: Wire = serde_json::from_slice(bytes).map_err(|_| PermalinkError::NotAComparison)?;
    let side = |side| if side == 1 { Side::After } else { Side::Before };
    Ok(Shared {
        comparison: wire.c,
        view: if wire.v == 1 { View::Layers } else { View::Stages },
        side: side(wire.d),
        measure: if wire.m == 1 { Measure::Pull } else { Measure::Disk },
        selected: wire.p.map(|(of, stage, step)| Place { side: side(of), stage, step }),
        tables: wire.t,
    })
}
