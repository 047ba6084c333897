//! Changes of owner, group and mode. A file of a lower layer is written whole into this one.

use super::{Command, Stream};
use crate::bytes::{Range, Source};
use crate::size::content::Content;
use crate::size::ledger::Written;
use crate::size::run::Run;
use crate::size::{path, unknown_paths};

pub fn change(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let recursive = command.has(&["-R", "--recursive"]);
    let by_reference = command.words.iter().any(|word| word.starts_with("--reference"));
    let label = if command.name == "chmod" {
        "written again: their mode changes here, in a layer above the one that made them"
    } else {
        "written again: their owner changes here, in a layer above the one that made them"
    };
    // `chmod -x file` and `chmod u-w file` have a mode that looks like an option or like a file.
    let mode_is_option = command.name == "chmod" && command.words.iter().any(|word| is_mode_option(word));
    let skip = usize::from(!by_reference && !mode_is_option);
    for word in command.operands().into_iter().skip(skip) {
        for path in run.paths(word) {
            run.disk.touch(&path, 0);
            if !run.copy_up(&path, recursive, label) {
                unseen(run, &path, label);
            }
        }
    }
    Stream::silent()
}

/// A script or a setting that nothing here wrote but must be there: it is written again too.
fn unseen(run: &mut Run<'_>, path: &str, label: &'static str) {
    let name = path::file_name(path);
    let (range, content) = unknown_paths::by_name(name);
    let is_file = name.trim_start_matches('.').contains('.') || name.contains("entrypoint");
    if is_file && content == Content::Text && range.likely < LARGEST {
        let range = Range::new(0, range.likely, range.high);
        run.add(path, Written::new(label, range, content, Source::Guess));
    }
}

/// Texts that are likely larger than this are data rather than scripts.
const LARGEST: u64 = 20_000;

fn is_mode_option(word: &str) -> bool {
    word.strip_prefix('-').is_some_and(|mode| !mode.is_empty() && mode.chars().all(|letter| "rwxst".contains(letter)))
}
