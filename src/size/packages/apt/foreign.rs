//! Packages of well-known repositories beside the distribution's own: what they weigh and which Debian packages they need.

use super::super::rows;
use super::Installed;
use crate::bytes::Range;

/// package, bytes, the Debian packages it needs, vendor, class, source.
const TABLE: &str = include_str!("../../../../data/third-party-packages.csv");

/// A package from elsewhere.
pub(super) struct Foreign {
    pub(super) name: &'static str,
    pub(super) range: Range,
    pub(super) needs: &'static str,
}

/// The package of that name in another repository. NodeSource's `nodejs` stands before Debian's once it was added.
pub(super) fn find(installed: &Installed, name: &str, is_known: bool) -> Option<Foreign> {
    if is_known && !(name == "nodejs" && installed.has_nodesource) {
        return None;
    }
    let row = rows::find(TABLE, name)?;
    let bytes = row[1].parse().unwrap_or(0);
    let share = if row[4] == "index" { 0.12 } else { 0.4 };
    Some(Foreign { name: row[0], range: Range::within(bytes, share), needs: row[2] })
}
