//! How an author lays out the commands of a RUN: what stands between two of them, with its line breaks.

use super::super::run::Origin;
use super::super::{Run, Subject};
use crate::syntax::shell::{Piece, PieceKind};
use crate::text::Span;

/// The operator that adds a command to the end of a script so that any failure before still fails the whole: `;` only
/// after a list that ends the script at its failure. `set -e` does not mind what fails before the last `&&` of a list.
pub(super) fn operator(run: &Run<'_>) -> &'static str {
    let depths = depths(&run.pieces);
    let mut tops = run.pieces.iter().zip(depths).rev().peekable();
    // What ends the script joins nothing.
    while tops.next_if(|(piece, _)| matches!(piece.text.as_str(), ";" | "\n")).is_some() {}
    let mut operators = tops.filter(|(piece, depth)| *depth == 0 && piece.kind == PieceKind::Operator);
    let last = operators.find(|(piece, _)| matches!(piece.text.as_str(), "&&" | ";" | "\n"));
    match last.map(|(piece, _)| piece.text.as_str()) {
        Some(";" | "\n") if ends_at_failure(run) => ";",
        _ => "&&",
    }
}

/// Whether the lists of a script are one chain of `&&`.
pub fn is_chain(run: &Run<'_>) -> bool {
    let depths = depths(&run.pieces);
    let tops = run.pieces.iter().zip(depths).filter(|(piece, depth)| *depth == 0 && piece.kind == PieceKind::Operator);
    tops.into_iter().all(|(piece, _)| matches!(piece.text.as_str(), "&&" | "|" | "|&" | ")"))
}

/// What to write between a command of a RUN and one more, in the style of the others, with `&&` or `;`.
pub(super) fn separator(subject: &Subject<'_>, run: &Run<'_>, operator: &str) -> String {
    let inline = if operator == ";" { "; " } else { " && " };
    if let Origin::Heredoc(_) = run.origin {
        return if operator == ";" {
            format!("{}{}", newline(subject), indent(subject, run))
        } else {
            inline.to_owned()
        };
    }
    if run.instruction.start_line == run.instruction.end_line {
        return inline.to_owned();
    }
    let text = subject.text();
    let own = depths(&run.pieces);
    let tops = run.pieces.windows(3).zip(own.windows(3)).filter(|(_, depths)| depths.iter().all(|depth| *depth == 0));
    let mut last = None;
    for (window, _) in tops {
        let [before, joint, after] = window else { continue };
        if joint.kind != PieceKind::Operator || !matches!(joint.text.as_str(), "&&" | ";") {
            continue;
        }
        let places = run.source(before.span).zip(run.source(after.span)).zip(run.source(joint.span));
        let Some(((before, after), joint)) = places else { continue };
        let lies_between = before.end <= joint.start && joint.end <= after.start;
        if lies_between && Span::new(before.end, after.start).of(text).contains('\n') {
            last = Some((before.end, joint, after.start));
        }
    }
    let Some((start, joint, end)) = last else { return broken(subject, run) };
    let (above, below) = (Span::new(start, joint.start).of(text), Span::new(joint.end, end).of(text));
    // The last line's own blanks; comments and blank lines between belong to the two commands.
    let last_line = |text: &str| text.rsplit_once('\n').map_or_else(String::new, |(_, line)| line.to_owned());
    let mark = format!("{}{}", subject.dockerfile.escape.character(), newline(subject));
    match (above.contains('\n'), operator) {
        (true, "&&") => format!(" {mark}{}&&{below}", last_line(above)),
        (true, _) => format!("; {mark}{}", last_line(above)),
        (false, "&&") => format!(" && {mark}{}", last_line(below)),
        (false, _) => format!("; {mark}{}", last_line(below)),
    }
}

/// `&&` on a line of its own, indented like the last line of the RUN.
pub(super) fn broken(subject: &Subject<'_>, run: &Run<'_>) -> String {
    let indent = indent(subject, run);
    let indent = if indent.is_empty() { "    " } else { &indent };
    format!(" {}{}{indent}&& ", subject.dockerfile.escape.character(), newline(subject))
}

/// The blanks that the last line of a RUN starts with, none where it is its first.
fn indent(subject: &Subject<'_>, run: &Run<'_>) -> String {
    let Some(last) = run.pieces.iter().rfind(|piece| piece.text != "\n") else { return String::new() };
    let Some(place) = run.source(last.span) else { return String::new() };
    let lines = &subject.dockerfile.lines;
    let line = lines.line(place.start);
    if line <= run.instruction.start_line {
        return String::new();
    }
    let start = subject.text().get(lines.start(line)..place.start).unwrap_or("");
    start.chars().take_while(|character| matches!(character, ' ' | '\t')).collect()
}

/// The line end that the Dockerfile uses.
pub fn newline(subject: &Subject<'_>) -> &'static str {
    let text = subject.text();
    match text.find('\n') {
        Some(at) if text[..at].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// Whether the first command that fails ends the script, as after `set -e`.
pub(super) fn ends_at_failure(run: &Run<'_>) -> bool {
    let is_option =
        |word: &str| word == "errexit" || (word.starts_with('-') && !word.starts_with("--") && word.contains('e'));
    let sets = || run.commands.iter().filter(|command| command.program() == "set").flat_map(|set| &set.words[1..]);
    let mut shell = run.step.state.shell.iter().skip(1).filter(|word| *word != "-o");
    let certain = run.commands.iter().find(|command| command.program() == "set" && command.certain);
    let is_set = certain.is_some_and(|set| set.words.iter().skip(1).any(|word| is_option(word)));
    // Where it is turned off again, nobody counts on it.
    (is_set || shell.any(|word| is_option(word))) && !sets().any(|word| word.starts_with('+'))
}

/// For each piece how deep it stands in `if`, `for`, `{`, `(` and their like.
pub(super) fn depths(pieces: &[Piece]) -> Vec<usize> {
    let mut open: Vec<&str> = Vec::new();
    let mut starts_command = true;
    let mut depths = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let text = piece.text.as_str();
        let mut depth = open.len();
        match piece.kind {
            PieceKind::Operator => {
                if text == "(" {
                    open.push("(");
                } else if text == ")" && open.last() == Some(&"(") {
                    open.pop();
                }
                starts_command = true;
            }
            PieceKind::Word if starts_command => match text {
                "if" | "while" | "until" | "{" => open.push(text),
                "case" | "for" | "select" => {
                    open.push(text);
                    starts_command = false;
                }
                "fi" | "done" | "esac" | "}" => {
                    open.pop();
                    depth = open.len();
                    starts_command = false;
                }
                "then" | "do" | "else" | "elif" | "!" => {}
                _ => starts_command = false,
            },
            _ => {}
        }
        depths.push(depth.max(open.len()));
    }
    depths
}
