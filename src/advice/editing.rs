//! Changes to a RUN or a whole instruction as text edits that keep the author's layout: the way lines are continued,
//! indentation, comments, line ends. Each gives `None` where the text cannot be changed exactly.

mod join;
mod layout;

pub use join::join;
pub use layout::{is_chain, newline};

use self::layout::{ends_at_failure, operator, separator};
use super::run::Origin;
use super::{Run, Subject};
use crate::syntax::Instruction;
use crate::syntax::shell::{Command, Piece, PieceKind};
use crate::text::{Edit, Span};

/// Adds a command to the end of a RUN, to run if all before it went well, in the style of its other commands.
pub fn append(subject: &Subject<'_>, run: &Run<'_>, command: &str) -> Option<Edit> {
    let script_end = end(run)?;
    let at = run.source(script_end)?;
    let text = format!("{}{command}", separator(subject, run, operator(run)));
    // A `;` at the very end is part of what comes next.
    Some(Edit::replace(at, text))
}

/// The place in the script where one more command goes: after its last word, a last `;` included.
fn end(run: &Run<'_>) -> Option<Span> {
    let is_line_end = |text: &str| text == "\n";
    let pieces = run.pieces.as_slice();
    let count = pieces.iter().rposition(|piece| !is_line_end(&piece.text))? + 1;
    let last = &pieces[count - 1];
    // A command behind `exec` or `exit` never runs; in a heredoc within the script it would be text.
    let leaves = run
        .commands
        .last()
        .is_some_and(|command| matches!(command.program(), "exit" | "exec" | "return") && command.certain)
        || pieces
            .iter()
            .any(|piece| piece.text == "exec" || (piece.kind == PieceKind::Redirection && piece.text == "<<"));
    if leaves {
        return None;
    }
    match (last.kind, last.text.as_str()) {
        (PieceKind::Word, _) if !is_closed(last.span.of(&run.action.script)) => None,
        (PieceKind::Word, _) | (PieceKind::Operator, ")") => Some(Span::new(last.span.end, last.span.end)),
        // With the line of its own that it may stand on.
        (PieceKind::Operator, ";") => {
            let before = pieces.get(count.checked_sub(2)?)?;
            Some(Span::new(before.span.end, last.span.end))
        }
        _ => None,
    }
}

/// Whether the quotes of a word are closed; what comes behind an open one would be part of it.
fn is_closed(word: &str) -> bool {
    let mut open = None;
    let mut characters = word.chars();
    while let Some(character) = characters.next() {
        match open {
            None if matches!(character, '\'' | '"' | '`') => open = Some(character),
            Some(quote) if quote == character => open = None,
            _ if character == '\\' && open != Some('\'') && characters.next().is_none() => return false,
            _ => {}
        }
    }
    let count = |wanted: char| word.matches(wanted).count();
    open.is_none()
        && (!word.contains("$(") || count(')') >= count('('))
        && (!word.contains("${") || count('}') >= count('{'))
}

/// Adds a command behind another of a RUN, to run if that one went well, in the style of the others.
pub fn insert_command(subject: &Subject<'_>, run: &Run<'_>, after: &Command, command: &str) -> Option<Edit> {
    run.words(after).first()?;
    let last = run.pieces.iter().rposition(|piece| piece.span.end <= after.span.end)?;
    let next = run.pieces.get(last + 1).map(|piece| piece.text.as_str());
    let joins = matches!(next, Some("&&" | ";")) || (next == Some("\n") && matches!(run.origin, Origin::Heredoc(_)));
    if next.is_none() {
        return append(subject, run, command);
    }
    if !joins || layout::depths(&run.pieces)[last] != 0 {
        return None;
    }
    let at = run.source(run.pieces[last].span)?;
    // Before the last of a list, a failure would not end the script.
    let operator = if next != Some("&&") && ends_at_failure(run) { ";" } else { "&&" };
    Some(Edit::insert(at.end, format!("{}{command}", separator(subject, run, operator))))
}

/// Puts text behind a word of a command: ` --flag`. For a command in a variable or in quotes there is no such place.
pub fn insert_after(run: &Run<'_>, command: &Command, word: &str, text: &str) -> Option<Edit> {
    run.word(command, word).map(|place| Edit::insert(place.end, text))
}

/// Puts one more word behind a word of a command, laid out like that one: on a line of its own, or behind a blank.
pub fn add_word(subject: &Subject<'_>, run: &Run<'_>, command: &Command, word: &str, added: &str) -> Option<Edit> {
    let words = run.words(command);
    let at = words.iter().position(|piece| piece.text == word)?;
    let own = run.source(words[at].span)?;
    let before = run.source(words.get(at.checked_sub(1)?)?.span)?;
    let gap = Span::new(before.end, own.start).of(subject.text());
    let gap = if gap.contains('\n') && !gap.contains('#') { gap } else { " " };
    Some(Edit::insert(own.end, format!("{gap}{added}")))
}

/// Writes another word in a word's place.
pub fn replace_word(run: &Run<'_>, command: &Command, word: &str, text: &str) -> Option<Edit> {
    run.word(command, word).map(|place| Edit::replace(place, text))
}

/// Takes a word out, with the blanks before it; with its line where it stands alone there.
pub fn remove_word(subject: &Subject<'_>, run: &Run<'_>, command: &Command, word: &str) -> Option<Edit> {
    let words = run.words(command);
    let at = words.iter().position(|piece| piece.text == word)?;
    let before = run.source(words.get(at.checked_sub(1)?)?.span)?;
    let own = run.source(words[at].span)?;
    let between = Span::new(before.end, own.start).of(subject.text());
    // Comments between this line and the one above stay.
    let start = if between.contains('#') { own.start } else { before.end };
    Some(Edit::delete(Span::new(start, own.end)))
}

/// Takes a command out of a RUN of several, with the operator that joins it to the one before, or else to the next.
/// Only for commands joined by `&&` or `;` (or by line ends, in a heredoc) at the top of the script. Comments stay where
/// they can.
pub fn remove_command(subject: &Subject<'_>, run: &Run<'_>, command: &Command) -> Option<Edit> {
    let pieces = run.pieces.as_slice();
    run.words(command).first()?;
    // Words before the program (`sudo`, `FOO=1`) and redirections go, too.
    let inside = |piece: &Piece| command.span.start <= piece.span.start && piece.span.end <= command.span.end;
    let first = pieces.iter().position(inside)?;
    let last = pieces.iter().rposition(inside)?;
    let joins = |at: usize| match pieces.get(at).map(|piece| piece.text.as_str()) {
        Some("&&" | ";") => true,
        Some("\n") => matches!(run.origin, Origin::Heredoc(_)),
        _ => false,
    };
    if layout::depths(pieces).get(first) != Some(&0) {
        return None;
    }
    let end = pieces[last].span.end;
    let next = pieces.get(last + 2).filter(|_| joins(last + 1));
    let Some(before) = first.checked_sub(2).and_then(|at| pieces.get(at)).filter(|_| joins(first - 1)) else {
        return remove_up_to(subject, run, pieces.get(first).filter(|_| first == 0)?, next?);
    };
    if next.is_none() && pieces.get(last + 1).is_some() {
        return None;
    }
    let (above, operator) = (run.source(Span::new(before.span.end, pieces[first].span.start))?, &pieces[first - 1]);
    let has_comment = above.of(subject.text()).contains('#');
    let span = match next {
        Some(next) if has_comment => {
            let is_leading = Span::new(above.start, run.source(operator.span)?.start).of(subject.text()).contains('\n');
            match is_leading {
                true => Span::new(operator.span.start, pieces[last + 1].span.start),
                false => Span::new(pieces[first].span.start, next.span.start),
            }
        }
        _ => Span::new(before.span.end, end),
    };
    run.source(span).map(Edit::delete)
}

/// Takes out what stands before a piece, from another on, with the operator between. Comments behind the operator stay.
fn remove_up_to(subject: &Subject<'_>, run: &Run<'_>, first: &Piece, next: &Piece) -> Option<Edit> {
    let before = run.pieces.partition_point(|piece| piece.span.start < next.span.start);
    let operator = run.pieces.get(before.checked_sub(1)?)?;
    let between = run.source(Span::new(operator.span.end, next.span.start))?;
    let has_comment = between.of(subject.text()).contains('#');
    let end = if has_comment { blanks_after(run, operator.span.end) } else { next.span.start };
    run.source(Span::new(first.span.start, end)).map(Edit::delete)
}

/// Takes out all commands of a RUN before one.
pub fn remove_before(subject: &Subject<'_>, run: &Run<'_>, command: &Command) -> Option<Edit> {
    let at = run.pieces.iter().position(|piece| piece.span.start >= command.span.start)?;
    remove_up_to(subject, run, run.pieces.first()?, &run.pieces[at])
}

/// Where the blanks from a place of the script on end.
fn blanks_after(run: &Run<'_>, at: usize) -> usize {
    let rest = run.action.script.get(at..).unwrap_or("");
    at + (rest.len() - rest.trim_start_matches([' ', '\t']).len()).min(1)
}

/// Takes an instruction out with its lines; of two blank lines that would meet, one goes too.
pub fn remove_instruction(subject: &Subject<'_>, instruction: &Instruction) -> Edit {
    let (text, lines) = (subject.text(), &subject.dockerfile.lines);
    let start = lines.start(instruction.start_line);
    let mut end = line_end(text, instruction.span.end);
    let above = text[..start].trim_end_matches([' ', '\t', '\r', '\n']);
    let has_blank_above = text[above.len()..start].matches('\n').count() > 1 || above.is_empty();
    let below = line_end(text, end);
    if has_blank_above && below > end && text[end..below].trim().is_empty() {
        end = below;
    }
    Edit::delete(Span::new(start, end))
}

/// The place for another instruction above one: above the comments that stand right over it, too.
pub fn above(subject: &Subject<'_>, instruction: &Instruction) -> usize {
    let lines = &subject.dockerfile.lines;
    let mut line = instruction.start_line;
    while line > 1
        && Span::new(lines.start(line - 1), lines.start(line)).of(subject.text()).trim_start().starts_with('#')
    {
        line -= 1;
    }
    lines.start(line)
}

/// Where the line that an offset is in ends, the line end included.
fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |length| at + length + 1)
}

/// Adds a flag such as `--mount=…` or `--chown=…` to an instruction, behind those it has.
pub fn add_flag(subject: &Subject<'_>, instruction: &Instruction, flag: &str) -> Option<Edit> {
    let at = instruction.flags.last().map_or(instruction.keyword_span.end, |flag| flag.span.end);
    // What follows the keyword must be a blank, or the flag would melt with it.
    let next = subject.text().get(at..)?.chars().next()?;
    next.is_whitespace().then(|| Edit::insert(at, format!(" {flag}")))
}
