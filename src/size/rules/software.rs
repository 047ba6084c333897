//! Well-known software built from its source: what `make install` puts down, by the name of what was unpacked or of the
//! folder it is built in.

use std::sync::OnceLock;

use crate::bytes::{Range, Source};
use crate::size::catalog::rows;
use crate::size::content::Content;
use crate::size::ledger::Written;
use crate::size::run::Run;

/// software, bytes installed, the same pulled, source; sorted by the first.
const TABLE: &str = include_str!("../../../data/built-software.csv");
/// Versions and options move it this far in eight of ten layers of published images.
const SPREAD: (f64, f64) = (0.55, 1.7);

/// What installing the software built in a folder writes, where its name is known.
pub fn installed(run: &Run<'_>, folder: &str) -> Option<Written> {
    let labels = {
        let (tree, behind) = run.disk.behind(folder);
        let entries = tree.entries(&behind);
        let held = entries.iter().take(ENTRIES).flat_map(|entry| &entry.held);
        held.take(ENTRIES).map(|held| run.disk.ledger.piece(*held).label.to_ascii_lowercase()).collect::<Vec<_>>()
    };
    let folder = folder.to_ascii_lowercase();
    let row = labels.iter().chain([&folder]).find_map(|text| named(text))?;
    let bytes = |at: usize| row[at].parse::<u64>().unwrap_or(0);
    let ratio = bytes(2) as f64 / bytes(1).max(1) as f64;
    let label = format!("{}, installed from source", row[0]);
    let range = Range::spread(bytes(1), SPREAD.0, SPREAD.1);
    let written = Written::new(label, range, Content::NativeBinary, Source::Neighbour);
    Some(written.compressing(Some((ratio * 0.8, ratio, (ratio * 1.25).min(1.0)))))
}

/// More of what is unpacked in one place says nothing new about its name.
const ENTRIES: usize = 16;

/// The row of the last word that names one: folders go from the general to the special.
fn named(text: &str) -> Option<[&'static str; 7]> {
    static SOFTWARE: OnceLock<Vec<[&str; 7]>> = OnceLock::new();
    let table = SOFTWARE.get_or_init(|| rows(TABLE).skip(1).collect());
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.rev().find_map(|word| {
        let name = match word {
            "cpython" => "python",
            "postgres" => "postgresql",
            "otp" => "erlang",
            "apache2" => "httpd",
            word => word.trim_end_matches(|letter: char| letter.is_ascii_digit()),
        };
        let at = table
            .binary_search_by(|row| row[0].cmp(name))
            .ok()
            .or_else(|| table.binary_search_by(|row| row[0].cmp(word)).ok())?;
        Some(table[at])
    })
}
