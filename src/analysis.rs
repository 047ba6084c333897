//! The whole core in one call: a Scenario in, everything known about its Dockerfile out. Total: any text gives an
//! Analysis, whose errors say what could not be read.

mod advised;
mod changes;
mod leans_on;
mod multi_stage;
mod rebuild_time;
mod rebuilt;
mod rekeyed;

pub use advised::{Advised, Fixed, advised, fixed, saving, subject, with};
pub use changes::{Change, Effect, Hunk, Kind, Spot, changes, hunks, lines_of};
pub use leans_on::{Give, Lean, leans_on};
pub use multi_stage::{MultiStage, multi_stage, multi_stage_of, single_stage_of};
pub use rebuild_time::{RebuildTime, rebuild_time};
pub use rebuilt::{Rebuilt, rebuilt};

use crate::checks::{self, Finding};
use crate::context::{Context, IgnoreError};
use crate::scenario::Scenario;
use crate::size::{self, Catalog, Sizes};
use crate::stages::{self, BuildGraph};
use crate::syntax::{self, Dockerfile};
use crate::text::{Diagnostic, LineIndex, Span};

/// Everything known about one Dockerfile.
#[derive(Clone, Debug)]
pub struct Analysis {
    pub dockerfile: Dockerfile,
    pub graph: BuildGraph,
    pub context: Context,
    pub findings: Vec<Finding>,
    /// What else fails a build: ill lines of `.dockerignore`, and findings under `# check=error=true`.
    pub other_errors: Vec<Diagnostic>,
    pub sizes: Sizes,
}

pub fn analyze(scenario: &Scenario, catalog: &Catalog) -> Analysis {
    let dockerfile = syntax::parse(&scenario.dockerfile);
    let context = Context::new(scenario);
    let graph = stages::resolve(&dockerfile, scenario);
    let findings = checks::check(&scenario.dockerfile, &dockerfile, &graph, &context);
    let mut other_errors = ignore_errors(scenario, &context);
    other_errors.extend(checks::error(&dockerfile, &findings));
    let sizes = size::estimate(&graph, &context, scenario, catalog);
    Analysis { dockerfile, graph, context, findings, other_errors, sizes }
}

/// They have no place in the Dockerfile, so they stand at its start and name their own line.
fn ignore_errors(scenario: &Scenario, context: &Context) -> Vec<Diagnostic> {
    let lines = LineIndex::new(scenario.dockerignore.as_deref().unwrap_or(""));
    let placed = |error: &IgnoreError| {
        let message = format!(".dockerignore line {}: {}", lines.line(error.span.start), error.message);
        Diagnostic::new(Span::default(), message).hint("Correct or remove that line of .dockerignore.")
    };
    context.ignore_errors.iter().map(placed).collect()
}

impl Analysis {
    /// All errors, those of the text before those of the build graph and of its checks: `docker build` would stop at
    /// the first.
    pub fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.dockerfile.errors.iter().chain(&self.graph.errors).chain(&self.other_errors)
    }
}
