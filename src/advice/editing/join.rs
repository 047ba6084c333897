//! RUN instructions right below each other as one, where that changes nothing but the number of layers.

use super::super::run::Origin;
use super::super::{Run, Subject};
use super::layout::{self, ends_at_failure, is_chain, operator, separator};
use crate::syntax::shell::Command;
use crate::text::{Edit, Span};

/// RUN instructions, each right below the one before, as one. Comments between them stay, in the continuation. `None`
/// where one leaves something in its shell that would change what comes after: its folder, its variables, its options.
pub fn join(subject: &Subject<'_>, runs: &[&Run<'_>]) -> Option<Vec<Edit>> {
    let moves = runs.iter().position(|run| run.commands.iter().any(changes_folder));
    let behind = moves.and_then(|at| runs.get(at + 1..)).unwrap_or_default();
    if !behind.iter().all(|run| run.commands.iter().all(works_anywhere)) {
        return None;
    }
    let edits: Option<Vec<Edit>> = runs.windows(2).map(|pair| pair_joined(subject, pair[0], pair[1])).collect();
    edits.filter(|edits| !edits.is_empty())
}

fn pair_joined(subject: &Subject<'_>, first: &Run<'_>, second: &Run<'_>) -> Option<Edit> {
    let (one, two) = (first.instruction, second.instruction);
    let is_next = first.stage.index == second.stage.index && second.step.instruction == first.step.instruction + 1;
    let is_plain = |run: &Run<'_>| {
        run.origin == Origin::Arguments && !run.step.triggered && run.pieces.iter().all(|piece| piece.text != "<<")
    };
    let operator = operator(first);
    // In a list of several, or behind one, a failure that ended the second would pass unnoticed.
    let fits = is_chain(second) || (operator == ";" && ends_at_failure(second));
    let leaves = |command: &Command| leaves_behind(command, ends_at_failure(second));
    let is_alike = one.flags.is_empty() && two.flags.is_empty();
    if !is_next || !is_alike || !fits || !is_plain(first) || !is_plain(second) || first.commands.iter().any(leaves) {
        return None;
    }
    // A shell comment at the end of the first would swallow the second.
    let end = super::end(first)?;
    if !first.action.script.get(end.end..)?.trim().is_empty() {
        return None;
    }
    let (at, to) = (first.source(end)?, two.arguments.span(0..1).start);
    let between = subject.text().get(one.span.end..two.keyword_span.start)?;
    let separator = separator(subject, first, operator);
    let separator = match separator.contains('\n') {
        true => separator,
        false if operator == ";" => format!(";{}", layout::broken(subject, first).replace("&& ", "")),
        false => layout::broken(subject, first),
    };
    let (line, indent) = separator.rsplit_once('\n')?;
    let margin = &indent[..indent.len() - indent.trim_start().len()];
    let comments = between.lines().map(str::trim).filter(|line| line.starts_with('#'));
    let comments: String = comments.map(|comment| format!("{margin}{comment}{}", layout::newline(subject))).collect();
    Some(Edit::replace(Span::new(at.start, to), format!("{line}\n{comments}{indent}")))
}

/// Whether a command changes the shell for those after it, its folder left aside.
fn leaves_behind(command: &Command, is_strict: bool) -> bool {
    let is_usual = |word: &String| matches!(word.as_str(), "-e" | "-x" | "-ex" | "-xe");
    match command.program() {
        "export" | "umask" | "shopt" | "trap" | "." | "source" | "alias" => true,
        "set" => !is_strict && !command.words.iter().skip(1).all(is_usual),
        _ => command.words.is_empty(),
    }
}

fn changes_folder(command: &Command) -> bool {
    matches!(command.program(), "cd" | "pushd" | "popd")
}

/// Whether it does the same in any folder.
fn works_anywhere(command: &Command) -> bool {
    let mut operands = command.words.iter().skip(1).filter(|word| !word.starts_with('-'));
    match command.program() {
        "rm" | "rmdir" | "chown" | "chmod" => operands.all(|word| word.starts_with('/')),
        "apt-get" | "apt" | "apk" | "dnf" | "yum" | "microdnf" | "zypper" => !operands.any(|word| word.contains('/')),
        "true" | ":" | "set" | "ldconfig" => true,
        _ => false,
    }
}
