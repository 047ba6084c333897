//! Commands that only print: what each writes to its output, as text where that is easy to tell, else as an
//! identity made of the words and of what they read.

use super::super::digest::digest;
use super::super::path;
use super::super::tree::{Content, Found, Node};
use super::text::{sed, text_of};
use super::{Invocation, Outcome, View};

/// Programs whose output depends on their words, their input and the files they name alone, and which write nothing.
const PURE: [&str; 50] = [
    "cat",
    "head",
    "tail",
    "grep",
    "egrep",
    "fgrep",
    "wc",
    "sort",
    "uniq",
    "tr",
    "cut",
    "sed",
    "awk",
    "gawk",
    "mawk",
    "sha256sum",
    "sha1sum",
    "sha512sum",
    "md5sum",
    "cksum",
    "base64",
    "rev",
    "nl",
    "tac",
    "jq",
    "yq",
    "diff",
    "cmp",
    "comm",
    "paste",
    "join",
    "fold",
    "fmt",
    "od",
    "xxd",
    "hexdump",
    "strings",
    "du",
    "stat",
    "ls",
    "find",
    "file",
    "basename",
    "dirname",
    "readlink",
    "realpath",
    "seq",
    "expr",
    "column",
    "envsubst",
];
const MOMENTARY: [&str; 7] = ["date", "mktemp", "uuidgen", "hostname", "ps", "uptime", "shuf"];
const CONSTANT: [&str; 6] = ["uname", "arch", "nproc", "getconf", "which", "command"];

/// Runs the command if it is one of these.
pub(super) fn run(view: &mut View, invocation: &Invocation) -> Option<Outcome> {
    let program = invocation.program;
    if MOMENTARY.contains(&program) || invocation.arguments.iter().any(|word| is_momentary(word)) {
        let identity = digest("moment", (invocation.identity(), invocation.circumstances.moment));
        return Some(Outcome::printed(Content::Unseen(identity)));
    }
    match program {
        "echo" | "printf" => return Some(Outcome::printed(printed(invocation))),
        "pwd" => return Some(Outcome::printed(Content::of_text(format!("{}\n", invocation.directory)))),
        "env" | "printenv" => {
            let environment = invocation.circumstances.environment;
            return Some(Outcome::printed(Content::Unseen(digest("env", (environment, invocation.identity())))));
        }
        "id" | "whoami" | "groups" | "getent" => {
            let accounts = [view.read("/etc/passwd"), view.read("/etc/group")];
            let seen = (invocation.identity(), invocation.circumstances.user, accounts);
            return Some(Outcome::printed(Content::Unseen(digest("account", seen))));
        }
        "test" | "[" | "[[" => return Some(tested(view, invocation)),
        _ if CONSTANT.contains(&program) => {
            let seen = (invocation.identity(), view.find("/usr/bin").identity());
            return Some(Outcome::printed(Content::Unseen(digest("constant", seen))));
        }
        _ => {}
    }
    if let Some(inner) = listed(invocation) {
        let pure = PURE.contains(&inner) || matches!(inner, "echo" | "printf");
        return pure.then(|| {
            let seen = (invocation.identity(), invocation.input.as_ref().map(Content::digest));
            Outcome::printed(Content::Unseen(digest("listed", seen)))
        });
    }
    if !PURE.contains(&program) || (program == "find" && invocation.arguments.iter().any(|word| acts(word))) {
        return None;
    }
    if program == "sed" && invocation.arguments.iter().any(|word| word.starts_with("-i")) {
        return Some(edit_in_place(view, invocation));
    }
    Some(filter(view, invocation))
}

/// The program that `xargs` or `find -exec` runs on files that are listed.
fn listed<'a>(invocation: &'a Invocation) -> Option<&'a str> {
    let words = invocation.arguments;
    match invocation.program {
        "xargs" => {
            let mut words = words.iter().map(String::as_str);
            loop {
                match words.next() {
                    Some("-n" | "-I" | "-P" | "-L") => drop(words.next()),
                    Some(option) if option.starts_with('-') => {}
                    inner => return Some(inner.unwrap_or("echo")),
                }
            }
        }
        "find" => {
            let at = words.iter().position(|word| word == "-exec" || word == "-execdir")?;
            words.get(at + 1).map(String::as_str)
        }
        _ => None,
    }
}

/// What `find` does more than print.
fn acts(word: &str) -> bool {
    matches!(word, "-exec" | "-execdir" | "-ok" | "-delete" | "-fprint")
}

fn is_momentary(word: &str) -> bool {
    ["$RANDOM", "$$", "$SECONDS", "${RANDOM", "/dev/urandom", "/dev/random", "/proc/"]
        .iter()
        .any(|name| word.contains(name))
}

fn printed(invocation: &Invocation) -> Content {
    if invocation.is_vague() {
        return Content::Unseen(digest("printed", (invocation.identity(), invocation.circumstances.user)));
    }
    let words = invocation.arguments;
    if invocation.program == "echo" {
        let (words, ending) = match words.first().map(String::as_str) {
            Some("-n") => (&words[1..], ""),
            Some("-e" | "-ne" | "-en" | "-E") => return Content::Unseen(invocation.identity()),
            _ => (words, "\n"),
        };
        return Content::of_text(format!("{}{ending}", words.join(" ")));
    }
    match words {
        [format] if !format.contains('%') && !format.starts_with('-') => {
            Content::of_text(format.replace("\\n", "\n").replace("\\t", "\t"))
        }
        [format, rest @ ..] if !rest.is_empty() && matches!(format.as_str(), "%s\\n" | "%s") => {
            let ending = if format == "%s" { "" } else { "\n" };
            Content::of_text(rest.iter().map(|word| format!("{word}{ending}")).collect())
        }
        _ => Content::Unseen(invocation.identity()),
    }
}

/// `test`: known to fail where a file is certainly missing; otherwise its end is not known.
fn tested(view: &View, invocation: &Invocation) -> Outcome {
    let words: Vec<&str> = invocation.arguments.iter().map(String::as_str).collect();
    let words = words.strip_suffix(&["]"]).or(words.strip_suffix(&["]]"])).unwrap_or(&words);
    let succeeded = match words {
        ["-f" | "-e" | "-d" | "-s" | "-r", file] if !invocation.is_vague() => {
            match view.find(&path::absolute(&invocation.directory, file)) {
                Found::Nothing => Some(false),
                Found::Node(_) if words[0] != "-s" => Some(true),
                _ => None,
            }
        }
        _ => None,
    };
    Outcome { output: Content::empty(), succeeded }
}

fn filter(view: &View, invocation: &Invocation) -> Outcome {
    let mut operands: Vec<&String> = match invocation.program {
        "head" | "tail" | "cut" | "wc" | "sort" | "cat" | "uniq" => operands_after_options(invocation),
        _ => invocation.operands().collect(),
    };
    let takes_script = matches!(
        invocation.program,
        "grep"
            | "egrep"
            | "fgrep"
            | "sed"
            | "awk"
            | "gawk"
            | "mawk"
            | "jq"
            | "yq"
            | "tr"
            | "basename"
            | "dirname"
            | "seq"
            | "expr"
    );
    let script = (takes_script && !operands.is_empty()).then(|| operands.remove(0).as_str());
    let names_only = matches!(invocation.program, "basename" | "dirname" | "seq" | "expr" | "tr");
    let listing = matches!(invocation.program, "ls" | "find" | "du");
    if listing && operands.is_empty() {
        return Outcome::printed(list(view, invocation, &[&invocation.directory]));
    }
    let paths: Vec<String> = match names_only {
        true => Vec::new(),
        false => operands
            .iter()
            .filter(|operand| *operand != &"-" && !operand.contains(['$', '`']))
            .flat_map(|operand| invocation.paths(view, operand))
            .collect(),
    };
    if listing {
        let paths: Vec<&String> = paths.iter().collect();
        return Outcome::printed(list(view, invocation, &paths));
    }
    let mut read = Vec::new();
    for path in &paths {
        match view.find(path) {
            Found::Node(Node::Folder(folder)) => {
                let seen = digest("below", (folder.digest(), view.digest()));
                read.push(Content::Unseen(if view.is_quiet() { folder.digest() } else { seen }));
            }
            Found::Nothing => return Outcome::failed(),
            _ => read.extend(view.read(path)),
        }
    }
    if paths.is_empty() {
        read.extend(invocation.input.clone());
    }
    let output = text_of(invocation, script, &paths, &read)
        .unwrap_or_else(|| Content::Unseen(digest("filtered", (invocation.identity(), &read))));
    let succeeded = match invocation.program {
        "grep" | "egrep" | "fgrep" | "diff" | "cmp" | "expr" => None,
        _ => Some(true),
    };
    Outcome { output, succeeded }
}

/// Operands where options like `-n 5` take the next word.
fn operands_after_options<'a>(invocation: &'a Invocation) -> Vec<&'a String> {
    let mut operands = Vec::new();
    let mut words = invocation.arguments.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "-n" | "-c" if matches!(invocation.program, "head" | "tail") => drop(words.next()),
            "-d" | "-f" | "-c" | "-b" if invocation.program == "cut" => drop(words.next()),
            "-k" | "-t" if invocation.program == "sort" => drop(words.next()),
            word_ if word_.starts_with('-') && word_ != "-" => {}
            _ => operands.push(word),
        }
    }
    operands
}

/// `sed -i`: the files it names change.
fn edit_in_place(view: &mut View, invocation: &Invocation) -> Outcome {
    let mut operands = invocation.operands();
    let script = operands.next().map(String::as_str).unwrap_or("");
    for operand in operands {
        for path in invocation.paths(view, operand) {
            let Some(before) = view.read(&path) else { return Outcome::failed() };
            let after = before.text().and_then(|text| sed(script, text));
            let edited = after.unwrap_or_else(|| Content::Unseen(digest("edited", (script, before.digest()))));
            view.write(&path, edited, invocation.circumstances.user);
        }
    }
    Outcome::done()
}

/// A listing: names alone for plain `ls` and `find`, everything otherwise.
fn list(view: &View, invocation: &Invocation, paths: &[&String]) -> Content {
    let long = invocation.program == "du" || invocation.has('l') || invocation.has('s') || invocation.program == "stat";
    let mut names: Vec<String> = Vec::new();
    let deep = invocation.program == "find" || invocation.has('R');
    let mut unseen = digest("list", invocation.identity());
    let mut certain = !long && (invocation.arguments.is_empty() || paths.len() == 1 && invocation.arguments.len() == 1);
    for path in paths {
        match view.find(path) {
            Found::Node(node) if long => unseen = digest("listed", (unseen, node.full_digest())),
            Found::Node(node) => {
                certain &= gather(&node, "", deep, &mut names) && !deep;
            }
            Found::Unseen(identity) => {
                unseen = digest("listed", (unseen, identity));
                certain = false;
            }
            Found::Nothing => {}
        }
    }
    if !view.is_quiet() {
        unseen = digest("listed", (unseen, view.digest()));
        certain = false;
    }
    if certain {
        names.retain(|name| !name.starts_with('.') || invocation.has('a') || invocation.has('A'));
        return Content::of_text(names.iter().flat_map(|name| [name.as_str(), "\n"]).collect());
    }
    Content::Unseen(digest("names", (unseen, names)))
}

/// More names are not listed one by one.
const MOST: usize = 20_000;

/// Adds the names below a node; whether all of them are known.
fn gather(node: &Node, prefix: &str, deep: bool, names: &mut Vec<String>) -> bool {
    let Node::Folder(folder) = node else {
        names.push(prefix.to_string());
        return true;
    };
    let mut certain = true;
    if names.len() > MOST {
        names.push(folder.digest().to_string());
        return false;
    }
    if let Some(others) = folder.others {
        names.push(format!("{others}"));
        certain = false;
    }
    for (name, inner) in &folder.entries {
        let path = if prefix.is_empty() { name.to_string() } else { format!("{prefix}/{name}") };
        match inner {
            Node::Folder(_) if deep => {
                names.push(path.clone());
                certain &= gather(inner, &path, deep, names);
            }
            _ => names.push(path),
        }
    }
    certain
}
