//! C and C++: what make, CMake and compilers leave, on the bare system, or alone where it is linked statically.

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

const COMPILERS: [&str; 9] = ["gcc", "g++", "cc", "c++", "clang", "clang++", "ld", "musl-gcc", "rustc"];

pub(super) fn plan(before: &Before<'_>) -> Option<Result<Plan, Declined>> {
    let builds = |unit: &Unit| unit.commands.iter().any(|words| is_build(crate::syntax::shell::program(words)));
    before.units().any(builds).then(|| split(before))
}

fn is_build(program: &str) -> bool {
    COMPILERS.contains(&program)
        || matches!(
            program,
            "make"
                | "gmake"
                | "cmake"
                | "ninja"
                | "meson"
                | "ctest"
                | "configure"
                | "autoreconf"
                | "autogen.sh"
                | "bootstrap"
                | "strip"
                | "ar"
        )
}

fn native(unit: &Unit) -> Option<Role> {
    match unit.program() {
        name if is_build(name) => Some(Role::Build),
        "cp" | "mv" | "install" => Some(Role::Build),
        "mkdir" if unit.operands().iter().all(|path| !path.starts_with('/')) => Some(Role::Build),
        "ldconfig" => Some(Role::Quiet),
        _ => None,
    }
}

fn split(before: &Before<'_>) -> Result<Plan, Declined> {
    let mut plan = Plan { ignored: vec![".git"], ..Plan::default() };
    let start = start(before);
    let is_static = is_static(before);
    let is_cpp = is_cpp(before);
    let workshop =
        Workshop::new("Compiles the program; nothing of this stage ships but the result.", &native, &|_| false);
    plan.stages.push(workshop.stage(before)?);
    let made = made(before, &start)?;
    let is_one_file = made.to != "/usr/local";
    let alone = is_static && is_one_file && !start.needs_shell && !program::needs_system(before, &native);
    let image = if alone {
        Image { written: "scratch".into(), name: "scratch".into(), ..Image::default() }
    } else {
        system(before, is_cpp, is_static)?
    };
    let keeps = |piece: &Piece<'_>| workshop.is_beside(before, piece);
    let artifacts = if is_one_file {
        program::shipped(before, &mut plan, &made.from, &made.to)
    } else {
        vec![Line::new("COPY --from=build /usr/local /usr/local")]
    };
    let about = if alone {
        "What ships: the program, which needs nothing beside itself."
    } else {
        "What ships: the program on the bare system."
    };
    let mut finish = Finish::new(about, image, &native, artifacts, &keeps).starting(&start, made.start);
    if !alone {
        finish.user = Some(program::user(&finish.image));
        if finish.image.is_alpine() && is_cpp {
            finish.libraries = vec!["libstdc++".into(), "libgcc".into()];
        }
        // Toolchains' own images have certificates, which the bare system has not.
        if !matches!(before.image.name.as_str(), "debian" | "ubuntu" | "alpine" | "gcc") && !finish.image.is_alpine() {
            finish.libraries.push("ca-certificates".into());
        }
        if !is_one_file && !finish.image.is_alpine() {
            finish.artifacts.push(Line::new("RUN ldconfig"));
        }
    } else if before.last(crate::syntax::Keyword::User).is_none() {
        finish.settings = Vec::new();
        plan.note("It runs from an empty image, without certificates, users or a shell.");
    }
    finish.has_shell = !alone;
    finish.drops_unknown = true;
    finish.moves = true;
    finish.drop_variables = &["CC", "CXX", "CFLAGS", "CXXFLAGS", "LDFLAGS", "MAKEFLAGS", "CMAKE_BUILD_TYPE"];
    let last = finish.stage(before, &mut plan)?;
    plan.stages.push(last);
    Ok(plan)
}

/// Whether the build says that it links everything into the program.
fn is_static(before: &Before<'_>) -> bool {
    let says =
        |text: &str| text.split(|at: char| at.is_whitespace() || "\"'(),".contains(at)).any(|word| word == "-static");
    let manifests = ["Makefile", "makefile", "GNUmakefile", "CMakeLists.txt", "meson.build"];
    before.units().any(|unit| says(&unit.text)) || manifests.iter().filter_map(|name| before.manifest(name)).any(says)
}

/// Whether C++ is compiled, as far as can be told; of a project nobody has seen, it may be.
fn is_cpp(before: &Before<'_>) -> bool {
    let manifests: Vec<&str> = ["Makefile", "CMakeLists.txt"].iter().filter_map(|name| before.manifest(name)).collect();
    let says = |text: &str| ["g++", "c++", "CXX", ".cpp", ".cc", ".cxx"].iter().any(|word| text.contains(word));
    let files = before.paths().any(|path| [".cpp", ".cc", ".cxx"].iter().any(|ending| path.ends_with(ending)));
    let in_c = before.paths().any(|path| path.ends_with(".c"))
        || before.units().any(|unit| unit.commands.iter().flatten().any(|word| word.ends_with(".c")));
    files
        || before.units().any(|unit| says(&unit.text))
        || manifests.iter().any(|text| says(text))
        || (manifests.is_empty() && !in_c)
}

/// The system below the compilers.
fn system(before: &Before<'_>, is_cpp: bool, is_static: bool) -> Result<Image, Declined> {
    if before.image.name == "gcc" && is_cpp && !is_static {
        return Err(Declined::new(
            "what the gcc image compiles from C++ needs its own, newer libstdc++; link it with -static, or start from debian with g++",
        ));
    }
    match before.image.name.as_str() {
        "debian" => Ok(before.image.slim()),
        "ubuntu" | "alpine" => Ok(before.image.clone()),
        _ => before.image.system().ok_or_else(|| Declined::new("the system below its base image is not known")),
    }
}

struct Made {
    from: String,
    to: String,
    start: Option<String>,
}

fn made(before: &Before<'_>, start: &Start) -> Result<Made, Declined> {
    let installs = before.units().any(|unit| {
        unit.commands.iter().any(|words| words.iter().any(|word| word == "install" || word == "--install"))
    });
    let path = start.path(before.workdir());
    let line = || {
        let is_shell_form =
            start.keyword.and_then(|keyword| before.last(keyword)).is_some_and(|piece| !piece.text.contains('['));
        (is_shell_form && !start.needs_shell).then(|| start.with(&start.words))
    };
    match path {
        Some(path) if within(&path, "/usr/local") && installs => {
            Ok(Made { from: "/usr/local".into(), to: "/usr/local".into(), start: None })
        }
        Some(path) if path.ends_with(".sh") => {
            Err(Declined::new("it starts a script, and which programs that calls is not known"))
        }
        Some(path) => Ok(Made { from: path.clone(), to: path, start: line() }),
        None if installs && !start.words.is_empty() && before.image.name != "gcc" => {
            Ok(Made { from: "/usr/local".into(), to: "/usr/local".into(), start: None })
        }
        None => {
            let name = start.program();
            let place = format!("/usr/local/bin/{name}");
            let makes = |unit: &Unit| unit.text.contains(&place) || unit.text.contains(&format!("/usr/bin/{name}"));
            match before.units().find(|unit| !name.is_empty() && makes(unit)) {
                Some(unit) => {
                    let place = if unit.text.contains(&place) { place } else { format!("/usr/bin/{name}") };
                    Ok(Made { from: place.clone(), to: place, start: None })
                }
                None => Err(Declined::new("the program that the build leaves is not known")),
            }
        }
    }
    .map(|made| Made { from: path::absolute("/", &made.from), ..made })
}
