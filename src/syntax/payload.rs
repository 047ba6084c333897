//! Keyword, flags and arguments to what the instruction says, and what BuildKit's instruction parser finds wrong.

use std::ops::Range;

use super::flags::{flag_errors, value};
use super::json::{self, Json};
use super::quote::quoted;
use super::words::{is_blank, plain_words, quoted_words};
use super::*;
use crate::text::{Diagnostic, Span};

/// An instruction's parts, before they mean anything.
pub(super) struct Parts<'a> {
    /// Whether `dockerfile-parser` is asked.
    pub(super) ask: bool,
    pub(super) keyword: Keyword,
    pub(super) line: &'a Joined,
    pub(super) keyword_range: Range<usize>,
    pub(super) arguments: Range<usize>,
    pub(super) flags: &'a [Flag],
    pub(super) heredocs: &'a [Heredoc],
    pub(super) escape: Escape,
    pub(super) json: Json,
}

/// The errors of BuildKit's two passes. It reads all lines before it looks at any instruction, so an error of the
/// first kind anywhere hides all of the second.
#[derive(Default)]
pub(super) struct Errors {
    pub(super) lines: Vec<Diagnostic>,
    pub(super) instructions: Vec<Diagnostic>,
}

impl Parts<'_> {
    pub(super) fn text(&self) -> &str {
        &self.line.text[self.arguments.clone()]
    }

    pub(super) fn word(&self, range: Range<usize>) -> Word {
        let range = self.arguments.start + range.start..self.arguments.start + range.end;
        Word { text: self.line.text[range.clone()].to_owned(), span: self.line.span(range) }
    }

    /// An error at the arguments, or at the keyword where there are none.
    pub(super) fn wrong(&self, message: impl Into<String>) -> Diagnostic {
        let range = if self.arguments.is_empty() { &self.keyword_range } else { &self.arguments };
        Diagnostic::new(self.line.span(range.clone()), message)
    }

    /// The words of the JSON form, or those between blanks.
    fn list(&self) -> Vec<Word> {
        let Json::Strings(strings) = &self.json else {
            let asked = match self.keyword {
                Keyword::From | Keyword::Copy if self.ask => parser::words(self.keyword, self.text()),
                _ => None,
            };
            let words = asked.unwrap_or_else(|| plain_words(self.text()));
            return words.into_iter().map(|range| self.word(range)).collect();
        };
        strings.iter().map(|(text, range)| Word { text: text.clone(), span: self.word(range.clone()).span }).collect()
    }

    fn whole(&self) -> Option<Word> {
        (!self.arguments.is_empty()).then(|| self.word(0..self.text().len()))
    }

    fn command(&self) -> CommandLine {
        match &self.json {
            Json::Strings(strings) => CommandLine::Exec(strings.iter().map(|(text, _)| text.clone()).collect()),
            _ => CommandLine::Shell(self.text().to_owned()),
        }
    }
}

/// Whether the arguments may be a JSON array.
pub(super) fn takes_json(keyword: Keyword) -> bool {
    use Keyword::*;
    matches!(keyword, Run | Cmd | Entrypoint | Shell | Copy | Add | Volume)
}

/// The payload of any instruction but ONBUILD and unknown ones.
pub(super) fn payload(parts: &Parts, errors: &mut Errors) -> Payload {
    if parts.json == Json::Mixed {
        errors.lines.push(not_strings(parts));
        return Payload::Invalid;
    }
    let payload = match parts.keyword {
        Keyword::Add | Keyword::Copy => transfer::transfer(parts, parts.list(), errors),
        Keyword::Arg => arguments(parts, errors),
        Keyword::Cmd => flagged(parts, errors, Some(Payload::Cmd(parts.command()))),
        Keyword::Entrypoint => flagged(parts, errors, Some(Payload::Entrypoint(parts.command()))),
        Keyword::Env | Keyword::Label => pairs(parts, errors),
        Keyword::Expose => at_least_one(parts, errors, Payload::Expose),
        Keyword::From => from::from(parts, &parts.list(), errors),
        Keyword::Healthcheck => healthcheck::healthcheck(parts, errors),
        Keyword::Run => run(parts, errors),
        Keyword::Shell => shell(parts, errors),
        Keyword::Volume => at_least_one(parts, errors, Payload::Volume),
        Keyword::Maintainer => one_text(parts, errors, Payload::Maintainer),
        Keyword::Stopsignal => one_text(parts, errors, Payload::Stopsignal),
        Keyword::User => one_text(parts, errors, Payload::User),
        Keyword::Workdir => one_text(parts, errors, Payload::Workdir),
        Keyword::Onbuild | Keyword::Unknown => None,
    };
    // What is wrong only in a flag still says what it says: the page goes on with it.
    payload.unwrap_or(Payload::Invalid)
}

pub(super) fn not_strings(parts: &Parts) -> Diagnostic {
    parts
        .wrong("when using JSON array syntax, arrays must be comprised of strings only")
        .hint("Put every element in double quotes, numbers too.")
}

/// Adds what is wrong with the flags, and hands the payload through.
pub(super) fn flagged<T>(parts: &Parts, errors: &mut Errors, payload: T) -> T {
    errors.instructions.extend(flag_errors(parts.keyword, parts.flags));
    payload
}

fn at_least_one(parts: &Parts, errors: &mut Errors, of: fn(Vec<Word>) -> Payload) -> Option<Payload> {
    let mut words = parts.list();
    let name = parts.keyword.name();
    if words.is_empty() {
        let example = if parts.keyword == Keyword::Expose { "EXPOSE 8080" } else { "VOLUME /data" };
        let error = parts.wrong(format!("{name} requires at least one argument"));
        errors.instructions.push(error.hint(format!("Write for example `{example}`.")));
        return flagged(parts, errors, None);
    }
    flagged(parts, errors, ());
    if parts.keyword == Keyword::Volume {
        // Only the JSON form can have blanks around a path.
        words.iter_mut().for_each(|word| word.text = word.text.trim().to_owned());
        if let Some(empty) = words.iter().find(|word| word.text.is_empty()) {
            let error = Diagnostic::new(empty.span, "VOLUME specified can not be an empty string");
            errors.instructions.push(error.hint("Remove the empty string, or write a path in it."));
            return None;
        }
    }
    Some(of(words))
}

fn one_text(parts: &Parts, errors: &mut Errors, of: fn(Word) -> Payload) -> Option<Payload> {
    let Some(text) = parts.whole() else {
        let example = match parts.keyword {
            Keyword::User => "USER node",
            Keyword::Stopsignal => "STOPSIGNAL SIGTERM",
            Keyword::Maintainer => "LABEL org.opencontainers.image.authors=\"name\"",
            _ => "WORKDIR /app",
        };
        let error = parts.wrong(format!("{} requires exactly one argument", parts.keyword.name()));
        errors.instructions.push(error.hint(format!("Write for example `{example}`.")));
        return None;
    };
    // BuildKit never looks at the flags of STOPSIGNAL.
    if parts.keyword != Keyword::Stopsignal {
        flagged(parts, errors, ());
    }
    Some(of(text))
}

/// ARG. BuildKit never looks at its flags.
fn arguments(parts: &Parts, errors: &mut Errors) -> Option<Payload> {
    if let Some((name, default)) = parts.ask.then(|| parser::argument(parts.text())).flatten() {
        return Some(Payload::Arg(vec![Argument {
            name: parts.word(name),
            default: default.map(|range| parts.word(range)),
        }]));
    }
    let mut found = Vec::new();
    for range in quoted_words(parts.text(), parts.escape) {
        let (name, default) = split_pair(parts, range);
        if name.text.is_empty() {
            errors
                .instructions
                .push(Diagnostic::new(name.span, "ARG names can not be blank").hint("Write `ARG NAME=value`."));
            return None;
        }
        found.push(Argument { name, default });
    }
    if found.is_empty() {
        let error = parts.wrong("ARG requires at least one argument");
        errors.instructions.push(error.hint("Write `ARG NAME` or `ARG NAME=default`."));
        return None;
    }
    Some(Payload::Arg(found))
}

/// ENV and LABEL.
fn pairs(parts: &Parts, errors: &mut Errors) -> Option<Payload> {
    let name = parts.keyword.name();
    let text = parts.text();
    let asked = parts.ask.then(|| parser::pairs(parts.keyword, text)).flatten();
    let words = if asked.is_some() { Vec::new() } else { quoted_words(text, parts.escape) };
    let mut legacy = words.first().is_some_and(|first| !text[first.clone()].contains('='));
    let mut pairs = Vec::new();
    if let Some((found, is_legacy)) = asked {
        legacy = is_legacy;
        pairs.extend(found.into_iter().map(|(name, value)| Pair { name: parts.word(name), value: parts.word(value) }));
    } else if legacy {
        let Some(length) = text.find(is_blank) else {
            let error = parts.wrong(format!("{name} must have two arguments"));
            errors.lines.push(error.hint(format!("Write `{name} {text}=value`.")));
            return None;
        };
        let value = text[length..].find(|character| !is_blank(character)).map_or(text.len(), |skip| length + skip);
        pairs.push(Pair { name: parts.word(0..length), value: parts.word(value..text.len()) });
    } else {
        for range in words {
            let (name, value) = split_pair(parts, range);
            let Some(value) = value else {
                let problem =
                    format!("Syntax error - can't find = in {}. Must be of the form: name=value", quoted(&name.text));
                let hint =
                    format!("Write `{}=value`, or put the value this word belongs to in double quotes.", name.text);
                errors.lines.push(Diagnostic::new(name.span, problem).hint(hint));
                return None;
            };
            pairs.push(Pair { name, value });
        }
    }
    flagged(parts, errors, ());
    if pairs.is_empty() {
        let error = parts.wrong(format!("{name} requires at least one argument"));
        errors.instructions.push(error.hint(format!("Write `{name} name=value`.")));
        return None;
    }
    if let Some(blank) = pairs.iter().find(|pair| pair.name.text.is_empty()) {
        let span = Span::new(blank.name.span.start, blank.value.span.end);
        let error = Diagnostic::new(span, format!("{name} names can not be blank"));
        errors.instructions.push(error.hint(format!("Write a name before the `=`: `{name} name=value`.")));
        return None;
    }
    let pairs = Pairs { pairs, legacy };
    Some(if parts.keyword == Keyword::Env { Payload::Env(pairs) } else { Payload::Label(pairs) })
}

/// A word's text before and after its first `=`.
fn split_pair(parts: &Parts, range: Range<usize>) -> (Word, Option<Word>) {
    match parts.text()[range.clone()].find('=') {
        None => (parts.word(range), None),
        Some(length) => {
            let equals = range.start + length;
            (parts.word(range.start..equals), Some(parts.word(equals + 1..range.end)))
        }
    }
}

fn run(parts: &Parts, errors: &mut Errors) -> Option<Payload> {
    flagged(parts, errors, ());
    for flag in parts.flags.iter().filter(|flag| flag.name == "device") {
        let problem = flag.value.as_deref().and_then(device::device_error);
        let hint = "Write for example `--device=vendor.com/device=name`.";
        errors.instructions.extend(problem.map(|message| Diagnostic::new(flag.span, message).hint(hint)));
    }
    let mut mounts = Vec::new();
    for flag in parts.flags.iter().filter(|flag| flag.name == "mount") {
        match mount::mount(flag.value.as_deref().unwrap_or(""), flag.span) {
            Ok(mount) => mounts.push(mount),
            Err(_) if flag.value.is_none() => {}
            Err(message) => {
                let hint =
                    "Write for example `--mount=type=cache,target=/root/.cache` or `--mount=from=stage,target=/x`.";
                errors.instructions.push(Diagnostic::new(flag.span, message).hint(hint));
            }
        }
    }
    let network = value(parts.flags, "network");
    let security = value(parts.flags, "security");
    one_of(parts, errors, "network", "invalid network mode", &["default", "none", "host"]);
    one_of(parts, errors, "security", "security", &["sandbox", "insecure"]);
    Some(Payload::Run(Run { command: parts.command(), mounts, network, security }))
}

/// Checks a flag that takes one of a few words.
fn one_of(parts: &Parts, errors: &mut Errors, name: &str, problem: &str, words: &[&str]) {
    for flag in parts.flags.iter().filter(|flag| flag.name == name) {
        let Some(value) = flag.value.as_deref().filter(|value| !words.contains(value)) else { continue };
        let message = if name == "security" {
            format!("{problem} {} is not valid", quoted(value))
        } else {
            format!("{problem} {}", quoted(value))
        };
        let hint = format!("`--{name}` takes {}.", words.join(", "));
        errors.instructions.push(Diagnostic::new(flag.span, message).hint(hint));
    }
}

fn shell(parts: &Parts, errors: &mut Errors) -> Option<Payload> {
    flagged(parts, errors, ());
    let hint = "Write the shell as a JSON array: `SHELL [\"/bin/bash\", \"-c\"]`.";
    let message = match &parts.json {
        Json::Strings(strings) if !strings.is_empty() => {
            return Some(Payload::Shell(strings.iter().map(|(text, _)| text.clone()).collect()));
        }
        Json::No if !parts.arguments.is_empty() => "SHELL requires the arguments to be in JSON form",
        _ => "SHELL requires at least one argument",
    };
    errors.instructions.push(parts.wrong(message).hint(hint));
    None
}

/// The JSON form of arguments that may have one.
pub(super) fn json_of(keyword: Keyword, text: &str, ask: bool) -> Json {
    if !takes_json(keyword) || !text.starts_with('[') {
        return Json::No;
    }
    let asked = match keyword {
        Keyword::Run | Keyword::Cmd | Keyword::Entrypoint if ask => parser::elements(keyword, text),
        _ => None,
    };
    // The crate is shown no escapes, so the strings are what stands between the quotes.
    let string = |range: Range<usize>| (text[range.clone()].to_owned(), range);
    asked.map_or_else(|| json::array(text), |found| Json::Strings(found.into_iter().map(string).collect()))
}
