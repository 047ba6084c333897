//! Names that an index lacks to the package that comes nearest: another version of the same thing (`postgresql-16`,
//! `libssl1.1`, `php7.4-fpm`), a name it goes by today, or the Python 3 package of a Python 2 name.

use crate::order;
use std::cmp::Ordering;

use super::super::rows;
use super::Index;

/// name, the nearest of today's names, source.
const RENAMES: &str = include_str!("../../../../data/debian-renames.csv");

impl Index {
    /// The nearest kin of a name that [`Index::find`] does not know.
    pub(super) fn kin(&self, name: &str) -> Option<u32> {
        let python = match name.split_once('-') {
            Some(("python" | "python2", rest)) => self.find(&format!("python3-{rest}")),
            None if name == "python" || name == "python2" => self.find("python3"),
            _ => None,
        };
        let renamed = || self.find(rows::find(RENAMES, name)?[1]);
        python.or_else(renamed).or_else(|| self.other_version(name))
    }

    /// The package whose name differs only in its digits; of several the one with the highest.
    fn other_version(&self, name: &str) -> Option<u32> {
        if !name.contains(|letter: char| letter.is_ascii_digit()) || letters(name).count() < 3 {
            return None;
        }
        let sorted = self.by_letters.get_or_init(|| {
            let mut ids: Vec<u32> = (0..self.len()).filter(|id| self.packages[*id as usize].present).collect();
            order::sort_by(&mut ids, |one, other| compare(self.name(*one), self.name(*other)));
            ids
        });
        let end = sorted.partition_point(|id| letters(self.name(*id)).cmp(letters(name)) != Ordering::Greater);
        let last = *sorted.get(end.checked_sub(1)?)?;
        letters(self.name(last)).eq(letters(name)).then_some(last)
    }
}

/// A name without its digits and what stands between them; `t64` marks a library rebuilt, not another library.
fn letters(name: &str) -> impl Iterator<Item = u8> {
    let name = name.strip_suffix("t64").unwrap_or(name);
    name.bytes().filter(|letter| !letter.is_ascii_digit() && *letter != b'.')
}

/// By letters, then by the digits as one number: `gcc-9` before `gcc-12`.
fn compare(one: &str, other: &str) -> Ordering {
    let digits = |name: &str| {
        name.bytes()
            .filter(u8::is_ascii_digit)
            .fold(0u64, |sum, digit| sum.saturating_mul(10).saturating_add(u64::from(digit - b'0')))
    };
    letters(one).cmp(letters(other)).then_with(|| digits(one).cmp(&digits(other)))
}
