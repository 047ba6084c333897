//! An image built and shipped in one stage: its compiler, sources and caches go along with the program. Silent about images
//! for development, those whose command is the compiler's own, and interpreted programs.
//!
//! After Docker's “Multi-stage builds” (docs.docker.com/build/building/multi-stage).

use super::super::bases::{External, external};
use super::super::calls::{Ask, Manager, call};
use super::super::{Advice, Gain, Rule, Run, Subject};
use super::ways::{is_for_development, is_toolbox, runs_in_the_end, split};
use crate::syntax::shell::Command;

pub const RULE: Rule =
    Rule { name: "toolchain-shipped", title: "What builds the program ships with it", gain: Gain::Size };

pub fn look(subject: &Subject<'_>, found: &mut Vec<Advice>) {
    let Some(base) = subject.graph.target.and_then(|target| external(subject, target)) else { return };
    if is_toolbox(subject) || is_for_development(subject) || runs_tool(subject) {
        return;
    }
    let is_node = base.name == "node";
    let builds = subject.runs().filter(|run| !run.step.triggered).find_map(|run| Some((run, build(run, &base)?)));
    let Some((run, command)) = builds else { return };
    let (title, why) = match base.toolchain() {
        Some(tools) => (
            format!("{} {} with the program", capitalised(tools), if tools.contains(" and ") { "ship" } else { "ships" }),
            format!(
                "{} is built on {} and ships on it: {tools}, the sources and what the build leaves behind are part of the image. \
                 A stage for the build, and a second that takes only its result, leaves them out.",
                "The program", base.written
            ),
        ),
        None if is_node => (
            "Sources and development dependencies ship with what was built from them".to_owned(),
            "The build needs the sources and the development dependencies; what runs needs its result. A stage for the build, \
             and a second that takes only the result and the production dependencies, leaves the rest out."
                .to_owned(),
        ),
        None => return,
    };
    found.push(Advice::new(subject, &RULE, run.place(command), title, why).fix(split(subject)));
}

/// The command that builds the program from its sources.
fn build<'r>(run: &'r Run<'_>, base: &External<'_>) -> Option<&'r Command> {
    run.commands.iter().filter(|command| command.certain && !command.substituted).find(|command| {
        let words: Vec<&str> = command.words.iter().skip(1).map(String::as_str).collect();
        match call(command) {
            Some((Manager::Go | Manager::Cargo | Manager::Maven | Manager::Gradle, Ask::Build)) => {
                !words.contains(&"test") && base.toolchain().is_some()
            }
            Some((Manager::Dotnet, Ask::Build)) => matches!(words.first(), Some(&("build" | "publish"))),
            Some((Manager::Npm | Manager::Yarn | Manager::Pnpm, Ask::Build)) => {
                base.name == "node"
                    && words.iter().any(|word| *word == "build" || word.starts_with("build:") || *word == "tsc")
            }
            _ => {
                let is_compiler = matches!(
                    command.program(),
                    "make"
                        | "cmake"
                        | "ninja"
                        | "gcc"
                        | "g++"
                        | "cc"
                        | "c++"
                        | "javac"
                        | "rustc"
                        | "stack"
                        | "cabal"
                        | "ghc"
                        | "sbt"
                        | "lein"
                ) || (command.program() == "swift" && words.first() == Some(&"build"));
                is_compiler && base.toolchain().is_some()
            }
        }
    })
}

/// Whether the container's own command needs the tools.
fn runs_tool(subject: &Subject<'_>) -> bool {
    runs_in_the_end(subject).iter().any(|command| match command.program() {
        "go" | "cargo" | "mvn" | "mvnw" | "gradle" | "gradlew" | "sbt" | "lein" | "stack" | "cabal" | "make"
        | "jshell" | "gcc" => true,
        "dotnet" => command.words.get(1).is_some_and(|word| matches!(word.as_str(), "run" | "watch" | "test" | "ef")),
        _ => false,
    })
}

fn capitalised(words: &str) -> String {
    let mut characters = words.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
