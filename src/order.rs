//! Sorting with one sorting routine for all types. The standard library's is compiled anew for each type it sorts,
//! about four kilobytes each time, which is more than the page can spend on lists this short.

use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Sorts stably by a key.
pub fn sort_by_key<T, Key: Ord>(items: &mut Vec<T>, key: impl Fn(&T) -> Key) {
    sort_by(items, |one, other| key(one).cmp(&key(other)));
}

/// Sorts stably by a comparison.
pub fn sort_by<T>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let order = sorted(items.len(), &|one, other| compare(&items[one], &items[other]));
    let mut taken: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(order.into_iter().filter_map(|index| taken[index].take()));
}

/// Sorts in the type's own order.
pub fn sort<T: Ord>(items: &mut Vec<T>) {
    sort_by(items, T::cmp);
}

/// A map of entries, the last of equal keys. To collect one would sort its entries first, by a routine of their own.
pub fn map<K: Ord, V>(entries: impl IntoIterator<Item = (K, V)>) -> BTreeMap<K, V> {
    let mut map = BTreeMap::new();
    for (key, value) in entries {
        map.insert(key, value);
    }
    map
}

/// The indexes of that many items in their order: ever longer sorted runs are merged in pairs.
fn sorted(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    let mut length = 1;
    while length < count {
        let mut merged = Vec::with_capacity(count);
        for pair in order.chunks(2 * length) {
            let (mut left, mut right) = pair.split_at(length.min(pair.len()));
            while let ([one, ..], [other, ..]) = (left, right) {
                let run = if compare(*one, *other).is_gt() { &mut right } else { &mut left };
                merged.push(run[0]);
                *run = &run[1..];
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        order = merged;
        length *= 2;
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_order_of_equals() {
        let mut words = vec!["bb", "a", "ccc", "aa", "b"];
        sort_by_key(&mut words, |word| word.len());
        assert_eq!(words, ["a", "b", "bb", "aa", "ccc"]);
        sort(&mut words);
        assert_eq!(words, ["a", "aa", "b", "bb", "ccc"]);
        for count in 0..70 {
            let numbers: Vec<usize> = (0..count).map(|number| number * 37 % 11).collect();
            let mut expected: Vec<(usize, usize)> = numbers.into_iter().zip(0..).collect();
            let mut items = expected.clone();
            sort_by_key(&mut items, |(number, _)| *number);
            expected.sort_by_key(|(number, _)| *number);
            assert_eq!(items, expected);
        }
    }
}
