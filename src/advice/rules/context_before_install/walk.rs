//! The steps after a copy of everything, as far as they can run before it: installations that need manifests alone, and
//! RUNs that need nothing of the context. Gives what to move where.

use super::super::super::calls::{Ask, Manager, call};
use super::super::super::editing::{self, newline};
use super::super::super::{Run, Subject};
use super::Whole;
use super::manifests::Manifests;
use crate::path::absolute;
use crate::stages::{Action, CopySource};
use crate::syntax::shell::{Command, Join, RedirectionKind};
use crate::syntax::{Keyword, MountKind};
use crate::text::{Edit, Span};

/// The copy moves down, behind the last step that can do without.
pub struct Move<'a> {
    pub manifests: Vec<Manifests>,
    /// Edits of the steps that are passed.
    pub edits: Vec<Edit>,
    /// The working directory where the copy goes.
    pub workdir_after: &'a str,
    /// Instructions to follow the copy.
    after: Vec<String>,
    /// The author leaves a blank line below the copy.
    has_blank: bool,
    behind: Behind,
}

enum Behind {
    /// The end of an instruction.
    Instruction(usize),
    /// The place between two commands of a RUN, which becomes two; the second begins with this.
    Command(Span, String),
}

impl Move<'_> {
    /// The copy at its new place, with what must follow it.
    pub fn insertion(&self, subject: &Subject<'_>, text: &str) -> Option<Edit> {
        let newline = newline(subject);
        let after: String = self.after.iter().map(|line| format!("{newline}{line}")).collect();
        Some(match &self.behind {
            Behind::Instruction(at) => {
                let blank = if self.has_blank { newline } else { "" };
                Edit::insert(*at, format!("{newline}{blank}{text}{after}"))
            }
            Behind::Command(between, run) => Edit::replace(*between, format!("{newline}{text}{after}{newline}{run} ")),
        })
    }
}

pub fn moves<'a>(subject: &Subject<'a>, copy: &Whole<'a>) -> Option<Move<'a>> {
    let mut moved: Option<Move<'a>> = None;
    let mut manifests: Vec<Manifests> = Vec::new();
    let (mut edits, mut after) = (Vec::new(), Vec::new());
    let mut needs_more = false;
    let has_blank = has_blank_below(subject, copy);
    for (at, step) in copy.stage.steps.iter().enumerate().skip(copy.at + 1) {
        match &step.action {
            Action::Run(_) if !step.triggered && !needs_more => {}
            Action::Run(_) | Action::Copy(_) | Action::Invalid => break,
            // Some builders throw away what is written below a volume after it is declared.
            _ if step.keyword == Keyword::Volume => break,
            // What starts in the image's folder is no step of its own.
            _ => continue,
        }
        let run = subject.built_runs().find(|run| run.stage.index == copy.stage.index && run.at == at)?;
        let Some(read) = read(subject, copy, run) else { break };
        let Some(count) = read.count else {
            // Adding a user and the like is no reason to move anything, nor in the way.
            if read.is_free { continue } else { break }
        };
        let behind = if count == run.commands.len() {
            Behind::Instruction(run.instruction.span.end)
        } else {
            needs_more = true;
            let Some(behind) = split(subject, run, count) else { break };
            behind
        };
        let workdir_after = &step.state.workdir;
        edits.extend(read.edits);
        manifests.extend(read.manifests);
        after.extend(read.after);
        moved = Some(Move {
            manifests: Vec::new(),
            edits: edits.clone(),
            workdir_after,
            after: after.clone(),
            has_blank,
            behind,
        });
    }
    let mut moved = moved?;
    manifests.iter_mut().filter(|manifests| is_there(copy, manifests)).for_each(Manifests::are_there);
    moved.manifests = manifests;
    Some(moved)
}

/// How much of a RUN can do without the copy.
struct Read {
    /// Its first commands that can, up to the last that installs something; `None` where none does.
    count: Option<usize>,
    /// All of it needs nothing of the context.
    is_free: bool,
    manifests: Vec<Manifests>,
    edits: Vec<Edit>,
    after: Vec<String>,
}

fn has_blank_below(subject: &Subject<'_>, copy: &Whole<'_>) -> bool {
    let rest = subject.text().get(copy.instruction.span.end..).unwrap_or("");
    rest.split('\n').nth(1).is_some_and(|line| line.trim().is_empty())
}

fn read(subject: &Subject<'_>, copy: &Whole<'_>, run: &Run<'_>) -> Option<Read> {
    let has_files = run.action.mounts.iter().any(|mount| mount.kind == MountKind::Bind);
    if run.commands.is_empty() || has_files || run.pieces.is_empty() {
        return None;
    }
    let mut read = Read { count: None, is_free: true, manifests: Vec::new(), edits: Vec::new(), after: Vec::new() };
    let mut is_settled = true;
    for (at, command) in run.commands.iter().enumerate() {
        if matches!(command.program(), "set" | "cd" | "export") || command.words.is_empty() {
            is_settled &= command.program() == "set";
            continue;
        }
        if is_independent(copy, run, command) {
            if !installs(command) && read.count != Some(at) {
                continue;
            }
        } else if let Some((manager, Ask::Project)) = call(command) {
            let Some(manifests) = Manifests::of(subject, copy, run, command, manager).filter(|_| command.certain)
            else {
                read.is_free = false;
                break;
            };
            // Composer dumps an autoloader of the sources, unless it is told to leave that for later.
            let waits = |word: &str| command.words.iter().any(|own| own == word);
            if manager == Manager::Composer && !waits("--no-autoloader") {
                let flags = if waits("--no-scripts") { " --no-autoloader" } else { " --no-scripts --no-autoloader" };
                let Some(edit) = editing::insert_after(run, command, "install", flags) else {
                    read.is_free = false;
                    break;
                };
                read.edits.push(edit);
                let keyword = &run.instruction.keyword_text;
                let production = if waits("--no-dev") { " --no-dev" } else { "" };
                read.after.push(format!("{keyword} composer dump-autoload --optimize{production}"));
            }
            read.manifests.push(manifests);
        } else {
            read.is_free = false;
            break;
        }
        read.count = Some(at + 1);
    }
    if read.count.is_some_and(|count| count < run.commands.len()) && !is_settled {
        return None;
    }
    Some(read)
}

/// Whether what a command does is worth keeping: a download, a compilation.
fn installs(command: &Command) -> bool {
    matches!(call(command), Some((_, Ask::Project | Ask::Named)))
        || matches!(command.program(), "docker-php-ext-install" | "pecl" | "gem")
}

/// Whether a command installs what it names, or sets the system up, without a file of the context.
fn is_independent(copy: &Whole<'_>, run: &Run<'_>, command: &Command) -> bool {
    let reads_file = command.redirections.iter().any(|redirection| redirection.kind == RedirectionKind::Read);
    let folder = copy.folder();
    let is_local = |word: &String| {
        word.starts_with("./")
            || word.starts_with("../")
            || word.contains('$')
            || word.starts_with(folder)
            || word.ends_with(".deb")
    };
    if reads_file || command.words.iter().skip(1).any(is_local) || command.substituted {
        return false;
    }
    let is_global = || command.words.iter().any(|word| matches!(word.as_str(), "-g" | "--global" | "global"));
    let stays_away = || {
        let operands = command.words.iter().skip(1).filter(|word| !word.starts_with('-'));
        operands.map(|word| run.path(command, word)).all(|path| !path.starts_with(folder) && !folder.starts_with(&path))
    };
    match call(command) {
        Some((Manager::Apt | Manager::Apk | Manager::Rpm, _)) => true,
        Some((Manager::Npm | Manager::Yarn | Manager::Pnpm, Ask::Named)) => is_global(),
        Some((Manager::Npm | Manager::Yarn | Manager::Pnpm | Manager::Pip, Ask::Clean)) => true,
        Some((Manager::Pip, Ask::Named)) => true,
        Some(_) => false,
        None => match command.program() {
            "apt-get"
            | "apt"
            | "apk"
            | "yum"
            | "dnf"
            | "corepack"
            | "docker-php-ext-install"
            | "docker-php-ext-enable"
            | "docker-php-ext-configure"
            | "pecl"
            | "a2enmod"
            | "update-ca-certificates"
            | "locale-gen"
            | "useradd"
            | "adduser"
            | "groupadd"
            | "addgroup"
            | "true"
            | ":" => true,
            "gem" => !command.words.iter().any(|word| word.ends_with(".gem")),
            "rm" | "mkdir" => stays_away(),
            _ => false,
        },
    }
}

/// A RUN cut between two commands that `&&` joins, with nothing but blanks around it.
fn split(subject: &Subject<'_>, run: &Run<'_>, count: usize) -> Option<Behind> {
    let (last, next) = (run.commands.get(count - 1)?, run.commands.get(count)?);
    let first = run.words(last);
    if first.is_empty()
        || run.words(next).is_empty()
        || next.joined != Join::And
        || !run.instruction.heredocs.is_empty()
    {
        return None;
    }
    let between = Span::new(run.source(last.span)?.end, run.source(next.span)?.start);
    // At the start of a RUN a `--word` would be a flag, and a bracket a JSON array.
    let rest = subject.text().get(between.end..)?;
    if !rest.starts_with(|first: char| first.is_ascii_alphanumeric() || matches!(first, '.' | '/' | '_')) {
        return None;
    }
    let text = between.of(subject.text());
    let escape = subject.dockerfile.escape.character();
    if text.replace("&&", "").chars().any(|character| !character.is_whitespace() && character != escape) {
        return None;
    }
    let head = Span::new(
        run.instruction.keyword_span.start,
        run.instruction.flags.last().map_or(run.instruction.keyword_span.end, |flag| flag.span.end),
    );
    Some(Behind::Command(between, head.of(subject.text()).to_owned()))
}

/// Whether an earlier COPY of the stage brought the manifest.
fn is_there(copy: &Whole<'_>, manifests: &Manifests) -> bool {
    let Some(first) = manifests.first() else { return true };
    let (folder, name) = first.rsplit_once('/').unwrap_or(("", &first));
    copy.stage.steps[..copy.at].iter().any(|step| match &step.action {
        Action::Copy(action) if action.from == CopySource::Context => {
            let to = absolute("/", &action.destination);
            action.sources.iter().any(|source| {
                let own = source.rsplit('/').next().unwrap_or(source).replace('*', "");
                (to == *folder || to == first)
                    && (own == name || (name.starts_with("package") && own.starts_with("package")))
            })
        }
        _ => false,
    })
}
