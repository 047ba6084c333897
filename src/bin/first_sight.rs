//! Writes the answers that a page shows before its core has come, to standard output. The build of the page runs it.

use std::io::Write;
use std::process::ExitCode;

use drydock::sight::Core;
use drydock::size::Catalog;
use drydock::size::packages::Tables;
use drydock::state::first_sight::{pack, questions};

/// With the path of the package tables.
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
    let path = std::env::args().nth(1).ok_or("name the package tables: data/packages/debian.txt")?;
    let table = std::fs::read(&path).map_err(|error| format!("{path}: {error}"))?;
    let tables = Tables::parse([table.as_slice()]).map_err(|error| format!("{path}: {error}"))?;
    let mut core = Core::new(Catalog::shipped().with_packages(tables));
    let answers: Vec<_> = questions().iter().map(|question| core.answer(&question.to_bytes())).collect();
    std::io::stdout().write_all(&pack(&answers)).map_err(|error| error.to_string())
}
