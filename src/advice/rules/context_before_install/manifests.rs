//! What an installation needs of the context: the manifests by their names, and what may need more than them.

use super::super::super::calls::{Manager, requirements};
use super::super::super::{Run, Subject};
use super::super::ways::is_plain;
use super::Whole;
use crate::path::absolute;
use crate::syntax::shell::Command;

/// The manifests that one command needs.
pub struct Manifests {
    pub manager: Manager,
    /// Below the root of the context, with `/` at the end; empty for the root itself.
    folder: String,
    /// Where the command runs, and the working directory its RUN starts in, or that of the copy.
    place: String,
    workdir: String,
    /// Where its RUN begins, comments above it included; `None` right behind the copy, whose place they take.
    pub before: Option<usize>,
    /// Names in the folder, as COPY takes them. Empty where an earlier copy brought them.
    files: Vec<String>,
}

impl Manifests {
    /// What a command that installs a project's dependencies needs; `None` where that is not known.
    pub fn of(
        subject: &Subject<'_>,
        copy: &Whole<'_>,
        run: &Run<'_>,
        command: &Command,
        manager: Manager,
    ) -> Option<Self> {
        let place = run.path(command, ".");
        let below = place.strip_prefix(copy.folder())?;
        if !below.is_empty() && !below.starts_with('/') || !is_plain(&place) {
            return None;
        }
        let folder = match below.trim_start_matches('/') {
            "" => String::new(),
            below => format!("{below}/"),
        };
        let words: Vec<&str> = command.words.iter().skip(1).map(String::as_str).collect();
        let moved = [
            "--prefix",
            "-C",
            "--cwd",
            "--dir",
            "--filter",
            "-w",
            "--workspace",
            "--working-dir",
            "-d",
            "--gemfile",
            "--project",
        ];
        if words.iter().any(|word| moved.iter().any(|option| word == option || word.starts_with(&format!("{option}="))))
        {
            return None;
        }
        let is_frozen =
            words.iter().any(|word| matches!(*word, "ci" | "--frozen-lockfile" | "--immutable" | "--deploy"));
        let lock = |name: &str| if is_frozen { name.to_owned() } else { format!("{name}*") };
        let names: Vec<String> = match manager {
            Manager::Npm => vec!["package*.json".into()],
            // Yarn 2 and later would install another way without its settings.
            Manager::Yarn if words.contains(&"--immutable") => {
                vec!["package.json".into(), lock("yarn.lock"), ".yarnrc.yml*".into()]
            }
            Manager::Yarn => vec!["package.json".into(), lock("yarn.lock")],
            Manager::Pnpm => vec!["package.json".into(), lock("pnpm-lock.yaml")],
            Manager::Bun => vec!["package.json".into(), "bun.lock*".into()],
            Manager::Pip => {
                let mut files = Vec::new();
                for file in requirements(&words) {
                    let within = absolute(&place, file);
                    let within = within.strip_prefix(&place)?.strip_prefix('/')?;
                    if !is_plain(within) || within.contains('*') {
                        return None;
                    }
                    files.push(within.to_owned());
                }
                files
            }
            Manager::Pipenv => vec!["Pipfile".into(), lock("Pipfile.lock")],
            Manager::Poetry => vec!["pyproject.toml".into(), "poetry.lock*".into()],
            Manager::Go => vec!["go.mod".into(), "go.sum*".into()],
            Manager::Composer => vec!["composer.json".into(), "composer.lock*".into()],
            Manager::Bundler => vec!["Gemfile".into(), "Gemfile.lock*".into()],
            Manager::Maven => vec!["pom.xml".into()],
            _ => return None,
        };
        let is_next = run.step.instruction == copy.step.instruction + 1;
        let before = (!is_next).then(|| super::with_comments(subject, run.instruction).0.start);
        let workdir = if is_next { copy.step.state.workdir.to_string() } else { run.step.state.workdir.to_string() };
        let mut manifests = Self { manager, folder, place, workdir, before, files: names };
        manifests.name_known(subject);
        Some(manifests)
    }

    /// Real names in place of patterns, where the context is known to have the manifests.
    fn name_known(&mut self, subject: &Subject<'_>) {
        let names: &[&str] = match self.manager {
            Manager::Npm => &["package.json", "package-lock.json", "npm-shrinkwrap.json", ".npmrc"],
            Manager::Yarn => &["package.json", "yarn.lock", ".npmrc", ".yarnrc"],
            Manager::Pnpm => &["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml", ".npmrc"],
            Manager::Bun => &["package.json", "bun.lock", "bun.lockb", "bunfig.toml"],
            Manager::Pipenv => &["Pipfile", "Pipfile.lock"],
            Manager::Poetry => &["pyproject.toml", "poetry.lock"],
            Manager::Go => &["go.mod", "go.sum"],
            Manager::Composer => &["composer.json", "composer.lock"],
            Manager::Bundler => &["Gemfile", "Gemfile.lock", ".ruby-version"],
            _ => return,
        };
        let is_known = |name: &&&str| {
            let path = format!("{}{name}", self.folder);
            subject.context.files().any(|(file, _)| file == path) && !subject.context.ignore.excludes(&path)
        };
        let found: Vec<String> = names.iter().filter(is_known).map(|name| (*name).to_owned()).collect();
        // Of manifests alone that are given, others may be missing.
        if found.len() > 1 || (!found.is_empty() && !subject.scenario.context.is_empty()) {
            self.files = found;
        }
    }

    /// Leaves the copying to an earlier COPY that has already brought the first of them.
    pub fn are_there(&mut self) {
        self.files.clear();
    }

    pub fn first(&self) -> Option<String> {
        self.files.first().map(|file| absolute(&self.place, &file.replace('*', "")))
    }

    /// In words: `package.json and its lock file`.
    pub fn names(&self) -> String {
        match self.manager {
            Manager::Npm | Manager::Yarn | Manager::Pnpm | Manager::Bun => "package.json and its lock file".into(),
            Manager::Go => "go.mod and go.sum".into(),
            Manager::Pip if self.files.is_empty() => "the requirements".into(),
            Manager::Maven => "pom.xml".into(),
            Manager::Bundler => "the Gemfile and its lock file".into(),
            Manager::Composer => "composer.json and its lock file".into(),
            Manager::Pipenv => "the Pipfile and its lock file".into(),
            Manager::Poetry => "pyproject.toml and its lock file".into(),
            _ => self.files.join(" and "),
        }
    }

    /// The COPY lines that bring them, one for each folder.
    pub fn lines(&self, copy: &Whole<'_>) -> Vec<String> {
        let keyword = if copy.instruction.keyword_text.starts_with(char::is_lowercase) { "copy" } else { "COPY" };
        let owner = &copy.action;
        let flags: String = [("chown", &owner.chown), ("chmod", &owner.chmod)]
            .into_iter()
            .filter_map(|(name, value)| value.as_ref().map(|value| format!("--{name}={value} ")))
            .collect();
        let mut folders: Vec<(&str, Vec<String>)> = Vec::new();
        for file in &self.files {
            let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
            // Files of such a folder name each other.
            let is_whole =
                folder.rsplit('/').next().is_some_and(|name| name.starts_with("require") || name.starts_with("deps"));
            let source = if is_whole { format!("{}{folder}/", self.folder) } else { format!("{}{file}", self.folder) };
            match folders.iter_mut().find(|(known, _)| *known == folder) {
                Some((_, sources)) if sources.contains(&source) => {}
                Some((_, sources)) => sources.push(source),
                None => folders.push((folder, vec![source])),
            }
        }
        let line = |(folder, sources): (&str, Vec<String>)| {
            let base =
                if self.workdir == self.place { ".".to_owned() } else { self.place.trim_end_matches('/').to_owned() };
            let destination = if folder.is_empty() { format!("{base}/") } else { format!("{base}/{folder}/") };
            format!("{keyword} {flags}{} {destination}", sources.join(" "))
        };
        folders.into_iter().map(line).collect()
    }

    /// Why the manifests may not be all it needs; `None` where they are known to be.
    pub fn doubt(&self, subject: &Subject<'_>) -> Option<String> {
        let text = |name: &str| {
            let path = format!("{}{name}", self.folder);
            let texts = &subject.scenario.manifests;
            texts.iter().find(|(key, _)| key.trim_start_matches("./") == path).map(|(_, text)| text.as_str())
        };
        let is_free =
            |name: &str, words: &[&str]| text(name).is_some_and(|text| !words.iter().any(|word| text.contains(word)));
        let has_folder = |name: &str| {
            subject
                .context
                .select(crate::context::Sources {
                    paths: &[format!("{}{name}", self.folder)],
                    excludes: &[],
                    parents: false,
                })
                .unknown
                .is_empty()
        };
        let is_context_known = !subject.scenario.context.is_empty();
        let (is_sure, doubt) = match self.manager {
            Manager::Npm | Manager::Yarn | Manager::Pnpm | Manager::Bun => (
                is_context_known && is_free("package.json", &LOCAL_NODE),
                "If a postinstall script, a workspace, a patch, a `file:` dependency or .yarn needs more of the sources, copy that before \
                 the installation, too.",
            ),
            Manager::Pip => (
                !self.files.is_empty()
                    && self.files.iter().all(|file| {
                        text(file).is_some_and(|text| {
                            !text
                                .lines()
                                .any(|line| line.trim_start().starts_with(['-', '.', '/']) || line.contains("file:"))
                        })
                    }),
                "If the requirements name other files or packages of this project, copy those before the installation, too.",
            ),
            Manager::Go => (
                is_context_known && is_free("go.mod", &["replace"]) && !has_folder("vendor/"),
                "With a vendor folder, a go.work or a `replace` by a folder it needs more than go.mod.",
            ),
            Manager::Bundler => (
                is_free("Gemfile", &["path", "gemspec", "eval", "File", "file:", "require"]),
                "If the Gemfile reads other files or has gems of this project (`path:`, `gemspec`), copy those, too.",
            ),
            Manager::Composer => (
                false,
                "Scripts and classmaps of composer.json run only when the autoloader is dumped, after the sources.",
            ),
            Manager::Maven => {
                (false, "With several modules it needs the pom.xml of each; plugins may still download more later.")
            }
            _ => (
                false,
                "If packages of this project are among the dependencies, copy those before the installation, too.",
            ),
        };
        (!is_sure).then(|| doubt.to_owned())
    }

    /// The new `.dockerignore` where an installation on the host would be copied over the image's own.
    pub fn ignored(&self, subject: &Subject<'_>) -> Option<String> {
        let name = match self.manager {
            Manager::Npm | Manager::Yarn | Manager::Pnpm | Manager::Bun => "node_modules",
            Manager::Composer => "vendor",
            _ => return None,
        };
        let path = format!("{}{name}", self.folder);
        let known = !subject.scenario.context.is_empty();
        let is_there = subject.scenario.context.keys().any(|file| file.trim_start_matches("./").starts_with(&path));
        if subject.context.ignore.excludes(&path) || (known && !is_there) {
            return None;
        }
        Some(super::super::ways::dockerignore_with(subject, &[path]))
    }
}

/// What makes a package.json speak of more than packages of a registry.
const LOCAL_NODE: [&str; 11] = [
    "\"preinstall\"",
    "\"install\"",
    "\"postinstall\"",
    "\"prepare\"",
    "\"prepublish\"",
    "\"workspaces\"",
    "\"file:",
    "\"link:",
    "\"portal:",
    "\"workspace:",
    "\"patch:",
];
