//! `apt-get install` that brings what is only recommended. The fix is one to check: a program may need some of it.

use super::super::{Advice, Fix, Gain, Rule, Run, Subject, editing};
use super::words::{action, has, is_apt, operands};
use crate::stages::Action;
use crate::syntax::shell::Command;
use crate::text::Edit;

pub const RULE: Rule =
    Rule { name: "recommends-installed", title: "Recommended packages are installed too", gain: Gain::Size };

/// Of programs that fetch over TLS, Debian only recommends the certificates they check servers by.
const FETCHERS: [&str; 3] = ["curl", "wget", "git"];
const CERTIFICATES: &str = "ca-certificates";

pub fn look(subject: &Subject<'_>, found: &mut Vec<Advice>) {
    if is_configured(subject) {
        return;
    }
    for run in subject.runs() {
        let installs: Vec<&Command> = run.commands.iter().filter(|command| brings_recommended(command)).collect();
        let Some(first) = installs.iter().find(|command| command.certain) else { continue };
        let why = "apt-get install also installs what the named packages recommend, unless --no-install-recommends \
                   says otherwise. Few programs in a container need any of it.";
        let advice = Advice::new(subject, &RULE, run.place(first), RULE.title, why);
        found.push(advice.fix(fix(subject, run, &installs)));
    }
}

fn fix(subject: &Subject<'_>, run: &Run<'_>, installs: &[&Command]) -> Option<Fix> {
    let mut edits = Vec::new();
    let lacks_certificates = !installed_before(subject, run, CERTIFICATES);
    for command in installs {
        let flag = if command.program() == "aptitude" { " --without-recommends" } else { " --no-install-recommends" };
        edits.push(Edit::insert(run.source(last_option(run, command)?)?.end, flag));
        let fetcher = operands(command).find(|word| FETCHERS.contains(word)).filter(|_| lacks_certificates);
        if let Some(edit) = fetcher.and_then(|word| editing::add_word(subject, run, command, word, CERTIFICATES)) {
            edits.push(edit);
        }
    }
    let why = "A program may need a package that is only recommended: build, and run what you installed.";
    Some(Fix::to_check("Install only what is named and required", edits, why))
}

/// `install`, or the last of the options that follow it.
fn last_option(run: &Run<'_>, command: &Command) -> Option<crate::text::Span> {
    let words = run.words(command);
    let install = words.iter().position(|word| word.text == "install")?;
    let is_option = |word: &&&crate::syntax::shell::Piece| word.text.starts_with('-') && !takes_value(&word.text);
    let options = words[install + 1..].iter().take_while(is_option).count();
    words.get(install + options).map(|word| word.span)
}

fn takes_value(option: &str) -> bool {
    matches!(option, "-o" | "-t" | "-c" | "--option" | "--target-release")
}

fn brings_recommended(command: &Command) -> bool {
    let is_off = has(command, &["--no-install-recommends", "--without-recommends"])
        || command.words.iter().any(|word| word.contains("Install-Recommends"));
    let mut names = operands(command).skip(1).peekable();
    let is_install = is_apt(command) && action(command) == Some("install") && names.peek().is_some();
    is_install
        && !is_off
        && !has(command, &["-s", "--simulate", "--dry-run", "--download-only"])
        && !names.any(is_desktop)
}

/// Packages that are little more than a list of recommendations.
fn is_desktop(name: &str) -> bool {
    let lists = ["xfce4", "lxde", "lxqt", "gnome", "kde-full", "kde-standard", "xorg"];
    name.ends_with("-desktop") || name.starts_with("task-") || lists.contains(&name)
}

/// Whether a setting of apt may turn recommended packages off for all.
fn is_configured(subject: &Subject<'_>) -> bool {
    let mut steps = subject.steps();
    steps.any(|(_, _, step)| match &step.action {
        Action::Run(run) => {
            run.script.contains("Install-Recommends \"") || run.script.contains("Install-Recommends=\\\"")
        }
        Action::Copy(copy) => copy.destination.starts_with("/etc/apt"),
        _ => false,
    })
}

fn installed_before(subject: &Subject<'_>, run: &Run<'_>, package: &str) -> bool {
    let is_before = |other: &&Run<'_>| (other.stage.index, other.at) <= (run.stage.index, run.at);
    let mut commands = subject.runs().filter(is_before).flat_map(|run| &run.commands);
    commands.any(|command| is_apt(command) && operands(command).any(|word| word == package))
}
