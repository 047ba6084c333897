//! Package managers that download everything again each time their step runs again, where a cache mount would keep what
//! they downloaded. Silent where one is there, where the frontend is too old for it, and for users and bases whose
//! cache folder nobody here knows.
//!
//! After Docker's “Optimize cache usage in builds” (docs.docker.com/build/cache/optimize), whose targets these are for
//! go, apt and pip, and each tool's documentation of its cache folder: `npm config get cache`, `yarn cache dir`, `pnpm
//! store path`, `pip cache dir`, Cargo's book on CARGO_HOME, Maven's local repository, Gradle's user home, NuGet's
//! global packages folder, COMPOSER_CACHE_DIR.

use super::super::bases::{External, external};
use super::super::calls::{Ask, Manager, call};
use super::super::{Advice, Fix, Gain, Rule, Run, Subject, editing};
use super::ways::{has_buildkit, is_for_development, is_frozen_before, is_plain};
use crate::path::absolute;
use crate::size::path;
use crate::stages::{Action, CopySource};
use crate::syntax::MountKind;
use crate::syntax::shell::Command;
use crate::text::Edit;

pub const RULE: Rule =
    Rule { name: "no-cache-mount", title: "Downloads are not kept between builds", gain: Gain::Rebuild };

/// A download of packages below this is soon done again: some seconds at a megabyte and more a second.
const APT_WORTH: u64 = 200_000_000;

pub fn look(subject: &Subject<'_>, found: &mut Vec<Advice>) {
    if is_frozen_before(subject, (1, 2)) {
        return;
    }
    for tool in TOOLS {
        advise(subject, tool, found);
    }
}

/// A package manager and where it keeps what it downloads.
struct Tool {
    manager: Manager,
    name: &'static str,
    /// The folders for a home; `~` stands for it. The first is needed, the others come along.
    folders: fn(&External<'_>) -> &'static [&'static str],
    /// What it installs stays in the cache itself, so that every step that uses it must see the mount.
    is_store: bool,
}

const TOOLS: &[Tool] = &[
    Tool { manager: Manager::Npm, name: "npm", folders: |_| &["~/.npm"], is_store: false },
    Tool { manager: Manager::Yarn, name: "yarn", folders: |_| &["/usr/local/share/.cache/yarn"], is_store: false },
    Tool { manager: Manager::Pnpm, name: "pnpm", folders: |_| &["~/.local/share/pnpm/store"], is_store: false },
    Tool { manager: Manager::Pip, name: "pip", folders: |_| &["~/.cache/pip"], is_store: false },
    Tool { manager: Manager::Poetry, name: "poetry", folders: |_| &["~/.cache/pypoetry"], is_store: false },
    Tool { manager: Manager::Uv, name: "uv", folders: |_| &["~/.cache/uv"], is_store: false },
    Tool { manager: Manager::Go, name: "go", folders: |_| &["/go/pkg/mod", "~/.cache/go-build"], is_store: true },
    Tool {
        manager: Manager::Cargo,
        name: "cargo",
        folders: |_| &["/usr/local/cargo/registry", "/usr/local/cargo/git/db"],
        is_store: true,
    },
    Tool { manager: Manager::Maven, name: "Maven", folders: |_| &["~/.m2/repository"], is_store: true },
    Tool {
        manager: Manager::Gradle,
        name: "Gradle",
        folders: |base| if base.name == "gradle" { &["/home/gradle/.gradle"] } else { &["~/.gradle"] },
        is_store: true,
    },
    Tool { manager: Manager::Dotnet, name: "NuGet", folders: |_| &["~/.nuget/packages"], is_store: true },
    Tool {
        manager: Manager::Composer,
        name: "composer",
        folders: |base| if base.name == "composer" { &["/tmp/cache"] } else { &["~/.composer/cache"] },
        is_store: false,
    },
    Tool { manager: Manager::Apt, name: "apt", folders: |_| &["/var/cache/apt", "/var/lib/apt"], is_store: false },
];

fn advise(subject: &Subject<'_>, tool: &Tool, found: &mut Vec<Advice>) {
    let uses: Vec<(&Run<'_>, &Command)> =
        subject.built_runs().filter_map(|run| Some((run, first_use(subject, run, tool)?))).collect();
    let wanting: Vec<&(&Run<'_>, &Command)> = uses.iter().filter(|(run, _)| wants(subject, run, tool)).collect();
    let Some((first, command)) = wanting.first() else { return };
    // Half a store would be worse than none: what one step fetched, the next would miss.
    if tool.is_store && (wanting.len() < uses.len() || is_needed_later(subject, tool, &uses)) {
        return;
    }
    let mut edits = Vec::new();
    for (run, _) in &wanting {
        match edits_of(subject, run, tool) {
            Some(own) => edits.extend(own),
            None => return,
        }
    }
    let folders = targets(subject, first, tool).unwrap_or_default().join(" and ");
    let why = format!(
        "{} fetches everything anew whenever this step runs again, if one dependency changed or all did. A cache mount at \
         {folders} keeps it between builds on the same machine, and out of the image.",
        tool.name
    );
    let label = match wanting.len() {
        1 => format!("Mount a cache for {}", tool.name),
        count => format!("Mount a cache for {} in {count} steps", tool.name),
    };
    let fix = if tool.manager == Manager::Apt {
        Fix::to_check(label, edits, "It needs BuildKit, and lists from the cache are as old as the last update.")
    } else if has_buildkit(subject) {
        Fix::safe(label, edits)
    } else {
        Fix::to_check(label, edits, "It needs BuildKit, which is Docker's builder since 23.0.")
    };
    let title = format!("{} downloads everything again", tool.name);
    found.push(Advice::new(subject, &RULE, first.place(command), title, why).fix(Some(fix)));
}

/// The command for which a RUN would want this tool's cache.
fn first_use<'r>(subject: &Subject<'_>, run: &'r Run<'_>, tool: &Tool) -> Option<&'r Command> {
    run.commands.iter().find(|command| {
        let Some((manager, ask)) = call(command) else { return false };
        let downloads = match tool.manager {
            // At the top of a file such a step hardly ever runs again.
            Manager::Apt => {
                let layer = subject.layer(run.stage.index, run.at);
                let is_below_copy = run.stage.steps[..run.at]
                    .iter()
                    .any(|step| matches!(&step.action, Action::Copy(copy) if copy.from == CopySource::Context));
                let is_large = layer.is_some_and(|layer| layer.weight.disk.range.likely >= APT_WORTH);
                ask == Ask::Named && is_large && is_below_copy
            }
            // Node's and Composer's builds work on what is installed; the others' fetch what is missing.
            Manager::Npm | Manager::Yarn | Manager::Pnpm | Manager::Composer => ask == Ask::Project,
            _ => matches!(ask, Ask::Project | Ask::Build),
        };
        manager == tool.manager && downloads && !command.substituted
    })
}

fn wants(subject: &Subject<'_>, run: &Run<'_>, tool: &Tool) -> bool {
    let Some(targets) = targets(subject, run, tool) else { return false };
    let has_cache = run.action.mounts.iter().any(|mount| mount.kind == MountKind::Cache);
    let is_offline = run.action.network.as_deref() == Some("none");
    let value = |name: &str| run.step.state.variables.get(name).is_some_and(|value| !value.is_empty());
    // Whoever turned the cache off or moved it has plans of their own.
    let is_moved = match tool.manager {
        Manager::Npm => value("npm_config_cache") || value("NPM_CONFIG_CACHE"),
        Manager::Yarn => value("YARN_CACHE_FOLDER") || is_berry(run),
        Manager::Pnpm => value("PNPM_HOME"),
        Manager::Pip => value("PIP_NO_CACHE_DIR") || value("PIP_CACHE_DIR"),
        Manager::Poetry => value("POETRY_CACHE_DIR") || value("POETRY_NO_CACHE"),
        Manager::Uv => value("UV_CACHE_DIR") || value("UV_NO_CACHE"),
        Manager::Go => value("GOPATH") || value("GOMODCACHE") || value("GOCACHE") || value("GOFLAGS"),
        Manager::Cargo => value("CARGO_HOME"),
        Manager::Gradle => value("GRADLE_USER_HOME"),
        Manager::Maven => {
            value("MAVEN_OPTS") || run.commands.iter().any(|it| it.words.iter().any(|word| word.contains("maven.repo")))
        }
        Manager::Dotnet => value("NUGET_PACKAGES"),
        Manager::Composer => value("COMPOSER_HOME") || value("COMPOSER_CACHE_DIR"),
        _ => false,
    };
    let is_written = |at: usize| {
        let writes = |path: &str| targets.iter().any(|target| overlaps(path, target));
        match run.stage.steps.get(at).map(|step| &step.action) {
            Some(Action::Copy(copy)) => copy.destination != "/" && writes(&absolute("/", &copy.destination)),
            _ => false,
        }
    };
    let told = [
        "--cache",
        "--store",
        "--global-store",
        "--project-cache-dir",
        "--gradle-user-home",
        "--no-network",
        "--offline",
    ];
    let is_told = run
        .commands
        .iter()
        .filter(|command| call(command).is_some_and(|(manager, _)| manager == tool.manager))
        .any(|command| command.words.iter().any(|word| told.iter().any(|option| word.starts_with(option))));
    !has_cache && !is_offline && !is_told && !is_moved && !run.step.triggered && !(0..run.at).any(is_written)
}

/// Where the tool keeps what it downloads in this step; `None` where that is not known.
fn targets(subject: &Subject<'_>, run: &Run<'_>, tool: &Tool) -> Option<Vec<String>> {
    let base = external(subject, run.stage.index)?;
    if !base.is_official() {
        return None;
    }
    let user = run.step.state.user.split(':').next().unwrap_or("");
    let is_root = matches!(user, "" | "root" | "0");
    if !(is_root || user == "node" && base.name == "node" && tool.manager == Manager::Npm) {
        return None;
    }
    let fits = match tool.manager {
        // Before modules there was nothing to keep there.
        Manager::Go => base.name == "golang" && !matches!(base.read.version[..], [1, minor, ..] if minor < 13),
        Manager::Cargo => base.name == "rust",
        // Alpine has no apt, whatever the script says.
        Manager::Apt => !base.is_alpine(),
        _ => true,
    };
    let home = run.home();
    let fits = fits && is_plain(&home);
    let place = |folder: &&str| folder.replacen('~', &home, 1);
    fits.then(|| (tool.folders)(&base).iter().map(place).collect())
}

/// The flags, and what in the script would work against them.
fn edits_of(subject: &Subject<'_>, run: &Run<'_>, tool: &Tool) -> Option<Vec<Edit>> {
    let mut targets = targets(subject, run, tool)?;
    // What only downloads compiles nothing.
    let compiles = |command: &Command| matches!(call(command), Some((Manager::Go, ask)) if ask != Ask::Project);
    if tool.manager == Manager::Go && !run.commands.iter().any(compiles) {
        targets.truncate(1);
    }
    let owner = match run.step.state.user.split(':').next() {
        Some("node") => ",uid=1000,gid=1000",
        _ => "",
    };
    let sharing = if tool.manager == Manager::Apt { ",sharing=locked" } else { "" };
    let flags: Vec<String> =
        targets.iter().map(|target| format!("--mount=type=cache,target={target}{sharing}{owner}")).collect();
    let mut edits = vec![editing::add_flag(subject, run.instruction, &laid_out(subject, &flags))?];
    if tool.manager == Manager::Apt {
        edits.push(keep_archives(subject, run)?);
    }
    for command in &run.commands {
        let is_own = call(command).is_some_and(|(manager, _)| manager == tool.manager);
        let off: Vec<&str> = command.words.iter().map(String::as_str).filter(|word| is_switch(word)).collect();
        for word in off.into_iter().filter(|_| is_own) {
            edits.push(editing::remove_word(subject, run, command, word)?);
        }
        let clears = (is_own && is_clearing(command)) || targets.iter().any(|target| removes(run, command, target));
        if clears {
            edits.push(editing::remove_command(subject, run, command)?);
        }
    }
    Some(edits)
}

/// One flag stays on the line of its RUN; several get a line each, as the Dockerfile reference writes them.
fn laid_out(subject: &Subject<'_>, flags: &[String]) -> String {
    if let [only] = flags {
        return only.clone();
    }
    let broken = format!(" {}{}    ", subject.dockerfile.escape.character(), editing::newline(subject));
    // The blank before the command is there already.
    format!("{}{}", flags.join(&broken), broken.strip_suffix(' ').unwrap_or(&broken))
}

/// Debian's and Ubuntu's images delete archives right after they are installed, so that the cache would stay empty.
fn keep_archives(subject: &Subject<'_>, run: &Run<'_>) -> Option<Edit> {
    let first = run.pieces.first()?;
    let at = run.source(first.span)?.start;
    let there = run.commands.iter().any(|command| command.words.iter().any(|word| word.contains("docker-clean")));
    (!there && subject.dockerfile.escape.character() == '\\')
        .then(|| Edit::insert(at, "rm -f /etc/apt/apt.conf.d/docker-clean && "))
}

fn is_switch(word: &str) -> bool {
    matches!(word, "--no-cache-dir" | "--no-cache" | "-n") && word != "-n"
}

/// Whether a command empties the manager's own cache: `npm cache clean`, `apt-get clean`, `go clean -modcache`.
fn is_clearing(command: &Command) -> bool {
    let words: Vec<&str> = command.words.iter().skip(1).map(String::as_str).collect();
    match (command.program(), words.as_slice()) {
        ("npm" | "yarn" | "pnpm" | "pip" | "pip3" | "uv", ["cache" | "store", verb, ..]) => {
            matches!(*verb, "clean" | "purge" | "prune" | "clear" | "remove")
        }
        ("apt-get" | "apt", ["clean" | "autoclean", ..]) => true,
        ("go", ["clean", ..]) => true,
        ("composer", ["clear-cache" | "clearcache" | "cc", ..]) => true,
        ("dotnet", ["nuget", "locals", ..]) => true,
        _ => false,
    }
}

/// Whether a command takes the folder away, or all in it: that would fail at a mount, or empty the cache.
fn removes(run: &Run<'_>, command: &Command, target: &str) -> bool {
    command.program() == "rm"
        && command.words.iter().skip(1).filter(|word| !word.starts_with('-')).any(|word| {
            let path = run.path(command, word.trim_end_matches('*').trim_end_matches('/'));
            overlaps(&path, target)
        })
}

fn overlaps(one: &str, other: &str) -> bool {
    let is_within = |inner: &str, outer: &str| path::is_within(inner, outer.trim_end_matches('/'));
    one != "/" && (is_within(one, other) || is_within(other, one))
}

fn is_berry(run: &Run<'_>) -> bool {
    let says = |word: &String| matches!(word.as_str(), "--immutable" | "--immutable-cache" | "workspaces");
    run.commands.iter().any(|command| command.words.iter().any(says))
}

/// Whether something needs the store where no mount would show it: a COPY of it, a script, or the image's own command.
fn is_needed_later(subject: &Subject<'_>, tool: &Tool, uses: &[(&Run<'_>, &Command)]) -> bool {
    let Some(targets) = uses.first().and_then(|(run, _)| targets(subject, run, tool)) else { return true };
    let steps = subject.graph.stages.iter().filter(|stage| stage.reachable).flat_map(|stage| &stage.steps);
    let is_copied = |copy: &crate::stages::CopyAction| {
        let takes = |source: &String| targets.iter().any(|target| overlaps(&absolute("/", source), target));
        copy.from != CopySource::Context && copy.sources.iter().any(takes)
    };
    let unread = subject.built_runs().any(|run| {
        let of_stage = uses.iter().any(|(other, _)| other.stage.index == run.stage.index);
        of_stage && run.commands.is_empty()
    });
    let shipped = uses.iter().any(|(run, _)| run.shipped);
    let target = subject.graph.target.and_then(|target| subject.graph.stages.get(target));
    let words = target.into_iter().flat_map(|stage| [&stage.entrypoint, &stage.command]).flatten();
    let program = |word: &String| {
        let words = word.split_whitespace().next().unwrap_or("");
        matches!(words.rsplit('/').next(), Some("go" | "cargo" | "mvn" | "mvnw" | "gradle" | "gradlew"))
    };
    // An image without a build of its own builds when it runs.
    let builds =
        uses.iter().flat_map(|(run, _)| &run.commands).any(|command| matches!(call(command), Some((_, Ask::Build))));
    let runs_tool =
        shipped && (!builds || is_for_development(subject) || words.flat_map(|words| words.iter()).any(program));
    unread
        || runs_tool
        || steps.filter_map(|step| if let Action::Copy(copy) = &step.action { Some(copy) } else { None }).any(is_copied)
}
