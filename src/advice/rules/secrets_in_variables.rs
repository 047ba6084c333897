//! Secrets in ARG and ENV, which the image's configuration and the build's history keep. The names are those of the check
//! SecretsUsedInArgOrEnv, less those whose other words or values say that they are none. Silent where the author turned
//! that check off.
//!
//! After Docker's “Build secrets” (docs.docker.com/build/building/secrets) and the documentation of that check.

use super::super::{Advice, Fix, Gain, Rule, Subject, editing};
use super::ways::{MOST, is_frozen_before, is_plain};
use crate::checks::names_secret;
use crate::stages::{Action, Stage, Step, chain};
use crate::syntax::shell::{Command, Redirection, RedirectionKind};
use crate::syntax::{Argument, Instruction, Keyword, Payload};
use crate::text::Span;

pub const RULE: Rule =
    Rule { name: "secrets-in-variables", title: "A secret is kept in the image", gain: Gain::Safety };

pub fn look(subject: &Subject<'_>, found: &mut Vec<Advice>) {
    let off = |directive: &crate::syntax::Directive| {
        directive.name == "check"
            && (directive.value.contains("SecretsUsedInArgOrEnv") || directive.value.contains("skip=all"))
    };
    if subject.dockerfile.directives.iter().any(off) {
        return;
    }
    let before = found.len();
    for stage in subject.graph.stages.iter().filter(|stage| stage.reachable) {
        for step in stage.steps.iter().filter(|step| !step.triggered) {
            let Some(instruction) = subject.instruction(step) else { continue };
            if found.len() - before >= MOST {
                return;
            }
            let off = |comment: &crate::syntax::Comment| comment.text.contains("SecretsUsedInArgOrEnv");
            if instruction.comments.iter().any(off) {
                continue;
            }
            match (&instruction.payload, &step.action) {
                (Payload::Arg(arguments), _) => {
                    let is_filler = |argument: &&Argument| {
                        argument.default.as_ref().is_some_and(|value| is_placeholder(&value.text.to_ascii_lowercase()))
                    };
                    let secret = |argument: &&Argument| is_secret(&argument.name.text) && !is_filler(argument);
                    for argument in arguments.iter().filter(secret) {
                        found.push(argument_advice(
                            subject,
                            stage,
                            step,
                            instruction,
                            &argument.name.text,
                            argument.name.span,
                        ));
                    }
                }
                (Payload::Env(pairs), Action::Env(values)) if subject.shipped.contains(&stage.index) => {
                    for (pair, (name, value)) in pairs.pairs.iter().zip(values) {
                        if is_secret(name) && may_be_secret(value) {
                            found.push(environment_advice(subject, name, pair.name.span));
                        }
                    }
                }
                _ => {}
            }
        }
    }
}

fn argument_advice(
    subject: &Subject<'_>,
    stage: &Stage,
    step: &Step,
    instruction: &Instruction,
    name: &str,
    span: Span,
) -> Advice {
    let why = "A build argument is written into the history of the image that uses it, and into its provenance. A secret mount \
               gives the value to one RUN, and no layer or history keeps it.";
    let ssh = " For git over SSH no key needs to be passed: `RUN --mount=type=ssh` lends the agent's.";
    let hint = if name.to_ascii_lowercase().contains("ssh") { ssh } else { "" };
    let title = format!("The build argument {name} is no place for a secret");
    let advice = Advice::new(subject, &RULE, span, title, format!("{why}{hint}"));
    advice.fix(mount(subject, stage, step, instruction, name))
}

fn environment_advice(subject: &Subject<'_>, name: &str, span: Span) -> Advice {
    let why = "Whoever has the image can read its environment. Leave the variable out here and give it to the container when it \
               runs, by -e, an env file or the orchestrator's secrets; a RUN that needs it gets it by --mount=type=secret.";
    Advice::new(subject, &RULE, span, format!("The image carries {name} in its environment"), why)
}

/// The ARG goes, and every RUN that names it gets the secret under the same name.
fn mount(subject: &Subject<'_>, stage: &Stage, step: &Step, instruction: &Instruction, name: &str) -> Option<Fix> {
    let Payload::Arg(arguments) = &instruction.payload else { return None };
    // `env=` of a secret mount came with Dockerfile 1.10.
    if arguments.len() > 1 || !is_plain(name) || is_frozen_before(subject, (1, 10)) {
        return None;
    }
    let names = |text: &str| text.contains(&format!("${name}")) || text.contains(&format!("${{{name}"));
    let mut edits = vec![editing::remove_instruction(subject, instruction)];
    let mut users = 0;
    for other in subject
        .graph
        .stages
        .iter()
        .filter(|other| other.reachable && chain(subject.graph, other.index).contains(&stage.index))
    {
        for later in &other.steps {
            let is_before = other.index == stage.index && later.instruction <= step.instruction;
            let Some(own) = subject.instruction(later).filter(|_| !is_before) else { continue };
            let text = own.span.of(subject.text());
            if !names(text) {
                continue;
            }
            if own.keyword != Keyword::Run
                || later.triggered
                || !own.heredocs.is_empty()
                || is_written(subject, own, &names)
            {
                return None;
            }
            edits.push(editing::add_flag(subject, own, &format!("--mount=type=secret,id={name},env={name}"))?);
            users += 1;
        }
    }
    let note =
        format!("Pass it by `--secret id={name},env={name}` in place of --build-arg; it needs BuildKit 0.16 or later.");
    (users > 0).then(|| Fix::to_check("Mount it as a secret", edits, note))
}

/// Whether a RUN writes the secret into a file that it leaves behind: then the mount would change nothing.
fn is_written(subject: &Subject<'_>, instruction: &Instruction, names: &dyn Fn(&str) -> bool) -> bool {
    let Some(run) = subject.built_runs().find(|run| run.instruction.span == instruction.span) else { return true };
    run.commands.iter().any(|command| {
        let writes = |redirection: &Redirection| {
            let removed = |other: &Command| {
                other.program() == "rm" && other.words.iter().any(|word| word.ends_with(redirection.target.as_str()))
            };
            matches!(redirection.kind, RedirectionKind::Write | RedirectionKind::Append)
                && !run.commands.iter().any(removed)
        };
        // Settings are files, too: of git, npm, pip, composer, NuGet.
        let sets = command
            .words
            .iter()
            .skip(1)
            .take(3)
            .any(|word| matches!(word.as_str(), "config" | "set" | "source" | "login"));
        let unsets = |other: &Command| {
            other
                .words
                .iter()
                .any(|word| matches!(word.as_str(), "delete" | "unset" | "--unset" | "remove" | "logout" | "rm"))
        };
        let stays = sets && !run.commands.iter().any(unsets);
        command.words.iter().any(|word| names(word)) && (stays || command.redirections.iter().any(writes))
    })
}

/// Whether a name speaks of a secret and of nothing else: not of its place, its kind or its owner.
fn is_secret(name: &str) -> bool {
    const OTHER: [&str; 49] = [
        "path",
        "dir",
        "url",
        "uri",
        "host",
        "port",
        "id",
        "name",
        "names",
        "type",
        "method",
        "methods",
        "enabled",
        "enable",
        "disabled",
        "disable",
        "length",
        "size",
        "ttl",
        "expires",
        "expiry",
        "expiration",
        "timeout",
        "algorithm",
        "alg",
        "header",
        "issuer",
        "server",
        "service",
        "store",
        "arn",
        "region",
        "dummy",
        "prefix",
        "suffix",
        "endpoint",
        "provider",
        "mode",
        "format",
        "required",
        "backend",
        "backends",
        "lifetime",
        "realm",
        "domain",
        "group",
        "user",
        "hash",
        "rounds",
    ];
    let words = || name.split('_').map(str::to_ascii_lowercase);
    let is_signature =
        words().any(|word| matches!(word.as_str(), "gpg" | "pgp")) || name.eq_ignore_ascii_case("GPG_KEYS");
    // What these name is built into pages that anyone can read.
    let prefixes = ["VITE_", "REACT_APP_", "VUE_APP_", "NEXT_PUBLIC_", "NUXT_PUBLIC_", "GATSBY_", "EXPO_PUBLIC_"];
    let is_published = prefixes.iter().any(|prefix| name.starts_with(prefix));
    names_secret(name) && !is_signature && !is_published && !words().any(|word| OTHER.contains(&word.as_str()))
}

/// Not empty, a number, a switch, a place or an address.
fn may_be_secret(value: &str) -> bool {
    let is_switch =
        matches!(value.to_ascii_lowercase().as_str(), "" | "true" | "false" | "yes" | "no" | "on" | "off" | "none");
    let is_number = value.bytes().all(|byte| byte.is_ascii_digit());
    let is_place = value.starts_with('/') || value.starts_with("./") || (value.contains("://") && !value.contains('@'));
    !is_switch && !is_number && !is_place && !is_placeholder(&value.to_ascii_lowercase())
}

/// A value that stands in for a secret where a build insists on one.
fn is_placeholder(value: &str) -> bool {
    ["dummy", "placeholder", "fake", "unused", "example", "notneeded", "not-needed", "precompile"]
        .iter()
        .any(|word| value.contains(word))
}
