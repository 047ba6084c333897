//! Commands that copy, move, link and make files of a known size.

use super::{Command, Stream};
use crate::bytes::{Range, Source};
use crate::size::content::Content;
use crate::size::ledger::Written;
use crate::size::path;
use crate::size::run::Run;

pub fn copy(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    each(run, command, |run, from, to| {
        if !run.copy(from, to) {
            run.guess_file(from, to, "copied from a path nothing is known of");
        }
    });
    Stream::silent()
}

pub fn rename(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    each(run, command, |run, from, to| {
        if !run.rename(from, to) {
            run.guess_file(from, to, "moved from a path nothing is known of");
        }
    });
    Stream::silent()
}

/// A hard link changes its target's link count, which writes the target into this layer again; a symbolic one is no more
/// than an entry.
pub fn link(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    if command.has(&["-s", "--symbolic"]) {
        let operands = command.operands_without(&["-t", "--target-directory"]);
        let Some((target, link)) = operands.split_first() else { return Stream::silent() };
        let link = link.last().copied().unwrap_or(".");
        let path = run.absolute(link);
        let is_folder = link.ends_with('/') || matches!(link, "." | "..") || run.disk.exists(&path);
        let path = if is_folder { path::join(&path, path::file_name(target)) } else { path };
        run.disk.touch(&path, target.len() as u64);
        return Stream::silent();
    }
    if let [target, ..] = command.operands()[..] {
        let target = run.absolute(target);
        run.copy_up(&target, false, "written again: it gets another hard link");
    }
    Stream::silent()
}

/// `install -d` makes folders, `install -m 755 a b` copies.
pub fn install(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    if command.has(&["-d"]) {
        for folder in command.operands_without(&["-m", "-o", "-g"]) {
            let folder = run.absolute(folder);
            run.disk.make_folder(&folder);
        }
        return Stream::silent();
    }
    copy(run, command)
}

pub fn make_folder(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    if command.name == "mktemp" {
        return Stream::text_of("/tmp/tmp.drydock".to_owned());
    }
    for folder in command.operands_without(&["-m", "--mode"]) {
        let folder = run.absolute(folder);
        run.disk.make_folder(&folder);
    }
    Stream::silent()
}

pub fn touch(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    for word in command.operands_without(&["-d", "-t", "-r"]) {
        for path in run.paths(word) {
            if !run.copy_up(&path, false, "written again: its time changes here") {
                run.write_file(&path, Written::new("an empty file", Range::ZERO, Content::Text, Source::Measured));
            }
        }
    }
    Stream::silent()
}

/// `dd`, `fallocate`, `truncate`: files of a stated length.
pub fn filled(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let setting = |name: &str| command.words.iter().find_map(|word| word.strip_prefix(name));
    let (length, file, content) = if command.name == "dd" {
        let block = setting("bs=").map_or(Some(512), bytes);
        let length = setting("count=").and_then(bytes).zip(block).map(|(count, block)| count.saturating_mul(block));
        let content = match setting("if=") {
            Some(source) if source.ends_with("/zero") => Content::Zeros,
            Some(source) if source.contains("random") => Content::Random,
            _ => Content::Mixed,
        };
        (length, setting("of=").map(str::to_owned), content)
    } else {
        let length = command.value(&["-l", "--length", "-s", "--size"]).and_then(bytes);
        let operands = command.operands_without(&["-l", "--length", "-s", "--size", "-o", "--offset"]);
        (length, operands.last().map(|file| (*file).to_owned()), Content::Zeros)
    };
    let range = length.map_or(Range::new(0, 1_000_000, 100_000_000), Range::exact);
    let source = if length.is_some() { Source::Measured } else { Source::Guess };
    let label = format!("filled by {}", command.name);
    match file {
        Some(file) => {
            let path = run.absolute(&file);
            if command.name == "truncate" && length.is_none_or(|length| length > 0) && run.disk.exists(&path) {
                run.copy_up(&path, false, "written again: its length changes here");
            } else {
                run.write_file(&path, Written::new(label, range, content, source));
            }
            Stream::silent()
        }
        None => Stream::new(label, range, content, source),
    }
}

/// `20M`, `1k`, `5MB`, `1024`: a count of bytes as coreutils read it.
pub fn bytes(text: &str) -> Option<u64> {
    let text = text.trim_start_matches(['+', '<', '>', '=']);
    let digits = text.len() - text.trim_start_matches(|digit: char| digit.is_ascii_digit()).len();
    let count: u64 = text.get(..digits)?.parse().ok()?;
    let factor: u64 = match text.get(digits..)? {
        "" | "c" => 1,
        "b" => 512,
        "k" | "K" | "KiB" => 1 << 10,
        "kB" | "KB" => 1_000,
        "M" | "m" | "MiB" => 1 << 20,
        "MB" => 1_000_000,
        "G" | "g" | "GiB" => 1 << 30,
        "GB" => 1_000_000_000,
        _ => return None,
    };
    Some(count.saturating_mul(factor))
}

/// Runs `act` with every source and the path it ends up at.
fn each(run: &mut Run<'_>, command: &Command<'_>, act: impl Fn(&mut Run<'_>, &str, &str)) {
    let taking = ["-t", "--target-directory", "-m", "-o", "-g", "-S"];
    let mut operands = command.operands_without(&taking);
    let folder = command
        .value(&["-t", "--target-directory"])
        .filter(|_| command.words.iter().any(|word| word == "-t" || word.starts_with("--target-directory")));
    let to = match folder {
        Some(folder) => folder.to_owned(),
        None => operands.pop().unwrap_or("").to_owned(),
    };
    if to.is_empty() || to.contains('$') {
        return;
    }
    let to_path = run.absolute(&to);
    let sources: Vec<String> = operands.into_iter().flat_map(|word| sources(run, word)).take(256).collect();
    let is_folder = folder.is_some()
        || to.ends_with('/')
        || sources.len() > 1
        || (run.disk.exists(&to_path) && !run.disk.is_file(&to_path));
    for from in sources {
        let content = from.ends_with("/.");
        let from = path::absolute("/", &from);
        let place = if is_folder && !content && !command.has(&["-T"]) {
            path::join(&to_path, path::file_name(&from))
        } else {
            to_path.clone()
        };
        act(run, &from, &place);
    }
}

/// The paths a source word means, keeping `/.` at the end.
fn sources(run: &Run<'_>, word: &str) -> Vec<String> {
    if path::is_pattern(word) {
        let pattern = run.absolute(word);
        let found = run.disk.glob(&pattern);
        if !found.is_empty() {
            return found;
        }
        // `src/*/*` where the folders are known only as wholes: all that they hold.
        let above = path::parent(&pattern);
        let above = if path::is_pattern(above) { run.disk.glob(above) } else { vec![above.to_owned()] };
        let holds = |folder: &String| run.disk.exists(folder) && path::file_name(&pattern).starts_with('*');
        return above.into_iter().filter(holds).map(|folder| format!("{folder}/.")).collect();
    }
    let absolute = run.absolute(word);
    vec![if word.ends_with("/.") { format!("{absolute}/.") } else { absolute }]
}
