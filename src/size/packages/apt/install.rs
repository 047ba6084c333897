//! `apt-get install`: the names as written to the packages that come, in one pass over what is new.

use super::foreign::Foreign;
use super::{Index, Installed, clear, foreign, insert, weigh};
use crate::bytes::{Estimate, Source};

#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Recommended packages come too: apt's default, off with `--no-install-recommends`.
    pub recommends: bool,
    /// `-t` names another release, such as backports: the sizes are then a neighbour's.
    pub other_release: bool,
}

/// What one install brings.
#[derive(Clone, Debug)]
pub struct Installation {
    /// The packages that were not there before, largest first, byte code included.
    pub packages: Vec<Added>,
    /// Names that the index does not have: another repository's packages, variables, misspellings.
    pub unknown: Vec<String>,
    /// Names that were installed already.
    pub already: Vec<String>,
    /// What dpkg and apt write about it, beside the packages' own files.
    pub records: u64,
    /// All of it together, unknown names included.
    pub disk: Estimate,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    pub name: String,
    pub bytes: u64,
    pub source: Source,
}

/// Installs what was asked for and all that it needs. Linear in the packages that come and their dependencies.
pub fn install(index: &Index, installed: &mut Installed, requested: &[&str], options: Options) -> Installation {
    let (mut unknown, mut already) = (Vec::new(), Vec::new());
    let mut queue: Vec<u32> = Vec::new();
    let mut pinned = options.other_release;
    // apt marks every name of the line before it looks at dependencies, so that a later name can satisfy an earlier one.
    let mut foreign: Vec<Foreign> = Vec::new();
    for text in requested {
        let request = Request::read(text, index);
        if request.name.is_empty() {
            continue;
        }
        let known = index.find(request.name);
        if foreign::find(installed, request.name, known.is_some()).is_some() {
            bring(index, installed, request.name, &mut foreign);
            continue;
        }
        let Some(id) = known.or_else(|| index.kin(request.name)) else {
            unknown.push(request.name.to_owned());
            continue;
        };
        if request.remove {
            clear(&mut installed.present, id);
            continue;
        }
        pinned |= request.release || known.is_none();
        insert(&mut installed.wanted, id);
        if mark(installed, &mut queue, id) {
            already.push(request.name.to_owned());
        }
    }
    let needs = foreign.iter().flat_map(|other| other.needs.split(' '));
    // What the same repository has was brought above; its namesakes of another version are not wanted too.
    let needs = needs.filter(|name| foreign::find(installed, name, index.contains(name)).is_none());
    let needs: Vec<u32> = needs.filter_map(|name| index.find(name).or_else(|| index.kin(name))).collect();
    for id in needs {
        mark(installed, &mut queue, id);
    }
    let mut next = 0;
    while let Some(&id) = queue.get(next) {
        next += 1;
        take_dependencies(index, installed, id, options.recommends, &mut queue);
    }
    let choices = weigh::Choices { recommends: options.recommends, pinned };
    weigh::installation(index, installed, weigh::New { ids: &queue, foreign, unknown, already }, choices)
}

/// Another repository's package with those of its repository that it needs.
fn bring(index: &Index, installed: &mut Installed, name: &str, foreign: &mut Vec<Foreign>) {
    let mut names = vec![name];
    while let Some(name) = names.pop() {
        let Some(other) = foreign::find(installed, name, index.contains(name)) else { continue };
        if !installed.foreign.contains(&other.name) {
            installed.foreign.push(other.name);
            names.extend(other.needs.split(' ').filter(|need| !need.is_empty()));
            foreign.push(other);
        }
    }
}

/// Puts a package into the queue unless it is there, and says whether it was.
fn mark(installed: &mut Installed, queue: &mut Vec<u32>, id: u32) -> bool {
    let already = installed.contains(id);
    if !already {
        insert(&mut installed.present, id);
        queue.push(id);
    }
    already
}

fn take_dependencies(index: &Index, installed: &mut Installed, id: u32, recommends: bool, queue: &mut Vec<u32>) {
    let mut first = None;
    let mut satisfied = false;
    for edge in index.edges(id) {
        first = first.or(Some(edge.package));
        satisfied |= installed.contains(edge.package);
        if edge.or_next {
            continue;
        }
        if let Some(choice) = first.filter(|_| !satisfied && (recommends || !edge.recommended)) {
            mark(installed, queue, choice);
        }
        (first, satisfied) = (None, false);
    }
}

/// One word of the command line: `name`, `name=version`, `name/release`, `name:arch`, `name+`, `name-`, `name^`.
struct Request<'a> {
    name: &'a str,
    remove: bool,
    release: bool,
}

impl<'a> Request<'a> {
    fn read(text: &'a str, index: &Index) -> Self {
        let (text, version) = text.split_once('=').map_or((text, false), |(name, _)| (name, true));
        let (text, release) = text.split_once('/').map_or((text, false), |(name, _)| (name, true));
        let name = text.split_once(':').map_or(text, |(name, _)| name);
        // `g++` is a name that ends in a plus: only an unknown name can carry the suffix.
        if version || index.contains(name) {
            return Self { name, remove: false, release };
        }
        let bare = name.strip_suffix(['-', '+', '^']).unwrap_or(name);
        Self { name: bare, remove: name.ends_with('-'), release }
    }
}
