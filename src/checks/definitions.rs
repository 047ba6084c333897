//! MaintainerDeprecated, and InvalidDefinitionDescription: a comment above FROM … AS or ARG that does not begin with
//! the name it describes.

use super::report::{Phase, Report};
use crate::syntax::{Instruction, Keyword, Payload};
use crate::text::lowercase;

pub(super) fn check(report: &mut Report<'_>, at: usize, instruction: &Instruction) {
    let mut add = |rule, message| {
        report.add(Phase::Instructions, at, rule, instruction.start_line, instruction.span, message);
    };
    if instruction.keyword == Keyword::Maintainer {
        add("MaintainerDeprecated", "Maintainer instruction is deprecated in favor of using label".into());
    }
    let names: Vec<String> = match &instruction.payload {
        Payload::From(from) => from.name.iter().map(|name| lowercase(&name.text)).collect(),
        Payload::Arg(arguments) => arguments.iter().map(|argument| argument.name.text.clone()).collect(),
        _ => return,
    };
    let Some(comment) = instruction.comments.last() else { return };
    let described = comment.text.split(' ').next().unwrap_or("");
    if names.is_empty() || names.iter().any(|name| name == described) {
        return;
    }
    let example = if names.len() > 1 { "<arg_key>" } else { &names[0] };
    let keyword = instruction.keyword.name();
    add(
        "InvalidDefinitionDescription",
        format!("Comment for {keyword} should follow the format: `# {example} <description>`"),
    );
}
