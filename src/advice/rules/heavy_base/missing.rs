//! Programs that the steps on an image call, that its full variant has and the light one has not: an edit installs them
//! where they are first called.

use std::collections::BTreeSet;

use super::super::super::calls::{Ask, Manager, call, packages, requirements};
use super::super::super::editing::newline;
use super::super::super::{Run, Subject};
use super::above;
use super::lighter::Lighter;
use crate::syntax::shell::commands;
use crate::syntax::{CommandLine, Healthcheck, Instruction, Payload};
use crate::text::Edit;

/// Programs of Debian's buildpack-deps, on which the full images are built, with the packages that bring them.
const PROGRAMS: [(&str, &str); 26] = [
    ("git", "git"),
    ("hg", "mercurial"),
    ("svn", "subversion"),
    ("curl", "curl"),
    ("wget", "wget"),
    ("make", "make"),
    ("gcc", "gcc libc6-dev"),
    ("cc", "gcc libc6-dev"),
    ("g++", "g++"),
    ("c++", "g++"),
    ("autoconf", "autoconf"),
    ("automake", "automake"),
    ("patch", "patch"),
    ("unzip", "unzip"),
    ("bzip2", "bzip2"),
    ("xz", "xz-utils"),
    ("file", "file"),
    ("gpg", "gnupg"),
    ("ssh", "openssh-client git"),
    ("ssh-keygen", "openssh-client"),
    ("ssh-keyscan", "openssh-client git"),
    ("ssh-agent", "openssh-client git"),
    ("convert", "imagemagick"),
    ("ps", "procps"),
    ("pg_config", "libpq-dev"),
    ("mysql_config", "default-libmysqlclient-dev"),
];

/// Requirements that have no wheel, with what their installation needs.
const SOURCES_ONLY: [(&str, &str); 4] = [
    ("psycopg2", "gcc libc6-dev libpq-dev"),
    ("mysqlclient", "gcc libc6-dev default-libmysqlclient-dev pkg-config"),
    ("uwsgi", "gcc libc6-dev"),
    ("python-ldap", "gcc libc6-dev libldap2-dev libsasl2-dev"),
];

#[derive(Default)]
pub struct Missing<'a> {
    packages: BTreeSet<String>,
    /// The first that needs one, and whether root runs it.
    place: Option<(&'a Instruction, usize, bool)>,
    /// More than one stage needs something.
    is_spread: bool,
    is_alpine: bool,
}

pub fn of<'a>(subject: &Subject<'a>, stage: usize, lighter: &Lighter) -> Missing<'a> {
    let mut missing = Missing { is_alpine: lighter.is_alpine, ..Missing::default() };
    if !lighter.is_slim {
        return missing;
    }
    for stage in above(subject, stage) {
        let stage = &subject.graph.stages[stage];
        let mut there: BTreeSet<String> = BTreeSet::new();
        for (at, step) in stage.steps.iter().enumerate() {
            let Some(instruction) = subject.instruction(step) else { continue };
            let is_root = matches!(step.state.user.split(':').next(), Some("" | "root" | "0"));
            let mut needed = BTreeSet::new();
            if let Some(run) = subject.built_runs().find(|run| run.stage.index == stage.index && run.at == at) {
                for command in &run.commands {
                    if matches!(call(command), Some((manager, _)) if is_system(manager)) {
                        there.extend(packages(command).into_iter().map(str::to_owned));
                    }
                }
                needed = needs(subject, run);
            } else if let Payload::Healthcheck(Healthcheck::Command(command)) = &instruction.payload {
                needed = programs(command);
            }
            let is_there = |package: &String| {
                let first = package.split(' ').next().unwrap_or(package);
                let builds = ["gcc", "g++", "make"].contains(&first);
                there.contains(first) || (builds && (there.contains("build-essential") || there.contains("build-base")))
            };
            needed.retain(|package| !is_there(package) && !missing.packages.contains(package));
            if needed.is_empty() {
                continue;
            }
            missing.packages.extend(needed);
            match missing.place {
                None => missing.place = Some((instruction, stage.index, is_root)),
                Some((_, first, _)) => missing.is_spread |= first != stage.index,
            }
        }
    }
    missing
}

impl Missing<'_> {
    /// The step that installs them, and what to know of it; `None` where there is no one place for it.
    pub fn edits(&self, subject: &Subject<'_>) -> Option<(Vec<Edit>, String)> {
        let Some((instruction, _, is_root)) = self.place else { return Some((Vec::new(), String::new())) };
        if self.is_spread || !is_root || self.is_alpine {
            return None;
        }
        let words: BTreeSet<&str> = self.packages.iter().flat_map(|packages| packages.split(' ')).collect();
        let words: Vec<&str> = words.into_iter().collect();
        let names = words.join(" ");
        let keyword = if instruction.keyword_text.starts_with(char::is_lowercase) { "run" } else { "RUN" };
        let (newline, escape) = (newline(subject), subject.dockerfile.escape.character());
        let text = format!(
            "{keyword} apt-get update {escape}{newline} && apt-get install -y --no-install-recommends {names} {escape}{newline} && rm -rf /var/lib/apt/lists/*{newline}"
        );
        let start = instruction.comments.first().map_or(instruction.span.start, |comment| comment.span.start);
        Some((vec![Edit::insert(start, text)], format!("The steps need {}, which it installs.", words.join(", "))))
    }
}

fn needs(subject: &Subject<'_>, run: &Run<'_>) -> BTreeSet<String> {
    let mut needed = BTreeSet::new();
    for command in &run.commands {
        needed.extend(package_of(command.program()));
        // Hardly a Ruby application has no gem with an extension: its server, its JSON, its database.
        if matches!(call(command), Some((Manager::Bundler, Ask::Project))) || command.program() == "gem" {
            needed.insert("build-essential".to_owned());
        }
        if command.words.iter().any(|word| word.contains("git+")) {
            needed.insert("git".to_owned());
        }
        let words: Vec<&str> = command.words.iter().map(String::as_str).collect();
        for file in requirements(&words) {
            let known =
                subject.scenario.manifests.iter().find(|(path, _)| path.ends_with(file.trim_start_matches("./")));
            let lines = known.map(|(_, text)| text.as_str()).unwrap_or("").lines();
            for name in lines.filter_map(|line| line.trim().split(['=', '<', '>', '~', '[', ' ', ';']).next()) {
                let own = SOURCES_ONLY.iter().find(|(package, _)| package.eq_ignore_ascii_case(name));
                needed.extend(own.map(|(_, packages)| (*packages).to_owned()));
            }
        }
    }
    needed
}

fn programs(command: &CommandLine) -> BTreeSet<String> {
    let script = match command {
        CommandLine::Shell(script) => script.clone(),
        CommandLine::Exec(words) => words.join(" "),
    };
    let commands = commands(&script, &|_: &str| None);
    commands.iter().filter_map(|command| package_of(command.program())).collect()
}

fn package_of(program: &str) -> Option<String> {
    PROGRAMS.iter().find(|(name, _)| *name == program).map(|(_, package)| (*package).to_owned())
}

fn is_system(manager: Manager) -> bool {
    matches!(manager, Manager::Apt | Manager::Apk | Manager::Rpm)
}
