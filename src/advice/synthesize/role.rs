//! What each command of the single stage is there for: to bring packages, to install dependencies, to build, or to make
//! the image as it is when it runs. A stack knows its own commands; the rest is common to all.

use super::packages::{self, Packages};
use super::script::Unit;

#[derive(Clone, Debug)]
pub(super) enum Role {
    /// Packages of the system.
    Packages(Packages),
    /// Brings a tool that installs or builds: only the build needs it.
    Tool,
    /// Installs the dependencies its manifests name.
    Install,
    /// Makes something of the sources.
    Build,
    /// Takes away or cleans what does not ship anyway.
    Prune,
    /// Users, folders and modes of the running image.
    Runtime,
    /// Prints, and leaves nothing.
    Quiet,
    Unknown,
}

/// The role of a command by its stack, or else by what it is everywhere. Of several commands in one, the weightiest.
pub(super) fn role(unit: &Unit, stack: &dyn Fn(&Unit) -> Option<Role>) -> Role {
    let mut all: Vec<Role> = unit
        .commands
        .iter()
        .filter(|words| !words.is_empty())
        .map(|words| {
            let text = if unit.simple { unit.text.clone() } else { words.join(" ") };
            let one = Unit {
                text,
                folder: unit.folder.clone(),
                at: unit.at.clone(),
                commands: vec![words.clone()],
                simple: unit.simple,
            };
            stack(&one).unwrap_or_else(|| common(&one))
        })
        .collect();
    if all.len() == 1
        && let Some(only) = all.pop()
    {
        return only;
    }
    let any = |is: fn(&Role) -> bool| all.iter().any(is);
    if all.is_empty()
        || any(|role| matches!(role, Role::Unknown)) && !any(|role| matches!(role, Role::Install | Role::Build))
    {
        Role::Unknown
    } else if any(|role| matches!(role, Role::Install)) {
        Role::Install
    } else if any(|role| matches!(role, Role::Build)) {
        Role::Build
    } else if any(|role| matches!(role, Role::Tool)) {
        Role::Tool
    } else if any(|role| matches!(role, Role::Packages(_))) {
        let of = |role: &Role| match role {
            Role::Packages(packages) => Some(packages.clone()),
            _ => None,
        };
        let mut found = all.iter().filter_map(of);
        let Some(mut first) = found.next() else { return Role::Unknown };
        found.for_each(|more| first.names.extend(more.names));
        Role::Packages(first)
    } else if any(|role| matches!(role, Role::Runtime)) {
        Role::Runtime
    } else {
        Role::Quiet
    }
}

fn common(unit: &Unit) -> Role {
    if let Some(packages) = packages::read(unit) {
        return Role::Packages(packages);
    }
    let operands = unit.operands();
    let writes = unit.text.contains('>');
    match unit.program() {
        "rm" if operands.iter().all(|path| !path.starts_with(['/', '~', '$'])) => Role::Prune,
        "rm" if operands.iter().all(|path| is_cache(path)) => Role::Prune,
        "dpkg-reconfigure" | "locale-gen" | "ldconfig" | "useradd" | "adduser" | "groupadd" | "addgroup"
        | "usermod" | "mkdir" | "chown" | "chgrp" | "chmod" | "touch" => Role::Runtime,
        "ln" if !operands.iter().any(|path| path.contains("bin/")) => Role::Runtime,
        "echo" | "ls" | "cat" | "pwd" | "env" | "printenv" | "date" | "which" | "du" | "uname" if !writes => {
            Role::Quiet
        }
        _ if unit.simple
            && unit.words().len() == 2
            && matches!(unit.words()[1].as_str(), "--version" | "-v" | "-version" | "version") =>
        {
            Role::Quiet
        }
        _ => Role::Unknown,
    }
}

/// Caches and lists, which no program reads.
fn is_cache(path: &str) -> bool {
    const CACHES: [&str; 12] = [
        "/var/lib/apt",
        "/var/cache",
        "/tmp/",
        "/var/tmp",
        "/root/.cache",
        "/root/.npm",
        "~/.cache",
        "~/.npm",
        "/usr/share/doc",
        "/usr/share/man",
        "/root/.m2",
        "/root/.gradle",
    ];
    CACHES.iter().any(|cache| path.starts_with(cache))
}

/// Programs that fetch or set up something of the system: they read no source of the project.
pub(super) fn is_foreign(unit: &Unit) -> bool {
    unit.commands.iter().all(|words| {
        let program = crate::syntax::shell::program(words);
        [
            "curl",
            "wget",
            "git",
            "tar",
            "gpg",
            "echo",
            "apt-key",
            "add-apt-repository",
            "sh",
            "bash",
            "update-ca-certificates",
            "tee",
            "unzip",
            "mv",
            "install",
        ]
        .contains(&program)
    })
}
