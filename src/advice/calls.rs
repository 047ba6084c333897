//! A command to what it asks of a package manager or build tool: which one, and whether it installs a project's
//! dependencies, named packages, or builds. Knows the words of command lines, and nothing of files.

use crate::syntax::shell::Command;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Manager {
    Apk,
    Apt,
    Bun,
    Bundler,
    Cargo,
    Composer,
    Dotnet,
    Go,
    Gradle,
    Maven,
    Npm,
    Pip,
    Pipenv,
    Pnpm,
    Poetry,
    Rpm,
    Uv,
    Yarn,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// The dependencies that the project's manifests name, and no more: `npm ci`, `pip install -r`, `go mod download`.
    Project,
    /// Packages named on the command line.
    Named,
    /// Builds or runs the project's own sources, and fetches what that needs: `go build`, `npm run build`.
    Build,
    /// Takes away what is installed or cached.
    Clean,
}

/// What a command asks of a package manager; `None` for other commands and for questions such as `npm --version`.
pub fn call(command: &Command) -> Option<(Manager, Ask)> {
    let words: Vec<&str> = command.words.iter().skip(1).map(String::as_str).collect();
    let program = command.program();
    match program {
        "npm" | "pnpm" | "yarn" | "bun" => node(program, &words),
        "npx" | "pnpx" | "bunx" | "turbo" | "nx" | "lerna" => Some((Manager::Npm, Ask::Build)),
        "python" | "python3" => match words.as_slice() {
            ["-m", "pip", rest @ ..] => pip(rest),
            _ => None,
        },
        "uv" => match words.as_slice() {
            ["pip", rest @ ..] => pip(rest).map(|(_, ask)| (Manager::Uv, ask)),
            ["sync", ..] => {
                let own = !words.iter().any(|word| matches!(*word, "--no-install-project" | "--no-install-workspace"));
                Some((Manager::Uv, if own { Ask::Build } else { Ask::Project }))
            }
            _ => None,
        },
        "poetry" => match words.first() {
            Some(&"install") => {
                let own = !words.iter().any(|word| matches!(*word, "--no-root" | "--only-root" | "--no-directory"));
                Some((Manager::Poetry, if own { Ask::Build } else { Ask::Project }))
            }
            _ => None,
        },
        "pipenv" => matches!(words.first(), Some(&"install" | &"sync")).then(|| {
            let named = operands(&words[1..], &[]).next().is_some();
            (Manager::Pipenv, if named { Ask::Named } else { Ask::Project })
        }),
        "go" => go(&words),
        "cargo" => cargo(&words),
        "mvn" | "mvnw" | "mvnd" => {
            let offline = words.iter().any(|word| word.starts_with("dependency:"));
            Some((Manager::Maven, if offline { Ask::Project } else { Ask::Build }))
        }
        "gradle" | "gradlew" => {
            let resolves = words.iter().any(|word| matches!(*word, "dependencies" | ":dependencies"));
            Some((Manager::Gradle, if resolves { Ask::Project } else { Ask::Build }))
        }
        "dotnet" => match words.first() {
            Some(&"restore") => Some((Manager::Dotnet, Ask::Project)),
            Some(&("build" | "publish" | "pack" | "test" | "run" | "msbuild")) => Some((Manager::Dotnet, Ask::Build)),
            _ => None,
        },
        "composer" | "composer.phar" => match words.iter().find(|word| !word.starts_with('-')) {
            Some(&("install" | "i")) => Some((Manager::Composer, Ask::Project)),
            Some(&"require") => Some((Manager::Composer, Ask::Named)),
            Some(&("clear-cache" | "clearcache")) => Some((Manager::Composer, Ask::Clean)),
            _ => None,
        },
        "bundle" | "bundler" => match words.first() {
            Some(&"install") => Some((Manager::Bundler, Ask::Project)),
            Some(&"exec") => Some((Manager::Bundler, Ask::Build)),
            None => Some((Manager::Bundler, Ask::Project)),
            _ => None,
        },
        "apt-get" | "apt" | "aptitude" => system(Manager::Apt, &words, &["install"], &["-t", "-o", "-c"]),
        "apk" => system(Manager::Apk, &words, &["add"], &["-t", "--virtual", "-X", "--repository"]),
        "yum" | "dnf" | "microdnf" => system(Manager::Rpm, &words, &["install"], &[]),
        _ if is_pip(program) => pip(&words),
        _ => None,
    }
}

/// The words of a command that are no options; those of `taking` take the next word, too.
pub fn operands<'a>(words: &'a [&'a str], taking: &'a [&str]) -> impl Iterator<Item = &'a str> {
    let mut words = words.iter();
    std::iter::from_fn(move || {
        loop {
            let word = *words.next()?;
            if taking.contains(&word) {
                words.next();
            } else if !word.starts_with('-') {
                return Some(word);
            }
        }
    })
}

/// The packages that `apt-get install`, `apk add` and their like name.
pub fn packages(command: &Command) -> Vec<&str> {
    let words: Vec<&str> = command.words.iter().skip(1).map(String::as_str).collect();
    let taking: &[&str] = match command.program() {
        "apk" => &["-t", "--virtual", "-X", "--repository"],
        _ => &["-t", "-o", "-c"],
    };
    let mut packages = Vec::new();
    let mut takes_next = false;
    for word in words {
        if takes_next {
            takes_next = false;
        } else if taking.contains(&word) {
            takes_next = true;
        } else if !word.starts_with('-') {
            packages.push(word);
        }
    }
    if !packages.is_empty() {
        packages.remove(0);
    }
    packages
}

fn node(program: &str, words: &[&str]) -> Option<(Manager, Ask)> {
    let manager = match program {
        "npm" => Manager::Npm,
        "pnpm" => Manager::Pnpm,
        "yarn" => Manager::Yarn,
        _ => Manager::Bun,
    };
    let is_global = words.iter().any(|word| matches!(*word, "-g" | "--global" | "global"));
    let taking = ["--prefix", "-C", "--cache", "--registry", "--loglevel", "--network-timeout", "--cwd", "--filter"];
    let mut rest = operands(words, &taking);
    let ask = match rest.next() {
        None if program == "yarn" && !words.iter().any(|word| matches!(*word, "--version" | "-v")) => Ask::Project,
        None => return None,
        Some("ci" | "clean-install" | "install-ci-test") => Ask::Project,
        Some("install" | "i" | "isntall") if !is_global && rest.next().is_none() => Ask::Project,
        Some("install" | "i" | "isntall" | "add" | "global") => Ask::Named,
        Some("fetch") if program == "pnpm" => Ask::Project,
        Some("prune") => Ask::Clean,
        Some("cache" | "store") => Ask::Clean,
        Some("run" | "run-script" | "build" | "test" | "t" | "exec" | "dlx" | "x" | "rebuild" | "pack" | "deploy") => {
            Ask::Build
        }
        // `yarn NAME` and `pnpm NAME` run a script.
        Some("config" | "set" | "version" | "init" | "login" | "audit" | "info" | "view") => return None,
        Some(_) if program != "npm" => Ask::Build,
        Some(_) => return None,
    };
    Some((manager, ask))
}

fn is_pip(program: &str) -> bool {
    program.strip_prefix("pip").is_some_and(|version| version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'))
}

fn pip(words: &[&str]) -> Option<(Manager, Ask)> {
    match words.first() {
        Some(&"install") => {}
        Some(&("cache" | "uninstall")) => return Some((Manager::Pip, Ask::Clean)),
        _ => return None,
    }
    let is_local = |word: &&str| {
        let word = word.split('[').next().unwrap_or(word);
        matches!(word, "." | "..") || word.starts_with(['/', '.']) || word.ends_with('/') || word.ends_with(".whl")
    };
    let taking = [
        "-r",
        "--requirement",
        "-c",
        "--constraint",
        "-i",
        "--index-url",
        "--extra-index-url",
        "--find-links",
        "-f",
        "--target",
        "-t",
        "--prefix",
        "--root",
        "--timeout",
        "--trusted-host",
        "--cache-dir",
        "--platform",
        "-e",
        "--editable",
        "--only-binary",
        "--no-binary",
        "--progress-bar",
    ];
    let is_editable = words.windows(2).any(|pair| matches!(pair[0], "-e" | "--editable"));
    let mut names = operands(&words[1..], &taking);
    let from_file = requirements(words).next().is_some();
    Some((
        Manager::Pip,
        if is_editable || names.any(|name| is_local(&name)) {
            Ask::Build
        } else if from_file {
            Ask::Project
        } else {
            Ask::Named
        },
    ))
}

/// The files that `-r` and `-c` name.
pub fn requirements<'a>(words: &'a [&'a str]) -> impl Iterator<Item = &'a str> {
    let next = words.iter().skip(1).copied().chain([""]);
    words.iter().zip(next).filter_map(|(word, next)| match *word {
        "-r" | "--requirement" | "-c" | "--constraint" => Some(next),
        word => {
            let value = word.strip_prefix("--requirement=").or_else(|| word.strip_prefix("--constraint="));
            value.or_else(|| word.strip_prefix("-r").filter(|file| !file.is_empty() && !file.starts_with('-')))
        }
    })
}

fn go(words: &[&str]) -> Option<(Manager, Ask)> {
    let ask = match words {
        ["mod", "download" | "verify", ..] => Ask::Project,
        ["mod", "tidy" | "vendor", ..] => Ask::Build,
        ["install", rest @ ..] if rest.iter().any(|word| word.contains('@')) => Ask::Named,
        ["get", rest @ ..] if rest.iter().any(|word| word.contains('@') || word.contains(".com/")) => Ask::Named,
        ["build" | "install" | "test" | "run" | "get" | "generate" | "vet", ..] => Ask::Build,
        ["clean", ..] => Ask::Clean,
        _ => return None,
    };
    Some((Manager::Go, ask))
}

fn cargo(words: &[&str]) -> Option<(Manager, Ask)> {
    // `+nightly` chooses a toolchain.
    let words = if words.first().is_some_and(|word| word.starts_with('+')) { &words[1..] } else { words };
    let ask = match words {
        ["fetch" | "vendor", ..] | ["chef", "cook", ..] => Ask::Project,
        ["install", rest @ ..] if rest.iter().any(|word| word.starts_with("--path")) => Ask::Build,
        ["install" | "binstall", ..] => Ask::Named,
        ["build" | "b" | "test" | "t" | "run" | "r" | "check" | "zigbuild" | "auditable" | "leptos" | "bench", ..] => {
            Ask::Build
        }
        _ => return None,
    };
    Some((Manager::Cargo, ask))
}

fn system(manager: Manager, words: &[&str], verbs: &[&str], taking: &[&str]) -> Option<(Manager, Ask)> {
    let verb = operands(words, taking).next()?;
    if verbs.contains(&verb) {
        return Some((manager, Ask::Named));
    }
    matches!(verb, "clean" | "autoremove" | "purge" | "remove" | "del" | "cache").then_some((manager, Ask::Clean))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::shell::commands;

    fn ask(script: &str) -> Option<(Manager, Ask)> {
        call(&commands(script, &|_: &str| None)[0])
    }

    #[test]
    fn tells_projects_from_named_packages() {
        assert_eq!(ask("npm ci --omit=dev"), Some((Manager::Npm, Ask::Project)));
        assert_eq!(ask("npm install"), Some((Manager::Npm, Ask::Project)));
        assert_eq!(ask("npm install -g pm2"), Some((Manager::Npm, Ask::Named)));
        assert_eq!(ask("npm --version"), None);
        assert_eq!(ask("yarn"), Some((Manager::Yarn, Ask::Project)));
        assert_eq!(ask("yarn build"), Some((Manager::Yarn, Ask::Build)));
        assert_eq!(ask("pip3.11 install --no-cache-dir -r requirements.txt"), Some((Manager::Pip, Ask::Project)));
        assert_eq!(ask("python -m pip install -U pip"), Some((Manager::Pip, Ask::Named)));
        assert_eq!(ask("pip install -e .[dev]"), Some((Manager::Pip, Ask::Build)));
        assert_eq!(ask("go mod download -x"), Some((Manager::Go, Ask::Project)));
        assert_eq!(ask("go install github.com/air-verse/air@latest"), Some((Manager::Go, Ask::Named)));
        assert_eq!(ask("./gradlew bootJar --no-daemon"), Some((Manager::Gradle, Ask::Build)));
        assert_eq!(ask("apt-get install -y curl"), Some((Manager::Apt, Ask::Named)));
        assert_eq!(ask("apt-get update"), None);
    }

    #[test]
    fn reads_the_packages_a_system_installs() {
        let commands = commands("apk add --no-cache -t .deps gcc musl-dev", &|_: &str| None);
        assert_eq!(packages(&commands[0]), ["gcc", "musl-dev"]);
    }
}
