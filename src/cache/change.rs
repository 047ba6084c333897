//! What a person changes between two builds.

use super::build::{Build, Entry, EntryKind, NoCache, inside};
use super::digest::digest;
use super::tree::Content;
use crate::stages::{self, Base};
use crate::syntax::{self, ImageReference, Instruction, Keyword};

/// One change, or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Nothing,
    /// The new content; `None` where nobody says what it is, only that it is another.
    EditFile {
        path: String,
        content: Option<Content>,
    },
    AddFile {
        path: String,
        entry: Entry,
    },
    /// Only the modification time moves, or the owner: neither counts.
    Touch {
        path: String,
    },
    SetMode {
        path: String,
        mode: u32,
    },
    DeleteFile {
        path: String,
    },
    RenameFile {
        path: String,
        to: String,
    },
    ToLink {
        path: String,
        target: String,
    },
    /// One place of the Dockerfile.
    EditDockerfile {
        old: String,
        new: String,
    },
    /// The instruction on a line says something else: what, is not known.
    EditLine {
        line: usize,
    },
    /// `None`: it is gone.
    EditDockerignore {
        text: Option<String>,
    },
    /// `None`: no longer passed.
    BuildArgument {
        name: String,
        value: Option<String>,
    },
    Target(Option<String>),
    /// `--no-cache-filter`; without names it is `--no-cache`.
    NoCache {
        stages: Vec<String>,
    },
    Secret {
        id: String,
        value: String,
    },
    /// The tag points to another image now. With a mark it is an image with the same files but for that mark.
    BaseMoves {
        image: String,
        mark: Option<String>,
    },
    /// A build after each.
    Sequence(Vec<Change>),
    /// Together, then one build.
    All(Vec<Change>),
}

impl Change {
    /// The builds it leads to, in order.
    pub(super) fn builds(&self, first: &Build) -> Result<Vec<Build>, String> {
        let changes = match self {
            Self::Sequence(changes) => changes.as_slice(),
            one => std::slice::from_ref(one),
        };
        let mut builds: Vec<Build> = Vec::new();
        for change in changes {
            let mut next = builds.last().unwrap_or(first).clone();
            next.no_cache = NoCache::Unset;
            change.apply(&mut next)?;
            builds.push(next);
        }
        Ok(builds)
    }

    fn apply(&self, build: &mut Build) -> Result<(), String> {
        match self {
            Self::Nothing | Self::Touch { .. } => {}
            Self::EditFile { path, content } => edit(build, &inside(path), content.clone()),
            Self::AddFile { path, entry } => drop(build.files.insert(inside(path), Box::new(entry.clone()))),
            Self::SetMode { path, mode } => {
                let path = inside(path);
                let folder = is_folder(build, &path);
                let entry = build.files.entry(path.clone()).or_insert_with(|| {
                    let kind = match folder {
                        true => EntryKind::Folder { listed: true },
                        false => EntryKind::File(Content::Unseen(digest("context", &path))),
                    };
                    Box::new(Entry { kind, mode: None })
                });
                entry.mode = Some(*mode);
            }
            Self::DeleteFile { path } => {
                let path = inside(path);
                let folder = format!("{path}/");
                build.files.retain(|file, _| *file != path && !file.starts_with(&folder));
                keep_folder(build, &path);
                if !build.complete {
                    edit(build, &path, Some(Content::Unseen(digest("deleted", &path))));
                }
            }
            Self::RenameFile { path, to } => rename(build, &inside(path), &inside(to)),
            Self::ToLink { path, target } => {
                build.files.insert(inside(path), Box::new(Entry { kind: EntryKind::Link(target.clone()), mode: None }));
            }
            Self::EditDockerfile { old, new } => {
                let text = &mut build.scenario.dockerfile;
                let at = text.find(old.as_str()).ok_or("the Dockerfile does not contain the text to replace")?;
                text.replace_range(at..at + old.len(), new);
                if !build.complete
                    && let Some(entry) = build.files.get_mut("Dockerfile")
                {
                    **entry = Entry::text(&build.scenario.dockerfile);
                }
            }
            Self::EditLine { line } => edit_line(build, *line),
            Self::EditDockerignore { text } => build.scenario.dockerignore.clone_from(text),
            Self::BuildArgument { name, value } => match value {
                Some(value) => drop(build.scenario.build_args.insert(name.clone(), value.clone())),
                None => drop(build.scenario.build_args.remove(name)),
            },
            Self::Target(target) => build.scenario.target.clone_from(target),
            Self::NoCache { stages } => {
                build.no_cache = if stages.is_empty() { NoCache::Everything } else { NoCache::Stages(stages.clone()) };
            }
            Self::Secret { id, value } => drop(build.secrets.insert(id.clone(), value.clone())),
            Self::BaseMoves { image, mark } => {
                let moved = build.moved.entry(normalized(image)).or_default();
                match mark {
                    Some(mark) => moved.mark.clone_from(&Some(mark.clone())),
                    None => moved.times += 1,
                }
            }
            Self::Sequence(changes) | Self::All(changes) => {
                for change in changes {
                    change.apply(build)?;
                }
            }
        }
        Ok(())
    }
}

fn edit(build: &mut Build, path: &str, content: Option<Content>) {
    let before = build.files.get(path);
    let content = content.unwrap_or_else(|| {
        let before = before.map(|entry| match &entry.kind {
            EntryKind::File(content) => content.digest(),
            EntryKind::Folder { .. } | EntryKind::Link(_) => 0,
        });
        Content::Unseen(digest("edited", (path, before)))
    });
    let mode = before.and_then(|entry| entry.mode);
    build.files.insert(path.to_string(), Box::new(Entry { kind: EntryKind::File(content), mode }));
}

/// FROM takes another image, variables get another value; what is built is another step from then on.
fn edit_line(build: &mut Build, line: usize) {
    let dockerfile = syntax::parse(&build.scenario.dockerfile);
    let holds = |instruction: &&Instruction| (instruction.start_line..=instruction.end_line).contains(&line);
    let Some(instruction) = dockerfile.instructions.iter().find(holds) else { return };
    match instruction.keyword {
        Keyword::From => {
            let graph = stages::resolve(&dockerfile, &build.scenario);
            let stage = graph.stages.iter().find(|stage| stage.from_line == instruction.start_line);
            if let Some(Base::Image { normalized, .. }) = stage.map(|stage| &stage.base) {
                build.moved.entry(normalized.clone()).or_default().times += 1;
            }
        }
        Keyword::Env | Keyword::Arg | Keyword::User => build.scenario.dockerfile.insert(instruction.span.end, '2'),
        _ => drop(build.edited.insert(instruction.start_line)),
    }
}

/// The folder of a file that is gone stays, even empty.
fn keep_folder(build: &mut Build, path: &str) {
    if let Some((folder, _)) = path.rsplit_once('/') {
        let kind = EntryKind::Folder { listed: true };
        build.files.entry(folder.to_string()).or_insert_with(|| Box::new(Entry { kind, mode: None }));
    }
}

fn is_folder(build: &Build, path: &str) -> bool {
    let prefix = format!("{path}/");
    build.files.range(prefix.clone()..).next().is_some_and(|(file, _)| file.starts_with(&prefix))
}

/// Moves a file, or a folder with all that is in it.
fn rename(build: &mut Build, path: &str, to: &str) {
    let prefix = format!("{path}/");
    let moved: Vec<String> =
        build.files.keys().filter(|file| *file == path || file.starts_with(&prefix)).cloned().collect();
    if moved.is_empty() {
        edit(build, to, None);
    }
    keep_folder(build, path);
    for file in moved {
        if let Some(entry) = build.files.remove(&file) {
            build.files.insert(format!("{to}{}", &file[path.len()..]), entry);
        }
    }
}

fn normalized(image: &str) -> String {
    ImageReference::parse(image).map_or_else(|_| image.to_string(), |reference| reference.to_string())
}
