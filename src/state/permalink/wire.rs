//! What a link carries, as records: a tag, a length, the content. The tag says what it is and which sides have it, so
//! that what both sides have is sent once. Tags of later programs are passed over.

use super::numbers::{Reader, put_bytes, put_number};
use super::scenario_fields::{self, Field};
use super::{PermalinkError, Shared};
use crate::cache::{Cache, Pick};
use crate::scenario::Scenario;
use crate::state::{Measure, Place, Side};

/// More than anybody writes by hand, and few enough to be read and shown at once.
const MOST_RECORDS: usize = 2_000;

// The two low bits of a tag: which sides a record belongs to.
const BEFORE: u8 = 1;
const AFTER: u8 = 2;

// Tags of records that belong to neither side. The first is kept for the choice of a view.
const SIDE: u8 = 2 << 2;
const MEASURE: u8 = 3 << 2;
const SELECTED: u8 = 4 << 2;
const TABLES: u8 = 5 << 2;
const CHANGE: u8 = 6 << 2;
const CACHE: u8 = 7 << 2;

pub(super) fn write(shared: &Shared) -> Result<Vec<u8>, PermalinkError> {
    let before = scenario_fields::of(&shared.comparison.before);
    let after = shared.comparison.after.as_ref().map(scenario_fields::of).unwrap_or_default();
    if before.len() + after.len() + 7 > MOST_RECORDS {
        return Err(PermalinkError::TooLarge);
    }
    let mut to = Vec::new();
    for field in &before {
        put_field(&mut to, field, if after.binary_search(field).is_ok() { BEFORE | AFTER } else { BEFORE });
    }
    for field in after.iter().filter(|field| before.binary_search(field).is_err()) {
        put_field(&mut to, field, AFTER);
    }
    put_display(&mut to, shared);
    Ok(to)
}

pub(super) fn read(bytes: &[u8]) -> Result<Shared, PermalinkError> {
    let mut shared = Shared::default();
    let mut from = Reader::new(bytes);
    for _ in 0..MOST_RECORDS {
        if from.is_empty() {
            return Ok(shared);
        }
        read_record(&mut from, &mut shared).ok_or(PermalinkError::NotAComparison)?;
    }
    if from.is_empty() { Ok(shared) } else { Err(PermalinkError::TooLarge) }
}

fn put_field(to: &mut Vec<u8>, field: &Field, sides: u8) {
    to.push(field.kind << 2 | sides);
    put_bytes(to, &field.content);
}

/// What is as it is at first is left out.
fn put_display(to: &mut Vec<u8>, shared: &Shared) {
    let mut put = |tag: u8, content: &[u8]| {
        to.push(tag);
        put_bytes(to, content);
    };
    if shared.side == Side::After {
        put(SIDE, b"a");
    }
    if shared.measure == Measure::Pull {
        put(MEASURE, b"p");
    }
    if shared.change != Pick::default() {
        put(CHANGE, shared.change.code().as_bytes());
    }
    if shared.cache == Cache::Cold {
        put(CACHE, b"c");
    }
    if let Some(place) = shared.selected {
        put(SELECTED, &place_bytes(place));
    }
    if let Some(tables) = &shared.tables {
        put(TABLES, tables.as_bytes());
    }
}

/// None when it cannot have been written by `write`, in this or any later program.
fn read_record(from: &mut Reader, shared: &mut Shared) -> Option<()> {
    let tag = from.byte()?;
    let content = from.bytes()?;
    let (kind, sides) = (tag >> 2, tag & (BEFORE | AFTER));
    if sides & BEFORE != 0 {
        scenario_fields::put(&mut shared.comparison.before, kind, content)?;
    }
    if sides & AFTER != 0 {
        let after = shared.comparison.after.get_or_insert_with(Scenario::default);
        scenario_fields::put(after, kind, content)?;
    }
    match tag {
        SIDE if content == b"a" => shared.side = Side::After,
        MEASURE if content == b"p" => shared.measure = Measure::Pull,
        // A change that only a later program knows is left at the first.
        CHANGE => shared.change = Pick::of_code(std::str::from_utf8(content).ok()?).unwrap_or_default(),
        CACHE if content == b"c" => shared.cache = Cache::Cold,
        SELECTED => shared.selected = Some(place(content)?),
        TABLES => shared.tables = Some(std::str::from_utf8(content).ok()?.to_owned()),
        _ => {}
    }
    Some(())
}

fn place_bytes(place: Place) -> Vec<u8> {
    let mut to = vec![u8::from(place.side == Side::After)];
    put_number(&mut to, place.stage as u64);
    if let Some(step) = place.step {
        put_number(&mut to, step as u64);
    }
    to
}

fn place(content: &[u8]) -> Option<Place> {
    let mut from = Reader::new(content);
    let side = if from.byte()? == 0 { Side::Before } else { Side::After };
    let stage = usize::try_from(from.number()?).ok()?;
    let step = if from.is_empty() { None } else { Some(usize::try_from(from.number()?).ok()?) };
    Some(Place { side, stage, step })
}
