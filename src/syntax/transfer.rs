//! COPY and ADD: sources, heredocs among them, and the destination.

use super::flags::{switch, value, values};
use super::heredoc::marker;
use super::payload::{Errors, Parts, flagged};
use super::{Flag, Keyword, Payload, Transfer, Word};
use crate::text::Diagnostic;

pub(super) fn transfer(parts: &Parts, mut words: Vec<Word>, errors: &mut Errors) -> Option<Payload> {
    let name = parts.keyword.name();
    let last = words.pop();
    let Some(destination) = last.filter(|_| !words.is_empty()) else {
        let message = format!(
            "{name} requires at least two arguments, but only one was provided. Destination could not be determined"
        );
        errors.instructions.push(parts.wrong(message).hint(format!("Write `{name} source… destination`.")));
        return flagged(parts, errors, None);
    };
    flagged(parts, errors, ());
    let is_heredoc = |word: &Word| marker(&word.text).ok().flatten();
    if is_heredoc(&destination).is_some() {
        let message = format!("{name} cannot accept a heredoc as a destination");
        let hint = format!("Put the destination after the heredoc: `{name} {} /path`.", destination.text);
        errors.instructions.push(Diagnostic::new(destination.span, message).hint(hint));
        return None;
    }
    let mut transfer = from_flags(parts.flags);
    for word in words {
        match is_heredoc(&word) {
            // Of several with one name BuildKit writes the last, and one without a body is an empty file.
            Some(marker) => {
                transfer.inline.extend(parts.heredocs.iter().rposition(|heredoc| heredoc.name == marker.name))
            }
            None => transfer.sources.push(word),
        }
    }
    transfer.destination = Some(destination);
    Some(if parts.keyword == Keyword::Add { Payload::Add(transfer) } else { Payload::Copy(transfer) })
}

fn from_flags(flags: &[Flag]) -> Transfer {
    Transfer {
        from: value(flags, "from"),
        chown: value(flags, "chown"),
        chmod: value(flags, "chmod"),
        link: switch(flags, "link") == Some(true),
        parents: switch(flags, "parents") == Some(true),
        excludes: values(flags, "exclude"),
        checksum: value(flags, "checksum"),
        keep_git_dir: switch(flags, "keep-git-dir") == Some(true),
        unpack: switch(flags, "unpack"),
        ..Transfer::default()
    }
}
