//! Debian control files (the Packages lists) to packages with parsed relations. Knows nothing of tables.

use std::cmp::Ordering;
use std::collections::HashMap;

/// One binary package of a release.
#[derive(Clone, Debug, Default)]
pub struct Package {
    pub name: String,
    pub version: String,
    pub section: String,
    pub installed_kib: u64,
    pub required: bool,
    /// An update came after the release itself: images built before it have the older version.
    pub updated: bool,
    pub depends: Vec<Group>,
    pub recommends: Vec<Group>,
    pub provides: Vec<Alternative>,
}

/// Alternatives of which one is enough.
pub type Group = Vec<Alternative>;

#[derive(Clone, Debug)]
pub struct Alternative {
    pub name: String,
    /// A comparison and a version, as in `(>= 1.2)`.
    pub version: Option<(String, String)>,
}

/// Every package of the lists by name; of two versions the higher one stays. The release's own list comes first.
pub fn read(lists: &[String]) -> HashMap<String, Package> {
    let mut packages: HashMap<String, Package> = HashMap::new();
    for stanza in lists.iter().flat_map(|list| list.split("\n\n")) {
        let mut package = read_stanza(stanza);
        if package.name.is_empty() {
            continue;
        }
        let old = packages.get(&package.name);
        package.updated = old.is_some();
        if old.is_none_or(|old| compare(&package.version, &old.version) == Ordering::Greater) {
            packages.insert(package.name.clone(), package);
        }
    }
    packages
}

fn read_stanza(stanza: &str) -> Package {
    let mut package = Package::default();
    for (field, value) in stanza.lines().filter_map(|line| line.split_once(": ")) {
        match field {
            "Package" => package.name = value.to_owned(),
            "Version" => package.version = value.to_owned(),
            "Section" => package.section = value.to_owned(),
            "Installed-Size" => package.installed_kib = value.parse().unwrap_or(0),
            "Essential" => package.required |= value == "yes",
            "Priority" => package.required |= value == "required",
            "Depends" | "Pre-Depends" => package.depends.extend(read_groups(value)),
            "Recommends" => package.recommends = read_groups(value),
            "Provides" => package.provides = read_groups(value).into_iter().flatten().collect(),
            _ => {}
        }
    }
    package
}

fn read_groups(value: &str) -> Vec<Group> {
    value
        .split(',')
        .map(|group| group.split('|').filter_map(read_alternative).collect())
        .filter(|group: &Group| !group.is_empty())
        .collect()
}

fn read_alternative(text: &str) -> Option<Alternative> {
    let (name, version) = match text.split_once('(') {
        Some((name, rest)) => {
            let (relation, version) = rest.trim_end().trim_end_matches(')').split_once(' ')?;
            (name, Some((relation.to_owned(), version.trim().to_owned())))
        }
        None => (text, None),
    };
    let name = name.trim().split(':').next()?.to_owned();
    (!name.is_empty()).then_some(Alternative { name, version })
}

impl Alternative {
    pub fn accepts(&self, version: &str) -> bool {
        let Some((relation, wanted)) = &self.version else { return true };
        let order = compare(version, wanted);
        match relation.as_str() {
            ">=" => order != Ordering::Less,
            ">>" => order == Ordering::Greater,
            "<=" => order != Ordering::Greater,
            "<<" => order == Ordering::Less,
            _ => order == Ordering::Equal,
        }
    }
}

/// Debian's order of versions: epoch, then runs of other characters and of digits in turn, `~` before everything.
pub fn compare(one: &str, other: &str) -> Ordering {
    let split = |version: &str| -> (u64, String, String) {
        let (epoch, rest) = version.split_once(':').unwrap_or(("0", version));
        let (upstream, revision) = rest.rsplit_once('-').unwrap_or((rest, ""));
        (epoch.parse().unwrap_or(0), upstream.to_owned(), revision.to_owned())
    };
    let (one, other) = (split(one), split(other));
    one.0.cmp(&other.0).then_with(|| compare_part(&one.1, &other.1)).then_with(|| compare_part(&one.2, &other.2))
}

fn compare_part(mut one: &str, mut other: &str) -> Ordering {
    fn take<'a>(text: &mut &'a str, digits: bool) -> &'a str {
        let end = text.find(|letter: char| letter.is_ascii_digit() != digits).unwrap_or(text.len());
        let (head, tail) = text.split_at(end);
        *text = tail;
        head
    }
    let weight = |letter: Option<char>| match letter {
        Some('~') => -1,
        None => 0,
        Some(letter) if letter.is_ascii_alphabetic() => letter as i32,
        Some(letter) => letter as i32 + 256,
    };
    while !one.is_empty() || !other.is_empty() {
        let (mut left, mut right) = (take(&mut one, false).chars(), take(&mut other, false).chars());
        loop {
            let (a, b) = (left.next(), right.next());
            if a.is_none() && b.is_none() {
                break;
            }
            let order = weight(a).cmp(&weight(b));
            if order != Ordering::Equal {
                return order;
            }
        }
        let number = |digits: &str| digits.parse::<u64>().unwrap_or(0);
        let order = number(take(&mut one, true)).cmp(&number(take(&mut other, true)));
        if order != Ordering::Equal {
            return order;
        }
    }
    Ordering::Equal
}
