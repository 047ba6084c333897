//! Measures `analyze` natively and in the browser's WebAssembly, and puts both into one table.

use std::process::{Command, Stdio};

use crate::{Outcome, browser, setup, step, tools};

/// One measured input: its name, its lines, milliseconds.
struct Row {
    name: String,
    lines: String,
    milliseconds: String,
}

pub fn report() -> Outcome {
    setup::tools()?;
    let cargo = |arguments: &[&str]| {
        let mut cargo = tools::command("cargo");
        cargo.args(arguments).args(["--locked", "--bench", "analyze"]);
        cargo
    };
    let native = measured("measure natively", &mut cargo(&["bench", "--no-default-features"]))?;
    // As the page's core is built. The browser's runner wants a test, and keeps what it prints to itself unless told.
    let mut page = cargo(&["test", "--profile", "page", "--target", "wasm32-unknown-unknown", "--no-default-features"]);
    page.args(["--", "--nocapture"]);
    page.env("CHROMEDRIVER", browser::driver()?).env("WASM_BINDGEN_TEST_TIMEOUT", "300");
    let page = measured("measure in the browser", &mut page)?;
    println!("| Dockerfile | lines | native | in the browser |\n|---|---:|---:|---:|");
    for (native, page) in native.iter().zip(&page) {
        let Row { name, lines, milliseconds } = native;
        println!("| {name} | {lines} | {milliseconds} ms | {} ms |", page.milliseconds);
    }
    Ok(())
}

fn measured(title: &str, command: &mut Command) -> Outcome<Vec<Row>> {
    let started = step::begin(title);
    let output = command.stderr(Stdio::inherit()).output().map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout);
    let rows: Vec<Row> = text.lines().filter_map(row).collect();
    if !output.status.success() || rows.is_empty() {
        return Err(format!("{title}: nothing measured\n{text}"));
    }
    step::end(title, started);
    Ok(rows)
}

fn row(line: &str) -> Option<Row> {
    let mut fields = line.split_once("measured\t")?.1.split('\t').map(|field| field.trim().to_string());
    Some(Row { name: fields.next()?, lines: fields.next()?, milliseconds: fields.next()? })
}
