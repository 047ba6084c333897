//! RUN: what the shell is given, and what is mounted.

use super::config::in_shell;
use super::{Dispatch, Effect, Outcome, paths};
use crate::stages::{Action, CopySource, RunAction};
use crate::syntax::{CommandLine, Heredoc, Instruction, Mount, MountKind, Run, quoted};
use crate::text::Diagnostic;

impl Dispatch<'_> {
    pub(super) fn run(&mut self, instruction: &Instruction, run: &Run, sources: &[Option<CopySource>]) -> Outcome {
        let mut mounts = Vec::new();
        for mount in &run.mounts {
            let expanded = mount.resolve(&mut |value| self.word(value, mount.span).map_err(|error| error.message));
            mounts.push(expanded.map_err(|message| Diagnostic::new(mount.span, message))?);
        }
        let script = self.script(instruction, run);
        for (mount, source) in mounts.iter_mut().zip(sources) {
            self.place(mount, source.as_ref())?;
        }
        let words = match (&run.command, &script) {
            (CommandLine::Shell(_), Script::File(path)) => in_shell(&self.state, &CommandLine::Shell(path.clone())),
            (CommandLine::Shell(_), Script::Text(text)) => in_shell(&self.state, &CommandLine::Shell(text.clone())),
            (CommandLine::Exec(words), _) => words.clone(),
        };
        let history = format!("RUN {} # buildkit", words.join(" "));
        let script = match (script, instruction.heredocs.first()) {
            (Script::File(_), Some(heredoc)) => heredoc.content.clone(),
            (Script::File(text) | Script::Text(text), _) => text,
        };
        let action = RunAction {
            command: run.command.clone(),
            script,
            mounts,
            mount_sources: sources.to_vec(),
            network: run.network.clone(),
            security: run.security.clone(),
        };
        Ok(Effect { action: Action::Run(action), layer: true, history: Some(history) })
    }

    fn script(&self, instruction: &Instruction, run: &Run) -> Script {
        let text = match &run.command {
            CommandLine::Exec(words) => {
                let shell =
                    matches!(words.as_slice(), [shell, flag, _] if shell.ends_with("sh") && flag.starts_with('-'));
                return Script::Text(if shell { words[2].clone() } else { words.join(" ") });
            }
            CommandLine::Shell(text) => text,
        };
        match instruction.heredocs.as_slice() {
            [] => Script::Text(text.clone()),
            [only] if is_heredoc_alone(text) => {
                if only.content.starts_with("#!") && !self.is_windows {
                    Script::File(format!("/dev/pipes/{}", only.name))
                } else {
                    Script::Text(only.content.clone())
                }
            }
            heredocs => Script::Text(self.reassembled(text, heredocs)),
        }
    }

    /// The line with its heredocs as the shell reads them. Leading tabs stay: `<<-` is the shell's to handle.
    fn reassembled(&self, text: &str, heredocs: &[Heredoc]) -> String {
        let mut script = text.to_string();
        for heredoc in heredocs {
            let body = if heredoc.strips_tabs { heredoc.body.of(self.build.text) } else { &heredoc.content };
            script.extend(["\n", body, &heredoc.name]);
        }
        script
    }

    /// Makes a mount's target absolute, and checks it.
    fn place(&self, mount: &mut Mount, source: Option<&CopySource>) -> Result<(), Diagnostic> {
        if let (Some(source), Some(from)) = (source, &mount.from)
            && !self.is_dispatched(source)
        {
            let (from, target) = (quoted(from), quoted(mount.target.as_deref().unwrap_or("")));
            let problem = "stage needs to be defined before current command";
            let message = format!("cannot mount from stage {from} to {target}, {problem}");
            return Err(Diagnostic::new(mount.span, message).hint("Move the stage it mounts from above this one."));
        }
        if matches!(mount.kind, MountKind::Secret | MountKind::Ssh) {
            return Ok(());
        }
        let written = mount.target.as_deref().unwrap_or("");
        let target = if written.starts_with('/') {
            if written == "/" { written.to_string() } else { paths::clean(written) }
        } else {
            paths::clean(&format!("{}/{written}", self.state.workdir))
        };
        if target == "/" {
            let message = format!("invalid mount target {}", quoted(&target));
            return Err(Diagnostic::new(mount.span, message).hint("Write `target=/path`, a folder below the root."));
        }
        mount.target = Some(target);
        Ok(())
    }
}

/// What RUN runs.
enum Script {
    Text(String),
    /// A heredoc that begins with `#!` is run as a file of this path.
    File(String),
}

/// Whether the command is one heredoc marker and nothing else, `<<EOF`.
fn is_heredoc_alone(text: &str) -> bool {
    let text = text.trim().trim_start_matches(|character: char| character.is_ascii_digit());
    let Some(rest) = text.strip_prefix("<<") else { return false };
    let name = rest.strip_prefix('-').unwrap_or(rest).trim_start();
    let mut quote = None;
    for character in name.chars() {
        match quote {
            Some(open) if open == character => quote = None,
            Some(_) => {}
            None if matches!(character, '"' | '\'') => quote = Some(character),
            None if character.is_whitespace() || character == '<' => return false,
            None => {}
        }
    }
    !name.is_empty()
}
