//! One build against what the builder remembers: for each step its key, and whether that key is known.

mod copy;
mod run;

use std::collections::HashMap;
use std::rc::Rc;

use super::build::Build;
use super::definition::{Definition, definition, is_linked};
use super::digest::{Digest, digest};
use super::environment::Environment;
use super::reason;
use super::select::Item;
use super::tree::Tree;
use super::world::{Remembered, World};
use super::{Outcome, StepOutcome};
use crate::stages::{self, Action, Base, BuildGraph, CopySource, Stage, Step};
use crate::syntax;

/// The state of a stage after a step.
#[derive(Clone, Debug)]
pub struct Vertex {
    pub key: Digest,
    pub tree: Tree,
    /// Executed in this build rather than reused.
    pub again: bool,
    /// Its key can be looked up by what comes next. Steps built without cache only have one once they are done.
    pub published: bool,
    /// The line of the instruction that made it.
    pub line: usize,
}

/// A build in progress.
pub struct Solver<'a> {
    pub build: &'a Build,
    pub graph: &'a BuildGraph,
    pub world: &'a mut World,
    pub context: Tree,
    /// The state after the last step of each stage; none if it is not built or failed.
    pub ends: Vec<Option<Vertex>>,
    /// Equal steps on equal inputs are solved once.
    solved: HashMap<(Digest, bool), Vertex>,
    /// How many files may be copied one by one before folders are kept as identities.
    pub budget: usize,
    pub believed: bool,
    pub failed: bool,
    /// The variables at the step that is being built.
    pub environment: Environment,
    /// What this build will be remembered by.
    fresh: Vec<(Digest, Rc<Remembered>)>,
}

/// A step ready to be looked up.
pub struct Request<'a> {
    pub step: &'a Step,
    pub stage: &'a Stage,
    pub parent: &'a Vertex,
    pub definition: Definition,
    /// Of what it takes from elsewhere.
    pub contents: Digest,
    pub items: Vec<Item>,
    pub ignored: bool,
}

const BUDGET: usize = 300_000;

/// A build that is done.
pub struct Solved {
    pub steps: Vec<StepOutcome>,
    /// A command seemed to fail.
    pub failed: bool,
}

/// Builds once, and remembers it. Commands that seem to fail end the build only where that is `believed`.
pub fn solve(build: &Build, world: &mut World, believed: bool) -> Solved {
    let dockerfile = syntax::parse(&build.scenario.dockerfile);
    let graph = stages::resolve(&dockerfile, &build.scenario);
    let context = build.context();
    let error = dockerfile.errors.first().or(graph.errors.first()).map(|error| error.message.clone());
    let ends = vec![None; graph.stages.len()];
    let solved = HashMap::new();
    let (graph, failed) = (&graph, false);
    let mut solver = Solver {
        build,
        graph,
        world,
        context,
        ends,
        solved,
        budget: BUDGET,
        believed,
        failed,
        environment: Environment::default(),
        fresh: Vec::new(),
    };
    let mut outcomes = Vec::new();
    for stage in &graph.stages {
        solver.stage(stage, error.as_deref(), &mut outcomes);
    }
    let Solver { fresh, world, failed, .. } = solver;
    for (parent, step) in fresh {
        let seen = world.seen.entry(parent).or_default();
        if seen.iter().all(|other| other.key != step.key) {
            seen.push(step);
        }
    }
    Solved { steps: outcomes, failed }
}

impl Solver<'_> {
    fn stage(&mut self, stage: &Stage, error: Option<&str>, outcomes: &mut Vec<StepOutcome>) {
        let from = |outcome, reason: String| StepOutcome {
            stage: stage.index,
            step: None,
            line: stage.from_line,
            triggered: false,
            outcome,
            merged: None,
            reason,
        };
        let hindrance = match (error, stage.reachable) {
            (Some(error), _) => Some(format!("the build fails: {error}")),
            (None, false) => Some("the target does not need this stage".to_string()),
            (None, true) => None,
        };
        let (start, outcome, why) = match (&hindrance, &stage.base) {
            (Some(why), _) => (None, Outcome::NotBuilt, why.clone()),
            (None, Base::Image { normalized, .. }) => {
                let key = digest("platform", (self.build.image(normalized), stage.platform.to_string()));
                let tree = self.image_tree(normalized, stage);
                let vertex = Vertex { key, tree, again: false, published: true, line: stage.from_line };
                (Some(vertex), Outcome::Base, "the base image".to_string())
            }
            (None, Base::Scratch) => (Some(Vertex::nothing(stage.from_line)), Outcome::Base, "empty".to_string()),
            (None, Base::Stage(below)) => {
                (self.ends[*below].clone(), Outcome::Configuration, "goes on from another stage".to_string())
            }
            (None, Base::Unknown(_)) => (None, Outcome::NotBuilt, "the base image is not known".to_string()),
        };
        outcomes.push(from(outcome, why));
        let mut current = start;
        let first = stage.steps.first().map_or(&stage.end, |step| &step.state);
        self.environment = Environment::of(&first.variables);
        for (index, step) in stage.steps.iter().enumerate() {
            let (outcome, merged, reason) = match &hindrance {
                Some(why) if is_built(step) => (Outcome::NotBuilt, None, why.clone()),
                _ => self.step(stage, step, &mut current),
            };
            self.environment.follow(&step.action);
            let (stage, line) = (stage.index, step.line);
            let triggered = step.triggered;
            outcomes.push(StepOutcome { stage, step: Some(index), line, triggered, outcome, merged, reason });
        }
        self.ends[stage.index] = current;
    }

    /// Solves a step on top of `current`, which becomes the state after it; nothing when the build fails there.
    fn step(&mut self, stage: &Stage, step: &Step, current: &mut Option<Vertex>) -> (Outcome, Option<bool>, String) {
        let Some(mut definition) = definition(step, &stage.platform.to_string(), self.environment.digest()) else {
            return (Outcome::Configuration, None, "only the image's configuration".to_string());
        };
        if self.build.edited.contains(&step.line) {
            definition.digest = digest("edited", definition.digest);
            definition.parts.iter_mut().take(1).for_each(|(_, part)| *part = digest("edited", *part));
        }
        let Some(parent) = current.take() else {
            return (Outcome::NotBuilt, None, "the build fails before it".to_string());
        };
        let (contents, items) = match self.contents(stage, step, &parent) {
            Ok(contents) => contents,
            Err(Missing::Stage) => return (Outcome::NotBuilt, None, "the build fails before it".to_string()),
            Err(Missing::File(path)) => {
                let reason = format!("fails: {} does not exist", path.trim_start_matches('/'));
                return (Outcome::Again, None, reason);
            }
        };
        let filtered = self.build.ignores(stage.name.as_deref());
        let ignored = filtered && !matches!(step.action, Action::Workdir { .. });
        let linked = matches!(&step.action, Action::Copy(copy) if is_linked(copy));
        let request = Request { step, stage, parent: &parent, definition, contents, items, ignored };
        if linked && parent.key != 0 {
            return self.linked(request, current);
        }
        match self.settle(&request, |solver, request| solver.execute(request)) {
            Ok(vertex) => {
                let outcome = if vertex.again { Outcome::Again } else { Outcome::Reused };
                let reason = reason::of(&request, self, &vertex);
                self.remember(&request, vertex.key);
                *current = Some(vertex);
                (outcome, None, reason)
            }
            Err(()) => failed(),
        }
    }

    /// `--link`: the files on nothing, then put on what is below.
    fn linked(&mut self, request: Request, current: &mut Option<Vertex>) -> (Outcome, Option<bool>, String) {
        let nothing = Vertex::nothing(request.stage.from_line);
        let own = Request {
            parent: &nothing,
            definition: request.definition.clone(),
            items: request.items.clone(),
            ..request
        };
        let Ok(files) = self.settle(&own, |_, _| Ok(Tree::default())) else { return failed() };
        let merge = Request {
            definition: Definition { digest: digest("merge", 0), ..Definition::default() },
            contents: files.key,
            items: Vec::new(),
            ..request
        };
        let copied = Request { definition: request.definition.clone(), items: request.items.clone(), ..request };
        let Ok(merged) = self.settle(&merge, |solver, _| solver.execute(&copied)) else { return failed() };
        let reason = reason::of_linked(&own, self, &files, &merged);
        self.remember(&own, files.key);
        let outcome = if files.again { Outcome::Again } else { Outcome::Reused };
        let rebased = !merged.again;
        *current = Some(merged);
        (outcome, Some(rebased), reason)
    }

    /// Looks the step up; executes it where it is not known.
    fn settle(
        &mut self,
        request: &Request,
        execute: impl FnOnce(&mut Self, &Request) -> Result<Tree, ()>,
    ) -> Result<Vertex, ()> {
        let key = digest("step", (request.definition.digest, request.parent.key, request.contents));
        if let Some(vertex) = self.solved.get(&(key, request.ignored)) {
            return Ok(vertex.clone());
        }
        let known = self.world.results.get(&key).filter(|_| !request.ignored && request.parent.published).cloned();
        let again = known.is_none();
        let tree = match known {
            Some(tree) => tree,
            None => execute(self, request)?,
        };
        if again {
            self.world.results.insert(key, tree.clone());
        }
        let vertex = Vertex { key, tree, again, published: !request.ignored, line: request.step.line };
        self.solved.insert((key, request.ignored), vertex.clone());
        Ok(vertex)
    }

    /// What a step takes from elsewhere, as digest and as items.
    fn contents(&mut self, stage: &Stage, step: &Step, parent: &Vertex) -> Result<(Digest, Vec<Item>), Missing> {
        match &step.action {
            Action::Copy(copy) => self.copy_contents(stage, copy, parent),
            Action::Run(run) => self.run_contents(stage, run),
            _ => Ok((0, Vec::new())),
        }
    }

    fn execute(&mut self, request: &Request) -> Result<Tree, ()> {
        let mut tree = self.made(request)?;
        if self.build.edited.contains(&request.step.line) {
            tree.disturb(request.definition.digest);
        }
        Ok(tree)
    }

    fn made(&mut self, request: &Request) -> Result<Tree, ()> {
        match &request.step.action {
            Action::Copy(copy) => Ok(self.copied(copy, request)),
            Action::Run(run) => self.ran(run, request),
            Action::Workdir { path } => {
                let mut tree = request.parent.tree.clone();
                super::run::make_folder(&mut tree, path, &request.step.state.user);
                Ok(tree)
            }
            _ => Ok(request.parent.tree.clone()),
        }
    }

    /// The files that a copy or mount takes from.
    fn source(&self, source: &CopySource, stage: &Stage) -> Result<Tree, Missing> {
        match source {
            CopySource::Context => Ok(self.context.clone()),
            CopySource::Stage(index) => match self.ends.get(*index) {
                Some(Some(end)) => Ok(end.tree.clone()),
                _ => Err(Missing::Stage),
            },
            CopySource::Image { normalized, .. } => Ok(self.image_tree(normalized, stage)),
        }
    }

    fn image_tree(&self, normalized: &str, stage: &Stage) -> Tree {
        Tree::of_image(digest("platform", (self.build.image_files(normalized), stage.platform.to_string())))
    }

    fn remember(&mut self, request: &Request, key: Digest) {
        let remembered = Remembered { definition: request.definition.clone(), items: request.items.clone(), key };
        self.fresh.push((request.parent.key, Rc::new(remembered)));
    }
}

/// Why a step cannot be built.
pub enum Missing {
    /// What it takes from was not built.
    Stage,
    File(String),
}

impl Vertex {
    /// The state on `FROM scratch`.
    fn nothing(line: usize) -> Self {
        Self { key: 0, tree: Tree::default(), again: false, published: true, line }
    }
}

fn failed() -> (Outcome, Option<bool>, String) {
    (Outcome::Again, None, "it runs, and fails".to_string())
}

fn is_built(step: &Step) -> bool {
    matches!(step.action, Action::Run(_) | Action::Copy(_) | Action::Workdir { .. })
}
