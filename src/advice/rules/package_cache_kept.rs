//! What dnf, yum, zypper and pacman keep of the packages and lists they fetched. apk has a rule of its own, and so have
//! apt's lists; apt's archives are dropped by the official images.

use super::super::{Advice, Fix, Gain, Rule, Run, Subject, editing, together};
use super::words::{action, as_root, has, operands};
use crate::syntax::shell::Command;

pub const RULE: Rule =
    Rule { name: "package-cache-kept", title: "The package manager's cache stays in the image", gain: Gain::Size };

/// A package manager with what it keeps.
struct Manager {
    program: &'static str,
    /// Any of these may hold the cache, by the age of the distribution.
    folders: &'static [&'static str],
    clean: &'static str,
}

const DNF: &[&str] = &["/var/cache/dnf", "/var/cache/libdnf5", "/var/cache/yum"];

static MANAGERS: [Manager; 7] = [
    Manager { program: "dnf", folders: DNF, clean: "dnf clean all" },
    Manager { program: "dnf5", folders: DNF, clean: "dnf5 clean all" },
    Manager { program: "yum", folders: DNF, clean: "yum clean all" },
    Manager { program: "microdnf", folders: DNF, clean: "microdnf clean all" },
    Manager { program: "tdnf", folders: &["/var/cache/tdnf"], clean: "tdnf clean all" },
    Manager { program: "zypper", folders: &["/var/cache/zypp"], clean: "zypper clean --all" },
    // `pacman -Scc --noconfirm` takes its question for answered with no.
    Manager { program: "pacman", folders: &["/var/cache/pacman/pkg"], clean: "rm -rf /var/cache/pacman/pkg/*" },
];

pub fn look(subject: &Subject<'_>, found: &mut Vec<Advice>) {
    let places = subject.runs().filter_map(keeps).map(|(run, command, manager)| {
        let why = format!(
            "{} keeps the packages and lists it fetched in {}, as part of the layer. Only the same RUN can take them out.",
            manager.program, manager.folders[0]
        );
        let edit = editing::append(subject, run, &as_root(run, manager.clean));
        let fix = edit.map(|edit| Fix::safe("Empty the cache in the same RUN", vec![edit]));
        Advice::new(subject, &RULE, run.place(command), RULE.title, why).fix(fix)
    });
    together(found, places);
}

/// The command of a RUN whose package manager leaves its cache behind.
fn keeps<'r, 'a>(run: &'r Run<'a>) -> Option<(&'r Run<'a>, &'r Command, &'static Manager)> {
    let (at, manager) = run.commands.iter().enumerate().find_map(|(at, command)| {
        let manager = MANAGERS.iter().find(|manager| manager.program == command.program())?;
        (command.certain && fetches(command)).then_some((at, manager))
    })?;
    let mounted = manager.folders.iter().any(|folder| run.is_mounted(folder));
    let removed = || run.commands[at..].iter().any(|command| removes(run, manager, command));
    (!mounted && !removed()).then(|| (run, &run.commands[at], manager))
}

fn fetches(command: &Command) -> bool {
    const ACTIONS: [&str; 18] = [
        "install",
        "in",
        "localinstall",
        "groupinstall",
        "group",
        "reinstall",
        "update",
        "upgrade",
        "up",
        "dup",
        "dist-upgrade",
        "distro-sync",
        "makecache",
        "refresh",
        "ref",
        "module",
        "swap",
        "patch",
    ];
    if command.program() == "pacman" {
        return command.words.iter().any(|word| word.starts_with("-S") && !word.contains('c'))
            && !has(command, &["-Ss", "-Si"]);
    }
    !has(command, &["-C", "--cacheonly", "--assumeno"]) && operands(command).any(|word| ACTIONS.contains(&word))
}

fn removes(run: &Run<'_>, manager: &Manager, command: &Command) -> bool {
    let is_manager = MANAGERS.iter().any(|other| other.program == command.program());
    let cleans = match command.program() {
        "pacman" => command.words.iter().any(|word| word.starts_with("-S") && word.contains('c')),
        _ => matches!(action(command), Some("clean" | "cc")),
    };
    (is_manager && cleans) || manager.folders.iter().any(|folder| run.removes(command, &format!("{folder}/0")))
}
