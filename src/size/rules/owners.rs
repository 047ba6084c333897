//! Changes of owner, group and mode. A file of a lower layer is written whole into this one.

use super::{Command, Stream};
use crate::size::run::Run;

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
            run.copy_up(&path, recursive, label);
        }
    }
    Stream::silent()
}

fn is_mode_option(word: &str) -> bool {
    word.strip_prefix('-').is_some_and(|mode| !mode.is_empty() && mode.chars().all(|letter| "rwxst".contains(letter)))
}
