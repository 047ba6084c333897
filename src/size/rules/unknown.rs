//! Commands without a rule: scripts of the project, rare tools. They may write next to nothing or a whole tree; the
//! estimate says so instead of choosing.

use super::{Command, Stream};
use crate::bytes::{Range, Source};
use crate::size::content::Content;
use crate::size::ledger::Written;
use crate::size::run::Run;

/// Judgement from the steps of published images that no rule reads: most set something up, a few fetch or build.
const TOOL: Range = Range { low: 0, likely: 2_000, high: 3_000_000 };
/// The same for a script that came with the project.
const SCRIPT: Range = Range { low: 0, likely: 20_000, high: 60_000_000 };

pub fn unknown(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let script = command.name.ends_with(".sh") || command.name.ends_with(".py");
    let name: String = command.name.chars().take(40).collect();
    let (range, label) = if script {
        (SCRIPT, format!("whatever the script {name} writes"))
    } else {
        (TOOL, format!("whatever {name} writes"))
    };
    let folder = run.folder.clone();
    run.add(&folder, Written::new(label, range, Content::Mixed, Source::Guess));
    Stream::some_lines()
}
