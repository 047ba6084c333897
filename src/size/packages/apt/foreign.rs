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

/// The package of that name in another repository, where the distribution has none of the name. NodeSource's `nodejs`
/// stands before Debian's once it was added.
pub(super) fn find(installed: &Installed, name: &str, is_known: bool) -> Option<Foreign> {
    if is_known && !(name == "nodejs" && installed.has_nodesource) {
        return None;
    }
    let row = rows::find(TABLE, name).or_else(|| rows::find(TABLE, &unversioned(name)?))?;
    let bytes = row[1].parse().unwrap_or(0);
    let share = if row[4] == "index" { 0.12 } else { 0.4 };
    Some(Foreign { name: row[0], range: Range::within(bytes, share), needs: row[2] })
}

/// Names that carry a release: `ros-noetic-ros-core` is the `ros-*-ros-core` of the table, `gazebo11` and
/// `postgresql-server-dev-13` lose their number.
fn unversioned(name: &str) -> Option<String> {
    if let Some((_, package)) = name.strip_prefix("ros-").and_then(|rest| rest.split_once('-')) {
        return Some(format!("ros-*-{package}"));
    }
    let bare = name.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '.' || letter == '-');
    (bare.len() > 3 && bare.len() < name.len()).then(|| format!("{bare}*"))
}
