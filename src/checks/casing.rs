//! StageNameCasing, FromAsCasing and ConsistentInstructionCasing.

use super::Subject;
use super::report::{Phase, Report};
use crate::syntax::{Instruction, Keyword};

/// The name of a stage in lower case, and AS in the case of its FROM.
pub(super) fn check_from(subject: &Subject<'_>, report: &mut Report<'_>, at: usize, instruction: &Instruction) {
    if instruction.keyword != Keyword::From {
        return;
    }
    let words: Vec<&str> = instruction.arguments.text.split_whitespace().collect();
    let [_, as_keyword, name] = words[..] else { return };
    let mut add = |rule, message| {
        report.add(Phase::Instructions, at, rule, instruction.start_line, instruction.span, message);
    };
    if name.contains(char::is_uppercase) {
        add("StageNameCasing", format!("Stage name '{name}' should be lowercase"));
    }
    let from = instruction.keyword_span.of(subject.text);
    let matching = match casing(from) {
        Some(Casing::Lower) => as_keyword.to_ascii_lowercase(),
        Some(Casing::Upper) => as_keyword.to_ascii_uppercase(),
        None => return,
    };
    if as_keyword != matching {
        add("FromAsCasing", format!("'{as_keyword}' and '{from}' keywords' casing do not match"));
    }
}

/// All keywords from the first FROM on in the case of the majority; upper case where there is none.
pub(super) fn check_keywords(subject: &Subject<'_>, report: &mut Report<'_>) {
    let Some(first) = subject.graph.stages.first().map(|stage| stage.from_instruction) else { return };
    let keyword = |instruction: &Instruction| instruction.keyword_span.of(subject.text);
    let instructions = || subject.dockerfile.instructions.iter().enumerate().skip(first);
    let casings: Vec<Casing> = instructions().filter_map(|(_, instruction)| casing(keyword(instruction))).collect();
    let lower = casings.iter().filter(|casing| **casing == Casing::Lower).count();
    let is_lower = lower > casings.len() - lower;
    let name = if is_lower { "lowercase" } else { "uppercase" };
    for (at, instruction) in instructions() {
        let keyword = keyword(instruction);
        let other_case = if is_lower { u8::is_ascii_uppercase } else { u8::is_ascii_lowercase };
        if keyword.bytes().any(|byte| other_case(&byte)) {
            let message = format!("Command '{keyword}' should match the case of the command majority ({name})");
            let rule = "ConsistentInstructionCasing";
            report.add(Phase::Keywords, at, rule, instruction.start_line, instruction.keyword_span, message);
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Casing {
    Lower,
    Upper,
}

/// None for a word of both.
fn casing(word: &str) -> Option<Casing> {
    if !word.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Some(Casing::Lower)
    } else if !word.bytes().any(|byte| byte.is_ascii_lowercase()) {
        Some(Casing::Upper)
    } else {
        None
    }
}
