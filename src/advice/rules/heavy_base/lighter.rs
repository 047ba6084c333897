//! Which variant of an official image would do, and what to look at before using it.

use super::super::super::Subject;
use super::super::super::bases::External;
use super::super::super::calls::{Ask, Manager, call};
use super::super::ways::runs_in_the_end;
use super::above;
use crate::stages::{Action, CopySource};

pub struct Lighter {
    /// `None` where the right one is not known.
    pub reference: Option<String>,
    /// In words, where there is no reference.
    pub name: &'static str,
    pub why: &'static str,
    pub check: &'static str,
    /// Whether programs are missing that its big brother has.
    pub is_slim: bool,
    pub is_alpine: bool,
}

const SLIM: &str = "The full image has compilers, headers and tools for building almost any package; the slim one has what runs \
                    the language.";
const MUSL: &str = "The alpine variant is built on a distribution of a few megabytes.";
const SLIM_PYTHON: &str = "Packages without a ready wheel need a compiler and headers to install, and scripts may call what the \
                           full image has: git, curl, libpq, imagemagick.";
const SLIM_NODE: &str = "Modules that compile with node-gyp need python3, make and g++ to install, and scripts may call what the \
                         full image has: git, curl.";
const SLIM_OTHER: &str = "Extensions may need headers to compile (libpq-dev, libyaml-dev), and scripts may call what the full image \
                          has: git, curl.";
const MUSL_CHECK: &str = "Alpine has musl in place of glibc: what was compiled for glibc does not run there.";

pub fn of(subject: &Subject<'_>, base: &External<'_>) -> Option<Lighter> {
    let is_plain = base.read.variants.is_empty();
    let slim = |reference: String, check| Lighter {
        reference: Some(reference),
        name: "",
        why: SLIM,
        check,
        is_slim: true,
        is_alpine: false,
    };
    let alpine = |reference: String| Lighter {
        reference: Some(reference),
        name: "",
        why: MUSL,
        check: MUSL_CHECK,
        is_slim: true,
        is_alpine: true,
    };
    let written = |tag: String| format!("{}:{tag}", base.written.split(':').next().unwrap_or(base.name));
    match base.name {
        "node" if is_plain && is_free_of_glibc(subject, base) && base.read.distribution.is_empty() => {
            Some(alpine(written(with_variant(base, "alpine"))))
        }
        "node" if is_plain => Some(slim(written(with_variant_last(base, "slim")), SLIM_NODE)),
        "python" if is_plain => Some(slim(written(with_variant(base, "slim")), SLIM_PYTHON)),
        "ruby" | "perl" if is_plain => Some(slim(written(with_variant(base, "slim")), SLIM_OTHER)),
        "php"
            if base.read.variants.iter().all(|word| matches!(word.as_str(), "fpm" | "cli"))
                && is_movable(subject, base) =>
        {
            Some(alpine(written(with_variant_last(base, "alpine"))))
        }
        "nginx" | "httpd" | "redis" if is_plain && is_movable(subject, base) => {
            Some(alpine(written(with_variant_last(base, "alpine"))))
        }
        "debian" if is_plain && base.tag != "latest" => Some(Lighter {
            reference: Some(written(format!("{}-slim", base.tag))),
            name: "",
            why: "The slim image is the same Debian without documentation, manual pages and translations, also of packages that \
                  are installed later.",
            check: "Manual pages, documentation and translations are left out; a few packages expect their folders.",
            is_slim: false,
            is_alpine: false,
        }),
        "eclipse-temurin" | "openjdk" => java(subject, base),
        "mcr.microsoft.com/dotnet/sdk" => dotnet(subject, base),
        "golang" | "rust" | "gcc" => program(subject, base),
        _ => None,
    }
}

/// `3.12-bookworm` to `3.12-slim-bookworm`, `latest` to `slim`.
fn with_variant(base: &External<'_>, variant: &str) -> String {
    let release = base.read.distribution.as_str();
    match (base.tag, base.tag.strip_suffix(release)) {
        ("latest", _) => variant.to_owned(),
        (tag, Some(version)) if !release.is_empty() && !version.is_empty() => {
            format!("{}-{variant}-{}", version.trim_end_matches('-'), &tag[version.len()..])
        }
        (tag, _) if !release.is_empty() => format!("{variant}-{tag}"),
        (tag, _) => format!("{tag}-{variant}"),
    }
}

/// `18-bookworm` to `18-bookworm-slim`, as Node's tags and those of web servers go.
fn with_variant_last(base: &External<'_>, variant: &str) -> String {
    if base.tag == "latest" { variant.to_owned() } else { format!("{}-{variant}", base.tag) }
}

/// Whether what is built on the image could as well be built on Alpine: nothing there is Debian's.
fn is_movable(subject: &Subject<'_>, base: &External<'_>) -> bool {
    let stages = above(subject, base.stage.index);
    let debian = subject.built_runs().filter(|run| stages.contains(&run.stage.index)).any(|run| {
        let is_debian = |program: &str| {
            matches!(program, "apt-get" | "apt" | "dpkg" | "aptitude" | "bash" | "useradd" | "groupadd" | "usermod")
        };
        run.commands.is_empty()
            || !crate::syntax::shell::is_posix(&run.step.state.shell)
            || run.step.state.shell.first().is_some_and(|shell| shell.ends_with("bash"))
            || run.commands.iter().any(|command| is_debian(command.program()))
    });
    // Programs of other images may be built for glibc; web pages are not.
    let takes_programs =
        subject.graph.stages.iter().filter(|stage| stages.contains(&stage.index)).flat_map(|stage| &stage.steps).any(
            |step| {
                let Action::Copy(copy) = &step.action else { return false };
                let is_place = |path: &str| {
                    ["/usr/local/bin", "/usr/bin", "/bin", "/opt", "/usr/lib", "/usr/local/lib"]
                        .iter()
                        .any(|place| path.starts_with(place))
                };
                copy.from != CopySource::Context
                    && is_place(&copy.destination)
                    && !copy.sources.iter().any(|source| source.ends_with("/composer"))
            },
        );
    let mut commands = runs_in_the_end(subject).into_iter();
    base.read.distribution.is_empty()
        && !debian
        && !takes_programs
        && !commands.any(|command| command.program() == "bash")
}

/// For Node: the manifest is known and names no module that is compiled or fetched for glibc.
fn is_free_of_glibc(subject: &Subject<'_>, base: &External<'_>) -> bool {
    const COMPILED: [&str; 22] = [
        "\"bcrypt\"",
        "\"canvas\"",
        "\"sharp\"",
        "\"sqlite3\"",
        "\"better-sqlite3\"",
        "\"node-sass\"",
        "\"puppeteer",
        "\"playwright",
        "\"@tensorflow",
        "\"grpc\"",
        "\"oracledb\"",
        "\"node-rdkafka\"",
        "\"argon2\"",
        "\"re2\"",
        "\"libxmljs",
        "\"snowflake-sdk\"",
        "\"prisma\"",
        "\"@prisma",
        "\"cypress\"",
        "\"electron",
        "\"serialport\"",
        "\"node-gyp\"",
    ];
    let texts: Vec<&String> = subject
        .scenario
        .manifests
        .iter()
        .filter(|(path, _)| path.ends_with("package.json"))
        .map(|(_, text)| text)
        .collect();
    let has = |text: &&String| COMPILED.iter().any(|name| text.contains(name));
    !texts.is_empty() && !texts.iter().any(has) && is_movable(subject, base)
}

fn java(subject: &Subject<'_>, base: &External<'_>) -> Option<Lighter> {
    let lean = ["jre", "headless", "ubi", "nanoserver", "windowsservercore", "oracle", "oraclelinux8", "oraclelinux7"];
    let runs_java = runs_in_the_end(subject).iter().any(|command| command.program() == "java");
    if lean.iter().any(|variant| base.has(variant)) || !runs_java || builds(subject) {
        return None;
    }
    let major = *base.read.version.first()?;
    let reference = if base.name == "openjdk" {
        // Temurin has images of the releases that are kept up for long; openjdk has had no new ones since 2022.
        let suffix = if base.is_alpine() { "-alpine" } else { "" };
        matches!(major, 8 | 11 | 17 | 21 | 25).then(|| format!("eclipse-temurin:{major}-jre{suffix}"))?
    } else if base.tag.contains("-jdk") {
        format!("eclipse-temurin:{}", base.tag.replace("-jdk", "-jre"))
    } else {
        let (version, rest) =
            base.tag.split_once('-').map_or((base.tag, String::new()), |(version, rest)| (version, format!("-{rest}")));
        format!("eclipse-temurin:{version}-jre{rest}")
    };
    Some(Lighter {
        reference: Some(reference),
        name: "",
        why: "The image runs a finished program: the JRE runs it without the compiler, tools and sources of the JDK.",
        check: "Look for what calls the JDK's tools (jcmd, jmap, javac) in the running container.",
        is_slim: false,
        is_alpine: base.is_alpine(),
    })
}

fn dotnet(subject: &Subject<'_>, base: &External<'_>) -> Option<Lighter> {
    let commands = runs_in_the_end(subject);
    let runs_program = commands.iter().any(|command| {
        command.program() == "dotnet" && command.words.get(1).is_some_and(|word| word.ends_with(".dll"))
    });
    (runs_program && !builds(subject)).then(|| Lighter {
        reference: Some(format!("mcr.microsoft.com/dotnet/aspnet:{}", base.tag)),
        name: "",
        why: "The image runs a finished program: the ASP.NET runtime runs it without the SDK.",
        check: "A program without ASP.NET needs only dotnet/runtime; the SDK's tools and its shell programs are gone.",
        is_slim: false,
        is_alpine: base.is_alpine(),
    })
}

/// A stage on a compiler's image that only takes a finished program: the distribution it was built on runs it.
fn program(subject: &Subject<'_>, base: &External<'_>) -> Option<Lighter> {
    let takes = subject
        .steps()
        .any(|(_, _, step)| matches!(&step.action, Action::Copy(copy) if copy.from != CopySource::Context));
    let calls = subject.runs().flat_map(|run| &run.commands).any(|command| call(command).is_some());
    let uses_tool = runs_in_the_end(subject)
        .iter()
        .any(|command| matches!(command.program(), "go" | "cargo" | "rustc" | "gcc" | "g++" | "make" | "bash"));
    if !takes || calls || uses_tool || builds(subject) || runs_in_the_end(subject).is_empty() {
        return None;
    }
    let row = subject.catalog.image(base.name).find(|row| row.tags.split(' ').any(|tag| tag == base.tag));
    let release = row.and_then(|row| row.distribution.strip_prefix("debian:"));
    Some(Lighter {
        reference: release.map(|release| format!("debian:{release}-slim")),
        name: if base.is_alpine() { "the alpine it stands on" } else { "the slim Debian it stands on" },
        why: "The stage runs a program that another stage has built: the compiler and its caches are not needed for that. The \
              same distribution without them has the libraries it was built with.",
        check: "Certificates for HTTPS (ca-certificates), git and gcc's libraries are not in it.",
        is_slim: true,
        is_alpine: false,
    })
}

/// Whether a step of the image compiles something.
fn builds(subject: &Subject<'_>) -> bool {
    subject.runs().any(|run| {
        run.commands.is_empty()
            || run.commands.iter().any(|command| {
                matches!(
                    call(command),
                    Some((
                        Manager::Maven | Manager::Gradle | Manager::Dotnet | Manager::Go | Manager::Cargo,
                        Ask::Build | Ask::Project
                    ))
                ) || matches!(
                    command.program(),
                    "javac"
                        | "jlink"
                        | "jpackage"
                        | "sbt"
                        | "lein"
                        | "ant"
                        | "make"
                        | "cmake"
                        | "gcc"
                        | "g++"
                        | "cc"
                        | "rustc"
                )
            })
    })
}
