//! What commands write, remove and print: one small rule per behaviour, found by the command's name. A rule reads words
//! that are already expanded and changes the simulated disk; it runs nothing and never fails.

mod apk;
mod apt;
pub mod archives;
mod built;
mod cargo;
mod compile;
mod conda;
mod dotnet;
pub mod downloads;
mod files;
mod git;
mod go;
mod java;
mod npm;
mod owners;
mod php;
mod pip;
mod quiet;
mod remove;
mod rpm;
mod ruby;
mod software;
mod text;
mod unknown;
mod users;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use super::content::Content;
use super::ledger::Written;
use super::run::Run;
use crate::bytes::{Range, Source};

/// One command of a script: its name without folders, and the words after it.
#[derive(Clone, Copy, Debug)]
pub struct Command<'a> {
    pub name: &'a str,
    /// The program as written: `/venv/bin/pip`.
    pub program: &'a str,
    pub words: &'a [String],
    /// What a pipe or a redirection feeds it.
    pub input: Option<&'a Stream>,
}

/// What a command prints, as far as a file or another command that takes it cares.
#[derive(Clone, Debug, PartialEq)]
pub struct Stream {
    pub label: Cow<'static, str>,
    pub range: Range,
    pub content: Content,
    pub source: Source,
    /// What it becomes when unpacked, where that is known.
    pub unpacked: Option<Range>,
    /// Where it was downloaded from.
    pub address: Option<String>,
    /// The text itself, where the script spells it out.
    pub text: Option<String>,
}

/// A rule returns what the command prints.
pub type Rule = fn(&mut Run<'_>, &Command<'_>) -> Stream;

/// Each family of commands with its rule. A new rule is one file and one line here.
const RULES: &[(&[&str], Rule)] = &[
    (quiet::NAMES, quiet::nothing),
    (&["echo", "printf"], text::spelled_out),
    (&["cat"], text::concatenated),
    (&["tee"], text::tee),
    (&["sed", "perl", "awk", "gawk", "sponge"], text::edited_in_place),
    (&["head", "yes", "base64", "openssl"], text::measured_out),
    (&["rm", "rmdir", "unlink", "shred"], remove::remove),
    (&["find"], remove::find),
    (&["cp"], files::copy),
    (&["mv"], files::rename),
    (&["ln"], files::link),
    (&["install"], files::install),
    (&["mkdir", "mktemp"], files::make_folder),
    (&["touch"], files::touch),
    (&["dd", "fallocate", "truncate"], files::filled),
    (&["rsync"], files::copy),
    (&["chown", "chgrp", "chmod", "setfacl", "setcap"], owners::change),
    (users::ACCOUNTS, users::accounts),
    (&["a2enmod", "a2dismod", "a2ensite", "a2dissite", "a2enconf", "a2disconf"], users::apache),
    (&["gpg", "apt-key", "dirmngr"], users::keys),
    (users::SETTINGS, users::settings),
    (&["curl", "wget", "aria2c"], downloads::download),
    (&["git"], git::git),
    (&["tar", "bsdtar"], archives::tar),
    (&["unzip", "7z", "7za"], archives::unzip),
    (&["gzip", "gunzip", "bunzip2", "unxz", "xz", "zstd", "zcat", "xzcat", "uncompress"], archives::decompress),
    (&["zip"], archives::pack),
    (&["apt-get", "apt", "aptitude"], apt::apt),
    (&["apt-mark"], apt::mark),
    (&["dpkg"], apt::dpkg),
    (&["apk"], apk::apk),
    (&["npm", "yarn", "pnpm", "bun"], npm::npm),
    (&["npx", "bunx", "pnpx"], npm::npx),
    (&["corepack"], npm::corepack),
    (&["pip", "pip3", "pip2", "pip3.11", "pip3.12", "pip3.13", "pipx"], pip::pip),
    (&["python", "python3", "python2", "python3.11", "python3.12", "python3.13", "pypy3"], pip::python),
    (&["uv"], pip::uv),
    (&["poetry", "pipenv", "pdm"], pip::project),
    (&["virtualenv", "venv"], pip::virtualenv),
    (&["yum", "dnf", "microdnf", "tdnf", "zypper", "pacman"], rpm::install),
    (&["rpm"], rpm::rpm),
    (&["go"], go::go),
    (&["cargo"], cargo::cargo),
    (&["rustup", "rustup-init"], cargo::rustup),
    (&["mvn", "mvnw"], java::maven),
    (&["gradle", "gradlew"], java::gradle),
    (&["dotnet"], dotnet::dotnet),
    (&["gem"], ruby::gem),
    (&["bundle", "bundler"], ruby::bundle),
    (&["composer"], php::composer),
    (&["docker-php-ext-install", "pecl", "pear", "install-php-extensions", "phpize"], php::extensions),
    (&["docker-php-ext-enable"], php::enabled),
    (&["docker-php-source"], php::source),
    (&["conda", "mamba", "micromamba"], conda::conda),
    (&["make", "gmake", "ninja", "meson", "scons", "bazel"], compile::make),
    (&["gcc", "g++", "cc", "c++", "clang", "rustc", "javac", "tsc", "ghc", "gfortran", "musl-gcc"], compile::compiler),
    (&["strip"], compile::strip),
    (&["configure", "cmake", "autoconf", "autoreconf", "autogen.sh", "buildconf"], compile::configure),
];

/// The rule for a command; commands nobody has a rule for get the one that admits it.
pub fn find(name: &str) -> Rule {
    static BY_NAME: OnceLock<HashMap<&'static str, Rule>> = OnceLock::new();
    let rules = BY_NAME
        .get_or_init(|| RULES.iter().flat_map(|(names, rule)| names.iter().map(|name| (*name, *rule))).collect());
    rules.get(name).copied().unwrap_or(unknown::unknown)
}

impl Command<'_> {
    /// The words that are no options. A word after `--` is none either.
    pub fn operands(&self) -> Vec<&str> {
        operands(self.words, &[])
    }

    /// The same for a command some of whose options take the next word.
    pub fn operands_without(&self, taking: &[&str]) -> Vec<&str> {
        operands(self.words, taking)
    }

    /// Whether an option stands among the words: `-r` also inside `-rf`, long ones as written, with or without a value.
    pub fn has(&self, options: &[&str]) -> bool {
        self.words.iter().take_while(|word| *word != "--").any(|word| {
            options.iter().any(|option| match option.strip_prefix('-') {
                Some(letter) if letter.len() == 1 => {
                    word.starts_with('-') && !word.starts_with("--") && word[1..].contains(letter)
                }
                _ => word.strip_prefix(option).is_some_and(|rest| rest.is_empty() || rest.starts_with('=')),
            })
        })
    }

    /// The value of an option: the next word, or what follows `=` or the letter itself (`-C/opt`).
    pub fn value(&self, options: &[&str]) -> Option<&str> {
        let mut words = self.words.iter();
        while let Some(word) = words.next() {
            for option in options {
                if word == option {
                    return words.next().map(String::as_str);
                }
                let Some(rest) = word.strip_prefix(option) else { continue };
                match rest.strip_prefix('=') {
                    Some(value) => return Some(value),
                    None if option.len() == 2 && !option.starts_with("--") => return Some(rest),
                    None => {}
                }
            }
            // `-xzf FILE`: the last letter of a cluster takes the next word.
            let cluster = word.len() > 2 && word.starts_with('-') && !word.starts_with("--");
            if cluster && options.iter().any(|option| option.len() == 2 && word.ends_with(&option[1..])) {
                return words.next().map(String::as_str);
            }
        }
        None
    }
}

fn operands<'a>(words: &'a [String], taking: &[&str]) -> Vec<&'a str> {
    let mut found = Vec::new();
    let mut words = words.iter();
    let mut options = true;
    while let Some(word) = words.next() {
        if options && word == "--" {
            options = false;
        } else if options && word.len() > 1 && word.starts_with('-') {
            if taking.contains(&word.as_str()) {
                words.next();
            }
        } else {
            found.push(word.as_str());
        }
    }
    found
}

impl Stream {
    /// Nothing worth a byte.
    pub fn silent() -> Self {
        Self::text_of(String::new())
    }

    /// Text the script spells out.
    pub fn text_of(text: String) -> Self {
        let range = Range::exact(text.len() as u64);
        Self { text: Some(text), ..Self::new("text of the script", range, Content::Text, Source::Measured) }
    }

    /// A few lines nobody can foresee.
    pub fn some_lines() -> Self {
        Self::new("what a command printed", Range::new(0, 60, 4_000), Content::Text, Source::Guess)
    }

    pub fn new(label: impl Into<Cow<'static, str>>, range: Range, content: Content, source: Source) -> Self {
        Self { label: label.into(), range, content, source, unpacked: None, address: None, text: None }
    }

    pub fn written(&self) -> Written {
        Written::new(self.label.clone(), self.range, self.content, self.source)
    }
}
