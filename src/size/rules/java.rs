//! Maven and Gradle: the local repository, and the jar at the path it is written to.

use super::{Command, Stream, built};
use crate::size::content::Content;
use crate::size::ledger::Written;
use crate::size::packages::typical::typical;
use crate::size::path;
use crate::size::run::Run;

pub fn maven(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let goals = command.operands();
    let repository = format!("{}/.m2", run.home);
    let packages = goals.iter().any(|goal| matches!(*goal, "package" | "install" | "verify" | "deploy"));
    let any = packages
        || goals.iter().any(|goal| goal.contains("dependency:") || matches!(*goal, "compile" | "test" | "validate"));
    if any {
        fill(run, &repository, "maven-dependencies");
    }
    if packages {
        jar(run, "target/app.jar");
    }
    Stream::some_lines()
}

pub fn gradle(run: &mut Run<'_>, command: &Command<'_>) -> Stream {
    let home = run.variable("GRADLE_USER_HOME").unwrap_or_else(|| format!("{}/.gradle", run.home));
    let tasks = command.operands();
    if tasks.is_empty() || tasks.iter().all(|task| *task == "--version") {
        return Stream::some_lines();
    }
    fill(run, &home, "gradle-build");
    let builds = ["build", "assemble", "bootJar", "jar", "shadowJar", "installDist", "war"];
    if tasks.iter().any(|task| builds.contains(&task.trim_start_matches(':').rsplit(':').next().unwrap_or(""))) {
        jar(run, "build/libs/app.jar");
    }
    Stream::some_lines()
}

fn fill(run: &mut Run<'_>, folder: &str, key: &str) {
    if run.disk.weigh(folder).likely > 0 {
        return;
    }
    if let Some(estimate) = typical(key) {
        run.add(folder, Written::estimated(&estimate, Content::JavaArchive));
    }
}

fn jar(run: &mut Run<'_>, default: &str) {
    let Some(estimate) = typical("maven-jar") else { return };
    let outputs = built::outputs(run, default);
    built::write(run, &outputs, &estimate, "the jar and what is built beside it", Content::JavaArchive);
    for output in &outputs {
        // Build folders hold compiled classes beside the archive.
        let folder = path::parent(output).to_owned();
        let range = estimate.range.times(0.05);
        run.add(&folder, Written::new("compiled classes", range, Content::JavaArchive, estimate.source));
    }
}
