//! Ruby: gems are installed on the full image and run on the slim one.

use super::Declined;
use super::before::{Before, Piece};
use super::finish::Finish;
use super::packages::of_modules;
use super::plan::{Line, Plan};
use super::program::sources;
use super::role::Role;
use super::script::Unit;
use super::workshop::Workshop;

const GEMS: &str = "/usr/local/bundle";

pub(super) fn plan(before: &Before<'_>) -> Option<Result<Plan, Declined>> {
    before.units().any(|unit| matches!(ruby(unit), Some(Role::Install))).then(|| split(before))
}

fn ruby(unit: &Unit) -> Option<Role> {
    let operands = unit.operands();
    Some(match (unit.program(), operands.first().copied().unwrap_or("")) {
        ("bundle", "" | "install") => Role::Install,
        ("bundle", "config") => Role::Tool,
        ("bundle", "clean") => Role::Prune,
        ("bundle" | "rake" | "rails" | "ruby" | "yarn" | "npm" | "npx", _) => Role::Build,
        ("gem", "install" | "update") => Role::Tool,
        ("rm", _) if unit.text.contains("bundle") || unit.text.contains("BUNDLE_PATH") => Role::Prune,
        _ => return None,
    })
}

fn split(before: &Before<'_>) -> Result<Plan, Declined> {
    if before.image.name != "ruby" {
        return Err(Declined::new(
            "its base image is none of Ruby's own, and whether a smaller one runs the program is not known",
        ));
    }
    let mut plan = Plan { ignored: vec![".git", "node_modules", "vendor/bundle"], ..Plan::default() };
    let gems = before.variable("BUNDLE_PATH").unwrap_or(GEMS).to_owned();
    let builds = before.units().any(|unit| matches!(super::role::role(unit, &ruby), Role::Build));
    let production =
        ["RAILS_ENV", "RACK_ENV", "APP_ENV"].iter().any(|name| before.variable(name) == Some("production"));
    let without =
        before.variable("BUNDLE_WITHOUT").is_some() || before.units().any(|unit| unit.text.contains("without"));
    let mut workshop =
        Workshop::new("Installs the gems, with all that some of them need to be compiled.", &ruby, &|name| {
            matches!(name, "Gemfile" | "Gemfile.lock" | "Gemfile*" | "Gemfile.lock*" | ".ruby-version")
        });
    workshop.manifests = vec![Line::new("COPY Gemfile Gemfile.lock* ./")];
    let cache = format!("{gems}/cache");
    workshop.install = Box::new(move |unit: &Unit| {
        Line::new(format!("RUN --mount=type=cache,target={cache} \\\n    {}", unit.in_place()))
    });
    let mut stage = workshop.stage(before)?;
    let mut settings = Vec::new();
    if production && !without {
        let line = Line::new("ENV BUNDLE_WITHOUT=development:test");
        stage.lines.insert(0, line.clone());
        settings.push(line);
        plan.note("Gems for development and tests do not ship any more.");
    } else if !without {
        plan.note("Gems for development ship as before, because nothing says that it runs in production. With RAILS_ENV=production they can stay behind (BUNDLE_WITHOUT=development:test).");
    }
    if !builds {
        let last = stage.lines.iter().rposition(|line| line.text.starts_with("RUN")).map_or(0, |last| last + 1);
        stage.lines.truncate(last);
    }
    plan.stages.push(stage);

    let image = before.image.slim();
    let mut artifacts = vec![Line::new(format!("COPY --from=build {gems} {gems}"))];
    if builds {
        let folder = before.workdir();
        artifacts.push(Line::new(format!("COPY --from=build {folder} {folder}")));
    } else {
        artifacts.extend(sources(before, &workshop));
    }
    let mut libraries = Vec::new();
    if !before.image.is_small() {
        match before.manifest("Gemfile.lock").or_else(|| before.manifest("Gemfile")) {
            Some(text) => {
                let names: Vec<String> = text.split(|at: char| !(at.is_ascii_alphanumeric() || "_-".contains(at))).map(str::to_owned).collect();
                libraries = of_modules("gem", &names, &image);
            }
            None => plan.note("The slim image has few libraries: if a gem loads one of the system, such as libpq for pg, install that library there."),
        }
    }
    let keeps = |piece: &Piece<'_>| workshop.is_beside(before, piece);
    let mut finish =
        Finish::new("What ships: the gems and the program, without compilers.", image, &ruby, artifacts, &keeps);
    finish.settings = settings;
    finish.libraries = libraries;
    // Node only builds the pages' scripts.
    finish.for_build = if builds { &["nodejs", "npm", "yarn", "yarnpkg"] } else { &[] };
    let last = finish.stage(before, &mut plan)?;
    plan.stages.push(last);
    Ok(plan)
}
