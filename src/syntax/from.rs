//! FROM: the image, the stage's name and the platform.

use super::flags::value;
use super::payload::{Errors, Parts, flagged};
use super::quote::quoted;
use super::{From, Payload, Word};
use crate::text::{Diagnostic, lowercase};

pub(super) fn from(parts: &Parts, words: &[Word], errors: &mut Errors) -> Option<Payload> {
    let (image, as_keyword, name) = match words {
        [image] => (image, None, None),
        [image, as_keyword, name] if as_keyword.text.eq_ignore_ascii_case("as") => {
            (image, Some(as_keyword), Some(name))
        }
        _ => {
            let error = parts.wrong("FROM requires either one or three arguments");
            errors.instructions.push(error.hint(arity_hint(words)));
            return flagged(parts, errors, None);
        }
    };
    if let Some(name) = name.filter(|name| !is_stage_name(&name.text)) {
        let message = format!(
            "invalid name for build stage: {}, name can't start with a number or contain symbols",
            quoted(&name.text)
        );
        let hint = "A stage's name starts with a letter; letters, digits, `-`, `_` and `.` may follow.";
        errors.instructions.push(Diagnostic::new(name.span, message).hint(hint));
        return flagged(parts, errors, None);
    }
    let from = From {
        image: image.clone(),
        name: name.cloned(),
        platform: value(parts.flags, "platform"),
        as_keyword: as_keyword.cloned(),
    };
    flagged(parts, errors, Some(Payload::From(from)))
}

fn arity_hint(words: &[Word]) -> String {
    let image = words.first().map_or("image:tag", |image| &image.text);
    match words.iter().find(|word| word.text.starts_with('#')) {
        Some(_) => "A comment stands on a line of its own: move it to the line above.".into(),
        None if words.len() == 2 && words[1].text.eq_ignore_ascii_case("as") => {
            format!("Write `FROM {image} AS name`.")
        }
        None if words.len() == 2 => format!("Write `FROM {image} AS {}`.", words[1].text),
        None => format!("Write `FROM {image}` or `FROM {image} AS name`."),
    }
}

/// BuildKit lower-cases the name before it looks.
fn is_stage_name(name: &str) -> bool {
    let name = lowercase(name);
    let mut characters = name.chars();
    characters.next().is_some_and(|first| first.is_ascii_lowercase())
        && characters.all(|next| next.is_ascii_lowercase() || next.is_ascii_digit() || matches!(next, '-' | '_' | '.'))
}
