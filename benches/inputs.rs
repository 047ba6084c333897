//! What is measured: Dockerfiles of any size, the same ones every time.

use std::fmt::Write;

use drydock::scenario::Scenario;
use drydock::state::examples;

/// A name for the table, and what is analysed in one go.
pub struct Input {
    pub name: String,
    pub lines: usize,
    pub scenarios: Vec<Scenario>,
    /// With the package index at hand, as the page has it once it is fetched.
    pub with_packages: bool,
}

/// The three sizes that matter, then the growth of one text.
pub fn all() -> Vec<Input> {
    let mut inputs =
        vec![telescope(), largest_install(), stages("50 stages of 10 lines", 50, 10), stages("10,000 lines", 100, 100)];
    for factor in [1, 2, 4, 8] {
        inputs.push(stages(&format!("{factor} × 250 lines"), 5 * factor, 50));
    }
    inputs
}

fn telescope() -> Input {
    let pair = examples::first().comparison.clone();
    let scenarios: Vec<_> = [Some(pair.before), pair.after].into_iter().flatten().collect();
    let lines = scenarios.iter().map(|scenario| scenario.dockerfile.lines().count()).sum();
    Input { name: "the Telescope pair".to_string(), lines, scenarios, with_packages: false }
}

/// The install line of the truth tables that brings most packages, 669 with what they recommend, and the largest one.
fn largest_install() -> Input {
    let install = "apt-get update && apt-get install -y nodejs npm libopencv-dev";
    let text = format!("FROM debian:bookworm-slim\nRUN {install}\n");
    let scenarios = vec![Scenario { dockerfile: text, ..Scenario::default() }];
    Input { name: "the largest install line".to_string(), lines: 2, scenarios, with_packages: true }
}

/// So many stages of so many lines: each installs, copies, builds and takes something from the stage before it.
fn stages(name: &str, stages: usize, lines: usize) -> Input {
    let mut text = String::new();
    for stage in 0..stages {
        let base = ["debian:bookworm", "alpine:3.20", "node:22", "python:3.12-slim"][stage % 4];
        let _ = writeln!(text, "FROM {base} AS stage{stage}");
        for line in 1..lines {
            let _ = match (line % 8, stage) {
                (1, _) => writeln!(text, "ARG VERSION{line}=1.{line}"),
                (2, _) => writeln!(text, "ENV PATH{line}=/opt/${{VERSION{}}}/bin:$PATH", line - 1),
                (3, _) => {
                    writeln!(text, "RUN apt-get update && apt-get install -y curl git && rm -rf /var/lib/apt/lists/*")
                }
                (4, _) => writeln!(text, "COPY src/part{line} /app/part{line}/"),
                (5, 1..) => writeln!(text, "COPY --from=stage{} /app/part{} /app/taken{line}", stage - 1, line - 1),
                (6, _) => writeln!(text, "RUN --mount=type=cache,target=/root/.cache make -C /app/part{line} \"all\""),
                (7, _) => writeln!(text, "# part {line} of stage {stage}"),
                _ => writeln!(text, "LABEL part{line}=\"of stage {stage}\""),
            };
        }
    }
    let lines = text.lines().count();
    Input {
        name: name.to_string(),
        lines,
        scenarios: vec![Scenario { dockerfile: text, ..Scenario::default() }],
        with_packages: false,
    }
}
