//! Equal steps on equal inputs are one step to BuildKit: which steps of the graph are the same, and how many
//! operations a build of the target comes to.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::{Action, Base, BuildGraph, CopyAction, CopySource, Platform, RunAction, Stage, State, Step};
use crate::syntax::MountKind;

/// Which steps are the same.
#[derive(Clone, Debug, Default)]
pub struct UniqueSteps {
    /// For each stage and step the operation it comes to; steps with the same number run once. `None` for steps that
    /// run nothing.
    pub steps: Vec<Vec<Option<usize>>>,
    /// What a build of the target runs.
    pub target: Operations,
}

/// Operations by kind, each counted once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Operations {
    pub exec: usize,
    /// Images, the build context, addresses.
    pub source: usize,
    pub file: usize,
    pub merge: usize,
    /// What the file operations do.
    pub copy: usize,
    pub mkdir: usize,
    pub mkfile: usize,
}

/// Finds the equal steps of a graph. Works in file order, as no stage takes from a later one.
pub fn unique_steps(graph: &BuildGraph) -> UniqueSteps {
    let mut table = Table::default();
    let mut ends: Vec<Option<usize>> = Vec::new();
    let mut steps = Vec::new();
    for stage in &graph.stages {
        let mut state = match &stage.base {
            Base::Stage(below) => ends[*below],
            Base::Image { normalized, .. } => Some(table.image(normalized, &stage.platform)),
            Base::Scratch | Base::Unknown(_) => None,
        };
        let mut own = Vec::new();
        for step in &stage.steps {
            let done = table.step(step, stage, state, &ends);
            own.push(done);
            state = done.or(state);
        }
        steps.push(own);
        ends.push(state);
    }
    let end = graph.target.and_then(|target| ends[target]);
    UniqueSteps { steps, target: table.count(end) }
}

#[derive(Default)]
struct Table {
    known: HashMap<(u64, Vec<usize>), usize>,
    operations: Vec<(Operations, Vec<usize>)>,
}

const NOTHING: Operations = Operations { exec: 0, source: 0, file: 0, merge: 0, copy: 0, mkdir: 0, mkfile: 0 };
const SOURCE: Operations = Operations { source: 1, ..NOTHING };
const MAKE_FILE: Operations = Operations { file: 1, mkfile: 1, ..NOTHING };

impl Table {
    fn add(&mut self, kind: Operations, definition: impl Hash, inputs: Vec<usize>) -> usize {
        let mut hasher = DefaultHasher::new();
        definition.hash(&mut hasher);
        let next = self.operations.len();
        let id = *self.known.entry((hasher.finish(), inputs.clone())).or_insert(next);
        if id == next {
            self.operations.push((kind, inputs));
        }
        id
    }

    fn image(&mut self, name: &str, platform: &Platform) -> usize {
        self.add(SOURCE, ("image", name, platform.to_string()), Vec::new())
    }

    fn context(&mut self) -> usize {
        self.add(SOURCE, "context", Vec::new())
    }

    fn step(&mut self, step: &Step, stage: &Stage, state: Option<usize>, ends: &[Option<usize>]) -> Option<usize> {
        let platform = stage.platform.to_string();
        match &step.action {
            Action::Run(run) => Some(self.run(step, run, stage, state, ends)),
            Action::Copy(copy) => Some(self.copy(copy, stage, state, ends)),
            Action::Workdir { path } if step.layer => {
                let kind = Operations { file: 1, mkdir: 1, ..NOTHING };
                Some(self.add(kind, ("mkdir", path, &step.state.user, platform), state.into_iter().collect()))
            }
            _ => None,
        }
    }

    fn run(
        &mut self,
        step: &Step,
        run: &RunAction,
        stage: &Stage,
        state: Option<usize>,
        ends: &[Option<usize>],
    ) -> usize {
        let mut inputs: Vec<usize> = state.into_iter().collect();
        let mut hasher = DefaultHasher::new();
        for (index, mount) in run.mounts.iter().enumerate() {
            (mount.kind as u8, &mount.target, &mount.source, mount.read_only).hash(&mut hasher);
            if matches!(mount.kind, MountKind::Secret | MountKind::Ssh | MountKind::Cache) {
                mount.id.hash(&mut hasher);
            }
            inputs.extend(match run.mount_sources.get(index).and_then(Option::as_ref) {
                Some(source) if mount.from.is_some() => self.source(source, stage, ends),
                _ if mount.kind == MountKind::Bind => Some(self.context()),
                _ => None,
            });
        }
        if run.script.starts_with("#!") && step.history.as_deref().is_some_and(|text| text.contains(" /dev/pipes/")) {
            inputs.push(self.add(MAKE_FILE, ("script", &run.script), Vec::new()));
        }
        let State { variables, workdir, user, .. } = &step.state;
        let environment = (variables.digest(), workdir, user, stage.platform.to_string());
        let command = (&step.history, hasher.finish(), &run.network, &run.security);
        self.add(Operations { exec: 1, ..NOTHING }, (command, environment), inputs)
    }

    fn copy(&mut self, copy: &CopyAction, stage: &Stage, state: Option<usize>, ends: &[Option<usize>]) -> usize {
        let linked = copy.link && copy.chmod.is_none();
        let mut inputs: Vec<usize> = state.filter(|_| !linked).into_iter().collect();
        for source in &copy.sources {
            inputs.extend(if copy.is_remote(source) {
                Some(self.add(SOURCE, ("address", source, &copy.checksum, copy.keep_git_dir), Vec::new()))
            } else {
                self.source(&copy.from, stage, ends)
            });
        }
        for file in &copy.inline_files {
            inputs.push(self.add(MAKE_FILE, ("file", file), Vec::new()));
        }
        let kind = Operations { file: 1, copy: copy.sources.len() + copy.inline_files.len(), ..NOTHING };
        let names: Vec<&String> = copy.inline_files.iter().map(|(name, _)| name).collect();
        let what = (&copy.sources, names, &copy.destination, copy.add, copy.unpack, copy.parents);
        let how = (&copy.chown, &copy.chmod, &copy.excludes, linked, stage.platform.to_string());
        let file = self.add(kind, (what, how), inputs);
        match state.filter(|_| linked) {
            Some(state) => self.add(Operations { merge: 1, ..NOTHING }, "merge", vec![state, file]),
            None => file,
        }
    }

    fn source(&mut self, source: &CopySource, stage: &Stage, ends: &[Option<usize>]) -> Option<usize> {
        match source {
            CopySource::Context => Some(self.context()),
            CopySource::Stage(index) => ends.get(*index).copied().flatten(),
            CopySource::Image { written, .. } if written == "scratch" => None,
            CopySource::Image { normalized, .. } => Some(self.image(normalized, &stage.platform)),
        }
    }

    fn count(&self, end: Option<usize>) -> Operations {
        let mut total = NOTHING;
        let mut seen = vec![false; self.operations.len()];
        let mut waiting: Vec<usize> = end.into_iter().collect();
        while let Some(id) = waiting.pop() {
            if std::mem::replace(&mut seen[id], true) {
                continue;
            }
            let (kind, inputs) = &self.operations[id];
            waiting.extend(inputs);
            total.exec += kind.exec;
            total.source += kind.source;
            total.file += kind.file;
            total.merge += kind.merge;
            total.copy += kind.copy;
            total.mkdir += kind.mkdir;
            total.mkfile += kind.mkfile;
        }
        total
    }
}
