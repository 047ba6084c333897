//! Scripts that were copied into the image and are run from there: their text is known, so they are run too.

use super::super::path;
use super::super::tree::Content;
use super::{Circumstances, Ending, Invocation, Outcome, View, run};

/// Scripts that call each other are followed this far.
const DEEPEST: usize = 4;

/// Runs the command if it is a shell script whose text is known.
pub(super) fn run_script(view: &mut View, invocation: &Invocation) -> Option<Outcome> {
    let circumstances = invocation.circumstances;
    let operand = match invocation.program {
        "sh" | "bash" | "ash" | "dash" | "." | "source" => invocation.arguments.first()?,
        _ => return None,
    };
    if operand.starts_with('-') || circumstances.depth >= DEEPEST {
        return None;
    }
    let Some(Content::Text(text)) = view.read(&path::absolute(&invocation.directory, operand)) else { return None };
    let inner = Circumstances { directory: &invocation.directory, depth: circumstances.depth + 1, ..*circumstances };
    let ending = run(view, &text, &inner);
    let output = Content::Unseen(super::digest("script", (invocation.identity(), text, view.digest())));
    Some(Outcome { output, succeeded: if ending == Ending::Failed { Some(false) } else { None } })
}
