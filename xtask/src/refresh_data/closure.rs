//! A release's packages and the names Dockerfiles use, to the rows worth shipping: the closure, with dependencies that
//! the base image satisfies left out and edges that follow from other edges dropped.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::control::{Alternative, Group, Package};

/// A release with its virtual names resolved to who provides them.
pub struct Release {
    pub packages: HashMap<String, Package>,
    providers: HashMap<String, Vec<String>>,
    /// The packages of the bare image: required ones, apt, and what they need.
    pub base: BTreeSet<String>,
}

/// The packages to ship, each with its groups of alternatives by name.
pub struct Closure {
    pub rows: BTreeMap<String, Row>,
}

#[derive(Default)]
pub struct Row {
    pub depends: Vec<Vec<String>>,
    pub recommends: Vec<Vec<String>>,
    /// It recommends packages that the table leaves out.
    pub incomplete: bool,
}

/// More ways to satisfy a dependency than anybody chooses between.
const MOST_ALTERNATIVES: usize = 6;

impl Release {
    pub fn new(packages: HashMap<String, Package>) -> Self {
        let mut providers: HashMap<String, Vec<String>> = HashMap::new();
        let mut names: Vec<&String> = packages.keys().collect();
        names.sort();
        for name in names {
            for provided in &packages[name].provides {
                providers.entry(provided.name.clone()).or_default().push(name.clone());
            }
        }
        let mut release = Self { packages, providers, base: BTreeSet::new() };
        let mut roots: Vec<String> =
            release.packages.values().filter(|package| package.required).map(|package| package.name.clone()).collect();
        roots.push("apt".to_owned());
        // The images take the small package that asserts a merged /usr, not the one that merges it.
        roots.push("usr-is-merged".to_owned());
        roots.sort();
        release.base = roots.iter().cloned().collect();
        release.base = release.close(&roots, false, BTreeSet::new());
        release
    }

    /// Adds everything that the roots need, and with `recommends` what they and theirs recommend.
    fn close(&self, roots: &[String], recommends: bool, mut chosen: BTreeSet<String>) -> BTreeSet<String> {
        let known = |name: &&String| self.packages.contains_key(*name);
        let mut queue: Vec<String> = Vec::new();
        for name in roots.iter().filter(known) {
            if chosen.insert(name.clone()) {
                queue.push(name.clone());
            }
        }
        while let Some(name) = queue.pop() {
            let package = &self.packages[&name];
            let extra: &[Group] = if recommends { &package.recommends } else { &[] };
            for group in package.depends.iter().chain(extra) {
                let ways = self.ways(group);
                if ways.iter().any(|way| self.base.contains(way)) {
                    continue;
                }
                if let Some(way) = ways.first().filter(|way| chosen.insert((*way).clone())) {
                    queue.push(way.clone());
                }
            }
        }
        chosen
    }

    /// Real packages that satisfy a group, best first: named packages before providers of a virtual name.
    fn ways(&self, group: &[Alternative]) -> Vec<String> {
        let mut ways: Vec<String> = Vec::new();
        for alternative in group {
            let real = self.packages.get(&alternative.name).filter(|package| alternative.accepts(&package.version));
            ways.extend(real.map(|package| package.name.clone()));
            let providers = self.providers.get(&alternative.name).into_iter().flatten();
            let fits = |name: &&String| {
                let provides =
                    self.packages[*name].provides.iter().filter(|provided| provided.name == alternative.name);
                provides.into_iter().any(|provided| match &provided.version {
                    Some((_, version)) => alternative.accepts(version),
                    None => alternative.version.is_none(),
                })
            };
            ways.extend(providers.filter(fits).cloned());
        }
        let mut seen = HashSet::new();
        ways.retain(|way| seen.insert(way.clone()));
        ways
    }

    /// The one package that stands for a name that is not a package itself.
    pub fn provider(&self, name: &str) -> Option<&String> {
        let providers = self.providers.get(name)?;
        (providers.len() == 1 && !self.packages.contains_key(name)).then(|| &providers[0])
    }

    /// The rows for some names with all that they recommend, and for others with only what they need.
    pub fn closure(&self, eager: &[String], others: &[String]) -> Closure {
        let chosen = self.close(eager, true, self.base.clone());
        let chosen = self.close(others, false, chosen);
        let mut rows: BTreeMap<String, Row> = BTreeMap::new();
        for name in &chosen {
            let mut row = Row::default();
            if !self.base.contains(name) {
                let package = &self.packages[name];
                row.depends = self.rows_of(&package.depends, &chosen).0;
                (row.recommends, row.incomplete) = self.rows_of(&package.recommends, &chosen);
            }
            rows.insert(name.clone(), row);
        }
        reduce(&mut rows);
        Closure { rows }
    }

    /// The groups by the names that are in the table, and whether one of them is not.
    fn rows_of(&self, groups: &[Group], chosen: &BTreeSet<String>) -> (Vec<Vec<String>>, bool) {
        let mut rows = Vec::new();
        let mut incomplete = false;
        for group in groups {
            let mut ways = self.ways(group);
            // A base package that had an update since has to come along when a newer package asks for its very version.
            let tied = |way: &String| {
                let exactly = group.iter().any(|way| way.version.as_ref().is_some_and(|(relation, _)| relation == "="));
                exactly && self.packages[way].updated
            };
            if ways.is_empty() || ways.iter().any(|way| self.base.contains(way) && !tied(way)) {
                continue;
            }
            if !chosen.contains(&ways[0]) {
                incomplete = true;
                continue;
            }
            ways.retain(|way| chosen.contains(way));
            ways.truncate(MOST_ALTERNATIVES);
            if !rows.contains(&ways) {
                rows.push(ways);
            }
        }
        (rows, incomplete)
    }
}

/// Drops single dependencies that another single dependency of the same package brings anyway.
fn reduce(rows: &mut BTreeMap<String, Row>) {
    let names: Vec<String> = rows.keys().cloned().collect();
    let ids: HashMap<&String, usize> = names.iter().zip(0..).collect();
    let single = |row: &Row| -> Vec<usize> {
        row.depends.iter().filter(|group| group.len() == 1).map(|group| ids[&group[0]]).collect()
    };
    let direct: Vec<Vec<usize>> = names.iter().map(|name| single(&rows[name])).collect();
    let words = names.len().div_ceil(64);
    let reach: Vec<Vec<u64>> = (0..names.len()).map(|start| reachable(start, &direct, words)).collect();
    let reaches = |from: usize, to: usize| reach[from][to / 64] >> (to % 64) & 1 == 1;
    for (id, name) in names.iter().enumerate() {
        let mut kept = direct[id].clone();
        for &target in &direct[id] {
            let implied = kept.iter().any(|&other| other != target && reaches(other, target) && !reaches(other, id));
            if implied {
                kept.retain(|&other| other != target);
            }
        }
        let row = rows.get_mut(name).expect("the names are the keys");
        row.depends.retain(|group| group.len() > 1 || kept.contains(&ids[&group[0]]));
        row.recommends.retain(|group| !group.iter().any(|way| reaches(id, ids[way])));
    }
}

fn reachable(start: usize, direct: &[Vec<usize>], words: usize) -> Vec<u64> {
    let mut seen = vec![0u64; words];
    let mut stack = vec![start];
    while let Some(id) = stack.pop() {
        for &next in &direct[id] {
            if seen[next / 64] >> (next % 64) & 1 == 0 {
                seen[next / 64] |= 1 << (next % 64);
                stack.push(next);
            }
        }
    }
    seen
}
