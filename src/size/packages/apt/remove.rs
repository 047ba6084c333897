//! `apt-get remove`, `purge` and `autoremove`: which packages go and how many bytes they took.
//! Removing frees nothing below: the caller decides in which layer the files lie.

use super::{Added, Index, Installed, bit, clear, weigh};
use crate::order;

/// What one removal takes away.
#[derive(Clone, Debug, Default)]
pub struct Removal {
    /// The packages that went, largest first, with the bytes of their files.
    pub packages: Vec<Added>,
    /// Their bytes together.
    pub bytes: u64,
}

/// Removes the named packages and everything that needs them.
pub fn remove(index: &Index, installed: &mut Installed, names: &[&str]) -> Removal {
    let mut gone = Vec::new();
    for name in names {
        let name = name.split([':', '=', '/']).next().unwrap_or(name);
        let found = index.find(name).or_else(|| index.kin(name));
        if let Some(id) = found.filter(|id| installed.contains(*id)) {
            clear(&mut installed.present, id);
            gone.push(id);
        }
    }
    let needed_by = needed_by(index, installed);
    let mut next = 0;
    while let Some(&id) = gone.get(next) {
        next += 1;
        let start = needed_by.partition_point(|pair| pair.0 < id);
        for &(_, dependent) in needed_by[start..].iter().take_while(|pair| pair.0 == id) {
            if installed.contains(dependent) && !satisfied(index, installed, dependent) {
                clear(&mut installed.present, dependent);
                gone.push(dependent);
            }
        }
    }
    take_away(index, installed, gone)
}

/// Removes what came only as a dependency and is needed or recommended by nothing wanted any more.
pub fn autoremove(index: &Index, installed: &mut Installed) -> Removal {
    let mut kept = vec![false; index.packages.len()];
    let mut queue: Vec<u32> = Vec::new();
    for id in (0..index.len()).filter(|id| installed.contains(*id) && bit(&installed.wanted, *id)) {
        kept[id as usize] = true;
        queue.push(id);
    }
    while let Some(id) = queue.pop() {
        for edge in index.edges(id) {
            let at = edge.package as usize;
            if installed.contains(edge.package) && !kept[at] {
                kept[at] = true;
                queue.push(edge.package);
            }
        }
    }
    let gone: Vec<u32> = (0..index.len()).filter(|id| installed.contains(*id) && !kept[*id as usize]).collect();
    take_away(index, installed, gone)
}

fn take_away(index: &Index, installed: &mut Installed, gone: Vec<u32>) -> Removal {
    for &id in &gone {
        clear(&mut installed.present, id);
        clear(&mut installed.wanted, id);
    }
    let packages = weigh::packages(index, installed, &gone);
    let bytes = packages.iter().map(|package| package.bytes).sum();
    Removal { packages, bytes }
}

/// Every (needed, dependent) pair among the installed packages, sorted by the needed one.
fn needed_by(index: &Index, installed: &Installed) -> Vec<(u32, u32)> {
    let mut pairs = Vec::new();
    for id in (0..index.len()).filter(|id| installed.contains(*id)) {
        pairs.extend(index.edges(id).iter().filter(|edge| !edge.recommended).map(|edge| (edge.package, id)));
    }
    order::sort(&mut pairs);
    pairs
}

fn satisfied(index: &Index, installed: &Installed, id: u32) -> bool {
    let mut any = false;
    for edge in index.edges(id) {
        any |= edge.recommended || installed.contains(edge.package);
        if edge.or_next {
            continue;
        }
        if !any {
            return false;
        }
        any = false;
    }
    true
}
