//! What a link carries, as records: a tag, a length, the content. The tag says what it is and which sides have it, so
//! that what both sides have is sent once. Tags of later programs are passed over.

use super::numbers::{Reader, put_bytes, put_number};
use super::scenario_fields::{self, Field};
use super::{PermalinkError, Shared};
use crate::cache::{Cache, Pick};
use crate::scenario::Scenario;
use crate::state::fleet::Services;
use crate::state::{Measure, Place, Side, Total, Totals, View};

/// More than anybody writes by hand, and few enough to be read and shown at once.
const MOST_RECORDS: usize = 2_000;

// The two low bits of a tag: which sides a record belongs to.
const BEFORE: u8 = 1;
const AFTER: u8 = 2;

// Tags of records that belong to neither side. The first was a view of a page with other views: it is passed over.
const SIDE: u8 = 2 << 2;
const MEASURE: u8 = 3 << 2;
const SELECTED: u8 = 4 << 2;
const TABLES: u8 = 5 << 2;
const CHANGE: u8 = 6 << 2;
const CACHE: u8 = 7 << 2;
const TOTALS: u8 = 8 << 2;
const VIEW: u8 = 9 << 2;
const SERVICES: u8 = 10 << 2;

/// What `put_display` writes at most.
const MOST_DISPLAY: usize = 9;

pub(super) fn write(shared: &Shared) -> Result<Vec<u8>, PermalinkError> {
    let before = scenario_fields::of(&shared.comparison.before);
    let after = shared.comparison.after.as_ref().map(scenario_fields::of).unwrap_or_default();
    if before.len() + after.len() + MOST_DISPLAY > MOST_RECORDS {
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
    if shared.view != View::default() {
        put(VIEW, &[view_letter(shared.view)]);
    }
    if shared.change != Pick::default() {
        put(CHANGE, shared.change.code().as_bytes());
    }
    if shared.cache == Cache::Cold {
        put(CACHE, b"c");
    }
    if shared.services != Services::default() {
        let mut count = Vec::new();
        put_number(&mut count, u64::from(shared.services.count()));
        put(SERVICES, &count);
    }
    if let Some(place) = shared.selected {
        put(SELECTED, &place_bytes(place));
    }
    if let Some(tables) = &shared.tables {
        put(TABLES, tables.as_bytes());
    }
    if let Some(totals) = shared.totals {
        put(TOTALS, &totals_bytes(totals));
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
        SERVICES => {
            let count = Reader::new(content).number()?;
            shared.services = Services::new(u32::try_from(count).unwrap_or(Services::MOST));
        }
        // A view that only a later program knows is left at the first.
        VIEW => shared.view = view(content).unwrap_or_default(),
        SELECTED => shared.selected = Some(place(content)?),
        TABLES => shared.tables = Some(std::str::from_utf8(content).ok()?.to_owned()),
        TOTALS => shared.totals = Some(totals(content)?),
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

/// Letters, so that views may come and go without a link changing its meaning.
const fn view_letter(view: View) -> u8 {
    match view {
        View::Stages => b'g',
        View::Sizes => b's',
        View::Layers => b'l',
        View::Advice => b'a',
        View::Changes => b'c',
        View::Files => b'f',
        View::Rebuild => b'r',
        View::Project => b'p',
        View::Dockerfile => b'd',
    }
}

fn view(content: &[u8]) -> Option<View> {
    View::ALL.into_iter().find(|view| content == [view_letter(*view)])
}

fn totals_bytes(totals: Totals) -> Vec<u8> {
    let mut to = Vec::new();
    for total in [Some(totals.before), totals.after].into_iter().flatten() {
        for measure in [Measure::Disk, Measure::Pull] {
            put_rounded(&mut to, total.of(measure));
        }
    }
    to
}

fn totals(content: &[u8]) -> Option<Totals> {
    let mut from = Reader::new(content);
    let mut total = || -> Option<Total> { Some(Total::new(rounded(&mut from)?, rounded(&mut from)?)) };
    let before = total()?;
    Some(Totals { before, after: total() })
}

/// Three digits and how many zeros follow them, as one number.
fn put_rounded(to: &mut Vec<u8>, bytes: u64) {
    let zeros = bytes.max(1).ilog10().saturating_sub(2);
    put_number(to, u64::from(zeros) * 1000 + bytes / 10u64.pow(zeros));
}

fn rounded(from: &mut Reader) -> Option<u64> {
    let number = from.number()?;
    let zeros = u32::try_from(number / 1000).ok()?;
    Some((number % 1000).saturating_mul(10u64.checked_pow(zeros)?))
}
