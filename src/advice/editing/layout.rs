//! How an author lays out the commands of a RUN: what stands between two of them, with its line breaks.

use super::super::run::Origin;
use super::super::{Run, Subject};
use crate::syntax::shell::{Piece, PieceKind};
use crate::text::Span;

/// What to write between the last command of a RUN and one more, in the style of the others.
pub(super) fn separator(subject: &Subject<'_>, run: &Run<'_>) -> String {
    let errexit = ends_at_failure(run);
    if let Origin::Heredoc(_) = run.origin {
        return if errexit { format!("{}{}", newline(subject), indent(subject, run)) } else { " && ".to_owned() };
    }
    let text = subject.text();
    let own = depths(&run.pieces);
    let tops = run.pieces.windows(3).zip(own.windows(3)).filter(|(_, depths)| depths.iter().all(|depth| *depth == 0));
    let mut last = None;
    for (window, _) in tops {
        let [before, operator, after] = window else { continue };
        if operator.kind != PieceKind::Operator || !matches!(operator.text.as_str(), "&&" | ";") {
            continue;
        }
        let places = run.source(before.span).zip(run.source(after.span)).zip(run.source(operator.span));
        let Some(((before, after), operator)) = places else { continue };
        let between = Span::new(before.end, after.start).of(text);
        if between.contains('\n') {
            last = Some((before.end, operator, after.start));
        }
    }
    let Some((start, operator, end)) = last else {
        return if run.instruction.start_line == run.instruction.end_line {
            " && ".to_owned()
        } else {
            broken(subject, run)
        };
    };
    let written = operator.of(text);
    let joins = if written == ";" && !errexit { " &&" } else { written };
    let whole = format!("{}{joins}{}", &text[start..operator.start], &text[operator.end..end]);
    // Comments and blank lines between the two belong to them.
    let (first, rest) = whole.split_once('\n').unwrap_or((&whole, ""));
    let indent = rest.rsplit_once('\n').map_or(rest, |(_, indent)| indent);
    if rest.contains('\n') && !first.contains(joins.trim()) && !indent.contains(joins.trim()) {
        return broken(subject, run);
    }
    format!("{first}\n{indent}")
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
    let set = run.commands.iter().find(|command| command.program() == "set" && command.certain);
    let shell = run.step.state.shell.iter().skip(1);
    set.is_some_and(|set| set.words.iter().skip(1).any(|word| is_option(word)))
        || shell.filter(|word| *word != "-o").any(|word| is_option(word))
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
