//! The single stage as the stacks see it: its instructions in order with their comments, RUNs taken apart into commands.
//! Refuses what cannot be split at all and says why.

use super::Declined;
use super::image::Image;
use super::script::{self, Unit};
use crate::advice::Subject;
use crate::path;
use crate::size::look_up;
use crate::stages::{Action, Base, CopyAction, CopySource, State, Step};
use crate::syntax::shell::is_posix;
use crate::syntax::{CommandLine, Escape, Instruction, Keyword, Payload};
use crate::text::Span;

/// The longest file that is split: nobody writes a longer stage by hand.
const INSTRUCTIONS: usize = 400;

/// A Dockerfile of one stage.
pub(super) struct Before<'a> {
    pub subject: &'a Subject<'a>,
    pub image: Image,
    /// Everything above FROM as written, but for `above_from`.
    pub header: Vec<String>,
    /// The comment right above FROM where another one stands above that.
    pub above_from: Vec<String>,
    pub pieces: Vec<Piece<'a>>,
    /// State after the last instruction.
    pub end: &'a State,
    pub crlf: bool,
}

/// One instruction.
pub(super) struct Piece<'a> {
    pub instruction: &'a Instruction,
    pub step: &'a Step,
    /// Those right above it, without `# `.
    pub comments: Vec<String>,
    /// As written, with `\n` at line ends.
    pub text: String,
    /// The commands of a RUN.
    pub units: Vec<Unit>,
}

impl<'a> Before<'a> {
    pub(super) fn read(subject: &'a Subject<'a>) -> Result<Self, Declined> {
        let (dockerfile, graph) = (subject.dockerfile, subject.graph);
        if let Some(error) = dockerfile.errors.iter().chain(&graph.errors).next() {
            return Err(Declined::new(format!("it has an error: {}", error.message)));
        }
        let [stage] = graph.stages.as_slice() else {
            return Err(Declined::new(match graph.stages.len() {
                0 => "it has no stage".to_owned(),
                count => format!("it has {count} stages already"),
            }));
        };
        let Base::Image { written, normalized } = &stage.base else {
            return Err(Declined::new("it starts from nothing, so that there is nothing to leave behind"));
        };
        if dockerfile.escape == Escape::Backtick || stage.platform.os == "windows" {
            return Err(Declined::new("it is for Windows"));
        }
        if stage.steps.len() > INSTRUCTIONS {
            return Err(Declined::new("it is too long to be split"));
        }
        let known = look_up(subject.catalog, subject.scenario, written, normalized);
        let text = subject.text();
        let Payload::From(from) = &dockerfile.instructions[stage.from_instruction].payload else {
            return Err(Declined::new("its FROM cannot be read"));
        };
        let unpinned = from.image.text.split('@').next().unwrap_or("");
        if unpinned.len() < from.image.text.len() && !unpinned.rsplit('/').next().unwrap_or("").contains(':') {
            return Err(Declined::new(
                "its base image is named by a digest alone, so that its smaller neighbour is not known",
            ));
        }
        let image = Image::new(&from.image.text, from.platform.as_deref(), &known);
        let lines: Vec<&str> = text.lines().collect();
        let (header, above_from) = header(&lines, &dockerfile.instructions, stage.from_line);
        let mut pieces = Vec::new();
        for step in &stage.steps {
            let instruction = &dockerfile.instructions[step.instruction];
            pieces.push(piece(subject, &lines, instruction, step)?);
        }
        let crlf = text.split_inclusive('\n').next().is_some_and(|line| line.ends_with("\r\n"));
        Ok(Self { subject, image, header, above_from, pieces, end: &stage.end, crlf })
    }

    /// The working directory the program is built in and started from.
    pub(super) fn workdir(&self) -> &str {
        &self.end.workdir
    }

    pub(super) fn units(&self) -> impl Iterator<Item = &Unit> {
        self.pieces.iter().flat_map(|piece| &piece.units)
    }

    /// The text of a manifest, by its path in the context.
    pub(super) fn manifest(&self, path: &str) -> Option<&'a str> {
        let known = &self.subject.scenario.manifests;
        known.iter().find(|(name, _)| name.trim_start_matches("./") == path).map(|(_, text)| text.as_str())
    }

    /// Every path of the context that is known, files and folders (which end in `/`).
    pub(super) fn paths(&self) -> impl Iterator<Item = &'a str> {
        let scenario = self.subject.scenario;
        scenario.manifests.keys().chain(scenario.context.keys()).map(|path| path.trim_start_matches("./"))
    }

    /// Whether the context is known to have this file.
    pub(super) fn has_file(&self, path: &str) -> bool {
        self.paths().any(|known| known == path)
    }

    /// Whether the context is known to have a folder, named with its final `/`.
    pub(super) fn has_folder(&self, folder: &str) -> bool {
        self.paths().any(|known| known.starts_with(folder))
    }

    /// Whether files are known beside the manifests, so that a missing one really is missing.
    pub(super) fn knows_context(&self) -> bool {
        self.subject.scenario.context.keys().count() > 0
    }

    /// The folders and files at the top of the context.
    pub(super) fn top(&self) -> Vec<&'a str> {
        let mut names: Vec<&str> = Vec::new();
        for path in self.paths() {
            let name = path.find('/').map_or(path, |slash| &path[..=slash]);
            if !name.is_empty() && !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Whether a RUN has mounts of the author's own: it stays as it is, and sees nothing of mounts that others get.
    pub(super) fn has_mounts(&self) -> bool {
        self.pieces.iter().any(|piece| !piece.units.is_empty() && piece.text.contains("--mount"))
    }

    pub(super) fn last(&self, keyword: Keyword) -> Option<&Piece<'a>> {
        self.pieces.iter().rev().find(|piece| piece.instruction.keyword == keyword)
    }

    /// The value of an ENV or ARG at the end.
    pub(super) fn variable(&self, name: &str) -> Option<&str> {
        self.end.variables.get(name)
    }
}

impl Piece<'_> {
    /// COPY or ADD of files of the context.
    pub(super) fn copy(&self) -> Option<&CopyAction> {
        match &self.step.action {
            Action::Copy(copy) if copy.from == CopySource::Context => Some(copy),
            _ => None,
        }
    }

    /// Whether it brings the whole context.
    pub(super) fn copies_everything(&self) -> bool {
        self.copy().is_some_and(|copy| copy.sources.iter().any(|source| path::absolute("/", source) == "/"))
    }

    pub(super) fn keyword(&self) -> Keyword {
        self.instruction.keyword
    }
}

fn piece<'a>(
    subject: &Subject<'a>,
    lines: &[&str],
    instruction: &'a Instruction,
    step: &'a Step,
) -> Result<Piece<'a>, Declined> {
    if matches!(instruction.payload, Payload::Onbuild(_)) {
        return Err(Declined::at(step.line, "ONBUILD is for images that are built upon"));
    }
    let mut units = Vec::new();
    if let Action::Run(run) = &step.action {
        if !instruction.heredocs.is_empty() {
            return Err(Declined::at(step.line, "a script in a heredoc cannot be taken apart"));
        }
        if !is_posix(&step.state.shell) {
            return Err(Declined::at(step.line, "its shell is none that is understood here"));
        }
        let variable = |name: &str| step.state.variables.get(name).map(str::to_owned);
        units = match &run.command {
            CommandLine::Exec(words) => vec![Unit::of_words(words, &step.state.workdir)],
            CommandLine::Shell(_) => script::units(&run.script, &step.state.workdir, &variable),
        };
    }
    // Lines that are added have keywords in capitals; a file should have them all alike.
    let rest = Span::new(instruction.keyword_span.end, instruction.span.end).of(subject.text());
    let text = format!("{}{}", instruction.keyword.name(), rest.replace("\r\n", "\n"));
    Ok(Piece { instruction, step, comments: comments(lines, instruction.start_line), text, units })
}

/// The comment lines right above a line (from 1).
fn comments(lines: &[&str], line: usize) -> Vec<String> {
    let above = lines.get(..line.saturating_sub(1)).unwrap_or_default();
    let mut found: Vec<String> = above
        .iter()
        .rev()
        .map_while(|line| line.trim().strip_prefix('#'))
        .map(|comment| comment.strip_prefix(' ').unwrap_or(comment).trim_end().to_owned())
        .collect();
    found.reverse();
    found
}

/// What stands above FROM, and of it the comment that is about FROM alone.
fn header(lines: &[&str], instructions: &[Instruction], from_line: usize) -> (Vec<String>, Vec<String>) {
    let mut above: Vec<&str> = lines.get(..from_line.saturating_sub(1)).unwrap_or_default().to_vec();
    let about = comments(lines, from_line);
    let rest = &above[..above.len() - about.len().min(above.len())];
    let is_first = instructions.first().is_some_and(|first| first.start_line == from_line);
    // Of one comment alone, nobody can say whether it is about the file or about its base.
    let is_alone = !rest.iter().any(|line| line.trim_start().starts_with('#') && !is_directive(line));
    let about = if is_alone && is_first { Vec::new() } else { about };
    above.truncate(above.len() - about.len());
    while above.last().is_some_and(|line| line.trim().is_empty()) {
        above.pop();
    }
    let first = above.iter().position(|line| !line.trim().is_empty()).unwrap_or(0);
    (above[first.min(above.len())..].iter().map(|line| (*line).to_owned()).collect(), about)
}

fn is_directive(line: &str) -> bool {
    line.trim_start_matches('#')
        .split_once('=')
        .is_some_and(|(name, _)| matches!(name.trim(), "syntax" | "escape" | "check"))
}
