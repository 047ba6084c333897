//! Sizes that a person gave of single layers, carried over to the Dockerfile as it was rewritten: a step that reads the
//! same keeps its size under its new key. What became another step loses it, for nobody weighed that one.

use std::collections::HashMap;

use crate::scenario::Scenario;
use crate::stages::{Action, CopySource, resolve};
use crate::syntax::parse;

/// Puts the sizes given for layers of `before` at their steps in `after`, and forgets those whose steps are gone or
/// cannot be told from others.
pub(super) fn rekey(before: &Scenario, after: &mut Scenario) {
    if before.layers_given() == 0 {
        return;
    }
    let (old, new) = (Steps::of(before), Steps::of(after));
    let mut moved: HashMap<&str, &str> = HashMap::new();
    // Those of the same stage come second: they know better.
    let anywhere = old.anywhere.iter().filter_map(|(text, steps)| Some((steps, new.anywhere.get(text)?)));
    let in_stage = old.in_stage.iter().filter_map(|(place, steps)| Some((steps, new.in_stage.get(place)?)));
    for (one, other) in anywhere.chain(in_stage).filter(|(one, other)| one.len() == other.len()) {
        for (from, to) in one.iter().zip(other) {
            for key in &old.keys[*from] {
                moved.insert(key, &new.keys[*to][0]);
            }
        }
    }
    // What the ignore file lets through now has another size.
    if before.dockerignore != after.dockerignore {
        for key in old.of_context.iter().flat_map(|step| &old.keys[*step]) {
            moved.remove(key.as_str());
        }
    }
    for given in [&mut after.overrides, &mut after.pull_overrides] {
        let kept = std::mem::take(given).into_iter();
        *given = kept.filter_map(|(key, bytes)| Some(((*moved.get(key.as_str())?).to_owned(), bytes))).collect();
    }
}

/// The steps of a Dockerfile by what stays the same when others come and go around them.
#[derive(Default)]
struct Steps<'a> {
    /// What a size may be given under: the name of the stage where it has one, or its index.
    keys: Vec<[String; 2]>,
    /// Those that read the same, in order: in a stage of that name or beginning, and in all.
    in_stage: HashMap<(String, &'a str), Vec<usize>>,
    anywhere: HashMap<&'a str, Vec<usize>>,
    /// Those that copy files of the build context.
    of_context: Vec<usize>,
}

impl<'a> Steps<'a> {
    fn of(scenario: &'a Scenario) -> Self {
        let dockerfile = parse(&scenario.dockerfile);
        let graph = resolve(&dockerfile, scenario);
        let mut steps = Self::default();
        for stage in &graph.stages {
            let from = dockerfile.instructions[stage.from_instruction].span.of(&scenario.dockerfile);
            let name = stage.name.as_deref().unwrap_or(from);
            for (at, step) in stage.steps.iter().enumerate() {
                let (index, text) = (steps.keys.len(), step.span.of(&scenario.dockerfile));
                steps.keys.push([graph.layer_key(stage.index, at), format!("{}/{at}", stage.index)]);
                steps.in_stage.entry((name.to_owned(), text)).or_default().push(index);
                steps.anywhere.entry(text).or_default().push(index);
                if matches!(&step.action, Action::Copy(copy) if copy.from == CopySource::Context) {
                    steps.of_context.push(index);
                }
            }
        }
        steps
    }
}
