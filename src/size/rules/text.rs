//! Commands that print or change text: echo, cat, tee, in-place editors.

use super::{Command, Stream};
use crate::bytes::{Range, Source};
use crate::size::content::Content;
use crate::size::ledger::Written;
use crate::size::path;
use crate::size::run::Run;

pub fn spelled_out(_: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let plain = command.words.iter().skip_while(|word| matches!(word.as_str(), "-n" | "-e" | "-en" | "-ne"));
    let mut text = plain.map(String::as_str).collect::<Vec<_>>().join(" ");
    if command.name == "echo" && !command.has(&["-n"]) {
        text.push('\n');
    } else if command.name == "printf" {
        text = text.replace("\\n", "\n").replace("%s", "");
    }
    Stream::text_of(text)
}

pub fn concatenated(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let files = command.operands();
    if let (true, Some(input)) = (files.is_empty(), command.input) {
        return input.clone();
    }
    let mut ranges = Vec::new();
    let mut content = Content::Text;
    for file in files {
        if let Some(archive) = run.archive(file) {
            content = archive.content;
        }
        let path = run.absolute(file);
        ranges.push(if run.disk.exists(&path) { run.disk.weigh(&path) } else { Stream::some_lines().range });
    }
    Stream::new("files put together", Range::sum(ranges), content, Source::Typical)
}

pub fn tee(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let input = command.input.cloned().unwrap_or_else(Stream::some_lines);
    for file in command.operands() {
        if let Some(text) = input.text.as_ref().filter(|_| file.contains("sources.list")) {
            run.note_repository(text);
        }
        let path = run.absolute(file);
        if command.has(&["-a", "--append"]) {
            run.append(&path, input.written());
        } else {
            run.write_file(&path, input.written());
        }
    }
    input
}

/// `sed -i` and its like write the whole file again.
pub fn edited_in_place(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    // `-i`, `-i.bak`, and at the end of a cluster: `-ri`, `-pi`.
    let clustered = |word: &str| word.len() <= 4 && word.ends_with('i') && !word.starts_with("--");
    let in_place = command
        .words
        .iter()
        .any(|word| word.starts_with("-i") || word == "--in-place" || (word.starts_with('-') && clustered(word)));
    if !in_place {
        return command.input.cloned().unwrap_or_else(Stream::some_lines);
    }
    let operands = command.operands_without(&["-e", "-f", "--expression"]);
    let scripts = usize::from(!command.has(&["-e", "--expression"]));
    for file in operands.into_iter().skip(scripts) {
        let paths = run.paths(file);
        if paths.is_empty() {
            // A pattern for files of the base image, of which there is more than one.
            let folder = run.absolute(path::parent(file));
            let written = Written::new("files edited in place", SMALL_FILES, Content::Text, Source::Guess);
            run.add(&folder, written);
        }
        for path in paths {
            if !run.copy_up(&path, false, "edited in place") {
                run.write_file(&path, Written::new("a file edited in place", SMALL_FILE, Content::Text, Source::Guess));
            }
        }
    }
    Stream::silent()
}

/// A configuration file of the base image, or some of them: what the layers of published images show for such edits.
const SMALL_FILES: Range = Range { low: 500, likely: 6_000, high: 40_000 };
const SMALL_FILE: Range = Range { low: 100, likely: 1_500, high: 30_000 };

/// `head -c 20M /dev/urandom` and other generators of bytes.
pub fn measured_out(_: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let asked = match command.name {
        "head" => command.value(&["-c", "--bytes"]),
        "openssl" if command.words.first().is_some_and(|word| word == "rand") => {
            command.words.last().map(String::as_str)
        }
        _ => None,
    };
    let Some(bytes) = asked.and_then(super::files::bytes) else {
        return command
            .input
            .filter(|_| command.name == "head" || command.name == "base64")
            .cloned()
            .map_or_else(Stream::some_lines, |input| Stream { text: None, address: None, unpacked: None, ..input });
    };
    let content = if command.words.iter().any(|word| word.contains("zero")) { Content::Zeros } else { Content::Random };
    Stream::new("bytes made on the spot", Range::exact(bytes), content, Source::Measured)
}
