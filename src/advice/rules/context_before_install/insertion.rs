//! Builds that fetch their dependencies themselves: a download by the manifests alone, put before the copy, is reused
//! while they stay the same. Where a build cannot be told to only download, there is a finding without a fix.

use super::super::super::bases::external;
use super::super::super::calls::{Ask, Manager, call};
use super::super::super::editing::newline;
use super::super::super::{Advice, Fix, Run, Subject};
use super::manifests::Manifests;
use super::{RULE, Whole, installs};
use crate::syntax::MountKind;
use crate::text::Edit;

pub fn look(subject: &Subject<'_>, copy: &Whole<'_>, found: &mut Vec<Advice>) {
    let own = || subject.built_runs().filter(|run| run.stage.index == copy.stage.index);
    let builds = |run: &Run<'_>| {
        let build = run.commands.iter().find_map(|command| match call(command) {
            Some((manager @ (Manager::Go | Manager::Maven | Manager::Cargo), Ask::Build)) => {
                Some((manager, command.clone()))
            }
            Some((Manager::Dotnet, _)) => Some((Manager::Dotnet, command.clone())),
            _ => None,
        });
        build.filter(|_| !run.action.mounts.iter().any(|mount| mount.kind == MountKind::Cache))
    };
    let Some((run, (manager, command))) =
        own().filter(|run| run.at > copy.at).find_map(|run| Some((run, builds(run)?)))
    else {
        return;
    };
    // A step that only downloads, or that builds something before the sources, is how it is done.
    let stages = crate::stages::chain(subject.graph, copy.stage.index);
    let is_prepared = subject.built_runs().any(|run| {
        let is_earlier = (run.stage.index == copy.stage.index && run.at < copy.at)
            || (run.stage.index != copy.stage.index && stages.contains(&run.stage.index));
        let asks = |command| matches!(call(command), Some((other, Ask::Project | Ask::Build)) if other == manager);
        is_earlier && run.commands.iter().any(asks)
    });
    let Some(base) = external(subject, copy.stage.index).filter(|_| !is_prepared) else { return };
    let program = command.words.first().map_or("", String::as_str);
    if manager == Manager::Cargo {
        if base.name == "rust" && *copy.step.state.workdir == *copy.folder() {
            found.push(cargo(subject, copy));
        }
        return;
    }
    if manager == Manager::Dotnet {
        found.push(dotnet(subject, copy));
        return;
    }
    let is_plain = match manager {
        // Before modules there was no go.mod; with GOPATH there may be none either.
        Manager::Go => base.name == "golang" && !copy.folder().starts_with("/go") && !is_old(&base.read.version),
        _ => {
            program == "mvn"
                && !command
                    .words
                    .iter()
                    .any(|word| matches!(word.as_str(), "-f" | "--file" | "-pl" | "-o" | "--offline"))
        }
    };
    let needed = Manifests::of(subject, copy, run, &command, manager);
    let Some(manifests) = needed.filter(|_| is_plain && *copy.step.state.workdir == *copy.folder()) else { return };
    let download = if manager == Manager::Go { "go mod download" } else { "mvn -B dependency:go-offline" };
    let newline = newline(subject);
    let keyword = &run.instruction.keyword_text;
    let mut text = manifests.lines(copy).join(newline);
    text.push_str(&format!("{newline}{keyword} {download}{newline}"));
    let (place, _) = super::with_comments(subject, copy.instruction);
    let label = format!("Download by {} first", manifests.names());
    let edits = vec![Edit::insert(place.start, text)];
    let fix = match manifests.doubt(subject) {
        Some(doubt) => Fix::to_check(label, edits, doubt),
        None => Fix::safe(label, edits),
    };
    let why = format!(
        "Any edit of a file makes this copy another one, and the build after it downloads every dependency again. A download \
         by {} alone, before the copy, is reused as long as the dependencies stay the same.",
        manifests.names()
    );
    let title = format!("Sources are copied before {}", installs(manager));
    found.push(Advice::new(subject, &RULE, copy.instruction.span, title, why).fix(Some(fix)));
}

/// Cargo has no command that builds the dependencies alone.
fn cargo(subject: &Subject<'_>, copy: &Whole<'_>) -> Advice {
    let why = "Any edit of a file makes this copy another one, and cargo compiles every dependency again. Cargo cannot build \
               them alone: copy Cargo.toml and Cargo.lock first and build an empty src/main.rs with them, or use cargo-chef, \
               or mount a cache on the target folder and copy the binary out of it in the same RUN.";
    Advice::new(subject, &RULE, copy.instruction.span, "Sources are copied before the dependencies are compiled", why)
}

/// Nobody here knows where the project files are: a pattern that matches none would fail the build.
fn dotnet(subject: &Subject<'_>, copy: &Whole<'_>) -> Advice {
    let why = "Any edit of a file makes this copy another one, and dotnet restores every package again. Copy the project files \
               (*.csproj, Directory.*.props, the solution) to their folders first, run dotnet restore, then copy the rest.";
    Advice::new(subject, &RULE, copy.instruction.span, "Sources are copied before packages are restored", why)
}

fn is_old(version: &[u32]) -> bool {
    matches!(version, [1, minor, ..] if *minor < 13)
}
