//! Java: Maven or Gradle build on the JDK, the archive runs on the JRE of the same version.

use super::Declined;
use super::before::{Before, Piece};
use super::finish::Finish;
use super::image::Image;
use super::plan::{Line, Plan};
use super::program;
use super::role::Role;
use super::script::Unit;
use super::start::{Start, start};
use super::workshop::{Workshop, within};
use crate::path;

const BUILDS: [&str; 10] =
    ["package", "install", "verify", "deploy", "build", "assemble", "bootJar", "jar", "shadowJar", "installDist"];

pub(super) fn plan(before: &Before<'_>) -> Option<Result<Plan, Declined>> {
    let start = start(before);
    let builds = before.units().any(is_tool) || matches!(start.program(), "mvn" | "mvnw" | "gradle" | "gradlew");
    builds.then(|| split(before, &start))
}

fn is_tool(unit: &Unit) -> bool {
    matches!(unit.program(), "mvn" | "mvnw" | "gradle" | "gradlew")
}

fn java(unit: &Unit) -> Option<Role> {
    let operands = unit.operands();
    let is_of_build = |text: &str| text.contains("target/") || text.contains("build/libs") || text.contains(".jar");
    match unit.program() {
        "mvn" | "mvnw" if operands.iter().any(|goal| goal.starts_with("dependency:")) => Some(Role::Install),
        "gradle" | "gradlew" if operands.first() == Some(&"dependencies") => Some(Role::Install),
        "mvn" | "mvnw" | "gradle" | "gradlew" | "javac" | "jlink" | "jar" => Some(Role::Build),
        "chmod" if operands.iter().any(|file| file.ends_with("mvnw") || file.ends_with("gradlew")) => Some(Role::Build),
        "cp" | "mv" if is_of_build(&unit.text) => Some(Role::Build),
        "rm" if operands.iter().any(|file| file.contains(".m2") || file.contains(".gradle")) => Some(Role::Prune),
        _ => None,
    }
}

fn split(before: &Before<'_>, start: &Start) -> Result<Plan, Declined> {
    let mut plan = Plan { ignored: vec![".git", "target", "build", ".gradle"], ..Plan::default() };
    let image = runtime(before)?;
    if before.image.name != "eclipse-temurin" && !before.image.tag.contains("temurin") {
        plan.note(format!(
            "The JRE is Eclipse Temurin's; {} was of another publisher or is no longer maintained.",
            before.image.written
        ));
    }
    let made = made(before, start, &mut plan)?;
    let is_maven = before.units().any(|unit| matches!(unit.program(), "mvn" | "mvnw"))
        || matches!(start.program(), "mvn" | "mvnw");
    plan.ignored.retain(|line| *line != if is_maven { "build" } else { "target" } && !(is_maven && *line == ".gradle"));
    let mount = if is_maven { "/root/.m2" } else { "/root/.gradle,sharing=locked" };
    let mounted = !before.has_mounts();
    let wrapped = move |text: &str| {
        Line::new(if mounted {
            format!("RUN --mount=type=cache,target={mount} \\\n    {text}")
        } else {
            format!("RUN {text}")
        })
    };
    let mut workshop =
        Workshop::new("Builds with the JDK; nothing of this stage ships but the archive.", &java, &|name| {
            matches!(name, "pom.xml" | "mvnw" | ".mvn" | "gradlew" | "gradle" | "gradle.properties" | "settings.xml")
                || name.contains(".gradle")
        });
    // Only a project of one module has all that it fetches in one file.
    let single = before.manifest("pom.xml").is_some_and(|text| !text.contains("<modules>"));
    if is_maven && single && before.units().any(|unit| unit.program() == "mvn") {
        workshop.manifests = vec![Line::new("COPY pom.xml ./")];
        workshop.first_install = Some(wrapped("mvn -B dependency:go-offline"));
    }
    workshop.install = Box::new(move |unit: &Unit| wrapped(&unit.in_place()));
    workshop.build = Box::new(move |unit: &Unit| {
        let calls = unit
            .commands
            .iter()
            .any(|words| matches!(crate::syntax::shell::program(words), "mvn" | "mvnw" | "gradle" | "gradlew"));
        if calls { wrapped(&unit.in_place()) } else { Line::new(format!("RUN {}", unit.in_place())) }
    });
    let mut stage = workshop.stage(before)?;
    stage.lines.extend(made.run.as_deref().map(wrapped));
    plan.stages.push(stage);

    let mut artifacts = vec![Line::new(format!("COPY --from=build {} {}", made.from, made.to))];
    if !before.knows_context() {
        plan.note("The archive alone is copied from the build. If the program reads other files when it runs, copy them, too.");
    }
    if made.from.contains('*') {
        artifacts[0].comments.push("If the build leaves several archives there, name the one to start.".into());
    }
    let keeps = |piece: &Piece<'_>| workshop.is_beside(before, piece);
    let mut finish = Finish::new("What ships: the archive and the JRE.", image, &java, artifacts, &keeps)
        .starting(start, made.start);
    finish.drop_variables =
        &["MAVEN_OPTS", "MAVEN_CONFIG", "MAVEN_HOME", "GRADLE_OPTS", "GRADLE_USER_HOME", "GRADLE_HOME"];
    finish.user = Some(program::user(&finish.image));
    finish.drops_unknown = true;
    finish.moves = start.words.iter().any(|word| word.starts_with('/') && word.ends_with(".jar"));
    finish.for_build = &["maven", "gradle"];
    let last = finish.stage(before, &mut plan)?;
    plan.stages.push(last);
    Ok(plan)
}

/// The JRE of the version the base image's tag names.
fn runtime(before: &Before<'_>) -> Result<Image, Declined> {
    let image = &before.image;
    let number_after = |word: &str| {
        let rest = &image.tag[image.tag.find(word)? + word.len()..];
        let digits: String = rest.trim_start_matches('-').chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<u32>().ok()
    };
    let version = match image.name.as_str() {
        "maven" => {
            ["temurin", "openjdk", "corretto", "zulu", "sapmachine", "jdk"].iter().find_map(|word| number_after(word))
        }
        "gradle" => number_after("jdk"),
        "eclipse-temurin" | "openjdk" | "amazoncorretto" | "adoptopenjdk" | "ibm-semeru-runtimes" | "sapmachine" => {
            image.major()
        }
        _ => None,
    };
    let version =
        version.ok_or_else(|| Declined::new("the version of Java in its base image is not known from the tag"))?;
    let release = (image.name == "eclipse-temurin").then(|| image.release()).flatten();
    let tag = match release {
        _ if image.has("alpine") => format!("{version}-jre-alpine"),
        Some(release) if !release.starts_with("alpine") => format!("{version}-jre-{release}"),
        _ => format!("{version}-jre"),
    };
    let mut runtime = image.sibling("eclipse-temurin", &tag);
    if !image.has("alpine") {
        runtime.distribution = "ubuntu:24.04".into();
    }
    Ok(runtime)
}

struct Made {
    from: String,
    to: String,
    start: Option<String>,
    run: Option<String>,
}

fn made(before: &Before<'_>, start: &Start, plan: &mut Plan) -> Result<Made, Declined> {
    let workdir = before.workdir();
    let builds = before
        .units()
        .filter(|unit| is_tool(unit))
        .any(|unit| unit.operands().iter().any(|goal| BUILDS.contains(&goal.rsplit(':').next().unwrap_or(goal))));
    let place = path::absolute(workdir, "app.jar");
    if matches!(start.program(), "mvn" | "mvnw" | "gradle" | "gradlew") {
        let tool = start.words.first().cloned().unwrap_or_default();
        let maven = start.program().starts_with("mvn");
        let runs = start.words.iter().any(|word| matches!(word.as_str(), "spring-boot:run" | "bootRun"));
        if !runs {
            return Err(Declined::new(format!("what {tool} starts is not known")));
        }
        let (from, run) = if maven {
            ("target", format!("{tool} -B package -DskipTests"))
        } else {
            ("build/libs", format!("{tool} --no-daemon bootJar"))
        };
        let from = path::absolute(workdir, &format!("{from}/{}", archive(before, maven)));
        let words: Vec<String> = ["java", "-jar", place.as_str()].map(String::from).into();
        plan.note("It started the build tool. Now the archive is built beforehand and java starts it.");
        return Ok(Made { from, to: place, start: Some(start.with(&words)), run: (!builds).then_some(run) });
    }
    if !builds {
        return Err(Declined::new("nothing in it builds the archive"));
    }
    // A start script of Gradle's comes with the folder it lies in.
    if let Some(path) = start.path(workdir).filter(|path| path.contains("/build/install/") && path.contains("/bin/")) {
        let folder = path.split("/bin/").next().unwrap_or(&path).to_owned();
        return Ok(Made { from: folder.clone(), to: folder, start: None, run: None });
    }
    let at = start.words.iter().position(|word| word == "-jar");
    let named = at.and_then(|at| start.words.get(at + 1));
    let (Some(at), Some(named), "java") = (at, named, start.program()) else {
        return Err(Declined::new("what it starts is no archive that java runs"));
    };
    if named.contains('$') {
        return Err(Declined::new("which archive it starts is in a variable"));
    }
    let file = path::absolute(workdir, named);
    let is_output = ["target", "build"].iter().any(|folder| within(&file, &path::absolute(workdir, folder)))
        || file.contains("/target/")
        || file.contains("/build/libs/");
    if !is_output {
        let makes = |unit: &Unit| {
            matches!(unit.program(), "cp" | "mv") && unit.text.contains(named.rsplit('/').next().unwrap_or(named))
        };
        return if before.units().any(makes) {
            Ok(Made { from: file.clone(), to: file, start: None, run: None })
        } else {
            Err(Declined::new("the archive it starts is none that the build leaves"))
        };
    }
    if start.needs_shell && !named.contains('*') {
        return Ok(Made { from: file.clone(), to: file, start: None, run: None });
    }
    if start.needs_shell {
        // The author's own text, with the archive at its new place.
        let piece = start.keyword.and_then(|keyword| before.last(keyword));
        let text = piece.map(|piece| piece.text.replace(named.as_str(), &place)).filter(|text| text.contains(&place));
        let Some(text) = text else { return Err(Declined::new("how it starts the archive is not understood")) };
        return Ok(Made { from: file, to: place, start: Some(text), run: None });
    }
    let mut words = start.words.clone();
    words[at + 1].clone_from(&place);
    Ok(Made { from: file, to: place, start: Some(start.with(&words)), run: None })
}

/// The name of the archive by the pasted manifest, or a pattern.
fn archive(before: &Before<'_>, maven: bool) -> String {
    let pattern = "*.jar".to_owned();
    let Some(text) = before.manifest("pom.xml").filter(|_| maven) else { return pattern };
    // The parent's own coordinates come first in the file.
    let own = text.split_once("</parent>").map_or(text, |(_, rest)| rest);
    let value = |tag: &str| {
        let after = own.split(&format!("<{tag}>")).nth(1)?;
        let value = after.split("</").next()?.trim();
        (!value.contains("${")).then(|| value.to_owned())
    };
    if let Some(name) = value("finalName") {
        return format!("{name}.jar");
    }
    match (value("artifactId"), value("version")) {
        (Some(name), Some(version)) => format!("{name}-{version}.jar"),
        _ => pattern,
    }
}
