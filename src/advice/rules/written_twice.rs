//! Files of lower layers that `chown -R` or `chmod -R` writes again, for an owner or a mode that COPY could have given
//! them. The fix keeps the change for the folder itself, which costs nothing.

use super::super::{Advice, Fix, Gain, Rule, Run, Subject, editing, is_little};
use crate::bytes::{Range, format};
use crate::size::path::is_within;
use crate::stages::{Action, Base, Step};
use crate::syntax::shell::{Command, Join};
use crate::text::{Edit, Span};

pub const RULE: Rule =
    Rule { name: "written-twice", title: "Files are written again to change their owner or mode", gain: Gain::Size };

/// What a recursive change does, as COPY could do it.
struct Change {
    /// `--chown=…` or `--chmod=…`.
    flag: String,
    /// The user and the group, none for a mode.
    names: Vec<String>,
    folder: String,
    /// How the recursion is asked for.
    option: String,
}

pub fn look(subject: &Subject<'_>, found: &mut Vec<Advice>) {
    let image = subject.sizes.image.weight.disk.range.likely;
    for run in subject.runs() {
        let Some(layer) = subject.layer(run.stage.index, run.at) else { continue };
        let Some(command) = run.commands.iter().find(|command| is_recursive(command)) else { continue };
        let shipped = layer.hides.iter().filter(|hidden| subject.shipped.contains(&hidden.stage));
        let bytes = Range::sum(shipped.clone().map(|hidden| hidden.bytes));
        let Some(most) = shipped.max_by_key(|hidden| hidden.bytes.likely) else { continue };
        if is_little(bytes.likely, image) {
            continue;
        }
        let writer = &subject.graph.stages[most.stage].steps[most.step];
        let why = format!(
            "A change of owner or mode copies every file into this layer: {} that line {} wrote before, so that the image \
             has them twice. COPY --chown and --chmod give the files their owner and mode at once.",
            format::rough(bytes.likely),
            writer.line
        );
        let advice = Advice::new(subject, &RULE, run.place(command), RULE.title, why);
        found.push(advice.fix(fix(subject, run, command)));
    }
}

fn fix(subject: &Subject<'_>, run: &Run<'_>, command: &Command) -> Option<Fix> {
    let change = change(run, command)?;
    let steps = &run.stage.steps[..run.at];
    let below = |path: &str| is_within(path, &change.folder);
    let mut copies: Vec<(usize, &Step)> = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        match &step.action {
            Action::Copy(copy) if below(copy.destination.trim_end_matches('/')) => {
                let has = |flag: &Option<String>| flag.is_some();
                if has(if change.names.is_empty() { &copy.chmod } else { &copy.chown }) {
                    return None;
                }
                copies.push((at, step));
            }
            // What it puts above may reach below.
            Action::Copy(copy) if is_within(&change.folder, copy.destination.trim_end_matches('/')) => return None,
            // A folder of its own would keep its owner.
            Action::Workdir { path } if below(path) && *path != change.folder => return None,
            _ => {}
        }
    }
    // Of a stage below, or of the base, nothing is known here.
    if copies.is_empty() || matches!(run.stage.base, Base::Stage(_)) {
        return None;
    }
    let (first, copied) = copies[0];
    let mut between = subject.runs().filter(|other| other.stage.index == run.stage.index && other.at < run.at);
    let before: Vec<&Command> = run.commands.iter().take_while(|other| other.span != command.span).collect();
    let is_unread = |other: &Run<'_>| other.commands.is_empty();
    let mut own = before.iter();
    if between.any(|other| {
        is_unread(other) || !other.commands.iter().all(|command| leaves_alone(other, command, &change.folder))
    }) || !own.all(|other| leaves_alone(run, other, &change.folder))
    {
        return None;
    }
    let mut edits = Vec::new();
    if !change.names.iter().all(|name| exists(subject, run, first, name)) {
        edits.extend(accounts_first(subject, run, command, &before, copied)?);
    }
    for (_, step) in &copies {
        if !means_the_same(&change.flag, step, run.step) {
            return None;
        }
        edits.push(editing::add_flag(subject, subject.instruction(step)?, &change.flag)?);
    }
    edits.push(editing::remove_word(subject, run, command, &change.option)?);
    let label = format!("COPY with {}", change.flag);
    let folder = &change.folder;
    let own = ["/app", "/srv", "/opt", "/code", "/home", "/usr/src", "/workspace", "/data"];
    Some(match own.iter().any(|own| is_within(folder, own)) {
        true => Fix::safe(label, edits),
        false => {
            Fix::to_check(label, edits, format!("What the base image has below {folder} keeps its owner and mode."))
        }
    })
}

fn is_recursive(command: &Command) -> bool {
    matches!(command.program(), "chown" | "chmod" | "chgrp") && command.certain && recursion(command).is_some()
}

fn recursion(command: &Command) -> Option<&String> {
    command
        .words
        .iter()
        .skip(1)
        .find(|word| *word == "--recursive" || (word.starts_with('-') && !word.starts_with("--") && word.contains('R')))
}

fn change(run: &Run<'_>, command: &Command) -> Option<Change> {
    let option = recursion(command).filter(|option| matches!(option.as_str(), "-R" | "--recursive"))?;
    let mut operands = command.words.iter().skip(1).filter(|word| *word != option);
    let (to, folder) = (operands.next()?, operands.next()?);
    let is_plain = |word: &str| {
        !word.is_empty() && !word.starts_with('-') && !word.contains(['$', '`', '*', '?', '[', '{', ',', ' '])
    };
    if operands.next().is_some() || !is_plain(to) || !is_plain(folder) {
        return None;
    }
    let folder = run.path(command, folder);
    if folder == "/" {
        return None;
    }
    let (flag, names) = match command.program() {
        "chown" => {
            let (user, group) = to.split_once(':').unwrap_or((to, "root"));
            if user.is_empty() || group.is_empty() {
                return None;
            }
            let written = as_written(run, command, to)?;
            let group_of_root = if to.contains(':') { "" } else { ":root" };
            (format!("--chown={written}{group_of_root}"), vec![user.to_owned(), group.to_owned()])
        }
        "chmod" if to.len() >= 3 && to.bytes().all(|digit| (b'0'..b'8').contains(&digit)) => {
            (format!("--chmod={to}"), Vec::new())
        }
        _ => return None,
    };
    Some(Change { flag, names, folder, option: option.clone() })
}

/// A word with the variables that stand in it, which a build argument may change: COPY knows them, too.
fn as_written(run: &Run<'_>, command: &Command, word: &str) -> Option<String> {
    let words = run.words(command);
    let at = command.words.iter().position(|other| other == word)?;
    let written = words.get(at).filter(|_| words.len() == command.words.len())?;
    let is_simple = |character: char| character.is_ascii_alphanumeric() || "_-.:${}".contains(character);
    (written.text == word || written.text.chars().all(is_simple)).then(|| written.text.clone())
}

/// Whether the variables of a flag have the same values where two steps stand.
fn means_the_same(flag: &str, one: &Step, other: &Step) -> bool {
    let names = flag.split('$').skip(1).map(|rest| {
        let rest = rest.trim_start_matches('{');
        rest.split(|character: char| !character.is_ascii_alphanumeric() && character != '_').next().unwrap_or("")
    });
    let value = |step: &Step, name: &str| step.state.variables.get(name).map(str::to_owned);
    names.into_iter().all(|name| value(one, name).is_some() && value(one, name) == value(other, name))
}

/// Whether a command surely writes nothing below a folder.
fn leaves_alone(run: &Run<'_>, command: &Command, folder: &str) -> bool {
    const SYSTEM: [&str; 14] = [
        "apt-get",
        "apt",
        "apk",
        "dnf",
        "yum",
        "microdnf",
        "set",
        "true",
        ":",
        "echo",
        "printf",
        "test",
        "[",
        "update-ca-certificates",
    ];
    let is_below = |word: &str| is_within(&run.path(command, word.rsplit('=').next().unwrap_or(word)), folder);
    let mut words = command.words.iter().skip(1);
    let is_silent = match command.program() {
        "mkdir" | "rm" | "rmdir" => words.all(|word| word.starts_with('-') || !is_below(word)),
        // Into Python's own folders, unless it is told otherwise.
        "pip" | "pip3" => {
            !words.any(|word| matches!(word.as_str(), "-e" | "--editable" | "-t" | "--target" | "." | "--prefix"))
        }
        // Names of packages, users and groups are no paths.
        program => {
            (SYSTEM.contains(&program) || is_account(command))
                && !words.any(|word| word.contains('/') && is_below(word))
        }
    };
    is_silent && !command.redirections.iter().any(|redirection| is_below(&redirection.target))
}

fn is_account(command: &Command) -> bool {
    matches!(command.program(), "addgroup" | "adduser" | "groupadd" | "useradd" | "groupmod" | "usermod")
}

/// Whether a user or group is there before a step: by number, of the base image, or made by an earlier RUN.
fn exists(subject: &Subject<'_>, run: &Run<'_>, before: usize, user: &str) -> bool {
    const KNOWN: [(&str, &[&str]); 6] = [
        ("node", &["node"]),
        ("nginx", &["nginx"]),
        ("postgres", &["postgres"]),
        ("redis", &["redis"]),
        ("www-data", &["debian", "ubuntu", "php", "httpd", "wordpress"]),
        ("nobody", &[""]),
    ];
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let image = match &run.stage.base {
        Base::Image { written, .. } => {
            written.split([':', '@']).next().and_then(|name| name.rsplit('/').next()).unwrap_or("")
        }
        _ => "",
    };
    let is_known = |(name, images): &(&str, &[&str])| {
        *name == user && images.iter().any(|known| known.is_empty() || *known == image)
    };
    let earlier = subject.runs().filter(|other| other.stage.index == run.stage.index && other.at < before);
    let makes = |command: &Command| {
        matches!(command.program(), "adduser" | "useradd")
            && command.certain
            && command.words.iter().any(|word| word == user)
    };
    matches!(user, "root" | "daemon" | "bin")
        || is_number(user)
        || KNOWN.iter().any(is_known)
        || earlier.flat_map(|run| &run.commands).any(makes)
}

/// The commands that make the user, as a RUN of their own above the first COPY. Only where nothing else stands before the
/// change.
fn accounts_first(
    subject: &Subject<'_>,
    run: &Run<'_>,
    command: &Command,
    before: &[&Command],
    copy: &Step,
) -> Option<Vec<Edit>> {
    let first = before.first()?;
    let is_plain = |command: &&&Command| {
        is_account(command) && command.certain && command.joined != Join::Pipe && !run.words(command).is_empty()
    };
    if run.step.triggered
        || before.iter().filter(is_plain).count() != before.len()
        || command.joined != Join::And
        || !editing::is_chain(run)
    {
        return None;
    }
    let is_same = copy.state.user == run.step.state.user && copy.state.shell == run.step.state.shell;
    let text = run.source(Span::new(first.span.start, before.last()?.span.end))?.of(subject.text());
    // A build argument may be declared in between.
    if !is_same || text.contains('$') {
        return None;
    }
    let at = editing::above(subject, subject.instruction(copy)?);
    let keyword = run.instruction.keyword_text.as_str();
    let newline = editing::newline(subject);
    let is_apart = subject.text()[..at].ends_with(&format!("{newline}{newline}"));
    let gap = if is_apart { newline } else { "" };
    let moved = Edit::insert(at, format!("{keyword} {text}{newline}{gap}"));
    Some(vec![moved, editing::remove_before(subject, run, command)?])
}
