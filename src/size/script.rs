//! A RUN script through the rules: every command with what feeds it, what it prints and where that goes.

use super::content::Content;
use super::ledger::Written;
use super::path;
use super::rules::{self, Command, Stream, downloads};
use super::run::{Chance, Run};
use crate::bytes::{Range, Source};
use crate::syntax::shell::{self, Join, RedirectionKind};

/// Shells in shells (`sh -c "sh -c …"`) are followed this deep.
const DEPTH: usize = 3;

/// Commands whose words after their options are a command of their own.
const WRAPPERS: [&str; 16] = [
    "sudo",
    "env",
    "exec",
    "command",
    "time",
    "nice",
    "nohup",
    "timeout",
    "xargs",
    "gosu",
    "su-exec",
    "eatmydata",
    "xvfb-run",
    "setarch",
    "stdbuf",
    "scl",
];
const SHELLS: [&str; 6] = ["sh", "bash", "ash", "dash", "zsh", "ksh"];

/// What the shell's substitutions print where everybody knows it.
struct Known<'a>(&'a dyn Fn(&str) -> Option<String>);

impl shell::Environment for Known<'_> {
    fn variable(&self, name: &str) -> Option<String> {
        // Settings of images are written in capitals: a name in small letters that the script never set is empty.
        let own = name.starts_with(|first: char| first.is_ascii_lowercase());
        (self.0)(name).or_else(|| own.then(String::new))
    }

    fn output(&self, command: &str) -> Option<String> {
        let known = match command.trim() {
            "dpkg --print-architecture" | "dpkg-architecture --query DEB_HOST_ARCH" => "amd64",
            "uname -m" | "arch" | "apk --print-arch" | "rpm -E %_arch" => "x86_64",
            "uname -s" => "Linux",
            "uname" => "Linux",
            "nproc" => "4",
            "pwd" | "whoami" | "id -u" => return None,
            "mktemp" | "mktemp -d" => "/tmp/tmp.drydock",
            "dpkg-architecture --query DEB_BUILD_GNU_TYPE" | "gcc -dumpmachine" => "x86_64-linux-gnu",
            _ => return None,
        };
        Some(known.to_owned())
    }
}

/// Runs a script from the working directory.
pub fn run(run: &mut Run<'_>, script: &str, depth: usize) {
    let commands = shell::commands(script, &Known(run.inherited));
    let start = run.folder.clone();
    let outer = run.chance;
    let mut piped: Option<Stream> = None;
    let mut sought = false;
    for command in &commands {
        run.folder = path::absolute(&start, &command.directory);
        run.chance = match (command.certain, command.joined) {
            (true, _) => outer,
            // `which gpg || apt-get install gnupg`: who asks has a reason.
            (false, Join::Or) if sought => outer.min(Chance::Likely),
            (false, Join::Or) => Chance::Unlikely,
            (false, _) => outer.min(Chance::Likely),
        };
        sought = matches!(command.program(), "which" | "command" | "type" | "hash" | "test" | "[" | "dpkg-query")
            || (sought && command.joined != Join::Sequence);
        for (name, value) in &command.assignments {
            let value = (!value.contains('$')).then(|| value.clone());
            if run.assigned.len() < VARIABLES {
                run.assigned.insert(name.clone(), value);
            }
        }
        if command.program() == "export" {
            let values = command.words.iter().filter_map(|word| word.split_once('='));
            for (name, value) in values.take(VARIABLES.saturating_sub(run.assigned.len())) {
                let value = (!value.contains('$')).then(|| value.to_owned());
                run.assigned.insert(name.to_owned(), value);
            }
        }
        let input = redirected_input(run, command).or(if command.joined == Join::Pipe { piped.take() } else { None });
        let printed = one(run, &command.words, input.as_ref(), depth);
        piped = Some(match redirect(run, command, &printed) {
            true => Stream::silent(),
            false => printed,
        });
    }
    run.folder = start;
    run.chance = outer;
}

/// More assignments than this in one script are not remembered.
const VARIABLES: usize = 1024;

/// One command with its words expanded.
pub fn one(run: &mut Run<'_>, words: &[String], input: Option<&Stream>, depth: usize) -> Stream {
    let Some((program, rest)) = words.split_first() else { return Stream::silent() };
    let name = path::file_name(program);
    if WRAPPERS.contains(&name) && depth < DEPTH {
        let inner = rest.iter().position(|word| !is_wrapper_word(word));
        return match inner {
            Some(at) => one(run, &rest[at..], input, depth + 1),
            None => Stream::some_lines(),
        };
    }
    if SHELLS.contains(&name) || name == "su" {
        return shell_in_shell(run, rest, input, depth);
    }
    if asks_only(rest) {
        return Stream::some_lines();
    }
    if name == "." || name == "eval" {
        return Stream::silent();
    }
    if let Some(stream) = installer_file(run, program) {
        downloads::run_installer(run, &stream);
        return Stream::silent();
    }
    rules::find(name)(run, &Command { name, program, words: rest, input })
}

/// `--version` and its like: nothing is done.
fn asks_only(words: &[String]) -> bool {
    const QUESTIONS: [&str; 8] = ["--version", "-v", "-V", "version", "--help", "-version", "-h", "help"];
    matches!(words, [only] if QUESTIONS.contains(&only.as_str()))
}

/// `-E`, `VAR=x`, `30s`, `root:root` before the command a wrapper runs.
fn is_wrapper_word(word: &str) -> bool {
    word.starts_with('-') || word.contains('=') || word.starts_with(|first: char| first.is_ascii_digit())
}

/// `sh -c TEXT` runs the text; `sh FILE` and `… | sh` run what was downloaded or came with the project.
fn shell_in_shell(run: &mut Run<'_>, words: &[String], input: Option<&Stream>, depth: usize) -> Stream {
    let script = words.iter().position(|word| word.starts_with('-') && !word.starts_with("--") && word.ends_with('c'));
    if let Some(text) = script.and_then(|at| words.get(at + 1)) {
        if depth < DEPTH {
            self::run(run, text, depth + 1);
        }
        return Stream::some_lines();
    }
    let file = words.iter().find(|word| !word.starts_with('-'));
    match (file, input) {
        (Some(file), _) if file != "-s" => match installer_file(run, file) {
            Some(stream) => {
                // Some installers take where to install to: `miniconda.sh -b -p /opt/conda`.
                let place = words.iter().position(|word| word == "-p" || word.starts_with("--prefix"));
                let folder = place.and_then(|at| match words[at].split_once('=') {
                    Some((_, folder)) => Some(folder.to_owned()),
                    None => words.get(at + 1).cloned(),
                });
                match folder {
                    Some(folder) => install_to(run, &stream, &folder),
                    None => downloads::run_installer(run, &stream),
                }
                Stream::silent()
            }
            None => Stream::some_lines().after(run, file),
        },
        (_, Some(input)) => {
            match &input.text {
                Some(text) if depth < DEPTH => self::run(run, &text.clone(), depth + 1),
                _ => downloads::run_installer(run, input),
            }
            Stream::silent()
        }
        _ => Stream::some_lines(),
    }
}

impl Stream {
    /// A script of the project runs: it may write anything.
    fn after(self, run: &mut Run<'_>, script: &str) -> Self {
        let name: String = path::file_name(script).chars().take(40).collect();
        let range = Range::new(0, 20_000, 60_000_000);
        let folder = run.folder.clone();
        run.add(
            &folder,
            Written::new(format!("whatever the script {name} writes"), range, Content::Mixed, Source::Guess),
        );
        self
    }
}

fn install_to(run: &mut Run<'_>, script: &Stream, folder: &str) {
    let known = script.address.as_deref().and_then(|address| run.catalog.download(address));
    match known.filter(|row| !row.installs_to.is_empty()) {
        Some(row) => {
            let label = format!("{}, installed by its script", row.what);
            let range = Range::spread(row.unpacked, 0.6, 1.5);
            let place = run.absolute(folder);
            run.add(&place, Written::new(label, range, Content::UnpackedArchive, Source::Neighbour));
        }
        None => downloads::run_installer(run, script),
    }
}

/// A file that a download put there and that is now run.
fn installer_file(run: &Run<'_>, program: &str) -> Option<Stream> {
    if !program.contains('/') && !program.ends_with(".sh") {
        return None;
    }
    let stream = run.archive(program)?;
    let installs = |address: &str| run.catalog.download(address).is_some_and(|row| !row.installs_to.is_empty());
    let is_script = stream.content == Content::Text || stream.address.as_deref().is_some_and(installs);
    is_script.then_some(stream)
}

/// `< file`, `<<EOF`, `<<< text`.
fn redirected_input(run: &Run<'_>, command: &shell::Command) -> Option<Stream> {
    let redirection = command.redirections.iter().rev().find(|redirection| redirection.descriptor == 0)?;
    match redirection.kind {
        RedirectionKind::Text => Some(Stream::text_of(redirection.target.clone())),
        RedirectionKind::Read => run.archive(&redirection.target).or_else(|| {
            let range = run.disk.weigh(&run.absolute(&redirection.target));
            Some(Stream::new("the content of a file", range, Content::Mixed, Source::Typical))
        }),
        _ => None,
    }
}

/// `> file` and `>> file`: whether the output went there.
fn redirect(run: &mut Run<'_>, command: &shell::Command, printed: &Stream) -> bool {
    let mut taken = false;
    for redirection in &command.redirections {
        let appends = redirection.kind == RedirectionKind::Append;
        if !appends && redirection.kind != RedirectionKind::Write {
            continue;
        }
        let is_output = redirection.descriptor == 1;
        taken |= is_output;
        let target = &redirection.target;
        if target.contains('$') && !target.starts_with('/') || target == "/dev/null" {
            continue;
        }
        let stream = if is_output { printed.clone() } else { Stream::some_lines() };
        if let Some(text) = stream.text.as_ref().filter(|_| target.contains("sources.list")) {
            run.note_repository(text);
        }
        let path = run.absolute(target);
        if appends {
            run.append(&path, stream.written());
        } else {
            if stream.address.is_some() || stream.unpacked.is_some() {
                run.keep_archive(&path, stream.clone());
            }
            run.write_file(&path, stream.written());
        }
    }
    taken
}
