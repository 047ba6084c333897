//! A multi-stage Dockerfile to the single stage it would be without them: the stages one after the other on the base of
//! the build, copies between them as plain copies. For showing what the split saves, not for use.

use super::Subject;
use super::subject::instruction;
use crate::path;
use crate::size::look_up;
use crate::stages::{Action, Base, CopyAction, CopySource, Stage, State, Step, chain};
use crate::syntax::{Instruction, Keyword, Payload, parse};

/// The longest text that is flattened; what people write is a hundredth of it.
const LENGTH: usize = 100_000;

/// The text of the single stage; the error says why there is none, as the end of “it stays, because …”.
pub fn flatten(subject: &Subject<'_>) -> Result<String, String> {
    let (dockerfile, graph) = (subject.dockerfile, subject.graph);
    if let Some(error) = dockerfile.errors.iter().chain(&graph.errors).next() {
        return Err(format!("it has an error: {}", error.message));
    }
    if subject.text().len() > LENGTH {
        return Err("it is too long".into());
    }
    let stages: Vec<&Stage> = graph.stages.iter().filter(|stage| stage.reachable).collect();
    let Some(target) = graph.target.filter(|_| stages.len() > 1) else { return Err("it has one stage already".into()) };
    let ground = ground(subject, &stages)?;
    let kept = chain(graph, target);
    let mut flat = Flat { subject, text: header(subject), state: State::default(), servers: Vec::new() };
    flat.begin(ground);
    for stage in &stages {
        flat.stage(stage, ground, kept.contains(&stage.index))?;
    }
    flat.follow(&State { workdir: flat.state.workdir.clone(), ..graph.stages[target].end.clone() }, false, true);
    flat.serve(&graph.stages[target]);
    let text = flat.text;
    match parse(&text).errors.first() {
        Some(error) => Err(format!("what was written has an error: {}", error.message)),
        None if subject.text().contains("\r\n") => Ok(text.replace("\r\n", "\n").replace('\n', "\r\n")),
        None => Ok(text),
    }
}

/// The text so far and the state it leads to.
struct Flat<'a> {
    subject: &'a Subject<'a>,
    text: String,
    state: State,
    /// Servers whose own images are not the ground, so that they are installed.
    servers: Vec<&'static str>,
}

/// The stage whose base all others can stand on: the heaviest, which has the tools of the build.
fn ground<'a>(subject: &Subject<'a>, stages: &[&'a Stage]) -> Result<&'a Stage, String> {
    let weight = |stage: &&&Stage| subject.sizes.stages.get(stage.index).map_or(0, |size| size.base.disk.range.likely);
    let on_images = || stages.iter().filter(|stage| matches!(stage.base, Base::Image { .. }));
    let ground = on_images().max_by_key(weight).ok_or("no stage stands on an image")?;
    let (below, _) = image(subject, ground);
    for stage in on_images() {
        let (name, manager) = image(subject, stage);
        if server(&name).is_none() && !stands_on(&name, &below) {
            return Err(format!("no one image has both {name} and {below}"));
        }
        let manager_below = image(subject, ground).1;
        let calls = |step: &Step| matches!(&step.action, Action::Run(run) if run.script.contains(manager));
        if server(&name).is_none() && manager != manager_below && stage.steps.iter().any(calls) {
            return Err(format!("its stages install packages with {manager} and with {manager_below}"));
        }
    }
    Ok(ground)
}

/// The short name of a stage's image, and the package manager of its system.
fn image(subject: &Subject<'_>, stage: &Stage) -> (String, &'static str) {
    let Base::Image { written, normalized } = &stage.base else { return (String::new(), "apt") };
    let known = look_up(subject.catalog, subject.scenario, written, normalized);
    let is_alpine = known.distribution.starts_with("alpine") || known.name == "alpine" || known.tag.contains("alpine");
    (known.name, if is_alpine { "apk add" } else { "apt" })
}

/// Whether what runs on one image runs on the other.
fn stands_on(name: &str, below: &str) -> bool {
    const SYSTEMS: [&str; 5] = ["debian", "ubuntu", "alpine", "busybox", "scratch"];
    const JAVA: [&str; 6] = ["eclipse-temurin", "openjdk", "amazoncorretto", "maven", "gradle", "adoptopenjdk"];
    let is_java = |name: &str| JAVA.contains(&name) || name.contains("distroless/java");
    let is_dotnet = |name: &str| name.starts_with("mcr.microsoft.com/dotnet/");
    let language = |name: &str| {
        ["nodejs", "python3"].iter().any(|word| name.contains(&format!("distroless/{word}")))
            && name.contains(below.trim_end_matches('3'))
    };
    let is_bare =
        name.contains("distroless/") && !name.contains("java") && !name.contains("nodejs") && !name.contains("python");
    name == below
        || SYSTEMS.contains(&name)
        || is_bare
        || language(name)
        || (is_java(name) && is_java(below))
        || (is_dotnet(name) && is_dotnet(below))
}

/// Servers of files, which every system has as a package.
fn server(name: &str) -> Option<&'static str> {
    matches!(name, "nginx" | "nginxinc/nginx-unprivileged").then_some("nginx")
}

/// What stands above the first FROM.
fn header(subject: &Subject<'_>) -> String {
    let line = subject.graph.stages.first().map_or(1, |stage| stage.from_line);
    let text: String = subject.text().lines().take(line.saturating_sub(1)).flat_map(|line| [line, "\n"]).collect();
    text.trim_start_matches('\n').to_owned()
}

impl Flat<'_> {
    fn begin(&mut self, ground: &Stage) {
        let Payload::From(from) = &self.subject.dockerfile.instructions[ground.from_instruction].payload else {
            return;
        };
        let platform = from.platform.as_ref().map_or(String::new(), |platform| format!("--platform={platform} "));
        self.line(&format!("FROM {platform}{}", from.image.text));
    }

    fn line(&mut self, text: &str) {
        self.text.extend([text, "\n"]);
    }

    fn stage(&mut self, stage: &Stage, ground: &Stage, ships: bool) -> Result<(), String> {
        self.text.push('\n');
        let from = &self.subject.dockerfile.instructions[stage.from_instruction];
        if stage.index > 0 {
            self.comments(from);
        }
        if let Base::Image { .. } = stage.base
            && let Some(server) = server(&image(self.subject, stage).0)
            && image(self.subject, ground).0 != image(self.subject, stage).0
        {
            self.install(server, image(self.subject, ground).1);
        }
        for step in &stage.steps {
            let Some(instruction) = instruction(self.subject.dockerfile, step) else { continue };
            match instruction.keyword {
                Keyword::Cmd
                | Keyword::Entrypoint
                | Keyword::Healthcheck
                | Keyword::Expose
                | Keyword::Label
                | Keyword::Volume
                | Keyword::Stopsignal
                | Keyword::Maintainer
                | Keyword::Onbuild
                    if !ships => {}
                _ => self.step(step, instruction)?,
            }
        }
        Ok(())
    }

    fn comments(&mut self, instruction: &Instruction) {
        for comment in &instruction.comments {
            self.line(format!("# {}", comment.text).trim_end());
        }
    }

    fn step(&mut self, step: &Step, instruction: &Instruction) -> Result<(), String> {
        let text = instruction.span.of(self.subject.text()).replace("\r\n", "\n");
        match &step.action {
            Action::Run(run)
                if run.mount_sources.iter().flatten().any(|source| matches!(source, CopySource::Stage(_))) =>
            {
                return Err(format!("line {} mounts a folder of another stage", step.line));
            }
            Action::Copy(copy) if matches!(copy.from, CopySource::Stage(_)) => {
                let command = self.between(copy, &step.state);
                self.comments(instruction);
                if let Some(command) = command {
                    // COPY writes as root, whoever USER names.
                    self.follow(&State { user: "".into(), ..step.state.clone() }, false, true);
                    self.line(&command);
                }
                return Ok(());
            }
            Action::Workdir { path } => {
                self.comments(instruction);
                self.line(&if *self.state.workdir == *step.state.workdir { text } else { format!("WORKDIR {path}") });
                self.state.workdir = path.as_str().into();
                return Ok(());
            }
            Action::Run(_) => self.follow(&step.state, true, true),
            Action::Copy(_) if text.split_whitespace().next_back().is_some_and(|to| to.starts_with('/')) => {}
            Action::Copy(_) => self.follow(&step.state, true, false),
            Action::User(user) => self.state.user = user.as_str().into(),
            Action::Shell(shell) => self.state.shell = shell.as_slice().into(),
            _ => {}
        }
        self.comments(instruction);
        self.line(&text);
        Ok(())
    }

    /// Brings folder, user and shell to what the step has in its own stage.
    fn follow(&mut self, state: &State, is_relative: bool, runs: bool) {
        if is_relative && self.state.workdir != state.workdir {
            self.line(&format!("WORKDIR {}", state.workdir));
            self.state.workdir = state.workdir.clone();
        }
        if runs && self.state.user != state.user {
            self.line(&format!("USER {}", if state.user.is_empty() { "root" } else { &state.user }));
            self.state.user = state.user.clone();
        }
        if runs && self.state.shell != state.shell {
            let words: Vec<String> =
                state.shell.iter().map(|word| serde_json::Value::from(word.as_str()).to_string()).collect();
            self.line(&format!("SHELL [{}]", words.join(", ")));
            self.state.shell = state.shell.clone();
        }
    }

    /// A copy between stages as one between folders; nothing where both are the same place.
    fn between(&self, copy: &CopyAction, state: &State) -> Option<String> {
        let to = &copy.destination;
        let into = to.ends_with('/') || path::absolute("/", to) == *state.workdir;
        let folder = path::absolute("/", to);
        let mut commands = Vec::new();
        for source in &copy.sources {
            let from = path::absolute("/", source);
            let name = from.rsplit('/').next().unwrap_or("");
            let is_file = name.trim_start_matches('.').contains(['.', '*'])
                || from.contains("bin/")
                || to.trim_end_matches('/').ends_with("bin");
            let place = if into && is_file { path::absolute(&folder, name) } else { folder.clone() };
            if place == from {
                continue;
            }
            if into && !is_file {
                commands.push(format!("mkdir -p {folder} && cp -a {from}/. {folder}"));
            } else {
                let parent = if into { folder.as_str() } else { path::parent(&folder) };
                let made = if parent == "/" { String::new() } else { format!("mkdir -p {parent} && ") };
                commands.push(format!("{made}cp -a {from} {folder}{}", if into { "/" } else { "" }));
            }
        }
        if commands.is_empty() {
            return None;
        }
        commands.extend(copy.chown.as_ref().map(|owner| format!("chown -R {owner} {folder}")));
        commands.extend(copy.chmod.as_ref().map(|mode| format!("chmod -R {mode} {folder}")));
        Some(format!("RUN {}", commands.join(" \\\n    && ")))
    }

    fn install(&mut self, server: &'static str, manager: &str) {
        self.servers.push(server);
        self.line("# In place of the image that brings it");
        self.line(&if manager == "apt" {
            format!("RUN apt-get update && apt-get install -y {server}")
        } else {
            format!("RUN apk add {server}")
        });
    }

    /// Starts the server that its own image would have started.
    fn serve(&mut self, target: &Stage) {
        if !self.servers.is_empty() && target.command.is_none() && target.entrypoint.is_none() {
            self.line("CMD [\"nginx\", \"-g\", \"daemon off;\"]");
        }
    }
}
