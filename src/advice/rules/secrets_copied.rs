//! Files that hold secrets, copied into a layer by their names: deleting them later leaves them there. Silent about
//! examples and templates, about public halves of keys, and about what does not ship, private keys excepted.
//!
//! After Docker's “Build secrets” (docs.docker.com/build/building/secrets: secret mounts and SSH mounts).

use super::super::calls::{Ask, Manager, call};
use super::super::{Advice, Fix, Gain, Rule, Subject, editing};
use super::ways::{is_frozen_before, is_plain};
use crate::path::absolute;
use crate::stages::{Action, CopySource, Stage};
use crate::syntax::{Instruction, Payload, Word};
use crate::text::Edit;

pub const RULE: Rule = Rule { name: "secrets-copied", title: "A file with secrets is copied in", gain: Gain::Safety };

pub fn look(subject: &Subject<'_>, found: &mut Vec<Advice>) {
    for stage in subject.graph.stages.iter().filter(|stage| stage.reachable) {
        let ships = subject.shipped.contains(&stage.index);
        for step in stage.steps.iter().filter(|step| !step.triggered) {
            let Action::Copy(action) = &step.action else { continue };
            let Some(instruction) = subject.instruction(step).filter(|_| action.from == CopySource::Context) else {
                continue;
            };
            let (Payload::Copy(transfer) | Payload::Add(transfer)) = &instruction.payload else { continue };
            for word in &transfer.sources {
                let counts = |secret: &Secret| (ships || *secret == Secret::Key) && !is_keyring(&action.destination);
                let Some(secret) = secret(subject, &word.text).filter(counts) else { continue };
                let file = word.text.trim_start_matches("./");
                let place = if ships { "the image" } else { "a layer" };
                let title = match secret {
                    Secret::Registry => format!("{file} is copied into {place}, and may hold a token"),
                    _ => format!("{file} is copied into {place}"),
                };
                let why = match secret {
                    Secret::Key => {
                        "Whoever has the layer has the key, also after a later step deletes it. For git over SSH mount the agent, \
                         `RUN --mount=type=ssh`, and pass it by `--ssh default`; other keys come by --mount=type=secret or when \
                         the container runs."
                    }
                    Secret::Settings => {
                        "Whoever has the image can read it. Give the container its settings when it runs, by --env-file or the \
                         orchestrator's secrets; a RUN that needs the file gets it by --mount=type=secret."
                    }
                    Secret::Registry => {
                        "Where it holds the token for a registry, whoever has the image can read it. A secret mount shows the file \
                         to the one RUN that installs."
                    }
                };
                let advice = Advice::new(subject, &RULE, word.span, title, why);
                let fix =
                    (secret == Secret::Registry).then(|| mount(subject, stage, instruction, word, file)).flatten();
                found.push(advice.fix(fix));
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Secret {
    Key,
    Settings,
    Registry,
}

/// What a file's name says that it holds.
fn secret(subject: &Subject<'_>, path: &str) -> Option<Secret> {
    let path = path.trim_start_matches("./").trim_end_matches('/');
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let harmless = [
        "example", "sample", "template", "dist", "test", "dummy", "fake", "pub", "public", "gpg", "apt", "repo",
        "keyring", "signing",
    ];
    if name.split(['.', '-', '_']).any(|part| harmless.contains(&part)) {
        return None;
    }
    let text =
        subject.scenario.manifests.iter().find(|(key, _)| key.trim_start_matches("./") == path).map(|(_, text)| text);
    match name.as_str() {
        "id_rsa" | "id_dsa" | "id_ecdsa" | "id_ed25519" | ".ssh" => Some(Secret::Key),
        ".env"
        | ".env.local"
        | ".env.production.local"
        | ".netrc"
        | ".pgpass"
        | ".git-credentials"
        | ".aws"
        | ".dockercfg"
        | "kubeconfig"
        | ".htpasswd"
        | "credentials.json"
        | "service-account.json"
        | "serviceaccount.json"
        | "secrets.yml"
        | "secrets.yaml"
        | "secrets.json" => Some(Secret::Settings),
        ".npmrc" | ".pypirc" | "auth.json" => {
            let is_known_harmless = text
                .is_some_and(|text| !text.contains("_auth") && !text.contains("_password") && !text.contains("token"));
            (!is_known_harmless).then_some(Secret::Registry)
        }
        _ if path.ends_with(".aws/credentials")
            || path.ends_with(".docker/config.json")
            || path.ends_with(".kube/config") =>
        {
            Some(Secret::Settings)
        }
        name => {
            let stem = name.strip_suffix(".pem").map(|stem| stem.contains("key") || stem.contains("private"));
            (name.ends_with(".key") || name.ends_with(".p12") || name.ends_with(".pfx") || stem == Some(true))
                .then_some(Secret::Key)
        }
    }
}

/// Where package managers keep the keys that packages are signed with, which everyone may have.
fn is_keyring(destination: &str) -> bool {
    ["/apt/", "keyring", "rpm-gpg", "/apk/keys"].iter().any(|part| destination.contains(part))
}

/// `.npmrc` for the installation alone, at the place where the copy put it.
fn mount(subject: &Subject<'_>, stage: &Stage, instruction: &Instruction, word: &Word, file: &str) -> Option<Fix> {
    let (Payload::Copy(transfer) | Payload::Add(transfer)) = &instruction.payload else { return None };
    let step = stage.steps.iter().find(|step| step.span == instruction.span)?;
    let Action::Copy(action) = &step.action else { return None };
    let is_removed = subject.built_runs().flat_map(|run| &run.commands).any(|command| {
        matches!(command.program(), "rm" | "mv" | "sed" | "echo" | "envsubst")
            && command.words.iter().any(|word| word.ends_with(".npmrc"))
    });
    if !file.ends_with(".npmrc")
        || !is_plain(file)
        || !is_plain(&action.destination)
        || is_removed
        || is_frozen_before(subject, (1, 2))
    {
        return None;
    }
    let into_folder = action.destination.ends_with('/') || transfer.sources.len() > 1;
    let target = if into_folder { absolute(&action.destination, ".npmrc") } else { absolute("/", &action.destination) };
    let installs = |command: &crate::syntax::shell::Command| {
        matches!(call(command), Some((Manager::Npm | Manager::Yarn | Manager::Pnpm, Ask::Project | Ask::Named)))
    };
    let users = subject.built_runs().filter(|run| run.commands.iter().any(installs) && !run.step.triggered);
    let flag = format!("--mount=type=secret,id=npmrc,target={target}");
    let mut edits: Vec<Edit> =
        users.map(|run| editing::add_flag(subject, run.instruction, &flag)).collect::<Option<_>>()?;
    if edits.is_empty() {
        return None;
    }
    edits.push(if transfer.sources.len() == 1 {
        editing::remove_instruction(subject, instruction)
    } else {
        let text = subject.text();
        let end =
            word.span.end + text[word.span.end..].len() - text[word.span.end..].trim_start_matches([' ', '\t']).len();
        let is_bare =
            text.get(..word.span.start).is_some_and(|before| before.ends_with([' ', '\t'])) && end > word.span.end;
        is_bare.then(|| Edit::delete(crate::text::Span::new(word.span.start, end)))?
    });
    Some(Fix::to_check(
        "Mount it as a secret",
        edits,
        format!("Pass it by `--secret id=npmrc,src={file}`; it needs BuildKit."),
    ))
}
