//! Builds and serves the page with Trunk, in release: what is looked at is what ships.

use std::net::TcpListener;
use std::process::Command;

use crate::{Outcome, setup, step, tools, zip};

const FIRST_PORT: u16 = 8080;

/// Builds the page into `dist/`.
pub fn build(arguments: &[String]) -> Outcome {
    setup::tools()?;
    step::loud("build the page", tools::command("trunk").args(["build", "--release"]).args(arguments))?;
    zip::write()
}

/// Serves the page and rebuilds it on every change, until stopped.
pub fn serve(arguments: &[String]) -> Outcome {
    setup::tools()?;
    let mut trunk = tools::command("trunk");
    // Trunk puts its reload script into what it serves, so that must not be the folder that ships.
    trunk.args(["serve", "--release", "--dist", "target/served"]).args(arguments);
    if !arguments.iter().any(|argument| argument.starts_with("--port")) {
        let port = free_port()?;
        trunk.args(["--port", &port.to_string()]);
        eprintln!("[xtask] building; the page will be at http://127.0.0.1:{port}/ (Ctrl+C stops)");
    }
    become_it(trunk)
}

fn free_port() -> Outcome<u16> {
    let mut ports = FIRST_PORT..FIRST_PORT + 20;
    ports.find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok()).ok_or_else(|| "no free port".to_string())
}

/// Trunk takes this process's place, so that stopping the one stops the other.
#[cfg(unix)]
fn become_it(mut command: Command) -> Outcome {
    use std::os::unix::process::CommandExt;
    Err(format!("cannot run trunk: {}", command.exec()))
}

#[cfg(not(unix))]
fn become_it(mut command: Command) -> Outcome {
    command.status().map(drop).map_err(|error| format!("cannot run trunk: {error}"))
}
