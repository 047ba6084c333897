//! `cargo xtask …`: everything that builds, serves, tests and weighs Drydock. It only drives other programs, each
//! with its time; run without arguments it lists its commands.

mod accuracy;
mod axe;
mod bench;
mod browser;
mod freezes;
mod lighthouse;
mod link_lengths;
mod npm;
mod page;
mod seal;
mod refresh_data;
mod setup;
mod size;
mod step;
mod test;
mod tools;
mod zip;

use std::env;
use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask setup         install whatever the commands below need and this machine lacks
cargo xtask serve         set up, build and serve the page; rebuild on every change
cargo xtask build         set up and build the page into dist/
cargo xtask test          set up and run every check and every test
cargo xtask size          build and weigh the page, and fail over the budget
cargo xtask bench         measure the analysis natively and in the browser
cargo xtask freezes       build the page and measure how long it holds the browser up
cargo xtask accuracy      print how far off the sizes are, against real builds, installs and layers
cargo xtask link-lengths  print how long links are, against what other playgrounds make of the same state
cargo xtask lighthouse    build the page and ask Lighthouse for its scores
cargo xtask screenshots   build the page and take pictures of every view into screenshots
cargo xtask refresh-data  ask the distribution for its package lists and write data/packages/ anew
";

/// A message for the person: what went wrong, and what to do about it.
type Outcome<T = ()> = Result<T, String>;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match enter_repository().and_then(|()| run(&arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("[xtask] {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Outcome {
    let Some((command, rest)) = arguments.split_first() else {
        return Err(format!("name a command:\n{USAGE}"));
    };
    match command.as_str() {
        "setup" => setup::tools().and_then(|()| browser::driver().map(drop)),
        "serve" => page::serve(rest),
        "build" => page::build(rest),
        "test" => test::all(),
        "lighthouse" => lighthouse::report(),
        "screenshots" => test::screenshots(),
        "bench" => bench::report(),
        "freezes" => freezes::report(),
        "accuracy" => accuracy::report(),
        "link-lengths" => link_lengths::report(),
        "seal" => seal::page(),
        "refresh-data" => refresh_data::run(Path::new(".")).map_err(|error| error.to_string()),
        "size" => page::build(&[]).and_then(|()| size::report()),
        _ => Err(format!("there is no command {command}:\n{USAGE}")),
    }
}

/// All paths here and in the programs we run are relative to the repository.
fn enter_repository() -> Outcome {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.parent().ok_or("xtask has no parent folder")?;
    env::set_current_dir(root).map_err(|error| format!("{}: {error}", root.display()))
}
