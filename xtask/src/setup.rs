//! Installs what is missing to build the page: the WebAssembly target, Trunk, wasm-bindgen's command and test runner.
//! Everything comes from the package registry as source; nothing is installed outside the tools folder but the target.

use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::Path;

use crate::tools::{self, TRUNK};
use crate::{Outcome, step};

const TARGET: &str = "wasm32-unknown-unknown";
const WASM_BINDGEN: [&str; 2] = ["wasm-bindgen", "wasm-bindgen-test-runner"];

pub fn tools() -> Outcome {
    target()?;
    let folder = tools::folder()?;
    let _lock = tools::lock(&folder)?;
    trunk(&folder)?;
    wasm_bindgen(&folder)?;
    // A gigabyte of intermediate files that nobody needs again.
    let _ = fs::remove_dir_all(folder.join("build"));
    Ok(())
}

/// The standard library for WebAssembly.
fn target() -> Outcome {
    let mut ask = tools::command("rustc");
    let library = step::answer(ask.args(["--print", "target-libdir", "--target", TARGET])).ok_or("cannot run rustc")?;
    if Path::new(&library).exists() {
        return Ok(());
    }
    if tools::find("rustup").is_none() {
        return Err(format!(
            "This Rust has no {TARGET} target and there is no rustup to add it.\n\
             Install Rust by rustup, or add your system's package of Rust's standard library for that target."
        ));
    }
    step::loud("set up: Rust's WebAssembly target", tools::command("rustup").args(["target", "add", TARGET]))
}

fn trunk(folder: &Path) -> Outcome {
    if tools::is_version("trunk", TRUNK) {
        return Ok(());
    }
    let mut install = tools::command("cargo");
    install.args(["install", "trunk", "--version", TRUNK, "--locked", "--force"]);
    install.args(["--no-default-features", "--features", "rustls", "--root"]).arg(folder);
    install.env("CARGO_TARGET_DIR", folder.join("build"));
    // Trunk only drives other programs, so its own speed does not matter, and unoptimised it compiles 4 times faster.
    install.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0").env("CARGO_PROFILE_RELEASE_LTO", "off");
    install.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16").env("CARGO_PROFILE_RELEASE_STRIP", "true");
    step::quiet(&format!("set up 1 of 2: Trunk {TRUNK}, some 390 crates, about 3 minutes on two cores"), &mut install)
}

/// Both commands come from one library, which `tools/` pins with a lock file of its own.
fn wasm_bindgen(folder: &Path) -> Outcome {
    let version = tools::wasm_bindgen_version()?;
    let present = || WASM_BINDGEN.iter().all(|program| tools::is_version(program, &version));
    if present() {
        return Ok(());
    }
    let build = folder.join("build");
    let mut cargo = tools::command("cargo");
    cargo.args(["build", "--locked", "--manifest-path", "tools/Cargo.toml", "--target-dir"]).arg(&build);
    step::quiet(&format!("set up 2 of 2: wasm-bindgen {version}, some 180 crates, about 1 minute"), &mut cargo)?;
    for program in WASM_BINDGEN {
        let file = format!("{program}{EXE_SUFFIX}");
        fs::copy(build.join("debug").join(&file), folder.join("bin").join(&file))
            .map_err(|error| format!("{file}: {error}"))?;
    }
    if present() {
        return Ok(());
    }
    Err(format!("Cargo.lock wants wasm-bindgen {version}, tools/Cargo.toml builds another: make the two agree"))
}
