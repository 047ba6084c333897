//! Writes the file of the gallery to standard output: every pair of `data/gallery` with its sizes. The build of the page
//! runs it.

mod pairs;

use std::fs;
use std::io::Write;
use std::process::ExitCode;

use drydock::size::Catalog;
use drydock::size::packages::Tables;
use drydock::state::examples::pack;

use pairs::{card, pairs};

/// With the folder of the pairs and the path of the package tables.
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
    let [folder, tables] = &arguments[..] else {
        return Err("name the pairs and the package tables: data/gallery data/packages/debian.txt".to_owned());
    };
    let table = fs::read(tables).map_err(|error| format!("{tables}: {error}"))?;
    let packages = Tables::parse([table.as_slice()]).map_err(|error| format!("{tables}: {error}"))?;
    let catalog = Catalog::shipped().with_packages(packages);
    let cards = pairs(folder)?.into_iter().map(|pair| card(pair, &catalog)).collect::<Result<Vec<_>, _>>()?;
    std::io::stdout().write_all(&pack(&cards)).map_err(|error| error.to_string())
}
