//! Packages that only building needs, and the commands that use them.

use super::super::super::calls::{Ask, Manager, call};
use crate::syntax::shell::Command;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Compiles, or helps to.
    Compiler,
    Git,
    Curl,
    Wget,
    Unzip,
    Gnupg,
}

/// What a package is for; `None` for what an image may well need when it runs.
pub fn kind(package: &str) -> Option<Kind> {
    // A version may stand behind the name, and one in it: `gcc-12`, `g++=4:12.2`.
    let name = package.split(['=', ':', '~', '<', '>']).next().unwrap_or(package);
    let stem = name.trim_end_matches(|end: char| end.is_ascii_digit() || end == '.').trim_end_matches('-');
    Some(match stem {
        "build-essential" | "build-base" | "gcc" | "g++" | "gcc-c++" | "clang" | "make" | "gmake" | "cmake"
        | "ninja-build" | "ninja" | "meson" | "autoconf" | "automake" | "libtool" | "bison" | "flex" | "nasm"
        | "yasm" | "pkg-config" | "pkgconf" | "pkgconfig" | "musl-dev" | "libc-dev" | "libc6-dev" | "libc6"
        | "linux-headers" | "kernel-headers" | "python3-dev" | "python-dev" | "python3-devel" | "gfortran" | "swig"
        | "rustc" | "cargo" | "golang-go" | "golang" | "dpkg-dev" | "alpine-sdk" | "patchelf" | "ccache"
        | "node-gyp" | "ruby-dev" | "php-dev" | "postgresql-dev" => {
            if stem == "libc6" {
                return None;
            } else {
                Kind::Compiler
            }
        }
        "git" | "git-core" | "mercurial" | "subversion" => Kind::Git,
        "curl" => Kind::Curl,
        "wget" => Kind::Wget,
        "unzip" => Kind::Unzip,
        "gnupg" | "gnupg2" | "dirmngr" => Kind::Gnupg,
        _ => return None,
    })
}

/// Whether a command uses such a tool, itself or through what it installs.
pub fn uses(command: &Command, kind: Kind) -> bool {
    let program = command.program();
    let says = |text: &str| command.words.iter().any(|word| word.contains(text));
    let call = call(command);
    match kind {
        Kind::Compiler => {
            let installs = match call {
                Some((
                    Manager::Pip | Manager::Pipenv | Manager::Poetry | Manager::Uv,
                    Ask::Project | Ask::Named | Ask::Build,
                )) => !is_pip_itself(command),
                Some((Manager::Npm | Manager::Yarn | Manager::Pnpm | Manager::Bun, Ask::Project)) => true,
                Some((Manager::Bundler, Ask::Project)) => true,
                Some((Manager::Cargo | Manager::Go, Ask::Build | Ask::Named)) => true,
                _ => false,
            };
            let compiles = matches!(
                program,
                "make"
                    | "gmake"
                    | "cmake"
                    | "ninja"
                    | "meson"
                    | "gcc"
                    | "g++"
                    | "cc"
                    | "c++"
                    | "clang"
                    | "gfortran"
                    | "configure"
                    | "autoreconf"
                    | "autogen.sh"
                    | "cpanm"
                    | "cpan"
                    | "luarocks"
                    | "pecl"
                    | "R"
                    | "Rscript"
                    | "nasm"
                    | "swig"
            );
            installs || compiles || program == "gem" && says("install") || says("setup.py") || says("node-gyp")
        }
        Kind::Git => {
            let modules = matches!(call, Some((Manager::Go | Manager::Cargo | Manager::Composer, _)));
            matches!(program, "git" | "hg" | "svn")
                || says("git+")
                || says("github.com") && program != "curl" && program != "wget"
                || modules
                || is_node_or_pip(call)
        }
        Kind::Curl => program == "curl",
        Kind::Wget => program == "wget",
        Kind::Unzip => program == "unzip" || matches!(call, Some((Manager::Composer, _))),
        Kind::Gnupg => matches!(program, "gpg" | "gpg2" | "apt-key" | "dirmngr"),
    }
}

/// Requirements and manifests may name repositories.
fn is_node_or_pip(call: Option<(Manager, Ask)>) -> bool {
    matches!(
        call,
        Some((
            Manager::Pip
                | Manager::Npm
                | Manager::Yarn
                | Manager::Pnpm
                | Manager::Bundler
                | Manager::Poetry
                | Manager::Pipenv,
            Ask::Project | Ask::Build
        ))
    )
}

/// `pip install --upgrade pip setuptools wheel` compiles nothing.
fn is_pip_itself(command: &Command) -> bool {
    let mut names =
        command.words.iter().skip_while(|word| *word != "install").skip(1).filter(|word| !word.starts_with('-'));
    command.words.iter().any(|word| word == "install")
        && names.all(|name| {
            let name = name.split(['=', '<', '>', '~']).next().unwrap_or(name);
            matches!(
                name,
                "pip"
                    | "setuptools"
                    | "wheel"
                    | "poetry"
                    | "pipenv"
                    | "uv"
                    | "virtualenv"
                    | "gunicorn"
                    | "uvicorn"
                    | "awscli"
            )
        })
}
