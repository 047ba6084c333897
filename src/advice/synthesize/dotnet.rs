//! .NET: built with the SDK, run by the runtime that the project asks for.

use super::Declined;
use super::before::{Before, Piece};
use super::finish::Finish;
use super::image::Image;
use super::plan::{Line, Plan};
use super::role::Role;
use super::script::Unit;
use super::start::{Start, start};
use super::workshop::Workshop;
use crate::path;

const SDK: &str = "mcr.microsoft.com/dotnet/sdk";
/// Where a program goes that the author never published.
const PUBLISHED: &str = "/out";

pub(super) fn plan(before: &Before<'_>) -> Option<Result<Plan, Declined>> {
    let start = start(before);
    let builds = before.units().any(|unit| unit.program() == "dotnet") || start.program() == "dotnet";
    (builds && before.image.name == SDK).then(|| split(before, &start))
}

fn dotnet(unit: &Unit) -> Option<Role> {
    let operands = unit.operands();
    Some(match (unit.program(), operands.first().copied().unwrap_or("")) {
        ("dotnet", "restore") => Role::Install,
        ("dotnet", "tool" | "workload" | "new" | "dev-certs" | "nuget") => Role::Tool,
        ("dotnet", "--info" | "") => Role::Quiet,
        ("dotnet", _) => Role::Build,
        _ => return None,
    })
}

fn split(before: &Before<'_>, start: &Start) -> Result<Plan, Declined> {
    let mut plan = Plan { ignored: vec![".git", "**/bin", "**/obj"], ..Plan::default() };
    let projects = projects(before);
    let made = made(before, start, &projects)?;
    // What was restored into a mount may be gone when a later RUN relies on it.
    let relies = before.units().any(|unit| unit.has("--no-restore")) || before.has_mounts();
    let mount = if relies { "RUN " } else { "RUN --mount=type=cache,target=/root/.nuget/packages \\\n    " };
    let wrapped = move |unit: &Unit| Line::new(format!("{mount}{}", unit.in_place()));
    let mut workshop =
        Workshop::new("Builds with the SDK; nothing of this stage ships but what it publishes.", &dotnet, &|name| {
            is_project(name) || matches!(name, "*.csproj" | "*.sln" | "*.fsproj")
        });
    workshop.manifests = projects
        .iter()
        .map(|path| {
            Line::new(format!(
                "COPY {path} ./{}",
                path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"))
            ))
        })
        .collect();
    let author_copies = before.pieces.iter().any(|piece| workshop.is_manifests(piece));
    if projects.is_empty() && !author_copies {
        workshop.reads_sources = true;
        plan.note("Which project files there are is not known, so that an edited source file restores the packages again. Copy the project files first, then restore.");
    } else if let [only] = projects.as_slice() {
        workshop.first_install = Some(Line::new(format!("{mount}dotnet restore {only}")));
    }
    workshop.install = Box::new(wrapped);
    workshop.build = Box::new(wrapped);
    let mut stage = workshop.stage(before)?;
    stage.lines.extend(made.publish.as_ref().map(|text| Line::new(format!("{mount}{text}"))));
    plan.stages.push(stage);

    let image = runtime(before, &projects, made.contained, &mut plan);
    let artifacts = vec![Line::new(format!("COPY --from=build {} {}", made.from, made.to))];
    let keeps = |piece: &Piece<'_>| workshop.is_beside(before, piece);
    let has_user = image.major().is_some_and(|major| major >= 8);
    let mut finish =
        Finish::new("What ships: the published program and the runtime.", image, &dotnet, artifacts, &keeps)
            .starting(start, made.start);
    finish.drop_variables = &[
        "NUGET_PACKAGES",
        "DOTNET_CLI_TELEMETRY_OPTOUT",
        "DOTNET_SKIP_FIRST_TIME_EXPERIENCE",
        "NUGET_XMLDOC_MODE",
        "BUILD_CONFIGURATION",
    ];
    // The images have this user since .NET 8.
    finish.user = has_user.then_some(("app", None));
    finish.drops_unknown = true;
    finish.moves = true;
    let last = finish.stage(before, &mut plan)?;
    plan.stages.push(last);
    Ok(plan)
}

fn is_project(name: &str) -> bool {
    [".csproj", ".fsproj", ".vbproj", ".sln", ".slnx"].iter().any(|ending| name.ends_with(ending))
        || matches!(
            name,
            "Directory.Build.props" | "Directory.Packages.props" | "NuGet.config" | "nuget.config" | "global.json"
        )
}

/// The project files of the context.
fn projects(before: &Before<'_>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for path in before.paths().filter(|path| is_project(path.rsplit('/').next().unwrap_or(path))) {
        if !found.iter().any(|other| other == path) {
            found.push(path.to_owned());
        }
    }
    found
}

struct Made {
    from: String,
    to: String,
    start: Option<String>,
    publish: Option<String>,
    /// It brings its runtime along.
    contained: bool,
}

fn made(before: &Before<'_>, start: &Start, projects: &[String]) -> Result<Made, Declined> {
    let publishes = before.units().filter(|unit| unit.program() == "dotnet" && unit.has("publish")).last();
    let Some(unit) = publishes else {
        let runs =
            start.program() == "dotnet" && start.words.get(1).is_some_and(|word| word == "run") && !start.needs_shell;
        let [project] = &projects.iter().filter(|path| path.ends_with("proj")).collect::<Vec<_>>()[..] else {
            return Err(Declined::new("it publishes nothing, and which project it runs is not known"));
        };
        if !runs {
            return Err(Declined::new("it publishes nothing"));
        }
        let name = project.rsplit('/').next().unwrap_or(project);
        let name = name.rsplit_once('.').map_or(name, |(name, _)| name);
        let words = vec!["dotnet".to_owned(), format!("{PUBLISHED}/{name}.dll")];
        let publish = format!("dotnet publish {project} -c Release -o {PUBLISHED}");
        return Ok(Made {
            from: PUBLISHED.into(),
            to: PUBLISHED.into(),
            start: Some(start.with(&words)),
            publish: Some(publish),
            contained: false,
        });
    };
    let words = unit.words();
    let value = |names: &[&str]| {
        let at = words.iter().position(|word| names.contains(&word.as_str()));
        let next = at.and_then(|at| words.get(at + 1)).map(String::as_str);
        next.or_else(|| {
            words.iter().find_map(|word| word.strip_prefix("--output=").or_else(|| word.strip_prefix("-o=")))
        })
        .map(str::to_owned)
    };
    let Some(output) = value(&["-o", "--output"]) else {
        return Err(Declined::new("dotnet publish writes to a folder of its own choice: say which with -o"));
    };
    if output.contains('$') {
        return Err(Declined::new("the folder it publishes to is in a variable that is not known"));
    }
    let output = path::absolute(&unit.at, &output);
    let contained = unit.text.contains("--self-contained") && !unit.text.contains("--self-contained false")
        || unit.text.contains("PublishSingleFile=true");
    // What is started must lie in what is published.
    let file = if start.program() == "dotnet" { start.words.get(1).cloned() } else { start.words.first().cloned() };
    let started = file.map(|file| path::absolute(before.workdir(), &file));
    match started {
        Some(started) if super::workshop::within(&started, &output) => {
            Ok(Made { from: output.clone(), to: output, start: None, publish: None, contained })
        }
        _ => Err(Declined::new("what it starts does not lie in the folder it publishes to")),
    }
}

fn runtime(before: &Before<'_>, projects: &[String], contained: bool, plan: &mut Plan) -> Image {
    let texts: Vec<&str> =
        projects.iter().filter_map(|path| before.manifest(path)).filter(|text| text.contains("<Project")).collect();
    let is_web =
        texts.iter().any(|text| text.contains("Microsoft.NET.Sdk.Web") || text.contains("Microsoft.AspNetCore.App"));
    let name = match () {
        () if contained => "mcr.microsoft.com/dotnet/runtime-deps",
        () if texts.is_empty() || is_web => "mcr.microsoft.com/dotnet/aspnet",
        () => "mcr.microsoft.com/dotnet/runtime",
    };
    if texts.is_empty() && !contained {
        plan.note("The image that ships has ASP.NET. If the project file asks for the plain runtime, dotnet/runtime is smaller.");
    }
    // `8.0.404` names a version of the SDK, which no runtime has.
    let mut parts: Vec<&str> = before.image.tag.splitn(2, '-').collect();
    let short: Vec<&str> = parts[0].split('.').take(2).collect();
    let version = short.join(".");
    if parts[0].split('.').count() > 2 {
        parts[0] = &version;
    }
    before.image.sibling(name, &parts.join("-"))
}
