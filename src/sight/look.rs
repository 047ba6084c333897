//! An Analysis to what is to be seen of it.

use std::rc::Rc;

use super::picture::{Flow, picture};
use super::seen::{Argument, ImageSight, Lines, Sight, Written};
use super::{inks, problems, stages};
use crate::analysis::Analysis;
use crate::scenario::Scenario;
use crate::size::Catalog;
use crate::syntax::{Instruction, Payload};

/// Instructions whose lines are told. Beyond them, lines of the editor light nothing.
const MOST_INSTRUCTIONS: usize = 10_000;
/// More fields would bury the rest of the page.
const MOST_ARGUMENTS: usize = 100;

pub(super) fn sight(scenario: &Scenario, analysis: &Analysis, catalog: &Catalog) -> Sight {
    let (graph, sizes) = (&analysis.graph, &analysis.sizes);
    let image = &sizes.image;
    let largest = |bytes: fn(&crate::size::StageSize) -> u64| sizes.stages.iter().map(bytes).max().unwrap_or(0);
    Sight {
        problems: problems::problems(&scenario.dockerfile, analysis),
        inks: inks::inks(&analysis.dockerfile, &scenario.dockerfile),
        instructions: instructions(analysis),
        stages: stages::stages(&scenario.dockerfile, analysis),
        stage_count: graph.stages.len(),
        row_count: graph.stages.iter().map(|stage| stage.steps.len() + 1).sum(),
        target: graph.target,
        target_name: graph.target.map(|target| stages::title(graph, target)),
        is_target_known: stages::is_target_known(graph, scenario.target.as_deref()),
        rightwards: picture(analysis, Flow::Rightwards).map(Rc::new),
        downwards: picture(analysis, Flow::Downwards).map(Rc::new),
        image: ImageSight { weight: image.weight.clone(), layers: image.layers, wasted: image.wasted.clone() },
        segments: stages::segments(analysis),
        largest_disk: largest(|stage| stage.total.disk.range.likely),
        largest_pull: largest(|stage| stage.total.pull.range.likely),
        arguments: arguments(&analysis.dockerfile.instructions),
        wants_packages: catalog.packages.is_empty() && installs_debian_packages(&scenario.dockerfile),
    }
}

pub(super) fn lines(instruction: Option<&Instruction>) -> Lines {
    instruction.map_or_else(Lines::default, |own| Lines { start: own.start_line, end: own.end_line })
}

/// Instructions are in the order of their stages and steps, so that one walk finds the place of each.
fn instructions(analysis: &Analysis) -> Vec<Written> {
    let all = &analysis.dockerfile.instructions;
    let mut written: Vec<Written> =
        all.iter().take(MOST_INSTRUCTIONS).map(|own| Written { lines: lines(Some(own)), place: None }).collect();
    for stage in &analysis.graph.stages {
        if let Some(from) = written.get_mut(stage.from_instruction) {
            from.place = Some((stage.index, None));
        }
        for (at, step) in stage.steps.iter().enumerate().filter(|(_, step)| !step.triggered) {
            if let Some(own) = written.get_mut(step.instruction) {
                own.place = Some((stage.index, Some(at)));
            }
        }
    }
    written
}

/// Declared arguments in the order of the text. What the platform itself sets is left out.
fn arguments(instructions: &[Instruction]) -> Vec<Argument> {
    let mut arguments: Vec<Argument> = Vec::new();
    let declared = instructions.iter().filter_map(|instruction| match &instruction.payload {
        Payload::Arg(arguments) => Some(arguments),
        _ => None,
    });
    for argument in declared.flatten() {
        let name = &argument.name.text;
        let default = argument.default.as_ref().map(|default| default.text.clone());
        if let Some(known) = arguments.iter_mut().find(|known| known.name == *name) {
            known.default = known.default.take().or(default);
        } else if !set_by_platform(name) && arguments.len() < MOST_ARGUMENTS {
            arguments.push(Argument { name: name.clone(), default });
        }
    }
    arguments
}

fn set_by_platform(name: &str) -> bool {
    let rest = name.strip_prefix("BUILD").or_else(|| name.strip_prefix("TARGET"));
    rest.is_some_and(|rest| ["PLATFORM", "OS", "ARCH", "VARIANT"].contains(&rest))
}

/// Whether the words of apt occur at all; a false alarm costs one small file.
fn installs_debian_packages(text: &str) -> bool {
    ["apt-get", "apt install", "aptitude"].iter().any(|word| text.contains(word))
}
