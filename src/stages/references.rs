//! `COPY --from` and `RUN --mount from=` to the stage or image they name. Looks at all stages, reachable or not, and
//! at no variables: none are allowed there.

use std::collections::HashMap;

use super::bases::image;
use super::words::Expander;
use super::{CopySource, Scope, Stage};
use crate::syntax::{Dockerfile, Instruction, Mount, Payload};
use crate::text::{Diagnostic, Span, lowercase};

/// What each instruction takes files from, and which images that are no stages were named on the way.
#[derive(Default)]
pub(super) struct References {
    /// For each instruction: one entry for COPY with `--from`, one per mount for RUN; `None` where there is no `from`.
    /// Instructions that name nothing are not in it.
    pub(super) by_instruction: HashMap<usize, Vec<Option<CopySource>>>,
    by_name: HashMap<String, usize>,
    /// What an index means to `COPY --from`: the stages, then every image in the order in which they were named.
    /// `None` stands for the empty base of a mount without `from`.
    states: Vec<State>,
    /// Images that are no references, in the order of their use.
    pub(super) bad_images: Vec<Diagnostic>,
}

enum State {
    Stage,
    Image(String),
}

impl References {
    pub(super) fn new(stages: &[Stage]) -> Self {
        let names = stages.iter().filter_map(|stage| stage.name.clone().map(|name| (name, stage.index)));
        Self { by_name: names.collect(), states: stages.iter().map(|_| State::Stage).collect(), ..Self::default() }
    }

    /// Reads what one instruction names. Errors are BuildKit's.
    pub(super) fn read(
        &mut self,
        instruction: &Instruction,
        expander: &Expander,
    ) -> Result<Vec<Option<CopySource>>, Diagnostic> {
        match &instruction.payload {
            Payload::Copy(copy) => match copy.from.as_ref().filter(|from| !from.is_empty()) {
                Some(from) => {
                    let span = flag_span(instruction, "from");
                    self.copy(from, span, expander).map(|source| vec![Some(source)])
                }
                None => Ok(Vec::new()),
            },
            Payload::Run(run) => Ok(run
                .mounts
                .iter()
                .map(|mount| {
                    let from = from_option(mount);
                    self.named(from.unwrap_or("scratch"), mount.span, from.is_none())
                })
                .collect()),
            _ => Ok(Vec::new()),
        }
    }

    fn copy(&mut self, from: &str, span: Span, expander: &Expander) -> Result<CopySource, Diagnostic> {
        let expanded = expander.word(from, &Scope::default()).map_err(|message| Diagnostic::new(span, message))?;
        if expanded.text != from {
            let message = "variable expansion is not supported for --from, define a new stage with FROM using ARG from \
                           global scope as a workaround";
            let hint = format!("Add `FROM {from} AS name` with a global ARG, and write `--from=name`.");
            return Err(Diagnostic::new(span, message).hint(hint));
        }
        let Some(index) = integer(from) else {
            return Ok(self.named(from, span, false).unwrap_or(CopySource::Context));
        };
        let missing = || {
            let message = format!("invalid stage index {index}");
            Diagnostic::new(span, message).hint("Stages count from 0, in the order of their FROM lines.")
        };
        let position = usize::try_from(index).map_err(|_| missing())?;
        match self.states.get(position).ok_or_else(missing)? {
            State::Stage => Ok(CopySource::Stage(position)),
            State::Image(name) => Ok(external(&name.clone())),
        }
    }

    /// A stage of that name in any case, or else an image. A mount without `from` names `scratch` for BuildKit, which
    /// is nothing unless a stage has that name.
    fn named(&mut self, name: &str, span: Span, implied: bool) -> Option<CopySource> {
        if let Some(stage) = self.by_name.get(&lowercase(name)) {
            return Some(CopySource::Stage(*stage));
        }
        self.states.push(State::Image(name.to_string()));
        if implied {
            return None;
        }
        if name != "scratch" {
            self.bad_images.extend(image(name).err().map(|message| Diagnostic::new(span, message)));
        }
        Some(external(name))
    }
}

/// Where a flag stands; the whole instruction when it has no such flag.
pub(super) fn flag_span(instruction: &Instruction, name: &str) -> Span {
    instruction.flags.iter().find(|flag| flag.name == name).map_or(instruction.span, |flag| flag.span)
}

/// The last `from` of a mount. It is read before anything else of the mount, which may be wrong without harm where
/// the stage is not built.
fn from_option(mount: &Mount) -> Option<&str> {
    let froms = mount.options.iter().filter(|(key, _)| key == "from");
    froms.filter_map(|(_, value)| value.as_deref()).next_back().filter(|from| !from.is_empty())
}

fn external(name: &str) -> CopySource {
    CopySource::Image { written: name.to_string(), normalized: image(name).unwrap_or_else(|_| name.to_string()) }
}

/// The references of all instructions of all stages. An instruction in error names nothing.
pub(super) fn resolve(
    dockerfile: &Dockerfile,
    stages: &[Stage],
    expander: &Expander,
    errors: &mut Vec<Diagnostic>,
) -> References {
    let mut references = References::new(stages);
    let first = stages.first().map_or(dockerfile.instructions.len(), |stage| stage.from_instruction);
    for (index, instruction) in dockerfile.instructions.iter().enumerate().skip(first) {
        match references.read(instruction, expander) {
            Ok(sources) if sources.is_empty() => {}
            Ok(sources) => {
                references.by_instruction.insert(index, sources);
            }
            Err(error) => errors.push(error),
        }
    }
    references
}

/// An integer as Go's `Atoi` reads it.
fn integer(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let valid = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    valid.then(|| text.parse().ok()).flatten()
}
