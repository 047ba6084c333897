//! What builds leave at the paths they write: where a later stage copies a path from here, that is where it goes.

use crate::bytes::Estimate;
use crate::size::content::Content;
use crate::size::ledger::Written;
use crate::size::path;
use crate::size::run::Run;

/// The paths below the working directory that other stages copy from here and nothing has written yet: what a build in
/// this place must make. Patterns come as a name that fits them. `default` where nobody copies anything.
pub fn outputs(run: &Run<'_>, default: &str) -> Vec<String> {
    let made: Vec<String> = run
        .stage
        .wanted
        .iter()
        .map(|wanted| wanted.replace('*', "app"))
        .filter(|wanted| path::is_within(wanted, &run.folder) && *wanted != run.folder)
        .filter(|wanted| !run.disk.exists(wanted) && !is_input(path::file_name(wanted)))
        .collect();
    // Frameworks copy `public` along beside what they build; where nothing else is taken, it is what they build.
    let only: Vec<String> = made.iter().filter(|wanted| path::file_name(wanted) != "public").cloned().collect();
    let made = if only.is_empty() { made } else { only };
    if made.is_empty() { vec![run.absolute(default)] } else { made }
}

/// Folders and files that installs and copies bring, not builds.
fn is_input(name: &str) -> bool {
    matches!(
        name,
        "node_modules"
            | "package.json"
            | "package-lock.json"
            | "yarn.lock"
            | "src"
            | "vendor"
            | "venv"
            | ".venv"
            | "prisma"
            | "migrations"
            | "templates"
            | "config"
            | "static"
            | "scripts"
            | "go.mod"
            | "Gemfile"
    ) || name.ends_with(".config.js")
        || name.ends_with(".config.mjs")
}

/// Splits an estimate over the outputs, the first taking most where there are several.
pub fn write(run: &mut Run<'_>, paths: &[String], estimate: &Estimate, label: &str, content: Content) {
    let count = paths.len().max(1) as f64;
    for path in paths {
        let range = estimate.range.times(1.0 / count);
        let written = Written::new(label.to_owned(), range, content, estimate.source);
        // Names with an ending are files; everything else may be a folder.
        if path::file_name(path).trim_start_matches('.').contains('.') {
            run.write_file(path, written);
        } else {
            run.add(path, written);
        }
    }
}
