//! Writes files that the build of the page puts beside it, to standard output: with the path of the package tables, the
//! answers that a page shows before its core has come; with the folders of the lessons and the gallery too, the lessons.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use drydock::sight::{Core, Look};
use drydock::size::Catalog;
use drydock::size::packages::Tables;
use drydock::state::first_sight::{pack, questions};
use drydock::state::lesson::{self, reading};

fn main() -> ExitCode {
    match written() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn written() -> Result<(), String> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let path = arguments.first().ok_or("name the package tables: data/packages/debian.txt")?;
    let table = fs::read(path).map_err(|error| format!("{path}: {error}"))?;
    let tables = Tables::parse([table.as_slice()]).map_err(|error| format!("{path}: {error}"))?;
    let mut core = Core::new(Catalog::shipped().with_packages(tables));
    let file = match &arguments[1..] {
        [lessons, gallery] => lesson::pack(&read_lessons(lessons, gallery, &mut core)?),
        _ => pack(&questions().iter().map(|question| core.answer(&question.to_bytes())).collect::<Vec<_>>()),
    };
    std::io::stdout().write_all(&file).map_err(|error| error.to_string())
}

fn read_lessons(lessons: &str, gallery: &str, core: &mut Core) -> Result<Vec<lesson::Lesson>, String> {
    let failed = |error| format!("{lessons}: {error}");
    let mut files = Vec::new();
    for entry in fs::read_dir(lessons).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        files.push((name, fs::read_to_string(entry.path()).map_err(failed)?));
    }
    let mut sources = reading::Sources {
        example: &|name| fs::read_to_string(Path::new(gallery).join(name)).ok(),
        look: &mut |scenario| core.look(&Look { scenario: scenario.clone() }),
    };
    reading::read_all(files, &mut sources)
}
