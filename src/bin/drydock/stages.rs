//! A Dockerfile split into stages, or its stages put into one: the text on standard output, what to know on standard error.

use std::io::{self, Write};

use drydock::analysis::{analyze, multi_stage, single_stage_of};
use drydock::bytes::format;
use drydock::scenario::Scenario;
use drydock::size::Catalog;

type Reader = fn(String) -> Result<Scenario, String>;

/// Whether it could be split, and that pays.
pub fn split(path: &str, scenario_of: Reader, out: &mut impl Write) -> io::Result<bool> {
    let Some(scenario) = scenario(path, scenario_of) else { return Ok(false) };
    match multi_stage(&scenario, &Catalog::complete()) {
        Ok(after) => {
            out.write_all(after.scenario.dockerfile.as_bytes())?;
            let (old, new) = (format::estimate(&after.before.disk), format::estimate(&after.after.disk));
            eprintln!("{path}: {old} on disk become {new}");
            for note in &after.notes {
                eprintln!("{path}: {note}");
            }
            if after.scenario.dockerignore != scenario.dockerignore {
                eprintln!("{path}: .dockerignore is to read:\n{}", after.scenario.dockerignore.unwrap_or_default());
            }
            Ok(true)
        }
        Err(declined) => {
            eprintln!("drydock: {path}: {}", declined.why);
            Ok(false)
        }
    }
}

/// Whether its stages could be put into one.
pub fn join(path: &str, scenario_of: Reader, out: &mut impl Write) -> io::Result<bool> {
    let Some(scenario) = scenario(path, scenario_of) else { return Ok(false) };
    let catalog = Catalog::complete();
    let analysis = analyze(&scenario, &catalog);
    match single_stage_of(&scenario, &analysis, &catalog) {
        Ok(flat) => out.write_all(flat.dockerfile.as_bytes()).map(|()| true),
        Err(why) => {
            eprintln!("drydock: {path}: {why}");
            Ok(false)
        }
    }
}

fn scenario(path: &str, scenario_of: Reader) -> Option<Scenario> {
    let scenario = super::read(path).map_err(|error| error.to_string()).and_then(scenario_of);
    scenario.map_err(|error| eprintln!("drydock: {path}: {error}")).ok()
}
