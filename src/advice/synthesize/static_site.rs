//! A site of files that Node builds and some small server hands out: the files go to nginx, which listens on the same port.

use super::Declined;
use super::before::Before;
use super::node::node;
use super::node_install::workshop;
use super::node_project::Project;
use super::plan::{Line, Plan, StagePlan};
use super::role::{Role, role};
use super::script::operands;
use super::start::Start;
use super::workshop::kept;
use crate::path;
use crate::syntax::shell::program;
use crate::syntax::{Keyword, Payload};

/// nginx as an ordinary user; the tag that only gets corrections.
const SERVER: &str = "nginxinc/nginx-unprivileged:stable-alpine";

/// How a server of files is called.
struct Site {
    folder: Option<String>,
    /// Paths that are no file get the first page, for applications with paths of their own.
    falls_back: bool,
    port: String,
}

/// The plan, if what is started does nothing but hand out files.
pub(super) fn of(
    before: &Before<'_>,
    project: &Project,
    start: &Start,
    started: &[Vec<String>],
) -> Option<Result<Plan, Declined>> {
    let words = if started.is_empty() { &start.words } else { started.last()? };
    let site = site(before, words)?;
    Some(split(before, project, &site))
}

fn site(before: &Before<'_>, words: &[String]) -> Option<Site> {
    let words = if program(words) == "npx" { words.get(1..)? } else { words };
    let words: Vec<String> = words.iter().filter(|word| *word != "--yes" && *word != "-y").cloned().collect();
    let rest = operands(&words);
    let value = |names: &[&str]| {
        let at = words.iter().position(|word| names.contains(&word.as_str()))?;
        words.get(at + 1).cloned()
    };
    let is_folder = |word: &&str| !word.contains(':') && !word.bytes().all(|at| at.is_ascii_digit());
    let named =
        rest.iter().copied().filter(is_folder).find(|word| !matches!(*word, "preview" | "serve" | "start" | "dev"));
    let folder = named
        .map(|name| name.trim_start_matches("./").trim_end_matches('/').to_owned())
        .filter(|name| !name.is_empty());
    let (falls_back, port) = match (program(&words), rest.first().copied()) {
        ("serve", _) => (words.iter().any(|word| word == "-s" || word == "--single"), "3000"),
        ("http-server", _) => (false, "8080"),
        ("react-scripts", Some("start")) => (true, "3000"),
        ("vite", Some("preview")) => (true, "4173"),
        ("vite", None | Some("dev" | "serve")) => (true, "5173"),
        ("vue-cli-service", Some("serve")) => (true, "8080"),
        ("ng", Some("serve")) => (true, "4200"),
        ("gatsby", Some("serve")) => (false, "9000"),
        ("gatsby", Some("develop")) => (false, "8000"),
        _ => return None,
    };
    let told = value(&["-l", "-p", "--listen", "--port"]).and_then(|value| value.rsplit(':').next().map(str::to_owned));
    let told = told.filter(|port| !port.is_empty() && port.bytes().all(|at| at.is_ascii_digit()));
    let exposed = before.pieces.iter().filter(|piece| piece.keyword() == Keyword::Expose).find_map(|piece| {
        let Payload::Expose(words) = &piece.instruction.payload else { return None };
        let word = words.first()?.text.split('/').next()?;
        let name = word.trim_start_matches(['$', '{']).trim_end_matches('}');
        Some(if word.starts_with('$') { before.variable(name)?.to_owned() } else { word.to_owned() })
    });
    let port =
        told.or_else(|| before.variable("PORT").map(str::to_owned)).or(exposed).unwrap_or_else(|| port.to_owned());
    let takes_folder = matches!(program(&words), "serve" | "http-server");
    Some(Site { folder: folder.filter(|_| takes_folder), falls_back, port })
}

fn split(before: &Before<'_>, project: &Project, site: &Site) -> Result<Plan, Declined> {
    let mut plan = Plan { ignored: vec![".git", "node_modules"], ..Plan::default() };
    let mut stage = workshop(before, project).stage(before)?;
    let builds = before.units().any(|unit| matches!(role(unit, &node), Role::Build));
    if !builds {
        if project.script("build").is_none() {
            return Err(Declined::new("nothing in it builds the site, and package.json with its script is not known"));
        }
        stage.line(format!("RUN {} run build", project.manager));
        plan.note("It started a server for development. Now the site is built and nginx hands it out.");
    }
    let folder = site.folder.clone().or_else(|| project.output(before));
    let Some(folder) = folder else { return Err(Declined::new("the folder that the site is built into is not known")) };
    if let Some(piece) =
        before.pieces.iter().find(|piece| piece.units.iter().any(|unit| matches!(role(unit, &node), Role::Unknown)))
    {
        plan.note(format!("What line {} leaves stays in the build stage.", piece.step.line));
    }
    plan.stages.push(stage);
    let mut last = StagePlan::new(
        "What ships: the built files and a server for them, which runs as an ordinary user.",
        SERVER,
        "",
    );
    let stays = |keyword: Keyword| matches!(keyword, Keyword::Label | Keyword::Healthcheck | Keyword::Expose);
    last.lines.extend(before.pieces.iter().filter(|piece| piece.keyword() == Keyword::Label).map(kept));
    last.lines.push(Line { comments: vec!["The same port as before.".into()], text: configuration(site) });
    last.line(format!("COPY --from=build {} /usr/share/nginx/html", path::absolute(before.workdir(), &folder)));
    last.lines.extend(
        before.pieces.iter().filter(|piece| stays(piece.keyword()) && piece.keyword() != Keyword::Label).map(kept),
    );
    if before.last(Keyword::Expose).is_none() {
        last.line(format!("EXPOSE {}", site.port));
    }
    plan.stages.push(last);
    plan.note("Variables that the Node server read when it started mean nothing to nginx; those the build reads keep their meaning.");
    Ok(plan)
}

fn configuration(site: &Site) -> String {
    let location = if site.falls_back {
        "    location / {\n        try_files $uri $uri/ /index.html;\n    }\n"
    } else {
        "    location / {\n        try_files $uri $uri/ =404;\n    }\n"
    };
    format!(
        "COPY <<'EOF' /etc/nginx/conf.d/default.conf\nserver {{\n    listen {};\n    root /usr/share/nginx/html;\n\n{location}}}\nEOF",
        site.port
    )
}
