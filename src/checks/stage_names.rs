//! DuplicateStageName and ReservedStageName.

use std::collections::HashSet;

use super::Subject;
use super::report::{Phase, Report};
use crate::syntax::quoted;

pub(super) fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    let mut known = HashSet::new();
    for stage in &subject.graph.stages {
        let Some(name) = &stage.name else { continue };
        let span = subject.dockerfile.instructions[stage.from_instruction].span;
        let mut add = |rule, message| {
            report.add(Phase::StageNames, stage.from_instruction, rule, stage.from_line, span, message);
        };
        let written = quoted(name);
        if matches!(name.as_str(), "context" | "scratch") {
            let message = format!("Stage name should not use the same name as reserved stage {written}");
            add("ReservedStageName", message);
        }
        if !known.insert(name) {
            add("DuplicateStageName", format!("Duplicate stage name {written}, stage names should be unique"));
        }
    }
}
