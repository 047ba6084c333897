//! The whole file: logical lines to instructions, one by one, and the errors in BuildKit's order.

use std::ops::Range;

use super::directive::{check_errors, named_directives};
use super::heredoc::heredocs;
use super::lines::{Lines, LogicalLine};
use super::payload::{Errors, Parts, json_of, payload};
use super::split::{Split, split};
use super::suggest::nearest;
use super::*;
use crate::order;
use crate::text::{Diagnostic, LineIndex, lowercase};

/// Reads a Dockerfile.
pub fn parse(text: &str) -> Dockerfile {
    let mut lines = Lines::new(text);
    let mut errors = Errors::default();
    let mut instructions: Vec<Instruction> = Vec::new();
    let mut in_stage = false;
    let mut was_misplaced = false;
    while let Some(line) = lines.next_logical() {
        let before = (errors.lines.len(), errors.instructions.len());
        let ask = instructions.len() < ASKED;
        let instruction = instruction(text, line, ask, &mut lines, &mut errors);
        let is_from = instruction.keyword == Keyword::From;
        let failed = before != (errors.lines.len(), errors.instructions.len());
        if !in_stage && !was_misplaced && !failed && !is_from && instruction.keyword != Keyword::Arg {
            was_misplaced = true;
            errors.instructions.push(misplaced(&instruction));
        }
        in_stage |= is_from;
        if let Some(swallowed) = instruction.swallowed {
            let new = errors.lines[before.0..].iter_mut().chain(&mut errors.instructions[before.1..]);
            new.for_each(|error| error.hint = Some(swallowed_hint(text, swallowed)));
        }
        instructions.push(instruction);
    }
    let directives = directives(text, &lines);
    let mut found = Vec::new();
    if text.is_empty() {
        found.push(Diagnostic::new(Span::default(), "the Dockerfile cannot be empty").hint("Begin with `FROM image`."));
    }
    found.append(&mut lines.errors);
    found.append(&mut errors.lines);
    order::sort_by_key(&mut found, |error| error.span.start);
    if instructions.is_empty() && !text.is_empty() {
        let error = Diagnostic::new(Span::new(0, text.len()), "file with no instructions");
        found.push(error.hint("Begin with `FROM image`."));
    }
    found.extend(directives.iter().filter(|directive| directive.name == "check").filter_map(check_errors));
    let first_pass_errors = found.len();
    found.append(&mut errors.instructions);
    if !instructions.is_empty() && !in_stage && !was_misplaced && found.is_empty() {
        let span = instructions.last().map_or_else(Span::default, |last| last.span);
        let error = Diagnostic::new(span, "dockerfile contains no stages to build");
        found.push(error.hint("Add a `FROM image` line."));
    }
    Dockerfile {
        directives,
        escape: lines.escape,
        instructions,
        errors: found,
        first_pass_errors,
        lines: LineIndex::new(text),
    }
}

/// The directives that have an effect, in file order.
fn directives(text: &str, lines: &Lines) -> Vec<Directive> {
    let mut directives = named_directives(text);
    directives.extend(lines.directives.iter().filter(|directive| directive.name == "escape").cloned());
    order::sort_by_key(&mut directives, |directive| directive.span.start);
    directives
}

fn instruction(text: &str, mut line: LogicalLine, ask: bool, lines: &mut Lines, errors: &mut Errors) -> Instruction {
    let escape = lines.escape;
    let whole = 0..line.joined.text.len();
    let parts = split(&line.joined, whole, escape);
    let keyword = Keyword::of(&line.joined.text[parts.keyword.clone()]);
    let trigger = (keyword == Keyword::Onbuild).then(|| split(&line.joined, parts.arguments.clone(), escape));
    let heredocs = if has_heredocs(&line.joined, &parts, trigger.as_ref()) {
        heredocs(text, &line, lines).map_err(|error| errors.lines.push(error)).unwrap_or_default()
    } else {
        Vec::new()
    };
    let (end_line, last_end) = lines.read();
    if end_line > line.end_line {
        (line.end_line, line.end) = (end_line, last_end);
    }
    let place = Place { ask, line: &line, escape, heredocs: &heredocs };
    let payload = match (keyword, trigger) {
        (Keyword::Onbuild, Some(trigger)) => onbuild(&place, &parts, trigger, errors),
        _ => place.payload(keyword, &parts, errors),
    };
    let instruction = place.instruction(keyword, parts, payload);
    Instruction { comments: line.comments, ..instruction }
}

/// BuildKit looks one level into ONBUILD, and never in the JSON form.
fn has_heredocs(joined: &Joined, parts: &Split, trigger: Option<&Split>) -> bool {
    let parts = trigger.unwrap_or(parts);
    let keyword = Keyword::of(&joined.text[parts.keyword.clone()]);
    matches!(keyword, Keyword::Add | Keyword::Copy | Keyword::Run)
        && json_of(keyword, &joined.text[parts.arguments.clone()], false) == super::json::Json::No
}

/// How many instructions of a file `dockerfile-parser` is asked about. It takes three times as long as all the rest of
/// the reading, for an answer that our own lexers give as well; few files that people write are longer.
const ASKED: usize = 100;

/// How many characters of an unknown instruction a message repeats.
const LONGEST_WORD: usize = 60;

/// A line with what was read after it.
struct Place<'a> {
    ask: bool,
    line: &'a LogicalLine,
    escape: Escape,
    heredocs: &'a [Heredoc],
}

impl Place<'_> {
    fn parts<'a>(&'a self, keyword: Keyword, split: &'a Split) -> Parts<'a> {
        let line = &self.line.joined;
        Parts {
            ask: self.ask,
            keyword,
            line,
            keyword_range: split.keyword.clone(),
            arguments: split.arguments.clone(),
            flags: &split.flags,
            heredocs: self.heredocs,
            escape: self.escape,
            json: json_of(keyword, &line.text[split.arguments.clone()], self.ask),
        }
    }

    fn payload(&self, keyword: Keyword, split: &Split, errors: &mut Errors) -> Payload {
        let parts = self.parts(keyword, split);
        if keyword == Keyword::Unknown {
            errors.instructions.push(self.unknown(split.keyword.clone()));
        }
        payload(&parts, errors)
    }

    fn instruction(&self, keyword: Keyword, split: Split, payload: Payload) -> Instruction {
        let keyword_text = self.line.joined.text[split.keyword.clone()].to_owned();
        let keyword_span = self.line.joined.span(split.keyword);
        Instruction {
            keyword,
            keyword_text,
            keyword_span,
            span: Span::new(keyword_span.start, self.line.end.max(keyword_span.end)),
            start_line: self.line.start_line,
            end_line: self.line.end_line,
            flags: split.flags,
            arguments: self.line.joined.slice(split.arguments),
            heredocs: self.heredocs.to_vec(),
            comments: Vec::new(),
            has_empty_continuation: self.line.has_empty_continuation,
            swallowed: self.line.swallowed,
            payload,
            trigger_errors: Vec::new(),
        }
    }

    fn unknown(&self, keyword: Range<usize>) -> Diagnostic {
        let mut word = self.line.joined.text[keyword.clone()].to_owned();
        let span = self.line.joined.span(keyword);
        // A pasted binary has words of any length.
        if let Some((long, _)) = word.char_indices().nth(LONGEST_WORD) {
            word.truncate(long);
            word.push('…');
        }
        let lower = lowercase(&word);
        let names: Vec<String> = Keyword::ALL.iter().map(|keyword| keyword.name().to_ascii_lowercase()).collect();
        let Some(meant) = nearest(&lower, names.iter().map(String::as_str)) else {
            let hint = "Every line starts with an instruction such as RUN or COPY, unless the line before ends in the \
                        escape character.";
            return Diagnostic::new(span, format!("unknown instruction: {word}")).hint(hint);
        };
        let meant = if word.to_ascii_uppercase() == word { meant.to_ascii_uppercase() } else { meant.to_owned() };
        let message = format!("unknown instruction: {word} (did you mean {meant}?)");
        Diagnostic::new(span, message).hint(format!("Write `{meant}`."))
    }
}

/// ONBUILD. BuildKit stores the trigger as text: what its first pass would find wrong is an error here, the rest only
/// where a stage runs the trigger.
fn onbuild(place: &Place, parts: &Split, trigger: Split, errors: &mut Errors) -> Payload {
    let outer = place.parts(Keyword::Onbuild, parts);
    if parts.arguments.is_empty() {
        let error = outer.wrong("ONBUILD requires at least one argument");
        errors.instructions.push(error.hint("Write an instruction after it: `ONBUILD RUN …`."));
        return Payload::Invalid;
    }
    super::payload::flagged(&outer, errors, ());
    let word = &place.line.joined.text[trigger.keyword.clone()];
    let keyword = Keyword::of(word);
    let message = match keyword {
        Keyword::Onbuild => "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed".to_owned(),
        Keyword::From | Keyword::Maintainer => format!("{} isn't allowed as an ONBUILD trigger", keyword.name()),
        _ => {
            let mut inner = Errors::default();
            let payload = place.payload(keyword, &trigger, &mut inner);
            errors.lines.append(&mut inner.lines);
            let instruction = place.instruction(keyword, trigger, payload);
            return Payload::Onbuild(Box::new(Instruction { trigger_errors: inner.instructions, ..instruction }));
        }
    };
    let hint = "A trigger may be any instruction but FROM, MAINTAINER and ONBUILD.";
    errors.instructions.push(outer.wrong(message).hint(hint));
    Payload::Invalid
}

fn misplaced(instruction: &Instruction) -> Diagnostic {
    let message = "no build stage in current context";
    let hint = format!("Put a FROM line before {}; only ARG may stand above it.", instruction.keyword.name());
    Diagnostic::new(instruction.span, message).hint(hint)
}

fn swallowed_hint(text: &str, swallowed: Span) -> String {
    let line: String = swallowed.of(text).chars().take(40).collect();
    format!(
        "The line before `{line}` ends in the escape character, which makes that line part of this instruction. Remove it."
    )
}
