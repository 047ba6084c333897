//! COPY and ADD.

use super::remote::{Remote, kind};
use super::{Dispatch, Effect, Outcome, paths};
use crate::stages::references::flag_span;
use crate::stages::{Action, CopyAction, CopySource};
use crate::syntax::{Instruction, Transfer};
use crate::text::{Diagnostic, Span};

impl Dispatch<'_> {
    pub(super) fn copy(
        &mut self,
        instruction: &Instruction,
        transfer: &Transfer,
        add: bool,
        sources: &[Option<CopySource>],
    ) -> Outcome {
        let span = instruction.span;
        let chown = self.option(instruction, "chown", transfer.chown.as_deref())?;
        let chmod = self.option(instruction, "chmod", transfer.chmod.as_deref())?;
        let checksum = self.option(instruction, "checksum", transfer.checksum.as_deref())?;
        let mut paths = Vec::new();
        for word in &transfer.sources {
            paths.push(self.word(&word.text, word.span)?);
        }
        let written = match &transfer.destination {
            Some(word) => self.word(&word.text, word.span)?,
            None => return Ok(Effect { action: Action::Invalid, layer: false, history: None }),
        };
        let mut inline_files = Vec::new();
        for heredoc in transfer.inline.iter().filter_map(|index| instruction.heredocs.get(*index)) {
            let content =
                if heredoc.expands { self.heredoc(&heredoc.content, heredoc.body)? } else { heredoc.content.clone() };
            inline_files.push((heredoc.name.clone(), content));
        }

        let from = sources.first().cloned().flatten().unwrap_or(CopySource::Context);
        if !self.is_dispatched(&from) {
            let (name, current) = (transfer.from.as_deref().unwrap_or(""), &self.name);
            let message =
                format!("cannot copy from stage \"{name}\", it needs to be defined before current stage \"{current}\"");
            return Err(Diagnostic::new(span, message).hint("Move the stage it copies from above this one."));
        }
        check_mode(chmod.as_deref(), span)?;
        check_remotes(add, checksum.as_deref(), &paths, span)?;

        let mut history = if add { "ADD".to_string() } else { "COPY".to_string() };
        if transfer.parents && !add {
            history.push_str(" --parents");
        }
        for (flag, value) in [(" --chown=", &chown), (" --chmod=", &chmod)] {
            if let Some(value) = value {
                history.extend([flag, value]);
            }
        }
        paths.iter().for_each(|path| history.extend([" ", path]));
        inline_files.iter().for_each(|(name, _)| history.extend([" <<", name]));
        history.extend([" ", &written, " # buildkit"]);
        let action = Action::Copy(CopyAction {
            add,
            from,
            sources: paths,
            destination: paths::destination(&self.state.workdir, &written),
            inline_files,
            chown,
            chmod,
            link: transfer.link,
            parents: transfer.parents,
            excludes: transfer.excludes.clone(),
            checksum,
            keep_git_dir: transfer.keep_git_dir,
            unpack: transfer.unpack,
        });
        Ok(Effect { action, layer: true, history: Some(history) })
    }

    /// A flag's value; an empty one counts as none.
    fn option(
        &mut self,
        instruction: &Instruction,
        name: &str,
        value: Option<&str>,
    ) -> Result<Option<String>, Diagnostic> {
        let Some(value) = value else { return Ok(None) };
        self.word(value, flag_span(instruction, name)).map(|value| (!value.is_empty()).then_some(value))
    }
}

/// Octal up to 7777, or symbolic as chmod takes it.
fn check_mode(mode: Option<&str>, span: Span) -> Result<(), Diagnostic> {
    let Some(mode) = mode else { return Ok(()) };
    let octal = u32::from_str_radix(mode, 8).is_ok_and(|number| number <= 0o7777);
    if octal || is_symbolic(mode) {
        return Ok(());
    }
    let message = format!("invalid chmod parameter: '{mode}'. it should be octal string and between 0 and 07777");
    Err(Diagnostic::new(span, message).hint("Write a mode such as 755 or u=rwX,go=rX."))
}

fn is_symbolic(mode: &str) -> bool {
    mode.split(',').all(|clause| {
        let clause = clause.trim_start_matches(['u', 'g', 'o', 'a']);
        let permission = |character| "+-=rwxXstugo".contains(character);
        clause.starts_with(['+', '-', '=']) && clause.chars().all(permission)
    })
}

fn check_remotes(add: bool, checksum: Option<&str>, sources: &[String], span: Span) -> Result<(), Diagnostic> {
    let failed = |message: &str| Err(Diagnostic::new(span, message));
    let for_add = |message: &str| Err(Diagnostic::new(span, message).hint("Use ADD, which downloads and clones."));
    if let Some(checksum) = checksum {
        if sources.len() != 1 {
            return failed("checksum can't be specified for multiple sources");
        }
        match kind(&sources[0]) {
            Remote::Local => return failed("checksum requires HTTP(S) or Git sources"),
            Remote::Http => digest_problem(checksum).map_or(Ok(()), failed)?,
            Remote::Git => {}
        }
    }
    if add {
        return Ok(());
    }
    for source in sources {
        match kind(source) {
            Remote::Git => return for_add("source can't be a git ref for COPY"),
            Remote::Http => return for_add("source can't be a URL for COPY"),
            Remote::Local => {}
        }
    }
    Ok(())
}

/// What opencontainers/go-digest says of a text that is no digest.
fn digest_problem(text: &str) -> Option<&'static str> {
    let Some((algorithm, digits)) = text.split_once(':').filter(|(algorithm, _)| !algorithm.is_empty()) else {
        return Some("invalid checksum digest format");
    };
    let length = match algorithm {
        "sha256" => 64,
        "sha384" => 96,
        "sha512" => 128,
        _ => return Some("unsupported digest algorithm"),
    };
    if digits.len() != length {
        return Some("invalid checksum digest length");
    }
    let valid = digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    (!valid).then_some("invalid checksum digest format")
}
