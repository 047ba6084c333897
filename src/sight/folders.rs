//! A stage's files to a tree of at most a few hundred nodes: folders with what is in them, those that hold nothing else
//! joined, small ones together. Bytes are only put together here, never estimated.

use std::collections::{HashMap, HashSet};

use super::files::{Fate, FileGiver, FileKind, FileLayer, FileNode, FileTaker, FilesQuestion, FilesSight};
use super::stages::{one_line, title};
use super::treemap::tiles;
use crate::analysis::Analysis;
use crate::bytes::{Range, Source};
use crate::order::sort_by;
use crate::path::parent;
use crate::size::{Catalog, FileBytes, Gone, StageFiles, Taker, files};
use crate::stages::{Base, BuildGraph, Role, roles};

/// More would be too many to draw, and none of them large.
const MOST_NODES: usize = 240;
/// Of a path, a name or an instruction, in bytes.
const MOST_TEXT: usize = 200;
/// Stages on this one that are named.
const MOST_ABOVE: usize = 5;
/// Stages left behind that are told of beside one that ships.
const MOST_GIVERS: usize = 4;

pub(super) fn files_sight(question: &FilesQuestion, analysis: &Analysis, catalog: &Catalog) -> FilesSight {
    let graph = &analysis.graph;
    let Some(stage) = question.stage.filter(|stage| *stage < graph.stages.len()).or(graph.target) else {
        return FilesSight::default();
    };
    let roles = roles(graph);
    let left =
        (0..graph.stages.len()).filter(|other| roles[stage] == Role::Shipped && roles[*other] == Role::Discarded);
    let asked: Vec<usize> = std::iter::once(stage).chain(left.take(MOST_GIVERS)).collect();
    let mut all = files(graph, &analysis.context, &question.scenario, catalog, &asked).into_iter();
    let StageFiles { files, takers } = all.next().unwrap_or_default();
    let givers = asked[1..].iter().zip(all).map(|(giver, own)| giver_sight(graph, *giver, &own)).collect();
    let built = built(graph, &takers);
    let takers: Vec<FileTaker> = takers
        .into_iter()
        .map(|taker| FileTaker {
            stage: taker.stage,
            step: taker.step,
            title: title(graph, taker.stage),
            line: graph.stages[taker.stage].steps[taker.step].line,
            kind: taker.kind,
            role: roles[taker.stage],
        })
        .collect();
    let mut layers = Layers { graph, text: &question.scenario.dockerfile, known: Vec::new() };
    let base = files.iter().filter(|file| file.layer.1.is_none());
    let base = base.fold(0u64, |sum, file| sum.saturating_add(file.bytes.likely));
    let twigs = twigs(&files, built, &mut layers);
    let nodes = bounded(&twigs);
    let within = within(&nodes, &question.within);
    let on = graph.stages.iter().filter(|above| above.base == Base::Stage(stage)).take(MOST_ABOVE);
    let (width, height) = question.shape.size();
    FilesSight {
        stage: Some(stage),
        title: title(graph, stage),
        role: Some(roles[stage]),
        base,
        givers,
        above: on.map(|above| title(graph, above.index)).collect(),
        tiles: tiles(&nodes, within, question.shape),
        nodes,
        layers: layers.known,
        takers,
        within,
        width,
        height,
    }
}

/// Bits of the takers that are built: what others take is left behind.
fn built(graph: &BuildGraph, takers: &[Taker]) -> u64 {
    let built = takers.iter().enumerate().filter(|(_, taker)| graph.stages[taker.stage].reachable);
    built.fold(0, |bits, (at, _)| bits | 1 << at)
}

fn giver_sight(graph: &BuildGraph, stage: usize, own: &StageFiles) -> FileGiver {
    let built = built(graph, &own.takers);
    let sum = |fits: &dyn Fn(&FileBytes) -> bool| {
        own.files.iter().filter(|file| fits(file)).fold(0u64, |sum, file| sum.saturating_add(file.bytes.likely))
    };
    FileGiver {
        stage,
        title: title(graph, stage),
        bytes: sum(&|_| true),
        taken: sum(&|file| file.hidden.is_none() && file.takers & built != 0),
    }
}

/// The folder of a path, or the nearest above it that is still told apart.
fn within(nodes: &[FileNode], path: &str) -> usize {
    let fits = |node: &FileNode| {
        node.path == "/" || path.strip_prefix(&node.path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let folders = nodes.iter().enumerate().filter(|(at, node)| node.end > at + 1 && fits(node));
    folders.max_by_key(|(at, node)| (node.path.len(), std::cmp::Reverse(*at))).map_or(0, |(at, _)| at)
}

/// The layers that nodes name, each once.
struct Layers<'a> {
    graph: &'a BuildGraph,
    text: &'a str,
    known: Vec<FileLayer>,
}

impl Layers<'_> {
    fn index(&mut self, (stage, step): (usize, Option<usize>)) -> usize {
        let known = self.known.iter().position(|layer| (layer.stage, layer.step) == (stage, step));
        known.unwrap_or_else(|| {
            let own = &self.graph.stages[stage];
            let (line, text) = match (step.and_then(|step| own.steps.get(step)), &own.base) {
                (Some(step), _) => (step.line, one_line(step.span.of(self.text))),
                (None, Base::Image { written, .. } | Base::Unknown(written)) => (own.from_line, cut(written)),
                (None, _) => (own.from_line, "scratch".to_owned()),
            };
            self.known.push(FileLayer { stage, step, line, text });
            self.known.len() - 1
        })
    }
}

/// A node while the tree grows. Those above come first.
#[derive(Clone, Debug)]
struct Twig {
    node: FileNode,
    children: Vec<usize>,
}

/// All folders and files, with the sums of folders.
fn twigs(files: &[FileBytes], built: u64, layers: &mut Layers<'_>) -> Vec<Twig> {
    let mut twigs = vec![Twig { node: node(FileKind::Folder, "/", "/"), children: Vec::new() }];
    let mut folders = HashMap::from([("/".to_owned(), 0)]);
    let mut here: HashMap<&str, usize> = HashMap::new();
    for file in files {
        folder(&mut twigs, &mut folders, parent(&file.path));
        *here.entry(&file.path).or_default() += usize::from(file.hidden.is_none());
    }
    for file in files {
        // What lies beside others at its path, or above them, is a heap in a folder of that path.
        let heap = folders.contains_key(&file.path) || here.get(&*file.path).is_some_and(|count| *count > 1);
        let above = if heap { &file.path } else { parent(&file.path) };
        let above = folder(&mut twigs, &mut folders, above);
        let name = if heap { &*file.label } else { file.path.rsplit('/').next().unwrap_or_default() };
        let kind = if heap { FileKind::Heap } else { FileKind::File };
        let taken = if file.takers & built == 0 || file.hidden.is_some() { 0 } else { file.bytes.likely };
        let fate = match file.hidden {
            Some((_, Gone::Removed)) => Fate::Removed,
            Some((_, Gone::Replaced)) => Fate::Replaced,
            None if file.changed => Fate::Changed,
            None => Fate::Added,
        };
        let own = FileNode {
            bytes: file.bytes,
            source: file.source,
            fate,
            layer: Some(layers.index(file.layer)),
            hidden_by: file.hidden.map(|(by, _)| layers.index(by)),
            wasted: if fate.is_hidden() { file.bytes.likely } else { 0 },
            taken,
            takers: file.takers,
            ..node(
                kind,
                name,
                &if heap { format!("{}/{}", file.path.trim_end_matches('/'), file.label) } else { file.path.clone() },
            )
        };
        let at = grow(&mut twigs, above, own);
        if file.parts.len() > 1 {
            parts(&mut twigs, at, &file.parts);
        }
    }
    sum_up(&mut twigs);
    twigs
}

fn node(kind: FileKind, name: &str, path: &str) -> FileNode {
    FileNode {
        key: 0,
        kind,
        name: cut(name),
        path: path.to_owned(),
        end: 0,
        depth: 0,
        bytes: Range::ZERO,
        source: Source::Given,
        fate: Fate::Added,
        layer: None,
        hidden_by: None,
        wasted: 0,
        taken: 0,
        takers: 0,
    }
}

fn cut(text: &str) -> String {
    text[..text.floor_char_boundary(MOST_TEXT)].to_owned()
}

fn grow(twigs: &mut Vec<Twig>, above: usize, node: FileNode) -> usize {
    let at = twigs.len();
    twigs[above].children.push(at);
    twigs.push(Twig { node, children: Vec::new() });
    at
}

/// The folder of a path, made with those above it where missing.
fn folder(twigs: &mut Vec<Twig>, folders: &mut HashMap<String, usize>, path: &str) -> usize {
    if let Some(known) = folders.get(path) {
        return *known;
    }
    let (mut at, mut end) = (0, 0);
    for name in path.split('/').filter(|name| !name.is_empty()) {
        end = path[end..].find(name).map_or(end, |start| end + start + name.len());
        at = match folders.get(&path[..end]) {
            Some(known) => *known,
            None => {
                let own = grow(twigs, at, node(FileKind::Folder, name, &path[..end]));
                folders.insert(path[..end].to_owned(), own);
                own
            }
        };
    }
    at
}

/// The named things in a file or heap, and the rest of it.
fn parts(twigs: &mut Vec<Twig>, at: usize, parts: &[(String, u64)]) {
    let whole = twigs[at].node.clone();
    let mut rest = whole.bytes.likely;
    let mut add = |name: &str, bytes: u64| {
        let share = |of: u64| if of == 0 { 0 } else { bytes };
        let own = FileNode {
            kind: FileKind::Part,
            name: cut(name),
            path: format!("{}/{name}", whole.path),
            bytes: Range::exact(bytes),
            wasted: share(whole.wasted),
            taken: share(whole.taken),
            ..whole.clone()
        };
        grow(twigs, at, own);
    };
    for (name, bytes) in parts {
        let bytes = (*bytes).min(rest);
        rest -= bytes;
        add(name, bytes);
    }
    add("the rest", rest);
}

/// Makes every folder what is in it: those above come first, so that from the end all is known.
fn sum_up(twigs: &mut [Twig]) {
    for at in (0..twigs.len()).rev() {
        let mut children = std::mem::take(&mut twigs[at].children);
        children.retain(|child| twigs[*child].node.bytes.likely > 0);
        sort_by(&mut children, |one, other| {
            let (one, other) = (&twigs[*one].node, &twigs[*other].node);
            other.bytes.likely.cmp(&one.bytes.likely).then_with(|| one.name.cmp(&other.name))
        });
        if twigs[at].node.kind == FileKind::Folder {
            let sum = together(children.iter().map(|child| &twigs[*child].node));
            let FileNode { kind, name, path, .. } = twigs[at].node.clone();
            twigs[at].node = FileNode { kind, name, path, ..sum };
        }
        twigs[at].children = children;
    }
}

/// Several nodes as one.
fn together<'a>(nodes: impl Iterator<Item = &'a FileNode> + Clone) -> FileNode {
    let sum = |of: fn(&FileNode) -> u64| nodes.clone().fold(0u64, |sum, node| sum.saturating_add(of(node)));
    let bytes = Range::sum(nodes.clone().map(|node| node.bytes));
    let mut all = nodes.clone();
    let first = all.next();
    let same = |of: fn(&FileNode) -> Option<usize>| {
        first.and_then(of).filter(|first| nodes.clone().all(|node| of(node) == Some(*first)))
    };
    let matters = nodes.clone().filter(|node| node.bytes.likely.saturating_mul(10) >= bytes.likely);
    let fate = first.map_or(Fate::Added, |node| node.fate);
    FileNode {
        bytes,
        source: matters.map(|node| node.source).max().unwrap_or(Source::Given),
        fate: if nodes.clone().all(|node| node.fate == fate) { fate } else { Fate::Added },
        layer: same(|node| node.layer),
        hidden_by: same(|node| node.hidden_by),
        wasted: sum(|node| node.wasted),
        taken: sum(|node| node.taken),
        takers: nodes.clone().fold(0, |bits, node| bits | node.takers),
        ..node(FileKind::Others, "", "")
    }
}

/// The tree in as many nodes as there may be: what is smaller than the least is put together with its like.
fn bounded(twigs: &[Twig]) -> Vec<FileNode> {
    let mut least = 0;
    loop {
        let nodes = laid_out(twigs, least);
        if nodes.len() <= MOST_NODES || least > twigs[0].node.bytes.likely {
            return named_apart(nodes);
        }
        least = (least.saturating_mul(2)).max(twigs[0].node.bytes.likely / 4096).max(1);
    }
}

/// Each folder before what is in it.
fn laid_out(twigs: &[Twig], least: u64) -> Vec<FileNode> {
    let mut nodes: Vec<FileNode> = Vec::new();
    // What is to come, the next at the end; and whole folders' ends.
    let mut ahead = vec![Ahead::Twig(0, 0)];
    while let Some(next) = ahead.pop() {
        match next {
            Ahead::End(at) => nodes[at].end = nodes.len(),
            Ahead::Node(node) => {
                let end = nodes.len() + 1;
                nodes.push(FileNode { end, ..*node });
            }
            Ahead::Twig(at, depth) => {
                let (at, name) = joined(twigs, at);
                let own = &twigs[at];
                ahead.push(Ahead::End(nodes.len()));
                nodes.push(FileNode { name, depth, ..own.node.clone() });
                let (large, small): (Vec<usize>, Vec<usize>) =
                    own.children.iter().partition(|child| twigs[**child].node.bytes.likely >= least);
                for others in alike(twigs, small, &own.node.path) {
                    ahead.push(match others {
                        Alike::One(child) => Ahead::Twig(child, depth + 1),
                        Alike::Others(node) => Ahead::Node(Box::new(FileNode { depth: depth + 1, ..*node })),
                    });
                }
                ahead.extend(large.into_iter().rev().map(|child| Ahead::Twig(child, depth + 1)));
            }
        }
    }
    nodes
}

enum Ahead {
    Twig(usize, usize),
    Node(Box<FileNode>),
    End(usize),
}

enum Alike {
    One(usize),
    Others(Box<FileNode>),
}

/// A folder that holds nothing but one other is one with it.
fn joined(twigs: &[Twig], top: usize) -> (usize, String) {
    let (mut at, mut name) = (top, twigs[top].node.name.clone());
    while let [child] = twigs[at].children[..] {
        let path = matches!(twigs[child].node.kind, FileKind::Folder | FileKind::File);
        if at == 0 || !path || twigs[at].node.kind != FileKind::Folder {
            break;
        }
        at = child;
        name = cut(&format!("{name}/{}", twigs[at].node.name));
    }
    (at, name)
}

/// Small ones of one folder: those that ship apart from what is hidden, and from what is taken.
fn alike(twigs: &[Twig], small: Vec<usize>, path: &str) -> Vec<Alike> {
    let mut groups: [Vec<usize>; 4] = Default::default();
    for at in small {
        let node = &twigs[at].node;
        groups[2 * usize::from(node.wasted > 0) + usize::from(node.taken > 0)].push(at);
    }
    let groups = groups.into_iter().filter(|group| !group.is_empty()).map(|group| {
        if let [one] = group[..] {
            return Alike::One(one);
        }
        let sum = together(group.iter().map(|at| &twigs[*at].node));
        let name = format!("{} others", group.len());
        Alike::Others(Box::new(FileNode { path: format!("{}/{name}", path.trim_end_matches('/')), name, ..sum }))
    });
    groups.collect()
}

/// Gives each node a key of its own, by what it is and not by where it stands.
fn named_apart(mut nodes: Vec<FileNode>) -> Vec<FileNode> {
    let mut known = HashSet::new();
    for node in &mut nodes {
        let mut key = hash(&node.path, [node.kind as u8, node.fate as u8]);
        while !known.insert(key) {
            key = key.wrapping_add(1);
        }
        node.key = key;
    }
    nodes
}

/// Fowler, Noll and Vo's hash, which is short.
fn hash(text: &str, more: [u8; 2]) -> u32 {
    text.bytes().chain(more).fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
