//! Instructions to the build graph: stages, their bases, variables, edges, target and what it reaches, by BuildKit's
//! rules. Knows no sizes and no files.

mod bases;
mod dispatch;
mod globals;
mod graph;
mod history;
mod platform;
mod reach;
mod references;
mod role;
mod scope;
mod step;
mod unique;
mod words;

pub(crate) use dispatch::expose::exposed_ports;
pub use graph::{Base, BuildGraph, Edge, EdgeKind, FromLine, Giver, Phase, Stage};
pub use history::{History, chain, history};
pub use platform::Platform;
pub use role::{Role, roles, shipped};
pub use scope::{Scope, Variable, VariableKind};
pub use step::{Action, CopyAction, CopySource, RunAction, State, Step};
pub use unique::{Operations, UniqueSteps, unique_steps};
pub(crate) use words::Expander;

use self::dispatch::{Build, Dispatch, Given};
use self::reach::Trigger;
use self::references::References;
use crate::scenario::Scenario;
use crate::syntax::{Dockerfile, Payload, quoted};
use crate::text::{Diagnostic, Span, lowercase};

/// The build graph of a Dockerfile. Errors come in the order in which BuildKit finds them; it stops at the first, this
/// goes on. Steps of stages that the target does not need are expanded too, but their errors are none to a build.
pub fn resolve(dockerfile: &Dockerfile, scenario: &Scenario) -> BuildGraph {
    let mut errors = Vec::new();
    let platform = platform(scenario, &mut errors);
    let expander = Expander::new(dockerfile.escape);
    let wanted = scenario.target.as_deref().filter(|name| !name.is_empty());
    let predefined = predefined(dockerfile, scenario, &platform);
    let globals = globals::resolve(dockerfile, &predefined, &scenario.build_args, &expander, &mut errors);
    let default_globals = default_globals(dockerfile, &predefined, &expander);
    let mut ends = vec![(errors.len(), Phase::Globals)];
    let mut stages = bases::resolve(dockerfile, &globals, &platform, &expander, &mut errors);
    ends.push((errors.len(), Phase::From));
    let target = target(&stages, wanted, &mut errors);
    let mut references = references::resolve(dockerfile, &stages, &expander, &mut errors);
    errors.extend(reach::cycle(dockerfile, &stages, &references));
    errors.extend(bad_images(dockerfile, &stages));
    errors.append(&mut references.bad_images);
    let triggers = reach::resolve(dockerfile, &mut stages, target, &mut references, &expander, &mut errors);
    ends.extend([(errors.len(), Phase::Graph), (usize::MAX, Phase::Steps)]);

    let build = Build {
        dockerfile,
        text: &scenario.dockerfile,
        build_args: &scenario.build_args,
        globals: &globals,
        expander: &expander,
    };
    for (index, triggers) in triggers.iter().enumerate() {
        dispatch(&build, &mut stages, index, &references, triggers, &mut errors);
    }
    let edges = edges(&stages);
    let first = ends.iter().find(|(end, _)| *end > 0).map(|(_, phase)| *phase);
    let first_error_in = first.filter(|_| !errors.is_empty());
    BuildGraph { stages, edges, target, errors, first_error_in, platform, globals, default_globals }
}

fn default_globals(dockerfile: &Dockerfile, predefined: &Scope, expander: &Expander) -> Option<Scope> {
    let mut errors = Vec::new();
    let scope = globals::resolve(dockerfile, predefined, &std::collections::BTreeMap::new(), expander, &mut errors);
    errors.is_empty().then_some(scope)
}

fn predefined(dockerfile: &Dockerfile, scenario: &Scenario, platform: &Platform) -> Scope {
    let last = dockerfile.instructions.iter().rev().find_map(|instruction| match &instruction.payload {
        Payload::From(from) => Some(from.name.as_ref().map(|name| lowercase(&name.text))),
        _ => None,
    });
    let wanted = scenario.target.clone().filter(|name| !name.is_empty());
    globals::predefined(platform, wanted.or(last.flatten()).as_deref(), &scenario.build_args)
}

fn platform(scenario: &Scenario, errors: &mut Vec<Diagnostic>) -> Platform {
    let written = scenario.platform.as_deref().filter(|platform| !platform.is_empty());
    Platform::parse(written.unwrap_or("linux/amd64")).unwrap_or_else(|reason| {
        let error = Diagnostic::new(Span::default(), format!("failed to parse platform: {reason}"));
        errors.push(error.hint("Write a platform such as linux/amd64 or linux/arm64."));
        Platform::default()
    })
}

/// The stage to build. Where the wanted one does not exist, the last one is shown in its place.
fn target(stages: &[Stage], wanted: Option<&str>, errors: &mut Vec<Diagnostic>) -> Option<usize> {
    let last = stages.len().checked_sub(1)?;
    let Some(wanted) = wanted else { return Some(last) };
    let lower = lowercase(wanted);
    let found = stages.iter().rev().find(|stage| stage.name.as_deref() == Some(&lower));
    if found.is_none() {
        let names: Vec<String> = stages.iter().map(Stage::display_name).collect();
        let message = format!("target stage {} could not be found", quoted(wanted));
        let message = words::with_suggestion(message, wanted, names.iter().map(String::as_str));
        errors.push(Diagnostic::new(Span::default(), message).hint("Only stages with a name can be built by name."));
    }
    Some(found.map_or(last, |stage| stage.index))
}

fn bad_images(dockerfile: &Dockerfile, stages: &[Stage]) -> Vec<Diagnostic> {
    let problem = |stage: &Stage| {
        let name =
            stage.from.image.as_ref().filter(|name| !name.is_empty() && matches!(stage.base, Base::Unknown(_)))?;
        let message = bases::image(name).err()?;
        let Payload::From(from) = &dockerfile.instructions[stage.from_instruction].payload else { return None };
        let error = Diagnostic::new(from.image.span, message);
        let lower = lowercase(name);
        let earlier = stages[..stage.index].iter().any(|other| other.name.as_deref() == Some(&lower));
        Some(error.hint(if earlier {
            format!("The stage is called {lower}: FROM minds the case.")
        } else {
            "Write an image as `name:tag` or `registry/name:tag`, the name in lower case.".into()
        }))
    };
    stages.iter().filter_map(problem).collect()
}

/// Fills in a stage's steps. The stages before it are complete.
fn dispatch(
    build: &Build<'_>,
    stages: &mut [Stage],
    index: usize,
    references: &References,
    triggers: &[Trigger],
    errors: &mut Vec<Diagnostic>,
) {
    let stage = &stages[index];
    let mut dispatch = Dispatch::new(build, stage);
    if let Base::Stage(below) = stage.base {
        let below = &stages[below];
        dispatch.state = below.end.clone();
        dispatch.entrypoint = below.entrypoint.clone();
        dispatch.command = below.command.clone();
    } else {
        dispatch.state = first_state(&stage.platform);
    }
    for trigger in triggers {
        if let Payload::Onbuild(instruction) = &build.dockerfile.instructions[trigger.at].payload {
            dispatch.step(&Given { at: trigger.at, instruction, triggered: true, sources: &trigger.sources });
        }
    }
    for at in reach::instructions(build.dockerfile, stages, index) {
        let sources = references.by_instruction.get(&at).map_or(&[][..], Vec::as_slice);
        let instruction = &build.dockerfile.instructions[at];
        dispatch.step(&Given { at, instruction, triggered: false, sources });
    }
    let stage = &mut stages[index];
    stage.steps = dispatch.steps;
    stage.end = dispatch.state;
    stage.entrypoint = dispatch.entrypoint;
    stage.command = dispatch.command;
    if stage.reachable {
        errors.append(&mut dispatch.errors);
    }
}

/// What a stage begins with on scratch or an image whose configuration is not known.
fn first_state(platform: &Platform) -> State {
    if platform.os == "windows" {
        return State { shell: ["cmd", "/S", "/C"].map(String::from).into(), ..State::default() };
    }
    let path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    State { variables: Scope::default().with_base("PATH", path), ..State::default() }
}

fn edges(stages: &[Stage]) -> Vec<Edge> {
    let mut edges = Vec::new();
    for stage in stages {
        let base = match &stage.base {
            Base::Stage(below) => Some(Giver::Stage(*below)),
            Base::Image { normalized, .. } => Some(Giver::Image(normalized.clone())),
            Base::Scratch | Base::Unknown(_) => None,
        };
        let taker = stage.index;
        edges.extend(base.map(|giver| Edge { giver, taker, kind: EdgeKind::From, line: stage.from_line, step: None }));
        for (at, step) in stage.steps.iter().enumerate() {
            let (kind, sources): (_, Vec<&CopySource>) = match &step.action {
                Action::Copy(copy) => (EdgeKind::Copy, vec![&copy.from]),
                Action::Run(run) => (EdgeKind::Mount, run.mount_sources.iter().flatten().collect()),
                _ => continue,
            };
            for source in sources {
                let giver = match source {
                    CopySource::Context => continue,
                    CopySource::Image { written, .. } if written == "scratch" => continue,
                    CopySource::Image { normalized, .. } => Giver::Image(normalized.clone()),
                    CopySource::Stage(stage) => Giver::Stage(*stage),
                };
                edges.push(Edge { giver, taker, kind, line: step.line, step: Some(at) });
            }
        }
    }
    edges
}
