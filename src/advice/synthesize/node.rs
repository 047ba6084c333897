//! Node: a server with its production modules on the slim image; a site that only hands out files goes to `static_site`.

use super::Declined;
use super::before::{Before, Piece};
use super::finish::Finish;
use super::node_install::{install_text, production, workshop};
use super::node_project::{Project, is_manager, nested_outputs, small};
use super::plan::{Line, Plan, StagePlan};
use super::program::sources;
use super::role::{Role, role};
use super::script::Unit;
use super::start::{Start, called, start};
use super::static_site;
use crate::path;
use crate::syntax::Keyword;
use crate::syntax::shell::program;

/// Folders that servers read beside what is built.
const READ: [&str; 14] = [
    "public/",
    "views/",
    "templates/",
    "static/",
    "assets/",
    "config/",
    "prisma/",
    "migrations/",
    "locales/",
    "i18n/",
    "data/",
    "bin/",
    "content/",
    "drizzle/",
];
/// Programs for development, which need the development dependencies.
const FOR_DEVELOPMENT: [&str; 7] =
    ["nodemon", "ts-node", "ts-node-dev", "tsx", "babel-node", "concurrently", "webpack-dev-server"];

pub(super) fn plan(before: &Before<'_>) -> Option<Result<Plan, Declined>> {
    let installs = before.units().any(|unit| matches!(node(unit), Some(Role::Install)));
    installs.then(|| split(before))
}

pub(super) fn node(unit: &Unit) -> Option<Role> {
    let operands = unit.operands();
    let first = operands.first().copied().unwrap_or("");
    if !is_manager(unit) {
        return match unit.program() {
            // Browsers go to a folder of the user's, which does not ship.
            "npx" | "pnpx" if ["playwright", "puppeteer", "cypress"].iter().any(|tool| unit.has(tool)) => {
                Some(Role::Unknown)
            }
            "npx" | "pnpx" | "bunx" | "tsc" | "next" | "vite" | "ng" | "gatsby" | "webpack" | "nest" | "node"
            | "gulp" | "grunt" | "rollup" | "esbuild" | "react-scripts" | "vue-cli-service" | "nuxt" | "prisma"
            | "lerna" | "turbo" | "nx" => Some(Role::Build),
            "corepack" => Some(Role::Tool),
            "rm" if operands.iter().all(|path| path.trim_start_matches("./").starts_with("node_modules")) => {
                Some(Role::Prune)
            }
            _ => None,
        };
    }
    let is_global = unit.has("-g") || unit.has("--global") || first == "global";
    Some(match first {
        "install" | "i" | "ci" | "clean-install" | "add" | "" if is_global => Role::Tool,
        "install" | "i" if operands.len() > 1 => Role::Unknown,
        "add" => Role::Unknown,
        "install" | "i" | "ci" | "clean-install" => Role::Install,
        "" if unit.program() == "yarn" && !unit.has("--version") => Role::Install,
        "prune" | "cache" | "store" | "dedupe" => Role::Prune,
        "config" | "set" | "global" | "setup" | "import" => Role::Tool,
        "audit" | "ls" | "list" | "fund" | "outdated" | "" => Role::Quiet,
        _ => Role::Build,
    })
}

fn split(before: &Before<'_>) -> Result<Plan, Declined> {
    if before.image.name != "node" {
        return Err(Declined::new(
            "its base image is none of Node's own, and whether a smaller one runs the program is not known",
        ));
    }
    let project = Project::read(before);
    let start = start(before);
    let started = project.started(&start);
    if let Some(site) = static_site::of(before, &project, &start, &started) {
        return site;
    }
    let runs = |words: &Vec<String>| {
        program(if program(words) == "npx" { words.get(1..).unwrap_or_default() } else { words }).to_owned()
    };
    if let Some(tool) = started.iter().map(runs).find(|name| FOR_DEVELOPMENT.contains(&name.as_str())) {
        return Err(Declined::new(format!("it starts {tool}, which needs the development dependencies")));
    }
    let script = start.words.iter().skip(1).find(|word| *word != "run" && !word.starts_with('-'));
    if let Some(script) =
        script.filter(|name| matches!(name.as_str(), "dev" | "develop" | "watch" | "start:dev") && started.is_empty())
    {
        return Err(Declined::new(format!("it starts the script {script}, which needs the development dependencies")));
    }
    let in_folder = |text: &str| text.contains("nodeLinker: node-modules");
    if project.is_berry(before) && !before.manifest(".yarnrc.yml").is_some_and(in_folder) {
        return Err(Declined::new(
            "this yarn may install without node_modules: .yarnrc.yml says whether, and is not known",
        ));
    }
    let elsewhere = |unit: &Unit| matches!(node(unit), Some(Role::Install)) && unit.at != before.workdir();
    if before.units().any(elsewhere) {
        return Err(Declined::new("it installs modules in other folders than its working directory"));
    }
    let mut plan = Plan { ignored: vec![".git", "node_modules"], ..Plan::default() };
    let units: Vec<&Unit> = before.units().collect();
    let builds = units.iter().any(|unit| matches!(role(unit, &node), Role::Build));
    let output = output(before, &project, &started).filter(|_| builds);
    // Nuxt's output brings its modules along.
    let needs_modules = output.as_deref() != Some(".output");
    let is_next = project.depends_on("next");
    let workshop = workshop(before, &project);
    let mut stage = workshop.stage(before)?;
    for line in
        stage.lines.iter_mut().filter(|line| is_next && line.text.starts_with("RUN ") && line.text.ends_with(" build"))
    {
        let cache = path::absolute(before.workdir(), ".next/cache");
        line.text = format!("RUN --mount=type=cache,target={cache} \\\n    {}", &line.text["RUN ".len()..]);
    }
    let install = install_text(&units);
    let is_install = |line: &Line| line.text.starts_with("RUN") && line.text.ends_with(&install);
    let pnpm = |line: &Line| line.text.starts_with("RUN") && line.text.contains(&format!("{install} --store-dir"));
    let installs = stage.lines.iter().position(|line| is_install(line) || pnpm(line));
    let Some(installs) = installs else { return Err(Declined::new("how it installs its modules is not understood")) };
    let modules = path::absolute(before.workdir(), "node_modules");
    let production = production(before, &project, &units);
    let workdir = before.workdir();
    let from_build = |path: &str| Line::new(format!("COPY --from=build {} ./{path}", path::absolute(workdir, path)));
    let mut artifacts = Vec::new();
    if needs_modules {
        artifacts.push(Line::new(format!("COPY --from=dependencies {modules} ./node_modules")));
    }
    if !builds {
        stage.name = "dependencies";
        stage.comments = vec!["Installs what the program needs when it runs.".into()];
        stage.lines.truncate(installs);
        stage.line(production);
        plan.stages.push(stage);
        artifacts.extend(sources(before, &workshop));
    } else {
        let rest = stage.lines.split_off(installs);
        let mut build =
            StagePlan::new("Builds with all modules; nothing of this stage ships but the result.", "base", "build");
        build.lines = rest;
        if needs_modules {
            stage.name = "base";
            if before.above_from.is_empty() {
                stage.comments = vec!["What both installs start from: the manifests alone.".into()];
            }
            let mut dependencies =
                StagePlan::new("The modules that ship, without those for development.", "base", "dependencies");
            dependencies.line(production);
            plan.stages.extend([stage, dependencies]);
        } else {
            stage.comments.clone_from(&build.comments);
            stage.lines.append(&mut build.lines);
            build = stage;
        }
        match &output {
            Some(output) => {
                artifacts.extend(generated(before, &units));
                let mut result = from_build(output);
                if output == ".next" && before.last(Keyword::User).is_none() {
                    // The server keeps scaled pictures there.
                    result.text = result.text.replace("COPY ", "COPY --chown=node:node ");
                }
                artifacts.push(result);
                let starts_prisma = started.iter().flatten().any(|word| word == "prisma")
                    || called(before, None).text.contains("prisma");
                let reads_prisma = starts_prisma && !before.has_folder("prisma/");
                artifacts.extend(reads_prisma.then(|| from_build("prisma")));
                if starts_prisma {
                    plan.note(
                        "It calls prisma when it starts: that package must be among the production dependencies.",
                    );
                }
                artifacts.extend(beside(before, &mut plan, output));
            }
            None => {
                let nested = nested_outputs(before);
                if nested.is_empty() {
                    build.lines.push(
                        Line::new("RUN rm -rf node_modules")
                            .about("Everything but the modules ships: where the build writes is not known."),
                    );
                    artifacts.push(Line::new(format!("COPY --from=build {workdir} ./")));
                    plan.note("Where the build writes is not known, so that all of the working directory ships. Copy the result alone if you can name it.");
                } else {
                    artifacts.extend(sources(before, &workshop));
                    artifacts.extend(nested.iter().map(|output| from_build(output)));
                }
            }
        }
        plan.stages.push(build);
    }
    let last = finish(before, &project, &start, artifacts, &mut plan)?;
    plan.stages.push(last);
    Ok(plan)
}

fn finish(
    before: &Before<'_>,
    project: &Project,
    start: &Start,
    artifacts: Vec<Line>,
    plan: &mut Plan,
) -> Result<StagePlan, Declined> {
    let has_packages = before.units().any(|unit| matches!(role(unit, &node), Role::Packages(_)));
    let image = small(before, project, has_packages);
    if image.is_alpine() && !before.image.is_alpine() {
        plan.note("It ships on Alpine, because no module in package.json is known to hold compiled code. If one does after all, ship on the slim image.");
    } else if !before.image.is_small() && !project.is_known() {
        plan.note("The slim image has no compilers and few libraries: if a module loads a library of the system, install that library there.");
    }
    let uses_prisma = project.depends_on("@prisma/client") || before.units().any(|unit| unit.text.contains("prisma"));
    let mut settings = Vec::new();
    if before.variable("NODE_ENV").is_none() {
        settings.push(Line::new("ENV NODE_ENV=production"));
        plan.note("NODE_ENV is production in what ships. Many libraries then log less and cache more.");
    }
    // A tool installed for all, such as a process manager, may be what is started.
    let is_started = |unit: &&Unit| {
        matches!(node(unit), Some(Role::Tool))
            && unit
                .operands()
                .iter()
                .skip(1)
                .any(|name| start.program().starts_with(name.split('@').next().unwrap_or(name)) && !name.is_empty())
    };
    settings.extend(before.units().filter(is_started).map(|unit| Line::new(format!("RUN {}", unit.in_place()))));
    let workshop = workshop(before, project);
    // Corepack fetches its package manager for the user who calls it, which at run time is another one than in the build.
    let by_corepack = start.program() == "pnpm" || start.program() == "yarn" && project.is_berry(before);
    let installs_it = |unit: &Unit| {
        matches!(node(unit), Some(Role::Tool))
            && unit.program() != "corepack"
            && unit.operands().iter().skip(1).any(|name| name.split('@').next() == Some(start.program()))
    };
    let by_corepack = by_corepack && !before.units().any(installs_it);
    let started = project.started(start);
    let command = match started.as_slice() {
        _ if !by_corepack => None,
        [only] if program(only) == "node" && !only.iter().any(|word| word.contains(['$', '*'])) => {
            plan.note("It starts node itself: the package manager that corepack fetched stays in the build stage.");
            Some(start.with(only))
        }
        _ => {
            return Err(Declined::new(format!(
                "it starts {}, which corepack fetches anew in another image",
                start.program()
            )));
        }
    };
    Finish {
        about: "What ships: the program and the modules it needs when it runs.",
        image,
        role: &node,
        artifacts,
        settings,
        // Prisma's engine loads it, and slim images lack it.
        libraries: if uses_prisma { vec!["openssl".into()] } else { Vec::new() },
        drop_variables: &[],
        keeps: &|piece: &Piece<'_>| workshop.is_beside(before, piece),
        user: Some(("node", None)),
        command,
        entrypoint: None,
        has_shell: true,
        drops_unknown: false,
        moves: false,
        for_build: &["python3", "python", "python2", "py3-pip"],
    }
    .stage(before, plan)
}

/// What the server reads beside what is built.
fn beside(before: &Before<'_>, plan: &mut Plan, output: &str) -> Vec<Line> {
    let mut lines =
        vec![Line::new(format!("COPY --from=build {} ./", path::absolute(before.workdir(), "package.json")))];
    if output == ".next" {
        lines[0].text =
            format!("COPY --from=build {0}/package.json {0}/next.config.* ./", before.workdir().trim_end_matches('/'));
    }
    if before.knows_context() {
        let found = before.top().into_iter().filter(|name| READ.contains(name) && name.trim_end_matches('/') != output);
        lines.extend(found.map(|name| Line::new(format!("COPY {name} ./{name}"))));
    } else if output == ".next" {
        lines.push(Line::new(format!(
            "COPY --from=build {0}/public* ./public/",
            before.workdir().trim_end_matches('/')
        )));
    } else {
        lines[0]
            .comments
            .push("Copy here what else the program reads when it runs, such as views or public files.".into());
        plan.note(format!("Only {output}, package.json and the modules ship. If the program reads views, public files or migrations when it runs, copy them, too."));
    }
    lines
}

/// Prisma's client is written into the modules by a command of its own.
fn generated(before: &Before<'_>, units: &[&Unit]) -> Option<Line> {
    let generates = units.iter().any(|unit| unit.text.contains("prisma generate"));
    let place = path::absolute(before.workdir(), "node_modules/.prisma");
    generates.then(|| {
        Line::new(format!("COPY --from=build {place} ./node_modules/.prisma"))
            .about("The client that prisma generate writes.")
    })
}

/// The folder the build writes: the one the started file lies in, else the one of the tool that builds.
fn output(before: &Before<'_>, project: &Project, started: &[Vec<String>]) -> Option<String> {
    const NAMES: [&str; 8] = ["dist", "build", "out", "lib", ".output", ".next", "output", "compiled"];
    let last = started.last()?;
    let is_node = matches!(program(last), "node" | "pm2-runtime" | "pm2");
    let file = last.iter().skip(1).find(|word| !word.starts_with('-') && (word.contains('/') || word.contains('.')));
    let first = |path: &str| path.trim_start_matches("./").split('/').next().unwrap_or("").to_owned();
    let named = file.map(|file| first(file)).filter(|folder| is_node && NAMES.contains(&folder.as_str()));
    let is_source =
        named.as_ref().is_some_and(|folder| before.paths().any(|path| path.starts_with(&format!("{folder}/"))));
    if is_source {
        return None;
    }
    let by_tool = || {
        project
            .output(before)
            .filter(|output| program(last) == "next" || file.is_some_and(|file| first(file) == *output))
    };
    named.or_else(|| (program(last) == "next").then(|| ".next".to_owned())).or_else(by_tool)
}
