//! Commands that change files: what each does to the tree.

use std::rc::Rc;

use super::super::digest::digest;
use super::super::path;
use super::super::select::{Paint, Selection, overlay};
use super::super::tree::{Content, File, Folder, Found, Node, Tree};
use super::dependencies;
use super::view::owner;
use super::{Invocation, Outcome, View, everything};

/// Runs the command if it is one of these.
pub(super) fn run(view: &mut View, invocation: &Invocation) -> Option<Outcome> {
    match invocation.program {
        "" | "true" | ":" | "set" | "export" | "unset" | "cd" | "umask" | "sleep" | "wait" | "exit" | "sync"
        | "trap" | "shopt" | "ulimit" | "pushd" | "popd" => {}
        "false" => return Some(Outcome::failed()),
        "mkdir" | "touch" | "rm" | "rmdir" | "cp" | "mv" | "ln" | "tee" | "chmod" | "chown"
            if invocation.is_vague() =>
        {
            view.tree
                .disturb(digest("somewhere", (invocation.identity(), invocation.input.as_ref().map(Content::digest))));
        }
        _ if invocation.is_vague() => return None,
        _ if dependencies::installs(invocation) => return Some(dependencies::install(view, invocation)),
        "mkdir" => mkdir(view, invocation),
        "touch" => touch(view, invocation),
        "rm" | "rmdir" | "unlink" => return Some(remove(view, invocation)),
        "cp" | "install" => return copy(view, invocation, false),
        "mv" => return copy(view, invocation, true),
        "ln" => link(view, invocation)?,
        "chmod" | "chown" | "chgrp" => repaint(view, invocation)?,
        "tee" => return Some(tee(view, invocation)),
        "dd" => write_named(view, invocation, "of=")?,
        "tar" => return archive(view, invocation),
        "apt-get"
        | "apt"
        | "apk"
        | "dnf"
        | "yum"
        | "microdnf"
        | "dpkg"
        | "aptitude"
        | "zypper"
        | "adduser"
        | "addgroup"
        | "useradd"
        | "groupadd"
        | "usermod"
        | "update-ca-certificates"
        | "ldconfig"
        | "locale-gen" => {
            return Some(system(view, invocation));
        }
        _ => return None,
    }
    Some(Outcome::done())
}

/// A command nothing is known of: its output depends on all it could see, and it may write anywhere.
pub(super) fn opaque(view: &mut View, invocation: &Invocation) -> Outcome {
    let seen = everything(view, invocation);
    view.tree.disturb(seen);
    Outcome { output: Content::Unseen(digest("output", seen)), succeeded: None }
}

/// Package managers read and write the system's folders, not those of the application.
fn system(view: &mut View, invocation: &Invocation) -> Outcome {
    let folders = ["/usr", "/etc", "/var", "/lib"].map(|folder| match view.find(folder) {
        Found::Node(Node::Folder(folder)) => folder.others,
        Found::Unseen(identity) => Some(identity),
        _ => None,
    });
    let seen = digest("system", (invocation.identity(), folders));
    view.tree.disturb_system(seen);
    Outcome { output: Content::Unseen(seen), succeeded: None }
}

fn mkdir(view: &mut View, invocation: &Invocation) {
    for operand in invocation.operands() {
        view.make_folder(&path::absolute(&invocation.directory, operand), invocation.circumstances.user);
    }
}

fn touch(view: &mut View, invocation: &Invocation) {
    for operand in invocation.operands() {
        let path = path::absolute(&invocation.directory, operand);
        if matches!(view.find(&path), Found::Nothing | Found::Unseen(_)) {
            view.write(&path, Content::empty(), invocation.circumstances.user);
        }
    }
}

fn remove(view: &mut View, invocation: &Invocation) -> Outcome {
    let mut missing = false;
    for operand in invocation.operands() {
        for path in invocation.paths(view, operand) {
            missing |= matches!(view.find(&path), Found::Nothing);
            view.remove(&path);
        }
    }
    if missing && !invocation.has('f') { Outcome::failed() } else { Outcome::done() }
}

fn copy(view: &mut View, invocation: &Invocation, moves: bool) -> Option<Outcome> {
    let mut operands: Vec<&String> = invocation.operands().collect();
    if invocation.program == "install" && (invocation.has('d') || invocation.has('m') || invocation.has('o')) {
        return None;
    }
    let destination = if invocation.has('t') { return None } else { operands.pop()? };
    let target = path::absolute(&invocation.directory, destination);
    let sources: Vec<String> = operands.iter().flat_map(|operand| invocation.paths(view, operand)).collect();
    let contents = operands.iter().map(|operand| operand.ends_with("/.")).collect::<Vec<_>>() == [true];
    let into =
        matches!(view.find(&target), Found::Node(Node::Folder(_))) || destination.ends_with('/') || sources.len() > 1;
    let keeps = moves || invocation.has('a') || invocation.has('p');
    let paint = Paint { owner: owner(invocation.circumstances.user), ..Paint::default() };
    for source in sources {
        let node = match view.find(&source) {
            Found::Node(node) => node,
            Found::Unseen(identity) => Node::unseen(identity),
            Found::Nothing => return Some(Outcome::failed()),
        };
        let place = if into && !contents { path::absolute(&target, path::base(&source)) } else { target.clone() };
        put_copy(view, &place, &node, &paint, keeps);
        if moves {
            view.remove(&source);
        }
    }
    Some(Outcome::done())
}

/// A folder is laid over one that stands there; owners become those of the user unless they are kept.
fn put_copy(view: &mut View, place: &str, node: &Node, paint: &Paint, keeps: bool) {
    let mut budget = view.budget;
    if keeps {
        match (view.find(place), node) {
            (Found::Node(Node::Folder(_)), Node::Folder(_)) => {}
            _ => return view.put(place, node.clone()),
        }
    }
    match node {
        Node::Folder(folder) => {
            let mut scratch = Tree::default();
            if let Found::Node(existing) = view.find(place) {
                scratch.put("/it", existing);
            }
            overlay(&mut scratch, "/it", folder, paint, &mut budget);
            if let Found::Node(merged) = scratch.entry("/it") {
                view.put(place, merged);
            }
        }
        Node::File(file) => view.put(place, Node::File(File { owner: paint.owner, ..file.clone() })),
        Node::Link(_) => view.put(place, node.clone()),
    }
    view.budget = budget;
}

fn link(view: &mut View, invocation: &Invocation) -> Option<()> {
    let operands: Vec<&String> = invocation.operands().collect();
    let [target, name] = operands.as_slice() else { return None };
    let mut place = path::absolute(&invocation.directory, name);
    if matches!(view.find(&place), Found::Node(Node::Folder(_))) {
        place = path::absolute(&place, path::base(target));
    }
    if invocation.has('s') {
        view.put(&place, Node::Link(target.as_str().into()));
    } else if let Found::Node(node) = view.find(&path::absolute(&invocation.directory, target)) {
        view.put(&place, node);
    }
    Some(())
}

/// chmod and chown: the files get another mode or owner.
fn repaint(view: &mut View, invocation: &Invocation) -> Option<()> {
    let mut operands = invocation.operands();
    let value = operands.next()?;
    for operand in operands {
        for path in invocation.paths(view, operand) {
            let Found::Node(node) = view.find(&path) else { continue };
            let mut budget = view.budget;
            let repainted = repainted(&node, invocation.program, value, invocation.has('R'), &mut budget);
            view.budget = budget;
            view.put(&path, repainted);
        }
    }
    Some(())
}

fn repainted(node: &Node, program: &str, value: &str, deep: bool, budget: &mut usize) -> Node {
    let mode = |mode: u32| match (program, u32::from_str_radix(value, 8)) {
        ("chmod", Ok(octal)) => octal,
        ("chmod", Err(_)) => digest("mode", (mode, value)) as u32,
        _ => mode,
    };
    let owned = |before| if program == "chmod" { before } else { digest(program, value) };
    *budget = budget.saturating_sub(1);
    match node {
        Node::Link(_) => node.clone(),
        _ if *budget == 0 => Node::unseen(digest(program, (value, node.full_digest()))),
        Node::File(file) => {
            Node::File(File { content: file.content.clone(), mode: mode(file.mode), owner: owned(file.owner) })
        }
        Node::Folder(folder) => {
            let mut copy = Folder::clone(folder);
            copy.mode = mode(folder.mode);
            copy.owner = owned(folder.owner);
            if deep {
                for node in copy.entries.values_mut() {
                    *node = repainted(node, program, value, deep, budget);
                }
                copy.others = folder.others.map(|others| digest(program, (others, value)));
            }
            copy.changed();
            Node::Folder(Rc::new(copy))
        }
    }
}

fn tee(view: &mut View, invocation: &Invocation) -> Outcome {
    let input = invocation.input.clone().unwrap_or_else(Content::empty);
    for operand in invocation.operands() {
        let path = path::absolute(&invocation.directory, operand);
        let content = match view.read(&path).filter(|_| invocation.has('a')) {
            Some(before) => before.followed_by(&input),
            None => input.clone(),
        };
        view.write(&path, content, invocation.circumstances.user);
    }
    Outcome::printed(input)
}

/// dd: the file after `of=` depends on the words and on the file after `if=`.
fn write_named(view: &mut View, invocation: &Invocation, option: &str) -> Option<()> {
    let named = |prefix: &str| invocation.arguments.iter().find_map(|argument| argument.strip_prefix(prefix));
    let target = path::absolute(&invocation.directory, named(option)?);
    let source = named("if=").unwrap_or("");
    let content = match source {
        "/dev/random" | "/dev/urandom" => digest("random", invocation.circumstances.moment),
        source if source.starts_with("/dev/") => 0,
        source => view.read(&path::absolute(&invocation.directory, source)).map_or(0, |content| content.digest()),
    };
    let content = Content::Unseen(digest("dd", (invocation.identity(), content)));
    view.write(&target, content, invocation.circumstances.user);
    Some(())
}

/// tar: packing makes a file of what it is given, unpacking makes a folder's other content of the archive.
fn archive(view: &mut View, invocation: &Invocation) -> Option<Outcome> {
    let mut operands: Vec<&str> = invocation.arguments.iter().map(String::as_str).collect();
    let mut folder = invocation.directory.clone();
    if let Some(at) = operands.iter().position(|word| *word == "-C") {
        folder = path::absolute(&invocation.directory, operands.get(at + 1)?);
        operands.drain(at..at + 2);
    }
    let flags = operands.first()?.trim_start_matches('-').to_string();
    if flags.starts_with('-') || !flags.contains('f') || operands.iter().skip(1).any(|word| word.starts_with('-')) {
        return None;
    }
    let file = path::absolute(&invocation.directory, operands.get(1)?);
    if flags.contains('c') {
        let mut selection = Selection::default();
        for operand in &operands[2..] {
            for path in view.expand(&path::absolute(&folder, operand)) {
                selection.digest = match view.find(&path) {
                    Found::Node(node) => digest("packed", (selection.digest, operand, node.full_digest())),
                    Found::Unseen(identity) => digest("packed", (selection.digest, operand, identity)),
                    Found::Nothing => return Some(Outcome::failed()),
                };
            }
        }
        view.write(&file, Content::Unseen(digest("archive", (flags, selection.digest))), invocation.circumstances.user);
        return Some(Outcome::done());
    }
    if !flags.contains('x') {
        return None;
    }
    let Some(content) = view.read(&file) else { return Some(Outcome::failed()) };
    let unpacked = digest("unpacked", (content.digest(), &operands[2..]));
    if let Some(target) = view.tree.folder_mut(&folder) {
        target.others = Some(digest("unpacked", (target.others, unpacked)));
    }
    Some(Outcome::done())
}
